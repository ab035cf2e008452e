# SPDX-License-Identifier: MIT
"""What an analyst does to annotations: one by one, to many at once, and what follows from it."""
