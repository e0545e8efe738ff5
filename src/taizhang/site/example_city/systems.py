"""The eighteen systems, the headings of the menu, the three interviews of the source page, and what a status is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from taizhang.basis.text import Text

Article = Literal["drc", "zhongyuan", "erqi"]
Status = Literal["working", "partial", "not yet"]

ARTICLES: Final[dict[Article, Text]] = {
    "drc": Text("访市发展改革委主任", "Interview with the head of the city's development and reform commission"),
    "zhongyuan": Text("访中原区委书记", "Interview with the Party secretary of Zhongyuan District"),
    "erqi": Text("访二七区委书记", "Interview with the Party secretary of Erqi District"),
}

STATUSES: Final[dict[Status, Text]] = {
    "working": Text("可用", "Working"),
    "partial": Text("部分可用", "Partly working"),
    "not yet": Text("尚未实现", "Not yet"),
}

#: The headings of the menu in the order of the menu; all but the first are the page's own words or gather its themes.
HEADINGS: Final[dict[str, Text]] = {
    "mine": Text("我的工作", "My work"),
    "projects": Text("抓项目促投资", "Projects and investment"),
    "industry": Text("抓产业强支撑", "Industry"),
    "reform": Text("抓改革优环境", "Reform and business environment"),
    "planning": Text("抓规划谋长远", "Long-term planning"),
    "culture": Text("文商旅体与生态", "Culture, tourism, sport and ecology"),
    "people": Text("治理与民生", "Governance and livelihood"),
    "conduct": Text("督查与作风", "Supervision and conduct"),
}


@dataclass(frozen=True, slots=True)
class System:
    """One of the eighteen systems: its number, the module that holds it, its name and the heading it stands under."""

    number: int
    module: str
    name: Text
    heading: str

    @property
    def heading_text(self) -> Text:
        """The heading in both languages."""
        return HEADINGS[self.heading]


SYSTEMS: Final[tuple[System, ...]] = (
    System(1, "commitments", Text("决策落实与督查", "Decisions carried out and checked"), "conduct"),
    System(
        2,
        "planning",
        Text("五年规划、问计于民、大盘子", "Five-year plan, asking the public, getting into higher plans"),
        "planning",
    ),
    System(3, "funds", Text("政策性资金争取", "Winning policy funds"), "projects"),
    System(4, "projects", Text("项目储备与全生命周期管理", "Project reserve and whole-life management"), "projects"),
    System(5, "land", Text("标准地、弹性出让、征迁", "Standard land, flexible terms, requisition"), "projects"),
    System(
        6,
        "industry",
        Text("产业链群、小微企业园、智改数转", "Industry chains, small-firm parks, upgrading"),
        "industry",
    ),
    System(7, "promotion", Text("招商引资与六项机制", "Investment promotion and the six mechanisms"), "industry"),
    System(8, "services", Text("高效办成一件事", "One-thing services"), "reform"),
    System(9, "finance", Text("小微企业信用融资", "Credit financing for small firms"), "reform"),
    System(10, "credit", Text("信用修复", "Credit records and credit repair"), "reform"),
    System(11, "bidding", Text("远程异地评标", "Remote bid evaluation"), "reform"),
    System(12, "inspection", Text("双随机、一公开", "Random inspections"), "reform"),
    System(13, "sandbox", Text("企业公示信息沙盒监管", "Sandbox supervision of published information"), "reform"),
    System(14, "grid", Text("网格化治理与轻车减负", "Grid governance and lighter load"), "people"),
    System(
        15,
        "livelihood",
        Text("矛盾纠纷、回迁安置、保交楼后续", "Disputes, resettlement, after housing delivery"),
        "people",
    ),
    System(16, "ecology", Text("河湖、水源、绿色增长、防汛", "Rivers, water source, green growth, flood"), "culture"),
    System(17, "events", Text("文商旅体与演艺赛事", "Culture, sport and tourism economy"), "culture"),
    System(18, "conduct", Text("作风建设", "Conduct of officials"), "conduct"),
)


def system(number: int) -> System:
    """The system with a number from 1 to 18."""
    return SYSTEMS[number - 1]
