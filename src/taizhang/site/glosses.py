"""What an English reader is told of a word on a signed-in page: the Chinese it stands for, and what a term of the office means.

The words are those of the glossary and of the declarations themselves: no template says what it glosses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, JsonResponse
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
