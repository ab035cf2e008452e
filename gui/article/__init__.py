# SPDX-License-Identifier: MIT
"""The article view: display text, painting, selection, hit test."""
