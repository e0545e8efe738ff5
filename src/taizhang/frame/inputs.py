"""What an action asks for, read from the signature of its function: one source for form, schema and command line."""

from __future__ import annotations

import dataclasses
import inspect
import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text, verbatim

from . import clock
from .declare import Ask

#: Kinds of input, which is also how a form shows them.
Kind = Literal["text", "integer", "fen", "decimal", "date", "datetime", "boolean", "choice", "ref", "refs"]



def _no_truth(value: Any) -> Any:
    # To Python, and so to pydantic, `true` is the number 1; to a person who sends it for an amount it is not.
    if isinstance(value, bool):
        raise ValueError("is yes or no, not a number")
    return value


_INTEGER = Annotated[int, Field(ge=-(2**53) + 1, le=2**53 - 1), BeforeValidator(_no_truth)]
_KEY = Annotated[int, Field(ge=1, le=2**53 - 1), BeforeValidator(_no_truth)]


def _writable(text: str) -> str:
    # PostgreSQL cannot store U+0000, and a lone surrogate is not a character.
    if "\x00" in text:
        raise ValueError("contains the character U+0000")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("contains half of a character (a lone surrogate)") from None
    return text


def _blank(value: Any) -> bool:
    """Whether nothing can be seen of it: not given, spaces, or characters without a width."""
    return value is None or (isinstance(value, str) and not any(c.isprintable() and not c.isspace() for c in value))


def _said(text: str) -> str:
    if _blank(text):
        raise ValueError("says nothing")
    return text


def _text(most: int, needed: bool) -> Any:
    """Text of at most so many characters; where it is needed, something has to be said, as in the form."""
    if needed:
        return Annotated[str, Field(min_length=1, max_length=most), AfterValidator(_writable), AfterValidator(_said)]
    return Annotated[str, Field(max_length=most), AfterValidator(_writable)]


def _zoned(moment: datetime) -> datetime:
    # A form sends none; what is typed in the city is the city's own time.
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=clock.ZONE)


@dataclass(frozen=True, slots=True)
class Input:
    """One input of an action: its name, its Ask, how it is read, and whether it may be left out."""

    name: str
    ask: Ask
    kind: Kind
    required: bool
    default: Any


