"""The three-minute tour of the example city: a panel on the real pages, and the same as a page of links without scripts.

Where somebody is stands in one cookie of the browser: nothing is kept of it on the server.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.modules.projects import queries, rules
from taizhang.modules.projects.declared.records import PROJECT, RECORDS, REPORT
from taizhang.surfaces import public_page

from .example_city.people import PEOPLE, Person
from .example_city.tours import TOURS, Step, Tour

COOKIE = "taizhang_tour"
_DAYS_30 = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a tour; `left` when they went off and may come back."""

    tour: Tour
    number: int
    left: bool = False

    @property
    def step(self) -> Step:
        return self.tour.steps[self.number - 1]

    @property
    def count(self) -> int:
        return len(self.tour.steps)

    @property
    def before(self) -> str:
        """The address of the step before; '' at the first."""
        return address(self.tour, self.number - 1) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next step; '' at the last."""
        return address(self.tour, self.number + 1) if self.number < self.count else ""

    @property
    def here(self) -> str:
        """The address that leads to the page of this step."""
        return address(self.tour, self.number)

    @property
    def person(self) -> Person | None:
        """As whom this tour is walked; None where nobody signs in."""
        return next((p for p in PEOPLE if p.sign_in == self.tour.sign_in), None)

    @property
    def steps(self) -> list[tuple[int, Step, str]]:
        """All steps with their numbers and addresses."""
        return [(n, step, address(self.tour, n)) for n, step in enumerate(self.tour.steps, 1)]


def address(tour: Tour, number: int) -> str:
    """The address of a step, which leads on to its page."""
    return reverse("public:tour_step", args=[tour.key, number])


def place_of(request: HttpRequest) -> Place | None:
    """Where the browser is in a tour; None where there is none, or the installation is not the example city."""
    if not settings.TAIZHANG_EXAMPLE:
        return None
    key, _, rest = request.COOKIES.get(COOKIE, "").partition(".")
    number, _, left = rest.partition(".")
    tour = TOURS.get(key)
    if tour is None or not (number.isascii() and number.isdigit() and 1 <= int(number[:3]) <= len(tour.steps)):
        return None
    return Place(tour, int(number[:3]), left == "left")


def tours(request: HttpRequest) -> HttpResponse:
    """The tours there are, and the one that somebody left."""
    if not settings.TAIZHANG_EXAMPLE:
        return public_page.missing(request)
    found = [Place(tour, 1) for tour in TOURS.values()]
    return public_page.answer(request, "public/tours.html", {"tours": found, "begun": place_of(request)})


def tour(request: HttpRequest, key: str) -> HttpResponse:
    """One tour as a page of links."""
    if not settings.TAIZHANG_EXAMPLE or key not in TOURS:
        return public_page.missing(request)
    return public_page.answer(request, "public/tour.html", {"place": Place(TOURS[key], 1)})


def step(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The browser is at a step, and shows its page; who has to sign in first does so on the way."""
    found = TOURS.get(key)
    if not settings.TAIZHANG_EXAMPLE or found is None or not 1 <= number <= len(found.steps):
        return public_page.missing(request)
    signed_in = bool(getattr(request.user, "is_authenticated", False))
    if found.sign_in and not signed_in:
        where = f"{reverse('pages:sign_in')}?{urlencode({'next': address(found, number)})}"
    else:
        where = page_of(found.steps[number - 1], request.actor)  # type: ignore[attr-defined]
    return _kept(HttpResponseRedirect(where + "#tour"), f"{found.key}.{number}")


def leave(request: HttpRequest) -> HttpResponse:
    """The panel is gone; where somebody was is remembered."""
    onward = request.GET.get("next", "")
    safe = onward and url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure())
    place = place_of(request)
    answer = HttpResponseRedirect(onward if safe else reverse("public:front"))
    return _kept(answer, f"{place.tour.key}.{place.number}.left") if place else answer


def _kept(answer: HttpResponse, value: str) -> HttpResponse:
    secure = settings.SESSION_COOKIE_SECURE
    answer.set_cookie(COOKIE, value, max_age=_DAYS_30, secure=secure, httponly=True, samesite="Lax")
    return answer


def page_of(step: Step, actor: Actor) -> str:
    """The page of a step as this person has it; where they have none of that kind, the list in which it would be."""
    if "{" not in step.where:
        return step.where
    known = {name: find(actor) for name, find in _FIND.items() if f"{{{name}}}" in step.where}
    if any(value is None for value in known.values()):
        return "/list/projects.projects/?all=1" if step.where.startswith("/r/") else "/public/projects/"
    return step.where.format_map(known)


def _due(actor: Actor) -> int | None:
    """A project whose month is not reported, otherwise one on which there is something to see."""
    waiting = queries.to_report(actor, RECORDS, _period(actor)).values_list("pk", flat=True).first()
    return waiting or _project(actor)


def _project(actor: Actor) -> int | None:
    rows = reading.rows(actor, PROJECT)
    for stages in (("building", "started"), ("permitted",)):
        if key := rows.filter(stage__in=stages, total_investment_fen__gt=0).order_by("id").values_list("pk", flat=True).first():
            return int(key)
    return rows.order_by("id").values_list("pk", flat=True).first()


def _submitted(actor: Actor) -> int | None:
    rows = reading.rows(actor, REPORT).order_by("-id").values_list("pk", flat=True)
    return rows.filter(state="submitted").first() or rows.first()


def _published(actor: Actor) -> int | None:
    return reading.rows(actor, PROJECT).filter(published=True).order_by("-total_investment_fen", "id").values_list("pk", flat=True).first()


def _period(actor: Actor) -> str:
    return rules.due_period(clock.today())


_FIND: dict[str, Any] = {"due": _due, "period": _period, "project": _project, "submitted": _submitted, "published": _published}
