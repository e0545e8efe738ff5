"""A form gets the next number of its organ and year; the entry holds all that stands on it."""

from __future__ import annotations

from typing import Any, Final

from taizhang.frame.hand import Hand
from taizhang.registers.models import Organ

from ..models import Visit
from ..queries import papers
from ..terms import visit_words as words

#: A change of wording gets a new version and leaves the old ones.
VERSION: Final = 1
_SERIES: Final = {
    "approval": "检查审批", "notice": "检查通知", "decision": "回避决定", "record": "现场笔录", "correction": "责令改正",
    "delivery": "送达回证", "result": "检查告知",
}  # fmt: skip


def issue(form: str, visit: Visit, organ: Organ, by: Hand, **more: Any) -> str:
    """The form of a visit is issued: numbered without gaps, and kept in this entry; gives its number."""
    assert form in dict(words.FORMS)
    running = by.number(organ.pk, f"inspection.{form}")
    number = f"{organ.short or organ.name}{_SERIES[form]}〔{by.today.year}〕{running}号"
    facts = papers.facts_of(form, visit, organ, by.today, **more)
    by.say(form=form, number=number)
    by.say_restricted(**{papers.PAPER: facts | {"version": VERSION, "number": number}})
    return number
