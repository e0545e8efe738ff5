"""Verbs of questions: asked by the checks, answered by the unit, accepted or sent back by another person. None changes a figure."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import calendar as days
from taizhang.registers import evidence as files
from taizhang.registers.questions import FIGURES_CHANGED

from .. import cross_checks, rules, terms
from ..models import Project, Question, Report
from ..queries import questions as known
from .inputs import Note, Paper, Reason

Answer = Annotated[
    str,
    Ask(
        Text("答复", "Answer"),
        help=Text("数据确有错误的，请更正月报；数据无误的，请说明情况", "If a figure is wrong, correct the report; if it is right, say how it came about"),
        multiline=True,
        example="示例：本月为设备到货，实物量按安装进度填报",
    ),
]


def check_figures(project: Project, by: Hand) -> None:
    """What does not fit together in the accepted figures is asked, once for a check and month; what no longer does so is closed."""
    found = known.raised(project.pk, by.today)
    asked = [_question(project, q, by) for q in found.new]
    by.put_new(asked)
    for organ in sorted({q.organ_id for q in asked if q.organ_id is not None}):
        by.send("inbox", f"organ:{organ}", kind="question", project=project.pk)
    for question in found.gone:
        by.then("projects.close_question", question.pk)
    for question in found.again:
        by.then("projects.ask_again", question.pk)


def figures_accepted(report: Report, by: Hand) -> None:
    """Where an accepted month raises or settles a question, the checks follow in the same transaction."""
    if known.raised(report.project_id, by.today, accepting=report):
        by.happened(FIGURES_CHANGED, report.project_id)


def answer_question(question: Question, by: Hand, *, answer: Answer, file: Paper = None) -> None:
    """The unit has said how it is; its figures stay as they are until it corrects them itself."""
    question.answer, question.answered_on = answer, by.today
    if file is not None:
        question.proof = files.keep(by, file, f"projects.question:{question.pk}")
    by.put(question)


def accept_answer(question: Question, by: Hand, *, note: Note = "") -> None:
    """The answer explains the figures, as another person than the one who gave it finds."""
    question.remark, question.closed_on = note[:400], by.today
    by.put(question)


def return_answer(question: Question, by: Hand, *, reason: Reason) -> None:
    """The answer does not explain the figures, with the reason; the unit answers again."""
    question.remark = reason[:400]
    by.put(question)


def close_question(question: Question, by: Hand) -> None:
    """The corrected figures no longer raise the question."""
    question.closed_on = by.today
    by.put(question)


def ask_again(question: Question, by: Hand) -> None:
    """The figures raise the question again after a correction had settled it; the unit has the whole term to answer."""
    due = rules.clock_due("question", by.today, days.calendar())
    question.asked_on, question.closed_on = by.today, None
    question.due, question.provisional = due.date if due else None, bool(due and due.provisional)
    by.put(question)


def _question(project: Project, found: cross_checks.Question, by: Hand) -> Question:
    due = rules.clock_due("question", by.today, days.calendar())
    unit = project.unit_id or project.organ_id if found.asks == terms.OWNER else project.organ_id or project.unit_id
    return Question(
        project=project,
        check_key=found.code,
        period=found.period,
        text=found.text.zh,
        text_en=found.text.en,
        figures=known.as_plain(found),
        law=found.law.cite("zh")[:200],
        law_en=found.law.cite("en")[:300],
        organ_id=unit,
        asked_on=by.today,
        due=due.date if due else None,
        provisional=bool(due and due.provisional),
    )
