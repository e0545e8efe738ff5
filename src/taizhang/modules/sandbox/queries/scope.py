"""Who sees that a firm is in the sandbox: the office that keeps its file, and those who decide in its place. Nobody else."""

from __future__ import annotations

from django.db.models import Q

from taizhang.frame.actor import Actor
from taizhang.registers import scope
from taizhang.registers.models import Place

from .. import terms
from ..models import Member


def members(actor: Actor) -> Q:
    """Firms of the actor's own office, and for those who approve all of their place; another department's are not shown to a planner."""
    if actor.machine:
        return scope.ALL
    found = scope.NONE
    if paths := actor.with_right(terms.APPROVE).place_paths:
        found |= Q(place__in=Place.objects.filter(scope.below(paths)).values("pk"))
    keeper = actor.with_right(terms.KEEP)
    if keeper.place_paths:
        below = Place.objects.filter(scope.below(keeper.place_paths)).values("pk")
        found |= Q(organ__in=keeper.organs, place__in=below)
    return found


def contacts(actor: Actor) -> Q:
    """Contacts with the firms that the actor sees."""
    return scope.ALL if actor.machine else Q(member__in=Member.objects.filter(members(actor)).values("pk"))
