"""The seven forms of a visit as values: what stands on each, made of what an entry holds and of nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from taizhang.basis.text import Text

from .. import terms
from ..terms import visit_words as words

_ZONE: Final = ZoneInfo("Asia/Shanghai")
_FORMS: Final = dict(words.FORMS)
_LEAD: Final = Text("组长", "Lead")
_MEMBER: Final = Text("组员", "Member")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of words under heads; one without heads is a form of names and values."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a form, from above to below; `code` where the firm has to have one."""

    title: str
    number: str
    to: str = ""
    body: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    closing: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    code: str = ""


def paper_of(facts: Mapping[str, Any], lang: str) -> Paper:
    """The form that these facts make."""
    return _MAKERS[facts["form"]](facts, lang)


def day_words(day: str, lang: str) -> str:
    """A day as papers write it.

    >>> day_words("2026-03-05", "zh")
    '2026年3月5日'
    """
    found = date.fromisoformat(day)
    return day if lang == "en" else f"{found.year}年{found.month}月{found.day}日"


def _moment(text: str, lang: str) -> str:
    if not text:
        return "—"
    at = datetime.fromisoformat(text).astimezone(_ZONE)
    return f"{day_words(at.date().isoformat(), lang)} {at:%H:%M}"


def _said(pair: Sequence[str], lang: str) -> str:
    zh, en = pair
    return str((en or zh) if lang == "en" else zh)


def _form(lang: str, *lines: tuple[Text, str]) -> Table:
    return Table((), tuple((label.in_(lang), value) for label, value in lines), (1.0, 3.4))


def _signed(facts: Mapping[str, Any], lang: str) -> tuple[str, ...]:
    return (_said(facts["from"], lang), day_words(facts["on"], lang))


def _firm(facts: Mapping[str, Any]) -> tuple[tuple[Text, str], ...]:
    name, code, address = facts["firm"]
    return (
        (Text("被检查单位", "Firm"), name),
        (Text("统一社会信用代码", "Credit code"), code),
        (Text("住所", "Address"), address or "—"),
    )


def _why(facts: Mapping[str, Any], lang: str) -> str:
    kind = dict(terms.VISIT_KINDS)[facts["kind"]].in_(lang)
    ground = dict(terms.GROUNDS)[facts["ground"]].in_(lang) if facts["ground"] else ""
    # Papers issued before the note was kept off them still hold it.
    return " · ".join(filter(None, (kind, ground, facts["note"] if facts["form"] == "approval" else "")))


def _days(facts: Mapping[str, Any], lang: str) -> str:
    first, last = facts["window"]
    dash = " to " if lang == "en" else "至"
    return day_words(first, lang) if first == last else f"{day_words(first, lang)}{dash}{day_words(last, lang)}"


def _team(facts: Mapping[str, Any], lang: str) -> Table:
    heads = (Text("序号", "No."), Text("姓名", "Name"), Text("执法证号", "Certificate no."), Text("单位", "Organ"), Text("分工", "Part"))
    rows = tuple(
        (str(n), name, certificate, _said((zh, en), lang), (_LEAD if slot == "lead" else _MEMBER).in_(lang))
        for n, (name, certificate, zh, en, slot) in enumerate(facts["team"], 1)
    )
    return Table(tuple(h.in_(lang) for h in heads), rows, (0.6, 1.2, 1.8, 2.2, 0.9))


def _items(facts: Mapping[str, Any], lang: str, *, found: bool = False) -> Table:
    if found:
        heads = (Text("部门", "Department"), Text("事项", "Item"), Text("结果", "Outcome"), Text("情况", "What was found"))
        rows = tuple(
            (_said(i["organ"], lang), _said((i["name"], i["name_en"]), lang), _said(i["outcome"], lang) or "—", i["finding"] or "—") for i in facts["items"]
        )
        return Table(tuple(h.in_(lang) for h in heads), rows, (1.3, 1.6, 1.4, 2.4))
    asked = (Text("部门", "Department"), Text("事项", "Item"), Text("依据", "Legal basis"))
    lines = tuple((_said(i["organ"], lang), _said((i["name"], i["name_en"]), lang), i["basis"]) for i in facts["items"])
    return Table(tuple(h.in_(lang) for h in asked), lines, (1.4, 2.0, 2.6))


def _approval(facts: Mapping[str, Any], lang: str) -> Paper:
    table = _form(
        lang, *_firm(facts), (Text("检查编号", "Visit"), facts["visit"]), (Text("检查类型和事由", "Kind and cause"), _why(facts, lang)),
        (Text("检查日期", "Days"), _days(facts, lang)), (Text("审批意见", "Opinion"), facts["opinion"]),
    )  # fmt: skip
    return Paper(_FORMS["approval"].in_(lang), facts["number"], tables=(table, _items(facts, lang), _team(facts, lang)), signed=_signed(facts, lang))


