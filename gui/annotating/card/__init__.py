# SPDX-License-Identifier: MIT
"""Show all of the current annotation: spans, fields, origin and history."""
