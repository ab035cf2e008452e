# SPDX-License-Identifier: MIT
"""Reading articles from files: one module per kind of file."""
