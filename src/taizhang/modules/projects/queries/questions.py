"""Questions that figures raise: the file of a project as the cross-checks read it, and which of its findings are asked about already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text, joined, verbatim
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.registers import scope

from .. import cross_checks, rules
from ..models import Document, Project, Quantity, Question, Report
from .forms import COUNTED
from .scope import below_posts

#: Papers whose amount is a figure of the chain of estimates.
_AMOUNTS = {"feasibility_approval": "feasibility_fen", "design_approval": "estimate_fen", "accounts_approval": "final_fen"}
_OF_A_MONTH = ("period", "workload_fen", "investment_fen", "paid_fen", "supersedes_id")
_CHUNK = 500
OPEN = ("asked", "returned", "answered")


def of_visible_question(actor: Actor) -> Q:
    """Questions asked of the actor's own organs; whoever has a post over a place sees those of its projects too."""
    if actor.machine:
        return scope.ALL
    if not actor.posts:
        return scope.NONE
    return Q(organ__in=actor.organs) | Q(project__in=Project.objects.filter(below_posts(actor)).values("pk"))


# -- the file of a project ----------------------------------------------------------------------------------------------------


def files_of(keys: Sequence[int]) -> Iterator[cross_checks.ProjectFile]:
    """What the checks read of these projects: accepted months alone; five statements for every five hundred of them."""
    for start in range(0, len(keys), _CHUNK):
        yield from _files(list(keys[start : start + _CHUNK]))


def _files(keys: list[int]) -> Iterator[cross_checks.ProjectFile]:
    quantities: dict[int, list[cross_checks.Done]] = defaultdict(list)
    standing = Report.objects.filter(project_id__in=keys, state__in=COUNTED)
    for report, measure, unit, done in (
        Quantity.objects.filter(report__in=standing.values("pk")).order_by("id").values_list("report_id", "measure", "unit", "done")
    ):
        quantities[report].append(cross_checks.Done(measure, unit, done))
    months: dict[int, list[cross_checks.MonthFigures]] = defaultdict(list)
    own = standing.order_by("project_id", "period", "id")
    for project, report, period, workload, investment, paid, supersedes in own.values_list("project_id", "id", *_OF_A_MONTH):
        works = tuple(quantities.get(report, ()))
        months[project].append(cross_checks.MonthFigures(period, workload, investment, paid, works, _source(period), supersedes is not None))
    papers, amounts = _papers(keys)
    for p in Project.objects.filter(pk__in=keys).order_by("id"):
        yield cross_checks.ProjectFile(
            f"projects.project:{p.pk}",
            Text(p.name, p.name_en or p.name),
            p.kind,
            tuple(months[p.pk]),
            papers=tuple(papers[p.pk]),
            claimed_stage=p.claimed_stage,
            claimed_start=p.claimed_start,
            started_on=p.started_on,
            **amounts[p.pk],  # type: ignore[arg-type]
        )


@lru_cache(maxsize=1024)
def _source(period: str) -> Text:
    return Text("月报 {p}", "report {p}").with_(p=period)


def _papers(keys: Sequence[int]) -> tuple[Mapping[int, list[rules.Paper]], Mapping[int, dict[str, Answer]]]:
    papers: dict[int, list[rules.Paper]] = defaultdict(list)
    amounts: dict[int, dict[str, Answer]] = defaultdict(dict)
    found = Document.objects.filter(project_id__in=keys, withdrawn_on__isnull=True).order_by("dated", "id")
    for d in found.only("project_id", "kind", "dated", "number", "located", "evidence_id", "valid_until", "amount_fen", "similar_to_id", "similar_why"):
        alike = d.similar_to_id is not None and d.similar_why is None
        papers[d.project_id].append(rules.Paper(d.kind, d.dated, d.number, d.located, d.evidence_id is not None, d.valid_until, alike=alike))
        if d.kind in _AMOUNTS and d.amount_fen is not None:
            amounts[d.project_id][_AMOUNTS[d.kind]] = Known(d.amount_fen, d.number or d.kind, d.dated)
    return papers, amounts


# -- findings -----------------------------------------------------------------------------------------------------------------


def findings(file: cross_checks.ProjectFile, day: date) -> dict[tuple[str, str], cross_checks.Question]:
    """What does not fit together on a day, once for a check and month; what one check says of a month twice is one question."""
    found: dict[tuple[str, str], cross_checks.Question] = {}
    for question in cross_checks.questions_of(file, day):
        key = (question.code, question.period)
        before = found.get(key)
        if before is None:
            found[key] = question
        else:
            text = joined([before.text, question.text])
            found[key] = replace(before, text=text, values=(*before.values, *question.values))
    return found


