"""The modules that are installed, bound together: every record, action, listing, role and answer by its key."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from taizhang.basis.predicate import Answer as Fact
from taizhang.basis.predicate import Unknown
from taizhang.basis.text import Text

from .actor import Actor
from .declare import Action, Batching, Field, Listing, Module, On, Projection, Question, Record, Role
from .inputs import Inputs
from .search.column import sought_of
from .search.projection import projection_of


class Declared(Exception):
    """A declaration that contradicts itself or another one; raised at start-up, never later."""


@dataclass(frozen=True, slots=True)
class BoundAction:
    """An action in its module, with its key and its inputs."""

    key: str
    module: Module
    action: Action
    inputs: Inputs

    @property
    def verb(self) -> str:
        """The last part of the key: the name of the function."""
        return self.action.run.__name__

    @property
    def label(self) -> Text:
        return self.action.label

    @property
    def on(self) -> Record | None:
        return self.action.on


class Catalogue:
    """Everything the installed modules declare. Built once; two modules that say different things are refused."""

    def __init__(self, modules: Sequence[Module], person_actor: Callable[[int], Actor] | None = None) -> None:
        self.modules = tuple(modules)
        self._person_actor = person_actor
        self._records: dict[str, Record] = {}
        self._by_model: dict[type[Any], Record] = {}
        self._actions: dict[str, BoundAction] = {}
        self._listings: dict[str, Listing] = {}
        self._roles: dict[str, Role] = {}
        self._answers: dict[str, Any] = {}
        self._batches: dict[str, Batching] = {}
        self._on: dict[str, list[On]] = {}
        self._module_of: dict[str, Module] = {}
        for module in self.modules:
            self._add(module)
        self._check()

    def _add(self, module: Module) -> None:
        for record in module.records:
            _once(self._records, record.kind, record, "record")
            self._by_model[record.model] = record
            self._module_of[record.kind] = module
        for action in module.actions:
            key = f"{module.key}.{action.run.__name__}"
            bound = BoundAction(key, module, action, Inputs(action.run, key.replace(".", "_")))
            _once(self._actions, key, bound, "action")
        for listing in module.listings:
            _once(self._listings, listing.key, listing, "listing")
        for role in module.roles:
            _once(self._roles, role.key, role, "role")
        for answer in module.answers:
            # Two answers to one question would make a fact depend on the order of the list of modules.
            _once(self._answers, answer.question.key, answer, "answer to the question")
        for batching in module.batches:
            _once(self._batches, batching.kind, batching, "batch")
        for on in module.on:
            self._on.setdefault(on.event.key, []).append(on)

    def _check(self) -> None:
        for bound in self._actions.values():
            action = bound.action
            for record in (action.on, action.creates):
                if record is not None and record.kind not in self._records:
                    raise Declared(f"{bound.key} is about {record.kind}, which no installed module holds")
            for item in bound.inputs:
                if item.ask.ref and item.ask.ref not in self._records:
                    raise Declared(f"{bound.key}: input {item.name} refers to {item.ask.ref}, which is not installed")
        for record in self._records.values():
            for key, lifecycle in record.lifecycles.items():
                for move in lifecycle.moves:
                    if move.action not in self._actions:
                        raise Declared(f"{record.kind} ({key}): a move names the action {move.action}, which nobody declares")

    @property
    def records(self) -> Mapping[str, Record]:
        return self._records

    @property
    def actions(self) -> Mapping[str, BoundAction]:
        return self._actions

    @property
    def listings(self) -> Mapping[str, Listing]:
        return self._listings

    @property
    def batchings(self) -> Mapping[str, Batching]:
        return self._batches

    @property
    def roles(self) -> Mapping[str, Role]:
        return self._roles

    def record(self, kind: str) -> Record:
        """The record of a kind. Raises KeyError."""
        return self._records[kind]

    def record_of(self, model: type[Any]) -> Record:
        """The record that a model's rows are. Raises KeyError."""
        return self._by_model[model]

    def person_actor(self, person: int) -> Actor:
        """A person with the posts of today, for work that goes on after they left the page."""
        if self._person_actor is None:
            raise Declared("this catalogue was built without a register of people")
        return self._person_actor(person)

    def batching(self, kind: str) -> Batching:
        """How the rows of a kind of batch are applied. Raises KeyError."""
        return self._batches[kind]

    @cached_property
    def searched(self) -> tuple[Record, ...]:
        """Records that the modules offer to the search, module by module."""
        return tuple(record for module in self.modules for record in module.search)

    @cached_property
    def indexed(self) -> tuple[Record, ...]:
        """Records that have a search index, whether or not a module offers them to everybody's search."""
        return tuple(record for record in self._records.values() if sought_of(record.model) is not None)

    @cached_property
    def projections(self) -> tuple[Projection, ...]:
        """Every stored derivation: the modules' own, and the search indexes."""
        own = (projection for module in self.modules for projection in module.projections)
        return (*own, *(projection_of(record) for record in self.indexed))

    @cached_property
    def followed(self) -> frozenset[str]:
        """Kinds of record that a stored derivation follows."""
        return frozenset().union(*(projection.follows for projection in self.projections))

    def said(self, action: str, name: str) -> tuple[Field | None, str]:
        """What a fact is called that an action says beside inputs and columns, and the page that makes it again, '' where it is no document."""
        bound = self._actions.get(action)
        if bound is None:
            return None, ""
        return next((f for f in bound.module.says if f.name == name), None), bound.module.papers.get(name, "")

    def module_of(self, record: Record) -> Module:
        """The module that holds a record."""
        return self._module_of[record.kind]

    def action(self, key: str) -> BoundAction:
        """The action of a key. Raises KeyError."""
        return self._actions[key]

    def actions_on(self, record: Record) -> Iterator[BoundAction]:
        """Actions whose target is a record, in the order of declaration."""
        return (b for b in self._actions.values() if b.action.on is not None and b.action.on.kind == record.kind)

    def children_of(self, record: Record) -> Iterator[Record]:
        """Records that belong to a record by their `parent` key."""
        for child in self._records.values():
            if child.parent and child.model._meta.get_field(child.parent).related_model is record.model:
                yield child

    def reactions(self, event_key: str) -> Sequence[On]:
        """What installed modules do when an event happens."""
        return self._on.get(event_key, ())

    @cached_property
    def rights_of_role(self) -> Mapping[str, frozenset[str]]:
        """Rights by role: a role's own, and what other modules grant to it."""
        rights = {key: set(role.rights) for key, role in self._roles.items()}
        for module in self.modules:
            for role, more in module.grants.items():
                rights.setdefault(role, set()).update(more)
        return {role: frozenset(found) for role, found in rights.items()}

    def ask(self, question: Question, keys: Sequence[int], day: date) -> Mapping[int, Fact]:
        """What the holder answers for each key; unknown when no installed module holds the fact."""
        answer = self._answers.get(question.key)
        if answer is None:
            unknown = Unknown(Text("尚无单位提供该事实", "no office provides this fact yet"))
            return dict.fromkeys(keys, unknown)
        found = answer.run(keys, day)
        return {k: found.get(k, Unknown(answer.question.meaning)) for k in keys}


def _once(table: dict[str, Any], key: str, value: Any, what: str) -> None:
    if key in table:
        raise Declared(f"two modules declare the {what} {key}")
    table[key] = value


_installed: Catalogue | None = None


def install(catalogue: Catalogue) -> None:
    """From now on this is what the running program consists of."""
    global _installed  # noqa: PLW0603 - set once, at start-up
    _installed = catalogue


def installed() -> Catalogue:
    """What the running program consists of.

    Raises:
        RuntimeError: before `install`.
    """
    if _installed is None:
        raise RuntimeError("no catalogue is installed; taizhang.site.installed does that at start-up")
    return _installed
