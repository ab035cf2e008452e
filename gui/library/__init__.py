# SPDX-License-Identifier: MIT
"""The list of articles and the ways to bring articles in."""
