"""Teams: drawn from the same seed, nobody with an interest, two with certificates and one lead; then the visits are made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame import batches, unguessable
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch as Applied
from taizhang.kernels import draw
from taizhang.kernels.draw import teams
from taizhang.kernels.draw.coordinated import visits_of

from .. import terms
from ..models import Batch, BatchPart, InspectionItem, Visit, VisitInspector, VisitItem
from ..queries import draws as queries
from ..rules import crews
from ..rules.rosters import rows_of
from ..rules.visits import CODE_LENGTH, code_of
from .batches import only_initiator
from .draws import CANDIDATES

_LAW = terms.DOUBLE_RANDOM
#: Names of inspectors and visits that a refusal spells out.
_SHOWN = 8


def assign_teams(batch: Batch, by: Hand) -> None:
    """Every visit has its team and the visits are being made; the teams follow from the seed, and a certificate proves them.

    Each department staffs the visits to which it comes. A visit that nobody could staff stops all of it: nothing is relaxed.

    Raises:
        Conflict: too few inspectors, with the visits and the people; or two answers that cost the same.
    """
    only_initiator(batch, by)
    called = queries.called(batch)
    names = queries.organ_names(called)
    firms = {own: (key, code) for rows in called.values() for key, code, own in rows}
    drawn = {(names[organ], ""): tuple(own for _, _, own in rows) for organ, rows in called.items()}
    merged = visits_of(drawn, batch.seed, queries.most_drawing(batch))
    stops, looked_at = _with_items(batch, [crews.Stop(*firms[v.firm], v.number, v.departments) for v in merged])
    names |= {part.organ_id: part.organ.name for part in queries.parts_of(batch, attached=True)}
    assert batch.inspectors_version and batch.interests_version
    roster = crews.able(map(crews.listed, rows_of(batch.inspectors_version.content)), batch.window_to)
    barred = {(int(row["inspector"]), row["uscc"]) for row in rows_of(batch.interests_version.content)}
    late = queries.late_interests(batch, barred, [row.key for row in roster], [key for key, _ in firms.values()])
    barred |= queries.interests_now([row.key for row in roster], [key for key, _ in firms.values()], by.today)
    solved, certificates = {}, {}
    for crew, organs, coming in _crews(batch, stops, names):
        own = crews.free([row for row in roster if row.organ in organs], coming, barred)
        wanted = crews.demand(coming, own, barred, batch.team_size, CANDIDATES)
        solved[crew] = _assigned(wanted, batch.seed, crew, own)
        certificates[crew] = solved[crew].certificate(wanted, batch.seed)
    teamed = _teamed(batch, stops, solved)
    batch.certificate = draw.canonical(certificates).decode()
    by.put(batch)
    rows = [
        {
            "enterprise": s.firm,
            "code": s.code,
            "sequence": s.number,
            "items": looked_at[s.key],
            "team": [list(one) for one in teamed[s.key]],
        }
        for s in stops
    ]
    # They hold, because nobody may meet whom they must not; but whoever declares them by now knows who was drawn, so their number is public.
    by.say(visits=len(rows), firms=len(firms), inspectors=len({i for team in teamed.values() for i, _ in team}), late_interests=late)
    intake = batches.take_in(queries.VISITS_KIND, by.actor, f"{batch.title}：检查任务"[:200], batch.commitment, rows)
    by.about(batches.accept(by, intake, place=batch.place_id, settings={"batch": batch.pk}))


def make_visits(by: Hand, applied: Applied, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The visits of one chunk are there, each with its number, its code, its team and the items of each department that apply to the firm."""
    batch = Batch.objects.select_related("organ").get(pk=applied.settings["batch"])
    parts = {p.organ.name: p for p in BatchPart.objects.filter(batch=batch).select_related("organ")}
    wanted = sorted({code for p in parts.values() for code in p.items})
    items = {
        i.code: i for i in InspectionItem.objects.filter(place=batch.place_id, code__in=wanted).order_by("valid_from")
    }
    made = by.put_new([_visit(batch, by, row) for row in rows])
    team, each_item = [], []
    for visit, row in zip(made, rows, strict=True):
        team += [VisitInspector(visit=visit, inspector_id=key, slot=slot) for key, slot in row["team"]]
        each_item += [VisitItem(visit=visit, item=items[code], organ_id=parts[name].organ_id) for name, code in row["items"]]
    by.put_new(team)
    by.put_new(each_item)
    return [{"key": visit.pk} for visit in made]


