"""From an account or a person to the actor: the posts that are in force on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import PUBLIC, Actor, Post
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Role

from .models import Account, Appointment, Person


def posts_on(person: int, day: date) -> tuple[Post, ...]:
    """Posts of a person in force on a day: from the first day on, to the last day inclusive; own ones before covered ones."""
    found = (
        Appointment.objects.filter(person=person, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .select_related("place", "organ__place")
        .order_by("acting_for", "id")
    )
    roles = installed().roles
    posts = [
        Post(
            a.role,
            a.organ_id,
            a.place_id,
            a.place.path if _over_places(roles.get(a.role)) else "",
            a.acting_for_id,
            a.place.kind,
            Text(a.organ.short or a.organ.name, a.organ.short_en or a.organ.name_en or a.organ.short or a.organ.name),
            Text(a.organ.place.name, a.organ.place.name_en or a.organ.place.name),
        )
        for a in found
    ]
    return tuple(sorted(posts, key=lambda p: p.acting_for is not None))


def _over_places(role: Role | None) -> bool:
    return role is not None and role.scope == "place"


def still_there(pairs: Iterable[tuple[int, int]], day: date) -> set[tuple[int, int]]:
    """Which of these people (person, organ) hold a post in that organ on a day."""
    wanted = set(pairs)
    found = (
        Appointment.objects.filter(person__in={p for p, _ in wanted}, organ__in={o for _, o in wanted}, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .values_list("person_id", "organ_id")
    )
    return wanted & set(found) if wanted else set()


def actor_of(person: Person, day: date | None = None) -> Actor:
    """The person with the posts of a day (today when none is given)."""
    return Actor(
        person=person.pk,
        posts=posts_on(person.pk, day or clock.today()),
        rights_of_role=installed().rights_of_role,
        name=person.name,
    )


def actor_by_key(person: int) -> Actor:
    """The person of a key with the posts of today."""
    return actor_of(Person.objects.get(pk=person))


def actor_for(account: Account | None) -> Actor:
    """Who stands at an entrance: the account's person, or the public."""
    if account is None or not account.is_authenticated or not account.is_active:
        return PUBLIC
    return actor_of(account.person)


def find(username: str) -> Account | None:
    """The account of a sign-in name."""
    if "\x00" in username:
        # PostgreSQL has no such text, so nobody has such a name.
        return None
    return Account.objects.select_related("person").filter(username=username).first()
