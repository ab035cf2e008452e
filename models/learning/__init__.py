# SPDX-License-Identifier: MIT
"""Learning from a project's decisions: names and words at once, models of claims and mentions later."""
