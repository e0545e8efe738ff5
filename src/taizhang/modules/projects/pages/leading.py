"""What the leader's screen and the wall show: figures, lights, what is stuck and with whom, what waits for a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from taizhang.basis.text import Text
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.registers.records import ORGAN, PLACE

from .. import lifecycle, queries, rules, terms
from ..declared.coordination import COORDINATION
from ..declared.nodes import FORECAST, NODE
from ..declared.records import ITEM, PROJECT, RECORDS
from ..lights import light as lights
from ..lights.terms import STATE_WORDS
from ..queries import figures, leading
from ..queries import lights as lit
from .drawing import in_words, tenths, wan

#: Claims that say that a project has started.
CLAIMED_STARTED = ("started", "building", "finished", "producing")
#: Colours in the order in which they are shown, and what else a light may say.
SHOWN = ("red", "yellow", "green", "no_data", "not_due", "not_defined")
_RED_LIST, _RANKED, _ASKED = 10, 10, 6


@dataclass(frozen=True, slots=True)
class When:
    """The day looked at (None is now), today or that day, and the month up to which figures are counted."""

    at: date | None
    today: date
    period: str

    @property
    def passed(self) -> int:
        """The even time schedule at the end of the month, in tenths of a per cent."""
        return rules.even_tenths(self.period)


def when(at: date | None) -> When:
    """The moment of a screen: the month that is being collected on the day, and its year."""
    today = at or clock.today()
    return When(at, today, rules.due_period(today))


# -- figures ----------------------------------------------------------------------------------------------------------------


def money(actor: Actor, moment: When, lang: str) -> dict[str, Any]:
    """The sentence on investment with its curve: reported and certified up to the month, the plan, and the even line."""
    over = figures.portfolio(actor, moment.period, at=moment.at)
    plan, done = over.of("plan"), over.of("investment")
    share = over.share_tenths
    behind = moment.passed - share if share is not None else None
    return {
        "projects": over.projects,
        # What the share is made of, where it is not everything: somebody will divide the two amounts.
        "planned": in_words(over.fen["planned"], lang) if over.fen["planned"] != over.fen["investment"] else None,
        "month": int(moment.period[5:]),
        "year": moment.period[:4],
        "done": in_words(done, lang) if done is not None else None,
        "certified": in_words(over.fen["certified"], lang) if over.known["certified"] else None,
        "plan": in_words(plan, lang) if plan else None,
        "plan_fen": plan,
        "share": tenths(share),
        "behind": tenths(behind) if behind is not None and behind > 0 else None,
        "passed": tenths(moment.passed),
        "months": _months(actor, moment, plan),
    }


def _months(actor: Actor, moment: When, plan: int | None) -> list[dict[str, Any]]:
    """Month by month in 万元: each month's figures, the sums so far, and the even line of the plan to the year's end."""
    year = moment.period[:4]
    found = {period: f for (period,), f in figures.by_month(actor, f"{year}-01", moment.period, at=moment.at).items()}
    sums: dict[str, int | None] = {"investment": None, "certified": None}
    lines = []
    for month in (f"{year}-{m:02d}" for m in range(1, 13)):
        own = {name: found[month].of(name) if month in found else None for name in sums}
        for name, amount in own.items():
            if amount is not None:
                sums[name] = (sums[name] or 0) + amount
        known = month <= moment.period
        even = rules.even_part(plan, month) if plan else None
        lines.append(
            {
                "period": month,
                "own": _wan(own["investment"]),
                "reported": _wan(sums["investment"]) if known else None,
                "certified": _wan(sums["certified"]) if known else None,
                "even": _wan(even),
            }
        )
    return lines


def _wan(fen: int | None) -> int | None:
    return None if fen is None else fen // 1_000_000


def ranking(actor: Actor, moment: When, lang: str) -> dict[str, Any]:
    """Districts, or for who has one district its organs, by their share of the annual plan: the first and the last of them."""
    by = "district"
    found = figures.ranked(actor, by, moment.period, at=moment.at)
    if len(found) < 2:
        by = "organ"
        found = figures.ranked(actor, by, moment.period, at=moment.at)
    with_plan = [(key, f) for key, f in found if f.share_tenths is not None]
    shown = with_plan if len(with_plan) <= _RANKED else [*with_plan[: _RANKED // 2], *with_plan[-_RANKED // 2 :]]
    names = _names(actor, by, [key for key, _ in shown], lang)
    places = {key: n for n, (key, _) in enumerate(with_plan, 1)}
    return {"by": by, "without": len(found) - len(with_plan), "lines": [_ranked(key, f, names, places, by, moment) for key, f in shown]}


def _ranked(key: int, found: figures.Figures, names: dict[int, str], places: dict[int, int], by: str, moment: When) -> dict[str, Any]:
    share = found.share_tenths or 0
    return {
        "place": places[key],
        "name": names.get(key, "—"),
        "done": wan(found.fen["planned"]),
        "plan": wan(found.fen["plan"]),
        "share": tenths(share),
        "bar": min(share // 10, 100),
        "behind": share < moment.passed,
        "href": f"{reverse('pages:list', args=['projects.projects'])}?{by}={key}" if key else "",
    }


def _names(actor: Actor, by: str, keys: Iterable[int], lang: str) -> dict[int, str]:
    record = PLACE if by == "district" else ORGAN
    rows = reading.rows(actor, record).select_related(None).filter(pk__in=list(keys))
    return {row.pk: short(row, lang) for row in rows} | {0: Text("未明确", "Not stated").in_(lang)}


def short(row: Any, lang: str) -> str:
    """The short name of an organ or place in the page's language; '' for none."""
    if row is None:
        return ""
    if lang == "en":
        return str(getattr(row, "short_en", "") or row.name_en or row.name)
    return str(getattr(row, "short", "") or row.name)


