"""Money as whole fen (分): read from what people write, shown without a float on the way.

A cell says 57743 in a column of 万元, another says '约1.2亿元'; both become an exact number of fen or are refused with
the reason. Nothing is rounded: an amount finer than a fen is the writer's mistake, and only the writer can say which.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from typing import Final, Literal

from .errors import BadInput
from .text import Text

Unit = Literal["元", "千元", "万元", "百万元", "亿元"]

FEN_PER: Final[dict[Unit, int]] = {
    "元": 100,
    "千元": 100_000,
    "万元": 1_000_000,
    "百万元": 100_000_000,
    "亿元": 10_000_000_000,
}
UNIT_TEXT: Final[dict[Unit, Text]] = {
    "元": Text("元", "yuan"),
    "千元": Text("千元", "thousand yuan"),
    "万元": Text("万元", "10,000 yuan"),
    "百万元": Text("百万元", "million yuan"),
    "亿元": Text("亿元", "100 million yuan"),
}
#: More than any budget of the country; a longer number is a slip of the keyboard or an attack on arithmetic.
LIMIT_FEN: Final = 10**19
#: Below this many fen an amount has at most 15 digits, and no two such amounts are the same float: when `fen / factor`
#: is the float in the cell, `fen` is what was typed.
_EXACT: Final = 1e15

_WRITTEN_UNITS: Final[dict[str, Unit]] = {
    "亿元": "亿元",
    "亿": "亿元",
    "百万元": "百万元",
    "百万": "百万元",
    "万元": "万元",
    "万": "万元",
    "千元": "千元",
    "元": "元",
    "圆": "元",
}
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_AMOUNT: Final = re.compile(
    rf"(?P<sign>[-+])?(?P<number>{_NUMBER})(?P<unit>亿元|亿|百万元|百万|万元|万|千元|元|圆)?(?P<whole>整)?", re.ASCII
)
_TWO_PARTS: Final = re.compile(rf"(?P<sign>[-+])?(?P<yi>{_NUMBER})亿零?(?P<wan>{_NUMBER})万元?", re.ASCII)
_PREFIX: Final = re.compile(r"^(?:人民币|RMB|CNY|约为?|大约|共计?|¥|:)+", re.IGNORECASE)
_SIGNS: Final = str.maketrans({"−": "-", "–": "-", "—": "-", "﹣": "-"})
_NOTHING: Final = re.compile(r"^(?:[-/\\—–_.。·]+|无|暂无|待定|未定|暂未确定|待核|待估|不详|N/?A|TBD)$", re.IGNORECASE)
_FOREIGN: Final = re.compile(r"美元|欧元|港元|港币|日元|英镑|[$€£]|USD|EUR|HKD", re.IGNORECASE)
_RANGE: Final = re.compile(rf"^{_NUMBER}\D{{0,2}}[-~至到]+{_NUMBER}", re.ASCII)

_EMPTY = Text("这里没有填金额", "No amount is given here")
_NOT_YET = Text("“{shown}”不是金额", "“{shown}” is not an amount")
_NOT_A_NUMBER = Text("“{shown}”读不出金额", "“{shown}” cannot be read as an amount")
_A_RANGE = Text("“{shown}”是一个区间，请只写一个数", "“{shown}” is a range; write one number")
_OTHER_CURRENCY = Text("“{shown}”不是人民币金额", "“{shown}” is not in yuan")
_BAD_COMMAS = Text("“{shown}”的逗号不在千位上", "The commas of “{shown}” do not separate thousands")
_TOO_FINE = Text("“{shown}”（{unit}）比一分钱还小，读不成整分", "“{shown}” ({unit}) is finer than one fen")
_TOO_LARGE = Text("“{shown}”超出了可能的金额", "“{shown}” is larger than any possible amount")


def parse_amount(value: str | int | float | Decimal, unit: Unit) -> int:
    """The exact number of fen; a unit written in the text itself outranks `unit`.

    A float is what it shows: `repr` decides, then the 15 significant digits that an office program keeps, so the trace
    of binary arithmetic in 0.1 + 0.2 is not taken for a fraction of a fen.

    >>> parse_amount(57743.0, "万元"), parse_amount("１，２００", "元"), parse_amount("约1.2亿元", "万元")
    (57743000000, 120000, 12000000000)

    Raises:
        BadInput: empty, not a number, a range, another currency, wrong commas, too large, or finer than a fen.
    """
    read = read_amount(value, unit)
    if isinstance(read, BadInput):
        raise read
    return read


def read_amount(value: str | int | float | Decimal, unit: Unit) -> int | BadInput:
    """As `parse_amount`, with the refusal returned: for columns in which a refusal is nothing unusual."""
    if isinstance(value, bool):
        return _refusal("not_an_amount", _NOT_A_NUMBER, value)
    if isinstance(value, float):
        return _from_float(value, unit)
    if isinstance(value, int):
        return _bounded(value * FEN_PER[unit], value)
    if isinstance(value, Decimal):
        return _exact(value, unit, value) if value.is_finite() else _refusal("not_an_amount", _NOT_A_NUMBER, value)
    return _from_text(value, unit)


def read_floats(values: Iterable[float], unit: Unit) -> list[int | BadInput]:
    """As `read_amount` for a whole column of floats, at a tenth of its cost."""
    factor = FEN_PER[unit]
    return [
        fen
        if -_EXACT < (scaled := v * factor) < _EXACT and (fen := round(scaled)) / factor == v
        else _from_float(v, unit)
        for v in values
    ]


def format_fen(fen: int, unit: Unit = "万元", lang: str = "zh", *, with_unit: bool = True) -> str:
    """The amount in a unit with every digit it has and no digit more, thousands separated by commas.

    >>> format_fen(12000000000, "亿元"), format_fen(-150, "元", "en"), format_fen(57743000000)
    ('1.2亿元', '-1.5 yuan', '57,743万元')
    """
    number = decimal_text(fen, unit, separator=",")
    if not with_unit:
        return number
    label = UNIT_TEXT[unit].in_(lang)
    return f"{number} {label}" if lang.lower().startswith("en") else f"{number}{label}"


def decimal_text(fen: int, unit: Unit, separator: str = "") -> str:
    """The amount in a unit as plain digits, the form in which `parse_amount` gives the same fen back.

    >>> decimal_text(1, "亿元")
    '0.0000000001'
    """
    factor = FEN_PER[unit]
    whole, rest = divmod(abs(fen), factor)
    digits = f"{whole:,}".replace(",", separator)
    fraction = str(rest).rjust(len(str(factor)) - 1, "0").rstrip("0")
    return ("-" if fen < 0 else "") + digits + (f".{fraction}" if fraction else "")


def _from_float(value: float, unit: Unit) -> int | BadInput:
    if not math.isfinite(value):
        return _refusal("not_an_amount", _NOT_A_NUMBER, value)
    factor = FEN_PER[unit]
    if -_EXACT < (scaled := value * factor) < _EXACT and (fen := round(scaled)) / factor == value:
        return fen
    read = _exact(Decimal(repr(value)), unit, value)
    if isinstance(read, BadInput) and read.code == "finer_than_fen":
        return _exact(Decimal(f"{value:.15g}"), unit, value)
    return read


def _from_text(value: str, unit: Unit) -> int | BadInput:
    text = "".join(unicodedata.normalize("NFKC", value).split())
    if not text:
        return _refusal("no_amount", _EMPTY, value)
    if _NOTHING.match(text):
        return _refusal("not_an_amount", _NOT_YET, value)
    text = _PREFIX.sub("", text.translate(_SIGNS)).removesuffix("左右")
    if two := _TWO_PARTS.fullmatch(text):
        total = _decimal(two["yi"]) * FEN_PER["亿元"] + _decimal(two["wan"]) * FEN_PER["万元"]
        return _exact(-total if two["sign"] == "-" else total, None, value)
    if one := _AMOUNT.fullmatch(text):
        written = _WRITTEN_UNITS[one["unit"]] if one["unit"] else unit
        number = _decimal(one["number"])
        return _exact(-number if one["sign"] == "-" else number, written, value)
    return _why_not(text, value)


def _why_not(text: str, value: str) -> BadInput:
    if _FOREIGN.search(text):
        return _refusal("other_currency", _OTHER_CURRENCY, value)
    if _RANGE.match(text):
        return _refusal("a_range", _A_RANGE, value)
    if re.fullmatch(r"[-+]?[\d,.]+\D{0,3}", text, re.ASCII) and "," in text:
        return _refusal("bad_commas", _BAD_COMMAS, value)
    return _refusal("not_an_amount", _NOT_A_NUMBER, value)


def _decimal(number: str) -> Decimal:
    return Decimal(number.replace(",", ""))


def _exact(number: Decimal, unit: Unit | None, shown: object) -> int | BadInput:
    """Fen without rounding: integers throughout, because Decimal arithmetic would round at 28 digits."""
    sign, digits, exponent = number.as_tuple()
    if not isinstance(exponent, int) or len(digits) + abs(exponent) > 60:
        return _refusal("too_large", _TOO_LARGE, shown)
    scaled = int("".join(map(str, digits))) * (FEN_PER[unit] if unit else 1)
    if exponent >= 0:
        fen, rest = scaled * 10**exponent, 0
    else:
        fen, rest = divmod(scaled, 10**-exponent)
    if rest:
        return BadInput(_TOO_FINE.with_(shown=_shown(shown), unit=UNIT_TEXT[unit or "元"]), code="finer_than_fen")
    return _bounded(-fen if sign else fen, shown)


def _bounded(fen: int, shown: object) -> int | BadInput:
    return fen if -LIMIT_FEN < fen < LIMIT_FEN else _refusal("too_large", _TOO_LARGE, shown)


def _refusal(code: str, reason: Text, shown: object) -> BadInput:
    return BadInput(reason.with_(shown=_shown(shown)), code=code)


def _shown(value: object) -> str:
    text = f"{value:.15g}" if isinstance(value, float) else str(value).strip()
    return text if len(text) <= 40 else text[:40] + "…"
