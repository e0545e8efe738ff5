"""How the command line speaks: one language where the environment names one, both where it does not; refusals in full."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text, joined

#: How a refusal ends the command: by what kind it is.
EXIT_CODES = {401: 3, 403: 3, 404: 4, 409: 5, 422: 6}
BAD_INPUT = 6


def language(environment: Mapping[str, str] = os.environ) -> str | None:
    """'zh' or 'en' as TAIZHANG_LANG or the locale says; None when it says neither, as 'C' does."""
    for name in ("TAIZHANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        given = environment.get(name, "")[:2].lower()
        if given in ("zh", "en"):
            return given
    return None


def words(text: Text) -> str:
    """The text as this terminal should read it."""
    chosen = language()
    if chosen is None:
        return text.zh if text.zh == text.en else f"{text.zh} / {text.en}"
    return text.in_(chosen)


def say(text: Text) -> None:
    """One line for the person."""
    print(words(text))


def fault(text: Text) -> int:
    """One line on what stands in the way; gives the exit code of a fault."""
    print(words(text), file=sys.stderr)
    return 1


def refused(refusal: Refused, *, as_json: bool = False) -> int:
    """The refusal is printed as reason, law, remedy and details; gives the exit code of its kind."""
    if as_json:
        print_json(refusal.in_(language() or "zh"))
    else:
        print("\n".join(_lines(refusal, "")), file=sys.stderr)
    return EXIT_CODES.get(refusal.status, 1)


def _lines(refusal: Refused, indent: str) -> list[str]:
    found = [indent + words(refusal.reason)]
    if refusal.law is not None:
        cited = Text(f"依据：{refusal.law.cite('zh')}", f"law: {refusal.law.cite('en')}")
        found.append(f"{indent}  {words(cited)}")
    if refusal.remedy is not None:
        found.append(f"{indent}  {words(joined([Text('办法', 'remedy'), refusal.remedy], '：', ': '))}")
    for detail in refusal.details:
        found += _lines(detail, indent + "  - ")
    return found


def print_json(content: Any) -> None:
    """The content for another program."""
    print(json.dumps(content, ensure_ascii=False, indent=1))
