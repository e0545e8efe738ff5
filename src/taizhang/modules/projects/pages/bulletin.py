"""月度简报 (the monthly bulletin): chosen by month, looked at, checked, taken away as a document or a PDF, printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.kernels.ledger import store
from taizhang.kernels.score.printed.arithmetic import round_half_up
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports import charts, docx, sent, typeset
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import queries, rules
from ..briefing.bulletin import NAMES, Bulletin, Figures, Line, Section, bulletin
from ..briefing.ledger import Held, against_ledger
from ..declared.nodes import SCHEDULE_RECORDS
from ..declared.records import RECORDS
from ..queries.bulletin import bulletin_figures
from .drawing import MODULE, crumb

_MOST_BARS = 20


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of a section, with the figures in words for those who cannot see it."""

    title: str
    svg: str
    about: str

    @property
    def drawn(self) -> SafeString:
        """The picture for a page: every word in it was escaped when it was drawn."""
        return mark_safe(self.svg)  # noqa: S308 - drawn by surfaces/exports/charts.py alone


@dataclass(frozen=True, slots=True)
class Made:
    """A bulletin with its charts, the first of them under the first section."""

    period: str
    at: date | None
    lang: str
    bulletin: Bulletin
    charts: Mapping[int, list[Chart]]

    def parts(self) -> list[tuple[Section, list[Chart]]]:
        """The sections, each with the charts that stand in it."""
        return [(s, self.charts.get(n, [])) for n, s in enumerate(self.bulletin.sections)]

    @property
    def query(self) -> str:
        """The choice as an address."""
        return urlencode({"period": self.period, "in": self.lang} | ({"at": self.at.isoformat()} if self.at else {}))

    def file_name(self, ending: str) -> str:
        """What the file is called when it is kept."""
        return f"{self.bulletin.title}.{ending}"


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The bulletin of a month as it will be printed, with what the check of bulletins says of its figures."""
    made, lang = _made(request), language(request)
    found = made.bulletin.checked()
    wrong = [s.text for s in found if s.verdict in ("wrong", "not_checkable")]
    held = _held(request, made)
    wrong += [f"{h.printed}（{h.sentence[:40]}）" for h in held if h.checked.verdict == "wrong"]
    context = {
        "made": made,
        "parts": made.parts(),
        "period": made.period,
        "before": rules.period_before(made.period),
        "after": rules.next_period(made.period) if made.period < rules.month_of(clock.today()) else "",
        "found": len(found),
        "held": sum(h.checked.verdict in ("right", "rounding") for h in held),
        "wrong": wrong,
        "other": "en" if made.lang == "zh" else "zh",
        "docx": f"{reverse('projects:bulletin-docx')}?{made.query}",
        "pdf": f"{reverse('projects:bulletin-pdf')}?{made.query}",
    }
    title = Text("月度简报", "Monthly bulletin")
    return layout.page(
        request,
        "projects/bulletin.html",
        context,
        title=title.in_(lang),
        crumbs=(crumb(title.zh, title.en, request),),
        module=MODULE,
        as_of=True,
    )


def _held(request: HttpRequest, made: Made) -> list[Held]:
    """The figures of a Chinese bulletin, as it says them in words, against the ledger's own sums."""
    if made.lang != "zh":
        return []
    return against_ledger(made.bulletin.text(), queries.ledger_facts(actor_of(request), made.period, made.at))


@require_GET
def as_docx(request: HttpRequest) -> HttpResponse:
    """The bulletin as a document for Word, its charts as pictures."""
    made = _made(request)
    blocks: list[docx.Block] = [docx.Title(made.bulletin.title), docx.Paragraph(made.bulletin.under, faint=True)]
    for section, pictures in made.parts():
        blocks.append(docx.Heading(section.title))
        blocks += [docx.Paragraph(sentence) for sentence in section.sentences]
        for chart in pictures:
            blocks.append(docx.Paragraph(chart.title, faint=True))
            blocks.append(docx.Picture(typeset.pictures("projects/chart.typ", {"svg": chart.svg, "lang": made.lang})[0], chart.about))
        if section.table is not None:
            blocks.append(docx.Grid(section.table.heads, section.table.rows))
        blocks += [docx.Paragraph(line) for line in section.quoted]
    return sent.attachment(docx.document(blocks, made.bulletin.title, made.lang), made.file_name("docx"), sent.DOCX)


