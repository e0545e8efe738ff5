"""Verbs of calendar addresses: one is opened, and closed for good."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers.models import Person

from ..models import Feed, Project


def open_feed(
    by: Hand,
    *,
    project: Annotated[
        Project | None,
        Ask(Text("项目", "Project"), ref="projects.project", help=Text("留空：我和本单位负责的全部节点和事项", "Empty: all that I and my organ answer for")),
    ] = None,
    language: Annotated[str, Ask(Text("语言", "Language"), choices=(("zh", Text("中文", "Chinese")), ("en", Text("英文", "English"))))] = "zh",
) -> Feed:
    """There is a calendar address that shows what the person may see, to whoever knows it.

    Raises:
        Conflict: the actor is no person.
    """
    person = Person.objects.filter(pk=by.actor.person or 0).first()
    if person is None:
        raise Conflict(Text("只有个人可以开通日历订阅", "Only a person has a calendar address"), code="no_person")
    return by.put(Feed(person=person, project=project, language=language, opened_on=by.today))


def close_feed(feed: Feed, by: Hand) -> None:
    """The address is dead; another one can be opened.

    Raises:
        Conflict: it was closed before.
    """
    if feed.closed_on is not None:
        raise Conflict(Text("该订阅地址已经停用", "This address was closed before"), code="closed")
    feed.closed_on = by.today
    by.put(feed)
