"""What of the tasks waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Task as Waiting

from .. import models, terms
from .records import EXTENSION, SOURCE, TASK
from .spot import DRAWN, SPOT
from .verbs import APPROVE, CHECK, DO, REGISTER

_MOST = 50


def worklist(actor: Actor, today: date) -> Sequence[Waiting]:
    """To sign for, to tell of, to give out, to check, to decide: each with the one button."""
    found: list[Waiting] = []
    if actor.may(DO):
        found += _in_hand(actor.with_right(DO), today)
    if actor.may(REGISTER):
        found += _to_give_out(actor.with_right(REGISTER))
    if actor.may(CHECK):
        able = actor.with_right(CHECK)
        done = reading.rows(able, TASK).filter(state="reported", coordination__isnull=True).exclude(lead__in=able.organs)
        found += [
            _line(row, Text("报办结，等待核查", "Reported done; waits for the check"), "close", terms.VERIFIED_BY_ANOTHER)
            for row in done.order_by("reported_on", "id")[:_MOST]
        ]
        found += _second_looks(able, today)
    if actor.may(APPROVE):
        asked = reading.rows(actor.with_right(APPROVE), EXTENSION).filter(state="asked").select_related("task")
        found += [
            Waiting(row.task.title[:80], Text("申请延期至 {d}", "More time asked for, until {d}").with_(d=row.due.isoformat()), EXTENSION.kind, row.pk,
                    row.earlier_due, "commitments.approve_extension", terms.SUPERVISION)
            for row in asked.order_by("id")[:_MOST]
        ]  # fmt: skip
    return found


def _second_looks(actor: Actor, today: date) -> list[Waiting]:
    """Sample checks whose event has come, and drawn tasks that nobody has looked at: a substitute is nobody's until it is needed."""
    drawable = reading.rows(actor, SPOT).filter(state="committed", event_on__lte=today).order_by("event_on", "id")
    why = Text("公开事件“{e}”已到时间，由承诺人以外的人抽取", "“{e}” has come: somebody else than who committed draws")
    found = [
        Waiting(row.title[:80], why.with_(e=row.event), SPOT.kind, row.pk, row.event_on, "commitments.draw_spot_check", terms.SAMPLE)
        for row in drawable[:_MOST]
    ]
    drawn = reading.rows(actor, DRAWN).filter(check_row__state="drawn", holds="", substitute=False).exclude(task__lead__in=actor.organs)
    found += [
        Waiting(row.task.title[:80], Text("抽中的任务，等待抽核", "Drawn, to be looked at"), DRAWN.kind, row.pk, None, "commitments.report_spot_check",
                terms.VERIFIED_BY_ANOTHER)
        for row in drawn.order_by("check_row", "number")[:_MOST]
    ]  # fmt: skip
    return found


def _in_hand(actor: Actor, today: date) -> list[Waiting]:
    """Tasks of the actor's organs; those whose progress is derived ask for nothing."""
    derived = models.Tie.objects.exclude(awaits="").values("task")
    mine = reading.rows(actor, TASK).filter(lead__in=actor.organs, coordination__isnull=True).order_by("due", "id")
    found = [
        _line(row, Text("交办任务待签收（签收时限 {d}）", "A task to be signed for by {d}").with_(d=row.sign_by or "—"), "sign", terms.SUPERVISION, row.sign_by)
        for row in mine.filter(state="assigned")[:_MOST]
    ]
    for row in mine.filter(Q(state__in=("signed", "under_way", "returned")) & ~Q(id__in=derived))[:_MOST]:
        found.append(_line(row, _why(row, today), "feed_back" if row.state != "returned" else "report_done", terms.SUPERVISION))
    return found


def _why(row: Any, today: date) -> Text:
    if row.state == "returned":
        return Text("核查退回：{r}", "Returned by the check: {r}").with_(r=row.reason or "—")
    if row.due is not None and row.due < today:
        return Text("任务逾期 {d} 天", "The task is {d} day(s) late").with_(d=(today - row.due).days)
    if row.reminded:
        return Text("承办中，已催办 {n} 次", "Under way; reminded {n} time(s)").with_(n=row.reminded)
    return Text("承办中的任务", "A task under way")


def _to_give_out(actor: Actor) -> list[Waiting]:
    """One line for a document with tasks that nobody has yet, and one for each task that an organ sent back."""
    found = []
    rows = reading.rows(actor, TASK)
    waiting = rows.filter(state="confirmed", source__isnull=False).values_list("source", flat=True)
    counted: dict[int, int] = {}
    for key in waiting[:2000]:
        counted[key] = counted.get(key, 0) + 1
    for source in reading.rows(actor, SOURCE).filter(pk__in=list(counted)[:_MOST]):
        found.append(
            Waiting(source.title[:80], Text("{n} 项任务已确认，待交办", "{n} confirmed task(s) to be given out").with_(n=counted[source.pk]), SOURCE.kind,
                    source.pk, None, None, terms.SUPERVISION, url=f"/commitments/sources/{source.pk}/?show=confirmed")
        )  # fmt: skip
    for source in reading.rows(actor, SOURCE).filter(state="open").exclude(pk__in=list(counted))[:_MOST]:
        found.append(
            Waiting(
                source.title[:80], Text("文件待分解", "A document to be read"), SOURCE.kind, source.pk, None, None, terms.SUPERVISION,
                url=f"/commitments/sources/{source.pk}/",
            )
        )  # fmt: skip
    found += [
        _line(row, Text("承办单位退回交办：{r}", "Sent back by its organ: {r}").with_(r=row.reason or "—"), "assign", terms.SUPERVISION)
        for row in rows.filter(state="declined")[:_MOST]
    ]
    return found


def _line(row: Any, why: Text, verb: str, law: Any, due: date | None = None) -> Waiting:
    return Waiting(row.title[:80], why, TASK.kind, row.pk, due or row.due, f"commitments.{verb}", law)
