"""Sheets of the list and the rosters: accepted once, then applied row by row by the same rules as on the pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Final

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.declare import Ask, Batching
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch, Intake
from taizhang.registers.models import Enterprise, Organ, Person, Place

from .. import terms
from ..models import InspectedObject, InspectionItem, Inspector, Interest, PlanLine
from ..queries import roster_imports as queries
from ..queries import rosters as known
from . import plans, rosters_items, rosters_objects, rosters_people

Row = Mapping[str, Any]
Sheet = Annotated[Intake, Ask(Text("待受理的表", "Sheet to be accepted"), ref="frame.intake")]
_PREFIX: Final = "inspection.sheet_"


def kind_of_batch(kind: str) -> str:
    """What batches of a list or roster are called."""
    return _PREFIX + kind


def accept_roster(
    place: Place,
    by: Hand,
    *,
    intake: Sheet,
) -> Batch:
    """The rows of a sheet are accepted as a batch for the actor's own organ, and a job to apply it waits.

    Raises:
        BadInput: a sheet of another kind, or read for another place. Conflict: nothing in it, or accepted before.
    """
    if not intake.kind.startswith(_PREFIX):
        raise BadInput(Text("这不是名录的表", "This is not a sheet of a roster"), code="wrong_intake", field="intake")
    if intake.reading.get("place", place.pk) != place.pk:
        raise BadInput(
            Text("这张表是为别的区划读取的", "This sheet was read for another place"), code="wrong_place", field="intake"
        )
    return batches.accept(by, intake, place=place.pk, settings={"organ": by.actor.organs[0]})


def _outcomes(rows: Sequence[Row], one: Callable[[Row], dict[str, Any]]) -> list[dict[str, Any]]:
    """What became of each row: its key, or why it is refused. A row is done whole or not at all: it writes last."""
    found = []
    for row in rows:
        try:
            found.append(one(row))
        except Refused as refused:
            found.append({"refused": {"code": refused.code, "zh": refused.reason.zh, "en": refused.reason.en, "shown": row.get("at", "")}})
    return found


class _Chunk:
    """The rows of one chunk with what the register has of them."""

    def __init__(self, by: Hand, batch: Batch, rows: Sequence[Row]) -> None:
        self.by, self.place = by, Place.objects.get(pk=batch.place or 0)
        self.organ = Organ.objects.get(pk=batch.settings["organ"])
        codes = [row["uscc"] for row in rows if "uscc" in row]
        self.firms = {f.uscc: f for f in Enterprise.objects.filter(uscc__in=codes).select_related("place")} if codes else {}
        listed = InspectedObject.objects.filter(enterprise__in=list(self.firms.values())) if self.firms else InspectedObject.objects.none()
        self.listed = {row.enterprise_id: row for row in listed.select_related("place")}
        self.names = {row["name"] for row in rows if "name" in row}

    def firm(self, row: Row) -> Enterprise:
        found = self.firms.get(row["uscc"])
        if found is None:
            raise BadInput(Text("登记簿里没有 {c}", "{c} is not in the register of firms").with_(c=row["uscc"]), code="no_firm")
        return found

    def listed_here(self, row: Row) -> InspectedObject:
        found = self.listed.get(self.firm(row).pk)
        if found is None or not found.place.path.startswith(self.place.path):
            raise BadInput(Text("{c} 不在本地名录库里", "{c} is not in the roster of this place").with_(c=row["uscc"]), code="not_listed")
        rosters_objects.check_in(found.listed_to, self.by)
        return found


def _day(row: Row, name: str) -> date | None:
    return date.fromisoformat(row[name]) if row.get(name) else None


def _count(row: Row, name: str) -> int | None:
    return int(row[name]) if row.get(name) else None


def _said(held: Mapping[str, Any], row: Row) -> list[str]:
    """Columns in which the list says something else than the sheet."""
    return [name for name, value in held.items() if row.get(name) and str("" if value is None else value) != str(row[name])]


def apply_items(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Items of the organ that accepted the sheet; those that the place has stay, and what the sheet says otherwise is reported."""
    chunk = _Chunk(by, batch, rows)
    held = {i.code: i for i in InspectionItem.objects.filter(place=chunk.place, code__in=[r["code"] for r in rows]).order_by("valid_from")}

    def one(row: Row) -> dict[str, Any]:
        if earlier := held.get(row["code"]):
            columns = {n: getattr(earlier, n) for n in ("name", "basis", "kind", "method", "applies_to", "yearly_limit")}
            return _known(earlier.pk, _said(columns, row))
        day = max(_day(row, "valid_from") or by.today, by.today)
        given = {n: row[n] for n in ("name", "basis", "kind", "method", "applies_to", "name_en") if row.get(n)}
        words = rosters_items.ItemWords(**given, yearly_limit=_count(row, "yearly_limit"))
        item = by.put(rosters_items.new_item(chunk.place, chunk.organ, row["code"], words, day))
        return {"key": item.pk, "new": True}

    return _outcomes(rows, one)


