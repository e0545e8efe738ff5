"""The rows of a sheet: what was typed, what is wrong with it, and how a row is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.money import decimal_text
from taizhang.basis.text import Text
from taizhang.frame import drafts
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Draft
from taizhang.frame.perform import perform
from taizhang.surfaces.pages import form

from .. import physical, rules, terms
from ..actions.checks import plausible
from ..declared.records import RECORDS
from ..models import ExtraColumn
from ..queries import grid as sheets
from ..queries.extra import label_of
from .drawing import wan
from .grid_extra import Cells, box_of, cells_of, columns_of_sheet

REPORT_MONTH, CORRECT = "projects.report_month", "projects.correct_report"

AMOUNT_COLUMNS = (
    ("workload_fen", Text("本月工作量", "Workload")),
    ("investment_fen", Text("本月投资量", "Investment")),
    ("paid_fen", Text("本月已付", "Paid")),
)
WORD_COLUMNS = (
    ("progress", Text("形象进度", "Visible progress")),
    ("problems", Text("存在问题", "Problems")),
    ("next_steps", Text("下步计划", "Next steps")),
    ("coordination", Text("需协调事项", "To be coordinated")),
    ("quantities", Text("实物量", "Physical quantities")),
)
#: What can be typed, in the order in which a block is pasted.
COLUMNS = (*AMOUNT_COLUMNS, *WORD_COLUMNS)
_REASON = ("reason", Text("更正理由", "Reason for the correction"))
_SPANS = (("year", Text("本年累计", "Year to date")), ("ever", Text("开工以来累计", "Since the start")))
_MARKS = {"workload_fen": Text("工", "work"), "investment_fen": Text("投", "inv."), "paid_fen": Text("付", "paid")}
_MISSING = Text("未报", "Not reported")


@dataclass
class Row:
    """One project of the sheet with what is typed into its boxes, as text by column."""

    line: sheets.GridRow
    period: str
    typed: dict[str, str]
    at_first: Mapping[str, str]
    measures: tuple[physical.Measure, ...] = ()
    cells: Cells | None = None
    draft: Draft | None = None
    refused: Sequence[Refused] = ()

    @property
    def key(self) -> int:
        return int(self.line.project.pk)

    @property
    def action(self) -> str:
        """A month that was returned is corrected, one that was not reported is reported."""
        return CORRECT if self.line.state == "returned" else REPORT_MONTH

    @property
    def target(self) -> int:
        return int(self.line.report.pk) if self.action == CORRECT else self.key

    @property
    def blank(self) -> bool:
        """True where nobody has begun: nothing is typed, or a returned report stands as it was."""
        return all(self.typed.get(name, "") == self.at_first.get(name, "") for name in (*_NAMES, _REASON[0]))

    @property
    def begun(self) -> bool:
        """True where the month itself can be typed and somebody has begun."""
        return self.line.open and not self.blank

    @property
    def ready(self) -> bool:
        """True where there is something to send and nothing is wrong with it."""
        beside = self.cells is not None and bool(self.cells.changed)
        return (self.begun or beside) and not (self.begun and self.problems()) and not (self.cells and self.cells.problems())

    def was_sent(self, sent: Mapping[str, str]) -> bool:
        """Whether a request has boxes of this row."""
        return any(f"p{self.key}-{name}" in sent for name in _NAMES)

    def type(self, sent: Mapping[str, str]) -> None:
        """The boxes hold what was sent; a box that was not sent keeps what it holds."""
        for name in (*_NAMES, _REASON[0]):
            value = sent.get(f"p{self.key}-{name}")
            if value is not None:
                self.typed[name] = value.replace("\r\n", "\n").strip()
        if f"p{self.key}-quantities" in sent:
            given = {m.key: sent.get(f"p{self.key}-q{n}", "") for n, m in enumerate(self.measures)}
            self.typed["quantities"] = physical.together(given, self.typed["quantities"], self.measures)

    def keep(self, actor: Actor) -> None:
        """What is typed is a draft of the person's own; a row that is blank again has none."""
        if self.blank:
            drafts.drop(self.draft)
            self.draft = None
        else:
            self.draft = drafts.keep(actor, self.action, self.target, self._boxes(), self.draft)

    def keep_all(self, actor: Actor) -> None:
        """What is typed is kept, of the month and of the free columns, each as a draft of its own."""
        if self.line.open:
            self.keep(actor)
        if self.cells is not None and self.cells.open:
            self.cells.keep(actor)

    def problems(self) -> tuple[Refused, ...]:
        """What is wrong with the row, each with its column; nothing for a row that could be sent."""
        bound = installed().action(self.action)
        found = form.read(bound, self._boxes())
        problems: list[Refused] = list(found.problems)
        wrong = {p.field for p in problems}
        try:
            bound.inputs.read(found.raw)
        except BadInput as refused:
            problems += [d for d in refused.details if d.field not in wrong]
        for name in sheets.AMOUNTS:
            try:
                plausible(found.raw.get(name), name)
            except BadInput as refused:
                problems.append(refused)
        try:
            physical.read_amounts(self.typed.get("quantities", ""))
        except BadInput as refused:
            problems.append(refused)
        return tuple(problems)

    def amounts(self) -> Mapping[str, int]:
        """What is typed or reported this month, in fen, as far as it can be read."""
        if not self.line.open:
            report = self.line.report
            return {} if report is None else {n: v for n in sheets.AMOUNTS if (v := getattr(report, n)) is not None}
        raw = form.read(installed().action(self.action), self._boxes()).raw
        return {n: raw[n] for n in sheets.AMOUNTS if n in raw}

    def send(self, actor: Actor, nonce: str | None) -> str:
        """The entry by which the row is reported; '' where it was refused, and `refused` says why."""
        self.refused = self.problems()
        if self.refused:
            return ""
        raw = form.read(installed().action(self.action), self._boxes()).raw
        version = self.line.report.entry if self.action == CORRECT else None
        try:
            outcome = perform(self.action, self.target, actor, raw, version=version, idempotency_key=nonce)
        except Refused as refused:
            self.refused = refused.details or (refused,)
            return ""
        drafts.drop(self.draft)
        return outcome.entry

    def title(self, lang: str) -> str:
        project = self.line.project
        return str((project.name_en if lang == "en" else "") or project.name)

    def shown(self, lang: str, extra: Sequence[ExtraColumn] = ()) -> dict[str, Any]:
        """The row as the page shows it."""
        problems = {p.field: p.reason.in_(lang) for p in self.refused or self._faults()}
        if self.cells is not None:
            problems |= {p.field: p.reason.in_(lang) for p in self.cells.refused or self.cells.problems()}
        amounts, others = physical.beside(self.typed.get("quantities", ""), self.measures)
        last, report, sums = self.line.last, self.line.report, sums_text(self)
        return {
            "key": self.key,
            "title": self.title(lang),
            "project": self.line.project,
            "report": report,
            "open": self.line.open,
            "mine": self.line.mine,
            "state": self.line.state,
            "state_text": dict(terms.REPORT_STATES).get(self.line.state, _MISSING).in_(lang),
            "why": report.return_reason if report is not None and self.line.state == "returned" else "",
            "reason": self.typed.get("reason", ""),
            "reason_problem": problems.get("reason", ""),
            "drafted": self.draft is not None or (self.cells is not None and self.cells.draft is not None),
            "problem": problems.get(None, "") or problems.get("", "") or problems.get("period", "") or problems.get("cells", ""),
            "cells": [
                {
                    "name": name,
                    "label": label.in_(lang),
                    "amount": name in sheets.AMOUNTS,
                    "value": others if name == "quantities" and self.line.open else self.typed.get(name, ""),
                    "measures": [_measured(n, m, amounts) for n, m in enumerate(self.measures)] if name == "quantities" else (),
                    "text": wan(getattr(report, name)) if report is not None and name in sheets.AMOUNTS else "",
                    "last": last_text(last, name) if name != "quantities" else "",
                    "problem": problems.get(name, ""),
                }
                for name, label in COLUMNS
            ],
            "extra": self.cells.shown(extra, lang, problems) if self.cells else [{"here": False} for _ in extra],
            "spans": [
                {
                    "key": span,
                    "label": label.in_(lang),
                    "parts": [{"name": n, "mark": _MARKS[n].in_(lang), "text": t} for n, t in sums[span].items()],
                }
                for span, label in _SPANS
            ],
        }

    def _faults(self) -> tuple[Refused, ...]:
        # What is not typed yet is no fault while somebody is still typing.
        return tuple(p for p in self.problems() if p.code != "missing") if self.line.open and not self.blank else ()

    def _boxes(self) -> dict[str, list[str]]:
        # What the form asks beyond the sheet (photos) stays in the draft as it was typed there.
        beyond = {n: vs for n, vs in self.draft.raw.items() if n not in (*self.typed, *_NAMES)} if self.draft else {}
        boxes = beyond | {name: [self.typed[name]] for name in _NAMES if self.typed.get(name)}
        if self.action == CORRECT:
            return boxes | {"reason": [self.typed.get("reason", "")]}
        return boxes | {"period": [self.period]}


