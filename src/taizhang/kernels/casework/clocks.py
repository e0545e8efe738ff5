"""Legal clocks (时限): a rule, the events that were recorded, and what they come to.

A running clock is a fold over its events; nothing else moves a due date. The triggering day is not counted. A stop takes the
days after it, up to and including the day of resumption, out of the term. What the law deems to have happened (视为) has its
legal date, however late anybody looks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from taizhang.basis.clockunits import CalendarDays, ClockUnit, Hours, Months, WorkingDays, WorkingHours
from taizhang.basis.errors import BadInput
from taizhang.basis.law import Law
from taizhang.basis.text import Text

from .calendar import Calendar, add_months

EventKind = Literal["start", "stop", "resume", "extend", "end", "deemed"]
When = date | datetime


@dataclass(frozen=True, slots=True)
class Extension:
    """By how much a term may be extended, once; who decides it; whether the applicant must be told the reason."""

    unit: ClockUnit
    by: Text
    law: Law
    must_tell: bool = True


@dataclass(frozen=True, slots=True)
class Deemed:
    """What the law takes to have happened when the term runs out in silence.

    It holds from the day of the triggering event (`since="start"`), or from the day after the last day (`since="lapse"`).
    """

    effect: Text
    law: Law
    since: Literal["start", "lapse"] = "lapse"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One legal term: how long, what sets it off, on which grounds it stops, by how much it may be extended, what silence means.

    `starts_on` and `ends_on` are keys of events of the case, `stops_on` the grounds on which it stops (none: it never stops).
    `to_working_day` moves the end of a term in calendar days or months that falls on a day off to the next working day.

    Raises:
        ValueError: when the extension is in another unit than the term.
    """

    key: str
    label: Text
    unit: ClockUnit
    law: Law
    starts_on: str
    ends_on: frozenset[str] = frozenset()
    stops_on: frozenset[str] = frozenset()
    stop_law: Law | None = None
    extension: Extension | None = None
    deemed: Deemed | None = None
    to_working_day: bool = False

    def __post_init__(self) -> None:
        if self.extension and type(self.extension.unit) is not type(self.unit):
            raise ValueError(f"{self.key}: a term of {self.unit.label.en} cannot be extended by {self.extension.unit.label.en}")

    @property
    def in_hours(self) -> bool:
        return isinstance(self.unit, WorkingHours | Hours)

    def as_plain(self) -> list[Any]:
        """The rule as lists of text for a fingerprint, without wording."""
        law = [self.law.number, self.law.name.zh, self.law.article]
        more = [type(self.extension.unit).__name__, self.extension.unit.n, self.extension.must_tell] if self.extension else None
        return [
            self.key,
            type(self.unit).__name__,
            self.unit.n,
            law,
            self.starts_on,
            sorted(self.ends_on),
            sorted(self.stops_on),
            more,
            self.deemed.since if self.deemed else None,
            self.to_working_day,
        ]


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something recorded that moves a clock: when, under which article, by whom, and whether the applicant was told in writing.

    `ground` says why a clock stops; a `deemed` event records that the tick has seen what the law had already done.
    """

    kind: EventKind
    on: When
    law: Law | None = None
    by: Text | str | None = None
    told: bool = False
    ground: str = ""


@dataclass(frozen=True, slots=True)
class ClockState:
    """What a clock shows.

    `due` while stopped is what it would be if the clock were resumed now. `left` and `late` count in the unit of the term
    (working days, calendar days, or whole hours; a term in months counts calendar days); `left` is None before the start
    and after the end. `provisional`: a year without notice is touched. `deemed_on` is the legal date of what silence
    brought about; it stays None while the due date is provisional, for the law does not act on a guess.
    `deemed_if_silent` shows that date before it happens.
    """

    due: When | None = None
    provisional: bool = False
    left: int | None = None
    late: int = 0
    stopped_since: When | None = None
    finished: When | None = None
    deemed_on: date | None = None
    deemed_if_silent: date | None = None
    extended: bool = False

    @property
    def days_left(self) -> int | None:
        return self.left

    @property
    def days_late(self) -> int:
        return self.late


def state(rule: ClockRule, events: Iterable[ClockEvent], calendar: Calendar, now: When) -> ClockState:
    """What a clock shows at a moment, from the events recorded up to then. Events after `now` do not count yet.

    Raises:
        BadInput: for a history that the law does not allow: a stop of which the applicant was not told in writing (Art. 45),
            a second extension or one that came too late, a resumption without a stop, anything before the start, a day
            without a time of day for a term in hours.
    """
    fold = _Fold(rule, calendar)
    until = fold.when(now)
    for event in sorted(events, key=lambda e: fold.when(e.on)):
        if fold.when(event.on) <= until:
            fold.take(event)
    return fold.shown(until)


class _Fold:
    """A clock while its events are taken one after the other."""

    def __init__(self, rule: ClockRule, calendar: Calendar) -> None:
        self.rule, self.calendar = rule, calendar
        self.started: Any = None
        self.due: Any = None
        self.stopped: Any = None
        self.finished: Any = None
        self.extended = False
        self.latest: Any = None

    def when(self, at: When) -> Any:
        """A day for terms in days, a moment on the clock of the place for terms in hours."""
        if not self.rule.in_hours:
            return self.calendar.local(at).date() if isinstance(at, datetime) else at
        if not isinstance(at, datetime):
            raise self._bad("needs_time", Text("按小时计的期限须有时刻", "A term in hours needs the time of day"))
        return self.calendar.local(at)

    def take(self, event: ClockEvent) -> None:
        at = self.when(event.on)
        if event.kind == "start":
            self._start(at)
            return
        if self.started is None:
            raise self._bad("not_started", Text("期限尚未开始", "The term has not begun"))
        if event.kind == "deemed":
            return
        if self.finished is not None:
            raise self._bad("finished", Text("期限已经结束", "The term has ended already"))
        if event.kind == "stop":
            self._stop(at, event)
        elif event.kind == "resume":
            self._resume(at)
        elif event.kind == "extend":
            self._extend(at, event)
        else:
            if self.stopped is not None:
                self._resume(at)
            self.finished = at

    def _start(self, at: Any) -> None:
        if self.started is not None:
            raise self._bad("started", Text("期限已经开始", "The term has begun already"))
        self.started = at
        rule, calendar = self.rule, self.calendar
        self.due = calendar.due_moment(at, rule.unit).at if rule.in_hours else calendar.due_day(at, rule.unit).date

    def _stop(self, at: Any, event: ClockEvent) -> None:
        law = event.law or self.rule.stop_law
        if self.stopped is not None:
            raise self._bad("stopped", Text("期限已经中止", "The clock is stopped already"), law)
        if not self.rule.stops_on or (event.ground and event.ground not in self.rule.stops_on):
            raise self._bad("no_ground", Text("该事由不能中止期限", "This is no ground to stop the clock"), law)
        if not event.told:
            raise self._bad(
                "not_told",
                Text("中止期限须将所需时间书面告知申请人", "A stop needs a written notice to the applicant of the time it takes"),
                law,
                Text("补发书面告知后再登记中止", "Send the written notice, then record the stop"),
            )
        if at > self.last():
            raise self._bad("run_out", Text("期限已届满，不能再中止", "The term has run out; it cannot be stopped any more"), law)
        self.stopped = at

    def _resume(self, at: Any) -> None:
        if self.stopped is None:
            raise self._bad("not_stopped", Text("期限没有中止", "The clock is not stopped"))
        self.due, self.stopped = self._due_if_resumed(at), None

    def _due_if_resumed(self, at: Any) -> Any:
        """The due date when what lies between the stop and `at` is taken out. Never before `at`."""
        unit, calendar = self.rule.unit, self.calendar
        if isinstance(unit, WorkingDays):
            due = calendar.add_working_days(self.due, calendar.working_days_between(self.stopped, at)).date
            return due if due >= at else calendar.working_day_from(at).date
        if isinstance(unit, WorkingHours):
            return calendar.add_working_seconds(at, calendar.working_seconds_between(self.stopped, self.due)).at
        return self.due + (at - self.stopped)

    def _extend(self, at: Any, event: ClockEvent) -> None:
        more = self.rule.extension
        if more is None:
            raise self._bad("no_extension", Text("该期限不能延长", "This term cannot be extended"))
        if self.extended:
            raise self._bad("extended", Text("期限只能延长一次", "A term can be extended only once"), more.law)
        if more.must_tell and not event.told:
            raise self._bad(
                "not_told", Text("延长期限须将理由告知申请人", "The applicant has to be told the reason for the extension"), more.law
            )
        if self.stopped is None and at > self.last():
            raise self._bad("run_out", Text("期限已届满，不能再延长", "The term has run out; it cannot be extended any more"), more.law)
        self.extended = True
        self.due = self._later(more.unit)

    def _later(self, unit: ClockUnit) -> Any:
        if isinstance(unit, Months):
            return add_months(self.due, unit.n)
        if isinstance(unit, CalendarDays):
            return self.due + timedelta(days=unit.n)
        if isinstance(unit, WorkingDays):
            return self.calendar.add_working_days(self.due, unit.n).date
        return self.calendar.due_moment(self.due, unit).at

    def last(self) -> Any:
        """The last day on which it is in time: the due date, moved to a working day where the rule says so."""
        if self.rule.to_working_day and not self.rule.in_hours:
            return self.calendar.working_day_from(self.due).date
        return self.due

    def shown(self, now: Any) -> ClockState:
        if self.started is None:
            return ClockState()
        stopped = self.stopped
        if stopped is not None:
            self.due = self._due_if_resumed(now)
        due = self.last()
        by_notice = isinstance(self.rule.unit, WorkingDays | WorkingHours) or self.rule.to_working_day
        provisional = by_notice and self.calendar.is_provisional(self.started, due)
        done = self.finished
        lapsed = (done or now) > due
        silent = self._deemed_date(due)
        return ClockState(
            due=due,
            provisional=provisional,
            left=None if done is not None else max(self._count(now, due), 0),
            late=max(self._count(due, done or now, up=True), 0),
            stopped_since=stopped,
            finished=done,
            deemed_on=silent if lapsed and not provisional and stopped is None else None,
            deemed_if_silent=silent if done is None or lapsed else None,
            extended=self.extended,
        )

    def _deemed_date(self, due: Any) -> date | None:
        deemed = self.rule.deemed
        if deemed is None:
            return None
        day = self.started if deemed.since == "start" else due + timedelta(days=1)
        return day.date() if isinstance(day, datetime) else day

    def _count(self, after: Any, until: Any, up: bool = False) -> int:
        """Units from one point to the other; begun hours count as whole ones when `up`."""
        unit = self.rule.unit
        if isinstance(unit, WorkingDays):
            return self.calendar.working_days_between(after, until)
        if isinstance(unit, CalendarDays | Months):
            return int((until - after).days)
        office = isinstance(unit, WorkingHours)
        seconds = self.calendar.working_seconds_between(after, until) if office else int((until - after).total_seconds())
        return -(-seconds // 3600) if up else seconds // 3600

    def _bad(self, code: str, reason: Text, law: Law | None = None, remedy: Text | None = None) -> BadInput:
        return BadInput(
            Text("“{k}”：{r}", "“{k}”: {r}").with_(k=self.rule.label, r=reason),
            code=code,
            law=law or self.rule.law,
            remedy=remedy,
        )
