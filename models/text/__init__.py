# SPDX-License-Identifier: MIT
"""Plain text: comparison, spans, words, sentences, paragraphs and normalisation."""
