# SPDX-License-Identifier: MIT
"""What keys and pickers do to annotations: mark, code, bound and decide on them."""
