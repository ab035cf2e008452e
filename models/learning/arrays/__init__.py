# SPDX-License-Identifier: MIT
"""The machine learning itself, in numpy: hashed features, CRFs, a small net, their weights."""
