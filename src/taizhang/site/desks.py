"""The desks that the product is made for, as the front page and the explanation name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from taizhang.basis.text import Text


@dataclass(frozen=True, slots=True)
class Desk:
    """One kind of reader or worker: their picture in the sprite, who they are, what they do here."""

    icon: str
    who: Text
    does: Text


DESKS: Final[tuple[Desk, ...]] = (
    Desk(
        "calendar-stats",
        Text("发展改革委经办人", "Clerks of the commission"),
        Text(
            "月报一次催齐，汇总从台账来，不再拼表。",
            "Collect the month in one round; totals come from the ledger, not from pasted sheets.",
        ),
    ),
    Desk(
        "clipboard-check",
        Text("行业部门审核人", "Reviewers in the bureaus"),
        Text("审核月报和证照，退回要写明哪一条。", "Review reports and permits; a return has to say what is wrong."),
    ),
    Desk(
        "building",
        Text("项目单位", "Owners of projects"),
        Text("同一个数只填一次，缺哪份材料一眼可见。", "Enter a figure once; see at a glance which paper is missing."),
    ),
    Desk(
        "layout-dashboard",
        Text("分管领导", "Leaders in charge"),
        Text(
            "先看要协调的事，每个数都能追到出处。",
            "Begin with what needs a word from above; every figure leads to its source.",
        ),
    ),
    Desk(
        "chart-bar",
        Text("统计人员", "Statisticians"),
        Text(
            "自报数与认定数并排，互不覆盖。",
            "Reported and certified figures stand side by side; neither overwrites the other.",
        ),
    ),
    Desk(
        "map-pin",
        Text("街道经办人", "Subdistrict clerks"),
        Text(
            "看本街道的项目，登记现场看到的情况。",
            "See the projects of the subdistrict and record what is found on site.",
        ),
    ),
    Desk(
        "list-check",
        Text("督查室经办人", "Supervision offices"),
        Text(
            "文件里的话变成任务，连着原文交办、催办、核查销号。",
            "Turn a document's words into tasks, give them out, remind, check and close them, each beside its sentence.",
        ),
    ),
    Desk(
        "shield-check",
        Text("监督与审计", "Supervisors and auditors"),
        Text(
            "核对台账有没有被改动，不必相信我们。", "Check that the ledger was not altered, without having to trust us."
        ),
    ),
    Desk(
        "world",
        Text("市民和记者", "Residents and journalists"),
        Text(
            "不用登录，查项目、查文号、自己核验。",
            "No sign-in: look up a project, a document number, and check it yourself.",
        ),
    ),
)
