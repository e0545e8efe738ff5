"""What a calendar address shows: the days of nodes and due lines, through the eyes of the person whose address it is."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from taizhang.basis.text import Text
from taizhang.basis.uuid7 import moment_of
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Record
from taizhang.registers import calendar as days
from taizhang.registers import people, scope
from taizhang.registers.models import Account

from .. import schedule, terms
from ..icalendar import Occasion
from ..models import Feed, Link, Node
from .nodes import own_nodes

#: More days than this in one calendar help nobody.
MOST = 500


def own_feeds(actor: Actor) -> Q:
    """Calendar addresses are for the person who opened them alone."""
    if actor.machine:
        return scope.ALL
    return Q(person=actor.person) if actor.person is not None else scope.NONE


def secret_of(feed: int) -> str:
    """The part of an address that nobody can guess: 32 letters and digits."""
    digest = salted_hmac("taizhang.projects.feed", str(feed), algorithm="sha256").digest()
    return base64.b32encode(digest[:20]).decode().lower()


def feed_at(key: int, secret: str) -> tuple[Feed, Actor] | None:
    """The open feed of an address, with its person as they may act today; None for anything else, which all looks alike.

    A reset of the account ends the addresses that were opened before, as it ends sessions and tokens.
    """
    feed = Feed.objects.filter(pk=key, closed_on__isnull=True).select_related("person", "project").first()
    if not constant_time_compare(secret, secret_of(key)) or feed is None:
        return None
    account = Account.objects.filter(person=feed.person_id, is_active=True).first()
    if account is None or (account.shut_at is not None and moment_of(feed.entry) <= account.shut_at):
        # Whoever had the account before it was reset may have opened the address.
        return None
    return feed, people.actor_of(feed.person)


def occasions(actor: Actor, feed: Feed, node: Record, item: Record, base: str) -> list[Occasion]:
    """What is still to come or late, by day: nodes on the day on which they now finish, lines of the checklist when they are due."""
    nodes = reading.rows(actor, node).filter(state__in=(*terms.OPEN_NODES, "reported"), project__standing__in=("normal", "adjusted"))
    items = reading.rows(actor, item).filter(state="open", due__isnull=False)
    if feed.project_id is not None:
        nodes, items = nodes.filter(project=feed.project_id), items.filter(project=feed.project_id)
    else:
        nodes = nodes.filter(own_nodes(actor))
        items = items.filter(Q(organ__in=actor.organs) | Q(person=actor.person))
    chosen = list(nodes.select_related("project").order_by("project", "id")[:MOST])
    due = items.select_related("project").order_by("due", "id")[:MOST]
    found = [*_of_nodes(chosen, feed.language, base), *_of_items(due, feed.language, base)]
    return sorted(found, key=lambda o: (o.day, o.uid))[:MOST]


def _of_nodes(chosen: list[Any], lang: str, base: str) -> Iterator[Occasion]:
    finish = _finishes({n.project_id: n.project for n in chosen}, clock.today())
    for n in chosen:
        days_of = finish[n.project_id].get(n.key)
        if days_of is None:
            continue
        title = n.title_en if lang == "en" and n.title_en else n.title
        state = dict(terms.NODE_STATES)[n.state].in_(lang)
        critical = Text("；关键节点", "; critical").in_(lang) if days_of.critical else ""
        where = f"{base}/r/projects.node/{n.pk}/"
        yield Occasion(uid(f"projects.node-{n.pk}"), days_of.finish.date, _matter(n.project, title, lang), f"{state}{critical}", where)


def _of_items(chosen: Any, lang: str, base: str) -> Iterator[Occasion]:
    for i in chosen:
        title = i.title_en if lang == "en" and i.title_en else i.title
        yield Occasion(uid(f"projects.item-{i.pk}"), i.due, _matter(i.project, title, lang), i.source, f"{base}/r/projects.item/{i.pk}/")


def _finishes(projects: dict[int, Any], today: date) -> dict[int, Any]:
    """The computed days of every node of some projects, by project and key; three queries however many there are."""
    calendar = days.calendar()
    nodes: dict[int, list[Any]] = {key: [] for key in projects}
    links: dict[int, list[Any]] = {key: [] for key in projects}
    for n in Node.objects.filter(project__in=list(projects)).order_by("id"):
        nodes[n.project_id].append(n)
    for k in Link.objects.filter(node__project__in=list(projects)).select_related("node").order_by("id"):
        links[k.node.project_id].append(k)
    return {key: schedule.plan(nodes[key], links[key], calendar, today, p.registered_on).dates for key, p in projects.items()}


def _matter(project: Any, title: str, lang: str) -> str:
    """The title of an event: whose, and what."""
    return f"{project.name_en or project.name}: {title}" if lang == "en" else f"{project.name}：{title}"


def uid(name: str) -> str:
    """A name that no other installation gives, and this one always gives again."""
    return f"{name}-{salted_hmac('taizhang.uid', 'installation').hexdigest()[:12]}@taizhang"
