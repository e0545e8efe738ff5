"""Dated figures of the list and the rosters, each with its source and mark."""

from __future__ import annotations

from datetime import date

from taizhang.basis.law import Dated, Law, Span
from taizhang.basis.text import Text

from .law import CREDIT_CLASSES

HENAN_RUN = Law(
    "",
    Text("河南省2021年一次双随机抽查的公开结果（仅作示例）", "Published results of a random inspection in Henan in 2021 (an example only)"),
    mark="S",
)
DISCLOSURE_CHECK = Law(
    "工商总局令67号",
    Text("企业公示信息抽查暂行办法", "Interim measures on spot checks of what firms disclose"),
    mark="M",
)
_CLASSES_SINCE = date(2022, 7, 25)

#: Class and the score from which it holds; scores go from 0 to 1000, and each band ends where the next begins.
CLASS_BANDS = Dated(
    "inspection.class_bands",
    Text("信用风险分类分值下限", "Lowest score of each class of risk"),
    (Span((("A", 0), ("B", 200), ("C", 500), ("D", 750)), _CLASSES_SINCE, None, CREDIT_CLASSES),),
    unit="分",
)
#: The class that each override demands at least.
CLASS_FLOORS = Dated(
    "inspection.class_floors",
    Text("信用风险分类直接判定", "Classes that are set whatever the score"),
    (
        Span(
            (("serious_list", "D"), ("defaulter", "D"), ("concern_c", "C"), ("concern_d", "D")),
            _CLASSES_SINCE,
            None,
            CREDIT_CLASSES,
        ),
    ),
)


def _ratio(letter: str, percent: int) -> Dated[int]:
    return Dated(
        f"inspection.ratio_{letter.lower()}",
        Text(f"{letter}类企业抽查比例", f"Share of class {letter} to be drawn"),
        (Span(percent, date(2021, 1, 1), None, HENAN_RUN),),
        unit="%",
    )


#: Shares of each class to be drawn: those of a real run of 2021, an example until the province's own are at hand.
RATIOS = {letter: _ratio(letter, percent) for letter, percent in (("A", 1), ("B", 2), ("C", 10), ("D", 30))}
RATIO_A_FLOOR = Dated(
    "inspection.ratio_a_floor",
    Text("A类企业抽查比例下限", "Least share of class A to be drawn"),
    (Span(1, _CLASSES_SINCE, None, CREDIT_CLASSES),),
    unit="%",
)
DISCLOSURE_FLOOR = Dated(
    "inspection.disclosure_floor",
    Text("企业公示信息抽查比例下限", "Least share of firms in the check of disclosed information"),
    (Span(3, date(2014, 10, 1), None, DISCLOSURE_CHECK),),
    unit="%",
)
ROSTER_PARAMETERS = (CLASS_BANDS, CLASS_FLOORS, *RATIOS.values(), RATIO_A_FLOOR, DISCLOSURE_FLOOR)
