"""`python -m tests.conformance.freeze`: lifecycles that are new are added to lifecycles.json; none there is ever changed."""

from __future__ import annotations

import json
from pathlib import Path

FROZEN = Path(__file__).with_name("lifecycles.json")


def frozen() -> dict[str, str]:
    """Fingerprints of the versions in use, by 'kind version'."""
    found: dict[str, str] = json.loads(FROZEN.read_text()) if FROZEN.exists() else {}
    return found


def freeze(now: dict[str, str]) -> list[str]:
    """The names that were added."""
    kept = frozen()
    new = sorted(now.keys() - kept.keys())
    FROZEN.write_text(json.dumps(dict(sorted({**now, **kept}.items())), indent=2, ensure_ascii=False) + "\n")
    return new


if __name__ == "__main__":
    import django

    django.setup()

    from taizhang.frame.conformance import fingerprints
    from taizhang.site.installed import CATALOGUE

    for name in freeze(fingerprints(CATALOGUE)):
        print(f"已冻结 / frozen: {name}")
