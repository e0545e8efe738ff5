"""Draws as rules: which ratios may be asked for, what the public strata are called, who is left out, what is odd about a pool."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from taizhang.basis.errors import BadInput
from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.kernels import draw
from taizhang.kernels.draw.coordinated import memory_weight
from taizhang.kernels.draw.envelopes import envelope, value_of

from ..terms import draw_words
from .rosters import item_code, visible

#: How strata are called inside: a class, '-' where no class is known, 'zero' for the firms taken whole.
UNKNOWN_CLASS: Final = "-"
ZERO: Final = "zero"
CLASSES: Final = ("A", "B", "C", "D", UNKNOWN_CLASS)
#: Fewer firms than this in a stratum, and whoever knows some of them may guess what the stratum stands for.
TELLING: Final = 5
#: That a stratum is so small is said to regulators alone.
TELLS: Final = "telling"
#: So long after its commitment a draw's chance comes about at the earliest: the entry is on record by then, whatever clocks say.
AHEAD: Final = timedelta(minutes=1)
#: What the rules themselves leave firms out for; nobody may give one of these as a reason of their own.
RULES_OWN: Final = frozenset({draw_words.OVER_CAP, draw_words.ITEM_LIMIT})
#: Substitutes of a stratum: one for every five that are taken, and two at least.
_SUBSTITUTES_PERCENT, _LEAST_SUBSTITUTES = 20, 2


@dataclass(frozen=True, slots=True)
class Item:
    """What the rules ask of an item of the list: whose it is, whether key or general, and whether it is public and in force."""

    code: str
    name: str
    organ: int
    general: bool
    published: bool


def check_items(items: Sequence[Item], organs: Collection[int], law: Law) -> None:
    """Nothing, when a department may inspect these items.

    Raises:
        BadInput: none, one of another department, or one that is not published or not in force; the item is named.
    """
    if not items:
        raise BadInput(Text("至少选一个事项", "Choose at least one item"), code="no_items", field="items")
    for item in items:
        if item.organ not in organs:
            raise BadInput(
                Text("“{n}”不是本部门的抽查事项", "“{n}” is an item of another department").with_(n=item.name), code="not_own_item", field="items",
                law=law, remedy=Text("各部门只填自己的事项", "Each department states its own items"),
            )  # fmt: skip
        if not item.published:
            raise BadInput(
                Text("“{n}”未公布或不在有效期，不得检查", "“{n}” is not published or not in force, and may not be inspected").with_(n=item.name),
                code="unpublished_item", field="items", law=law, remedy=Text("先在抽查事项清单中公布", "Publish it in the list of items first"),
            )  # fmt: skip


def ratios(
    asked: Mapping[str, int | None], least: Mapping[str, int], general: Sequence[str], law: Law
) -> dict[str, list[int]]:
    """The ratio of each class as [p, 100]: what was asked for, else the dated one, which is never gone below.

    `general` names the general items of the part: with one of them the dated ratio is the most as well.

    Raises:
        BadInput: a ratio below the dated one, above 100 per cent, or above the dated one with a general item.

    >>> ratios({"A": 5}, {"A": 1, "B": 2}, (), Law("", Text("规则", "Rule")))
    {'A': [5, 100], 'B': [2, 100]}
    """
    found: dict[str, list[int]] = {}
    for letter, floor in least.items():
        given = asked.get(letter)
        percent = floor if given is None else given
        field = f"ratio_{'unknown' if letter == UNKNOWN_CLASS else letter.lower()}"
        if percent > 100 or percent < floor:
            raise BadInput(
                Text("{c}类的比例须为{f}%至100%", "The ratio of class {c} is {f} to 100 per cent").with_(c=letter, f=floor), code="ratio",
                field=field, law=law, remedy=Text("不低于规定比例；留空即按规定比例", "Not below the ratio of the rule, which is taken when left empty"),
            )  # fmt: skip
        if percent > floor and general:
            raise BadInput(
                Text(
                    "一般检查事项“{n}”严格限制比例：{c}类按{f}%", "“{n}” is a general item, whose ratio is strictly limited: {f} per cent of class {c}"
                ).with_(n=general[0], c=letter, f=floor),
                code="general_item", field=field, law=law,
                remedy=Text("只有重点检查事项可以提高比例；或按规定比例抽取", "Only key items may have more; or keep to the ratio of the rule"),
            )  # fmt: skip
        found[letter] = [percent, 100]
    return found


def stratum_of(risk_class: str, zero_report_year: int | None, year: int, zero_whole: bool) -> str:
    """The stratum of a firm inside: the full group where it belongs to it, else its class.

    >>> stratum_of("B", 2025, 2025, True), stratum_of("B", 2024, 2025, True), stratum_of("", 2025, 2025, False)
    ('zero', 'B', '-')
    """
    if zero_whole and zero_report_year == year:
        return ZERO
    return risk_class or UNKNOWN_CLASS


def opaque(strata: Collection[str], key: bytes) -> dict[str, str]:
    """What strata are called in public: S1, S2, ... in an order that only the key tells.

    >>> sorted(opaque(["A", "B"], b"k").values())
    ['S1', 'S2']
    """
    shuffled = sorted(strata, key=lambda name: hmac.new(key, name.encode(), sha256).digest())
    return {name: f"S{n}" for n, name in enumerate(shuffled, 1)}


def named(envelopes: Collection[str], key: str, codes: Iterable[str]) -> dict[str, str]:
    """The credit codes in some envelopes, found among all codes of the roster under the key of the batch."""
    wanted, found, secret = set(envelopes), dict[str, str](), bytes.fromhex(key)
    for code in codes:
        try:
            own = envelope(code, value_of(secret, code))
        except ValueError:
            # Codes that are none were left out of the frames by hand.
            continue
        if own in wanted:
            found[own] = code
    return found


def weight_of(risk_class: str, visited_lately: bool) -> int:
    """How likely a firm is drawn beside others of its stratum: 1 where it was visited lately and is of class A or B, else 10."""
    return memory_weight(1, visited_lately, risk_class in ("A", "B"))


def sizes(counts: Mapping[str, int], shares: Mapping[str, Sequence[int]]) -> dict[str, draw.Stratum]:
    """How many of each stratum are taken and stand ready; the full group whole, others by their share, rounded up.

    >>> sizes({"A": 101, "zero": 3}, {"A": [1, 100]})
    {'A': Stratum(size=101, take=2, substitutes=2), 'zero': Stratum(size=3, take=3, substitutes=0)}
    """
    found = {}
    for name, size in sorted(counts.items()):
        take = size if name == ZERO else draw.share(shares[name][0], shares[name][1], size)
        ready = max(_LEAST_SUBSTITUTES, draw.share(_SUBSTITUTES_PERCENT, 100, take)) if take else 0
        found[name] = draw.Stratum(size, take, min(size - take, ready))
    return found


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A firm that cannot be drawn in this batch, and why."""

    code: str
    reason: str


