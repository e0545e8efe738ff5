"""`python -m taizhang` is the command line."""

from __future__ import annotations

import sys

from taizhang.site.cli import main

sys.exit(main())
