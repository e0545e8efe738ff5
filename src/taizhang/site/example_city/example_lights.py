"""Lights of the example: a waiver that was approved, one that waits, one that has lapsed; a question that was answered, and one sent back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from taizhang.modules.projects.models import Question, Waiver

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

#: Months of projects with a history that are reported without a physical quantity: (number of the project, number of its month).
WITHOUT_QUANTITY = frozenset({(4, 2), (10, 3), (16, 4)})
_ANSWERS = (
    "示例：本月为设备到货款，实物量在安装后填报，见供货合同第三条",
    "示例：本月为征迁补偿支出，没有实物工程量",
)


def waivers(do: Do, projects: Sequence[int], today: date) -> Iterator[Step]:
    """What is asked and decided about three projects that are not in the statistics library; `do(who, action, target, **inputs)`."""
    asked = today - timedelta(days=40)
    for key, reason, until in zip(projects, _REASONS, (today + timedelta(days=60), today + timedelta(days=45), today - timedelta(days=5)), strict=False):
        day = asked if until != today + timedelta(days=45) else today - timedelta(days=2)
        yield day, lambda key=key, reason=reason, until=until: _ask(do, key, reason, until)  # type: ignore[misc]
        if day == asked:
            yield day + timedelta(days=3), lambda key=key: do("erqi-chief", "projects.approve_waiver", _waiver(key), note="示例：同意")  # type: ignore[misc]


#: Every so many of the projects with a history have an amount that is to be paid in the year.
PAYING = 5


def payments(do: Do, key: int, number: int, plan_fen: int, year: int, day: date) -> Iterator[Step]:
    """What one project has to pay in a year, as shares of its plan: met by some, too much for others."""
    required = 30 if number % 2 else 60
    for role, percent in (("payment_required", required), ("payment_plan", required + 5)):
        amount = plan_fen * percent // 100 // 1_000_000 * 1_000_000
        yield day, lambda role=role, amount=amount: do(  # type: ignore[misc]
            "erqi-clerk", "projects.plan", key, role=role, year=year, amount_fen=amount, ground="示例〔资金〕1号"
        )


_REASONS = ("示例：名录库清查期间统计部门暂停受理入库", "示例：法人变更登记办理中，入库材料须重报", "示例：项目代码更正，待平台同步")


def _ask(do: Do, key: int, reason: str, until: date) -> None:
    do("erqi-clerk", "projects.request_waiver", key, dimension="statistics", reason=reason, valid_until=until.isoformat())


def _waiver(key: int) -> int:
    return Waiver.objects.get(project=key).pk


def answers(do: Do, key: int, number: int, index: int, reporter: str, day: date) -> Iterator[Step]:
    """What becomes of the question that a month without a quantity raises, from a day on."""
    yield day, lambda: _on_question(do, key, reporter, "projects.answer_question", "asked", answer=_ANSWERS[number // 6 % len(_ANSWERS)])
    verdict = "projects.return_answer" if number == 10 else "projects.accept_answer"
    more = {"reason": "示例：请附补偿协议"} if number == 10 else {"note": "示例：情况属实"}
    if number != 16:
        yield day + timedelta(days=2), lambda: _on_question(do, key, "erqi-clerk", verdict, "answered", **more)


def _on_question(do: Do, key: int, who: str, action: str, state: str, **raw: Any) -> None:
    question = Question.objects.filter(project=key, check_key="investment_without_quantity", state=state).first()
    if question is not None:
        do(who, action, question.pk, **raw)
