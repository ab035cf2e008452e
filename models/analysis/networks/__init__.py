# SPDX-License-Identifier: MIT
"""Discourse networks: who shares which domains and stances with whom, over time, from claims."""
