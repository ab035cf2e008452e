# SPDX-License-Identifier: MIT
"""What a project's decisions teach: words at once, models of claims and mentions in a while."""