class Inputs:
    """All inputs of one action, in the order of its signature.

    A keyword of a dataclass's type stands for the dataclass's fields, each an input of its own: what several actions ask for
    is declared once.
    """

    def __init__(self, run: Callable[..., Any], name: str) -> None:
        self.items: tuple[Input, ...] = ()
        self._groups: dict[str, type[Any]] = {}
        fields: dict[str, Any] = {}
        items = []
        for where, hint, default in self._asked(run):
            ask = next((m for m in getattr(hint, "__metadata__", ()) if isinstance(m, Ask)), None)
            if ask is None:
                raise TypeError(f"{run.__module__}.{run.__name__}: input {where} has no Ask")
            if where in fields:
                raise TypeError(f"{run.__module__}.{run.__name__}: input {where} is asked for twice")
            required = default is inspect.Parameter.empty
            kind, schema = _read(get_args(hint)[0], ask, required)
            fields[where] = (schema, _described(ask, ... if required else _plain_default(default)))
            items.append(Input(where, ask, kind, required, None if required else default))
        self.items = tuple(items)
        self._name, self._fields = name, fields

    @cached_property
    def model(self) -> type[BaseModel]:
        """What pydantic reads the inputs with. Made when it is first asked for: a command needs one of them, not all."""
        return create_model(self._name, __config__=ConfigDict(extra="forbid", str_strip_whitespace=True), **self._fields)

    def _asked(self, run: Callable[..., Any]) -> Iterator[tuple[str, Any, Any]]:
        """Name, annotation and default of every input; what is grouped in a dataclass comes apart here."""
        hints = get_type_hints(run, include_extras=True)
        for parameter in inspect.signature(run).parameters.values():
            if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
                continue
            hint = hints[parameter.name]
            if not isinstance(hint, type) or not dataclasses.is_dataclass(hint):
                yield parameter.name, hint, parameter.default
                continue
            self._groups[parameter.name] = hint
            own = get_type_hints(hint, include_extras=True)
            for each in dataclasses.fields(hint):
                given = each.default is not dataclasses.MISSING
                yield each.name, own[each.name], each.default if given else inspect.Parameter.empty

    def arranged(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values by input as the action's function takes them: those of a group put together again."""
        left = dict(values)
        for name, group in self._groups.items():
            left[name] = group(**{each.name: left.pop(each.name) for each in dataclasses.fields(group)})
        return left

    def __iter__(self) -> Any:
        return iter(self.items)

    def get(self, name: str) -> Input | None:
        """The input of a name."""
        return next((i for i in self.items if i.name == name), None)

    def read(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Inputs as Python values; keys of records are still keys.

        Raises:
            BadInput: with one detail for each input that cannot be read.
        """
        try:
            return dict(self.model.model_validate(dict(raw)))
        except ValidationError as error:
            details = tuple(self._complaint(e) for e in error.errors(include_url=False, include_context=False))
            raise BadInput(
                Text("有{n}项填写需要更正", "{n} input(s) need correction").with_(n=len(details)),
                code="inputs",
                field=details[0].field,
                remedy=Text("按下列提示更正后再提交，已填内容保留", "Correct what is listed below; what you typed is kept"),
                details=details,
            ) from None

    def _complaint(self, error: Any) -> BadInput:
        name = str(error["loc"][0]) if error["loc"] else ""
        found = self.get(name)
        label = found.ask.label if found else verbatim(name)
        kind = error["type"]
        if kind == "extra_forbidden":
            return BadInput(
                Text("没有“{n}”这一项", "There is no input “{n}”").with_(n=name), code="unknown_input", field=name
            )
        if kind == "missing" or _blank(error.get("input")):
            return BadInput(Text("请填写“{l}”", "“{l}” is needed").with_(l=label), code="missing", field=name)
        shown = str(error.get("input"))[:60]
        expected = _EXPECTED[found.kind] if found else Text("有效的值", "a valid value")
        if found and found.kind == "choice":
            words = [text for _, text in found.ask.choices]
            expected = Text("以下之一：" + "、".join(w.zh for w in words), "one of: " + ", ".join(w.en for w in words))
        return BadInput(
            Text("“{l}”填的是“{v}”，应为{e}", "“{l}” is “{v}”; it should be {e}").with_(l=label, v=shown, e=expected),
            code=kind,
            field=name,
        )


_EXPECTED: dict[str, Text] = {
    "text": Text("文字（不超过长度限制）", "text (within the length limit)"),
    "integer": Text("整数", "a whole number"),
    "fen": Text("以分为单位的整数", "a whole number of fen"),
    "decimal": Text("数字", "a number"),
    "date": Text("日期，如 2026-01-31", "a date such as 2026-01-31"),
    "datetime": Text("日期和时间，如 2026-01-31T09:30", "a date and time such as 2026-01-31T09:30"),
    "boolean": Text("是或否", "yes or no"),
    "choice": Text("列表中的一项", "one of the choices"),
    "ref": Text("列表中的一条记录", "one record of the list"),
    "refs": Text("列表中的记录", "records of the list"),
}


def _described(ask: Ask, default: Any) -> Any:
    extra: dict[str, Any] = {"x-label": {"zh": ask.label.zh, "en": ask.label.en}}
    if ask.unit:
        extra["x-form-unit"] = ask.unit
    if ask.ref:
        extra["x-record"] = ask.ref
    if ask.example is not None:
        extra["example"] = ask.example
    description = ask.label.en + (f". {ask.help.en}" if ask.help else "")
    return Field(default=default, description=description, json_schema_extra=extra)


def _plain_default(value: Any) -> Any:
    return () if value == () else value


def _read(hint: Any, ask: Ask, required: bool) -> tuple[Kind, Any]:
    """How one annotation is read: its kind and what pydantic is told."""
    optional = False
    if get_origin(hint) in (Union, types.UnionType):
        parts = [a for a in get_args(hint) if a is not type(None)]
        optional, hint = len(parts) < len(get_args(hint)), parts[0]
    kind, schema = _base(hint, ask, needed=required and not optional)
    return kind, (schema | None if optional else schema)


def _base(hint: Any, ask: Ask, *, needed: bool) -> tuple[Kind, Any]:
    if ask.ref:
        if get_origin(hint) is tuple:
            return "refs", Annotated[tuple[_KEY, ...], Field(max_length=500)]
        return "ref", _KEY
    if ask.choices:
        return "choice", Literal[tuple(key for key, _ in ask.choices)]
    if hint is bool:
        return "boolean", bool
    if hint is int:
        return ("fen" if ask.unit in ("元", "万元", "亿元") else "integer"), _INTEGER
    if hint is Decimal:
        return "decimal", Annotated[Decimal, Field(max_digits=18, decimal_places=6)]
    if hint is datetime:
        return "datetime", Annotated[datetime, AfterValidator(_zoned)]
    if hint is date:
        return "date", Annotated[date, Field(ge=date(1949, 10, 1), le=date(2200, 1, 1))]
    if hint is str:
        return "text", _text(ask.longest or (20_000 if ask.multiline else 400), needed)
    raise TypeError(f"an input of type {hint!r} is not one the frame knows how to ask for")
