"""Rule sets of lights as dated data: Yinchuan's of 2025 as it was published, and two of the example city that nobody published.

To add a city: write its set as it is printed, name the lag it means, leave its gaps open, and put it into `LIGHT_RULES` with
the month from which it holds. Nothing else has to change.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from taizhang.basis.civil_dates import CivilDate
from taizhang.basis.law import Dated, Law, Span
from taizhang.basis.text import Text
from taizhang.registers import laws

from .terms import (
    BondUseLag,
    Dimension,
    FollowUp,
    Growth,
    LagInPoints,
    MonthsInColour,
    MonthsNotEntered,
    MonthsNotStarted,
    Part,
    PaymentShortfall,
    RelativeLag,
    RuleSet,
    colours,
)

_POINTS, _PERCENT, _MONTHS = Text("百分点", "points"), Text("%", "%"), Text("个月", "months")
_FEN = Text("分", "fen")

# -- Yinchuan, 18 March 2025 ------------------------------------------------------------------------------------------------

_YC: Final = laws.YINCHUAN_LIGHTS


def _item(zh: str, en: str) -> Law:
    """The published text at one of its items; it has no numbered articles."""
    return Law("", Text("{n}“{i}”一项", "{n}, item “{i}”").with_(n=_YC.name, i=Text(zh, en)), mark=_YC.mark)


YINCHUAN_2025: Final = RuleSet(
    key="yinchuan-2025",
    city=Text("银川市", "Yinchuan"),
    name=Text("重点项目“红黄绿灯”推进机制", "Red, yellow and green lights for key projects"),
    issuer=Text("银川市发展和改革委员会", "Yinchuan Development and Reform Commission"),
    announced=date(2025, 3, 18),
    effective=CivilDate(2025, 3),
    law=_YC,
    covers=(
        ("city_government", Text("市本级政府投资项目", "city-level government-investment projects")),
        ("central_budget", Text("获得中央预算内投资的项目", "projects with central-budget money")),
        (
            "two_majors_two_news",
            Text("获得“两重”“两新”资金的项目", "projects with money for major strategies and security, or for renewing equipment and goods"),
        ),
        ("key_private", Text("重点民间投资项目", "key private-investment projects")),
    ),
    dimensions=(
        Dimension(
            "start",
            Text("开工", "Start"),
            (
                Part(
                    MonthsNotStarted(),
                    colours("yinchuan-2025/start", MonthsNotStarted(), _MONTHS, yellow="[1, 1]", red="[3, inf)"),
                    (("in_time", "green"),),
                ),
            ),
            _item("开工情况", "start"),
            waivable=True,
            note=Text(
                "原文只写“当月应开工未开工”为黄、“连续3个月”为红：第2个月以及晚于计划的开工均未规定",
                "The text names the month in which the start is due (yellow) and three months in a row (red): it says"
                " nothing of the second month, nor of a start later than planned",
            ),
        ),
        Dimension(
            "progress",
            Text("序时进度", "Progress against the time schedule"),
            (
                Part(
                    LagInPoints(),
                    colours(
                        "yinchuan-2025/progress",
                        LagInPoints(),
                        _POINTS,
                        green="(-inf, 0]",
                        yellow="[10, 30]",
                        red="(30, inf)",
                    ),
                ),
            ),
            _item("序时进度", "progress against the time schedule"),
            note=Text(
                "滞后按占年度计划的百分点计；滞后大于0、小于10个百分点，原文未规定",
                "The lag is meant in points of the annual plan; above 0 and below 10 points the text says nothing",
            ),
        ),
        Dimension(
            "payment",
            Text("资金支付（中央资金和市本级预算资金）", "Payment (central funds and city-level budget funds)"),
            (
                Part(
                    PaymentShortfall("requirement"),
                    colours(
                        "yinchuan-2025/payment-requirement",
                        PaymentShortfall("requirement"),
                        _FEN,
                        silent="(-inf, 0]",
                        red="(0, inf)",
                    ),
                ),
                Part(
                    PaymentShortfall("plan"),
                    colours("yinchuan-2025/payment-plan", PaymentShortfall("plan"), _FEN, green="(-inf, 0]"),
                ),
            ),
            _item("资金支付", "payment"),
            note=Text(
                "达到国家或自治区要求但少于计划的，原文未规定；要求本身由财政部门提供",
                "Above the requirement and below plan the text says nothing; the requirement itself is held by the finance bureau",
            ),
        ),
        Dimension(
            "statistics",
            Text("统计入库", "Entry into the statistics library"),
            (
                Part(
                    MonthsNotEntered(),
                    colours("yinchuan-2025/statistics", MonthsNotEntered(), _MONTHS, yellow="[1, 2]", red="(2, inf)"),
                    (("entered", "green"),),
                ),
            ),
            _item("统计入库", "entry into the statistics library"),
            waivable=True,
            note=Text(
                "“开工1个月未入库”理解为满1个月至满2个月（含）；不满1个月，原文未规定",
                "‘One month after the start’ is read as from one month up to and including two; below one month the text says nothing",
            ),
        ),
    ),
    follow_up=(
        FollowUp("green", Text("优先支持", "priority support")),
        FollowUp("yellow", Text("责任单位集中力量推进", "concentrated effort by the responsible unit")),
        FollowUp(
            "red",
            Text(
                "重点督办，明确工作方案、时间表和责任人",
                "focused supervision: work plan, timetable and responsible persons",
            ),
            paper=Text("督办函", "supervision letter"),
        ),
    ),
)

# -- the example city: published by nobody ----------------------------------------------------------------------------------

_EXAMPLE_CITY = Text("示例城市", "Example city")
_EXAMPLE_ISSUER = Text("示例：不是任何城市发布的规则", "Example: published by no city")


def _example_law(year: int) -> Law:
    return Law("", Text("示例红黄绿灯规则（{y}年）", "Example rule of lights ({y})").with_(y=year), mark="P")


_EX5, _EX6 = _example_law(2025), _example_law(2026)
_START = Text("开工", "Start")
_PROGRESS = Text("序时进度", "Progress against the time schedule")
_PAYMENT = Text("资金支付", "Payment")
_STATISTICS = Text("统计入库", "Entry into the statistics library")

EXAMPLE_2025: Final = RuleSet(
    key="example-2025",
    city=_EXAMPLE_CITY,
    name=Text("示例规则2025", "Example rule 2025"),
    issuer=_EXAMPLE_ISSUER,
    announced=date(2025, 1, 10),
    effective=CivilDate(2025, 1),
    until=date(2026, 1, 1),
    law=_EX5,
    example=True,
    dimensions=(
        Dimension(
            "start",
            _START,
            (
                Part(
                    MonthsNotStarted(),
                    colours("example-2025/start", MonthsNotStarted(), _MONTHS, yellow="[1, 2]", red="(2, inf)"),
                    (("in_time", "green"), ("late", "green")),
                ),
            ),
            _EX5.at("第一条"),
            waivable=True,
        ),
        Dimension(
            "progress",
            _PROGRESS,
            (
                Part(
                    LagInPoints(),
                    colours("example-2025/progress", LagInPoints(), _POINTS, green="(-inf, 5]", yellow="(5, 15]", red="(15, inf)"),
                ),
            ),
            _EX5.at("第二条"),
        ),
        Dimension(
            "payment",
            _PAYMENT,
            (
                Part(
                    PaymentShortfall("plan", "percent"),
                    colours(
                        "example-2025/payment",
                        PaymentShortfall("plan", "percent"),
                        _PERCENT,
                        green="(-inf, 0]",
                        yellow="(0, 20)",
                        red="[20, inf)",
                    ),
                ),
            ),
            _EX5.at("第三条"),
        ),
        Dimension(
            "statistics",
            _STATISTICS,
            (
                Part(
                    MonthsNotEntered(),
                    colours(
                        "example-2025/statistics", MonthsNotEntered(), _MONTHS, green="[0, 1)", yellow="[1, 3]", red="(3, inf)"
                    ),
                    (("entered", "green"),),
                ),
            ),
            _EX5.at("第四条"),
            waivable=True,
        ),
    ),
    follow_up=(FollowUp("red", Text("发函督办", "letter of supervision"), paper=Text("督办函", "supervision letter")),),
)

EXAMPLE_2026: Final = RuleSet(
    key="example-2026",
    city=_EXAMPLE_CITY,
    name=Text("示例规则2026", "Example rule 2026"),
    issuer=_EXAMPLE_ISSUER,
    announced=date(2025, 12, 20),
    effective=CivilDate(2026, 1),
    law=_EX6,
    example=True,
    dimensions=(
        Dimension(
            "start",
            _START,
            (
                Part(
                    MonthsNotStarted(),
                    colours("example-2026/start", MonthsNotStarted(), _MONTHS, yellow="[1, 1]", red="(1, inf)"),
                    (("in_time", "green"), ("late", "green")),
                ),
            ),
            _EX6.at("第一条"),
            waivable=True,
        ),
        Dimension(
            "progress",
            _PROGRESS,
            (
                Part(
                    RelativeLag("certified"),
                    colours(
                        "example-2026/progress",
                        RelativeLag("certified"),
                        _PERCENT,
                        green="(-inf, 0]",
                        yellow="(0, 10)",
                        red="[10, inf)",
                    ),
                ),
                Part(
                    MonthsInColour("yellow"),
                    colours("example-2026/persistence", MonthsInColour("yellow"), _MONTHS, silent="[0, 3)", red="[3, inf)"),
                ),
            ),
            _EX6.at("第二条"),
            note=Text(
                "滞后按占应完成数的百分比计；连续3个月黄灯的，按红灯办理",
                "The lag is meant relative to what is due by now; yellow for three months in a row counts as red",
            ),
        ),
        Dimension(
            "payment",
            _PAYMENT,
            (
                Part(
                    PaymentShortfall("plan", "percent"),
                    colours(
                        "example-2026/payment",
                        PaymentShortfall("plan", "percent"),
                        _PERCENT,
                        green="(-inf, 0]",
                        yellow="(0, 10)",
                        red="[10, inf)",
                    ),
                ),
            ),
            _EX6.at("第三条"),
        ),
        Dimension(
            "bonds",
            Text("债券使用", "Use of bonds"),
            (
                Part(
                    BondUseLag(12),
                    colours("example-2026/bonds", BondUseLag(12), _POINTS, green="(-inf, 0]", yellow="(0, 25)", red="[25, inf)"),
                ),
            ),
            _EX6.at("第四条"),
        ),
        Dimension(
            "statistics",
            _STATISTICS,
            (
                Part(
                    MonthsNotEntered(),
                    colours(
                        "example-2026/statistics", MonthsNotEntered(), _MONTHS, green="[0, 1)", yellow="[1, 2)", red="[2, inf)"
                    ),
                    (("entered", "green"),),
                ),
            ),
            _EX6.at("第五条"),
            waivable=True,
        ),
        Dimension(
            "growth",
            Text("区县投资增速", "Growth of a district's investment"),
            (
                Part(
                    Growth("last_year"),
                    colours("example-2026/growth", Growth("last_year"), _PERCENT, silent="[0, inf)", red="(-inf, 0)"),
                ),
                Part(
                    Growth("city_average"),
                    colours("example-2026/growth-city", Growth("city_average"), _POINTS, green="[0, inf)", yellow="(-inf, 0)"),
                ),
            ),
            _EX6.at("第六条"),
            of="district",
        ),
    ),
    follow_up=(
        FollowUp("yellow", Text("约谈项目单位", "talk with the project unit"), from_month=2),
        FollowUp("red", Text("发函督办", "letter of supervision"), paper=Text("督办函", "supervision letter")),
        FollowUp(
            "red",
            Text("分管区领导现场调度", "on-site dispatch by the district's leader in charge"),
            from_month=2,
            level=Text("分管副区长", "deputy head of the district in charge"),
        ),
        FollowUp(
            "red",
            Text("区长约谈责任单位", "the head of the district talks with the responsible organ"),
            from_month=3,
            level=Text("区长", "head of the district"),
        ),
    ),
)

# -- by city ----------------------------------------------------------------------------------------------------------------


def _dated(key: str, label: Text, *sets: RuleSet) -> Dated[RuleSet]:
    return Dated(key, label, tuple(Span(s, s.effective.first_day, s.until, s.law) for s in sets))


#: Each city's rule sets in order; a day has at most one.
LIGHT_RULES: Final[Mapping[str, Dated[RuleSet]]] = {
    "yinchuan": _dated("projects.lights.yinchuan", Text("红黄绿灯规则：银川市", "Rule of lights: Yinchuan"), YINCHUAN_2025),
    "example": _dated(
        "projects.lights.example", Text("红黄绿灯规则：示例城市", "Rule of lights: example city"), EXAMPLE_2025, EXAMPLE_2026
    ),
}
RULE_SETS: Final[Mapping[str, RuleSet]] = {
    span.value.key: span.value for rules in LIGHT_RULES.values() for span in rules.spans
}


def rule_set_on(city: str, day: date) -> RuleSet | None:
    """The rule set of a city that holds on a day; None when there is none, which is not the same as all green.

    >>> [s.key for day in (date(2025, 2, 28), date(2025, 3, 1)) if (s := rule_set_on("yinchuan", day))]
    ['yinchuan-2025']
    """
    span = LIGHT_RULES[city].on(day) if city in LIGHT_RULES else None
    return span.value if span else None
