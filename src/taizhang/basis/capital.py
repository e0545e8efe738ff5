"""Registered capital as it is written in registers, read exactly and with its currency.

'100万美元' is not a hundred times ten thousand yuan: a sum over firms that drops the currency is wrong, so an amount without one
does not exist here. Amounts are integers of the currency's own minor unit under ISO 4217: fen for CNY, cents for USD, HKD and EUR.
The yen has no minor unit, so a JPY amount is whole yen; nothing is multiplied by 100 for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from .law import Law
from .text import Text

#: Digits after the point in ISO 4217, for the currencies that occur in the register.
MINOR_DIGITS: Final = {
    "CNY": 2,
    "USD": 2,
    "HKD": 2,
    "EUR": 2,
    "GBP": 2,
    "JPY": 0,
    "TWD": 2,
    "SGD": 2,
    "AUD": 2,
    "CAD": 2,
    "KRW": 0,
    "MOP": 2,
}

ISO_4217 = Law("ISO 4217", Text("货币代码", "Currency codes"))

_CURRENCY_WORDS: Final = {
    "": "CNY",
    "元": "CNY",
    "人民币": "CNY",
    "人民币元": "CNY",
    "元人民币": "CNY",
    "美元": "USD",
    "香港元": "HKD",
    "港元": "HKD",
    "港币": "HKD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
    "新台币": "TWD",
    "新加坡元": "SGD",
    "澳大利亚元": "AUD",
    "加拿大元": "CAD",
    "韩元": "KRW",
    "澳门元": "MOP",
}
_MULTIPLES: Final = {"": 1, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_NUMBER = r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_SPELLING = re.compile(_NUMBER + r"(?P<multiple>百万|千万|万|千|亿)?(?P<word>[^0-9()]*)")
_ABSENT = frozenset({"", "-", "--", "—", "——", "N/A", "NA", "/", "无", "NULL"})


@dataclass(frozen=True, slots=True)
class Capital:
    """An amount in minor units of a currency. `currency_stated` is False when the register gave a figure without a currency word.

    A stated nought is a value: it is what the register says. A missing figure is `Unread`.
    """

    amount_minor: int
    currency: str
    currency_stated: bool = True

    @property
    def major(self) -> Fraction:
        """The amount in yuan, dollars, yen."""
        return Fraction(self.amount_minor, 10 ** MINOR_DIGITS[self.currency])


@dataclass(frozen=True, slots=True)
class Unread:
    """No value, and why: `not_stated`, `negative`, `unreadable`, `unknown_currency` or `finer_than_minor_unit`."""

    code: str
    reason: Text


def read_capital(raw: str) -> Capital | Unread:
    """The capital that the register states, exactly, or the reason why there is none.

    A figure with 万 or 元 and no other currency word is yuan, the currency in which capital is registered unless the entry names
    another; with 万 alone it is marked as not stated.

    >>> read_capital("26,853.6261(万元)")
    Capital(amount_minor=26853626100, currency='CNY', currency_stated=True)
    >>> read_capital("5000(万日元)")
    Capital(amount_minor=50000000, currency='JPY', currency_stated=True)
    >>> read_capital("N/A").code
    'not_stated'
    """
    text = _levelled(raw)
    if text.upper() in _ABSENT:
        return Unread("not_stated", Text("登记信息未载明注册资本", "the register states no capital"))
    if text.startswith("-"):
        return Unread("negative", Text("注册资本为负数", "the capital is negative"))
    found = _SPELLING.fullmatch(text.replace("(", "").replace(")", ""))
    if found is None:
        return Unread("unreadable", Text("注册资本的写法无法识别", "the spelling of the capital is not known"))
    word = found["word"]
    currency = _CURRENCY_WORDS.get(word)
    if currency is None:
        return Unread(
            "unknown_currency", Text("币种“{word}”无法识别", "the currency word '{word}' is not known").with_(word=word)
        )
    exact = (
        Fraction(found["number"].replace(",", "")) * _MULTIPLES[found["multiple"] or ""] * 10 ** MINOR_DIGITS[currency]
    )
    if exact.denominator != 1:
        return Unread(
            "finer_than_minor_unit",
            Text(
                "金额细于{currency}的最小单位，无法精确表示", "the figure is finer than the smallest unit of {currency}"
            ).with_(currency=currency),
        )
    return Capital(int(exact), currency, currency_stated=word != "")


def _levelled(raw: str) -> str:
    narrow = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in raw)
    return "".join(narrow.split()).replace("−", "-")
