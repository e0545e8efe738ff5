"""What a module says of itself. All of these are values: nothing is registered by being imported.

From one `Action` come the form and its button, the JSON endpoint with its schema, the command line's verb, the row of the
access matrix and the page of documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from taizhang.basis.law import Law
from taizhang.basis.predicate import Answer as Fact
from taizhang.basis.text import Text
from taizhang.kernels.casework import Lifecycle

from .actor import Actor

#: Who may see a value: everyone; staff in scope; nobody before a time; those with the right to personal data.
Visibility = Literal["public", "internal", "sealed", "personal"]

Row = Any


@dataclass(frozen=True, slots=True)
class Ask:
    """One input of an action, as the form, the schema and the command line show it.

    `unit` is what a person types ('万元', '亩'); API and command line take the canonical unit (fen, integer). `ref` is the
    kind of record that is chosen; the action gets the row itself. `evidence` marks a ref to evidence of that type.
    `sealed_until` names a date-time column of the row that the entry will be about: until then a sealed input stays sealed.
    `longest` is how many characters a text may have where the usual 400, or 20,000 of several lines, will not do.
    """

    label: Text
    unit: str = ""
    help: Text | None = None
    choices: tuple[tuple[str, Text], ...] = ()
    ref: str | None = None
    evidence: Literal["", "photo", "document", "any"] = ""
    multiline: bool = False
    longest: int = 0
    visibility: Visibility = "internal"
    sealed_until: str | None = None
    example: Any = None
    group: Text | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a record: what it is called, its unit, and who may see it.

    `unit` '万元' on an integer column in fen converts for display; `choices` gives words to stored keys. `sealed_until`
    names a date-time column of the same row. `absent` is said in lists and workbooks where nothing was given, instead of a dash.
    A `scoped` reference is named to those alone who may see the row that it refers to.
    """

    name: str
    label: Text
    unit: str = ""
    visibility: Visibility = "internal"
    choices: tuple[tuple[str, Text], ...] = ()
    sealed_until: str | None = None
    help: Text | None = None
    absent: Text | None = None
    scoped: bool = False

    def word(self, value: object) -> Text | None:
        """The words for a stored key, None when it has none."""
        for key, text in self.choices:
            if key == value:
                return text
        return None


def nobody(actor: Actor) -> Any:
    """The scope of a record that forgot to say whom it is for."""
    raise NotImplementedError("a record declares `visible`")


@dataclass(frozen=True, slots=True)
class Record:
    """One kind of row that is written by `perform` and read by `rows`.

    visible(actor)         a Q over the model: the one scope, for lists, pages, totals, exports. EXISTS or IN, never a join
    reach(actor)           rows that a right reaches, where more may be seen than touched (places, organs); else `visible`
    title(row)             what a person calls the row
    parent                 name of the foreign key to the record it belongs to, whose page shows it
    lifecycle_of(row)      the key in `lifecycles` under which the row began (kind and version)
    facts(row, day, ask)   answers for gates, by fact key
    public(row)            whether a row has a page for everyone
    sheets                 pages of the module's own about one row; {id} in the address is its key
    stirs(day)             a Q over the rows whose facts time alone may have changed by a day; None: any of them
    concerns(row)          people of the register whom its personal columns are about, as 'kind:key': told who reads them
    stands_for             name of the foreign key to the row of the same kind in whose place it stands: one round, one matter
    on_record              reading one of its rows is itself an entry, whichever entrance shows it; its title tells nothing of it
    """

    kind: str
    label: Text
    model: type[Any]
    history: type[Any]
    visible: Callable[[Actor], Any] = nobody
    fields: tuple[Field, ...] = ()
    title: Callable[[Row], str] = str
    title_en: Callable[[Row], str] | None = None
    parent: str | None = None
    lifecycles: Mapping[str, Lifecycle] = field(default_factory=dict)
    lifecycle_of: Callable[[Row], str] | None = None
    facts: Callable[[Row, date, Any], Mapping[str, Fact]] | None = None
    public: bool = False
    select_related: tuple[str, ...] = ()
    reach: Callable[[Actor], Any] | None = None
    stirs: Callable[[date], Any] | None = None
    stands_for: str | None = None
    concerns: Callable[[Row], Sequence[str]] | None = None
    sheets: tuple[PageLink, ...] = ()
    on_record: bool = False

    def reached_by(self, actor: Actor) -> Any:
        """A Q over the rows to which an actor may do something, given only the posts that carry the right."""
        return (self.reach or self.visible)(actor)

    def field(self, name: str) -> Field:
        """The declaration of one column. Raises KeyError."""
        for f in self.fields:
            if f.name == name:
                return f
        raise KeyError(f"{self.kind} declares no field {name}")

    def lifecycle(self, row: Row) -> Lifecycle | None:
        """The lifecycle a row runs under, at the version it began with."""
        if not self.lifecycles:
            return None
        if self.lifecycle_of is None:
            return next(iter(self.lifecycles.values()))
        return self.lifecycles[self.lifecycle_of(row)]

    def name_of(self, row: Row, language: str = "zh") -> str:
        """What a person calls the row, in a language where it has a name in it."""
        if language.startswith("en") and self.title_en is not None:
            return self.title_en(row) or self.title(row)
        return self.title(row)


