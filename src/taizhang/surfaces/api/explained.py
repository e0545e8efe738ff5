"""What the API says of itself: the document for programs, and one page for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from taizhang.basis.text import Text
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.declare import Module
from taizhang.frame.inputs import Input
from taizhang.surfaces import public_page

from . import openapi
from .answers import answer
from .door import language, only_parameters
from .records import listings_of


def document(request: HttpRequest) -> HttpResponse:
    """GET /api/openapi.json: the OpenAPI 3.1 document."""
    only_parameters(request, ())
    return answer(openapi.document(installed()))


@require_safe
def human_page(request: HttpRequest) -> HttpResponse:
    """GET /api/: every record and action with its law, inputs and a command that can be pasted."""
    lang = language(request)
    host = request.build_absolute_uri("/").rstrip("/")
    parts = [_part(module, host, lang) for module in installed().modules]
    context = {"parts": [p for p in parts if p.records or p.verbs], "lang": lang, "title": _TITLE.in_(lang)}
    return public_page.answer(request, "api/index.html", context)


_TITLE = Text("接口说明", "The API")


@dataclass(frozen=True, slots=True)
class Shelf:
    """One record: its address and what narrows its list."""

    label: str
    address: str
    narrowed_by: str


@dataclass(frozen=True, slots=True)
class Verb:
    """One action as the page shows it."""

    key: str
    label: str
    address: str
    meaning: str
    law: str
    right: str
    creates: str
    inputs: Sequence[Line]
    curl: str


@dataclass(frozen=True, slots=True)
class Line:
    """One input of an action as the page shows it."""

    name: str
    label: str
    kind: str
    required: bool
    help: str
    choices: str


@dataclass(frozen=True, slots=True)
class Part:
    """One module of the page."""

    key: str
    label: str
    records: Sequence[Shelf]
    verbs: Sequence[Verb]


def _part(module: Module, host: str, lang: str) -> Part:
    shelves = [
        Shelf(r.label.in_(lang), f"/api/records/{r.kind}/", ", ".join(f.key for x in listings_of(r) for f in x.filters))
        for r in module.records
    ]
    verbs = [_verb(b, host, lang) for b in openapi.people_do(installed()) if b.module.key == module.key]
    return Part(module.key, module.label.in_(lang), shelves, verbs)


def _verb(bound: BoundAction, host: str, lang: str) -> Verb:
    action = bound.action
    return Verb(
        bound.key,
        bound.label.in_(lang),
        openapi.address_of(bound),
        action.help.in_(lang) if action.help else "",
        action.law.cite(lang) if action.law else "",
        action.may,
        action.creates.label.in_(lang) if action.creates else "",
        [_line(item, lang) for item in bound.inputs],
        _curl(bound, host),
    )


def _line(item: Input, lang: str) -> Line:
    kind = item.ask.ref or _KINDS.get(item.kind, Text(item.kind, item.kind)).in_(lang)
    choices = ", ".join(f"{key}（{t.zh}）" if lang == "zh" else f"{key} ({t.en})" for key, t in item.ask.choices)
    return Line(
        item.name,
        item.ask.label.in_(lang),
        kind,
        item.required,
        item.ask.help.in_(lang) if item.ask.help else "",
        choices,
    )


_KINDS = {
    "text": Text("文字", "text"),
    "integer": Text("整数", "integer"),
    "fen": Text("整数（分）", "integer (fen)"),
    "decimal": Text("小数", "decimal"),
    "date": Text("日期", "date"),
    "datetime": Text("日期时间", "date and time"),
    "boolean": Text("是否", "boolean"),
    "choice": Text("选项", "choice"),
}


def _curl(bound: BoundAction, host: str) -> str:
    address = openapi.address_of(bound).replace("{id}", "1")
    body: dict[str, Any] = openapi.example_of(bound)
    # Inside single quotes of a shell a single quote ends them.
    text = json.dumps(body, ensure_ascii=False).replace("'", "'\\''")
    version = '  -H "If-Match: $VERSION" \\\n' if openapi.changes_its_target(bound) else ""
    return (
        f"curl -X POST {host}{address} \\\n"
        '  -H "Authorization: Bearer $TAIZHANG_TOKEN" \\\n'
        f"{version}"
        "  -H 'Content-Type: application/json' \\\n"
        f"  -d '{text}'"
    )
