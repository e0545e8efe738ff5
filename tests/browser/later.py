"""`python -m tests.browser.later DAYS WORD...`: the command as it would run so many days from now. For a story that lets time pass."""

from __future__ import annotations

import sys
from datetime import timedelta

from taizhang.frame import clock
from taizhang.site.cli import main

if __name__ == "__main__":
    clock.go_ahead(timedelta(days=int(sys.argv[1])))
    sys.argv = [sys.argv[0], *sys.argv[2:]]
    sys.exit(main())
