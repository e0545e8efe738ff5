"""The one-page sheet of a project as a PDF of exactly one A4: what the page shows, cut with 'and N more' where there is no room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.kernels.ledger import store
from taizhang.surfaces.entrance import language
from taizhang.surfaces.exports import typeset
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of

from .. import rules
from ..queries import figures
from .card import told
from .drawing import cut
from .node_strip import strip_of
from .s_curve import Curve, curve_of

#: Texts that somebody typed are cut to what a sheet can hold; the whole is on the project's page.
_TITLE, _LINE, _CELL = 110, 60, 28
_MOST_ITEMS = 40
_MORE = Text("另有 {n} 项", "and {n} more")


@require_GET
def card_pdf(request: HttpRequest, key: int) -> HttpResponse:
    """项目一页 (PDF): the sheet as one page of A4, to be printed or sent."""
    said = told(request, key)
    at, lang = layout.day_asked(request), language(request)
    curve = curve_of(figures.project_months(key, at=at), rules.due_period(said["today"]), said["annual_fen"])
    values = sheet_of(said, strip_of(actor_of(request), said["project"], at, lang), lang, curve)
    name = f"{said['project'].name}_{said['today'].isoformat()}.pdf"
    response = HttpResponse(typeset.pdf("projects/card.typ", values), content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


def sheet_of(said: Mapping[str, Any], strip: Mapping[str, Any], lang: str, curve: Curve | None = None) -> dict[str, Any]:
    """What the page says, as plain words in one language."""
    project = said["project"]
    return {
        "lang": lang,
        "name": cut(_named(project, lang), _TITLE),
        "kicker": f"{_KICKER.in_(lang)} · {said['today'].isoformat()}",
        "chips": [cut(_named(c, lang), _CELL) for c in said["chips"][:8]],
        "lights": [_light(light, lang) for light in said.get("lights", ())],
        "figures": _figures(said, lang),
        "stages": [{"label": words.in_(lang), "now": key == project.stage} for key, words in said["stages"]],
        "stated": _stated(said, lang),
        "facts": _facts(project, lang),
        "months": [[period, amount, cut(progress, 44)] for period, amount, progress in said["reports"]],
        "curve": _drawn(curve, lang) if curve else None,
        "strip": strip,
        "lists": [_list(words, items, said["today"], lang) for words, items in said["lists"]],
        "more": _MORE.in_(lang),
        "foot": _FOOT.with_(n=f"{store.size():,}").in_(lang),
        "printed": clock.now().astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M"),
    }


def _named(row: Any, lang: str) -> str:
    return row.name_en if lang == "en" and row.name_en else row.name


def _light(light: Any, lang: str) -> dict[str, str]:
    waived = Text("（已豁免至 {d}）", " (waived until {d})").with_(d=light["waiver"].until).in_(lang) if light.get("waiver") else ""
    reason = f"{cut(light['reason'].in_(lang), 44 if lang != 'en' else 80)}{waived}" if light.get("reason") else waived
    return {"colour": light["colour"], "label": light["label"].in_(lang), "word": light["word"].in_(lang), "reason": reason}


def _drawn(curve: Curve, lang: str) -> dict[str, str]:
    """The curve as on the page: planned dashed, reported solid, certified dotted; the figures are the months beside it."""
    looks = (
        (curve.planned, 'stroke="#57606f" stroke-width="1" stroke-dasharray="4 3"'),
        (curve.reported, 'stroke="#1f4e8c" stroke-width="1.8"'),
        (curve.certified, 'stroke="#8a5300" stroke-width="1.4" stroke-dasharray="1.5 1.5"'),
    )
    lines = "".join(f'<polyline points="{points}" fill="none" {look}/>' for points, look in looks if points)
    months = "".join(f'<text x="{x:.1f}" y="{curve.height - 4}" font-size="8" text-anchor="middle" fill="#57606f">{m}</text>' for x, m in curve.months)
    axis = f'<line x1="4" x2="{curve.width}" y1="{curve.base}" y2="{curve.base}" stroke="#9aa7b8" stroke-width="0.6"/>'
    most = f'<text x="4" y="{curve.top}" font-size="8" fill="#57606f">{curve.most}</text>'
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -4 {curve.width + 14} {curve.height + 4}" font-family="Noto Sans SC">'
    return {"svg": f"{opening}{axis}{most}{months}{lines}</svg>", "key": _KEY.in_(lang)}


def _figures(said: Mapping[str, Any], lang: str) -> list[dict[str, str]]:
    labels = (
        ("total", Text("总投资（万元）", "Total (10k CNY)")),
        ("annual", Text("年度计划（万元）", "Annual plan (10k CNY)")),
        ("done", Text("年累计上报（万元）", "Reported this year (10k CNY)")),
    )
    lag = said["lag"].in_(lang) if said["lag"] else "—"
    found = [{"value": said[key], "label": label.in_(lang)} for key, label in labels]
    return [*found, {"value": lag, "label": Text("与序时进度", "Against the time schedule").in_(lang)}]


def _stated(said: Mapping[str, Any], lang: str) -> str:
    project, claimed = said["project"], said["claimed"]
    start = Text("，{d} 实质性开工", ", start proved on {d}").with_(d=project.started_on).in_(lang) if project.started_on else ""
    day = f"{'，' if lang != 'en' else ', '}{project.claimed_start.isoformat()}" if project.claimed_start else ""
    proved = Text("认定：{s}", "Proved: {s}").with_(s=said["stage"]).in_(lang)
    amounts = Text("本年投资（万元）：上报 {a}，纳统 {b}", "This year (10k CNY): reported {a}, certified {b}")
    amounts = amounts.with_(a=said["done"], b=said.get("certified", "—"))
    said_of_it = f"{Text('自报：', 'Claimed: ').in_(lang)}{claimed.in_(lang) if claimed else '—'}{day}"
    return f"{proved}{start}　　{said_of_it}　　{amounts.in_(lang)}"


def _facts(project: Any, lang: str) -> list[list[str]]:
    rows = (
        (Text("代码", "Code"), project.code),
        (Text("地点", "Place"), project.place and _named(project.place, lang)),
        (Text("责任单位", "Organ"), project.organ and _named(project.organ, lang)),
        (Text("填报单位", "Reporting unit"), project.unit and _named(project.unit, lang)),
        (Text("责任人", "Person"), project.lead and _named(project.lead, lang)),
        (Text("计划开工 / 竣工", "Planned start / finish"), f"{project.planned_start or '—'} / {project.planned_finish or '—'}"),
    )
    return [[label.in_(lang), cut(value or "—", _LINE)] for label, value in rows]


def _list(words: Text, items: Sequence[Any], today: date, lang: str) -> dict[str, Any]:
    """A list with what is open first: what is behind one may be left out."""
    ordered = sorted(items, key=lambda i: (i.state != "open", i.due is None, i.due or today))
    return {
        "label": words.in_(lang),
        "total": len(items),
        "items": [
            {
                "title": cut(i.title_en if lang == "en" and i.title_en else i.title, _CELL if lang != "en" else 44),
                "due": i.due.isoformat() if i.due and i.state == "open" else "",
                "mark": "late" if i.state == "open" and i.due and i.due < today else i.state,
            }
            for i in ordered[:_MOST_ITEMS]
        ],
    }


_KEY = Text("虚线：序时计划 · 实线：上报 · 点线：纳统", "dashed: time schedule · solid: reported · dotted: certified")
_KICKER = Text("一项目、一清单、一台账", "One project, one checklist, one ledger")
_FOOT = Text("台账 · 导出时存证 {n} 条", "Taizhang · {n} entries in the ledger when printed")