def _notice(facts: Mapping[str, Any], lang: str) -> Paper:
    body = Text(
        "依据下列事项的规定，定于{d}对你单位进行行政检查（{w}）。检查人员将出示两个以上执法证件，进企时扫描或核对本通知书的检查码。",
        "Under the provisions below you will be inspected on {d} ({w}). The inspectors will show two certificates or more, and scan or compare the "
        "code of this notice.",
    )
    rights = Text(
        "你单位认为检查人员与本次检查有利害关系的，有权在进企前申请回避；对检查有异议的，可以投诉。凭统一社会信用代码和检查码，在“企业检查页”查看全部检查、申请回避、投诉。",
        "If an inspector has an interest in this visit you may ask, before it, that they stay away; if you object to the visit you may complain. With your "
        "credit code and the code of this notice you see all visits, ask and complain on the page for firms.",
    )
    count = Text("含本次，{y}年已通知和进行的检查共{n}次。", "With this one there were {n} visit(s) told of or made in {y}.")
    return Paper(
        _FORMS["notice"].in_(lang),
        facts["number"],
        to=f"{facts['firm'][0]}{':' if lang == 'en' else '：'}",
        body=(body.with_(d=_days(facts, lang), w=_why(facts, lang)).in_(lang),),
        tables=(_items(facts, lang), _team(facts, lang)),
        closing=(count.with_(y=facts["year"], n=facts["count"]).in_(lang), rights.in_(lang)),
        signed=_signed(facts, lang),
        code=facts["code"],
    )


def _decision(facts: Mapping[str, Any], lang: str) -> Paper:
    granted = Text("同意回避，由{c}替换", "Granted: {c} comes instead").with_(c=facts["coming"])
    table = _form(
        lang, *_firm(facts), (Text("检查编号", "Visit"), facts["visit"]), (Text("申请回避的人员", "Who should stay away"), facts["who"]),
        (Text("申请理由", "Reason"), facts["asked"]),
        (Text("决定", "Decision"), granted.in_(lang) if facts["granted"] else Text("不予回避", "Refused").in_(lang)),
        (Text("理由", "Ground"), facts["answer"]),
    )  # fmt: skip
    return Paper(_FORMS["decision"].in_(lang), facts["number"], tables=(table,), signed=_signed(facts, lang))


def _record(facts: Mapping[str, Any], lang: str) -> Paper:
    agreed = Text("本人已阅读，与现场情况一致。签字人：{s}（签字图样见存证）", "Read and agreed. Signed by {s} (the signature is in the entry).")
    opinion = agreed.with_(s=facts["signer"])
    if facts["refused"]:
        opinion = Text("企业拒签，理由：{r}。见证人：{w}", "The firm refused to sign: {r}. Witness: {w}").with_(r=facts["refused"], w=facts["witness"])
    table = _form(
        lang, *_firm(facts), (Text("检查编号", "Visit"), facts["visit"]), (Text("检查类型和事由", "Kind and cause"), _why(facts, lang)),
        (Text("进企时间", "Entered"), _moment(facts["entered"], lang)), (Text("离企时间", "Left"), _moment(facts["left"], lang)),
    )  # fmt: skip
    told = Text("检查人员出示执法证件并告知权利义务，检查情况如下：", "The inspectors showed their certificates and told the firm its rights. They found:")
    return Paper(
        _FORMS["record"].in_(lang), facts["number"], tables=(table, _team(facts, lang), _items(facts, lang, found=True)),
        body=(told.in_(lang),), closing=(opinion.in_(lang),), signed=_signed(facts, lang),
    )  # fmt: skip


def _correction(facts: Mapping[str, Any], lang: str) -> Paper:
    body = Text("经检查，你单位“{i}”存在以下问题：{f}", "The inspection of “{i}” found: {f}").with_(i=facts["item"], f=facts["finding"])
    order = Text("责令你单位于{d}前改正：{w}", "You are ordered to correct it by {d}: {w}").with_(d=day_words(facts["due"], lang), w=facts["demand"])
    after = Text(
        "逾期不改正的，依法处理。不服本决定的，可以依法申请行政复议或者提起行政诉讼。",
        "If it is not corrected in time the law takes its course. Against this order you may apply for reconsideration or go to court as the law provides.",
    )
    return Paper(
        _FORMS["correction"].in_(lang), facts["number"], to=f"{facts['firm'][0]}{':' if lang == 'en' else '：'}", body=(body.in_(lang), order.in_(lang)),
        closing=(after.in_(lang),), signed=_signed(facts, lang),
    )  # fmt: skip


def _delivery(facts: Mapping[str, Any], lang: str) -> Paper:
    table = _form(
        lang, *_firm(facts), (Text("检查编号", "Visit"), facts["visit"]), (Text("送达文书", "Paper"), _FORMS[facts["paper_form"]].in_(lang)),
        (Text("送达方式", "Way"), dict(words.DELIVERY_WAYS)[facts["way"]].in_(lang)),
        (Text("送达日期", "Delivered on"), day_words(facts["delivered_on"], lang)), (Text("收件人或见证人", "Received by, or witness"), facts["received_by"]),
    )  # fmt: skip
    return Paper(_FORMS["delivery"].in_(lang), facts["number"], tables=(table,), signed=_signed(facts, lang))


def _result(facts: Mapping[str, Any], lang: str) -> Paper:
    body = Text("现将本次检查（{v}）结果告知如下：", "This is what the inspection ({v}) found:").with_(v=facts["visit"])
    after = Text(
        "结果将在完成之日起20个工作日内依法公示。对结果有异议的，可以陈述、申辩或投诉。",
        "The result is published within 20 working days of completion as the law provides. You may state your case, or complain.",
    )
    return Paper(
        _FORMS["result"].in_(lang), facts["number"], to=f"{facts['firm'][0]}{':' if lang == 'en' else '：'}", body=(body.in_(lang),),
        tables=(_items(facts, lang, found=True),), closing=(after.in_(lang),), signed=_signed(facts, lang),
    )  # fmt: skip


_MAKERS: Final = {
    "approval": _approval, "notice": _notice, "decision": _decision, "record": _record, "correction": _correction, "delivery": _delivery,
    "result": _result,
}  # fmt: skip
