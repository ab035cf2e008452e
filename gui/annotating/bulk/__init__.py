# SPDX-License-Identifier: MIT
"""Annotate and decide in bulk: every occurrence, similar suggestions, all that a pane shows.

Each is one step to undo. If it reaches further than what is in sight, how many it is stands in a
question before anything is done.
"""
