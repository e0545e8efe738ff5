"""Items of the list: entered, published, changed from a day on, withdrawn. What may be inspected is always in the published words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Organ, Place

from .. import terms
from ..models import InspectionItem
from ..rules import rosters as rules
from .rosters import OnDay, Reason, check_in, check_shown, day_of, own_organ

_MOST_A_YEAR = 366
Code = Annotated[str, Ask(Text("事项编码", "Code"), visibility="public", longest=40, example="SL-01")]


@dataclass(frozen=True, slots=True)
class ItemWords:
    """What the list says of an item."""

    name: Annotated[str, Ask(Text("事项名称", "Item"), visibility="public", longest=200, example="示例事项")]
    basis: Annotated[
        str, Ask(Text("检查依据", "Legal basis"), visibility="public", multiline=True, longest=400, example="示例法第一条")
    ]
    kind: Annotated[str, Ask(Text("事项类别", "Kind"), visibility="public", choices=terms.ITEM_KINDS, example="general")] = "general"
    method: Annotated[str, Ask(Text("检查方式", "Method"), visibility="public", choices=terms.ITEM_METHODS, example="on_site")] = "on_site"
    applies_to: Annotated[
        str,
        Ask(
            Text("检查对象", "For which firms"),
            visibility="public",
            longest=80,
            help=Text("名录库中的标签，如 食品经营；留空为全部", "A tag of the roster of firms; all when left empty"),
        ),
    ] = ""
    yearly_limit: Annotated[
        int | None,
        Ask(
            Text("年度频次上限", "At most a year"),
            visibility="public",
            unit="次",
            help=Text("清单没有写明的留空", "Leave it empty where the list states none"),
        ),
    ] = None
    name_en: Annotated[str, Ask(Text("英文名称", "Name in English"), visibility="public", longest=300)] = ""


def enter_item(place: Place, by: Hand, *, code: Code, words: ItemWords, valid_from: OnDay = None) -> InspectionItem:
    """An item of the actor's own organ is in the list from a day on; it may be inspected once it is published.

    Raises:
        Conflict: the place has an item of this code. BadInput: a day that has passed, or a limit below one.
    """
    day, code = day_of(by, valid_from, "valid_from"), rules.item_code(code)
    check_code(place, code, day)
    return by.put(new_item(place, own_organ(by), code, words, day))


def correct_item(item: InspectionItem, by: Hand, *, words: ItemWords) -> None:
    """An item that is not published yet says this.

    Raises:
        Conflict: it is published: its words are changed from a day on. BadInput: a limit below one.
    """
    if item.published_on is not None:
        raise Conflict(
            Text("“{i}”已经公布，不能更正", "“{i}” is published and is not corrected").with_(i=item.name), code="published",
            law=terms.DISCIPLINE, remedy=Text("用“自某日起更改”，原文保留", "Change it from a day on; its earlier words are kept"),
        )  # fmt: skip
    _say(item, words)
    by.put(item)


def publish_item(item: InspectionItem, by: Hand) -> None:
    """Everybody may read the item; from now on it may be inspected on the days on which it is in force.

    Raises:
        Conflict: it is published, or no longer in the list.
    """
    check_in(item.valid_to, by)
    if item.published_on is not None:
        raise Conflict(
            Text("“{i}”已于 {d} 公布", "“{i}” was published on {d}").with_(i=item.name, d=item.published_on.isoformat()), code="published"
        )
    item.published_on = by.today
    by.put(item)


def change_item(
    item: InspectionItem,
    by: Hand,
    *,
    words: ItemWords,
    valid_from: Annotated[date, Ask(Text("自何日起", "From which day on"), visibility="public", example="2099-12-31")],
    reason: Reason,
) -> InspectionItem:
    """The item says this from a day on, once published anew; until then its earlier words hold, and they stay readable.

    Raises:
        Conflict: it is not published, or no longer in the list, or was changed for a later day before.
        BadInput: a day that has passed, or on which the earlier words had not begun to hold; a limit below one.
    """
    check_in(item.valid_to, by)
    if item.published_on is None:
        raise Conflict(
            Text("“{i}”还没有公布，直接更正即可", "“{i}” is not published yet").with_(i=item.name), code="not_published",
            remedy=Text("用“更正”", "Correct it instead"),
        )  # fmt: skip
    if item.valid_to is not None:
        raise Conflict(
            Text("“{i}”自 {d} 起已另有安排", "“{i}” ends on {d} already").with_(i=item.name, d=item.valid_to.isoformat()), code="ends_already",
            remedy=Text("更正后一版", "Correct what follows it"),
        )  # fmt: skip
    day = day_of(by, valid_from, "valid_from")
    if day <= item.valid_from:
        raise BadInput(
            Text("更改之日应晚于施行之日 {d}", "It has to change after the day on which it came into force, {d}").with_(d=item.valid_from.isoformat()),
            code="order", field="valid_from", remedy=Text("填以后的日期", "Give a later day"),
        )  # fmt: skip
    item.valid_to = day
    by.put(item)
    return by.put(new_item(item.place, item.organ, item.code, words, day))


def withdraw_item(item: InspectionItem, by: Hand, *, from_day: OnDay = None, reason: Reason) -> None:
    """The item is not in the list from a day on, and nobody inspects it then.

    Raises:
        Conflict: it is out of the list. BadInput: a day that has passed.
    """
    check_in(item.valid_to, by)
    item.valid_to = day_of(by, from_day, "from_day")
    by.put(item)


def new_item(place: Place, organ: Organ, code: str, words: ItemWords, day: date) -> InspectionItem:
    """A row of the list that is not there yet.

    Raises:
        BadInput: a limit below one.
    """
    item = InspectionItem(place=place, organ=organ, code=code, valid_from=day)
    _say(item, words)
    return item


def check_code(place: Place, code: str, day: date) -> None:
    """Nothing, while no item of a place has a code from a day on.

    Raises:
        Conflict: one has.
    """
    held = InspectionItem.objects.filter(place=place, code=code).exclude(valid_to__lte=day).first()
    same_day = InspectionItem.objects.filter(place=place, code=code, valid_from=day).first()
    if earlier := held or same_day:
        raise Conflict(
            Text("编码 {c} 已用于“{i}”", "{c} is the code of “{i}”").with_(c=code, i=earlier.name), code="known", field="code",
            remedy=Text("更改原有事项，或换一个编码", "Change that item, or take another code"),
        )  # fmt: skip


def _say(item: InspectionItem, words: ItemWords) -> None:
    if words.yearly_limit is not None and not 1 <= words.yearly_limit <= _MOST_A_YEAR:
        raise BadInput(
            Text("年度频次上限为1至{n}", "The limit is from one a year to {n}").with_(n=_MOST_A_YEAR), code="limit", field="yearly_limit",
            remedy=Text("没有上限的留空", "Leave it empty where there is none"),
        )  # fmt: skip
    check_shown(code=item.code, name=words.name, basis=words.basis, applies_to=words.applies_to, name_en=words.name_en)
    for name in ItemWords.__dataclass_fields__:
        value = getattr(words, name)
        setattr(item, name, rules.visible(value) if isinstance(value, str) else value)