def with_month(file: cross_checks.ProjectFile, report: Report) -> cross_checks.ProjectFile:
    """The file as it will be when a month is accepted."""
    done = tuple(cross_checks.Done(q.measure, q.unit, q.done) for q in Quantity.objects.filter(report=report).order_by("id"))
    month = cross_checks.MonthFigures(
        report.period, report.workload_fen, report.investment_fen, report.paid_fen, done, _source(report.period), report.supersedes_id is not None
    )
    return replace(file, months=tuple(sorted((*(m for m in file.months if m.period != report.period), month), key=lambda m: m.period)))


@dataclass(frozen=True, slots=True)
class Differences:
    """What has to be asked of a project, which open questions its figures no longer raise, and which closed ones they raise again."""

    new: tuple[cross_checks.Question, ...]
    gone: tuple[Question, ...]
    again: tuple[Question, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.again)


def differences(file: cross_checks.ProjectFile, asked: Sequence[Question], in_hand: frozenset[str], day: date) -> Differences:
    """What a project's findings and the questions that were asked about it differ in.

    A question about a month that is being corrected stays until the correction is accepted.
    """
    found = findings(file, day)
    known = {(q.check_key, q.period) for q in asked}
    gone = [q for q in asked if q.state in OPEN and (q.check_key, q.period) not in found and q.period not in in_hand]
    again = [q for q in asked if q.state == "closed" and (q.check_key, q.period) in found]
    return Differences(tuple(q for key, q in found.items() if key not in known), tuple(gone), tuple(again))


def raised(project: int, day: date, accepting: Report | None = None) -> Differences:
    """The differences of one project, as if a month were accepted already."""
    file = next(files_of([project]))
    if accepting is not None:
        file = with_month(file, accepting)
    in_hand = _in_hand([project], accepting)[project]
    return differences(file, list(Question.objects.filter(project=project).order_by("id")), in_hand, day)


def _in_hand(keys: Sequence[int], accepting: Report | None = None) -> Mapping[int, frozenset[str]]:
    """Months of each project whose report is on its way: sent, looked at or returned, not yet accepted."""
    found: dict[int, set[str]] = defaultdict(set)
    waiting = Report.objects.filter(project_id__in=keys, state__in=("submitted", "reviewed", "returned"))
    if accepting is not None:
        waiting = waiting.exclude(pk=accepting.pk)
    for key, period in waiting.values_list("project_id", "period"):
        found[key].add(period)
    return defaultdict(frozenset, {k: frozenset(v) for k, v in found.items()})


def to_be_asked(day: date) -> Iterator[int]:
    """Projects with an accepted month whose findings and questions differ on a day, found in bounded statements."""
    keys = list(Report.objects.filter(state__in=COUNTED).order_by("project_id").values_list("project_id", flat=True).distinct())
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        asked: dict[int, list[Question]] = defaultdict(list)
        for question in Question.objects.filter(project_id__in=some).order_by("id"):
            asked[question.project_id].append(question)
        in_hand = _in_hand(some)
        for file, key in zip(files_of(some), some, strict=True):
            if differences(file, asked[key], in_hand[key], day):
                yield key


def question_facts(question: Any, day: date, ask: Any) -> Mapping[str, Answer]:
    """Whether the figures of the project no longer raise the question."""
    file = next(files_of([question.project_id]))
    gone = (question.check_key, question.period) not in findings(file, day)
    if question.state in OPEN:
        gone = gone and question.period not in _in_hand([question.project_id])[question.project_id]
    return {"question.gone": Known(gone, Text("交叉核对", "Cross-checks"), day)}


def never_by_time(day: date) -> Q:
    """No question: what figures and documents settle is settled with the figures, or by the nightly round."""
    return scope.NONE


def questions(actor: Actor, record: Record, *states: str) -> QuerySet[Any]:
    """Questions in some states, those that are due first on top."""
    return reading.rows(actor, record).filter(state__in=states).select_related("project", "organ").order_by("due", "id")


def figures_shown(question: Any, language: str) -> list[tuple[str, str, str]]:
    """The figures of a question as (name, value, source) in a language."""
    return [tuple(f[part].get(language) or f[part]["zh"] for part in ("name", "value", "source")) for f in question.figures or ()]  # type: ignore[misc]


def as_plain(question: cross_checks.Question) -> list[dict[str, dict[str, str]]]:
    """The figures of a finding as they are stored."""
    return [
        {part: {"zh": text.zh, "en": text.en} for part, text in (("name", f.name), ("value", f.shown), ("source", f.source or verbatim("—")))}
        for f in question.values
    ]
