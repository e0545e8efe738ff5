"""Sample checks: the records, their verbs and their list."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Action, Apart, Field, Filter, Listing, PageLink, Record
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from .. import lifecycle, models, queries, terms
from ..actions import spot as verbs
from .verbs import CHECK

SPOT: Final = Record(
    "commitments.spot_check",
    Text("抽核", "Sample check"),
    models.SpotCheck,
    models.SpotCheckHistory,
    visible=scope.in_place(),
    fields=(
        Field("title", Text("名称", "Name")),
        Field("place", Text("区划", "Place")),
        Field("organ", Text("抽核单位", "Organ that draws")),
        Field("state", Text("状态", "State"), choices=terms.SPOT_STATES),
        Field("since", Text("销号自", "Closed from")),
        Field("until", Text("销号至", "Closed until")),
        Field("size", Text("抽样框数量", "Size of the pool")),
        Field("percent", Text("抽取比例", "Share"), unit="%"),
        Field("take", Text("抽取数量", "Drawn")),
        Field("event", Text("公开事件", "Public event")),
        Field("event_on", Text("事件日期", "Day of the event")),
        Field("committed_on", Text("承诺日期", "Committed on")),
        Field("commitment", Text("承诺值", "Commitment")),
        Field("drawn_on", Text("抽取日期", "Drawn on")),
        Field("seed", Text("种子", "Seed")),
        Field("revealed", Text("公布内容", "What was revealed")),
        Field("manifest", Text("抽取承诺清单", "Manifest")),
        Field("frame", Text("抽样框", "Frame")),
        Field("reason", Text("理由", "Reason")),
    ),
    title=lambda row: row.title,
    lifecycles={"spot/1": lifecycle.SPOT},
    select_related=("place", "organ"),
    sheets=(
        PageLink("/commitments/spot/{id}/frame.csv", Text("抽样框文件", "Frame as a file")),
        PageLink("/commitments/spot/{id}/manifest.json", Text("承诺清单文件", "Manifest as a file")),
    ),
)
DRAWN: Final = Record(
    "commitments.spot_task",
    Text("抽中的任务", "Drawn task"),
    models.SpotTask,
    models.SpotTaskHistory,
    visible=queries.of_visible_spot,
    fields=(
        Field("check_row", Text("抽核", "Sample check")),
        Field("number", Text("抽签次序", "Order of tickets")),
        Field("task", Text("任务", "Task")),
        Field("substitute", Text("替补", "Substitute")),
        Field("holds", Text("结论", "Verdict"), choices=terms.SPOT_VERDICTS),
        Field("finding", Text("抽核情况", "What was found")),
        Field("looked_on", Text("抽核日期", "Looked at on")),
    ),
    title=lambda row: row.task.title[:80],
    parent="check_row",
    select_related=("task", "check_row"),
)


#: Where a party of a check makes the secret that it keeps and the commitment that it hands in.
SECRET_TITLE: Final = Text("抽核密值", "Secret for a sample check")
ACTIONS = (
    Action(verbs.commit_spot_check, Text("承诺抽核", "Commit to a sample check"), PLACE, CHECK, law=terms.SAMPLE, creates=SPOT),
    Action(
        verbs.draw_spot_check,
        Text("抽取", "Draw"),
        SPOT,
        CHECK,
        law=terms.SAMPLE,
        primary=True,
        # Whoever fixed the list does not also type the result that decides it.
        apart_from=(Apart("commitments.commit_spot_check"),),
    ),
    Action(verbs.void_spot_check, Text("作废", "Void"), SPOT, CHECK, law=terms.SAMPLE),
    Action(verbs.report_spot_check, Text("登记抽核情况", "Report what was found"), DRAWN, CHECK, law=terms.VERIFIED_BY_ANOTHER, primary=True),
)
LISTING = Listing(
    "commitments.spot_checks",
    SPOT,
    Text("抽核", "Sample checks"),
    columns=("title", "place", "since", "until", "size", "take", "event", "event_on", "state", "drawn_on"),
    filters=(Filter("state", Text("状态", "State"), "state"),),
    sorts={"-committed_on": ("-committed_on", "-id"), "committed_on": ("committed_on", "id")},
    default_sort="-committed_on",
    empty=Text("还没有抽核。在区划下“承诺抽核”。", "No sample check yet. Commit to one under a place."),
)
