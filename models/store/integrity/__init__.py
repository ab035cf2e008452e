# SPDX-License-Identifier: MIT
"""Whether a project file is intact: hashes of rows and texts, and the report of a check."""
