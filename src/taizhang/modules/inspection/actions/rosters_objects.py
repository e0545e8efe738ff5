"""Firms of the roster of objects: entered, changed, taken out, brought back; what their class of risk follows from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Enterprise, Place

from .. import terms
from ..models import InspectedObject
from ..rules import rosters as rules
from .rosters import OnDay, Reason, check_in, check_shown, day_of

_OVERRIDES = dict(terms.OVERRIDES)
_CONCERNS = (("none", Text("否", "No")), ("c", _OVERRIDES["concern_c"]), ("d", _OVERRIDES["concern_d"]))
Firm = Annotated[Enterprise, Ask(Text("经营主体", "Firm"), ref="registers.enterprise")]


@dataclass(frozen=True, slots=True)
class ObjectWords:
    """What the roster says of a firm, beside its class."""

    sector: Annotated[str, Ask(Text("行业代码", "Sector"), longest=8, help=Text("GB/T 4754 代码，如 C3525", "A code of GB/T 4754, such as C3525"))] = ""
    park: Annotated[str, Ask(Text("所在园区", "Park"), longest=80)] = ""
    tags: Annotated[str, Ask(Text("标签", "Tags"), longest=200, help=Text("用空格分开，如 食品经营 特种设备", "Separated by blanks"))] = ""
    zero_report_year: Annotated[
        int | None,
        Ask(
            Text("年报全零年度", "Year of an all-zero report"),
            help=Text("年度报告资产状况全部填零的年度；没有的留空", "The year whose annual report has zero in every sum; empty where there is none"),
        ),
    ] = None


def enter_object(place: Place, by: Hand, *, firm: Firm, words: ObjectWords, listed_from: OnDay = None) -> InspectedObject:
    """A firm is in the roster of objects from a day on, with no class until a score or an override gives it one.

    Raises:
        Conflict: it is or was in a roster, or lies elsewhere. BadInput: a day that has passed, or a year to come.
    """
    known = InspectedObject.objects.filter(enterprise=firm).select_related("place").first()
    if known is not None:
        raise Conflict(
            Text("“{f}”已在{p}的名录库中登记过", "“{f}” was entered in the roster of {p} before").with_(f=firm.name, p=known.place.name), code="known",
            field="firm", remedy=Text("已移出的，用“移回名录库”", "If it was taken out, bring it back"),
        )  # fmt: skip
    return by.put(new_object(place, firm, words, day_of(by, listed_from, "listed_from"), by.today))


def new_object(place: Place, firm: Enterprise, words: ObjectWords, day: date, today: date) -> InspectedObject:
    """A row of the roster that is not there yet; in the place of the firm itself where that lies in the one given.

    Raises:
        Conflict: the firm lies elsewhere, or has become part of another. BadInput: a year to come.
    """
    if firm.merged_into_id is not None:
        raise Conflict(
            Text("“{f}”已并入另一主体", "“{f}” was merged into another firm").with_(f=firm.name), code="merged", field="firm",
            remedy=Text("登记并入后的主体", "Enter the one that it became part of"),
        )  # fmt: skip
    where = firm.place or place
    if not where.path.startswith(place.path):
        if not place.path.startswith(where.path):
            raise Conflict(
                Text("“{f}”登记在{p}", "“{f}” is registered in {p}").with_(f=firm.name, p=where.name), code="elsewhere", field="firm",
                law=terms.DOUBLE_RANDOM, remedy=Text("由当地登记", "It is for the departments there to enter it"),
            )  # fmt: skip
        where = place
    row = InspectedObject(enterprise=firm, place=where, listed_from=day)
    say(row, words, today)
    return row


def change_object(row: InspectedObject, by: Hand, *, words: ObjectWords) -> None:
    """The roster says this of the firm; earlier versions and the history keep what it said.

    Raises:
        Conflict: it was taken out. BadInput: a year to come.
    """
    check_in(row.listed_to, by)
    say(row, words, by.today)
    by.put(row)


def take_out_object(row: InspectedObject, by: Hand, *, from_day: OnDay = None, reason: Reason) -> None:
    """The firm is not in the roster from a day on and is not drawn then.

    Raises:
        Conflict: it was taken out before. BadInput: a day that has passed.
    """
    check_in(row.listed_to, by)
    row.listed_to = day_of(by, from_day, "from_day")
    by.put(row)


def bring_back_object(row: InspectedObject, by: Hand, *, reason: Reason) -> None:
    """A firm that was taken out is in the roster again from today on.

    Raises:
        Conflict: it is in the roster.
    """
    if row.listed_to is None or row.listed_to > by.today:
        raise Conflict(Text("“{f}”在名录库中", "“{f}” is in the roster").with_(f=row.enterprise.name), code="listed")
    row.listed_from, row.listed_to = by.today, None
    by.put(row)


def score_object(
    row: InspectedObject,
    by: Hand,
    *,
    score: Annotated[int, Ask(Text("风险分值", "Score of risk"), unit="分", example=120)],
    scored_on: Annotated[date, Ask(Text("分值日期", "Scored on"), example="2026-01-31")],
) -> None:
    """The firm has this score, and the class that the rule makes of it; nobody types a class.

    Raises:
        BadInput: no score, or of a day to come. Conflict: it was taken out, or has a newer score.
    """
    check_in(row.listed_to, by)
    rescore(row, score, scored_on, by.today)
    by.put(row)


def override_class(
    row: InspectedObject,
    by: Hand,
    *,
    serious_list: Annotated[bool, Ask(_OVERRIDES["serious_list"])] = False,
    defaulter: Annotated[bool, Ask(_OVERRIDES["defaulter"])] = False,
    concern: Annotated[str, Ask(Text("社会高度关注行业", "Sector of high public concern"), choices=_CONCERNS, example="none")] = "none",
    reason: Reason,
) -> None:
    """The firm's class is the one of its score, or the worse one that these demand.

    Raises:
        Conflict: it was taken out.
    """
    check_in(row.listed_to, by)
    chosen = {"serious_list": serious_list, "defaulter": defaulter, f"concern_{concern}": concern != "none"}
    row.overrides = " ".join(sorted(key for key, holds in chosen.items() if holds))
    reclass(row, by.today)
    by.put(row)


def known_overrides(text: str) -> tuple[str, ...]:
    """Keys of overrides, each once.

    Raises:
        BadInput: one that there is not.
    """
    keys = rules.words(text)
    unknown = [key for key in keys if key not in dict(terms.OVERRIDES)]
    if unknown:
        raise BadInput(
            Text("没有“{u}”这种情形", "There is no override “{u}”").with_(u=unknown[0]), code="no_override", field="overrides",
            remedy=Text("可填：{k}", "There are: {k}").with_(k=" ".join(key for key, _ in terms.OVERRIDES)),
        )  # fmt: skip
    return keys


def rescore(row: InspectedObject, score: int, scored_on: date, today: date) -> None:
    """The row has a score, and the class that follows.

    Raises:
        BadInput: a score that there is not, or of a day to come. Conflict: the row has a newer score.
    """
    if not 0 <= score <= rules.TOP:
        raise BadInput(
            Text("分值应在 0 与 {t} 之间", "A score lies between 0 and {t}").with_(t=rules.TOP), code="score", field="score",
            remedy=Text("核对分值", "Check the score"),
        )  # fmt: skip
    if scored_on > today:
        raise BadInput(Text("{d} 还没有到", "{d} has not come yet").with_(d=scored_on.isoformat()), code="future", field="scored_on")
    if row.classed_on is not None and scored_on < row.classed_on:
        raise Conflict(
            Text("已有 {d} 的分值", "There is a score of {d}").with_(d=row.classed_on.isoformat()), code="older", field="scored_on",
            remedy=Text("旧分值不覆盖新分值", "An older score does not replace a newer one"),
        )  # fmt: skip
    row.risk_score, row.classed_on = score, scored_on
    reclass(row, today)


def reclass(row: InspectedObject, today: date) -> None:
    """The row's class is what score and overrides make of it under the figures of the day of the score."""
    day = row.classed_on or today
    bands, floors = terms.CLASS_BANDS.on(day) or terms.CLASS_BANDS.spans[0], terms.CLASS_FLOORS.on(today)
    found = rules.classed(row.risk_score, row.overrides.split(), dict(floors.value) if floors else {}, bands.value)
    row.risk_class, row.class_ground = found.letter, found.ground


def say(row: InspectedObject, words: ObjectWords, today: date) -> None:
    """The row says what is given.

    Raises:
        BadInput: a year to come, or a text that an office program would take for a formula.
    """
    check_shown(sector=words.sector, park=words.park, tags=" ".join(rules.words(words.tags)))
    if words.zero_report_year is not None and not 2013 <= words.zero_report_year <= today.year:
        raise BadInput(
            Text("没有{y}年的年报", "There is no annual report of {y}").with_(y=words.zero_report_year), code="year", field="zero_report_year",
            remedy=Text("年报自2013年度起，不晚于今年", "Annual reports began with 2013; not later than this year"),
        )  # fmt: skip
    row.sector, row.park = words.sector.strip().upper(), " ".join(words.park.split())
    row.tags, row.zero_report_year = " ".join(rules.words(words.tags)), words.zero_report_year
