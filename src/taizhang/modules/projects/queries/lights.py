"""Lights from rows: what is known of many projects in a few statements, by which rule, and what hides a light."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.registers.scope import NONE

from .. import lifecycle, rules, terms
from ..lights import light as lights
from ..lights.inputs import LightInputs, moment_of, months_before
from ..lights.rows import PAYMENT_ROLES, PLAN_ROLES, MonthRow, ProjectRows, inputs_of
from ..lights.rule_sets import LIGHT_RULES, rule_set_on
from ..lights.terms import RuleSet, Waiver, worst_of
from ..models import LightChoice, MonthLight, Plan, Project, Report, StatFigure
from ..models import Waiver as WaiverRow
from .scope import of_visible_project
from .sums import Records

#: So many projects are read at once: few enough for a statement, many enough to need few of them.
_CHUNK = 2000
#: States of a report in which its month does not count.
NOT_STANDING = ("superseded", "returned")


@dataclass(frozen=True, slots=True)
class Sources:
    """The rows that lights are made of: everything that is stored, or what an actor may see, now or as of a day."""

    projects: QuerySet[Any]
    plans: QuerySet[Any]
    reports: QuerySet[Any]
    stats: QuerySet[Any]


def stored() -> Sources:
    """Every row there is, for derivations."""
    return Sources(Project.objects.all(), Plan.objects.all(), Report.objects.all(), StatFigure.objects.all())


def seen(actor: Actor, records: Records, at: date | None = None) -> Sources:
    """What an actor may see, as it is now or as it was known at the end of a day."""
    return Sources(*(reading.rows(actor, r, at=at).select_related(None) for r in (records.project, records.plan, records.report, records.stat)))


#: The columns of a project that its lights are made of.
OF_A_PROJECT = ("planned_start", "started_on", "claimed_stage", "claimed_start", "entered_on", "library")


def rows_of(sources: Sources, keys: Sequence[int]) -> Iterator[ProjectRows]:
    """The rows of these projects in the order of the keys, four statements for every two thousand of them."""
    for start in range(0, len(keys), _CHUNK):
        yield from _chunk(sources, keys[start : start + _CHUNK])


def _chunk(sources: Sources, keys: Sequence[int]) -> list[ProjectRows]:
    own = Q(project_id__in=keys)
    found = {
        row[0]: ProjectRows(row[0], row[1] or "", row[2] or "", row[3] or "", row[4], row[5] or "", *row[6:])
        for row in sources.projects.filter(id__in=keys).order_by().values_list("id", "name", "name_en", *OF_A_PROJECT)
    }
    plans = sources.plans.filter(own, role__in=(*PLAN_ROLES, *PAYMENT_ROLES)).order_by()
    for key, role, year, amount, ground in plans.values_list("project_id", "role", "year", "amount_fen", "ground"):
        if key in found:
            found[key].plans[role, year] = (amount, ground or "")
    # The order of an index: of a month's rows the newest comes last, and nothing is sorted.
    reports = sources.reports.filter(own).exclude(state__in=NOT_STANDING).order_by("project_id", "period", "id")
    for key, period, workload, investment, paid in reports.values_list("project_id", "period", "workload_fen", "investment_fen", "paid_fen"):
        if key in found:
            found[key].months[period] = MonthRow(workload, investment, paid)
    for key, period, inside, amount in sources.stats.filter(own).order_by().values_list("project_id", "period", "in_library", "investment_fen"):
        if key in found:
            found[key].certified[period] = (inside, amount)
    return [found[key] for key in keys if key in found]


def light_inputs(sources: Sources, keys: Sequence[int]) -> list[LightInputs]:
    """What is known of these projects, for their lights."""
    return [inputs_of(rows) for rows in rows_of(sources, keys)]


# -- by which rule ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choices:
    """Whose rule holds when: by the day from which, newest first; before the first of them the one that was published."""

    by_day: tuple[tuple[date, str], ...]

    def city_on(self, day: date) -> str:
        """The city whose rule holds on a day; '' when none does."""
        for since, city in self.by_day:
            if since <= day:
                return city
        span = terms.LIGHT_CITY.on(day)
        return span.value if span is not None else ""

    def on(self, day: date) -> RuleSet | None:
        """The rule set that holds on a day, None where there is none: which is not the same as all green."""
        return rule_set_on(self.city_on(day), day)


def choices() -> Choices:
    """The choices as they stand."""
    return Choices(tuple(LightChoice.objects.order_by("-valid_from").values_list("valid_from", "city")))


def rule_set_of(city: str, day: date) -> RuleSet | None:
    """The rule set of a city on a day."""
    return rule_set_on(city, day)


def due_period(day: date) -> str:
    """The month that lights speak of on a day."""
    return rules.due_period(day)


def choice_from(day: date) -> LightChoice | None:
    """The choice that was made for a day, if one was."""
    return LightChoice.objects.filter(valid_from=day).first()


def chosen(actor: Actor, record: Record) -> list[Any]:
    """The choices that were made, newest first."""
    return list(reading.rows(actor, record).order_by("-valid_from"))


def cities() -> Mapping[str, Sequence[RuleSet]]:
    """The rule sets of each city, newest first."""
    return {city: [span.value for span in reversed(rules.spans)] for city, rules in LIGHT_RULES.items()}


# -- waivers ------------------------------------------------------------------------------------------------------------------


def of_visible_waiver(actor: Actor) -> Q:
    """Waivers of visible projects."""
    return of_visible_project(actor)


def waiver_there(project: Project, rule: str) -> bool:
    """Whether a waiver of a light waits for approval or is in force."""
    return WaiverRow.objects.filter(project=project, rule=rule, state__in=("requested", "approved")).exists()


def waiver_facts(waiver: Any, day: date, ask: Any) -> Mapping[str, Answer]:
    """Whether the last day of a waiver has passed."""
    return {"waiver.over": Known(waiver.valid_until < day, Text("豁免的终止日", "Last day of the waiver"), day)}


def lapsing(day: date) -> Q:
    """Waivers whose last day has passed."""
    return Q(valid_until__lt=day)


def waivers(actor: Actor, record: Record, state: str) -> QuerySet[Any]:
    """Waivers in a state, those that end first on top."""
    return reading.rows(actor, record).filter(state=state).select_related("project").order_by("valid_until", "id")


def waivers_of(rows: Iterable[WaiverRow]) -> list[Waiver]:
    """Approved waivers as the lights take them; one that was ended hid nothing from that day on."""
    return [
        Waiver(w.rule, w.reason, w.approver.name if w.approver else "", w.approved_on, min(w.valid_until, w.ended_on) if w.ended_on else w.valid_until)
        for w in rows
        if w.approved_on is not None
    ]


# -- numbers over many projects ---------------------------------------------------------------------------------------------


def month_of_lights(period: str | None = None) -> str:
    """The month asked for, or else the newest one that has lights; '' while there are none."""
    return period or MonthLight.objects.order_by("-period").values_list("period", flat=True).first() or ""


def lit(actor: Actor, project: Record) -> QuerySet[Any]:
    """Visible projects whose lights are counted: neither terminated nor built."""
    return reading.rows(actor, project).select_related(None).exclude(stage__in=lifecycle.BUILT).exclude(standing="terminated")


def projects_with(
    actor: Actor, project: Record, dimension: str, state: str, *, period: str | None = None, hidden: bool | None = False, conditions: Q | None = None
) -> QuerySet[Any]:
    """The projects behind a number: those whose light has a state; `hidden` True for those a waiver hides, None for both.

    Raises:
        KeyError: no such light.
    """
    dict(terms.LIGHT_WORDS)[dimension]
    there = MonthLight.objects.filter(period=month_of_lights(period), **{dimension: state})
    waived = Q(id__in=[k for k, d in _hidden_now() if d == dimension]) if state in HIDEABLE else NONE
    found = lit(actor, project).filter(id__in=there.values("project"))
    if hidden is not None:
        found = found.filter(waived if hidden else ~waived)
    return found.filter(conditions) if conditions is not None else found


def with_light(rows: QuerySet[Any], period: str | None = None) -> QuerySet[Any]:
    """The projects with the light that stands for each as `light`: the worst that no waiver hides, 'no_data' where none is stored."""
    month = month_of_lights(period)
    hidden: dict[int, set[str]] = {}
    for key, dimension in _hidden_now():
        hidden.setdefault(key, set()).add(dimension)
    there = states_of(list(hidden), month)
    whens = [
        When(pk=key, then=Value(worst_of(s for d, s in states.items() if d not in hidden[key] or s not in HIDEABLE) or "no_data"))
        for key, states in there.items()
    ]
    # Joined: a subquery would be asked twice for each project where lights are counted.
    of_the_month = FilteredRelation("month_lights", condition=Q(month_lights__period=month))
    light = Coalesce(NullIf("of_the_month__worst", Value("")), Value("no_data"), output_field=CharField())
    joined = rows.annotate(of_the_month=of_the_month)
    return joined.annotate(light=Case(*whens, default=light, output_field=CharField()) if whens else light)


def lit_as(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
    """The projects whose light is the one chosen: 'red' for the one that stands for them, 'start.red' for one of their lights."""
    dimension, _, state = chosen.rpartition(".")
    if dimension and dimension in dict(terms.LIGHT_WORDS):
        there = MonthLight.objects.filter(period=month_of_lights(), **{dimension: state})
        waived = [k for k, d in _hidden_now() if d == dimension] if state in HIDEABLE else []
        return rows.filter(id__in=there.values("project")).exclude(id__in=waived)
    return with_light(rows).filter(light=state)


def standing_light(projects: Iterable[int]) -> dict[int, str]:
    """Of each of these projects the light that stands for it, in one statement."""
    rows = with_stored_lights(Project.objects.filter(id__in=list(projects)).only("id").order_by())
    return {row.id: row.light for row in rows}


def with_stored_lights(rows: QuerySet[Any], at: date | None = None) -> list[Any]:
    """The rows with `light`, the one that stands for each, and `light_start` and so on; read with the rows, in their statement."""
    names = tuple(key for key, _ in terms.LIGHT_WORDS)
    newest = MonthLight.objects.order_by("-period").values("period")[:1]
    there = MonthLight.objects.filter(project=OuterRef("id"), period=rules.due_period(at) if at is not None else Subquery(newest))
    held = WaiverRow.objects.filter(project=OuterRef("id"), state="approved", valid_until__gte=clock.today())
    said = {f"said_{n}": Subquery(there.values(n)[:1]) for n in names} | {f"held_{n}": Exists(held.filter(dimension=n)) for n in names}
    found = list(rows.annotate(**said))
    for row in found:
        own = {n: state for n in names if (state := getattr(row, f"said_{n}"))}
        row.light = worst_of(s for n, s in own.items() if not getattr(row, f"held_{n}") or s not in HIDEABLE) or "no_data"
        for n in names:
            setattr(row, f"light_{n}", own.get(n, ""))
    return found


def states_of(keys: Sequence[int], period: str | None = None) -> Mapping[int, Mapping[str, str]]:
    """The stored states of some projects that the reader was shown already, by project and light."""
    found = MonthLight.objects.filter(period=month_of_lights(period), project_id__in=keys)
    names = tuple(key for key, _ in terms.LIGHT_WORDS)
    return {key: {n: s for n, s in zip(names, states, strict=True) if s} for key, *states in found.values_list("project_id", *names)}


#: Only these are hidden by a waiver: there is nothing to hide of the others.
HIDEABLE = ("yellow", "red")


def _hidden_now() -> list[tuple[int, str]]:
    """(project, light) of each waiver that is in force today."""
    return list(WaiverRow.objects.filter(state="approved", valid_until__gte=clock.today()).values_list("project_id", "dimension"))


# -- the lights of one project ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProjectLights:
    """The lights of one project on a day, with the states of the months before, oldest first."""

    rule_set: RuleSet
    lights: tuple[lights.Light, ...]
    months: tuple[str, ...]
    trend: Mapping[str, tuple[str, ...]]


def project_lights(sources: Sources, project: int, waivers: Iterable[WaiverRow], day: date, back: int = 6) -> ProjectLights | None:
    """Every light of a project with all that made it; None where no rule holds on the day. Five statements and that of the waivers."""
    rule_set = choices().on(day)
    found = light_inputs(sources, [project])
    if rule_set is None or not found:
        return None
    given = lights.lights_of(rule_set, found[0], day, waivers_of(waivers))
    months = months_before(day, back)
    trend = {
        light.dimension.key: tuple(lights.state_of(rule_set, light.dimension, found[0], moment_of(p)) for p in months)
        for light in given
    }
    return ProjectLights(rule_set, given, months, trend)
