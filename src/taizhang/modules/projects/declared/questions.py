"""Questions that figures raise (核查问题): the record, its verbs, its list, and what of it waits for whom."""

from __future__ import annotations

from datetime import date
from typing import Final

from taizhang.basis import memory
from taizhang.basis.text import Text
from taizhang.frame.actor import MACHINE, Actor
from taizhang.frame.declare import Action, Apart, Daily, Field, Filter, Listing, Record, Task
from taizhang.frame.perform import perform

from .. import lifecycle, models, terms
from ..actions import questions as verbs
from ..queries import questions as known
from .naming import named
from .records import PROJECT
from .verbs import ACCEPT, REPORT_RIGHT

_LAW: Final = terms.QUESTION
_MOST: Final = 50

QUESTION = Record(
    "projects.question",
    Text("核查问题", "Question"),
    models.Question,
    models.QuestionHistory,
    visible=known.of_visible_question,
    fields=(
        Field("project", Text("项目", "Project")),
        Field("check_key", Text("核查事项", "Check"), choices=terms.CHECK_WORDS),
        Field("period", Text("月份", "Month")),
        Field("text", Text("问题", "Question")),
        Field("text_en", Text("问题（英文）", "Question (English)")),
        Field("law", Text("依据", "Ground")),
        Field("law_en", Text("依据（英文）", "Ground (English)")),
        Field("organ", Text("答复单位", "Asked of")),
        Field("state", Text("状态", "State"), choices=terms.QUESTION_STATES),
        Field("asked_on", Text("提出日期", "Asked on")),
        Field("due", Text("答复期限", "Answer due")),
        Field("provisional", Text("暂定", "Provisional")),
        Field("answer", Text("答复", "Answer")),
        Field("answered_on", Text("答复日期", "Answered on")),
        Field("proof", Text("附件", "File")),
        Field("remark", Text("核查意见", "Remark")),
        Field("closed_on", Text("了结日期", "Settled on")),
    ),
    title=lambda row: f"{dict(terms.CHECK_WORDS)[row.check_key].zh} {row.period}".strip(),
    title_en=lambda row: f"{dict(terms.CHECK_WORDS)[row.check_key].en} {row.period}".strip(),
    parent="project",
    lifecycles={"question/1": lifecycle.QUESTION},
    facts=known.question_facts,
    stirs=known.never_by_time,
    select_related=("organ", "proof"),
)

QUESTION_ACTIONS = (
    Action(verbs.check_figures, Text("交叉核对", "Cross-check"), PROJECT, law=_LAW, machine=True, shown=False),
    Action(verbs.answer_question, Text("答复", "Answer"), QUESTION, REPORT_RIGHT, law=_LAW, primary=True),
    Action(
        verbs.accept_answer,
        Text("采信答复", "Accept the answer"),
        QUESTION,
        ACCEPT,
        law=_LAW,
        primary=True,
        apart_from=(Apart("projects.answer_question"),),
    ),
    Action(
        verbs.return_answer,
        Text("退回重答", "Send the answer back"),
        QUESTION,
        ACCEPT,
        law=_LAW,
        apart_from=(Apart("projects.answer_question"),),
    ),
    Action(verbs.ask_again, Text("问题再次出现", "Raised again"), QUESTION, law=_LAW, machine=True, shown=False),
    Action(verbs.close_question, Text("数据更正后关闭", "Gone with the correction"), QUESTION, law=_LAW, machine=True, shown=False),
)

QUESTIONS_LIST = Listing(
    "projects.questions",
    QUESTION,
    Text("核查问题", "Questions"),
    columns=("project", "check_key", "period", "text", "organ", "state", "due"),
    filters=(
        Filter("state", Text("状态", "State"), "state"),
        Filter("check", Text("核查事项", "Check"), "check_key"),
        Filter("organ", Text("答复单位", "Asked of"), "organ"),
    ),
    sorts={"due": ("state", "due", "id"), "-due": ("-state", "-due", "-id")},
    default_sort="due",
    empty=Text("没有核查问题。", "No questions."),
)


def ask_daily(today: date) -> int:
    """Everything that the accepted figures raise by today has been asked, and what they no longer raise is closed."""
    asked = 0
    with memory.searched_seldom():
        for project in known.to_be_asked(today):
            perform("projects.check_figures", project, MACHINE, {})
            asked += 1
    return asked


ASK_DAILY = Daily("projects.questions", Text("交叉核对并提出核查问题", "Cross-checks and the questions they raise"), ask_daily)


def question_tasks(actor: Actor, today: date) -> list[Task]:
    """Questions that the actor's own organs have to answer, and answers that wait to be looked at."""
    found: list[Task] = []
    if actor.may(REPORT_RIGHT):
        able = actor.with_right(REPORT_RIGHT)
        own = known.questions(able, QUESTION, "asked", "returned").filter(organ__in=able.organs)
        found += [_task(q, _waits(q, today), "answer_question", q.due) for q in own[:_MOST]]
    if actor.may(ACCEPT):
        answered = known.questions(actor.with_right(ACCEPT), QUESTION, "answered")
        found += [_task(q, Text("已答复，等待核查", "Answered; waits to be looked at"), "accept_answer", None) for q in answered[:_MOST]]
    return found


def _waits(row: models.Question, today: date) -> Text:
    if row.state == "returned":
        return Text("答复被退回：{w}", "The answer was returned: {w}").with_(w=row.remark or "—")
    if row.due is not None and row.due < today:
        return Text("核查问题逾期未答 {d} 天：{t}", "The answer is {d} day(s) late: {t}").with_(d=(today - row.due).days, t=Text(row.text, row.text_en))
    return Text("请说明：{t}", "Please explain: {t}").with_(t=Text(row.text, row.text_en))


def _task(row: models.Question, why: Text, verb: str, due: date | None) -> Task:
    return Task(named(row.project), why, QUESTION.kind, row.pk, due, f"projects.{verb}", _LAW)
