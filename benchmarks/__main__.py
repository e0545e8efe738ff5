"""Every benchmark of this folder, one process each: `python -m benchmarks [name ...]`.

Each prints what it promises, its figures and a ratio to something measured in the same run: on a shared machine only ratios
can be compared. Exits 1 when one of them fails.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.machine import load

FOLDER = Path(__file__).resolve().parent
#: Not benchmarks: this file, and what several of them use.
OTHERS = {"__init__", "__main__", "machine"}


def names() -> list[str]:
    """Modules of this folder that have a main()."""
    return sorted(
        path.stem for path in FOLDER.glob("*.py") if path.stem not in OTHERS and "def main(" in path.read_text(encoding="utf-8")
    )


def main(chosen: list[str]) -> int:
    """Runs the named ones, or all."""
    if unknown := set(chosen) - set(names()):
        print(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(names())}", file=sys.stderr)
        return 2
    failed = []
    for name in chosen or names():
        print(f"\n== {name} ==  {load()}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=FOLDER.parent, check=False).returncode:
            failed.append(name)
    print(f"\n{load()}" + (f"; FAILED: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
