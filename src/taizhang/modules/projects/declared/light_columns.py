"""Lights as columns and as a choice of the project list: a word and a shape, never a colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Field

from .. import terms
from ..lights.terms import STATE_WORDS

#: A shape for each state, as pages draw them too.
SHAPES: Final = {"red": "■", "yellow": "▲", "green": "●", "not_defined": "◇", "no_data": "○", "not_due": "–"}
MARKED: Final = tuple((state, Text(f"{SHAPES[state]} {words.zh}", f"{SHAPES[state]} {words.en}")) for state, words in STATE_WORDS.items())
LIGHT_COLUMNS: Final = (
    Field("light", Text("灯", "Light"), choices=MARKED, help=Text("各项灯中最差的一项，已豁免的不计", "The worst of its lights that no waiver hides")),
    *(Field(f"light_{key}", Text("灯：{w}", "Light: {w}").with_(w=words), choices=MARKED) for key, words in terms.LIGHT_WORDS),
)


def light_choices(actor: Actor, language: str) -> Sequence[tuple[str, str]]:
    """The lights that a list may be narrowed to: the one that stands for a project, then each of its own."""
    over = [(state, words.in_(language)) for state, words in MARKED]
    own = [
        (f"{key}.{state}", Text("{w}：{s}", "{w}: {s}").with_(w=words, s=dict(MARKED)[state]).in_(language))  # type: ignore[arg-type]
        for key, words in terms.LIGHT_WORDS
        for state in ("red", "yellow", "no_data")
    ]
    return [*over, *own]