# -- starts -----------------------------------------------------------------------------------------------------------------


def starts(actor: Actor, moment: When, lang: str) -> dict[str, Any]:
    """How many projects say that they have started, beside how many are proved to; and every stage with its number."""
    counted = leading.stages(actor, PROJECT, CLAIMED_STARTED, moment.at)
    stages = [(key, words, counted.get(key, (0, 0))[0]) for key, words in lifecycle.STAGE_WORDS]
    return {
        "claimed": sum(c for _, c in counted.values()),
        "proved": sum(counted.get(key, (0, 0))[0] for key in lifecycle.STARTED),
        "stages": [{"key": key, "label": words, "n": n} for key, words, n in stages],
        "points": [{"label": words.in_(lang), "n": n} for _, words, n in stages if n],
    }


# -- lights -----------------------------------------------------------------------------------------------------------------


def light_numbers(actor: Actor, moment: When) -> dict[str, Any]:
    """Each light of the rule in force with its number of projects by colour; each number opens its projects."""
    period = lit.month_of_lights(rules.due_period(moment.at) if moment.at else None)
    rule_set = lit.choices().on(moment.today)
    over = leading.light_numbers(actor, PROJECT, period)
    lines = [
        {
            "key": key,
            "label": words,
            "states": [(state, STATE_WORDS[state], over[key].get(state, 0), _opened(key, state)) for state in SHOWN],
            "hidden": over[key].get("hidden", 0),
        }
        for key, words in terms.LIGHT_WORDS
        if key in over
    ]
    return {"rule_set": rule_set, "period": period, "lines": lines, "red": _sum(lines, "red"), "yellow": _sum(lines, "yellow")}


def _sum(lines: Sequence[dict[str, Any]], state: str) -> int:
    return sum(n for line in lines for key, _, n, _ in line["states"] if key == state)


def _opened(dimension: str, state: str) -> str:
    return f"{reverse('pages:list', args=['projects.projects'])}?light={dimension}.{state}"


# -- what is stuck ------------------------------------------------------------------------------------------------------------


