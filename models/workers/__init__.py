# SPDX-License-Identifier: MIT
"""The helper processes that suggest and learn, and the lines that they exchange with the window."""
