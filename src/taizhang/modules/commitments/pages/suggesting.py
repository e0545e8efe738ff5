"""What an assistant suggests of a document, beside its register: asked only by a press of a button, marked as its own, each for a person to take up."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.core.cache import cache
from django.urls import reverse

from taizhang.basis.text import Text

from ..queries import sitting
from ..queries.assistant import assistant, is_named
from ..queries.sitting import Line
from ..reading.assistant import Suggested, suggested

_LOG: Final = logging.getLogger(__name__)
#: Seconds for which an answer is kept: a sitting takes up many suggestions of one reading.
_KEPT: Final = 1800
KIND_WORDS: Final[Mapping[str, Text]] = {
    "task": Text("可能是任务", "May be a task"),
    "not_a_task": Text("可能不是任务", "May be no task"),
    "term": Text("可能是提法", "May be a term"),
}
_SILENT: Final = Text("助手没有答复。不影响分解：照常确认、交办。", "The assistant gave no answer. Nothing else depends on it: go on as usual.")


@dataclass(frozen=True, slots=True)
class Shown:
    """One suggestion as it stands on the page; `line` is the place that it is about, None for one that nobody has read."""

    said: Suggested
    words: str
    kind: Text
    line: Line | None
    href: str = ""

    @property
    def span(self) -> str:
        """The place as an input names it."""
        return self.line.span if self.line is not None else f"{self.said.start}-{self.said.end}"


@dataclass(frozen=True, slots=True)
class Offer:
    """Whether the assistant was asked, who it is, and what it said that nobody has decided yet."""

    asked: bool = False
    name: str = ""
    problem: Text | None = None
    rows: Sequence[Shown] = ()


def offer(source: Any, document: Any, lines: Sequence[Line], asked: bool) -> Offer | None:
    """What may be shown of an assistant; None where none is plugged in. The text is given to it only when somebody asks."""
    if not is_named():
        return None
    if not asked:
        return Offer()
    try:
        name, said = _answer(source, document)
    except Exception:  # The assistant is somebody else's program: whatever goes wrong in it is no fault of this page.
        _LOG.exception("the assistant gave no answer")
        return Offer(True, problem=_SILENT)
    return Offer(True, name, None, [row for each in said if (row := _shown(each, source, document, lines)) is not None])


def _answer(source: Any, document: Any) -> tuple[str, tuple[Suggested, ...]]:
    helper = assistant()
    assert helper is not None
    read = repr([(c.start, c.end) for c in document.commitments])
    key = "commitments.suggested." + hashlib.sha256(f"{helper.name}\n{read}\n{source.text}".encode()).hexdigest()
    said = cache.get(key)
    if said is None:
        said = suggested(source.text, document, helper)
        cache.set(key, said, _KEPT)
    return helper.name, said


def _shown(said: Suggested, source: Any, document: Any, lines: Sequence[Line]) -> Shown | None:
    """The suggestion, unless what it is about was decided already, or stands in the list by itself."""
    place = (said.start, said.end)
    line = next((each for each in lines if sitting.same_place(place, (each.start, each.end))), None)
    words = "".join(source.text[said.start : said.end].split())
    href = ""
    if said.kind == "task" and (line is not None or any(a.start < said.end and said.start < a.end for a in lines if a.task is not None)):
        return None
    if said.kind == "not_a_task" and (line is None or not line.is_waiting):
        return None
    if said.kind == "term":
        if any(term.start < said.end and said.start < term.end for term in document.terms):
            return None
        form = reverse("pages:act", args=["registers.place", source.place_id, "commitments.enter_term"])
        href = f"{form}?{urlencode({'name': words[:40]})}"
    return Shown(said, words, KIND_WORDS[said.kind], line if said.kind == "not_a_task" else None, href)
