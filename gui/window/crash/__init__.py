# SPDX-License-Identifier: MIT
"""Unexpected errors: catching them, their reports, and the dialog about them."""