def stuck(actor: Actor, lang: str) -> dict[str, Any]:
    """The red list: where projects are stuck now, who has to act, and for how many days.

    First what is overdue in projects under a red light, the longest first; then what else is overdue; then the largest of
    the other red projects, for which the light itself is the reason.
    """
    today = clock.today()
    late = leading.late(actor, NODE, ITEM, today)
    by_project = {s.project.pk: s for s in late.stuck}
    shown = lit.standing_light(by_project) if by_project else {}
    keys = sorted(by_project, key=lambda key: shown.get(key) != "red")[:_RED_LIST]
    if len(keys) < _RED_LIST:
        reds = lit.lit_as(reading.rows(actor, PROJECT).select_related(None), "red").exclude(id__in=keys).order_by("-total_investment_fen", "id")
        keys += list(reds.values_list("id", flat=True)[: _RED_LIST - len(keys)])
    why = _reasons(actor, today, keys)
    rows = {row.pk: row for row in reading.rows(actor, PROJECT).select_related("organ", "unit", "lead").filter(pk__in=keys)}
    nodes = [s.row.pk for key in keys if (s := by_project.get(key)) is not None and s.is_node]
    said = leading.newest_forecasts(actor, FORECAST, nodes)
    lines = [_red(rows[key], by_project.get(key), why.get(key, ()), said, lang) for key in keys if key in rows]
    return {"lines": lines, "nodes": late.nodes, "items": late.items}


def _red(project: Any, stuck: leading.Stuck | None, why: Sequence[lights.Light], said: dict[int, Any], lang: str) -> dict[str, Any]:
    row = stuck.row if stuck else None
    forecast = said.get(row.pk) if stuck is not None and stuck.is_node and row is not None else None
    person = (row.person if row is not None else None) or project.lead
    organ = (stuck.organ if stuck else None) or project.organ
    return {
        "key": project.pk,
        "name": PROJECT.name_of(project, lang),
        "lights": [(light.dimension.label, light.reason) for light in why],
        "what": (row.title_en if lang == "en" and row.title_en else row.title) if row is not None else "",
        "reason": forecast.reason if forecast is not None else row.note if row is not None and stuck and not stuck.is_node else "",
        "href": _where(stuck),
        "days": stuck.days if stuck else None,
        "organ": short(organ, lang),
        "person": (person.name_en if lang == "en" else "") or person.name if person is not None else "",
    }


def _where(stuck: leading.Stuck | None) -> str:
    if stuck is None:
        return ""
    return reverse("pages:record", args=[(NODE if stuck.is_node else ITEM).kind, stuck.row.pk])


def _reasons(actor: Actor, today: date, keys: Sequence[int]) -> dict[int, tuple[lights.Light, ...]]:
    """The red lights of a few projects with what made them. Four statements for all of them."""
    rule_set = lit.choices().on(today)
    if rule_set is None or not keys:
        return {}
    inputs = lit.light_inputs(lit.seen(actor, RECORDS), keys)
    found = {}
    for key, known in zip(keys, inputs, strict=False):
        given = (lights.light_of(rule_set, d, known, today, ahead=False) for d in rule_set.dimensions if d.of == known.of)
        found[key] = tuple(light for light in given if light.state == "red")
    return found


# -- what waits for a word ----------------------------------------------------------------------------------------------------


def asked(actor: Actor) -> dict[str, Any]:
    """需我协调事项: what was asked for and not decided yet, and what was decided and is late."""
    today = clock.today()
    waiting = queries.coordinations(actor, COORDINATION, "asked").select_related("project", "asked_by")
    late = queries.coordinations(actor, COORDINATION, "decided").filter(due__lt=today)
    return {
        "count": waiting.order_by().count(),
        "lines": [(c, PROJECT, (today - c.asked_on).days) for c in waiting.order_by("asked_on", "id")[:_ASKED]],
        "late": late.order_by().count(),
    }
