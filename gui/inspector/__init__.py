# SPDX-License-Identifier: MIT
"""All of the current annotation: spans, fields, where it comes from, and its history."""
