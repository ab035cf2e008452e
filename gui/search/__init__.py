# SPDX-License-Identifier: MIT
"""Find: a bar under the article, and a search through the project."""
