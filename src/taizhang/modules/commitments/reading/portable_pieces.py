"""The text of a PDF page told piece by piece: what is shown at one place, and what is shown at the next place of the same line, apart."""

from __future__ import annotations

from typing import Final

import pypdf
from pypdf.generic import ContentStream, FloatObject, NameObject

#: Steps of drawing that a page with a table has; a page with more is read as it is.
_MOST_STEPS: Final = 60_000
_Line = tuple[float, float, float, float, float, float]
_START: Final[_Line] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
#: They move to the next line by themselves, so that nobody else knows where it begins.
_MOVE_THEMSELVES: Final = (b"'", b'"')
_RULES: Final = (b"re", b"l")


def tell_apart(page: pypdf.PageObject) -> bool:
    """Whether lines are ruled on the page; if so, every move to another place of a line begins a piece of text of its own.

    A text object is ended and begun again before each move, which changes nothing of what is drawn.
    """
    held = page.get("/Contents")
    if held is None:
        return False
    # Strings stay bytes: which characters they are is for the fonts to say.
    content = ContentStream(held.get_object(), page.pdf, "bytes")
    steps = content.operations
    if len(steps) > _MOST_STEPS or not any(step in _RULES for _, step in steps):
        return False
    if any(step in _MOVE_THEMSELVES for _, step in steps):
        return True
    made, line, leading = [], _START, 0.0
    for given, step in steps:
        if step == b"BT":
            line = _START
        elif step == b"TL":
            leading = float(given[0])
        elif step == b"TD":
            leading = -float(given[1])
        if step in (b"Tm", b"Td", b"TD", b"T*"):
            line = _begins(line, step, [float(n) for n in given], leading)
            made += [([], b"ET"), ([], b"BT"), ([FloatObject(n) for n in line], b"Tm")]
            if step == b"TD":
                made.append(([FloatObject(leading)], b"TL"))
        else:
            made.append((given, step))
    content.operations = made
    page[NameObject("/Contents")] = content
    return True


def _begins(line: _Line, step: bytes, given: list[float], leading: float) -> _Line:
    """Where the next line begins after a move."""
    if step == b"Tm":
        a, b, c, d, e, f = given
        return a, b, c, d, e, f
    x, y = (0.0, -leading) if step == b"T*" else given
    a, b, c, d, e, f = line
    return a, b, c, d, x * a + y * c + e, x * b + y * d + f
