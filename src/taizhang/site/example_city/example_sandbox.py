"""The sandbox in the example: invented firms with invented defects in every state of both schemes. None of them is a real firm's.

Codes are made by rule and belong to nobody; two firms of the second scheme are those of the example's roster of objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from taizhang.basis.identifiers import credit_check, organisation_check
from taizhang.frame import clock
from taizhang.frame.actor import PUBLIC, Actor
from taizhang.modules.sandbox.models import Member
from taizhang.registers import evidence
from taizhang.registers.models import Enterprise

from .example_inspection_rosters import firm_code
from .photo import photo

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

PLANNER: Final = "erqi-inspection"
CHIEF: Final = "erqi-inspection-chief"
_ADMIN: Final = "admin-system"
_STEMS: Final = ("禾风", "青岫", "知微", "远帆", "木石", "澄江", "谷雨", "北辰")
#: Whom the letters name; it stands in their entries alone.
CONTACT: Final = "顾青岚（示例）"
_WORDS: Final = ("商贸", "电子", "文化传播", "餐饮", "建材", "信息技术", "物流", "家政服务")


@dataclass(frozen=True, slots=True)
class _Case:
    """One firm by number, its defect, how long ago it was found, and how far it is."""

    firm: int
    defect: str
    before: int
    fate: str


_CASES: Final[tuple[_Case, ...]] = (
    _Case(0, "undisclosed", 75, "good"),
    _Case(1, "unreachable", 48, "good_by_firm"),
    _Case(2, "undisclosed", 45, "listed"),
    _Case(3, "unreachable", 21, "to_list"),
    _Case(4, "concealed", 27, "case"),
    _Case(5, "undisclosed", 7, "corrected"),
    _Case(6, "unreachable", 8, "guided"),
    _Case(7, "undisclosed", 2, "entered"),
    _Case(2, "unreachable", 1, "eligible"),
    _Case(0, "late_report", 1, "eligible"),
    _Case(3, "concealed", 30, "declined"),
)
#: Numbers of the roster's firms that come in because they are in a park, how long ago, and how often somebody spoke to them instead of going there.
_IN_PARK: Final = ((4, 160, 2), (12, 95, 1))


def sandbox_code(number: int) -> str:
    """The credit code of an invented firm, with the check characters of both standards."""
    stem = f"9BX{number:05d}"
    first = "91410103" + stem + organisation_check(stem)
    return first + credit_check(first)


def sandbox(do: Do, actors: Mapping[str, Actor], place: Any, today: date, begin: date) -> Iterator[Step]:
    """What is found, guided, corrected and decided until a day; `do(who, action, target, **inputs)`."""

    def day(before: int) -> date:
        return max(begin + timedelta(days=12), today - timedelta(days=before))

    yield begin + timedelta(days=11), lambda: _registered(do, place)
    for case in _CASES:
        for before, run in _fate(do, actors, place, case):
            yield day(before), run
    for number, before, contacts in _IN_PARK:
        yield day(before), lambda number=number: _proposed(do, place, number)  # type: ignore[misc]
        for nth in range(contacts):
            yield day(before - 40 * (nth + 1)), lambda number=number: _spoken(do, _in_park(number))  # type: ignore[misc]


def _registered(do: Do, place: Any) -> None:
    for number, (stem, word) in enumerate(zip(_STEMS, _WORDS, strict=True)):
        do(
            _ADMIN, "office.enter_enterprise", place, name=f"郑州{stem}{word}有限公司（示例，虚构）", uscc=sandbox_code(number),
            address=f"郑州市二七区示例街{number + 1}号",
        )  # fmt: skip


def _firm(number: int) -> Enterprise:
    return Enterprise.objects.get(uscc=sandbox_code(number))


def _of(case: _Case) -> Member:
    """The newest row of the case's firm and defect."""
    return Member.objects.filter(enterprise=_firm(case.firm), defect=case.defect).order_by("-id")[0]


def _in_park(number: int) -> Member:
    return Member.objects.get(enterprise__uscc=firm_code(number), scheme="innovation")


