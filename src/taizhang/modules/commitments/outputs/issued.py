"""督办单, 督办函 and 通报: what is recorded when one is issued, and the paper that is made of it at any later time, the same each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from taizhang.basis.text import Text

from . import tables
from .paper import NO_NUMBER, Paper, Table, day_words, numbered

#: What the paper is called in its number and over its text; a change of wording gets a new version and leaves the old ones.
VERSION: Final = 1
SLIP, LETTER, NOTICE = "slip", "letter", "notice"
NAMES: Final[Mapping[str, Text]] = {
    SLIP: Text("督办单", "Supervision slip"),
    LETTER: Text("督办函", "Supervision letter"),
    NOTICE: tables.NOTICE,
}
#: Tasks that one letter lists; the rest is said in a sentence.
MOST_TASKS: Final = 200

_BODY: Final = Text(
    "经查，截至{d}，你单位牵头的下列{n}项任务逾期未办结或尚未签收：",
    "As of {d}, the following {n} task(s) that your organ leads are overdue or not signed for:",
)
_LEFT: Final = Text("另有{n}项未列出。", "{n} more are not listed.")
_REPLY: Final = Text("请于{d}前反馈办理情况。", "Please report on them by {d}.")
_HEADS: Final = (
    (Text("序号", "No."), 0.65),
    (Text("任务", "Task"), 4.0),
    (Text("来源文件", "Document"), 1.8),
    (Text("办结时限", "Deadline"), 1.35),
    (Text("状况", "Standing"), 2.2),
)
_WHY: Final = {
    "overdue": Text("逾期{d}天", "{d} day(s) overdue"),
    "unsigned": Text("尚未签收（签收时限{s}）", "not signed for (to be by {s})"),
    "held": Text("承办中", "Under way"),
}
_NOT_STATED: Final = Text("未写明", "Not stated")
_NO_LEAD: Final = Text("未明确牵头单位", "No leading organ stated")
_OF_DOCUMENT: Final = Text("关于《{t}》任务落实情况的通报", "Notice on the tasks of “{t}”")
_OF_TASKS: Final = Text("关于任务落实情况的通报", "Notice on how tasks stand")


def late_words(task: Mapping[str, Any], on: date, lang: str) -> str:
    """How a task stood on the day of the paper, in words."""
    found = []
    due = date.fromisoformat(task["due"]) if task["due"] else None
    if due is not None and due < on:
        found.append(_WHY["overdue"].with_(d=(on - due).days).in_(lang))
    if task["state"] == "assigned":
        found.append(_WHY["unsigned"].with_(s=task["sign_by"] or _NOT_STATED.in_(lang)).in_(lang))
    return ("; " if lang == "en" else "；").join(found or [_WHY["held"].in_(lang)])


def paper_of(facts: Mapping[str, Any], lang: str) -> Paper:
    """The paper that these facts make; `facts` is what `actions.issuing` records, and nothing else is read."""
    return {SLIP: _slip, LETTER: _letter, NOTICE: _notice}[facts["form"]](facts, lang)


def _said(pair: Any, lang: str) -> str:
    zh, en = pair
    return str((en or zh) if lang == "en" else zh)


def _signed(facts: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    return (_said(facts["from"], lang), day_words(date.fromisoformat(facts["on"]), lang))


def _number(facts: Mapping[str, Any], lang: str) -> str:
    return facts["number"] or NO_NUMBER.in_(lang)


def _slip(facts: Mapping[str, Any], lang: str) -> Paper:
    on, task = date.fromisoformat(facts["on"]), facts["tasks"][0]
    none = _NOT_STATED.in_(lang)
    lines = (
        (Text("承办单位", "Organ"), _said(facts["to"], lang)),
        (Text("督办事项", "Matter"), task["title"]),
        (Text("原文", "Words of the text"), task["words"] or none),
        (Text("来源文件", "Document"), _source(task) or none),
        (Text("责任领导", "Leader in charge"), _said(task["leader"], lang) or none),
        (Text("办结时限", "Deadline"), task["due"] or none),
        (Text("目前状况", "Standing"), late_words(task, on, lang)),
        (Text("督办要求", "What is asked"), facts["demand"]),
        (Text("反馈时限", "Answer by"), facts["reply_by"]),
        (Text("联系人", "Contact"), facts["contact"]),
    )
    table = Table((), tuple((name.in_(lang), words) for name, words in lines), (1.0, 4.0))
    return Paper(NAMES[SLIP].in_(lang), _number(facts, lang), tables=(table,), signed=_signed(facts, lang))


def _letter(facts: Mapping[str, Any], lang: str) -> Paper:
    on, tasks = date.fromisoformat(facts["on"]), facts["tasks"]
    rows = [(t["title"], _source(t) or _NOT_STATED.in_(lang), t["due"] or _NOT_STATED.in_(lang), late_words(t, on, lang)) for t in tasks]
    table = Table(tuple(h.in_(lang) for h, _ in _HEADS), numbered(rows), tuple(share for _, share in _HEADS))
    closing = [facts["demand"]]
    if facts["reply_by"]:
        closing.append(_REPLY.with_(d=day_words(date.fromisoformat(facts["reply_by"]), lang)).in_(lang))
    if facts["left"]:
        closing.insert(0, _LEFT.with_(n=facts["left"]).in_(lang))
    if facts["contact"]:
        closing.append(Text("联系人：{c}", "Contact: {c}").with_(c=facts["contact"]).in_(lang))
    to = _said(facts["to"], lang)
    return Paper(
        Text("关于逾期、未签收任务的督办函", "Supervision letter on tasks that are overdue or not signed for").in_(lang),
        _number(facts, lang),
        to=f"{to}:" if lang == "en" else f"{to}：",
        body=(_BODY.with_(d=day_words(on, lang), n=len(tasks) + facts["left"]).in_(lang),),
        tables=(table,),
        closing=tuple(filter(None, closing)),
        signed=_signed(facts, lang),
    )


def _notice(facts: Mapping[str, Any], lang: str) -> Paper:
    words = [(key, Text(zh, en)) for key, zh, en in facts["standings"]]
    named, none = dict(words), _NOT_STATED.in_(lang)
    organs = [(_said(name, lang) or _NO_LEAD.in_(lang), counts) for name, counts in facts["organs"]]
    lines = [
        tables.Line(t["title"], "", _said(t["lead"], lang) or none, "", "", t["due"] or none, named[t["standing"]].in_(lang)) for t in facts["tasks"]
    ]
    title = _OF_DOCUMENT.with_(t=facts["document"]) if facts["document"] else _OF_TASKS
    made = tables.notice(
        title.in_(lang), _due_in(facts["since"], facts["until"]), date.fromisoformat(facts["on"]), facts["counts"], organs, words, lines,
        facts["left"], _said(facts["from"], lang), lang,
    )  # fmt: skip
    return replace(made, number=_number(facts, lang), closing=(*made.closing, *filter(None, (facts["demand"],))))


def _due_in(since: str, until: str) -> Text:
    if not since and not until:
        return Text("台账", "in the register")
    return Text("办结时限在{a}至{b}之间的台账", "due from {a} to {b}").with_(a=since or "—", b=until or "—")


def _source(task: Mapping[str, Any]) -> str:
    return f"{task['source']}（{task['source_number']}）" if task["source_number"] else str(task["source"])
