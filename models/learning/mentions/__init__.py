# SPDX-License-Identifier: MIT
"""Learning to recognise mentions of actors from finished articles."""
