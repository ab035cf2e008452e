# SPDX-License-Identifier: MIT
"""Data that ships with the program: icons, codebooks, gazetteer, sample article."""
