"""The clocks of the Administrative Licensing Law (中华人民共和国行政许可法) as rules.

Days are working days, statutory holidays excluded (Art. 82). That the day of the event is not counted is marked M: it is
how the days are counted everywhere, and the law itself does not say it.
"""

from __future__ import annotations

from typing import Final

from taizhang.basis.clockunits import WorkingDays
from taizhang.basis.law import Law
from taizhang.basis.text import Text

from .clocks import ClockRule, Deemed, Extension

LICENSING_LAW: Final = Law("", Text("中华人民共和国行政许可法", "Administrative Licensing Law"))
DAYS_ARE_WORKING_DAYS: Final = LICENSING_LAW.at("第八十二条")
EVENT_DAY_NOT_COUNTED: Final = LICENSING_LAW.at("第八十二条", "M")
CLOCK_STOPS: Final = LICENSING_LAW.at("第四十五条")

#: Grounds on which the clock stands still, the applicant having been told in writing how long it takes (Art. 45).
STOP_GROUNDS: Final[dict[str, Text]] = {
    "hearing": Text("听证", "Hearing"),
    "tender": Text("招标", "Tender"),
    "auction": Text("拍卖", "Auction"),
    "inspection": Text("检验", "Inspection"),
    "testing": Text("检测", "Testing"),
    "quarantine": Text("检疫", "Quarantine"),
    "appraisal": Text("鉴定", "Appraisal"),
    "expert_review": Text("专家评审", "Expert review"),
}
_GROUNDS: Final = frozenset(STOP_GROUNDS)
_ART_42: Final = LICENSING_LAW.at("第四十二条")
_DECIDED: Final = frozenset({"decided"})

LICENSING_CLOCKS: Final[dict[str, ClockRule]] = {
    rule.key: rule
    for rule in (
        ClockRule(
            key="notice_missing_once",
            label=Text("一次性告知补正", "Notice of all missing materials, once"),
            unit=WorkingDays(5),
            law=LICENSING_LAW.at("第三十二条"),
            starts_on="received",
            ends_on=frozenset({"told_missing", "accepted", "not_accepted"}),
            deemed=Deemed(
                Text("逾期不告知的，自收到申请材料之日起即为受理", "Not told in time: accepted from the day of receipt"),
                LICENSING_LAW.at("第三十二条"),
                since="start",
            ),
        ),
        ClockRule(
            key="decision",
            label=Text("作出许可决定", "Decision on the licence"),
            unit=WorkingDays(20),
            law=_ART_42,
            starts_on="accepted",
            ends_on=_DECIDED,
            stops_on=_GROUNDS,
            stop_law=CLOCK_STOPS,
            extension=Extension(WorkingDays(10), Text("本行政机关负责人", "The head of the organ"), _ART_42),
        ),
        ClockRule(
            key="joint_decision",
            label=Text("统一、联合、集中办理的许可决定", "Decision under unified, joint or centralised handling"),
            unit=WorkingDays(45),
            law=_ART_42,
            starts_on="accepted",
            ends_on=_DECIDED,
            stops_on=_GROUNDS,
            stop_law=CLOCK_STOPS,
            extension=Extension(WorkingDays(15), Text("本级人民政府负责人", "The head of the people's government at that level"), _ART_42),
        ),
        ClockRule(
            key="lower_level_review",
            label=Text("下级机关审查", "Review by the lower level"),
            unit=WorkingDays(20),
            law=LICENSING_LAW.at("第四十三条"),
            starts_on="accepted",
            ends_on=frozenset({"reviewed"}),
            stops_on=_GROUNDS,
            stop_law=CLOCK_STOPS,
        ),
        ClockRule(
            key="deliver",
            label=Text("颁发、送达许可证件", "Delivery of the licence"),
            unit=WorkingDays(10),
            law=LICENSING_LAW.at("第四十四条"),
            starts_on="decided",
            ends_on=frozenset({"delivered"}),
        ),
    )
}
