"""An action's inputs as boxes of a form, and what was typed into them as the raw inputs that `perform` takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.http import QueryDict

from taizhang.basis.errors import BadInput, Refused
from taizhang.basis.money import FEN_PER, UNIT_TEXT, decimal_text, parse_amount
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import BoundAction, installed
from taizhang.frame.declare import Record
from taizhang.frame.inputs import Input
from taizhang.frame.search import found_by, sought_of

from .values import unit_in

#: A longer list is searched instead of being read through.
MOST_OPTIONS = 200

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a box."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """One input as the form shows it, with what was typed and what was wrong with it."""

    name: str
    label: str
    kind: str
    required: bool
    unit: str = ""
    help: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    searched: bool = False
    error: str = ""
    remedy: str = ""
    multiline: bool = False
    accept: str = ""
    capture: bool = False
    many: bool = False
    files: tuple[tuple[str, str], ...] = ()
    public: bool = False
    group: str = ""
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary above the form, leading to its box."""

    name: str
    reason: str
    remedy: str = ""
    law: str = ""


@dataclass(slots=True)
class Form:
    """An action's form for one person: what was typed before is in its boxes."""

    bound: BoundAction
    actor: Actor
    lang: str
    typed: Typed
    refusal: Refused | None = None
    problems: tuple[Refused, ...] = field(default=())

    def boxes(self) -> tuple[Box, ...]:
        """The boxes, in the order of the action's signature."""
        wrong: dict[str, Refused] = {}
        for problem in self.problems or _parts(self.refusal):
            wrong.setdefault(problem.field or "", problem)
        return tuple(self._box(item, wrong.get(item.name)) for item in self.bound.inputs)

    def summary(self) -> tuple[Problem, ...]:
        """Everything that is wrong, each with what to do about it."""
        found = self.problems or _parts(self.refusal)
        return tuple(
            Problem(
                p.field if p.field and self.bound.inputs.get(p.field) else "",
                p.reason.in_(self.lang),
                p.remedy.in_(self.lang) if p.remedy else "",
                p.law.cite(self.lang) if p.law else "",
            )
            for p in found
        )

    def _box(self, item: Input, wrong: Refused | None) -> Box:
        ask, lang = item.ask, self.lang
        values = [v for v in self.typed.get(item.name, ()) if v != ""]
        upload = ask.ref == "registers.upload"
        options, searched = ((), False) if upload else self._options(item, values)
        unit = unit_in(ask.unit, lang)
        return Box(
            name=item.name,
            label=ask.label.in_(lang),
            kind="file" if upload else item.kind,
            required=item.required and item.kind != "boolean",
            unit=unit,
            help=_help(item, lang),
            value=values[0] if values else "",
            options=options,
            searched=searched,
            error=wrong.reason.in_(lang) if wrong else "",
            remedy=wrong.remedy.in_(lang) if wrong and wrong.remedy else "",
            multiline=ask.multiline,
            accept="image/jpeg,image/png,image/webp" if ask.evidence == "photo" else ".jpg,.jpeg,.png,.webp,.pdf,.xlsx,.docx,.ofd",
            capture=ask.evidence == "photo",
            many=item.kind == "refs",
            files=self._files(values) if upload else (),
            public=ask.visibility == "public",
            group=ask.group.in_(lang) if ask.group else "",
            numeric=item.kind in ("fen", "integer", "decimal"),
        )

    def _options(self, item: Input, values: Sequence[str]) -> tuple[tuple[Option, ...], bool]:
        if item.kind == "choice":
            return tuple(Option(k, w.in_(self.lang), k in values) for k, w in item.ask.choices), False
        if item.kind in ("ref", "refs"):
            return self._records(installed().record(item.ask.ref or ""), values)
        return (), False

    def _records(self, record: Record, values: Sequence[str]) -> tuple[tuple[Option, ...], bool]:
        found = options(self.actor, record, self.lang, "", MOST_OPTIONS + 1)
        searched = len(found) > MOST_OPTIONS
        found = found[:MOST_OPTIONS]
        there = {value for value, _ in found}
        missing = [n for v in values if (n := whole(v)) is not None and v not in there]
        if missing:
            rows = reading.rows(self.actor, record).filter(id__in=missing)
            found = [*((str(r.pk), record.name_of(r, self.lang)) for r in rows), *found]
        return tuple(Option(v, label, v in values) for v, label in found), searched

    def _files(self, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
        keys = [n for v in values if (n := whole(v)) is not None]
        rows = reading.rows(self.actor, installed().record("registers.upload")).filter(id__in=keys) if keys else ()
        return tuple((str(row.pk), row.name) for row in rows)


_DAY = Text("年-月-日，如 2026-01-31", "yyyy-mm-dd, such as 2026-01-31")


def _help(item: Input, lang: str) -> str:
    """The help of an input; for a day also how it is written, whatever the browser's box shows."""
    found = [t.in_(lang) for t in (item.ask.help, _DAY if item.kind == "date" else None) if t is not None]
    return " · ".join(found)


def _parts(refusal: Refused | None) -> tuple[Refused, ...]:
    return () if refusal is None else refusal.details or (refusal,)


def options(actor: Actor, record: Record, lang: str, words: str, limit: int) -> list[tuple[str, str]]:
    """Records that an input may choose: those the actor may see, by name, narrowed by words."""
    columns = {f.name for f in record.model._meta.concrete_fields}
    rows = reading.rows(actor, record)
    if words:
        rows = rows.filter(_named(actor, record, words))
    order = "path" if "path" in columns else "name" if "name" in columns else "-id"
    return [(str(r.pk), _indented(record, r, lang)) for r in rows.order_by(order, "id")[:limit]]


def _named(actor: Actor, record: Record, words: str) -> models.Q:
    """Rows found by the words: by the index where there is one, else by name alone."""
    if sought_of(record.model) is not None:
        return found_by(record.model, words, [f.name for f in reading.fields(actor, record)])
    names = {f.name for f in reading.fields(actor, record)} & {"name", "name_en", "title", "code"}
    condition = models.Q(pk__in=[])
    for name in sorted(names):
        condition |= models.Q(**{f"{name}__icontains": words})
    return condition


def _indented(record: Record, row: Any, lang: str) -> str:
    depth = max(0, getattr(row, "path", "").count("/") - 2) if record.kind == "registers.place" else 0
    return "　" * depth + record.name_of(row, lang)


@dataclass(frozen=True, slots=True)
class Read:
    """What was typed as raw inputs, and what could not be turned into one."""

    raw: dict[str, Any]
    problems: tuple[Refused, ...]


def read(bound: BoundAction, typed: Typed) -> Read:
    """Raw inputs from a form: an empty box is an input that was not given, an amount in its unit becomes fen exactly."""
    raw: dict[str, Any] = {}
    problems: list[Refused] = []
    for item in bound.inputs:
        values = [v.strip() for v in typed.get(item.name, ()) if v.strip() != ""]
        try:
            given, value = _raw(item, values)
        except BadInput as refused:
            problems.append(BadInput(refused.reason, code=refused.code, field=item.name, remedy=_amount_remedy(item)))
            continue
        if given:
            raw[item.name] = value
    return Read(raw, tuple(problems))


def _amount_remedy(item: Input) -> Text:
    return Text("按“{u}”填数字，最小到分，例如 5.774321", "Give a number of {u}, to the fen at most, such as 5.774321").with_(
        u=UNIT_TEXT.get(item.ask.unit, Text(item.ask.unit or "元", item.ask.unit or "yuan"))  # type: ignore[call-overload]
    )


def _raw(item: Input, values: Sequence[str]) -> tuple[bool, Any]:
    if item.kind == "boolean":
        return True, bool(values)
    if not values:
        return False, None
    if item.kind == "refs":
        return True, tuple(v if (n := whole(v)) is None else n for v in values)
    if item.kind == "fen":
        return True, parse_amount(values[0], item.ask.unit)  # type: ignore[arg-type]
    if item.kind == "datetime":
        return True, _zoned(values[0])
    if item.kind in ("integer", "decimal"):
        return True, values[0].replace(",", "").replace("，", "")
    return True, values[0]


def _zoned(text: str) -> str:
    # The browser's box has no zone: what is typed is the city's time.
    try:
        typed = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (typed if typed.tzinfo else typed.replace(tzinfo=clock.ZONE)).isoformat()


def typed_of(query: QueryDict, bound: BoundAction) -> dict[str, list[str]]:
    """What was typed, box by box, as it was typed."""
    return {item.name: query.getlist(item.name) for item in bound.inputs if item.name in query}


def prefilled(bound: BoundAction, row: Any) -> dict[str, list[str]]:
    """What the boxes hold at first: the row's own values where an action changes what the row says, else the defaults."""
    found: dict[str, list[str]] = {}
    names = {f.name for f in row._meta.concrete_fields} if row is not None else set()
    # One shared name is a coincidence ('note'); an action that describes the row anew shares most of them.
    shared = [item.name for item in bound.inputs if item.name in names]
    amends = len(shared) >= 3 and bound.action.creates is None
    for item in bound.inputs:
        if amends and item.name in names:
            found[item.name] = _as_typed(item, getattr(row, item.name))
        elif item.default not in (None, "", ()) and not item.required:
            found[item.name] = _as_typed(item, item.default)
    return found


def _as_typed(item: Input, value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, models.Model):
        return [str(value.pk)]
    if isinstance(value, bool):
        return ["1"] if value else []
    if item.kind == "fen" and isinstance(value, int):
        return [decimal_text(value, item.ask.unit if item.ask.unit in FEN_PER else "元")]  # type: ignore[arg-type]
    if isinstance(value, datetime):
        return [value.astimezone(clock.ZONE).strftime("%Y-%m-%dT%H:%M")]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, Decimal):
        return [format(value.normalize(), "f")]
    if isinstance(value, list | tuple):
        return [str(v) for v in value]
    return [str(value)]
