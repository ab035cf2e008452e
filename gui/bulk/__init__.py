# SPDX-License-Identifier: MIT
"""Many at once: every occurrence of some words, all that are alike, all that a pane shows.

How many it is stands in the question before anything is done; each is one step to undo.
"""
