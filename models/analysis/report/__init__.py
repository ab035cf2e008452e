# SPDX-License-Identifier: MIT
"""The report of a corpus: its figures, pictures and codebook as HTML, PDF or DOCX.

`contents` says what it holds, each `*_report` module writes one form of it. Made again from the
same corpus with the same views it is the same file, byte for byte.
"""
