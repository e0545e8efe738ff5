"""What every module has to be like, as checks over a catalogue: a plain list of generators, one rule each.

The name of a rule is the name of its function; `tests/planted` holds one bad module against each. `RULES` look at values,
`SOURCE_RULES` read the module's files. Nothing here touches a row.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_type_hints

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.constants import LOOKUP_SEP

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.kernels.casework import lint

from .actor import MACHINE, PUBLIC, Actor, Post
from .catalogue import BoundAction, Catalogue, Declared
from .content import BOOKKEEPING
from .declare import Module, Record, nobody
from .inputs import Input
from .search import sought_of

_MONEY = frozenset({"元", "万元", "亿元"})
_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_ENGLISH_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it has to be: the rule, the declaration it is about, and a sentence."""

    rule: str
    where: str
    text: Text
    level: Literal["error", "warning"] = "error"

    def line(self, language: str = "zh") -> str:
        """The finding as one line."""
        return f"[{self.rule}] {self.where}: {self.text.in_(language)}"


Rule = Callable[[Catalogue], Iterator[Finding]]


def check(catalogue: Catalogue, rules: Sequence[Rule] | None = None) -> list[Finding]:
    """Everything that is wrong with the declared modules, errors first, then in the order of the rules."""
    found = [f for rule in (rules if rules is not None else (*RULES, *SOURCE_RULES)) for f in rule(catalogue)]
    return sorted(found, key=lambda f: f.level != "error")


def refuse_unsafe(catalogue: Catalogue) -> None:
    """Nothing, when no declared module could be used by, or seen by, somebody it is not for, or lead a matter nowhere.

    Asked at start-up, where it takes some ten milliseconds.

    Raises:
        Declared: with one line for each error.
    """
    errors = [f.line("en") for f in check(catalogue, (right_named, visible_declared, lifecycle_sound)) if f.level == "error"]
    if errors:
        raise Declared("\n".join(errors))


# -- actions ------------------------------------------------------------------------------------------------------------


def right_named(catalogue: Catalogue) -> Iterator[Finding]:
    """Every action names a right, or is open to everyone, or is the machine's alone."""
    for bound in catalogue.actions.values():
        action = bound.action
        if not action.may and not action.public and not action.machine:
            yield Finding("right_named", bound.key, Text("没有写明权限", "It names no right"))


def law_named(catalogue: Catalogue) -> Iterator[Finding]:
    """Every action names the law or rule it stands on."""
    for bound in catalogue.actions.values():
        if bound.action.law is None:
            yield Finding("law_named", bound.key, Text("没有写明依据", "It names no law"))


def truth_told(catalogue: Catalogue) -> Iterator[Finding]:
    """Every action says in its first sentence what is true afterwards."""
    for bound in catalogue.actions.values():
        first = (inspect.getdoc(bound.action.run) or "").split("\n\n")[0].strip()
        if len(first.split()) < 3 or not first.endswith((".", "。")):
            yield Finding("truth_told", bound.key, Text("没有说明办理之后成立什么", "Its docstring does not say what is true afterwards"))


