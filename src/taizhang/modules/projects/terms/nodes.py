"""Words of the schedule, and the nodes that a project begins with, by kind: durations in working days, dated and marked.

Hardly any of these durations is in a law: they are what this product proposes (P) or what practice is said to be (U, M), to be
amended node by node. Where a law gives the term, the line cites it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taizhang.basis.law import Law, Mark
from taizhang.basis.text import Text
from taizhang.registers import laws

from .law import DISPATCH, FILING, PERMIT, RULE
from .words import Words

NODE_STATES: Words = (
    ("planned", Text("未开始", "Not begun")),
    ("under_way", Text("进行中", "Under way")),
    ("reported", Text("已报完成", "Reported done")),
    ("returned", Text("退回", "Returned")),
    ("closed", Text("已销号", "Closed")),
    ("dropped", Text("已取消", "Dropped")),
)
BASELINE_STATES: Words = (
    ("proposed", Text("待批", "Proposed")),
    ("approved", Text("已批准", "Approved")),
    ("refused", Text("未批准", "Not approved")),
)
LINK_TYPES: Words = (
    ("FS", Text("完成后开始（FS）", "Start after its finish (FS)")),
    ("SS", Text("开始后开始（SS）", "Start after its start (SS)")),
    ("FF", Text("完成后完成（FF）", "Finish after its finish (FF)")),
    ("SF", Text("开始后完成（SF）", "Finish after its start (SF)")),
)
LAG_UNITS: Words = (
    ("working", Text("工作日", "working days")),
    ("calendar", Text("自然日", "calendar days")),
    ("months", Text("月", "months")),
)
TEAMS: Words = (
    ("demolition", Text("征迁队", "Demolition team")),
    ("pipes", Text("管线迁改队", "Pipe-moving team")),
    ("builders", Text("施工队", "Building crew")),
    ("examiners", Text("审批专班", "Examination desk")),
)
#: States in which a node is still to be done.
OPEN_NODES = ("planned", "under_way", "returned")


@dataclass(frozen=True, slots=True)
class NodeLine:
    """One node of a template. `after` holds (key, type, lag in working days); a predecessor that the kind has not is left out.

    `least` is how short it can be made; `overlap` by how many working days it may overlap with what it waits for.
    """

    key: str
    title: Text
    days: int
    mark: Mark
    kinds: tuple[str, ...]
    after: tuple[tuple[str, str, int], ...] = ()
    weight_points: int = 0
    least: int | None = None
    overlap: int = 0
    team: str = ""
    law: Law | None = None
    valid_from: date = date(2019, 7, 1)
    valid_to: date | None = None

    def applies(self, kind: str, day: date) -> bool:
        """True when a project of a kind begins with this node on a day."""
        return kind in self.kinds and self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def source(self) -> Law:
        """Where the duration comes from, with its mark."""
        return (self.law or (RULE if self.mark == "P" else DISPATCH)).at(self.law.article if self.law else "", self.mark)


_FIRMS = ("filed", "approved", "promotion", "park")
_ALL = ("gov", *_FIRMS, "renewal")
_FS = "FS"


def _after(*keys: str, lag: int = 0) -> tuple[tuple[str, str, int], ...]:
    return tuple((key, _FS, lag) for key in keys)


NODE_LINES: tuple[NodeLine, ...] = (
    NodeLine("proposal", Text("项目建议书批复", "Proposal approved"), 20, "U", ("gov",), weight_points=2, least=10),
    NodeLine("feasibility", Text("可行性研究批复", "Feasibility approved"), 30, "U", ("gov",), _after("proposal"), 3, 15),
    NodeLine("design", Text("初步设计及概算批复", "Design and estimate approved"), 40, "U", ("gov",), _after("feasibility"), 5, 25),
    NodeLine("verification", Text("项目核准", "Project verified"), 20, "M", ("approved",), weight_points=5, law=FILING),
    NodeLine("agreement", Text("投资协议签订", "Agreement signed"), 20, "P", ("promotion",), weight_points=3, least=10),
    NodeLine("company", Text("项目公司注册", "Company registered"), 5, "P", ("promotion",), _after("agreement"), 2, 1),
    NodeLine("filing", Text("项目备案", "Project filed"), 3, "P", ("filed", "promotion", "park"), _after("company"), 2, 1, law=FILING),
    NodeLine("quarter", Text("片区策划方案批复", "Plan of the quarter approved"), 60, "P", ("renewal",), weight_points=4, least=40),
    NodeLine("renewal_plan", Text("更新实施方案批复", "Implementation plan approved"), 40, "P", ("renewal",), _after("quarter"), 4, 25),
    NodeLine("body", Text("确定实施主体", "Implementing body named"), 15, "P", ("renewal",), _after("renewal_plan"), 2, 10),
    NodeLine(
        "land",
        Text("用地手续与净地交付", "Land title and cleared land"),
        60,
        "U",
        _ALL,
        _after("feasibility", "verification", "filing", "renewal_plan"),
        10,
        40,
        team="demolition",
    ),
    NodeLine("pipes", Text("管线迁改", "Pipes moved"), 30, "P", _ALL, (("land", "SS", 20),), 5, 20, team="pipes"),
    NodeLine(
        "planning",
        Text("建设工程规划许可", "Planning permit"),
        10,
        "M",
        _ALL,
        _after("design", "land", "body"),
        2,
        5,
        team="examiners",
    ),
    NodeLine("tender", Text("施工招标", "Works tendered"), 30, "P", ("gov", "renewal"), _after("design", "body"), 3, 22, 5),
    NodeLine(
        "permit",
        Text("施工许可证核发", "Construction permit"),
        7,
        "M",
        _ALL,
        _after("planning", "tender"),
        2,
        3,
        team="examiners",
        law=PERMIT,
    ),
    NodeLine("start", Text("实质性开工", "Substantive start"), 0, "P", _ALL, _after("permit", "pipes")),
    NodeLine("foundation", Text("基础施工", "Foundations"), 60, "P", _ALL, _after("start"), 15, 45, 10, "builders"),
    NodeLine("structure", Text("主体施工", "Structure"), 120, "P", _ALL, _after("foundation"), 30, 95, 15, "builders"),
    NodeLine("fitting", Text("安装与装饰", "Installation and finishing"), 90, "P", _ALL, _after("structure"), 15, 70, 30, "builders"),
    NodeLine("outside", Text("室外与配套", "Outside works"), 40, "P", _ALL, (("structure", "FS", 20),), 5, 25),
    NodeLine("acceptance", Text("竣工验收", "Completed works accepted"), 20, "P", _ALL, _after("fitting", "outside"), 5, 12),
    NodeLine("accounts", Text("竣工财务决算", "Final accounts"), 60, "P", ("gov",), _after("acceptance"), law=laws.GOVERNMENT_INVESTMENT),
    NodeLine("production", Text("投产", "Production begins"), 30, "P", ("filed", "approved", "promotion"), _after("acceptance"), 2, 20),
    NodeLine("handover", Text("交付运营", "Handed over for use"), 20, "P", ("renewal", "park"), _after("acceptance"), 2, 10),
)


def nodes_for(kind: str, day: date) -> tuple[NodeLine, ...]:
    """The nodes with which the schedule of a project of a kind begins on a day, every one before those that wait for it."""
    return tuple(line for line in NODE_LINES if line.applies(kind, day))
