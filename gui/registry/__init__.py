# SPDX-License-Identifier: MIT
"""The registry of actors: describe, merge, split, delete, and see where they are used."""
