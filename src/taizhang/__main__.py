"""`python -m taizhang` is `taizhang`."""

import sys

from taizhang.site.cli import main

sys.exit(main())