def called_as_performed(catalogue: Catalogue) -> Iterator[Finding]:
    """An action takes its target and the hand by position, everything else by name: nothing is asked for unseen."""
    for bound in catalogue.actions.values():
        wanted = 1 if bound.on is None else 2
        parameters = inspect.signature(bound.action.run).parameters.values()
        by_position = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        loose = [p.name for p in parameters if p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
        if len(by_position) != wanted or loose:
            words = Text("参数应为{n}个按位置，其余按名称", "It should take {n} argument(s) by position and the rest by name")
            yield Finding("called_as_performed", bound.key, words.with_(n=wanted))


def inputs_agree(catalogue: Catalogue) -> Iterator[Finding]:
    """What a form asks for, what the schema shows and what the function takes are the same, and nothing else is let in."""
    for bound in catalogue.actions.values():
        schema = bound.inputs.model.model_json_schema()
        named = _asked_for(bound.action.run)
        asked = {i.name: i for i in bound.inputs}
        shown = schema.get("properties", {})
        if not named == set(asked) == set(shown) or schema.get("additionalProperties") is not False:
            yield Finding("inputs_agree", bound.key, Text("表单、接口与函数的输入不一致", "Form, schema and function differ"))
            continue
        for name, item in asked.items():
            if item.required != (name in schema.get("required", ())) or "x-label" not in shown[name]:
                yield Finding("inputs_agree", f"{bound.key}.{name}", Text("必填或名称不一致", "Needed or label differ"))


def _asked_for(run: Callable[..., Any]) -> set[str]:
    """Names of what a function takes by keyword; a dataclass stands for its fields."""
    hints = get_type_hints(run)
    named: set[str] = set()
    for p in inspect.signature(run).parameters.values():
        if p.kind is p.KEYWORD_ONLY:
            hint = hints[p.name]
            named |= {f.name for f in fields(hint)} if isinstance(hint, type) and is_dataclass(hint) else {p.name}
    return named


def money_in_fen(catalogue: Catalogue) -> Iterator[Finding]:
    """Whatever is typed or shown in 元, 万元 or 亿元 is a whole number of fen underneath."""
    words = Text("以货币单位填写，但不是以分为单位的整数", "It is money, but not a whole number of fen")
    for bound in catalogue.actions.values():
        for item in bound.inputs:
            if item.ask.unit in _MONEY and item.kind != "fen":
                yield Finding("money_in_fen", f"{bound.key}.{item.name}", words)
    for record in catalogue.records.values():
        for field in record.fields:
            column = _column(record.model, field.name)
            if field.unit in _MONEY and column is not None and not isinstance(column, models.IntegerField):
                yield Finding("money_in_fen", f"{record.kind}.{field.name}", words)


def example_reads(catalogue: Catalogue) -> Iterator[Finding]:
    """The example of every action is one that its inputs accept: what the documentation shows can be sent."""
    for bound in catalogue.actions.values():
        raw = example(bound)
        lacking = [i.name for i in bound.inputs if i.required and i.name not in raw]
        if lacking:
            words = Text("没有示例：{n}", "No example for: {n}").with_(n=", ".join(lacking))
            yield Finding("example_reads", bound.key, words)
            continue
        try:
            bound.inputs.read(raw)
        except BadInput as refused:
            yield Finding("example_reads", bound.key, refused.details[0].reason if refused.details else refused.reason)


def example(bound: BoundAction) -> dict[str, Any]:
    """The inputs that an example shows: what is needed, and what declares an example; keys of records are 1."""
    shown = {i.name: _example(i) for i in bound.inputs if i.required or i.ask.example is not None}
    return {name: value for name, value in shown.items() if value is not None}


def _example(item: Input) -> Any:
    ask = item.ask
    if ask.example is not None:
        return ask.example
    if ask.ref:
        return [1] if item.kind == "refs" else 1
    if ask.choices:
        return ask.choices[0][0]
    return False if item.kind == "boolean" else None


def right_held(catalogue: Catalogue) -> Iterator[Finding]:
    """Every right is carried by a role: otherwise nobody can ever do it."""
    held = {right for rights in catalogue.rights_of_role.values() for right in rights}
    for bound in catalogue.actions.values():
        if bound.action.may and bound.action.may not in held:
            words = Text("没有岗位带有权限“{r}”", "No role carries the right “{r}”").with_(r=bound.action.may)
            yield Finding("right_held", bound.key, words, "warning")


def apart_is_entered(catalogue: Catalogue) -> Iterator[Finding]:
    """What must be done by somebody else is an action whose entries are about the same record; else it never bites."""
    for bound in catalogue.actions.values():
        for rule in bound.action.apart_from:
            other = catalogue.actions.get(rule.action)
            about = (other.action.creates or other.on) if other else None
            if about is None or bound.on is None or about.kind != bound.on.kind:
                words = Text("“{o}”的存证不是关于同一种记录", "Entries of “{o}” are not about the same kind of record")
                yield Finding("apart_is_entered", bound.key, words.with_(o=rule.action))


# -- words --------------------------------------------------------------------------------------------------------------


def both_languages(catalogue: Catalogue) -> Iterator[Finding]:
    """Every label, help, law and remedy says it in Chinese and in English."""
    for where, text in texts(catalogue):
        blank = not text.zh.strip() or not text.en.strip()
        if blank or _CHINESE.search(text.en):
            words = Text("缺英文：{t}", "No English: {t}").with_(t=text.zh or text.en)
            yield Finding("both_languages", where, words)
        elif not _CHINESE.search(text.zh) and _ENGLISH_WORDS.search(text.zh):
            yield Finding("both_languages", where, Text("缺中文：{t}", "No Chinese: {t}").with_(t=text.en))


def texts(catalogue: Catalogue) -> Iterator[tuple[str, Text]]:
    """Everything that the declared modules say in both languages, each with the place where it is said."""
    seen: set[int] = set()
    for module in catalogue.modules:
        yield from _within(module, module.key, seen)
    for bound in catalogue.actions.values():
        for item in bound.inputs:
            yield from _within(item.ask, f"{bound.key}.{item.name}", seen)


def _within(value: Any, where: str, seen: set[int]) -> Iterator[tuple[str, Text]]:
    """Every Text inside declared values, with the way to it."""
    if isinstance(value, Text):
        yield where, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _within(item, f"{where}.{key}", seen)
    elif isinstance(value, (tuple, list, frozenset)):
        for place, item in enumerate(value):
            yield from _within(item, f"{where}.{getattr(item, 'key', None) or getattr(item, 'name', None) or place}", seen)
    elif is_dataclass(value) and not isinstance(value, type) and id(value) not in seen:
        seen.add(id(value))
        for field in fields(value):
            yield from _within(getattr(value, field.name), f"{where}.{field.name}", seen)


# -- records ------------------------------------------------------------------------------------------------------------


def visible_declared(catalogue: Catalogue) -> Iterator[Finding]:
    """Every record says whom it is for."""
    for record in catalogue.records.values():
        if record.visible is nobody:
            yield Finding("visible_declared", record.kind, Text("没有写明谁能看见", "It does not say who may see it"))


#: Somebody with a post somewhere, for asking a scope what it is made of.
_SOMEBODY = Actor(person=1, posts=(Post("role", 1, 1, "/1/"),), granted=(("kind", 1),))


def scope_is_a_condition(catalogue: Catalogue) -> Iterator[Finding]:
    """A scope reads the present and the past alike, and never joins: PostgreSQL refuses to lock what is joined."""
    for record in catalogue.records.values():
        tables = [model for model in (record.model, record.history) if model is not None and record.visible is not nobody]
        faults = (_scope_fault(record, model, actor) for actor in (PUBLIC, MACHINE, _SOMEBODY) for model in tables)
        fault = next((f for f in faults if f is not None), None)
        if fault is not None:
            yield Finding("scope_is_a_condition", record.kind, fault)


def _scope_fault(record: Record, model: type[Any], actor: Actor) -> Text | None:
    try:
        query = model._default_manager.filter(record.visible(actor)).query
    except Exception as error:
        return Text("条件不成立：{e}", "It is no condition: {e}").with_(e=str(error)[:200])
    tables = [alias for alias, uses in query.alias_refcount.items() if uses]
    if len(tables) > 1 or query.distinct:
        return Text("连接了其他表，应改用 EXISTS 或 IN", "It joins another table; use EXISTS or IN")
    if model is record.history and "history_id" in str(query.where):
        return Text("用了 pk，历史表中应写 id", "It names pk; in the past that is another key: write id")
    return None


def history_mirrors(catalogue: Catalogue) -> Iterator[Finding]:
    """The history of a record has the record's columns, so that the same question can be asked of the past."""
    for record in catalogue.records.values():
        made = [b.key for b in catalogue.actions.values() if record in (b.action.creates, b.action.on)]
        history: Any = record.history
        if history is None:
            if made:
                words = Text("有操作写它，却没有历史表", "Actions write it, but it has no history")
                yield Finding("history_mirrors", record.kind, words)
            continue
        own, past = _columns(record.model), _columns(history)
        lacking = sorted(own - past - BOOKKEEPING)
        if lacking:
            words = Text("历史表缺列：{c}", "Its history lacks: {c}").with_(c=", ".join(lacking))
            yield Finding("history_mirrors", record.kind, words)


def _columns(model: type[Any]) -> set[str]:
    return {f.attname for f in model._meta.concrete_fields}


def _column(model: type[Any], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def fields_are_columns(catalogue: Catalogue) -> Iterator[Finding]:
    """Every declared field is a column or property of the model; a sealed one names the time until which it is."""
    for record in catalogue.records.values():
        for field in record.fields:
            where = f"{record.kind}.{field.name}"
            if _column(record.model, field.name) is None and not hasattr(record.model, field.name):
                yield Finding("fields_are_columns", where, Text("模型没有这一列", "The model has no such column"))
            if (field.visibility == "sealed") != (field.sealed_until is not None) or (
                field.sealed_until and not isinstance(_column(record.model, field.sealed_until), models.DateTimeField)
            ):
                yield Finding("fields_are_columns", where, Text("封存到何时没有写明", "It does not say until when it is sealed"))


def sealed_inputs_say_when(catalogue: Catalogue) -> Iterator[Finding]:
    """A sealed input names the time until which it is, in a column of the row that its entry is about."""
    for bound in catalogue.actions.values():
        record = bound.action.creates or bound.on
        for item in bound.inputs:
            column = _column(record.model, item.ask.sealed_until) if record and item.ask.sealed_until else None
            if (item.ask.visibility == "sealed") != (item.ask.sealed_until is not None) or (
                item.ask.sealed_until and not isinstance(column, models.DateTimeField)
            ):
                words = Text("没有写明封存到何时", "It does not say until when it is sealed")
                yield Finding("sealed_inputs_say_when", f"{bound.key} {item.name}", words)


def personal_has_somebody(catalogue: Catalogue) -> Iterator[Finding]:
    """A record with personal data says whom they are about, so that people can be told who read theirs."""
    asked = {
        record.kind
        for bound in catalogue.actions.values()
        for record in (bound.action.creates or bound.on,)
        if record is not None and any(item.ask.visibility == "personal" for item in bound.inputs)
    }
    for record in catalogue.records.values():
        if record.concerns is None and (record.kind in asked or any(f.visibility == "personal" for f in record.fields)):
            yield Finding("personal_has_somebody", record.kind, Text("没有写明涉及谁", "It does not say whom they are about"))


def parent_is_a_key(catalogue: Catalogue) -> Iterator[Finding]:
    """The record that a record belongs to, or in whose place it stands, is a foreign key to an installed record."""
    for record in catalogue.records.values():
        if record.stands_for is not None and getattr(_column(record.model, record.stands_for), "related_model", None) is not record.model:
            words = Text("“{p}”不是指向同一种记录的外键", "“{p}” is no foreign key to the same kind of record")
            yield Finding("parent_is_a_key", record.kind, words.with_(p=record.stands_for))
        if record.parent is None:
            continue
        column = _column(record.model, record.parent)
        above = getattr(column, "related_model", None)
        if above is None or all(other.model is not above for other in catalogue.records.values()):
            words = Text("“{p}”不是指向已装记录的外键", "“{p}” is no foreign key to an installed record").with_(p=record.parent)
            yield Finding("parent_is_a_key", record.kind, words)


# -- lifecycles ---------------------------------------------------------------------------------------------------------


def lifecycle_sound(catalogue: Catalogue) -> Iterator[Finding]:
    """Every lifecycle passes the lint of casework: no dead end, nothing out of reach, a remedy for every refusal."""
    roles = _roles_by_action(catalogue)
    for record in catalogue.records.values():
        for key, lifecycle in record.lifecycles.items():
            for fault in lint.lint(lifecycle, roles):
                # Who holds a right is the question of `right_held`, what falls away that of `derived_falls_back`.
                if fault.rule not in ("nobody_may", "derived_without_reverse"):
                    yield Finding("lifecycle_sound", f"{record.kind} {key} {fault.where}", fault.text, fault.level)


def _roles_by_action(catalogue: Catalogue) -> dict[str, list[str]]:
    rights = catalogue.rights_of_role
    return {b.key: [role for role, held in rights.items() if b.action.may in held] for b in catalogue.actions.values()}


def derived_falls_back(catalogue: Catalogue) -> Iterator[Finding]:
    """A derived move is taken back by another one when its facts fall away, or says that they cannot.

    Asked of the newest version of each lifecycle: what runs under an older one keeps what it was promised.
    """
    for record in catalogue.records.values():
        for key, lifecycle in _newest(record.lifecycles).items():
            taken_back = {(m.track, m.reverse_of) for m in lifecycle.moves if m.reverse_of}
            for move in lifecycle.moves:
                falls = move.lasting or move.reverse_of is not None or (move.track, move.action) in taken_back
                if move.derived and not falls:
                    words = Text("没有写明事实失效时怎样退回", "It does not say what happens when its facts fall away")
                    yield Finding("derived_falls_back", f"{record.kind} {key}: {move.action}", words)


def _newest(lifecycles: Mapping[str, Any]) -> dict[str, Any]:
    """The lifecycles with the highest version of their name ('gov/2')."""
    found: dict[str, str] = {}
    for key in lifecycles:
        name, _, version = key.partition("/")
        if name not in found or int(version or 0) > int(found[name].partition("/")[2] or 0):
            found[name] = key
    return {key: lifecycles[key] for key in found.values()}


def tracks_are_columns(catalogue: Catalogue) -> Iterator[Finding]:
    """Every track is a column of the record, and a field with choices has a word for each of its states."""
    for record in catalogue.records.values():
        for key, lifecycle in record.lifecycles.items():
            for track in lifecycle.tracks:
                name = track.key.partition(".")[0]
                where = f"{record.kind} {key} {track.key}"
                if _column(record.model, name) is None:
                    yield Finding("tracks_are_columns", where, Text("没有这一列", "There is no such column"))
                words = next((dict(f.choices) for f in record.fields if f.name == name and f.choices), None)
                wordless = [s.key for s in track.states if words is not None and s.key not in words]
                if wordless:
                    text = Text("环节没有名称：{s}", "States without a word: {s}").with_(s=", ".join(wordless))
                    yield Finding("tracks_are_columns", where, text)


def move_is_at_home(catalogue: Catalogue) -> Iterator[Finding]:
    """A move of a record is made by an action on that record; a derived one by an action of the machine, without a button."""
    for record in catalogue.records.values():
        for key, lifecycle in record.lifecycles.items():
            for move in lifecycle.moves:
                bound = catalogue.action(move.action)
                where = f"{record.kind} {key} {move.action}"
                if bound.on is None or bound.on.kind != record.kind:
                    yield Finding("move_is_at_home", where, Text("该操作不是对这种记录办理的", "The action is not done to this record"))
                elif move.derived != bound.action.machine or (move.derived and bound.action.shown):
                    words = Text("推定的变动由系统办理，不设按钮", "A derived move is the machine's and has no button")
                    yield Finding("move_is_at_home", where, words)


# -- lists --------------------------------------------------------------------------------------------------------------


def lists_show_fields(catalogue: Catalogue) -> Iterator[Finding]:
    """A list shows, sums up and searches declared fields alone, so that no column escapes its visibility."""
    for listing in catalogue.listings.values():
        declared = {f.name: f for f in listing.record.fields}
        # A list under a parent shows which one.
        allowed = set(declared) | {listing.record.parent or ""}
        derived = {f.name for f in listing.derived}
        for name in (*(c for c in listing.columns if c not in derived), *listing.totals, *listing.search):
            if name.partition(LOOKUP_SEP)[0] not in allowed:
                words = Text("“{n}”不是声明过的字段", "“{n}” is not a declared field").with_(n=name)
                yield Finding("lists_show_fields", listing.key, words)
        if listing.default_sort and listing.default_sort not in listing.sorts:
            yield Finding("lists_show_fields", listing.key, Text("默认排序没有声明", "Its default sort is not declared"))


#: Texts of these are never looked into: who finds a telephone number by its digits has read it.
_FOUND_BY = ("public", "internal")


def search_is_open(catalogue: Catalogue) -> Iterator[Finding]:
    """What can be searched is found by declared texts that are public or internal, and a list looks into no others."""
    offered = {record.kind for module in catalogue.modules for record in module.search}
    for record in catalogue.records.values():
        sought = sought_of(record.model)
        if sought is None and record.kind in offered:
            yield Finding("search_is_open", record.kind, Text("没有 sought 列，无法检索", "Without a column `sought` it cannot be searched"))
        fields = {f.name: f for f in record.fields}
        for name in sought.columns if sought is not None else ():
            column = _column(record.model, name)
            if name not in fields or fields[name].visibility not in _FOUND_BY or not isinstance(column, (models.CharField, models.TextField)):
                words = Text("不能按“{n}”检索：不是公开或内部的文字", "It cannot be found by “{n}”, which is no public or internal text")
                yield Finding("search_is_open", f"{record.kind}.{name}", words.with_(n=name))
    for listing in catalogue.listings.values():
        sought = sought_of(listing.record.model)
        for name in listing.search if sought is not None else ():
            if sought is not None and name not in sought.columns:
                yield Finding("search_is_open", listing.key, Text("“{n}”不在检索列中", "“{n}” is not among what it is found by").with_(n=name))


def on_record_is_closed(catalogue: Catalogue) -> Iterator[Finding]:
    """Of a record whose readings are on record nothing is public: the public is nobody whom an entry could name."""
    for record in (r for r in catalogue.records.values() if r.on_record):
        names = [f.name for f in record.fields if f.visibility == "public"]
        open_lists = [x.key for x in catalogue.listings.values() if x.record is record and x.public]
        if record.public or names or open_lists:
            words = Text("查阅留痕的记录不能公开：{n}", "A record that is read on record cannot be public: {n}")
            yield Finding("on_record_is_closed", record.kind, words.with_(n=", ".join([*names, *open_lists]) or record.kind))


def sort_has_index(catalogue: Catalogue) -> Iterator[Finding]:
    """Every sort of a list has an index that begins with its columns."""
    for listing in catalogue.listings.values():
        there = _indexes(listing.record.model)
        for key, columns in listing.sorts.items():
            if not any(_serves(index, columns) for index in there):
                words = Text("排序“{k}”没有索引：{c}", "The sort “{k}” has no index: {c}").with_(k=key, c=", ".join(columns))
                yield Finding("sort_has_index", listing.key, words)


def _indexes(model: type[Any]) -> list[tuple[str, ...]]:
    meta = model._meta
    found = [tuple(index.fields) for index in meta.indexes if index.fields and index.condition is None]
    found += [tuple(c.fields) for c in meta.constraints if isinstance(c, models.UniqueConstraint) and c.condition is None]
    found += [tuple(names) for names in meta.unique_together]
    found += [(f.name,) for f in meta.concrete_fields if f.db_index or f.unique or f.primary_key]
    return [index for index in found if index]


def _serves(index: tuple[str, ...], columns: tuple[str, ...]) -> bool:
    """An index is read from either end; `id` at the end may be missing from an index of all the others."""
    if columns[-1].lstrip("-") == "id" and len(index) == len(columns) - 1:
        columns = columns[:-1]
    if len(index) < len(columns):
        return False
    pairs = list(zip(index, columns, strict=False))
    if any(i.lstrip("-") != c.lstrip("-") for i, c in pairs):
        return False
    return len({i.startswith("-") == c.startswith("-") for i, c in pairs}) == 1


# -- between modules ----------------------------------------------------------------------------------------------------


def reaction_fits(catalogue: Catalogue) -> Iterator[Finding]:
    """What a module does on an event is an action that is installed: else the event's own action would fail."""
    for module in catalogue.modules:
        for on in module.on:
            if on.action not in catalogue.actions:
                words = Text("没有“{a}”这个操作", "There is no action “{a}”").with_(a=on.action)
                yield Finding("reaction_fits", f"{module.key} {on.event.key}", words)


def batch_fits(catalogue: Catalogue) -> Iterator[Finding]:
    """A batch is accepted by an action that asks for an intake, unless it lays the rows down itself; chunks have at most 500 rows."""
    for module in catalogue.modules:
        for batching in module.batches:
            bound = catalogue.actions.get(batching.accept)
            if bound is None or batching.derived is any(item.ask.ref == "frame.intake" for item in bound.inputs):
                words = Text("“{a}”不受理批次", "“{a}” does not accept an intake").with_(a=batching.accept)
                yield Finding("batch_fits", batching.kind, words)
            if not 1 <= batching.chunk <= 500:
                yield Finding("batch_fits", batching.kind, Text("每块应为1至500行", "A chunk has 1 to 500 rows"))


def projection_follows(catalogue: Catalogue) -> Iterator[Finding]:
    """A stored derivation follows installed kinds and keeps up with them, and its tables are no record's."""
    of_records = {record.model for record in catalogue.records.values()}
    for module in catalogue.modules:
        for projection in module.projections:
            for kind in sorted(projection.follows - catalogue.records.keys()):
                words = Text("随之更新的“{k}”没有安装", "It follows {k}, which nobody installed").with_(k=kind)
                yield Finding("projection_follows", projection.key, words)
            if bool(projection.follows) != (projection.keep is not None):
                words = Text("follows 与 keep 须同时写明", "It says what it follows or how it keeps up, but not both")
                yield Finding("projection_follows", projection.key, words)
            for table in projection.tables:
                if table in of_records or hasattr(table, "recorded_from"):
                    words = Text("派生表不能是记录的表", "Its table is a record's, which only perform writes")
                    yield Finding("projection_follows", projection.key, words)


# -- source -------------------------------------------------------------------------------------------------------------

_SQL_WRITE = re.compile(r"\b(INSERT\s+INTO|DELETE\s+FROM|UPDATE\s+(?!of\b|SET\b)[\"\w{]+\s+(\w+\s+)?SET\b|TRUNCATE\s)")
_WRITES = frozenset(
    {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "asave", "adelete", "acreate"}
)


def writes_by_hand(catalogue: Catalogue) -> Iterator[Finding]:
    """No module writes a row except through the hand that `perform` gives it."""
    for where, tree in _sources(catalogue):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _is_write(node, node.func):
                words = Text("绕过 perform 写库：{c}", "It writes behind perform's back: {c}").with_(c=node.func.attr)
                yield Finding("writes_by_hand", f"{where}:{node.lineno}", words)


def _is_write(call: ast.Call, called: ast.Attribute) -> bool:
    if called.attr in ("update", "aupdate"):
        # A query set's update takes columns by name; a dict's and a hash's take a value.
        return bool(call.keywords)
    if called.attr in ("create", "acreate"):
        return "objects" in ast.unparse(called.value) or "_default_manager" in ast.unparse(called.value)
    return called.attr in _WRITES


def sql_by_hand(catalogue: Catalogue) -> Iterator[Finding]:
    """No module writes by SQL, except a stored derivation its own tables: in the file of its `rebuild` or `keep`."""
    own = {
        Path(inspect.getfile(getattr(function, "func", function)))
        for projection in catalogue.projections
        for function in (projection.rebuild, projection.keep)
        if function is not None
    }
    for path, where, tree in _files(catalogue):
        if path in own:
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL_WRITE.search(node.value):
                words = Text("用 SQL 写库；只有派生数据可以写自己的表", "It writes by SQL; only a stored derivation does, its own tables")
                yield Finding("sql_by_hand", f"{where}:{node.lineno}", words)


def no_signals(catalogue: Catalogue) -> Iterator[Finding]:
    """No module listens to signals: what follows from an action is declared."""
    for where, tree in _sources(catalogue):
        for node in ast.walk(tree):
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                continue
            names = [a.name for a in node.names]
            module = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            if any("signals" in n or n.startswith("django.dispatch") for n in (module, *names)):
                yield Finding("no_signals", f"{where}:{node.lineno}", Text("使用了信号", "It uses signals"))


def no_save_override(catalogue: Catalogue) -> Iterator[Finding]:
    """No table does anything in save() or delete()."""
    for where, tree in _sources(catalogue):
        for node in ast.walk(tree):
            methods = [n for n in node.body if isinstance(n, ast.FunctionDef)] if isinstance(node, ast.ClassDef) else []
            for method in methods:
                if method.name in ("save", "delete", "save_base"):
                    words = Text("改写了 {m}()", "It overrides {m}()").with_(m=method.name)
                    yield Finding("no_save_override", f"{where}:{method.lineno}", words)


def imports_at_the_top(catalogue: Catalogue) -> Iterator[Finding]:
    """No module imports inside a function: what it depends on stands in its first lines."""
    for where, tree in _sources(catalogue):
        for function in ast.walk(tree):
            if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                continue
            for node in ast.walk(function):
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    words = Text("函数内导入", "It imports inside a function")
                    yield Finding("imports_at_the_top", f"{where}:{node.lineno}", words)


def _sources(catalogue: Catalogue) -> Iterator[tuple[str, ast.Module]]:
    return ((where, tree) for _, where, tree in _files(catalogue))


def _files(catalogue: Catalogue) -> Iterator[tuple[Path, str, ast.Module]]:
    seen: set[Path] = set()
    for module in catalogue.modules:
        for folder in sorted(_folders(module)):
            for path in sorted(folder.rglob("*.py")):
                if "migrations" not in path.relative_to(folder).parts and path not in seen:
                    seen.add(path)
                    yield path, f"{module.key}/{path.relative_to(folder)}", _parsed(path)


def _folders(module: Module) -> set[Path]:
    """The folders of the packages in which the module's actions are written."""
    names = {sys.modules[action.run.__module__].__package__ or "" for action in module.actions}
    return {Path(str(sys.modules[name].__file__)).parent for name in names if name in sys.modules}


@lru_cache(maxsize=512)
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# -- versions in use ----------------------------------------------------------------------------------------------------


def fingerprints(catalogue: Catalogue) -> dict[str, str]:
    """The fingerprint of every lifecycle by 'kind version'."""
    return {
        f"{record.kind} {key}": lifecycle.fingerprint()
        for record in catalogue.records.values()
        for key, lifecycle in record.lifecycles.items()
    }


def version_kept(catalogue: Catalogue, frozen: Mapping[str, str]) -> Iterator[Finding]:
    """A lifecycle under which records run is as it was promised to them: a change of it is a new version beside the old."""
    now = fingerprints(catalogue)
    kinds = set(catalogue.records)
    for name, print_ in frozen.items():
        if name.partition(" ")[0] in kinds and name not in now:
            yield Finding("version_kept", name, Text("在用的版本被删除", "A version in use was taken out of the code"))
        elif name in now and now[name] != print_:
            words = Text("在用的版本被改动；请另立新版本", "A version in use was changed; declare a new version beside it")
            yield Finding("version_kept", name, words)
    for name in now.keys() - frozen.keys():
        yield Finding("version_kept", name, Text("尚未冻结", "It is not frozen yet"), "warning")


RULES: tuple[Rule, ...] = (
    right_named,
    law_named,
    truth_told,
    called_as_performed,
    inputs_agree,
    money_in_fen,
    example_reads,
    right_held,
    apart_is_entered,
    both_languages,
    visible_declared,
    scope_is_a_condition,
    history_mirrors,
    fields_are_columns,
    sealed_inputs_say_when,
    personal_has_somebody,
    parent_is_a_key,
    lifecycle_sound,
    derived_falls_back,
    tracks_are_columns,
    move_is_at_home,
    lists_show_fields,
    search_is_open,
    on_record_is_closed,
    sort_has_index,
    reaction_fits,
    batch_fits,
    projection_follows,
)
SOURCE_RULES: tuple[Rule, ...] = (writes_by_hand, sql_by_hand, no_signals, no_save_override, imports_at_the_top)

__all__ = ["RULES", "SOURCE_RULES", "Finding", "check", "example", "fingerprints", "refuse_unsafe", "texts", "version_kept"]
