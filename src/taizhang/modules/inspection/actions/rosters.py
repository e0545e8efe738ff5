"""Versions of the list and the rosters, and what the verbs about them have in common."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame import unguessable
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Organ, Place

from .. import terms
from ..models import RosterVersion
from ..queries import rosters as queries
from ..rules import rosters as rules

Reason = Annotated[str, Ask(Text("理由", "Reason"), multiline=True, example="示例理由")]
Kind = Annotated[str, Ask(Text("清单或名录", "List or roster"), choices=terms.ROSTERS, visibility="public", example="items")]
OnDay = Annotated[date | None, Ask(Text("自何日起", "From which day on"), help=Text("留空即今天", "Today when left empty"))]
_SALT_BYTES: Final = 32


def frozen(by: Hand, place: Place, kind: str, day: date) -> RosterVersion:
    """The list or roster of a place as it is on a day is a numbered version: the last one again where it says the same.

    The one way in which a version comes to be. Each place counts each kind from one, without gaps.
    """
    # Whoever freezes the same roster at the same time waits here and then finds this version.
    Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    content = rules.canonical(kind, queries.version_rows(place, kind, day))
    last = queries.latest_version(place, kind)
    if last is not None and rules.without_salt(last.content) == content:
        return last
    if kind not in rules.PUBLIC_VERSIONS:
        content = rules.salted(content, unguessable.some_bytes(_SALT_BYTES).hex())
    version = RosterVersion(
        place=place,
        kind=kind,
        number=last.number + 1 if last is not None else 1,
        frozen_on=day,
        size=len(rules.rows_of(content)),
        sha256=rules.digest(content),
        content=content,
    )
    by.put(version)
    return version


def freeze_roster(place: Place, by: Hand, *, kind: Kind) -> RosterVersion:
    """A version of the list or roster as it is today, to be cited; where nothing changed, the last one is.

    Raises:
        Conflict: there is nothing in it.
    """
    version = frozen(by, place, kind, by.today)
    if version.size == 0:
        raise Conflict(
            Text("{p}的{k}是空的", "There is nothing in it: {k} of {p}").with_(p=place.name, k=dict(terms.ROSTERS)[kind]),
            code="empty_roster",
            law=terms.DOUBLE_RANDOM,
            remedy=Text("先登记或导入", "Enter or import it first"),
        )
    by.say(number=version.number, sha256=version.sha256, rows=version.size)
    return version


def own_organ(by: Hand) -> Organ:
    """The organ for which somebody acts."""
    return Organ.objects.get(pk=by.actor.organs[0])


def check_shown(**given: str) -> None:
    """Nothing, when an office program shows each text as it is.

    Raises:
        BadInput: one that it would take for a formula.
    """
    for field, text in given.items():
        if rules.reckons(rules.visible(text)):
            raise BadInput(
                Text("不能以 = + - @ 开头（会被当作公式）", "It may not begin with = + - @: it would be taken for a formula"), code="formula", field=field,
                remedy=Text("去掉开头的符号", "Leave out the first sign"),
            )  # fmt: skip


def day_of(by: Hand, day: date | None, field: str) -> date:
    """The day that was given, or today.

    Raises:
        BadInput: a day that has passed: what held then cannot be said otherwise now.
    """
    if day is not None and day < by.today:
        raise BadInput(
            Text("{d} 已经过去，不能追溯更改", "{d} has passed; what held then is not changed afterwards").with_(d=day.isoformat()),
            code="past", field=field, remedy=Text("填今天或以后的日期", "Give today or a later day"),
        )  # fmt: skip
    return day or by.today


def check_in(ended: date | None, by: Hand) -> None:
    """Nothing, while a row is in its list.

    Raises:
        Conflict: it was taken out.
    """
    if ended is not None and ended <= by.today:
        raise Conflict(
            Text("{d} 起已移出", "It has been out of the list since {d}").with_(d=ended.isoformat()), code="taken_out",
            remedy=Text("需要的，重新登记", "Enter it anew if it is needed"),
        )  # fmt: skip
