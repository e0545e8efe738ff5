"""Terms with their gloss, and the people whose cards stand on the sign-in page of the example city."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from taizhang.site import tour
from taizhang.site.demo import PASSWORD
from taizhang.site.example_city.glossary_terms import TERMS, Term
from taizhang.site.example_city.people import PEOPLE, ROLES, Person
from taizhang.site.example_city.tours import BY_PERSON

register = template.Library()

_PLACE_OF = {term.zh: number for number, term in enumerate(TERMS, 1)}


def anchor(term: Term) -> str:
    """Where the term stands in the glossary."""
    return f"term-{_PLACE_OF[term.zh]}"


@register.simple_tag(takes_context=True)
def gloss(context: Any, zh: str, first: bool = False) -> str | SafeString:
    """The term in the language of the page; in English with the Chinese word, its meaning on hover and a way to the glossary.

    `first` begins the term with a capital letter.

    Raises:
        KeyError: the glossary does not have the word.
    """
    term = TERMS[_PLACE_OF[zh] - 1]
    if context.get("lang") != "en":
        return term.zh
    address = f"{reverse('public:glossary')}#{anchor(term)}"
    shown = '<a class="gloss" href="{}"><abbr title="{}">{}</abbr></a> (<span lang="zh-Hans">{}</span>)'
    word = term.en[:1].upper() + term.en[1:] if first else term.en
    return format_html(shown, address, term.gloss, word, term.zh)


@register.simple_tag
def example_people() -> tuple[Person, ...]:
    """The people of the example city; nobody where the installation is a real city's."""
    return PEOPLE if getattr(settings, "TAIZHANG_EXAMPLE", False) else ()


@register.simple_tag
def example_password() -> str:
    """The one password of the example city's people; empty where the installation is a real city's."""
    return PASSWORD if getattr(settings, "TAIZHANG_EXAMPLE", False) else ""


@register.simple_tag(takes_context=True)
def tour_place(context: Any) -> tour.Place | None:
    """Where the reader is in a tour of the example city; None where there is none."""
    request = context.get("request")
    return tour.place_of(request) if request is not None else None


@register.filter
def tour_of(person: Person) -> str:
    """The address of the first step of a person's tour; '' for those who have none."""
    found = BY_PERSON.get(person.sign_in)
    return tour.address(found, 1) if found else ""


@register.filter
def role_of(person: Person) -> Any:
    """What the role of a person is called."""
    return ROLES[person.role]
