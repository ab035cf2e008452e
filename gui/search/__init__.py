# SPDX-License-Identifier: MIT
"""The find bar under the article, and the panel that searches the project."""
