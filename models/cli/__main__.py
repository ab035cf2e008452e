# SPDX-License-Identifier: MIT
"""`python -m claimdesk.models.cli` is the command `claimdesk`."""

import sys

from claimdesk.models.cli.entry import main

sys.exit(main())
