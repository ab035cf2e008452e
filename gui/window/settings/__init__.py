# SPDX-License-Identifier: MIT
"""Settings of the program: reading, colours, annotator, keys."""
