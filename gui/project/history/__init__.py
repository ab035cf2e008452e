# SPDX-License-Identifier: MIT
"""The history panel and the dialog of deleted items."""
