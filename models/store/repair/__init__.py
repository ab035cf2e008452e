# SPDX-License-Identifier: MIT
"""Making a new project from what can be read of a damaged one."""
