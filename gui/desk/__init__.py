# SPDX-License-Identifier: MIT
"""What is open: project, article, current annotation; and work outside the window's thread."""