@dataclass(frozen=True, slots=True)
class Apart:
    """Whoever did `action` in the current round may not do this one: the same person, or anyone of the same organ.

    A round lasts until every check apart from `action` has been passed; being sent back does not end it (frame/rounds.py).
    """

    action: str
    by: Literal["person", "organ"] = "person"


@dataclass(frozen=True, slots=True)
class Action:
    """One verb of the procedure.

    run                 a plain function: target row, Hand, then keyword-only inputs, each Annotated with Ask
    on                  the record it is done to; for a creation, the record under which it is created (None: no target)
    creates             the record it creates, if that is what it does
    may                 the right; '' only with public=True (no sign-in)
    each                may be done on many chosen rows at once, one entry each
    refusals            'entry': a refusal is an entry of the ledger instead of a line of the journal
    confirm             what the person is asked to agree to, once
    shown               whether the button stands on the row's page; derived and machine actions have none
    topmost             it concerns every place, so the right is needed over the topmost one
    ahead               given the target's key and the inputs before a transaction is open: long work that only reads, whose result is
                        held for `run`, so that nobody waits for it behind a lock; it may refuse the inputs
    """

    run: Callable[..., Any]
    label: Text
    on: Record | None
    may: str = ""
    law: Law | None = None
    creates: Record | None = None
    public: bool = False
    each: bool = False
    apart_from: tuple[Apart, ...] = ()
    refusals: Literal["journal", "entry"] = "journal"
    confirm: Text | None = None
    help: Text | None = None
    shown: bool = True
    machine: bool = False
    primary: bool = False
    batch: bool = False
    topmost: bool = False
    ahead: Callable[[int | None, Mapping[str, Any]], None] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice above a list: `field` exact by default, or `within` a subtree of places, `contains` text."""

    key: str
    label: Text
    field: str
    how: Literal["exact", "within", "contains", "year", "member"] = "exact"
    choices: Callable[[Actor, str], Sequence[tuple[str, str]]] | None = None
    apply: Callable[[Any, str], Any] | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: columns, filters, sorts, totals. Its address holds the whole view.

    `sorts` maps a key to the columns of an index; every one of them has an index in the model. `totals` are summed over
    what the filter leaves.
    """

    key: str
    record: Record
    label: Text
    columns: tuple[str, ...]
    filters: tuple[Filter, ...] = ()
    sorts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    default_sort: str = ""
    totals: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    empty: Text | None = None
    public: bool = False
    help: Text | None = None
    #: Columns that the record's table does not have, and what fills them: (rows to be shown, day asked for or None) to the same
    #: rows with the columns set, in the rows' own statement where that can be. They are not sorted by.
    derived: tuple[Field, ...] = ()
    derive: Callable[[Any, date | None], Iterable[Row]] | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """What a module shows on the page of a row: a template of its own, filled with what `run` gives; no panel when that is None.

    run(actor, row, day or None, language)
    """

    record: Record
    template: str
    run: Callable[[Actor, Row, date | None, str], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Daily:
    """Something that is done once on each day, by the worker, after the day has begun; gives how many rows or matters it touched.

    A second run on the same day finds nothing to do. Everything it records it does by actions.
    """

    key: str
    label: Text
    run: Callable[[date], int]


@dataclass(frozen=True, slots=True)
class Task:
    """One line of 'my work': the matter, why now, until when, and the one button.

    `title` is the matter's own name, or a Text where it has none of its own ('月报 2026-10'). `query` fills in what the
    button's form can know ('period=2026-10'); `url` leads to a page instead of the row's own.
    """

    title: str | Text
    why: Text
    kind: str
    key: int
    due: date | None = None
    action: str | None = None
    law: Law | None = None
    waiting_for: Literal["me", "others"] = "me"
    query: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to be reported from where it happens: an action on a row, whose form can be filled in without a network.

    label    what is done, where the action's own name says too much or too little
    fixed    inputs that are known and not asked ({'period': '2026-10'})
    asks     inputs that are asked, in this order; () for all that are not fixed
    photo    the input that takes the pictures: the form begins with the camera
    day      the input that takes the day on which the picture was taken
    group    what the errand belongs to, where several are about one matter: they stand together under it
    scan     the input that may be scanned with the camera instead of typed
    drawn    the picture is drawn with a finger: a signature
    buttons  the input whose choices are buttons, one press each
    """

    title: str | Text
    why: Text
    kind: str
    key: int
    action: str
    due: date | None = None
    label: Text | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    photo: str = ""
    day: str = ""
    group: str | Text = ""
    scan: str = ""
    drawn: bool = False
    buttons: str = ""


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """What a module lets people report from where they are; whoever holds one of the rights has the page for it."""

    rights: frozenset[str]
    errands: Callable[[Actor, date], Sequence[Errand]]


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that one module needs and another holds: of a subject kind, of a type, with a meaning."""

    key: str
    subject: str
    type: type[Any]
    meaning: Text


@dataclass(frozen=True, slots=True)
class Answer:
    """How a module answers a question: a function of many keys and a day, giving Known or Unknown for each."""

    question: Question
    run: Callable[[Sequence[int], date], Mapping[int, Fact]]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in one module and has an effect in another."""

    key: str
    meaning: Text


@dataclass(frozen=True, slots=True)
class On:
    """The effect of an event: an action run as `follow` on the subject that the event names."""

    event: Event
    action: str


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a transaction of `perform` wrote ('w') or removed ('d'), as it stands at the end of it.

    `fresh` when it was not there before the transaction; `changed` names the columns that say something else than before,
    None where that is not known.
    """

    kind: str
    key: int
    row: Any
    op: Literal["w", "d"]
    fresh: bool
    changed: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Projection:
    """A stored derivation: it can be made again from nothing, and checked against what is stored.

    rebuild  makes it anew; gives how many of its rows had been otherwise
    verify   a sentence for each difference, naming the row
    follows  kinds of record whose rows it is made of
    keep     brings it up to date with rows of those kinds, given the moment of the transaction: called once in each
             transaction of `perform`, and once in each chunk of a batch, that wrote such rows, after their history and entry.
             A few statements however many rows; two transactions at once must be able to add to the same row, in either order
    columns  by kind, the columns that it is made of; a row of such a kind that was there before and of which others alone
             changed is not told of. Kinds that are not named are told of whatever changed
    tables   its own tables: nothing else writes them, and no record is made of them
    shape    by which rule it is made: another one means that `taizhang migrate` makes it anew
    """

    key: str
    label: Text
    rebuild: Callable[[], int]
    verify: Callable[[], Sequence[Text]]
    follows: frozenset[str] = frozenset()
    keep: Callable[[Sequence[Change], datetime], None] | None = None
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tables: tuple[type[Any], ...] = ()
    shape: str = "1"

    def is_made_of(self, change: Change) -> bool:
        """Whether what was written can make a difference to it."""
        if change.kind not in self.follows:
            return False
        mine = self.columns.get(change.kind)
        return mine is None or change.fresh or change.op == "d" or change.changed is None or not mine.isdisjoint(change.changed)


@dataclass(frozen=True, slots=True)
class Role:
    """A role that an organ can give: its rights, and what the person does here first.

    `scope` 'organ' sees what concerns the organ itself; 'place' everything in the place of the appointment and below it.
    """

    key: str
    label: Text
    rights: frozenset[str]
    card: Text | None = None
    scope: Literal["place", "organ"] = "place"


@dataclass(frozen=True, slots=True)
class Batching:
    """How the rows of one kind of batch become records.

    accept   key of the action that accepts an intake of this kind; its right is checked again before every chunk
    apply    writes the rows of one chunk through the hand and gives one outcome per row: {'key': 7} or {'refused': {...}}
    chunk    rows in one transaction and one entry, at most 500
    derived  the accepting action lays the rows down itself, from what is on record: nobody brings them
    personal columns that are somebody's own: kept beside a row until it is applied, and of which only a commitment stays in it
    listed   address of the page on which the records are seen once they are there
    """

    kind: str
    label: Text
    accept: str
    apply: Callable[[Any, Any, Sequence[Mapping[str, Any]]], Sequence[Mapping[str, Any]]]
    chunk: int = 500
    derived: bool = False
    personal: tuple[str, ...] = ()
    listed: str = ""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the module's own in the menu; with `right`, only for those who hold it; `icon` where a picture stands by it."""

    url: str
    label: Text
    right: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """Where a figure comes from: documents that a module holds state it.

    url    the page that shows their sentences; {fen} in it is the amount
    among  of some amounts in fen, those that a document which the actor may see states, exactly or rounded
    """

    url: str
    among: Callable[[Actor, Collection[int]], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Address:
    """An address of the API that a module answers by a view of its own, for everyone and reading only; the API's document names it.

    `parameters` are (name, what it does); `answer` says what comes, and `busy` when it may be 503 for a while.
    """

    path: str
    label: Text
    answer: Text
    parameters: tuple[tuple[str, Text], ...] = ()
    busy: Text | None = None


@dataclass(frozen=True, slots=True)
class Inbox:
    """What a module's messages to organs say, by their kind, and the address of the page on which they are read.

    `about` is, by the column of a message, the record that it is about: its name is read by those who see it. A kind of `papers`
    leads to a paper of its own instead, at an address made of the message's entry. With `right`, only those of the organ who hold
    it read any of this. What does not leave is told to nobody by e-mail or web hook.
    """

    page: str
    words: Mapping[str, Text]
    about: Mapping[str, Record] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    right: str | None = None
    leaves: bool = True


@dataclass(frozen=True, slots=True)
class Module:
    """One system of the city, as a table of contents. `heading` is its place in the menu."""

    key: str
    label: Text
    heading: Text
    records: tuple[Record, ...] = ()
    actions: tuple[Action, ...] = ()
    listings: tuple[Listing, ...] = ()
    roles: tuple[Role, ...] = ()
    #: Rights that this module adds to roles that another one declares.
    grants: Mapping[str, frozenset[str]] = field(default_factory=dict)
    worklist: Callable[[Actor, date], Sequence[Task]] | None = None
    #: Records that the search finds by the column `sought` of their model, in the order in which it shows them.
    search: tuple[Record, ...] = ()
    answers: tuple[Answer, ...] = ()
    questions: tuple[Question, ...] = ()
    events: tuple[Event, ...] = ()
    on: tuple[On, ...] = ()
    projections: tuple[Projection, ...] = ()
    #: What the full check looks at beside records, as functions of (findings, progress): tables that entries explain too.
    checks: tuple[Callable[[Any, Any], None], ...] = ()
    #: What its messages to organs say, and the page on which they are read.
    inbox: Inbox | None = None
    #: What stands on the pages of records, its own or another module's.
    panels: tuple[Panel, ...] = ()
    #: What each day brings.
    daily: tuple[Daily, ...] = ()
    batches: tuple[Batching, ...] = ()
    laws: tuple[Law, ...] = ()
    #: What its actions say in their entries beside inputs and columns; and which of that is a document, with the page
    #: that makes it again: {entry} in the address is the entry's key. What an action gives once has its words here too, and
    #: the page that prints it, to which it is sent.
    says: tuple[Field, ...] = ()
    papers: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[Any, ...] = ()
    #: Pages of the module's own, beside those that are derived.
    pages: tuple[PageLink, ...] = ()
    #: Addresses of the API beside those that are derived.
    addresses: tuple[Address, ...] = ()
    #: What is reported from the site, and the module's place in the bar at the foot of a telephone's page.
    fieldwork: Fieldwork | None = None
    bar: PageLink | None = None
    #: Amounts on other modules' pages that documents of this one state.
    stated: Stated | None = None
    about: Text | None = None
