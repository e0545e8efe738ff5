"""From an office workbook to projects: read and checked, laid ready as an intake, accepted, applied chunk by chunk.

A second import of the same file changes nothing: what a row says is already there. Where a row says something else than
the project does, the project stays as it is and the row is reported, unless the clerk chose that the sheet decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Q

from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.actor import Actor
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch, Intake
from taizhang.registers import scope
from taizhang.registers.models import Organ, Place
from taizhang.surfaces.workbook.annotation import Question, annotate
from taizhang.surfaces.workbook.model import Workbook
from taizhang.surfaces.workbook.opening import open_workbook
from taizhang.surfaces.workbook.roles import Role
from taizhang.surfaces.workbook.rows import RowRead
from taizhang.surfaces.workbook.template import Template

from . import extra_columns, free_cells, lifecycle, queries
from .models import Membership, Plan, Project, ProjectList, SheetTemplate
from .queries.extra import label_of, ledger_columns
from .sheet_roles import WorkbookReview, review_workbook

KIND = "projects.workbook"

_CLAIMS = {
    "谋划": "idea",
    "储备": "idea",
    "前期": "early",
    "开工": "started",
    "新开工": "started",
    "在建": "building",
    "续建": "building",
    "竣工": "finished",
    "完工": "finished",
    "投产": "producing",
    "停工": "suspended",
    "暂停": "suspended",
}
_YEAR_CLASSES = {
    "前期": "early",
    "新开工": "new",
    "新建": "new",
    "续建": "ongoing",
    "竣工投产": "finishing",
    "竣工": "finishing",
}


def read(
    source: Path | bytes, corrections: Mapping[str, Mapping[str, str | None]] | None = None, *, reader: Actor | None = None
) -> tuple[Workbook, WorkbookReview]:
    """The workbook and how it is understood, with the templates that were saved: those of the reader's organs outrank others.

    Raises:
        BadInput: the file is refused.
    """
    workbook = open_workbook(source)
    return workbook, review_workbook(workbook, _templates(reader), corrections, _free_roles(reader))


def _free_roles(reader: Actor | None) -> dict[str, Role]:
    """Free columns of lists by their headings, those of the newest list first: the same name is one role, whichever list it is on."""
    found: dict[str, Role] = {}
    for column in ledger_columns(reader) if reader is not None else ():
        names = extra_columns.headings_of(column)
        if not names & found.keys():
            role = extra_columns.role_of(column, label_of(column))
            found |= dict.fromkeys(names, role)
    return found


def _templates(reader: Actor | None) -> list[Template]:
    """Templates in the order in which the last one that fits is taken: other organs' first, the oldest of them last.

    Of two organs elsewhere the one that read such sheets first is followed: nobody who saves another later changes that.
    """
    own = reader.organs if reader is not None else ()
    rows = SheetTemplate.objects.order_by("-id").values_list("organ_id", "body")
    ordered = sorted(rows, key=lambda row: row[0] in own)
    return [Template.from_json(body) for _, body in ordered]


def lay_ready(
    actor: Actor, name: str, content: bytes, review: WorkbookReview, corrections: Mapping[str, Any] | None = None
) -> Intake:
    """The rows that go in lie ready for the actor to accept; those held back are kept beside them by cell."""
    rows = [
        _canonical(sheet.reading.sheet, row, review.identities.project_of[sheet.reading.sheet, row.row_number])
        for sheet in review.sheets
        for row in sheet.accepted
    ]
    problems = [
        {
            "sheet": p.sheet,
            "row": p.row,
            "column": p.column,
            "code": p.code,
            "zh": p.reason.zh,
            "en": p.reason.en,
            "shown": p.shown,
            "blocking": p.blocking,
        }
        for p in review.problems
    ]
    sheets = [s.reading.sheet for s in review.sheets if s.reading.unread is None]
    return batches.take_in(
        KIND,
        actor,
        name,
        hashlib.sha256(content).hexdigest(),
        rows,
        reading={"sheets": sheets, "corrections": dict(corrections or {})},
        problems=problems,
    )


def annotated(workbook: Workbook, review: WorkbookReview, language: str) -> bytes:
    """The workbook as it came, with the cells that were held back in red, and each reason."""
    questions = [Question(q.question, q.cells) for q in review.identities.questions]
    readings = [s.reading for s in review.sheets]
    return annotate(workbook, readings, review.problems, review.roles, questions=questions, language=language)


def _canonical(sheet: str, row: RowRead, same: int) -> dict[str, Any]:
    values = {key: value for key, value in row.values.items() if value not in (None, "")}
    plain: dict[str, Any] = {"sheet": sheet, "row": row.row_number, "same": same}
    for key, value in values.items():
        if key == "serial":
            continue
        plain[key] = value if isinstance(value, (int, bool)) else str(value).strip()
    return plain


_TAKEN = Text("项目代码已属于本区划以外的项目", "The code belongs to a project outside this place")
#: What becomes of a row that means a project of another place: nothing, and it is not said which.
_ELSEWHERE: dict[str, Any] = {"refused": {"code": "elsewhere", "zh": _TAKEN.zh, "en": _TAKEN.en}}


# -- applying -----------------------------------------------------------------------------------------------------------


@dataclass
class _Chunk:
    """What one chunk needs to know, fetched once: projects that may be meant, lists, organs and places by name."""

    by: Hand
    batch: Batch
    place: Place
    lists: dict[str, ProjectList]
    places: dict[str, Place]
    organs: dict[str, Organ]
    projects: dict[Any, Project]
    elsewhere: frozenset[str] = frozenset()
    members: set[tuple[int, int]] = field(default_factory=set)
    plans: dict[tuple[int, str], Plan] = field(default_factory=dict)
    changed: dict[int, Project] = field(default_factory=dict)
    new_members: list[Membership] = field(default_factory=list)
    new_plans: list[Plan] = field(default_factory=list)
    free: free_cells.FreeCells = field(default_factory=free_cells.FreeCells)

    @property
    def year(self) -> int:
        return int(self.batch.settings["year"])


def apply(by: Hand, batch: Batch, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one chunk are projects, members of lists and planned amounts; one outcome per row."""
    chunk = _prepare(by, batch, rows)
    fresh = _new_projects(chunk, rows)
    by.put_new(fresh)
    for project in fresh:
        _know(chunk.projects, project)
    outcomes = [_ELSEWHERE if row.get("code") in chunk.elsewhere else _apply_row(chunk, row) for row in rows]
    for project in chunk.changed.values():
        by.put(project)
    by.put_new(chunk.new_members)
    by.put_new(chunk.new_plans)
    chunk.free.put(by)
    items = [item for project in fresh for item in queries.first_items(project, by.today, asked_only=True)]
    by.put_new(items)
    return outcomes


