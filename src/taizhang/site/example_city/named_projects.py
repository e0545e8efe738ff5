"""The seventeen construction projects that the source page names, and its three totals. Nothing the page does not say is filled in.

Counted are projects with a name of their own: six of transport and water, one small-firm park, two of Zhongyuan, eight of Erqi.
Not counted: areas to be cared for rather than built (贾鲁河、西流湖), shopping blocks that exist (磨街、芝麻街、国棉三厂), and the 40 parks, of which
one is named. The page states no amount and no date for any single project, so those fields are None for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from taizhang.basis.text import Text

from .systems import Article

ListKey = Literal["industry", "key", "renewal"]
Rung = Literal["planned", "early_work", "start_soon", "requisition", "pushed_on", "started"]

#: The page's ladder of verbs, lowest first.
LADDER: Final[dict[Rung, Text]] = {
    "planned": Text("谋划", "Being planned"),
    "early_work": Text("前期工作", "Preparatory work"),
    "start_soon": Text("尽快开工", "To start soon"),
    "requisition": Text("征迁", "Requisition and relocation"),
    "pushed_on": Text("加快推进", "Being pushed on"),
    "started": Text("开工建设", "Construction started, says the page"),
}

LISTS: Final[dict[ListKey, Text]] = {
    "industry": Text("产业项目", "Industry projects"),
    "key": Text("重点项目", "Key projects"),
    "renewal": Text("城市更新", "Urban renewal"),
}


@dataclass(frozen=True, slots=True)
class NamedProject:
    """A project as the page names it.

    `name_span` and `sentence_span` are character offsets in the source file; `verb` is the page's own word for the stage and `rung` its
    place on the ladder; `lists` is empty where the page puts the project on none of its three counted lists. `place` is the area of
    the official who speaks unless the project's name itself gives another.
    """

    key: str
    name: Text
    article: Article
    speaker: str
    place: str
    verb: str
    rung: Rung
    name_span: tuple[int, int]
    sentence_span: tuple[int, int]
    lists: tuple[ListKey, ...] = ()
    total_investment_fen: int | None = None
    annual_plan_fen: int | None = None
    starts_on: date | None = None
    finishes_on: date | None = None


def _city(key: str, zh: str, en: str, verb: str, rung: Rung, name_span: tuple[int, int]) -> NamedProject:
    return NamedProject(key, Text(zh, en), "drc", "zhengzhou.drc", "zhengzhou", verb, rung, name_span, (364, 465))


def _erqi(
    key: str, zh: str, en: str, verb: str, rung: Rung, name_span: tuple[int, int], lists: tuple[ListKey, ...]
) -> NamedProject:
    return NamedProject(
        key, Text(zh, en), "erqi", "erqi.government", "erqi", verb, rung, name_span, (2636, 2913), lists
    )


NAMED_PROJECTS: Final[tuple[NamedProject, ...]] = (
    _city(
        "xinzheng-airport",
        "新郑机场三期扩建工程",
        "Xinzheng Airport Phase III Expansion",
        "加快推进",
        "pushed_on",
        (388, 398),
    ),
    _city("south-station", "郑州南站", "Zhengzhou South Railway Station", "征迁", "requisition", (403, 407)),
    _city("west-station", "郑州西站扩容", "Zhengzhou West Railway Station Expansion", "谋划", "planned", (416, 422)),
    _city("g343", "G343", "National Highway G343", "前期工作", "early_work", (430, 434)),
    _city("g310", "G310", "National Highway G310", "前期工作", "early_work", (435, 439)),
    _city("miaowan-reservoir", "庙湾水库", "Miaowan Reservoir", "尽快开工建设", "start_soon", (451, 455)),
    NamedProject(
        "xingyang-digital",
        Text("荥阳市数字经济产业园", "Xingyang Digital Economy Industrial Park"),
        "drc",
        "zhengzhou.drc",
        "xingyang",
        "已开工",
        "started",
        (671, 681),
        (669, 706),
    ),
    NamedProject(
        "xingguang",
        Text("星光科技产业园", "Xingguang Science and Technology Park"),
        "zhongyuan",
        "zhongyuan.government",
        "zhongyuan",
        "加快推进",
        "pushed_on",
        (1601, 1608),
        (1528, 1671),
    ),
    NamedProject(
        "fanrui",
        Text("泛锐云智新材料检测及研发中心", "Fanrui Yunzhi New Materials Testing and R&D Centre"),
        "zhongyuan",
        "zhongyuan.government",
        "zhongyuan",
        "加快建设",
        "pushed_on",
        (1818, 1832),
        (1802, 1889),
    ),
    _erqi(
        "fanwu",
        "泛物云盒国产化信息创新总部基地",
        "Fanwu Yunhe Domestic IT Innovation Headquarters Base",
        "谋划运作",
        "planned",
        (2707, 2722),
        ("industry",),
    ),
    _erqi(
        "haiyi",
        "海一云商电子商务产业园",
        "Haiyi Yunshang E-commerce Industrial Park",
        "谋划运作",
        "planned",
        (2723, 2734),
        ("industry",),
    ),
    _erqi(
        "digital-city",
        "中部数字科创城",
        "Central China Digital Science and Innovation City",
        "统筹推进",
        "pushed_on",
        (2757, 2764),
        ("key",),
    ),
    _erqi(
        "huapengfei",
        "华鹏飞智能制造产业园",
        "Huapengfei Intelligent Manufacturing Park",
        "统筹推进",
        "pushed_on",
        (2765, 2775),
        ("key",),
    ),
    _erqi(
        "health-zone",
        "大健康产业示范区",
        "Health Industry Demonstration Zone",
        "加快实施",
        "pushed_on",
        (2808, 2816),
        ("renewal",),
    ),
    _erqi(
        "erqi-square", "二七广场提质更新", "Erqi Square Upgrading", "加快实施", "pushed_on", (2817, 2825), ("renewal",)
    ),
    # The page calls these two 重点产业项目, a phrase that fits two of its lists and names neither.
    _erqi(
        "zhiou",
        "致欧科技全球研发中心(总部)",
        "Zhiou Technology Global R&D Centre (Headquarters)",
        "开工建设",
        "started",
        (2854, 2868),
        (),
    ),
    _erqi(
        "zhongan",
        "中安信资智能医药产业园",
        "Zhongan Xinzi Intelligent Pharmaceutical Park",
        "开工建设",
        "started",
        (2869, 2880),
        (),
    ),
)


@dataclass(frozen=True, slots=True)
class PageTotal:
    """A total that the page states for a list: how many projects, and one amount in one role.

    `period` is None where the page does not say for which period the amount is meant; nobody may add one.
    """

    list_key: ListKey
    count: int
    role: Literal["total_investment", "annual_plan", "planned_completion"]
    role_text: Text
    amount_fen: int
    period: Text | None
    span: tuple[int, int]


_YI = 10**8 * 100

PAGE_TOTALS: Final[tuple[PageTotal, ...]] = (
    PageTotal(
        "industry",
        97,
        "total_investment",
        Text("总投资", "Total investment"),
        1124 * _YI,
        Text("全周期", "Whole life"),
        (2735, 2752),
    ),
    PageTotal(
        "key",
        378,
        "annual_plan",
        Text("年度计划投资", "Planned for the year"),
        3825 * _YI // 10,
        Text("年度", "The year"),
        (2776, 2803),
    ),
    PageTotal(
        "renewal",
        68,
        "planned_completion",
        Text("计划完成投资", "Planned to be completed"),
        210 * _YI,
        None,
        (2826, 2849),
    ),
)

PERIOD_NOT_STATED: Final = Text("未说明期间", "period not stated")
