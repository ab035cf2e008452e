# SPDX-License-Identifier: MIT
"""The claims of the whole project as a table: filtered, sorted, edited in place and in bulk."""