def _prepare(by: Hand, batch: Batch, rows: Sequence[Mapping[str, Any]]) -> _Chunk:
    place = Place.objects.get(pk=batch.place or 0)
    below = Place.objects.filter(scope.below([place.path])).order_by("-path")
    places = {p.name: p for p in below.filter(name__in={r["place"] for r in rows if r.get("place")})}
    named = {r["organ"] for r in rows if r.get("organ")}
    organs = {o.short: o for o in Organ.objects.filter(short__in=named, place__in=below.values("pk"))}
    organs |= {o.name: o for o in Organ.objects.filter(name__in=named)}
    codes = {r["code"] for r in rows if r.get("code")}
    names = {r["name"] for r in rows}
    found: dict[Any, Project] = {}
    within = Project.objects.filter(Q(district__in=below.values("pk")) | Q(place__in=below.values("pk")))
    meant = within.filter(code__in=codes) | within.filter(name__in=names)
    # Held until the chunk is committed, in the one order that everybody keeps: nobody's change is written over.
    for project in reversed(list(meant.select_for_update(of=("self",), no_key=True).order_by("id"))):
        _know(found, project)
    # Codes are taken in the whole installation; what is outside the place of the batch is not for it to touch.
    away = Project.objects.filter(code__in=codes - found.keys()).values_list("code", flat=True)
    elsewhere = frozenset(code for code in away if code)
    lists = {s: ProjectList.objects.get(pk=k) for s, k in batch.settings["lists"].items()}
    keys = [p.pk for p in found.values()]
    chunk = _Chunk(by, batch, place, lists, places, organs, found, elsewhere)
    chunk.members = set(
        Membership.objects.filter(project__in=keys, valid_to__isnull=True).values_list("project_id", "list_id")
    )
    chunk.plans = {(p.project_id, p.role): p for p in Plan.objects.filter(project__in=keys, year=chunk.year)}
    chunk.free = free_cells.prepared(by, rows, chunk.lists.values(), keys)
    return chunk


def _know(found: dict[Any, Project], project: Project) -> None:
    if project.code:
        found[project.code] = project
    found[(project.name, project.place_id)] = project


def _find(chunk: _Chunk, row: Mapping[str, Any]) -> Project | None:
    """The project a row means: by its code, else by name and place."""
    if row.get("code"):
        return chunk.projects.get(row["code"])
    return chunk.projects.get((row["name"], _place(chunk, row).pk))


def _place(chunk: _Chunk, row: Mapping[str, Any]) -> Place:
    return chunk.places.get(row.get("place", ""), chunk.place)


def _new_projects(chunk: _Chunk, rows: Sequence[Mapping[str, Any]]) -> list[Project]:
    made: dict[Any, Project] = {}
    for row in rows:
        key = row.get("code") or (row["name"], _place(chunk, row).pk)
        if key not in chunk.elsewhere and _find(chunk, row) is None and key not in made:
            made[key] = _project(chunk, row)
    return list(made.values())


