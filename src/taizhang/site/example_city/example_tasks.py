"""Tasks of the example: a document of the district in words written for it, and what became of each of its sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.modules.commitments.models import Extension, Source, Task
from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.projects.models import Project
from taizhang.registers import evidence

from .example_duties import duties, terms
from .photo import photo

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence of the document, who is given its tasks, the days until their deadline (None: not stated), and how far they are."""

    words: str
    lead: str = ""
    helpers: tuple[str, ...] = ()
    days: int | None = None
    fate: str = ""


#: The figures are those that the source page states of the district; everything else is written for the example.
_PARTS: Final[tuple[tuple[str, tuple[_Line, ...]], ...]] = (
    (
        "一、抓项目促投资",
        (
            _Line("谋划运作产业项目97个，总投资1124亿元。", "drc", ("industry",), 45, "told"),
            _Line("统筹推进千万元以上重点项目378个，年度计划投资382.5亿元。", "drc", ("finance", "statistics"), 45, "told"),
            _Line("实施城市更新项目68个，计划完成投资210亿元。", "housing", ("land",), 8, "told"),
            _Line("建立项目开工问题清单，逐项明确办理单位和时限。", "drc", (), -20, "closed"),
            _Line("推动一批储备项目开工建设。", "drc", (), 30, "started"),
        ),
    ),
    (
        "二、优化营商环境",
        (
            _Line("推进不动产登记网上办理，编制办事指南。", "land", ("approval",), -6, "reported"),
            _Line("开展批而未供土地清理，建立处置台账。", "land", ("finance",), -12, "late"),
            _Line("编制涉企行政检查事项清单。（责任单位：区住建局）", "housing", (), None, "returned"),
        ),
    ),
    (
        "三、守护民生底线",
        (
            _Line("年底前完成老旧小区改造计划编制。", "housing", ("finance",), None, "extended"),
            _Line("完善在建工地防汛值守制度，落实网格巡查。", "housing", ("urban",), 5, "split"),
            _Line("扩大普惠托育服务供给。", "health", ("education",), None, "unsigned"),
            _Line("推进义务教育学校建设。", "statistics", (), None, "declined"),
            _Line("加强食品安全宣传。", "", (), None, ""),
        ),
    ),
)
OFFICE: Final = "erqi-supervision"
#: Who signs in for the organs that have somebody in the example; the others are signed for by nobody yet.
_WHO: Final = {"drc": "erqi-clerk", "housing": "erqi-housing", "land": "erqi-land", "statistics": "erqi-statistics"}


def document(year: int) -> tuple[str, list[tuple[int, int, _Line]]]:
    """The text, and for each of its sentences where it stands."""
    text = f"二七区{year}年重点工作分工（示例文件，为演示编写）\n"
    places = []
    for heading, lines in _PARTS:
        text += f"{heading}\n"
        for line in lines:
            places.append((len(text), len(text) + len(line.words), line))
            text += f"{line.words}\n"
    return text.rstrip("\n"), places


def tasks(do: Do, actors: Mapping[str, Actor], organs: Mapping[str, Any], place: Any, today: date, begin: date) -> Iterator[Step]:
    """What is entered, given out, told of, closed and late until a day; `do(who, action, target, **inputs)`."""

    def day(before: int) -> date:
        return max(begin + timedelta(days=12), today - timedelta(days=before))

    yield day(71), lambda: duties(do, organs, place)
    yield day(71), lambda: terms(do, place)
    yield day(70), lambda: _enter(do, place, day(72))
    yield day(69), lambda: _confirm(do)
    for number, (start, end, line) in enumerate(document(today.year)[1]):
        if not line.lead:
            continue
        given = 66 - number
        leader = actors["erqi-leader"].person if number % 4 != 3 else None
        yield day(given), lambda s=start, e=end, ln=line, who=leader: _give(do, organs, s, e, ln, who, today)  # type: ignore[misc]
        for before, run in _fate(do, actors, organs, start, end, line, given, today):
            yield day(before), run


def _enter(do: Do, place: Any, dated: date) -> None:
    text, _ = document(clock.today().year)
    do(
        OFFICE, "commitments.register_source", place, title=f"二七区{clock.today().year}年重点工作分工（示例）", text=text, genre="plan_notice",
        number=f"二七督〔{clock.today().year}〕1号（示例）", issuer="二七区人民政府（示例文件）", issued_on=dated.isoformat(),
    )  # fmt: skip


def _confirm(do: Do) -> None:
    source = Source.objects.get(genre="plan_notice")
    do(OFFICE, "commitments.confirm_tasks", source, spans="\n".join(f"{c.start}-{c.end}" for c in read(source.text).commitments))


def _of(start: int, end: int) -> list[Task]:
    return list(Task.objects.filter(source__genre="plan_notice", parent=None, start__gte=start, end__lte=end).order_by("start"))


