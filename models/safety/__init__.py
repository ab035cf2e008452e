# SPDX-License-Identifier: MIT
"""What keeps a project from being lost: hashes, backups, restoring, repair."""
