# SPDX-License-Identifier: MIT
"""Finding words in articles, as concordance lines."""
