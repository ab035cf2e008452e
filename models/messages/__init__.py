# SPDX-License-Identifier: MIT
"""What people read: the message catalogue, and errors that carry a sentence."""
