"""Rules of the projects module as functions of values: the clock and the database are not known here."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from taizhang.basis.errors import BadInput
from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text, joined
from taizhang.kernels.casework import Calendar, Due

from . import terms


@dataclass(frozen=True, slots=True)
class Paper:
    """What the rules need to know of a document."""

    kind: str
    dated: date
    number: str = ""
    located: bool = False
    with_file: bool = False
    valid_until: date | None = None
    #: Of a photo: its day was typed, not taken from it; it looks like another project's and nobody has said why.
    day_typed: bool = False
    alike: bool = False
    #: Its place is what the sender's device stated, not the photo's own.
    place_stated: bool = False

    @property
    def counts(self) -> bool:
        """False for a photo of the works that has no place, or that may be another project's."""
        return self.kind != "works_photo" or (self.located and self.with_file and not self.alike)


def document_facts(papers: Iterable[Paper], day: date | None = None) -> dict[str, Answer]:
    """For each kind of document whether it is there: a fact of the project's own file, so absent means no, not unknown.

    A photo of permanent works counts only when it has a place beside its date and looks like no other project's. With a day, a document that expired before
    it does not count; without one, it counts as what it was when it was used.
    """
    newest: dict[str, Paper] = {}
    papers = list(papers)
    for paper in papers:
        if day is not None and paper.valid_until is not None and paper.valid_until < day:
            continue
        if not paper.counts:
            continue
        if paper.kind not in newest or newest[paper.kind].dated <= paper.dated:
            newest[paper.kind] = paper
    facts: dict[str, Answer] = {}
    for kind, words, _, _ in terms.DOCUMENTS:
        paper_there = newest.get(kind)
        remark = _remark(kind, paper_there, papers)
        facts[f"document.{kind}"] = (
            Known(True, paper_there.number or words.zh, paper_there.dated, remark)
            if paper_there
            else Known(False, words, None, remark)
        )
    return facts


_TYPED = Text("日期为手填，照片本身没有拍摄时间", "its day was typed: the photo itself says none")
_STATED = Text("位置由上报设备给出，不是照片自带的", "its place is what the sender's device stated, not the photo's own")


def _remark(kind: str, there: Paper | None, papers: Iterable[Paper]) -> Text | None:
    """What is to be known of the photo that counts, or of those that do not."""
    if kind != "works_photo":
        return None
    if there is not None:
        said = [words for marked, words in ((there.day_typed, _TYPED), (there.place_stated, _STATED)) if marked]
        return joined(said, "；", "; ") if said else None
    photos = [p for p in papers if p.kind == kind]
    if any(p.alike for p in photos):
        return Text("有一张与另一项目的照片近似，尚未说明", "one looks like another project's photo, and nobody has said why")
    return Text("有照片，但没有位置", "there is one without a place") if photos else None


def start_is_proved(facts: Mapping[str, Answer]) -> bool:
    """The four proofs of a substantive start are all there."""

    def there(*kinds: str) -> bool:
        return any(isinstance(f := facts.get(f"document.{k}"), Known) and f.value is True for k in kinds)

    return (
        there("construction_permit", "start_report")
        and there("contract")
        and there("works_photo")
        and there("first_payment", "supervision_log")
    )


def start_photo(papers: Iterable[Paper]) -> Paper | None:
    """The photo whose day is that of a proved start: the first of permanent works that counts."""
    return min((p for p in papers if p.kind == "works_photo" and p.counts), key=lambda p: p.dated, default=None)


def period_of(text: str) -> str:
    """A month as 'YYYY-MM'.

    Raises:
        BadInput: for anything else.
    """
    year, _, month = text.partition("-")
    if (
        text.isascii()
        and len(year) == 4
        and len(month) == 2
        and text.replace("-", "").isdigit()
        and _is_month(int(year), int(month))
    ):
        return text
    raise BadInput(
        Text("月份“{t}”应写作 2026-10", "The month “{t}” should be written 2026-10").with_(t=text),
        code="bad_period",
        field="period",
    )


def _is_month(year: int, month: int) -> bool:
    return 1949 <= year <= 2200 and 1 <= month <= 12


def last_day(period: str) -> date:
    """The last day of a month 'YYYY-MM'."""
    year, month = int(period[:4]), int(period[5:7])
    return date(year, month, monthrange(year, month)[1])


def next_period(period: str) -> str:
    """The month after 'YYYY-MM'."""
    year, month = int(period[:4]), int(period[5:7])
    return f"{year + month // 12:04d}-{month % 12 + 1:02d}"


def period_before(period: str) -> str:
    """The month before 'YYYY-MM'."""
    year, month = int(period[:4]), int(period[5:7])
    return f"{year - (month == 1):04d}-{12 if month == 1 else month - 1:02d}"


