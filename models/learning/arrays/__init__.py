# SPDX-License-Identifier: MIT
"""The machine learning itself, in numpy arrays: hashed features, CRFs, a small net, their weights."""
