# SPDX-License-Identifier: MIT
"""The preview of an import: articles that were read, before anything is written."""
