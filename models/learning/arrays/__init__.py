# SPDX-License-Identifier: MIT
"""What is learned, as arrays: hashed features, chains and small networks, and their weights."""
