"""Calendar addresses: the record and its verbs."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Action, Field, Record

from .. import models, terms
from ..actions import feeds
from ..queries.feeds import own_feeds

FEEDS_RIGHT: Final = "projects.feed"

FEED = Record(
    "projects.feed",
    Text("日历订阅", "Calendar address"),
    models.Feed,
    models.FeedHistory,
    visible=own_feeds,
    fields=(
        Field("person", Text("订阅人", "Person")),
        Field("project", Text("项目", "Project")),
        Field("language", Text("语言", "Language")),
        Field("opened_on", Text("开通日期", "Opened on")),
        Field("closed_on", Text("停用日期", "Closed on")),
    ),
    title=lambda row: f"日历订阅 {row.id}",
    title_en=lambda row: f"Calendar address {row.id}",
    select_related=("person", "project"),
)

FEED_ACTIONS = (
    Action(feeds.open_feed, Text("开通日历订阅", "Open a calendar address"), None, FEEDS_RIGHT, law=terms.RULE, creates=FEED),
    Action(
        feeds.close_feed,
        Text("停用日历订阅", "Close the calendar address"),
        FEED,
        FEEDS_RIGHT,
        law=terms.RULE,
        confirm=Text("停用后该地址不能恢复，可另开一个。", "A closed address stays closed; another can be opened."),
    ),
)
