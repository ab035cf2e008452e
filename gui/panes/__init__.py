# SPDX-License-Identifier: MIT
"""Actors, Claims and Domains: lists with editors in place."""