def _give(do: Do, organs: Mapping[str, Any], start: int, end: int, line: _Line, leader: int | None, today: date) -> None:
    more = {} if line.days is None else {"due": max(clock.today(), today + timedelta(days=line.days)).isoformat()}
    lead, helpers = organs[f"erqi.{line.lead}"].pk, [organs[f"erqi.{key}"].pk for key in line.helpers]
    for task in _of(start, end):
        do(OFFICE, "commitments.assign", task, lead=lead, cooperating=helpers, leader=leader, **more)


def _fate(
    do: Do, actors: Mapping[str, Actor], organs: Mapping[str, Any], start: int, end: int, line: _Line, given: int, today: date
) -> Iterator[tuple[int, Callable[[], None]]]:
    """(days before today, what happens then) of the tasks of one sentence."""
    if line.fate == "unsigned":
        yield 3, lambda: _each(do, OFFICE, "commitments.remind", start, end, note="示例：请尽快签收")
        return
    who = _WHO[line.lead]
    if line.fate == "declined":
        yield given - 2, lambda: _each(do, who, "commitments.decline", start, end, reason="示例：该事项不属统计部门职责，建议改交区教育局")
        return
    yield given - 1, lambda: _each(do, who, "commitments.sign", start, end)
    if line.fate == "started":
        yield given - 2, lambda: _tie(do, start, end)
        return
    yield given - 12, lambda: _each(
        do, who, "commitments.feed_back", start, end, progress="示例：已制定实施方案，明确责任科室", next_step="示例：按方案推进"
    )
    if line.fate == "told":
        yield 6, lambda: _each(do, who, "commitments.feed_back", start, end, progress="示例：按月调度，进展见项目台账", problem="示例：个别项目用地手续未齐")
    elif line.fate == "late":
        yield 4, lambda: _each(do, OFFICE, "commitments.remind", start, end, note="示例：已逾期，请说明原因")
    elif line.fate in ("closed", "returned", "reported"):
        proof = line.fate != "reported"
        yield 16, lambda: _report(do, actors, who, start, end, proof)
        if line.fate == "closed":
            yield 13, lambda: _each(do, OFFICE, "commitments.close", start, end, finding="示例：查阅清单并抽查三个项目，属实")
        elif line.fate == "returned":
            yield 11, lambda: _each(do, OFFICE, "commitments.return_task", start, end, reason="示例：清单未列检查依据，请补充后再报")
    elif line.fate == "extended":
        yield 20, lambda: _extend(do, who, start, end, today)
    elif line.fate == "split":
        below = organs["erqi-daxue-road.office"].pk
        yield 18, lambda: _split(do, who, start, end, below)
        yield 15, lambda: _sign_parts(do, start, end)


def _split(do: Do, who: str, start: int, end: int, below: int) -> None:
    for task in _of(start, end):
        until = {} if task.due is None else {"due": task.due.isoformat()}
        do(who, "commitments.split", task, title=f"示例：大学路街道{task.title[:60]}", lead=below, **until)


def _sign_parts(do: Do, start: int, end: int) -> None:
    for task in _of(start, end):
        for part in Task.objects.filter(parent=task).order_by("id"):
            do("erqi-street", "commitments.sign", part)


def _each(do: Do, who: str, action: str, start: int, end: int, **raw: Any) -> None:
    for task in _of(start, end):
        do(who, action, task, **raw)


def _report(do: Do, actors: Mapping[str, Actor], who: str, start: int, end: int, proof: bool) -> None:
    for n, task in enumerate(_of(start, end)):
        more = {}
        if proof:
            taken: datetime = clock.now().astimezone(clock.ZONE)
            more["file"] = evidence.receive(actors[who], "办结佐证（示例）.jpg", [photo(taken, 34_751_000 + n, 113_640_000)]).pk
        do(who, "commitments.report_done", task, result="示例：已按要求完成并对外公布", **more)


def _extend(do: Do, who: str, start: int, end: int, today: date) -> None:
    for task in _of(start, end)[:1]:
        if task.due is None:
            continue
        later = max(task.due, today) + timedelta(days=45)
        do(who, "commitments.ask_extension", task, due=later.isoformat(), reason="示例：普查数据汇总推迟")
        do("erqi-leader", "commitments.approve_extension", Extension.objects.get(task=task, state="asked"))


def _tie(do: Do, start: int, end: int) -> None:
    """The task awaits the start of two projects: nobody reports it by hand."""
    begun = Project.objects.filter(stage__in=("started", "building"), district__name="二七区").order_by("code").first()
    waits = Project.objects.filter(stage="permitted", district__name="二七区").order_by("code").first()
    for task in _of(start, end)[:1]:
        for project, awaits in ((waits, "started"), (begun, "")):
            if project is not None:
                do(OFFICE, "commitments.tie_project", task, project=project.pk, awaits=awaits)