def apply_objects(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Firms of the register are in the roster; those that were there stay, and what the sheet says otherwise is reported."""
    chunk = _Chunk(by, batch, rows)
    fresh: list[InspectedObject] = []

    def one(row: Row) -> dict[str, Any]:
        firm = chunk.firm(row)
        words = rosters_objects.ObjectWords(
            row.get("sector", ""), row.get("park", ""), row.get("tags", ""), _count(row, "zero_report_year")
        )
        made = rosters_objects.new_object(chunk.place, firm, words, by.today, by.today)
        if earlier := chunk.listed.get(firm.pk):
            columns = ("sector", "park", "tags", "zero_report_year")
            return _known(earlier.pk, [n for n in columns if getattr(made, n) and getattr(made, n) != getattr(earlier, n)])
        chunk.listed[firm.pk] = made
        fresh.append(made)
        return {"new": True}

    outcomes = _outcomes(rows, one)
    # One statement for all of them: there may be hundreds of thousands.
    keys = iter(by.put_new(fresh))
    return [outcome | {"key": next(keys).pk} if outcome.get("new") else outcome for outcome in outcomes]


def apply_scores(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Firms of the roster have the scores of a month, and the classes that follow; an older score than the one held is refused."""
    chunk = _Chunk(by, batch, rows)

    def one(row: Row) -> dict[str, Any]:
        held = chunk.listed_here(row)
        overrides = " ".join(rosters_objects.known_overrides(row["overrides"])) if row.get("overrides") else held.overrides
        if (held.risk_score, held.classed_on, held.overrides) == (int(row["score"]), _day(row, "scored_on"), overrides):
            return {"key": held.pk}
        held.overrides = overrides
        rosters_objects.rescore(held, int(row["score"]), date.fromisoformat(row["scored_on"]), by.today)
        by.put(held)
        return {"key": held.pk, "new": True}

    return _outcomes(rows, one)


def apply_inspectors(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """People of the place are in the roster of the organ that accepted the sheet; those that were there stay."""
    chunk = _Chunk(by, batch, rows)
    people = queries.people_named(chunk.place, chunk.names)
    held = queries.inspectors_named(chunk.organ.pk, chunk.names, by.today)

    def one(row: Row) -> dict[str, Any]:
        keys = people.get(row["name"], [])
        if len(keys) != 1:
            raise BadInput(Text("没有这个人，或有重名", "Nobody of this name, or several"), code="no_person")
        if earlier := held.get(row["name"]):
            columns = {n: getattr(earlier[0], n) for n in ("standing", "certificate", "certificate_until", "fields")}
            return _known(earlier[0].pk, _said(columns, row))
        made = Inspector(person=Person.objects.get(pk=keys[0]), organ=chunk.organ, place=chunk.place, listed_from=by.today)
        rosters_people.say(made, rosters_people.InspectorWords(row["standing"], bool(row.get("may_lead")), row.get("fields", "")))
        rosters_people.certify(made, row.get("certificate", ""), _day(row, "certificate_until"))
        by.put(made)
        held[row["name"]] = [made]
        return {"key": made.pk, "new": True}

    return _outcomes(rows, one)


def apply_interests(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Interests of the organ's inspectors are declared; one that was declared stays as it is."""
    chunk = _Chunk(by, batch, rows)
    inspectors = queries.inspectors_named(chunk.organ.pk, chunk.names, by.today)
    held = {(i.inspector_id, i.enterprise_id, i.kind): i for i in known.interests_on(chunk.place, by.today)}

    def one(row: Row) -> dict[str, Any]:
        found = inspectors.get(row["name"], [])
        if len(found) != 1:
            raise BadInput(Text("名录库里没有这个人，或有重名", "Nobody of this name in the roster, or several"), code="no_person")
        firm = chunk.firm(row)
        if earlier := held.get((found[0].pk, firm.pk, row["kind"])):
            return _known(earlier.pk, [])
        since = max(_day(row, "since") or by.today, found[0].listed_from)
        made = by.put(Interest(inspector=found[0], enterprise=firm, kind=row["kind"], note=row.get("note", ""), since=since))
        held[found[0].pk, firm.pk, row["kind"]] = made
        return {"key": made.pk, "new": True}

    return _outcomes(rows, one)


def apply_tasks(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Tasks are lines of the draft plan of the organ that accepted the sheet; a line that is there stays."""
    chunk = _Chunk(by, batch, rows)
    organs = {o.name: o for o in Organ.objects.filter(name__in={row["department"] for row in rows})}

    def one(row: Row) -> dict[str, Any]:
        begins, ends = date.fromisoformat(row["begins_on"]), date.fromisoformat(row["ends_on"])
        plan = queries.draft_plan(chunk.place, chunk.organ.pk, begins.year)
        if plan is None or not by.actor.may(terms.PLAN):
            raise BadInput(Text("没有{y}年拟制中的计划", "There is no plan of {y} being drawn up").with_(y=begins.year), code="no_plan")
        if row["department"] not in organs:
            raise BadInput(Text("没有“{o}”这个机构", "There is no organ “{o}”").with_(o=row["department"]), code="no_organ")
        if earlier := PlanLine.objects.filter(plan=plan, title=row["title"], begins_on=begins).first():
            columns = {n: getattr(earlier, n) for n in ("mode", "scope", "quantity", "ends_on")}
            return _known(earlier.pk, _said(columns, row))
        line = plans.add_plan_line(
            plan, by, title=row["title"], mode=row["mode"], organ=organs[row["department"]], scope=row["scope"], quantity=row["quantity"],
            begins_on=begins, ends_on=ends,
        )  # fmt: skip
        return {"key": line.pk, "new": True}

    return _outcomes(rows, one)


def _known(key: int, differs: list[str]) -> dict[str, Any]:
    return {"key": key, "differs": differs} if differs else {"key": key}


_ACCEPT: Final = "inspection.accept_roster"
#: Columns of sheets that are somebody's own; the roster has them, and nothing else keeps them.
PERSONAL: Final[Mapping[str, tuple[str, ...]]] = {"inspectors": ("certificate",)}
BATCHINGS_ROSTERS = (
    Batching(kind_of_batch("items"), Text("抽查事项清单", "List of items"), _ACCEPT, apply_items, listed="/list/inspection.items/"),
    Batching(kind_of_batch("objects"), Text("检查对象名录库", "Roster of objects"), _ACCEPT, apply_objects, listed="/list/inspection.objects/"),
    Batching(kind_of_batch("scores"), Text("信用风险分值", "Scores of risk"), _ACCEPT, apply_scores, listed="/list/inspection.objects/"),
    Batching(
        kind_of_batch("inspectors"), Text("执法检查人员名录库", "Roster of inspectors"), _ACCEPT, apply_inspectors, personal=PERSONAL["inspectors"],
        listed="/list/inspection.inspectors/",
    ),
    Batching(kind_of_batch("interests"), Text("回避清单", "List of avoidance"), _ACCEPT, apply_interests, listed="/list/inspection.interests/"),
    Batching(kind_of_batch("tasks"), Text("抽查任务", "Tasks of inspection"), _ACCEPT, apply_tasks, listed="/list/inspection.plans/"),
)