def _found(do: Do, place: Any, case: _Case) -> None:
    on = clock.today() - timedelta(days=1)
    more: dict[str, Any] = {}
    if case.defect == "late_report":
        more["report_year"] = on.year - (1 if (on.month, on.day) >= (6, 30) else 2)
        on = date(more["report_year"] + 1, 6, 30)
    if case.defect == "undisclosed":
        more["arose_on"] = (on - timedelta(days=60)).isoformat()
    do(
        PLANNER, "sandbox.find_defect", place, enterprise=_firm(case.firm).pk, defect=case.defect, triggered_on=on.isoformat(), words="示例（虚构）", **more
    )


def _guide(do: Do, case: _Case) -> None:
    member = _of(case)
    until = min(clock.today() + timedelta(days=6), member.period_ends or clock.today())
    do(
        PLANNER, "sandbox.guide", member, demand="示例（虚构）：请在公示系统补报、更正有关信息，并保留截图。", correct_by=until.isoformat(),
        contact=CONTACT,
    )  # fmt: skip


def _spoken(do: Do, member: Member) -> None:
    do(
        PLANNER, "sandbox.record_contact", member, kind="video", made_on=clock.today().isoformat(), content="示例（虚构）：远程核对公示内容和经营场所",
        replaces_visit=True,
    )  # fmt: skip


def _picture(member: Member) -> bytes:
    return photo(clock.now().astimezone(clock.ZONE), 34_730_000 + member.pk, 113_630_000)


def _corrected(do: Do, actors: Mapping[str, Actor], case: _Case) -> None:
    member = _of(case)
    file = evidence.receive(actors[PLANNER], "公示截图（示例）.jpg", [_picture(member)])
    do(PLANNER, "sandbox.record_correction", member, correction="示例（虚构）：已补报并公示", file=file.pk)


def _corrected_by_firm(do: Do, case: _Case) -> None:
    member = _of(case)
    file = evidence.receive(PUBLIC, "门牌照片（示例）.jpg", [_picture(member)])
    do("machine", "sandbox.take_in_correction", member, correction="示例（虚构）：已变更登记住所，可以联系", upload=file.pk)


def _out_well(do: Do, case: _Case) -> None:
    do(CHIEF, "sandbox.verify", _of(case), finding="示例（虚构）：公示系统可以查到")
    do(CHIEF, "sandbox.let_out", _of(case), reason="示例（虚构）：期内自纠，核验属实")


def _listed(do: Do, case: _Case) -> None:
    do(PLANNER, "sandbox.record_listing", _of(case), listed_on=clock.today().isoformat(), number=f"二七市监列〔{clock.today().year}〕1号（示例）")


def _fate(do: Do, actors: Mapping[str, Actor], place: Any, case: _Case) -> Iterator[tuple[int, Callable[[], None]]]:
    """(days before today, what happens then) of one firm."""
    at = case.before
    yield at, lambda: _found(do, place, case)
    if case.fate == "eligible":
        return
    if case.fate == "declined":
        yield at - 1, lambda: do(PLANNER, "sandbox.decline", _of(case), reason="示例（虚构）：核实后不属于公示缺陷")
        return
    yield at, lambda: do(PLANNER, "sandbox.admit", _of(case))
    if case.fate == "entered":
        return
    yield at - 1, lambda: _guide(do, case)
    yield at - 2, lambda: _spoken(do, _of(case))
    if case.fate in ("good", "corrected"):
        yield at - 5, lambda: _corrected(do, actors, case)
    elif case.fate == "good_by_firm":
        yield at - 4, lambda: _corrected_by_firm(do, case)
    elif case.fate == "case":
        yield at - 5, lambda: do("machine", "sandbox.follow_violation", _firm(case.firm), what="示例（虚构）：检查发现其他违法问题")
    elif case.fate in ("listed", "to_list"):
        yield at - 8, lambda: do(CHIEF, "sandbox.propose_listing", _of(case), reason="示例（虚构）：期满未改正")
    if case.fate.startswith("good"):
        yield at - 6, lambda: _out_well(do, case)
    elif case.fate == "listed":
        yield at - 10, lambda: _listed(do, case)


def _proposed(do: Do, place: Any, number: int) -> None:
    firm = Enterprise.objects.get(uscc=firm_code(number))
    do(PLANNER, "sandbox.propose_firm", place, enterprise=firm.pk, ground="park", words="示例（虚构）")
    do(PLANNER, "sandbox.admit", _in_park(number))
