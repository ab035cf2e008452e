# SPDX-License-Identifier: MIT
"""The window that evaluates suggestions against an annotated corpus."""
