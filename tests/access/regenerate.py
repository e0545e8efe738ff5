"""`python -m tests.access.regenerate`: adds a row marked '?' for each entrance that has none, and changes nothing else.

What a role may do is written by hand; a '?' fails the test until somebody has thought about it.
"""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.site.settings")

import django

django.setup()

from tests.access.entrances import MATRIX, Row, entrances, matrix, write  # noqa: E402


def main() -> None:
    rows = matrix() if MATRIX.exists() else []
    known = {row.entrance for row in rows}
    added = [Row(e, "", "?", "?", "?", "?", "?", "") for e in entrances() if e not in known]
    write(rows + added)
    for row in added:
        print(f"? {row.entrance}")
    print(f"{len(added)} row(s) added to {MATRIX}; replace every '?' by hand")


if __name__ == "__main__":
    main()
