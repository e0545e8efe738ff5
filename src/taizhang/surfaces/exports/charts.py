"""Charts as SVG, the same picture for a page, a PDF and a document. Pure; every figure is written beside its bar.

A figure that is absent has no bar, which is another thing than a bar of no length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Final

_WIDTH, _ROW, _LABEL, _VALUE = 640, 24, 150, 64
_BLUE, _GREY, _RED, _INK, _FAINT = "#1f4e8c", "#9aa7b8", "#b3261e", "#1d2733", "#57606f"
_FONT: Final = "'Noto Sans SC', 'Noto Sans CJK SC', 'WenQuanYi Micro Hei', 'Microsoft YaHei', sans-serif"


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure with what it is of; `text` is how it is written."""

    label: str
    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures of one month; None where there is none."""

    label: str
    one: Decimal | None
    other: Decimal | None


def bars(title: str, rows: Sequence[Bar], mark: Decimal | None = None, mark_text: str = "") -> str:
    """Lying bars from nought, with a dashed line at `mark`."""
    top = 26 if mark is not None else 8
    height = top + _ROW * max(len(rows), 1) + 8
    widest = max([*(r.value for r in rows), mark or Decimal(0), Decimal(1)])
    room = _WIDTH - _LABEL - _VALUE
    parts = []
    for n, row in enumerate(rows):
        y = top + n * _ROW
        length = _scaled(row.value, widest, room)
        parts.append(_words(_LABEL - 8, y + 16, row.label, "end", _INK, most=11))
        parts.append(f'<rect x="{_LABEL}" y="{y + 4}" width="{length}" height="{_ROW - 9}" fill="{_BLUE}"/>')
        parts.append(_words(_LABEL + length + 5, y + 16, row.text, "start", _INK))
    if mark is not None:
        x = _LABEL + _scaled(mark, widest, room)
        parts.append(f'<line x1="{x}" x2="{x}" y1="20" y2="{height - 4}" stroke="{_RED}" stroke-width="1.5" stroke-dasharray="4 3"/>')
        parts.append(_words(min(x, _WIDTH - 60), 14, mark_text, "middle", _RED))
    return _svg(title, height, parts)


def columns(title: str, rows: Sequence[Pair], names: tuple[str, str]) -> str:
    """Standing bars from nought in pairs: `one` dark, `other` pale and outlined."""
    height, base, top = 230, 190, 40
    known = [v for r in rows for v in (r.one, r.other) if v is not None]
    widest = max([*known, Decimal(1)])
    step = (_WIDTH - 20) / max(len(rows), 1)
    wide = min(step * 0.36, 30)
    parts = [f'<line x1="10" x2="{_WIDTH - 10}" y1="{base}" y2="{base}" stroke="{_GREY}"/>']
    parts += [f'<rect x="14" y="9" width="11" height="11" fill="{_BLUE}"/>', _words(30, 19, names[0], "start", _INK)]
    parts += [f'<rect x="104" y="9" width="11" height="11" fill="none" stroke="{_FAINT}"/>', _words(120, 19, names[1], "start", _INK)]
    for n, row in enumerate(rows):
        middle = 10 + step * (n + 0.5)
        for value, x, look in ((row.other, middle - wide - 1, f'fill="none" stroke="{_FAINT}"'), (row.one, middle + 1, f'fill="{_BLUE}"')):
            if value is not None:
                tall = _scaled(value, widest, base - top)
                parts.append(f'<rect x="{x:.1f}" y="{base - tall:.1f}" width="{wide:.1f}" height="{tall}" {look}/>')
        if row.one is not None:
            tall = _scaled(row.one, widest, base - top)
            parts.append(_words(middle + 1 + wide / 2, base - tall - 4, f"{row.one.normalize():f}", "middle", _INK, size=10))
        parts.append(_words(middle, base + 16, row.label, "middle", _INK))
    return _svg(title, height, parts)


def _scaled(value: Decimal, widest: Decimal, room: int) -> float:
    return round(float(max(value, Decimal(0)) / widest) * room, 1)


def _words(x: float, y: float, text: str, anchor: str, colour: str, most: int = 0, size: int = 12) -> str:
    shown = text if not most or _columns(text) <= 2 * most else _cut(text, 2 * most)
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}">{_clean(shown)}</text>'


def _columns(text: str) -> int:
    """How wide a text is, a Chinese character counting two."""
    return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def _cut(text: str, most: int) -> str:
    kept = ""
    for c in text:
        if _columns(kept + c) > most - 2:
            break
        kept += c
    return kept + "…"


def _clean(text: str) -> str:
    return escape("".join(c for c in text if c.isprintable()))


def _svg(title: str, height: int, parts: Sequence[str]) -> str:
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{escape(_FONT)}">'
    return f"{opening}<title>{_clean(title)}</title>{''.join(parts)}</svg>"
