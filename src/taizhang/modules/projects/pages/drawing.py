"""What the projects' pages share: amounts in words, crumbs, who is looking."""

from __future__ import annotations

from decimal import Decimal

from django.http import HttpRequest

from taizhang.basis.money import decimal_text
from taizhang.basis.text import Text
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout

MODULE = "projects"


def wan(fen: int | None) -> str:
    """An amount in 万元 with thousands separated, '—' when there is none."""
    return "—" if fen is None else decimal_text(fen, "万元", ",")


def in_words(fen: int, lang: str) -> str:
    """An amount for a sentence: '92.5726 亿元', or in English '9.2573 bn CNY'; four digits after the point at most."""
    if lang == "en":
        return f"{(Decimal(fen) / 10**11).quantize(Decimal('0.0001')).normalize():f} bn CNY"
    return decimal_text(fen // 1_000_000 * 1_000_000, "亿元") + " 亿元"


def crumb(zh: str, en: str, request: HttpRequest) -> layout.Link:
    return layout.Link(Text(zh, en).in_(language(request)), "", True)


def tenths(tenths: int | None) -> str | None:
    return None if tenths is None else f"{tenths // 10}.{tenths % 10}"


def cut(text: object, most: int) -> str:
    """One line of at most so many characters; what is left out is marked.

    >>> cut("一二\\n三四五", 4)
    '一二 …'
    """
    line = " ".join(str(text or "").split())
    return line if len(line) <= most else line[: most - 1] + "…"
