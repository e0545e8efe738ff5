"""A fact of an entry in words: keys by what was declared of them, times in the city's zone, records by name, numbers of documents as on them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

from taizhang.basis.predicate import needs_of
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Field, Record

from .names import Names
from .values import enumerated

YES, NO = Text("是", "Yes"), Text("否", "No")
_OF: Final = Text("{a}：{b}", "{a}: {b}")
_NUMBER: Final = Text("〔{y}〕{n}号", "No. {n} of {y}")
#: A time as an entry holds it, and a record as 'kind:key', maybe with a word that its name says anyway.
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_RECORD: Final = re.compile(r"([a-z_]+\.[a-z_]+:\d+)(?: [a-z_]+)?")


def local(at: str) -> str:
    """The time of an entry in the city's zone."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M:%S")


def records_in(value: Any) -> list[str]:
    """Records that a fact speaks of as 'kind:key'."""
    values = value if isinstance(value, list) else [value]
    return [found[1] for v in values if isinstance(v, str) and (found := _RECORD.fullmatch(v))]


def organs_in(value: Any) -> list[str]:
    """What may be names of organs: the heads of a fact that says something of each."""
    if isinstance(value, list):
        return [name for each in value for name in organs_in(each)]
    return list(value) if isinstance(value, dict) else [value] if isinstance(value, str) else []


def unlike_a_column(value: Any) -> bool:
    """Whether an entry holds a value otherwise than a row does: a list, or a time as text."""
    return isinstance(value, list | dict) or (isinstance(value, str) and _TIME.fullmatch(value) is not None)


def in_words(value: Any, lang: str, names: Names, field: Field | None = None) -> str:
    """A value of any shape as one line of text."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return (YES if value else NO).in_(lang)
    if isinstance(value, list):
        return _listed(value, lang, names, field)
    if isinstance(value, Mapping):
        return _parted((_OF.with_(a=in_words(k, lang, names, field), b=in_words(v, lang, names, field)).in_(lang) for k, v in value.items()), lang)
    word = field.word(value) if field else None
    if word is not None:
        return word.in_(lang)
    if not isinstance(value, str):
        return str(value)
    if _TIME.fullmatch(value):
        return _moment(value)
    found = _RECORD.fullmatch(value)
    record = names.record(found[1]) if found else None
    return record.name if record is not None else names.organ(value)


def _listed(values: Sequence[Any], lang: str, names: Names, field: Field | None) -> str:
    """A list; of lists, each stays together."""
    if any(isinstance(v, list | Mapping) for v in values):
        return _parted((in_words(v, lang, names, field) for v in values), lang)
    return enumerated((in_words(v, lang, names, field) for v in values), lang)


def _parted(parts: Iterable[str], lang: str) -> str:
    return ("; " if lang.startswith("en") else "；").join(parts)


def _moment(value: str) -> str:
    try:
        return local(value)[:16]
    except ValueError:
        return value


def document_numbers(value: Sequence[Any], lang: str) -> str:
    """Numbers that were taken, each as [organ, series, year, number]; those that follow each other together."""
    runs: list[list[int]] = []
    for _, series, year, number in sorted(map(tuple, value)):
        if runs and runs[-1][0] == year and runs[-1][2] + 1 == number and runs[-1][3] == hash(series):
            runs[-1][2] = number
        else:
            runs.append([year, number, number, hash(series)])
    spans = ((year, first if first == last else f"{first}–{last}") for year, first, last, _ in runs)
    return enumerated((_NUMBER.with_(y=year, n=span).in_(lang) for year, span in spans), lang)


def facts(value: Mapping[str, str], lang: str, record: Record | None) -> str:
    """What a machine went by, each condition by its label: whether it holds, as of when, and who says so."""
    known, told = _conditions(record), []
    for key, said in value.items():
        holds, _, rest = str(said).partition(" ")
        label = known.get(key)
        word = (YES if holds == "yes" else NO).in_(lang)
        told.append(_OF.with_(a=label.in_(lang) if label else key, b=" ".join(filter(None, (word, rest)))).in_(lang))
    return _parted(told, lang)


def _conditions(record: Record | None) -> Mapping[str, Text]:
    return _labels(record.kind) if record is not None else {}


@lru_cache(maxsize=256)
def _labels(kind: str) -> Mapping[str, Text]:
    """What the conditions of a record's lifecycles are called, by fact."""
    return {need.fact: need.label for need in _needs(kind)}


def _needs(kind: str) -> Iterator[Any]:
    for lifecycle in installed().records[kind].lifecycles.values():
        for move in lifecycle.moves:
            if move.gate is not None:
                yield from needs_of(move.gate)
