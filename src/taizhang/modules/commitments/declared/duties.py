"""The duty catalogue: its record, verbs and list."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Action, Field, Filter, Listing, Record
from taizhang.registers import scope
from taizhang.registers.records import PLACE

from .. import models, terms
from ..actions import duties as verbs
from .naming import CURATE

_LAW: Final = terms.SUPERVISION

DUTY = Record(
    "commitments.duty",
    Text("职责目录", "Duty of an organ"),
    models.Duty,
    models.DutyHistory,
    visible=scope.staff,
    reach=scope.in_place(),
    fields=(
        Field("organ", Text("机构", "Organ")),
        Field("words", Text("职责词", "Words of the duty")),
        Field("says", Text("职责", "What it says")),
        Field("ground", Text("依据文件", "Ground")),
        Field("valid_from", Text("自何日起", "From")),
        Field("valid_to", Text("至何日止", "Until")),
        Field("place", Text("区划", "Place")),
        Field("reason", Text("理由", "Reason")),
    ),
    title=lambda row: f"{row.organ.name}：{row.words[:40]}",
    title_en=lambda row: f"{row.organ.name_en or row.organ.name}: {row.words[:40]}",
    select_related=("organ", "place"),
)
RECORDS = (DUTY,)
ACTIONS = (
    Action(verbs.enter_duty, Text("登记职责", "Enter a duty"), PLACE, CURATE, law=_LAW, creates=DUTY),
    Action(verbs.enter_duties, Text("粘贴职责清单", "Paste a list of duties"), PLACE, CURATE, law=_LAW),
    Action(verbs.amend_duty, Text("更正职责", "Amend a duty"), DUTY, CURATE, law=_LAW),
)
DUTIES_LIST = Listing(
    "commitments.duties",
    DUTY,
    Text("职责目录", "Duty catalogue"),
    columns=("organ", "words", "says", "ground", "valid_from", "valid_to", "place"),
    filters=(Filter("organ", Text("机构", "Organ"), "organ"), Filter("place", Text("区划", "Place"), "place")),
    sorts={"organ": ("organ", "id"), "-organ": ("-organ", "-id")},
    default_sort="organ",
    search=("words", "says"),
    help=Text("只用来提出牵头单位的建议，须人工确认", "It is only used to propose a leading organ, which somebody has to confirm"),
    empty=Text(
        "目录是空的：没有写明责任单位的任务提不出建议。从区划页登记或粘贴。",
        "It is empty: enter or paste duties on a place's page, and tasks without an organ get a proposal.",
    ),
)