_NAMES = tuple(name for name, _ in COLUMNS)


@dataclass
class Sheet:
    """A unit's month."""

    actor: Actor
    period: str
    unit: tuple[int, str, str, int] | None
    units: Sequence[tuple[int, str, str, int]]
    rows: list[Row] = field(default_factory=list)
    extra: list[ExtraColumn] = field(default_factory=list)

    @classmethod
    def of(
        cls,
        actor: Actor,
        period: str,
        unit: tuple[int, str, str, int] | None,
        units: Sequence[tuple[int, str, str, int]],
        lines: Sequence[sheets.GridRow],
        refused: Mapping[int, tuple[Sequence[Refused], Sequence[Refused]]],
    ) -> Sheet:
        """The sheet with the person's drafts in its boxes, and in red what was refused just now."""
        kept = _kept(actor, period, lines)
        reported = [r.report.pk for r in lines if r.report is not None]
        quantities = sheets.quantities_text(reported) if reported else {}
        measures = sheets.measures(actor, RECORDS, period, [r.project.pk for r in lines]) if lines else {}
        cells = cells_of(actor, period, rules.period_before(period), lines)
        rows = []
        for line in lines:
            at_first = _of_report(line.report)
            if line.report is not None and line.report.pk in quantities:
                at_first["quantities"] = quantities[line.report.pk]
            key = line.project.pk
            draft = kept.get(key)
            typed = {n: vs[0] for n in (*_NAMES, "reason") if (vs := draft.raw.get(n))} if draft else dict(at_first)
            report_refused, cells_refused = refused.get(key, ((), ()))
            row = Row(line, period, typed, at_first, measures.get(key, ()), cells.get(key), draft, report_refused)
            if row.cells is not None:
                row.cells.refused = cells_refused
            rows.append(row)
        return cls(actor, period, unit, units, rows, columns_of_sheet(cells))