def month_of(day: date) -> str:
    """The period a day belongs to."""
    return f"{day.year:04d}-{day.month:02d}"


def report_due(period: str) -> date | None:
    """The day by which the report of a month has to be there, None when no rule says so."""
    following = next_period(period)
    span = terms.REPORT_DUE_DAY.on(last_day(period))
    return date(int(following[:4]), int(following[5:7]), span.value) if span else None


def clock_due(clock: str, since: date, calendar: Calendar) -> Due | None:
    """The day a legal term ends that began to run after `since`, and whether it is provisional; None where no rule holds."""
    span = terms.CLOCKS[clock].on(since)
    return calendar.due_day(since, span.value) if span else None


def due_period(today: date) -> str:
    """The month whose report is being collected on a day: the one before."""
    return period_before(month_of(today))


def share_tenths(part: int, whole: int) -> int:
    """A share in tenths of a per cent, half a tenth upwards, as bulletins print it.

    >>> share_tenths(6_924_550, 48_551_960)
    143
    """
    return (2000 * part + whole) // (2 * whole)


def even_tenths(period: str) -> int:
    """The even time schedule at the end of a month, m/12 of the year, in tenths of a per cent: where no plan says otherwise.

    >>> even_tenths("2026-10"), even_tenths("2026-02")
    (833, 167)
    """
    return share_tenths(int(period[5:7]), 12)


def even_part(amount: int, period: str) -> int:
    """What is due of a year's amount at the end of a month by the even time schedule, rounded down."""
    return amount * int(period[5:7]) // 12


def time_share_percent(today: date) -> int:
    """Share of the year that has passed on a day, whole per cent, rounded down; at a month's end see `even_tenths`."""
    start = date(today.year, 1, 1)
    return ((today - start).days + 1) * 100 // (date(today.year + 1, 1, 1) - start).days


def check_year(year: int) -> None:
    """Nothing, for a year that a plan or list can be of.

    Raises:
        BadInput: otherwise.
    """
    if not 1990 <= year <= 2100:
        raise BadInput(
            Text("年度{y}不合理", "The year {y} cannot be right").with_(y=year), code="bad_year", field="year"
        )


def check_period(period: str, today: date) -> None:
    """Nothing, for a month that has begun and that this product can know of.

    Raises:
        BadInput: it is no month, or it is still to come, or it lies before 2000.
    """
    period_of(period)
    if period > month_of(today):
        raise BadInput(
            Text("{p} 还没有到", "{p} has not come yet").with_(p=period), code="future_period", field="period"
        )
    if period < "2000-01":
        raise BadInput(
            Text("{p} 早于2000年，请核对", "{p} lies before 2000; check it").with_(p=period),
            code="early_period",
            field="period",
        )


def check_report(period: str, today: date, earlier: Sequence[str]) -> None:
    """Nothing, when a month may be reported.

    Raises:
        BadInput: the month has not begun, or it has been reported already (correct that report instead).
    """
    check_period(period, today)
    if period in earlier:
        raise BadInput(
            Text("{p} 的月报已经报过", "{p} has been reported already").with_(p=period),
            code="reported",
            field="period",
            law=terms.DISPATCH,
            remedy=Text("打开该月报，用“更正”办理", "Open that report and use “Correct”"),
        )


@dataclass(frozen=True, slots=True)
class Planned:
    """Two planned dates as they were given, 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'; either may be ''."""

    start: str
    finish: str


def check_dates(planned: Planned) -> None:
    """Nothing, when the finish is not before the start as far as both are known.

    Raises:
        BadInput: otherwise.
    """
    for name, text in (("planned_start", planned.start), ("planned_finish", planned.finish)):
        if text and not is_civil(text):
            raise BadInput(
                Text(
                    "“{t}”不是日期，应写作 2026、2026-08 或 2026-08-15",
                    "“{t}” is not a date; write 2026, 2026-08 or 2026-08-15",
                ).with_(t=text),
                code="bad_date",
                field=name,
            )
    shorter = min(len(planned.start), len(planned.finish))
    if shorter and planned.finish[:shorter] < planned.start[:shorter]:
        raise BadInput(
            Text("竣工（{f}）早于开工（{s}）", "The finish ({f}) is before the start ({s})").with_(
                f=planned.finish, s=planned.start
            ),
            code="finish_before_start",
            field="planned_finish",
            remedy=Text("核对两个日期", "Check both dates"),
        )


def is_civil(text: str) -> bool:
    """True for 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD' of a day that exists."""
    try:
        if len(text) == 4:
            return 1949 <= int(text) <= 2200
        if len(text) == 7 and text[4] == "-":
            return 1949 <= int(text[:4]) <= 2200 and 1 <= int(text[5:]) <= 12
        return len(text) == 10 and 1949 <= date.fromisoformat(text).year <= 2200
    except ValueError:
        return False
