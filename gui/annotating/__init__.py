# SPDX-License-Identifier: MIT
"""What keys and pickers do to annotations: record, code, bound and decide on them."""
