"""The newspaper page phrase by phrase: the page with every mechanism underlined, and for each what it means and how much of it works.

Everything comes from one file, example_city/mechanisms.csv; nothing on the page is typed twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.cache import patch_cache_control

from taizhang.basis.text import Text
from taizhang.frame.catalogue import installed
from taizhang.surfaces import public_page

from . import source_text
from .example_city.mechanisms import INTERVIEWS, PAGE_HEADINGS, Interview, Mechanism, mechanisms
from .example_city.systems import HEADINGS, STATUSES, SYSTEMS, Status, System


@dataclass(frozen=True, slots=True)
class StatusCount:
    """How many phrases have a status, and what share that is in hundredths; the key is fit for a style and an address."""

    key: str
    label: Text
    count: int
    share: int = 0


@dataclass(frozen=True, slots=True)
class LivePage:
    """Where a mechanism can be seen; `inside` when the page asks for a sign-in."""

    address: str
    label: Text
    inside: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase with its status and its page; `chosen` when it is among those that the address asks for."""

    mechanism: Mechanism
    number: int
    status: StatusCount
    page: LivePage | None
    chosen: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading of the page."""

    heading: Text
    phrases: Sequence[Phrase]
    key: str

    @property
    def chosen(self) -> bool:
        """Whether any of its phrases is among those that the address asks for."""
        return any(phrase.chosen for phrase in self.phrases)


@dataclass(frozen=True, slots=True)
class Article:
    """One interview: its parts, and its paragraphs where the installation has the text."""

    interview: Interview
    parts: Sequence[Part]
    count: int
    passages: Sequence[tuple[str, Sequence[tuple[str, Phrase | None]]]] = ()


#: The pages without sign-in, with the names that the menu of the public site gives them.
_OPEN = {
    "/public/": Text("首页", "Front page"),
    "/public/projects/": Text("公开项目", "Published projects"),
    "/public/draws/": Text("公开抽取", "Public draws"),
    "/source/": Text("报纸原文对照", "The source, phrase by phrase"),
    "/verify/": Text("自己核验", "Check it yourself"),
    "/about/": Text("这是什么", "What is this"),
    "/glossary/": Text("术语", "Glossary"),
}


def source(request: HttpRequest) -> HttpResponse:
    """The page underlined, then every phrase in its order, or those that the address asks for."""
    system, status = request.GET.get("system", ""), request.GET.get("status", "")
    phrases = [_phrase(n, m, system, status) for n, m in enumerate(mechanisms(), 1)]
    chosen = [phrase for phrase in phrases if phrase.chosen]
    context = {
        "sheet": _articles(phrases, source_text.articles(settings.TAIZHANG_SOURCE_TEXT)),
        "entries": _articles(chosen),
        "shown": len(chosen),
        "phrases": len(phrases),
        "counts": status_counts(mechanisms()),
        "index": _index(),
        "system": system,
        "status": status,
        "filtered": bool(system or status),
    }
    return public_page.answer(request, "public/source.html", context)


def status_counts(of: Sequence[Mechanism]) -> list[StatusCount]:
    """Phrases per status, every status present, in the order from working to not yet; a share is never nought where there are some."""
    counted = Counter(m.status for m in of)
    shares = {s: max(1, round(100 * counted[s] / len(of))) if counted[s] else 0 for s in STATUSES}
    if of:
        most = max(STATUSES, key=lambda s: shares[s])
        shares[most] += 100 - sum(shares.values())
    return [StatusCount(_slug(s), label, counted[s], shares[s]) for s, label in STATUSES.items()]


def _slug(status: Status) -> str:
    return status.replace(" ", "-")


def _phrase(number: int, mechanism: Mechanism, system: str, status: str) -> Phrase:
    state = StatusCount(_slug(mechanism.status), STATUSES[mechanism.status], 1)
    chosen = system in ("", str(mechanism.system.number)) and status in ("", state.key)
    return Phrase(mechanism, number, state, live_page(mechanism.page), chosen)


@cache
def live_page(address: str) -> LivePage | None:
    """The page of that address with the name that the menus give it; None when this installation does not answer there."""
    path = address.partition("?")[0].partition("#")[0]
    try:
        resolve(path)
    except Resolver404:
        return None
    label = (_OPEN | _inside()).get(path, Text(path, path))
    return LivePage(address, label, not path.startswith(tuple(_OPEN)))


def _inside() -> dict[str, Text]:
    """The pages and lists that the installed modules put in their menus."""
    pages = {page.url: page.label for module in installed().modules for page in module.pages}
    return pages | {reverse("pages:list", args=[key]): listing.label for key, listing in installed().listings.items()}


def _articles(phrases: Sequence[Phrase], texts: source_text.Articles = ()) -> list[Article]:
    """The interviews that have some of the phrases, these under the headings of the page and in its order."""
    by_key = {phrase.mechanism.key: phrase for phrase in phrases}
    found = []
    for interview in INTERVIEWS:
        own = [phrase for phrase in phrases if phrase.mechanism.interview == interview]
        places = list(PAGE_HEADINGS[interview.number].values())
        grouped = groupby(own, key=lambda phrase: phrase.mechanism.heading)
        parts = [Part(heading, tuple(those), f"{interview.number}-{places.index(heading)}") for heading, those in grouped]
        text = texts[interview.number - 1] if texts else ()
        passages = [(p.kind, [(piece.words, by_key.get(piece.key)) for piece in p.pieces]) for p in text]
        found.append(Article(interview, parts, len(own), passages))
    return [article for article in found if article.parts]


@cache
def _index() -> list[tuple[Text, list[tuple[System, list[StatusCount], int]]]]:
    """The systems under the headings of the menu, each with its phrases by status and altogether."""
    found = []
    for heading, words in HEADINGS.items():
        under = [(s, [m for m in mechanisms() if m.system == s]) for s in SYSTEMS if s.heading == heading]
        if under:
            found.append((words, [(s, status_counts(of), len(of)) for s, of in under]))
    return found


# -- for scripts --------------------------------------------------------------------------------------------------------


def phrases(request: HttpRequest) -> JsonResponse:
    """The same as the page says, for scripts: counts, interviews, systems, and every phrase in the order of the page."""
    answer = {
        "counts": {count.key: count.count for count in status_counts(mechanisms())},
        "interviews": [_interview(i) for i in INTERVIEWS],
        "systems": [_system(s) for s in SYSTEMS],
        "phrases": [_line(m) for m in mechanisms()],
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "indent": 1})
    patch_cache_control(response, public=True, max_age=600)
    return response


def _both(text: Text | None) -> dict[str, str] | None:
    return {"zh": text.zh, "en": text.en} if text else None


def _interview(interview: Interview) -> dict[str, Any]:
    return {"number": interview.number, "headline": _both(interview.headline), "speaker": _both(interview.speaker)}


def _system(system: System) -> dict[str, Any]:
    return {"number": system.number, "module": system.module, "name": _both(system.name), "heading": _both(system.heading_text)}


def _line(m: Mechanism) -> dict[str, Any]:
    page = live_page(m.page) if m.page else None
    return {
        "key": m.key,
        "phrase": m.phrase,
        "english": m.english,
        "interview": m.interview.number,
        "order": m.order,
        "heading": _both(m.heading),
        "paragraph": m.paragraph,
        "sentence": m.sentence,
        "start": m.start,
        "end": m.end,
        "system": m.system.number,
        "meaning": _both(m.meaning),
        "status": _slug(m.status),
        "there": _both(m.there),
        "page": {"address": page.address, "label": _both(page.label), "sign_in": page.inside} if page else None,
        "test": m.test or None,
    }
