# SPDX-License-Identifier: MIT
"""Lets the tests of messages import what they share with the walk through the window."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