def _kept(actor: Actor, period: str, lines: Sequence[sheets.GridRow]) -> Mapping[int, Draft]:
    """The newest draft of each open row, by project."""
    found: dict[int, Draft] = {}
    reported = [r.project.pk for r in lines if r.open and r.state == "missing"]
    for draft in drafts.drafts_of(actor, REPORT_MONTH, reported):
        if draft.raw.get("period") == [period] and draft.target is not None:
            found.setdefault(draft.target, draft)
    returned = {r.report.pk: r.project.pk for r in lines if r.open and r.state == "returned"}
    for draft in drafts.drafts_of(actor, CORRECT, returned):
        if draft.target is not None:
            found.setdefault(returned[draft.target], draft)
    return found


def _of_report(report: Any) -> dict[str, str]:
    """What a report says, as it would be typed."""
    if report is None:
        return {}
    found = {n: decimal_text(v, "万元") for n in sheets.AMOUNTS if (v := getattr(report, n)) is not None}
    return found | {n: t for n, _ in WORD_COLUMNS if n != "quantities" and (t := getattr(report, n))}


def last_text(last: Any, name: str) -> str:
    """What a column said last month, '' for nothing; what a project has of each physical quantity says `Row.measures`."""
    if last is None or name == "quantities":
        return ""
    value = getattr(last, name)
    if name in sheets.AMOUNTS:
        return wan(value) if value is not None else ""
    return str(value)


def _measured(n: int, measure: physical.Measure, amounts: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    return {
        "box": f"q{n}",
        "label": f"{measure.name}（{measure.unit}）",
        "value": amounts.get(measure.key, ""),
        "last": f"{measure.last.normalize():,f}" if measure.last is not None else "",
        "total": f"{measure.total.normalize():,f}",
    }


def sums_text(row: Row) -> dict[str, dict[str, str]]:
    """本年累计 and 开工以来累计 with what is typed in the month, by column; '—' where nothing was ever given."""
    now, before = row.amounts(), row.line.before
    told = {}
    for span, earlier in (("year", before.year), ("ever", before.ever)):
        told[span] = {n: wan(earlier.get(n, 0) + now.get(n, 0) if n in earlier or n in now else None) for n in sheets.AMOUNTS}
    return told


def column_name(name: str | None, lang: str, extra: Sequence[ExtraColumn] = ()) -> str:
    """What a column is called, '' for none."""
    beside = tuple((box_of(c), label_of(c)) for c in extra)
    return next((label.in_(lang) for key, label in (*COLUMNS, _REASON, *beside) if key == name), "")
