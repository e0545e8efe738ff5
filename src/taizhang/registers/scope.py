"""The scopes that modules declare as `visible`: by place, by organ, by being staff. EXISTS or IN, never a join."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db.models import Q

from taizhang.frame.actor import Actor
from taizhang.frame.beginning import Begins

from .models import Place

Scope = Callable[[Actor], Q]

#: Nothing at all; and everything.
NONE = Q(id__in=[])
#: Not an empty Q: `a | Q()` is `a`, so that 'public, or anything for staff' would have meant 'public'.
ALL = ~NONE


def everyone(actor: Actor) -> Q:
    """Public facts: names of places and organs."""
    return ALL


def staff(actor: Actor) -> Q:
    """Anyone with a post, wherever it is."""
    return ALL if actor.machine or actor.posts else NONE


def below(paths: Iterable[str]) -> Q:
    """Places at or below one of the paths, as a condition over Place."""
    condition = NONE
    for path in paths:
        condition |= Q(Begins("path", path))
    return condition


def place_ids(actor: Actor) -> Q:
    """Places in one of the actor's subtrees, as a condition over Place."""
    return below(actor.place_paths)


def below_posts(actor: Actor) -> Q:
    """Places in which a right reaches: everybody sees all of them."""
    return ALL if actor.machine else place_ids(actor)


def in_place(column: str = "place") -> Scope:
    """Rows whose place lies in a subtree of one of the actor's posts."""

    def visible(actor: Actor) -> Q:
        if actor.machine:
            return ALL
        if not actor.posts:
            return NONE
        return Q(**{f"{column}__in": Place.objects.filter(place_ids(actor)).values("pk")})

    return visible


def of_organ(column: str = "organ") -> Scope:
    """Rows that belong to an organ in which the actor has a post."""

    def visible(actor: Actor) -> Q:
        return ALL if actor.machine else Q(**{f"{column}__in": actor.organs})

    return visible


def either(*scopes: Scope) -> Scope:
    """Rows that one of the scopes shows."""

    def visible(actor: Actor) -> Q:
        found = scopes[0](actor)
        for scope in scopes[1:]:
            found |= scope(actor)
        return found

    return visible
