# SPDX-License-Identifier: MIT
"""Many at once: every occurrence of some words, all that are alike, all that a pane shows.

Each is one step to undo. If it reaches further than what is in sight, how many it is stands in a
question before anything is done.
"""
