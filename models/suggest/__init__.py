# SPDX-License-Identifier: MIT
"""Suggestions of actors, claims and domains, as plain data in and plain data out."""
