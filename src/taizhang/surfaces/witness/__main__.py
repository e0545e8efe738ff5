"""`python -m taizhang.surfaces.witness`: a witness alone, without Django and without a database."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from taizhang.kernels.ledger import BadNote, parse_vkey

from .serving import serve


def main() -> int:
    """The witness answers until it is stopped."""
    parser = argparse.ArgumentParser(prog="python -m taizhang.surfaces.witness")
    parser.add_argument("--name", required=True)
    parser.add_argument("--state", required=True, type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--log", action="append", required=True, metavar="VKEY")
    given = parser.parse_args()
    try:
        return serve(given.name, given.state, [parse_vkey(text) for text in given.log], given.port)
    except (BadNote, OSError) as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