@require_GET
def as_pdf(request: HttpRequest) -> HttpResponse:
    """The bulletin as a PDF."""
    made = _made(request)
    values = {
        "lang": made.lang,
        "title": made.bulletin.title,
        "under": made.bulletin.under,
        "sections": [_for_typst(section, pictures) for section, pictures in made.parts()],
        "foot": _FOOT.with_(n=f"{store.size():,}", t=clock.now().astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M")).in_(made.lang),
    }
    return sent.attachment(typeset.pdf("projects/bulletin.typ", values), made.file_name("pdf"), sent.PDF)


def _for_typst(section: Section, pictures: list[Chart]) -> dict[str, Any]:
    table = section.table
    return {
        "title": section.title,
        "sentences": list(section.sentences),
        "quoted": list(section.quoted),
        "charts": [{"title": c.title, "svg": c.svg, "about": c.about} for c in pictures],
        "table": {"heads": list(table.heads), "rows": [list(r) for r in table.rows]} if table else None,
    }


def _made(request: HttpRequest) -> Made:
    """The bulletin that the address asks for: month, day of knowledge, language.

    Raises:
        BadInput: it is not a month, or not a day.
    """
    at = layout.day_asked(request)
    period = rules.period_of(request.GET.get("period") or rules.due_period(at or clock.today()))
    asked = request.GET.get("in", "")
    lang = asked if asked in ("zh", "en") else language(request)
    figures = bulletin_figures(actor_of(request), RECORDS, SCHEDULE_RECORDS, period, at, lang)
    said = bulletin(figures, lang)
    return Made(period, at, lang, said, _charts(figures, said, lang))


def _charts(figures: Figures, said: Bulletin, lang: str) -> dict[int, list[Chart]]:
    """The months under the first section, and bars of rates under each section that has a table."""
    found: dict[int, list[Chart]] = {}
    if any(one is not None or other is not None for _, one, other in figures.months):
        found[0] = [_months(figures, lang)]
    passed = round_half_up(Fraction(100 * int(figures.period[5:7]), 12), 1)
    tables = [n for n, s in enumerate(said.sections) if s.table is not None]
    lines = [(NAMES["rates"], figures.districts), (NAMES["units"], figures.units)]
    with_rates = [(name, chosen) for name, rows in lines if (chosen := [r for r in rows if r.rate is not None])]
    for n, (name, chosen) in zip(tables, with_rates, strict=False):
        found.setdefault(n, []).append(_rates(name, chosen[:_MOST_BARS], passed, lang))
    return found


def _rates(name: Text, lines: list[Line], passed: Decimal, lang: str) -> Chart:
    rows = [charts.Bar(_called(line, lang), line.rate or Decimal(0), f"{line.rate}%") for line in lines]
    title = name.in_(lang)
    mark = f"{NAMES['time'].in_(lang)} {passed}%"
    return Chart(title, charts.bars(title, rows, passed, mark), "; ".join(f"{r.label} {r.text}" for r in rows) + f"; {mark}")


def _months(figures: Figures, lang: str) -> Chart:
    rows = [charts.Pair(period[5:], _yi(one), _yi(other)) for period, one, other in figures.months]
    title, names = NAMES["months"].in_(lang), (NAMES["this_year"].in_(lang), NAMES["last_year"].in_(lang))
    about = "; ".join(f"{r.label}: {names[0]} {r.one if r.one is not None else '—'}, {names[1]} {r.other if r.other is not None else '—'}" for r in rows)
    return Chart(title, charts.columns(title, rows, names), about)


def _called(line: Line, lang: str) -> str:
    return line.name_en or line.name if lang == "en" else line.name


def _yi(fen: int | None) -> Decimal | None:
    return None if fen is None else (Decimal(fen) / 10**10).quantize(Decimal("0.01"))


_FOOT = Text("台账 · {t} 印出 · 存证 {n} 条", "Taizhang · printed {t} · {n} entries in the ledger")
