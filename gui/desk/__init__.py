# SPDX-License-Identifier: MIT
"""What is open: the project, one article, the current annotation; and work off the GUI thread."""
