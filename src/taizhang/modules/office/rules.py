"""Rules of the office module as functions of values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text

from . import terms

ROLE_WORDS = (
    ("drc.clerk", Text("发展改革委经办人", "DRC clerk")),
    ("drc.chief", Text("发展改革委负责人", "DRC chief")),
    ("bureau.reviewer", Text("行业部门审核人", "Bureau reviewer")),
    ("unit.reporter", Text("项目单位填报人", "Reporter of the project unit")),
    ("leader", Text("分管领导", "Leader in charge")),
    ("statistics.officer", Text("统计人员", "Statistics officer")),
    ("street.clerk", Text("街道经办人", "Subdistrict clerk")),
    ("supervision.clerk", Text("督查室经办人", "Clerk of the supervision office")),
    ("inspection.planner", Text("双随机经办人", "Clerk of random inspections")),
    ("inspection.chief", Text("检查审批人", "Approver of inspections")),
    ("inspection.officer", Text("执法检查人员", "Inspector")),
    ("supervisor", Text("监督人员", "Supervisor")),
    ("admin.system", Text("系统管理员", "System administrator")),
    ("admin.security", Text("安全管理员", "Security administrator")),
    ("admin.audit", Text("审计管理员", "Audit administrator")),
)

#: The three administrators (三员): no person holds two of these at one time, for each watches the others.
ADMINISTRATORS = frozenset({"admin.system", "admin.security", "admin.audit"})


#: What a person in a role does here first.
ROLE_CARDS = {
    "drc.clerk": Text(
        "看月调度台，催未报的；把台账导进来；缺材料的项目补材料。",
        "Look at the monthly round and remind; bring workbooks in; add the documents that projects lack.",
    ),
    "drc.chief": Text(
        "看领导一屏和汇总，把核定的月报报到市级。",
        "Look at the leader's screen and the totals; forward accepted months to the city.",
    ),
    "bureau.reviewer": Text(
        "审核送来的月报，退回时写明原因。", "Review the months that came in; say why when one goes back."
    ),
    "unit.reporter": Text(
        "每月5日前报送，附上有定位的现场照片。", "Report by the fifth of the month, with a located photo from the site."
    ),
    "leader": Text(
        "看图上面那句话，看卡在哪里、卡在谁那里。",
        "Read the sentence above each chart; see what is stuck, and on whom.",
    ),
    "statistics.officer": Text(
        "在上报数旁边登记纳统数，两者不相加。",
        "Enter the certified figure beside the reported one; they are never added.",
    ),
    "street.clerk": Text("登记现场照片和材料。", "Add photos and documents from the place."),
    "supervision.clerk": Text(
        "登记文件、确认任务、交办；看谁没签收、谁逾期，核查后销号。",
        "Enter documents, confirm and give out their tasks; see who has not signed and who is late; close what was checked.",
    ),
    "inspection.planner": Text(
        "维护一单两库，拟计划，冻结、承诺、公开抽取；把各部门事项并进一次门。",
        "Keep the list and the rosters, plan, freeze, commit and draw in public; bring departments into one visit.",
    ),
    "inspection.chief": Text("审批计划和检查，看谁快超频次。", "Approve plans and visits; see which firms are near their cap."),
    "inspection.officer": Text(
        "带上手机：扫码进门，逐项记录，请企业签字。", "Take the telephone: scan on entry, record each item, ask the firm to sign."
    ),
    "supervisor": Text("看被拒绝的操作和台账，自己核验。", "Look at refusals and the ledger; check it yourself."),
    "admin.system": Text("登记人员、任命岗位、载入节假日通知。", "Enrol people, appoint them, load holiday notices."),
    "admin.security": Text("开通、解锁、停用账号。", "Open, unlock and close accounts."),
    "admin.audit": Text("查阅拒绝记录和系统提示。", "Read the journal of refusals and the warnings."),
}


def check_span(start: date, end: date | None) -> None:
    """Nothing, when the end is not before the beginning.

    Raises:
        BadInput: otherwise.
    """
    if end is not None and end < start:
        raise BadInput(
            Text("结束日期 {e} 早于开始日期 {s}", "The end {e} is before the beginning {s}").with_(
                e=end.isoformat(), s=start.isoformat()
            ),
            code="end_before_start",
            field="valid_to",
            remedy=Text("核对两个日期", "Check both dates"),
        )


def check_administrators(role: str, held: Iterable[str]) -> None:
    """Nothing, when a role may be given to somebody who holds others at the same time.

    Raises:
        Conflict: it would make one person two of the three administrators.
    """
    if role in ADMINISTRATORS and (ADMINISTRATORS - {role}) & set(held):
        raise Conflict(
            Text(
                "系统、安全、审计三员不得由同一人担任",
                "One person may not be two of the three administrators: system, security, audit",
            ),
            code="three_administrators",
            field="role",
            law=terms.THREE_ADMINISTRATORS,
            remedy=Text("任命另一名人员", "Appoint somebody else"),
        )


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Two spans, ends inclusive, share at least a day."""
    return (one[1] is None or other[0] <= one[1]) and (other[1] is None or one[0] <= other[1])


def path_below(path: str, key: str) -> str:
    """The path of a place below another one; its own key never changes, whatever it is called later."""
    return f"{path}{key.strip().replace('/', '-')[:40]}/"


def days(text: str, year: int, field: str, *, weekend: bool) -> list[str]:
    """Days of a year, one a line, in order; all of them weekend days, or none.

    Raises:
        BadInput: naming the line.
    """
    found = set()
    for number, line in enumerate(text.split(), 1):
        try:
            day = date.fromisoformat(line)
        except ValueError:
            day = None
        if day is None or day.year != year or (day.weekday() >= 5) != weekend:
            raise BadInput(
                Text("第{n}行“{l}”不是{y}年的{w}", "Line {n}, “{l}”, is not a {w} of {y}").with_(
                    n=number,
                    l=line[:20],
                    y=year,
                    w=Text("周末", "weekend day") if weekend else Text("工作日", "weekday"),
                ),
                code="bad_day",
                field=field,
                remedy=Text("每行一天，写作 2027-02-08", "One day a line, written 2027-02-08"),
            )
        found.add(day.isoformat())
    return sorted(found)
