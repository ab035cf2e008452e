# SPDX-License-Identifier: MIT
"""What the formats of other annotation tools share: labels, offsets, documents, own data."""
