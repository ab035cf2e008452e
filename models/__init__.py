# SPDX-License-Identifier: MIT
"""Everything that is not Qt: the project file, edits, suggestions, analysis and exchange."""
