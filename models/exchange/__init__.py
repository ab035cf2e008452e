# SPDX-License-Identifier: MIT
"""Reading and writing annotated corpora: one module per format; `formats` lists them."""
