# SPDX-License-Identifier: MIT
"""Drills: what happens to a project when the machine, the disk or the file fails.

Each drill is a function that returns its figures; the tests beside this package hold them to what
is promised, and tests/benchmarks/bench_durability.py prints them.
"""