def _project(chunk: _Chunk, row: Mapping[str, Any]) -> Project:
    place = _place(chunk, row)
    kind = "filed" if row["sheet"] in chunk.batch.settings["filed_sheets"] else "gov"
    remark = [row["remark"]] if row.get("remark") else []
    if row.get("place") and row["place"] not in chunk.places:
        remark.append(f"建设地点原文：{row['place']}")
    if row.get("organ") and row["organ"] not in chunk.organs:
        remark.append(f"责任单位原文：{row['organ']}")
    return Project(
        name=row["name"][:200],
        name_en=chunk.batch.settings.get("names_en", {}).get(row["name"], ""),
        code=row.get("code"),
        kind=kind,
        lifecycle=lifecycle.CURRENT[kind],
        stage="reserve",
        claimed_stage=_CLAIMS.get(row.get("stage", ""), ""),
        origin="imported",
        category="other",
        source="private" if kind == "filed" else "government",
        year_class=_YEAR_CLASSES.get(row.get("year_class", ""), ""),
        place=place,
        district=queries.district_of(place),
        organ=chunk.organs.get(row.get("organ", "")),
        owner=row.get("owner", "")[:200],
        summary=row.get("content", ""),
        remark="；".join(remark),
        total_investment_fen=row.get("total_investment"),
        planned_start=row.get("start", ""),
        planned_finish=row.get("finish", ""),
        registered_on=chunk.by.today,
    )


_COMPARED = (
    ("total_investment", "total_investment_fen"),
    ("start", "planned_start"),
    ("finish", "planned_finish"),
)


def _apply_row(chunk: _Chunk, row: Mapping[str, Any]) -> dict[str, Any]:
    project = _find(chunk, row)
    assert project is not None
    fresh = project.entry == chunk.by.entry and project.pk not in chunk.changed
    differs = _compare(chunk, project, row)
    project_list = chunk.lists[row["sheet"]]
    if (project.pk, project_list.pk) not in chunk.members:
        chunk.members.add((project.pk, project_list.pk))
        chunk.new_members.append(Membership(project=project, list=project_list, valid_from=chunk.by.today))
    for role in ("annual_plan", "planned_completion"):
        if role in row:
            differs += _plan(chunk, project, role, row[role])
    differs += chunk.free.take(project, project_list.pk, row, sheet_decides=bool(chunk.batch.settings["sheet_decides"]))
    outcome: dict[str, Any] = {"key": project.pk, "new": fresh}
    if differs:
        outcome["differs"] = differs
    return outcome


def _compare(chunk: _Chunk, project: Project, row: Mapping[str, Any]) -> list[str]:
    """Empty columns of the project are filled from the row; those that say something else are named, or overwritten."""
    differs = []
    for key, column in _COMPARED:
        if key not in row or getattr(project, column) == row[key]:
            continue
        if getattr(project, column) in (None, "") or chunk.batch.settings["sheet_decides"]:
            setattr(project, column, row[key])
            chunk.changed[project.pk] = project
        else:
            differs.append(key)
    return differs


def _plan(chunk: _Chunk, project: Project, role: str, amount: int) -> list[str]:
    plan = chunk.plans.get((project.pk, role))
    if plan is None:
        plan = Plan(project=project, role=role, year=chunk.year, amount_fen=amount, ground=chunk.batch.name[:200])
        chunk.plans[(project.pk, role)] = plan
        chunk.new_plans.append(plan)
        return []
    if plan.amount_fen == amount:
        return []
    if chunk.batch.settings["sheet_decides"] and plan.pk is not None:
        plan.amount_fen = amount
        chunk.by.put(plan)
        return []
    return [role]


def lists_for(by: Hand, intake: Intake, year: int) -> dict[str, ProjectList]:
    """For each sheet the list its projects stand on, made where there is none of that name and year yet."""
    found: dict[str, ProjectList] = {}
    for sheet in intake.reading["sheets"]:
        key = f"{year}-{sheet}"[:40]
        existing = ProjectList.objects.filter(key=key).first()
        if existing is None:
            words = _LIST_WORDS.get(sheet)
            existing = by.put(
                ProjectList(
                    key=key,
                    name=f"{year}年{sheet}"[:80],
                    name_en=f"{words.en}, {year}" if words else "",
                    year=year,
                    plan_role="planned_completion" if sheet == "城市更新" else "annual_plan",
                )
            )
        found[sheet] = existing
    return found


_LIST_WORDS = {
    "产业项目": Text("产业项目", "Industry projects"),
    "重点项目": Text("重点项目", "Key projects"),
    "城市更新": Text("城市更新", "Urban renewal"),
    "省重点": Text("省重点", "Provincial key projects"),
    "市重点": Text("市重点", "City key projects"),
}