def read_left_out(text: str) -> list[LeftOut]:
    """Lines of a credit code and the reason for which the firm is left out.

    Raises:
        BadInput: a line without a reason, a firm twice, or a reason that would pass for a rule's.

    >>> read_left_out("91410100MA0000001X 已迁出")
    [LeftOut(code='91410100MA0000001X', reason='已迁出')]
    """
    found: dict[str, LeftOut] = {}
    for n, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        code, _, reason = line.replace("，", " ").replace(",", " ").partition(" ")
        if not reason.strip() or code.upper() in found:
            raise BadInput(
                Text("剔除名单第{n}行应为“信用代码 理由”", "Line {n} of those left out has to be a credit code and a reason").with_(n=n),
                code="line", field="left_out",
            )  # fmt: skip
        if item_code(reason) in RULES_OWN:
            raise BadInput(
                Text("第{n}行的理由是系统按规则剔除的理由", "The reason of line {n} is what a rule leaves firms out for").with_(n=n),
                code="reason_of_a_rule", field="left_out", remedy=Text("写明经办人自己的理由", "Give your own reason"),
            )  # fmt: skip
        found[code.upper()] = LeftOut(code.upper(), visible(reason)[:200])
    return list(found.values())


def left_out_file(rows: Iterable[LeftOut], salt: str) -> str:
    """The list of those left out as it is hashed: behind a salt, because a short list can be guessed."""
    lines = sorted({(row.code, row.reason.replace(",", "，")) for row in rows})
    return f"#salt {salt}\nid,reason\n" + "".join(f"{code},{reason}\n" for code, reason in lines)


