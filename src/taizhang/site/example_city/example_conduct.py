"""Conduct in the example: campaigns and lists as the source page names them, and problems that nobody has.

The page states neither the names of the four campaigns nor the items of the four lists, so none is given. The problems are
invented, say so in their words, and concern no real conduct of any organ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.modules.conduct.models import Campaign, Problem, RuleList
from taizhang.registers import evidence

from .photo import photo

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

WHO: Final = "erqi-supervisor"
_SOURCE: Final = "《郑州日报》访谈（原文只提到“学查改”4个专项行动）"
_LIST_SOURCE: Final = "《郑州日报》访谈（原文只提到主题，未列条目）"
#: The subjects of the four lists, in the page's own words.
_LISTS: Final = (
    ("违规吃喝", "Dining against the rules"),
    ("违规收送礼品礼金", "Gifts and gift money against the rules"),
    ("侵害群众利益", "Harm to the public's interests"),
    ("不担当不作为", "Shirking and inaction"),
)


@dataclass(frozen=True, slots=True)
class _Case:
    """A problem: at whose desk it is corrected, under which list and campaign, how long ago it was found, and how far it is."""

    organ: str
    who: str
    words: str
    list: str
    campaign: int
    clue: str
    before: int
    fate: str
    days: int | None = None
    concern: str = "conduct"


_CASES: Final[tuple[_Case, ...]] = (
    _Case("housing", "erqi-housing", "某项办事指南超过承诺时限未更新", "不担当不作为", 1, "inspection", 60, "closed", 20),
    _Case("land", "erqi-land", "某批群众来信超期未答复", "侵害群众利益", 2, "letters", 48, "reported", -2),
    _Case("housing", "erqi-housing", "某督办事项反馈只有表态、没有进展", "不担当不作为", 1, "overdue", 40, "late", -6),
    _Case("land", "erqi-land", "某次会议只转发文件、未研究落实措施", "不担当不作为", 3, "own", 33, "returned", 25, "spirit"),
    _Case("housing", "erqi-housing", "某公务接待单据要素不全", "违规吃喝", 4, "audit", 26, "no_deadline", concern="discipline"),
    _Case("land", "erqi-land", "某窗口公示的联系方式无人接听", "侵害群众利益", 2, "daily", 18, "examined"),
    _Case("housing", "erqi-housing", "某项台账填报前后不一致", "", 3, "own", 12, "withdrawn"),
    _Case("land", "erqi-land", "某礼品登记簿缺页", "违规收送礼品礼金", 4, "audit", 9, "handed_over", concern="discipline"),
    _Case("housing", "erqi-housing", "某事项以会议代替办理", "不担当不作为", 1, "daily", 5, "found"),
)


def conduct(do: Do, actors: Mapping[str, Actor], organs: Mapping[str, Any], place: Any, today: date, begin: date) -> Iterator[Step]:
    """What is entered, examined, corrected and closed until a day; `do(who, action, target, **inputs)`."""

    def day(before: int) -> date:
        return max(begin + timedelta(days=12), today - timedelta(days=before))

    yield day(75), lambda: _named(do, place)
    yield day(64), lambda: _studied(do, 1, "erqi-housing")
    yield day(43), lambda: _studied(do, 2, "erqi-land")
    for case in _CASES:
        for before, run in _fate(do, actors, organs, place, case, today):
            yield day(before), run


def _named(do: Do, place: Any) -> None:
    for number in range(1, 5):
        do(WHO, "conduct.enter_campaign", place, number=number, source=_SOURCE)
    for name, name_en in _LISTS:
        do(WHO, "conduct.enter_list", place, name=name, name_en=name_en, source=_LIST_SOURCE)


def _studied(do: Do, number: int, who: str) -> None:
    campaign = Campaign.objects.get(number=number)
    do(who, "conduct.record_study", None, campaign=campaign.pk, held_on=clock.today().isoformat(), topic="示例：中央八项规定精神学习", attended=18)


def _of(case: _Case) -> Problem:
    return Problem.objects.get(description=_words(case))


def _words(case: _Case) -> str:
    return f"示例（虚构）：{case.words}"


def _found(do: Do, organs: Mapping[str, Any], place: Any, case: _Case) -> None:
    under = {"rule_list": RuleList.objects.get(name=case.list).pk} if case.list else {}
    do(
        WHO, "conduct.find_problem", place, organ=organs[f"erqi.{case.organ}"].pk, description=_words(case), found_on=clock.today().isoformat(),
        clue=case.clue, concern=case.concern, campaign=Campaign.objects.get(number=case.campaign).pk, **under,
    )  # fmt: skip


def _fate(
    do: Do, actors: Mapping[str, Actor], organs: Mapping[str, Any], place: Any, case: _Case, today: date
) -> Iterator[tuple[int, Callable[[], None]]]:
    """(days before today, what happens then) of one problem."""
    yield case.before, lambda: _found(do, organs, place, case)
    if case.fate == "found":
        return
    if case.fate == "withdrawn":
        yield case.before - 3, lambda: do(WHO, "conduct.withdraw_problem", _of(case), reason="示例：经核实属笔误，已当场更正")
        return
    yield case.before - 3, lambda: do(WHO, "conduct.examine", _of(case), finding="示例：查阅材料并询问经办科室，属实")
    if case.fate == "handed_over":
        yield case.before - 4, lambda: do(WHO, "conduct.hand_over", _of(case), handed_to="示例机关", reason="示例：超出本级处理范围")
    if case.fate in ("handed_over", "examined"):
        return
    yield case.before - 5, lambda: _give_out(do, organs, case, today)
    if case.fate in ("closed", "reported", "returned"):
        yield case.before - 20, lambda: _report(do, actors, case)
    if case.fate == "closed":
        yield case.before - 26, lambda: do(WHO, "conduct.close_problem", _of(case), check_result="示例：现场复查，属实")
    elif case.fate == "returned":
        yield case.before - 24, lambda: do(WHO, "conduct.return_correction", _of(case), reason="示例：措施没有写明完成时间，请补充后再报")


def _give_out(do: Do, organs: Mapping[str, Any], case: _Case, today: date) -> None:
    until = {} if case.days is None else {"due": max(clock.today(), today + timedelta(days=case.days)).isoformat()}
    do(WHO, "conduct.give_out", _of(case), corrector=organs[f"erqi.{case.organ}"].pk, demand="示例：立行立改，并完善相应制度", **until)


def _report(do: Do, actors: Mapping[str, Actor], case: _Case) -> None:
    taken = clock.now().astimezone(clock.ZONE)
    file = evidence.receive(actors[case.who], "整改佐证（示例）.jpg", [photo(taken, 34_752_000 + case.before, 113_641_000)])
    do(case.who, "conduct.report_correction", _of(case), correction="示例：已整改，并修订了相应制度", file=file.pk)
