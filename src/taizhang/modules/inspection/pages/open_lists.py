"""What the public may have of inspections as tables and as files: the list of items, versions of rosters, plans, draws, results.

No class of risk, no inspector and nobody's interest is in any of them; a firm stands where its result is published, and there alone.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import PUBLIC
from taizhang.surfaces import public_page

from .. import terms
from ..declared.draws import BATCH, PLAN, PLAN_LINE
from ..declared.rosters import ITEM, VERSION
from ..queries import firm as results
from ..queries import rosters
from ..rules.rosters import reckons

_PER_PAGE, _CHUNK, _LONGEST = 20, 500, 100
_ROSTERS, _KINDS, _METHODS = dict(terms.ROSTERS), dict(terms.ITEM_KINDS), dict(terms.ITEM_METHODS)
#: Signs that begin a cell and after which some programs look for a formula.
_LINES = ("\t", "\r", "\n")
_MODES, _OUTCOMES = dict(terms.MODES), dict(terms.OUTCOMES)


@dataclass(frozen=True, slots=True)
class OpenFile:
    """One open file: what it is called, its columns with their words, and its rows, the newest first."""

    label: Text
    columns: Mapping[str, Text]
    rows: Callable[[], Iterable[Sequence[Any]]]


def lists(request: HttpRequest) -> HttpResponse:
    """Everything that is public of inspections, with the list of items in force to look through."""
    asked = request.GET.get("q", "").strip()[:_LONGEST]
    items = rosters.item_standing_at(reading.rows(PUBLIC, ITEM), "in_force")
    if asked:
        items = items.filter(Q(name__contains=asked) | Q(name_en__icontains=asked) | Q(code=asked) | Q(organ__name__contains=asked))
    page = Paginator(items.order_by("organ__name", "code", "id"), _PER_PAGE).get_page(request.GET.get("page"))
    versions = reading.rows(PUBLIC, VERSION).defer("content").order_by("-frozen_on", "-id")
    context = {
        "asked": asked,
        "page": page,
        "lines": [{"row": row, "kind": _KINDS[row.kind], "method": _METHODS[row.method], "organ": _named(row.organ)} for row in page],
        "versions": [{"row": row, "kind": _ROSTERS[row.kind], "place": _named(row.place)} for row in versions[:_PER_PAGE]],
        "files": [(key, each.label, ", ".join(each.columns)) for key, each in FILES.items()],
        "today": clock.today(),
    }
    return public_page.answer(request, "public/inspections.html", context)


def file(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """One of the open files as CSV (UTF-8, LF) or JSON, row by row as it is read."""
    chosen = FILES.get(name)
    if chosen is None or form not in ("csv", "json"):
        return public_page.missing(request)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    answer = StreamingHttpResponse(_csv(chosen) if form == "csv" else _json(name, chosen), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="inspection-{name}-{clock.today().isoformat()}.{form}"'
    return answer


def _csv(chosen: OpenFile) -> Iterator[str]:
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(chosen.columns)
    for row in chosen.rows():
        writer.writerow([_harmless(_said(value)) for value in row])
        if held.tell() > 1 << 16:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()


def _json(name: str, chosen: OpenFile) -> Iterator[str]:
    head = {
        "name": name,
        "label": {"zh": chosen.label.zh, "en": chosen.label.en},
        "as_of": clock.now().isoformat(),
        "columns": {key: {"zh": words.zh, "en": words.en} for key, words in chosen.columns.items()},
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    for number, row in enumerate(chosen.rows()):
        said = {key: value if isinstance(value, int) else _said(value) for key, value in zip(chosen.columns, row, strict=True)}
        yield (",\n" if number else "\n") + json.dumps(said, ensure_ascii=False)
    yield "\n]}\n"


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(clock.ZONE).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def _harmless(cell: str) -> str:
    """The cell, with a sign before it where a workbook would reckon with it instead of showing it."""
    return f"'{cell}" if reckons(cell) or cell[:1] in _LINES else cell


def _named(row: Any) -> Text:
    return Text(row.name, row.name_en or row.name)


def _items() -> Iterator[Sequence[Any]]:
    rows = reading.rows(PUBLIC, ITEM).order_by("-published_on", "-id").iterator(_CHUNK)
    for r in rows:
        yield (
            r.code, r.name, r.organ.name, _KINDS[r.kind].zh, r.basis, _METHODS[r.method].zh, r.applies_to, r.yearly_limit, r.published_on, r.valid_from,
            r.valid_to,
        )  # fmt: skip


def _versions() -> Iterator[Sequence[Any]]:
    for r in reading.rows(PUBLIC, VERSION).defer("content").order_by("-frozen_on", "-id").iterator(_CHUNK):
        yield _ROSTERS[r.kind].zh, r.number, r.place.name, r.frozen_on, r.size, r.sha256


def _plans() -> Iterator[Sequence[Any]]:
    plans = {row.pk: row for row in reading.rows(PUBLIC, PLAN)}
    states = dict(terms.PLAN_STATES)
    lines = reading.rows(PUBLIC, PLAN_LINE).filter(plan__in=plans).select_related("organ").order_by("-plan__year", "-plan", "number")
    for r in lines.iterator(_CHUNK):
        plan = plans[r.plan_id]
        yield (
            plan.title, plan.number, plan.year, plan.organ.name, states[plan.state].zh, plan.published_on, r.number, r.title, _MODES[r.mode].zh, r.organ.name,
            r.scope, r.quantity, r.begins_on, r.ends_on,
        )  # fmt: skip


def _draws() -> Iterator[Sequence[Any]]:
    states = dict(terms.BATCH_STATES)
    columns = (
        "id", "title", "organ__name", "mode", "state", "commitment", "committed_at", "event", "draw_at", "seed", "drawn_at", "pool", "taken", "reason",
    )  # fmt: skip
    rows = reading.rows(PUBLIC, BATCH).select_related(None).annotate(pool=Sum("parts__size"), taken=Sum("parts__take"))
    for key, title, organ, mode, state, *rest in rows.order_by("-committed_at", "-id").values_list(*columns).iterator(_CHUNK):
        yield key, title, organ, _MODES[mode].zh, states[state].zh, *rest


def _results() -> Iterator[Sequence[Any]]:
    pages = Paginator(results.results(""), _CHUNK)
    for number in pages.page_range:
        visits = list(pages.page(number))
        items, _ = results.of_visits([visit.pk for visit in visits])
        for visit in visits:
            for item in items[visit.pk]:
                if item.outcome:
                    yield (
                        visit.number, visit.enterprise.name, visit.enterprise.uscc, item.organ.name, item.item.name, _OUTCOMES[item.outcome].zh,
                        visit.completed_on, visit.published_on,
                    )  # fmt: skip


def _columns(*pairs: tuple[str, str, str]) -> dict[str, Text]:
    return {key: Text(zh, en) for key, zh, en in pairs}


FILES: Mapping[str, OpenFile] = {
    "items": OpenFile(
        Text("抽查事项清单", "List of items"),
        _columns(
            ("code", "事项编码", "Code"), ("name", "事项名称", "Item"), ("department", "检查主体", "Department"), ("kind", "事项类别", "Kind"),
            ("basis", "检查依据", "Legal basis"), ("method", "检查方式", "Method"), ("applies_to", "检查对象", "For which firms; empty: all"),
            ("yearly_limit", "年度频次上限", "At most a year; empty: none stated"), ("published_on", "公布日期", "Published on"),
            ("valid_from", "施行日期", "In force from"), ("valid_to", "失效日期", "In force until, that day not included; empty: still"),
        ),
        _items,
    ),
    "versions": OpenFile(
        Text("名录版本和哈希", "Versions of rosters, with their hashes"),
        _columns(
            ("kind", "清单或名录", "List or roster"), ("number", "版本号", "Version"), ("place", "区划", "Place"), ("frozen_on", "冻结日期", "Frozen on"),
            ("rows", "行数", "Rows"), ("sha256", "内容哈希", "Hash of the content"),
        ),
        _versions,
    ),
    "plans": OpenFile(
        Text("年度抽查计划", "Plans of inspections"),
        _columns(
            ("plan", "计划", "Plan"), ("number", "文号", "Number"), ("year", "年度", "Year"), ("department", "部门", "Department"), ("state", "状态", "State"),
            ("published_on", "公布日期", "Published on"), ("line", "批次序号", "Line"), ("title", "批次", "Batch"), ("mode", "方式", "Mode"),
            ("initiator", "发起部门", "Initiating department"), ("scope", "检查对象范围", "Whom"), ("quantity", "数量", "How many"),
            ("begins_on", "开始", "Begins on"), ("ends_on", "结束", "Ends on"),
        ),
        _plans,
    ),
    "draws": OpenFile(
        Text("公开抽取", "Public draws"),
        _columns(
            ("draw", "编号", "Key of the draw's page"), ("title", "批次", "Batch"), ("department", "发起部门", "Department"), ("mode", "方式", "Mode"),
            ("state", "状态", "State"), ("commitment", "承诺值", "Commitment"), ("committed_at", "承诺时间", "Committed at"),
            ("event", "公开事件", "Public event"), ("draw_at", "随机数产生时间", "Chance comes about"), ("seed", "种子", "Seed"),
            ("drawn_at", "抽取时间", "Drawn at"), ("pool", "可抽户次", "Pool, over all departments"), ("taken", "抽取户次", "Drawn, over all departments"),
            ("reason", "中止理由", "Why it was aborted"),
        ),
        _draws,
    ),
    "results": OpenFile(
        Text("检查结果", "Results of inspections"),
        _columns(
            ("visit", "检查编号", "Visit"), ("firm", "企业", "Firm"), ("credit_code", "统一社会信用代码", "Credit code"), ("department", "部门", "Department"),
            ("item", "事项", "Item"), ("outcome", "结果", "Outcome"), ("completed_on", "完成日期", "Completed on"),
            ("published_on", "公示日期", "Published on"),
        ),
        _results,
    ),
}  # fmt: skip