def _visit(batch: Batch, by: Hand, row: Mapping[str, Any]) -> Visit:
    number = by.number(batch.organ_id, "inspection_visit")
    return Visit(
        batch=batch, sequence=row["sequence"], number=f"{batch.organ.short or batch.organ.name}〔{by.today.year}〕检查{number}号"[:60],
        place_id=batch.place_id, enterprise_id=row["enterprise"], organ_id=batch.organ_id, kind="random", window_from=batch.window_from,
        window_to=batch.window_to, state="assigned", code=code_of(unguessable.some_bytes(CODE_LENGTH)),
    )  # fmt: skip


def _with_items(batch: Batch, stops: Sequence[crews.Stop]) -> tuple[list[crews.Stop], dict[str, list[list[str]]]]:
    """The visits with the departments that attach their items to them, and by visit what each department looks at.

    Whoever attaches comes where the initiating department does and one of its items is for the firm; it draws nobody.
    """
    assert batch.items_version
    offered, attached = queries.offered(batch), [part.organ.name for part in queries.parts_of(batch, attached=True)]
    tags = {key: own.split() for key, own in queries.tags_of_drawn(batch)}
    done = queries.inspected_of_year([each.code for each in offered], batch.window_from.year)
    coming, looked_at, taken = [], {}, dict[int, set[str]]()
    for stop in stops:
        along = attached if batch.organ.name in stop.departments else []
        own = crews.brought({*stop.departments, *along}, offered, tags.get(stop.firm, ()), done.get(stop.firm, {}), taken.get(stop.firm, ()))
        with_items = {name for name, _ in own}
        names = (*stop.departments, *(name for name in along if name in with_items))
        coming.append(crews.Stop(stop.firm, stop.code, stop.number, tuple(sorted(names))))
        looked_at[stop.key] = [list(one) for one in own]
        taken.setdefault(stop.firm, set()).update(code for _, code in own)
    return coming, looked_at


def _crews(
    batch: Batch, stops: Sequence[crews.Stop], names: Mapping[int, str]
) -> list[tuple[str, set[str], list[crews.Stop]]]:
    """(name, organs of its inspectors, visits) of each group that staffs visits: a bureau with its divisions, or each department."""
    if batch.mode == "internal":
        return [(batch.organ.name, {batch.organ.name, *names.values()}, list(stops))]
    return [
        (name, {name}, coming)
        for name in sorted(names.values())
        if (coming := [s for s in stops if name in s.departments])
    ]


def _teamed(
    batch: Batch, stops: Sequence[crews.Stop], solved: Mapping[str, teams.Teams]
) -> dict[str, list[tuple[int, str]]]:
    if batch.mode == "internal":
        stops = [crews.Stop(s.firm, s.code, s.number, (batch.organ.name,)) for s in stops]
    return crews.together(stops, solved, batch.organ.name, batch.team_size)


def _assigned(demand: teams.Demand, seed: str, crew: str, own: Sequence[crews.Listed]) -> teams.Teams:
    who = {f"I{row.key}": row.name for row in own}
    if len(own) < len(demand.places) or not any(row.may_lead for row in own):
        raise Conflict(
            Text(
                "“{o}”在检查期间持证有效的执法人员{n}名，其中可任组长{m}名，组不成检查组",
                "{o} has {n} officers whose certificates hold through the window, {m} of whom may lead: no team can be made",
            ).with_(o=crew, n=len(own), m=sum(row.may_lead for row in own)),
            code="no_crew", law=_LAW, remedy=Text("补登持证人员，中止后重抽", "Enter more who hold certificates, then abort and draw anew"),
        )  # fmt: skip
    try:
        return teams.assign(demand, seed)
    except teams.Understaffed as short:
        raise Conflict(
            Text(
                "“{o}”派不出组：{v}等{n}次检查共需{p}人次，能派的只有{i}，至多{r}人次",
                "{o} cannot staff its visits: {n} of them ({v} …) need {p} places, for which there are {i} with room for {r}",
            ).with_(
                o=crew, n=len(short.visits), v="、".join(short.visits[:_SHOWN]), p=short.places, r=short.room,
                i="、".join(who[key] for key in short.inspectors[:_SHOWN]) or "—",
            ),
            code="understaffed", law=_LAW, remedy=Text("补登持证人员后重抽；不降低要求", "Enter more people and draw anew; nothing is relaxed"),
        ) from None  # fmt: skip
    except teams.TwoAnswers:
        raise Conflict(
            Text("两种派组的签值相同，无法确定", "Two assignments cost the same, so neither is the drawn one"), code="two_answers", law=_LAW,
            remedy=Text("中止后重抽", "Abort and draw anew"),
        ) from None  # fmt: skip