def by_hand(content: str) -> list[tuple[str, str]]:
    """Code and reason of those whom a person left out, and no rule: for whoever commits, not for the public."""
    rows = (line.partition(",") for line in content.splitlines()[2:])
    return [(code, reason) for code, _, reason in rows if item_code(reason) not in RULES_OWN]


def by_reason(content: str) -> dict[str, int]:
    """How many were left out for each reason: what is public of that list."""
    counted: dict[str, int] = {}
    for line in content.splitlines()[2:]:
        reason = line.partition(",")[2]
        counted[reason] = counted.get(reason, 0) + 1
    return dict(sorted(counted.items()))


@dataclass(frozen=True, slots=True)
class Odd:
    """Something about a pool that whoever reads the result has to know; `stratum` by its public name, '' for the whole."""

    department: str
    stratum: str
    kind: str
    n: int
    of: int


def odd(department: str, strata: Mapping[str, draw.Stratum], before: int | None, left_out: int) -> list[Odd]:
    """What is odd about a department's pool; `before` is how many it had in the batch before, `left_out` those left out now."""
    full = sum(s.size for s in strata.values())
    found = [
        Odd(department, a.stratum, a.kind, a.drawable, a.compared_with)
        for a in draw.alarms(strata, {})
        if a.kind != "everybody" or a.take < a.drawable
    ]
    found += [
        Odd(department, name, TELLS, s.size, TELLING) for name, s in sorted(strata.items()) if 0 < s.size < TELLING
    ]
    if before and full * 2 < before:
        found.append(Odd(department, "", "shrunk", full, before))
    if left_out * 5 > full + left_out:
        found.append(Odd(department, "", "many_left_out", full, left_out))
    return found


def odd_roster(department: str, size: int, before: int | None) -> list[Odd]:
    """What is odd about the roster itself: more than a fifth of its firms gone since the batch before.

    >>> odd_roster("a", 80, 101), odd_roster("a", 81, 101)
    ([Odd(department='a', stratum='', kind='roster_cut', n=80, of=101)], [])
    """
    return [Odd(department, "", "roster_cut", size, before)] if before and size * 5 < before * 4 else []


def odd_again(department: str, aborted: int) -> list[Odd]:
    """What is odd about a draw that follows others which were thrown away once their chance was committed to.

    >>> odd_again("a", 2), odd_again("a", 0)
    ([Odd(department='a', stratum='', kind='again', n=2, of=0)], [])
    """
    return [Odd(department, "", "again", aborted, 0)] if aborted else []


def lately(day: date) -> date:
    """The day twelve months before: whoever was visited since then was visited lately.

    >>> lately(date(2028, 2, 29))
    datetime.date(2027, 2, 28)
    """
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def numbers_of(result: str) -> str:
    """The numbers of an event as everybody writes them.

    Raises:
        BadInput: words, fewer than three numbers, or one that is longer than two digits.
    """
    try:
        return draw.numbers_of(result)
    except draw.RevealFault:
        raise BadInput(
            Text("公开事件的结果应为三个以上一至两位的号码", "The result of the event is three numbers at least, of one or two digits each"), code="result",
            field="result", remedy=Text("只填开奖号码，逐个以空格分开", "Enter the numbers drawn alone, with blanks between them"),
        ) from None  # fmt: skip


def lines(text: str, field: str) -> dict[str, str]:
    """Name and value of each line, the value being its last word.

    Raises:
        BadInput: a line that has not both, or a name twice.
    """
    found: dict[str, str] = {}
    for n, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
        name, _, value = line.rpartition(" ")
        if not name.strip() or name.strip() in found:
            raise BadInput(
                Text("第{n}行应为“名称 值”，各方一行", "Line {n} has to be a name and a value, one line each").with_(
                    n=n
                ),
                code="line",
                field=field,
            )
        found[name.strip()] = value.lower()
    return found
