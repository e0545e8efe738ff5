"""Rules of campaigns, lists and problems as functions of values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from . import terms

#: A mobile number, and what looks like an identity number: neither belongs into words about an organ.
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


def standing(state: str, due: date | None, today: date) -> str:
    """How a correction stands to its deadline on a day; one without a deadline is never late.

    >>> standing("correcting", date(2026, 3, 1), date(2026, 3, 2)), standing("correcting", None, date(2026, 3, 2))
    ('overdue', 'no_deadline')
    """
    if state in ("found", "examined"):
        return "before"
    if state == "reported":
        return "to_check"
    if state not in ("correcting", "returned"):
        return "ended"
    if due is None:
        return "no_deadline"
    return "overdue" if due < today else "running"


def not_stated(numbers: Iterable[int]) -> tuple[int, ...]:
    """The numbers of a list of ten prohibitions for which no words are stated.

    >>> not_stated([1, 2, 3, 10])
    (4, 5, 6, 7, 8, 9)
    """
    stated = set(numbers)
    return tuple(n for n in range(1, terms.WHOLE + 1) if n not in stated)


def check_number(number: int) -> None:
    """Nothing, when a prohibition can have this number.

    Raises:
        BadInput: a list of ten has no such item.
    """
    if not 1 <= number <= terms.WHOLE:
        raise BadInput(
            Text("“十严禁”只有第1至第{n}条", "A list of ten prohibitions has items 1 to {n}").with_(n=terms.WHOLE),
            code="number", field="number", remedy=Text("核对条目序号", "Check the number of the item"),
        )  # fmt: skip


def holds(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether dated words hold on a day: from the first day on, until the day before the last."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day < valid_to)


def check_words(text: str, names: Sequence[str], field: str) -> None:
    """Nothing, when words about an organ name nobody.

    Raises:
        BadInput: they hold a telephone or identity number, or the name of somebody who has a post in the organ.
    """
    named = next((n for n in names if len(n) > 1 and n in text), "")
    if not named and not _MOBILE.search(text) and not _IDENTITY.search(text):
        return
    raise BadInput(
        Text("这里不写个人姓名、电话和证件号码", "No personal names, telephone or identity numbers here"), code="names_somebody", field=field,
        remedy=Text("只写单位、事实和依据", "Write the organ, what happened and the ground only"),
    )  # fmt: skip
