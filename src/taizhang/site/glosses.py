"""What an English reader is told of a word on a signed-in page: the Chinese it stands for, and what a term of the office means.

The words are those of the glossary and of the declarations themselves: no template says what it glosses. Where scripts run, they
mark the words in place; where none do, the terms of a page stand at its end, each with its way to the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from taizhang.basis.text import Text
from taizhang.frame.catalogue import installed
from taizhang.frame.conformance import texts
from taizhang.surfaces.pages.layout import HEADINGS

from .example_city.glossary_terms import TERMS
from .templatetags.example_words import anchor

#: A longer text is a sentence, not a name; and one English word for more Chinese ones than this says nothing about either.
_LONGEST_LABEL, _MOST_READINGS = 40, 2
_SENTENCE = re.compile(r"[{}.;:?]|\d{3}")
#: Marks a value as generated, in every other name: not a word to be explained each time.
_TOO_COMMON = frozenset({"示例"})


def glosses(request: HttpRequest) -> JsonResponse:
    """All terms with their meaning, and all labels with their Chinese, for the script of the English pages."""
    response = JsonResponse(_words(), json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, max-age=600"
    return response


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    glossary = reverse("public:glossary")
    terms = [
        {"en": t.en, "zh": t.zh, "gloss": t.gloss, "href": f"{glossary}#{anchor(t)}"} for t in TERMS if t.zh not in _TOO_COMMON
    ]
    return {"terms": terms, "labels": labels()}


# -- without scripts ------------------------------------------------------------------------------------------------------

#: Only a page that asks for the glosses has this; it is there in English alone.
_ASKS = b'data-glosses="'
_END = b'<footer class="tz-foot">'
_UNSEEN = re.compile(r"<(script|style|select|textarea|svg)\b.*?</\1>|<[^>]*>", re.DOTALL)


def terms_at_the_end(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: a page that would mark its terms by a script also names them at its end for browsers that run none."""

    def answered(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not response.streaming and response.status_code < 500 and response.headers.get("Content-Type", "").startswith("text/html"):
            content: bytes = response.content  # type: ignore[attr-defined]
            if _ASKS in content and (at := content.find(_END)) >= 0:
                begin = max(content.find(b"<main"), 0)
                told = at_the_end(content[begin:at].decode())
                response.content = content[:at] + told.encode() + content[at:]  # type: ignore[attr-defined]
        return response

    return answered


def at_the_end(page: str) -> str:
    """The terms that stand in a page, in the order of the glossary, as links that only browsers without scripts show."""
    found = terms_in(unescape(_UNSEEN.sub(" ", page)))
    return render_to_string("public/page_terms.html", {"terms": found}) if found else ""


def terms_in(text: str) -> list[dict[str, str]]:
    """The terms of the glossary that a text names, in its order; 'certified' is no 'certificate', but plurals count."""
    lowered = text.lower()
    # Whether the letters occur at all is asked first: that costs a hundredth of the pattern.
    return [term for name, pattern, term in _patterns() if name in lowered and pattern.search(lowered)]


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str], dict[str, str]], ...]:
    names = ((t["en"].lower(), t) for t in _words()["terms"])
    return tuple((name, re.compile(rf"\b{re.escape(name)}(?:s|es)?\b"), term) for name, term in names)


def labels() -> dict[str, str]:
    """Every English label of the installed modules with the Chinese that it stands for; what has too many is left out."""
    found: dict[str, set[str]] = {}
    for text in (*(t for _, t in texts(installed())), *(t for t, _ in HEADINGS)):
        if _is_label(text):
            found.setdefault(text.en.strip().lower(), set()).add(text.zh.strip())
    readings = {en: _shortest(zh) for en, zh in found.items()}
    return {en: "、".join(zh) for en, zh in sorted(readings.items()) if len(zh) <= _MOST_READINGS}


def _shortest(words: set[str]) -> list[str]:
    """The words without those that only say more of another one (转为在建 beside 在建)."""
    return sorted(w for w in words if not any(other != w and other in w for other in words))


def _is_label(text: Text) -> bool:
    return len(text.en) <= _LONGEST_LABEL and text.en != text.zh and not _SENTENCE.search(text.en)
