# SPDX-License-Identifier: MIT
"""Learning from a project's decisions: words at once, models of claims and mentions later."""
