"""Pages about the installation as a whole, for everyone: front page, checking, glossary, explanations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse

from taizhang.basis.text import Text
from taizhang.frame import clock, reading, signing
from taizhang.frame.actor import PUBLIC
from taizhang.kernels.ledger import store
from taizhang.modules.projects import lifecycle, queries
from taizhang.modules.projects.declared.records import PROJECT, RECORDS
from taizhang.modules.projects.pages import public as public_projects
from taizhang.registers.records import PLACE
from taizhang.site.example_city.glossary_terms import TERMS
from taizhang.site.example_city.mechanisms import mechanisms
from taizhang.site.example_city.named_projects import LADDER, NAMED_PROJECTS, NamedProject
from taizhang.site.example_city.systems import ARTICLES
from taizhang.surfaces import public_page

from .desks import DESKS
from .source_page import status_counts

_LATEST = 6


# -- front page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure of the front page, the share of the largest it is drawn with, and the address of its rows."""

    label: Text
    count: int
    share: int
    query: str


def front(request: HttpRequest) -> HttpResponse:
    """What this is, how much of it is public, what works, and where to check it."""
    by_stage = queries.overview(PUBLIC, RECORDS)
    stages = [(words, by_stage.get(key, 0), f"stage={key}") for key, words in lifecycle.STAGE_WORDS]
    context = {
        "total": sum(by_stage.values()),
        "stages": _bars([stage for stage in stages if stage[1]]),
        "districts": _bars(_district_counts()),
        "latest": public_projects.newest(_LATEST),
        "counts": status_counts(mechanisms()),
        "phrases": len(mechanisms()),
        "desks": DESKS,
        "log": log_state(),
        "now": _now(),
    }
    return public_page.answer(request, "public/front.html", context)


def _bars(lines: Sequence[tuple[Text, int, str]]) -> list[Bar]:
    largest = max((count for _, count, _ in lines), default=0)
    return [Bar(label, count, max(2, round(100 * count / largest)), query) for label, count, query in lines]


def _district_counts() -> list[tuple[Text, int, str]]:
    found = reading.rows(PUBLIC, PROJECT).order_by().values("district").annotate(n=Count("id"))
    counts = {row["district"]: row["n"] for row in found}
    places = reading.rows(PUBLIC, PLACE).filter(id__in=counts).order_by("path")
    return [(Text(PLACE.name_of(p), PLACE.name_of(p, "en")), counts[p.pk], f"district={p.pk}") for p in places]


def _now() -> datetime:
    return clock.now().astimezone(clock.ZONE)


# -- the named projects of the page -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quoted:
    """What the newspaper page says of one project by name: the verb it uses, in which interview."""

    name: str
    verb: str
    rung: Text
    article: Text
    anchor: str


def quoted(name: str) -> Quoted | None:
    """What the page says of a project of this name; None when the page does not name it."""
    named = _BY_NAME.get(_plain(name))
    if named is None:
        return None
    return Quoted(named.name.zh, named.verb, LADDER[named.rung], ARTICLES[named.article], _anchor(named))


def _plain(name: str) -> str:
    """A name with the brackets of the newspaper, whichever kind was typed."""
    return name.replace("（", "(").replace("）", ")")


_BY_NAME = {_plain(project.name.zh): project for project in NAMED_PROJECTS}


def _anchor(named: NamedProject) -> str:
    """The phrase that contains the project's name, otherwise the system of projects."""
    begin, end = named.name_span
    for mechanism in mechanisms():
        if mechanism.start <= begin and end <= mechanism.end:
            return mechanism.key
    return "system-4"


# -- checking -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LogState:
    """How far the log has grown, how far it is signed and witnessed, and by whom it should be.

    `needed` of the `witnesses` have to sign; `witnessed_size` is the largest head that so many have signed.
    """

    size: int
    root: str
    signed_size: int | None
    signed_at: datetime | None
    witnesses: tuple[str, ...]
    needed: int
    witnessed_size: int | None
    oldest_word: int | None

    @property
    def open(self) -> int:
        """Entries in the window: written, but in no head that enough witnesses have signed."""
        return self.size - (self.witnessed_size or 0)


def log_state() -> LogState:
    """The log as it is now."""
    size, root = store.head()
    last, policy = store.latest_checkpoint(), signing.policy()
    seen = store.witnessed(policy.k) if policy else None
    return LogState(
        size=size,
        root=root.hex(),
        signed_size=last[0] if last else None,
        signed_at=datetime.fromisoformat(last[2]).astimezone(clock.ZONE) if last else None,
        witnesses=tuple(witness.name for witness in policy.witnesses) if policy else (),
        needed=policy.k if policy else 0,
        witnessed_size=seen[0] if seen else None,
        oldest_word=policy.max_age_seconds if policy else None,
    )


def verify(request: HttpRequest) -> HttpResponse:
    """What the log is, how anyone checks an entry, and what stands behind it at this moment."""
    return public_page.answer(request, "public/verify.html", {"log": log_state(), "now": _now()})


# -- explanations -------------------------------------------------------------------------------------------------------


def about(request: HttpRequest) -> HttpResponse:
    """Plenum, commission, district, lists and roles, for somebody who has never seen such an office."""
    return public_page.answer(request, "public/about.html", {"desks": DESKS})


def glossary(request: HttpRequest) -> HttpResponse:
    """All terms, or those that contain what was asked."""
    asked = request.GET.get("q", "").strip()[:60]
    numbered = list(enumerate(TERMS, 1))
    shown = [(n, t) for n, t in numbered if asked.lower() in f"{t.zh} {t.en} {t.gloss}".lower()]
    return public_page.answer(request, "public/glossary.html", {"terms": shown, "asked": asked, "all": len(TERMS)})


def accessibility(request: HttpRequest) -> HttpResponse:
    """What was done for readers with impairments, and what is not good enough yet."""
    return public_page.answer(request, "public/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of whom, and how personal data are erased from a log that cannot be altered."""
    context = {"session_minutes": settings.SESSION_COOKIE_AGE // 60, "language_cookie": settings.LANGUAGE_COOKIE_NAME}
    return public_page.answer(request, "public/privacy.html", context)


def missing(request: HttpRequest, rest: str = "") -> HttpResponse:
    """A page that is not there, said plainly."""
    return public_page.missing(request)


_ROBOTS = """User-agent: *
Allow: /public/
Allow: /source/
Allow: /verify/
Allow: /about/
Allow: /glossary/
Allow: /accessibility/
Allow: /privacy/
Allow: /static/
Disallow: /
"""


def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read what everyone may read, and nothing else."""
    return HttpResponse(_ROBOTS, content_type="text/plain; charset=utf-8")
