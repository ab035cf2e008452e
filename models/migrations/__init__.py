# SPDX-License-Identifier: MIT
"""One step per schema version of a project file."""
