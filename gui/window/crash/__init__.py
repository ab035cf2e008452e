# SPDX-License-Identifier: MIT
"""What the window does when something unexpected goes wrong."""
