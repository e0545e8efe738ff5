"""Lights of a past month under any year's rule, two rules side by side; and the rule sets as they were published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.catalogue import installed
from taizhang.frame.rights import holds_right
from taizhang.registers.records import PLACE
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports.xlsx import Head, workbook
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import rules, terms
from ..declared.lights import CHOICE
from ..declared.records import RECORDS
from ..lights.inputs import moment_of
from ..lights.rule_sets import RULE_SETS
from ..lights.terms import SITUATION_WORDS, STATE_WORDS, RuleSet
from ..queries import lights as known
from ..queries import replaying
from .drawing import MODULE, crumb

_PER_PAGE = 50
_TITLE = Text("亮灯重算与比较", "Lights under another rule")
_RULES = Text("红黄绿灯规则", "Rules of lights")
#: The states in the order of the columns of a tally.
_STATES = ("red", "yellow", "green", "not_defined", "no_data", "not_due")


@require_GET
def replay_page(request: HttpRequest) -> HttpResponse:
    """Which lights a month has under a rule, and which projects another rule gives another colour."""
    lang = language(request)
    period, one, other, district, found = _replayed(request)
    page = Paginator(found.differing, _PER_PAGE).get_page(request.GET.get("page"))
    words = _dimension_words(one, other)
    context = {
        "period": period,
        "newest": rules.due_period(clock.today()),
        "one": one,
        "other": other,
        "sets": list(RULE_SETS.values()),
        "districts": _districts(request),
        "district": district,
        "found": found,
        "states": [(s, STATE_WORDS[s]) for s in _STATES],
        "tallies": [
            (words[key], [(s, STATE_WORDS[s], mine.get(s, 0), theirs.get(s, 0)) for s in _STATES]) for key, (mine, theirs) in found.tallies.items()
        ],
        "left_out": [words[key].in_(lang) for key in found.left_out],
        "page": page,
        "lines": [(d, words[d.dimension], STATE_WORDS[d.one], STATE_WORDS[d.other]) for d in page],  # type: ignore[index]
        "count": len(found.differing),
        "projects_differing": len({d.project.key for d in found.differing}),
        "export": f"{reverse('projects:light-replay-book')}?{urlencode(_asked(period, one, other, district))}",
    }
    return layout.page(
        request, "projects/light_replay.html", context, title=_TITLE.in_(lang), crumbs=(crumb(_TITLE.zh, _TITLE.en, request),), module=MODULE
    )


@require_GET
def replay_book(request: HttpRequest) -> FileResponse:
    """The projects whose colour differs, as a workbook; without a second rule, nothing differs and the sheet is empty."""
    lang = language(request)
    period, one, other, _, found = _replayed(request)
    words = _dimension_words(one, other)
    labels = (_PROJECT, _LIGHT, one.label, other.label if other else _NO_OTHER)
    heads = [Head(label.in_(lang), width=36 if label is _PROJECT else 22) for label in labels]
    about = [
        (Text("月份", "Month").in_(lang), period),
        (Text("规则一", "First rule").in_(lang), one.law.cite(lang)),
        (Text("规则二", "Second rule").in_(lang), other.law.cite(lang) if other else "—"),
        (Text("项目数", "Projects").in_(lang), str(found.projects)),
        (Text("导出时间", "Exported at").in_(lang), clock.now().astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M")),
    ]
    file = workbook(_TITLE.in_(lang), heads, _sheet(found, words, lang), (), about, Text("说明", "About").in_(lang))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FileResponse(file, as_attachment=True, filename=f"{_TITLE.in_(lang)}_{period}.xlsx", content_type=kind)


_PROJECT, _LIGHT, _NO_OTHER = Text("项目", "Project"), Text("灯", "Light"), Text("（未选第二个规则）", "(no second rule)")


def _sheet(found: replaying.Replayed, words: dict[str, Text], lang: str) -> Iterator[list[Any]]:
    for d in found.differing:
        name = d.project.name_en if lang == "en" and d.project.name_en else d.project.name
        yield [name, words[d.dimension].in_(lang), STATE_WORDS[d.one].in_(lang), STATE_WORDS[d.other].in_(lang)]  # type: ignore[index]


def _replayed(request: HttpRequest) -> tuple[str, RuleSet, RuleSet | None, int | None, replaying.Replayed]:
    """What the address asks for.

    Raises:
        BadInput: a month that is not over, or a rule that does not exist.
    """
    newest = rules.due_period(clock.today())
    period = rules.period_of(request.GET.get("period") or newest)
    if period > newest or period < "2000-01":
        raise BadInput(Text("{p} 还没有灯", "There are no lights of {p}").with_(p=period), code="no_lights", field="period")
    in_force = known.choices().on(moment_of(period).day)
    one = _rule(request, "one") or in_force or next(iter(RULE_SETS.values()))
    other, district = _rule(request, "other"), whole(request.GET.get("district", ""))
    found = replaying.replayed(actor_of(request), RECORDS, period, one, other, district)
    return period, one, other, district, found


def _rule(request: HttpRequest, name: str) -> RuleSet | None:
    asked = request.GET.get(name, "")
    if asked and asked not in RULE_SETS:
        raise BadInput(Text("没有这个规则", "There is no such rule"), code="no_rule", field=name)
    return RULE_SETS.get(asked)


def _asked(period: str, one: RuleSet, other: RuleSet | None, district: int | None) -> dict[str, object]:
    asked: dict[str, object] = {"period": period, "one": one.key}
    if other is not None:
        asked["other"] = other.key
    if district is not None:
        asked["district"] = district
    return asked


def _dimension_words(*sets: RuleSet | None) -> dict[str, Text]:
    return {d.key: d.label for s in reversed(sets) if s is not None for d in s.dimensions}


def _districts(request: HttpRequest) -> list[Any]:
    keys = known.lit(actor_of(request), RECORDS.project).order_by().values("district").distinct()
    return list(reading.rows(actor_of(request), PLACE).filter(id__in=keys).order_by("path"))


@require_GET
def rules_page(request: HttpRequest) -> HttpResponse:
    """Every rule set with issuer, source and mark, its tables with their gaps; which of them holds, and who chose it."""
    actor, lang = actor_of(request), language(request)
    today = clock.today()
    choices = known.choices()
    now = choices.on(today)
    bound = installed().action("projects.choose_light_rule")
    context = {
        "cities": [(dict(terms.LIGHT_CITIES)[city], [_rule_set(s, now) for s in sets]) for city, sets in known.cities().items()],
        "now": now,
        "today": today,
        "chosen": [(c, dict(terms.LIGHT_CITIES)[c.city]) for c in known.chosen(actor, CHOICE)],
        "default": terms.LIGHT_CITY.on(today),
        "default_city": dict(terms.LIGHT_CITIES)[terms.LIGHT_CITY.spans[0].value],
        "may_choose": holds_right(bound, actor),
    }
    crumbs = (layout.Link(_TITLE.in_(lang), reverse("projects:lights")), crumb(_RULES.zh, _RULES.en, request))
    return layout.page(request, "projects/light_rules.html", context, title=_RULES.in_(lang), crumbs=crumbs, module=MODULE)


def _rule_set(rule_set: RuleSet, now: RuleSet | None) -> dict[str, Any]:
    return {
        "set": rule_set,
        "now": rule_set is now,
        "mark": _MARKS[rule_set.law.mark],
        "dimensions": [(d, [_part(p) for p in d.parts]) for d in rule_set.dimensions],
    }


def _part(part: Any) -> dict[str, Any]:
    return {
        "label": part.measure.label,
        "unit": part.table.unit,
        "pieces": [(p.key or "not_defined", part.table.name_of(p), p.over.words) for p in part.table.pieces],
        "situations": [(SITUATION_WORDS[s], says) for s, says in part.situations],
    }


_MARKS = {
    "S": Text("见于公开文本", "seen in a public text"),
    "H": Text("众所周知", "well known"),
    "M": Text("大致可靠，待确认", "fairly sure, to be confirmed"),
    "U": Text("没有把握，使用前须确认", "unsure, confirm before use"),
    "P": Text("本产品的示例，不是任何城市的规则", "an example of this product, no city's rule"),
}
