"""A list as its address says: what is filtered, sorted, searched, summed and shown, through the actor's scope alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, ForeignKey, Model, Q, QuerySet, Sum, TextField, Value
from django.db.models import Field as ModelField
from django.db.models.functions import Cast
from django.http import QueryDict

from taizhang.basis.money import FEN_PER, decimal_text
from taizhang.basis.text import Text
from taizhang.basis.whole import whole
from taizhang.frame import clock, reading
from taizhang.frame.actor import Actor
from taizhang.frame.beginning import Begins
from taizhang.frame.catalogue import installed
from taizhang.frame.covering import covered
from taizhang.frame.declare import Field, Filter, Listing, Record
from taizhang.frame.search import found_by, sought_of
from taizhang.registers.records import PLACE

from .values import NO, YES, Shown, column_of, is_numeric, page_of, shown, unit_words

PAGE_SIZES = (20, 50, 100, 200)
PAGE_SIZE = 50
#: More distinct values than this are a search box, not a choice.
MOST_CHOICES = 300
#: The value of a filter by which rows are meant that do not say.
NOT_GIVEN = "-"
_NOT_STATED = Text("未填", "Not stated")
#: PostgreSQL plans eight tables of a statement together. With more references than this, the keys of a page, asked for in the
#: same statement, would no longer come first: it would join the whole table to show fifty rows.
_PLANNED_TOGETHER = 6


@dataclass(frozen=True, slots=True)
class Choice:
    """One value a filter may have, with the address that chooses it."""

    value: str
    label: str
    chosen: bool
    href: str


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter above the list: what is chosen, what may be, and the address without it."""

    key: str
    label: str
    chosen: str
    value: str
    choices: tuple[Choice, ...]
    clear: str
    free: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column with its header: unit, and the addresses that sort by it."""

    name: str
    label: str
    unit: str
    numeric: bool
    sort_href: str = ""
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is shown."""

    key: int
    href: str
    title: str
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Total:
    """The foot of one column: its sum over everything the filters leave, and how many rows give nothing."""

    text: str
    empty: int = 0


class ListView:
    """One list for one actor, as an address describes it. Nothing is read before it is asked for."""

    def __init__(self, listing: Listing, actor: Actor, query: QueryDict, lang: str, at: date | None = None) -> None:
        self.listing, self.actor, self.query, self.lang, self.at = listing, actor, query, lang, at
        self.record: Record = listing.record
        derived = (f for f in listing.derived if reading.may_see(actor, f))
        self.allowed: dict[str, Field] = {f.name: f for f in (*reading.fields(actor, self.record), *derived)}

    # -- the address ------------------------------------------------------------------------------------------------

    def href(self, **changes: str | None) -> str:
        """The address of this list with some parts changed; None takes a part out. Another view begins at page one."""
        kept = {k: v for k in self.query if (v := self.query.get(k, "")) and k != "page"}
        for key, value in changes.items():
            if value is None:
                kept.pop(key, None)
            else:
                kept[key] = value
        return "?" + urlencode(kept)

    @cached_property
    def words(self) -> str:
        """What is searched for."""
        return self.query.get("q", "").strip()[:100]

    @cached_property
    def columns_shown(self) -> tuple[Field, ...]:
        """The columns chosen in the address, or the list's own; never one that the actor may not see."""
        wanted = [c for c in self.query.get("cols", "").split(",") if c] or self.listing.columns
        found = tuple(self.allowed[name] for name in dict.fromkeys(wanted) if name in self.allowed)
        return found or tuple(self.allowed[n] for n in self.listing.columns if n in self.allowed)

    @cached_property
    def sort(self) -> str:
        """The key of the sort in force."""
        asked = self.query.get("sort", "")
        return (
            asked
            if asked in self._sorts
            else self.listing.default_sort
            if self.listing.default_sort in self._sorts
            else ""
        )

    @cached_property
    def _sorts(self) -> dict[str, tuple[str, ...]]:
        # The order of a column one may not see would tell its values.
        declared = {f.name for f in self.record.fields}
        return {
            key: columns
            for key, columns in self.listing.sorts.items()
            if all(c.lstrip("-") in self.allowed or c.lstrip("-") not in declared for c in columns)
        }

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The columns of the sort in force; always ends in the key, so that no page shows a row twice."""
        columns = self._sorts.get(self.sort, ())
        return columns if columns and columns[-1].lstrip("-") == "id" else (*columns, "-id" if not columns else "id")

    @cached_property
    def size(self) -> int:
        """Rows on one page."""
        asked = self.query.get("per", "")
        size = whole(asked)
        return size if size in PAGE_SIZES else PAGE_SIZE

    @cached_property
    def page(self) -> int:
        """The page asked for, at most the last one."""
        asked = self.query.get("page", "1")
        return min(max(whole(asked) or 1, 1), self.pages)

    # -- rows -------------------------------------------------------------------------------------------------------

    @cached_property
    def scope(self) -> QuerySet[Any]:
        """Everything the actor may see of the record on the day asked for."""
        return reading.rows(self.actor, self.record, at=self.at)

    @cached_property
    def filtered(self) -> QuerySet[Any]:
        """What filters and search leave."""
        found = self.scope
        for declared in self.filters:
            if value := self.query.get(declared.key, "").strip():
                found = self._narrowed(found, declared, value)
        return found.filter(self._searched()) if self.words else found

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """Filters that would not tell what the actor may not see."""
        declared = {f.name for f in self.record.fields}
        return tuple(
            f
            for f in self.listing.filters
            if f.field.partition("__")[0] in self.allowed or f.field.partition("__")[0] not in declared
        )

    def _narrowed(self, rows: QuerySet[Any], declared: Filter, value: str) -> QuerySet[Any]:
        if declared.apply is not None:
            narrowed: QuerySet[Any] = declared.apply(rows, value)
            return narrowed
        narrow: Callable[[QuerySet[Any], Filter, str], QuerySet[Any]] = {
            "member": self._members,
            "within": self._within,
            "contains": lambda r, f, v: r.filter(**{f"{f.field}__icontains": v}),
            "year": self._year,
            "exact": self._exact,
        }[declared.how]
        return narrow(rows, declared, value)

    def _exact(self, rows: QuerySet[Any], declared: Filter, value: str) -> QuerySet[Any]:
        column = column_of(self.record, declared.field)
        if value == NOT_GIVEN and column is not None:
            return rows.filter(_absent(column))
        if column is None or (declared.field in self.allowed and self.allowed[declared.field].choices):
            return rows.filter(**{declared.field: value})
        if column.get_internal_type() == "BooleanField":
            return rows.filter(**{declared.field: value == "1"})
        if isinstance(column, ForeignKey) or column.get_internal_type().endswith("IntegerField"):
            return rows.filter(**{declared.field: whole(value)}) if whole(value) is not None else rows.none()
        return rows.filter(**{declared.field: value})

    def _year(self, rows: QuerySet[Any], declared: Filter, value: str) -> QuerySet[Any]:
        if whole(value) is None or len(value) != 4:
            return rows.none()
        column = column_of(self.record, declared.field)
        dated = column is not None and column.get_internal_type() in ("DateField", "DateTimeField")
        return rows.filter(**{f"{declared.field}__{'year' if dated else 'startswith'}": value})

    def _within(self, rows: QuerySet[Any], declared: Filter, value: str) -> QuerySet[Any]:
        place = reading.rows(self.actor, PLACE).filter(id=whole(value)).first() if whole(value) is not None else None
        if place is None:
            return rows.none()
        below = reading.rows(self.actor, PLACE).filter(Begins("path", place.path)).values("pk")
        return rows.filter(**{f"{declared.field}__in": below})

    def _members(self, rows: QuerySet[Any], declared: Filter, value: str) -> QuerySet[Any]:
        if whole(value) is None:
            return rows.none()
        child, chosen = self._membership(declared)
        if child is None or child.parent is None:
            return rows.none()
        return rows.filter(id__in=self._memberships(child).filter(**{chosen: int(value)}).values(f"{child.parent}_id"))

    def _membership(self, declared: Filter) -> tuple[Record | None, str]:
        """The record that says what is a member of what, and its column for the list."""
        for child in installed().children_of(self.record):
            related = child.model._meta.get_field(child.parent).remote_field if child.parent else None
            if related is not None and related.get_accessor_name() == declared.field:
                keys = (
                    f.name
                    for f in child.model._meta.concrete_fields
                    if isinstance(f, ForeignKey) and f.name != child.parent
                )
                return child, next(keys, "")
        return None, ""

    def _memberships(self, child: Record) -> QuerySet[Any]:
        day = self.at or clock.today()
        found = reading.rows(self.actor, child, at=self.at)
        names = {f.name for f in child.model._meta.concrete_fields}
        if "valid_from" in names:
            found = found.filter(valid_from__lte=day)
        if "valid_to" in names:
            found = found.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
        return found

    def _searched(self) -> Q:
        """By the index; what was known on an earlier day has none and is read through."""
        if self.at is None and sought_of(self.record.model) is not None:
            return found_by(self.record.model, self.words, self.search_columns)
        condition = Q(id__in=[])
        for name in self.search_columns:
            condition |= Q(**{f"{name}__icontains": self.words})
        return condition

    @cached_property
    def search_columns(self) -> tuple[str, ...]:
        """Columns that the search box looks into, all of them visible to the actor."""
        return tuple(n for n in self.listing.search if n in self.allowed)

    # -- what is shown ----------------------------------------------------------------------------------------------

    @cached_property
    def sums(self) -> dict[str, Any]:
        """Count, sums and how many give nothing, in one statement over what the filters leave."""
        wanted: dict[str, Any] = {"rows": Count("pk")}
        for name in self.totalled:
            wanted |= {f"sum_{name}": Sum(name), f"given_{name}": Count(name)}
        return self.filtered.order_by().aggregate(**wanted)

    @cached_property
    def totalled(self) -> tuple[str, ...]:
        """Columns with a total, as far as they are shown."""
        return tuple(f.name for f in self.columns_shown if f.name in self.listing.totals)

    @property
    def count(self) -> int:
        """How many rows the filters leave."""
        return int(self.sums["rows"])

    @property
    def pages(self) -> int:
        """How many pages that makes, at least one."""
        return max(1, -(-self.count // self.size))

    def totals(self) -> tuple[Total | None, ...]:
        """The foot of the table, column by column; empty when nothing is totalled."""
        if not self.totalled or not self.count:
            return ()
        return tuple(self._total(f) if f.name in self.totalled else None for f in self.columns_shown)

    def _total(self, field: Field) -> Total:
        total = self.sums[f"sum_{field.name}"]
        missing = self.count - self.sums[f"given_{field.name}"]
        if total is None:
            return Total("—", missing)
        return Total(decimal_text(int(total), field.unit, ",") if field.unit in FEN_PER else f"{total:,}", missing)  # type: ignore[arg-type]

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Rows in the order of the list, with the references of its columns."""
        return rows.select_related(*self._joined).order_by(*self.order)

    @cached_property
    def _joined(self) -> tuple[str, ...]:
        refs = (f.name for f in self.columns_shown if isinstance(column_of(self.record, f.name), ForeignKey))
        return tuple(dict.fromkeys((*self.record.select_related, *refs)))

    def lines(self) -> tuple[Line, ...]:
        """The rows of the page: their keys first, by the index alone, then the rows themselves."""
        start = (self.page - 1) * self.size
        keys: Any = self.filtered.select_related(None).order_by(*self.order).values_list("pk", flat=True)[start : start + self.size]
        if len(self._joined) > _PLANNED_TOGETHER:
            keys = list(keys)
        return tuple(self.line(row) for row in self._derived(self.ordered(self.scope.filter(pk__in=keys))))

    def line(self, row: Any) -> Line:
        """One row as it is shown."""
        cells = tuple(shown(self.record, f, row, self.lang) for f in self.columns_shown)
        title = self.record.name_of(row, self.lang)
        return Line(row.id, page_of(self.record, row.id), title, cells)

    def every(self) -> Iterator[Any]:
        """All rows of the list, a few thousand at a time."""
        keys = self.filtered.select_related(None).order_by(*self.order).values_list("pk", flat=True).iterator(chunk_size=2000)
        while some := list(islice(keys, 2000)):
            yield from self._derived(self.ordered(self.scope.filter(pk__in=some)))

    def _derived(self, rows: QuerySet[Any]) -> Iterable[Any]:
        """The rows, with those columns that are shown and that their table does not have."""
        wanted = any(f in self.columns_shown for f in self.listing.derived)
        found = self.listing.derive(rows, self.at) if wanted and self.listing.derive is not None else rows
        return covered(self.actor, self.record, found, at=self.at, columns={f.name for f in self.columns_shown})

    def headers(self) -> tuple[Column, ...]:
        """The columns with their units and the addresses that sort by them."""
        return tuple(self._header(f) for f in self.columns_shown)

    def _header(self, field: Field) -> Column:
        ascending = next(
            (k for k, c in self._sorts.items() if not k.startswith("-") and self._sorts_by(k, c, field.name)), ""
        )
        descending = next(
            (k for k, c in self._sorts.items() if k.startswith("-") and self._sorts_by(k, c, field.name)), ""
        )
        now = (
            "ascending"
            if ascending and self.sort == ascending
            else "descending"
            if descending and self.sort == descending
            else ""
        )
        onward = (descending or ascending) if now == "ascending" else (ascending or descending)
        return Column(
            field.name,
            field.label.in_(self.lang),
            unit_words(field, self.lang),
            is_numeric(self.record, field),
            self.href(sort=onward) if onward else "",
            now,
        )

    @staticmethod
    def _sorts_by(key: str, columns: Sequence[str], name: str) -> bool:
        return key.lstrip("-") == name or columns[0].lstrip("-") == name

    def offered_columns(self) -> tuple[tuple[str, str, bool], ...]:
        """Every column the actor may choose: name, label, whether it is shown."""
        on = {f.name for f in self.columns_shown}
        return tuple((f.name, f.label.in_(self.lang), f.name in on) for f in self.allowed.values())

    # -- filters ----------------------------------------------------------------------------------------------------

    def chips(self) -> tuple[Chip, ...]:
        """The filters with their choices; those that depend on the rows are read in one statement together."""
        stored = self._stored_choices()
        return tuple(self._chip(f, stored) for f in self.filters)

    def _chip(self, declared: Filter, stored: dict[str, list[tuple[str, str]]]) -> Chip:
        value = self.query.get(declared.key, "").strip()
        free = declared.how in ("contains", "year")
        pairs = self._declared_choices(declared)
        if pairs is None:
            pairs = stored.get(declared.key, [])
        choices = tuple(Choice(v, label, v == value, self.href(**{declared.key: v})) for v, label in pairs)
        chosen = next((c.label for c in choices if c.chosen), _NOT_STATED.in_(self.lang) if value == NOT_GIVEN else value)
        return Chip(
            declared.key, declared.label.in_(self.lang), chosen, value, choices, self.href(**{declared.key: None}), free
        )

    def _declared_choices(self, declared: Filter) -> list[tuple[str, str]] | None:
        """Choices that need no look at the rows; None where only the rows know."""
        if declared.choices is not None:
            return [(str(v), label) for v, label in declared.choices(self.actor, self.lang)]
        if declared.how in ("contains", "year"):
            return []
        field = self.allowed.get(declared.field)
        if field is not None and field.choices:
            return [(key, text.in_(self.lang)) for key, text in field.choices]
        column = column_of(self.record, declared.field)
        if column is not None and column.get_internal_type() == "BooleanField":
            return [("1", YES.in_(self.lang)), ("0", NO.in_(self.lang))]
        return None

    def _stored_choices(self) -> dict[str, list[tuple[str, str]]]:
        parts = [
            part for f in self.filters if self._declared_choices(f) is None and (part := self._part(f)) is not None
        ]
        if not parts:
            return {}
        found: dict[str, list[tuple[str, str]]] = {}
        union = parts[0].union(*parts[1:]) if len(parts) > 1 else parts[0]
        for key, value, name, name_en in union:
            if value is not None and value != "":
                found.setdefault(key, []).append((value, self._word(key, value, name, name_en)))
        return {key: sorted(pairs, key=lambda p: p[1])[:MOST_CHOICES] for key, pairs in found.items()}

    def _word(self, key: str, value: str, name: str, name_en: str) -> str:
        if self.lang == "en" and name_en:
            return name_en
        role = installed().roles.get(value) if key == "role" else None
        return role.label.in_(self.lang) if role else name

    def _part(self, declared: Filter) -> QuerySet[Any] | None:
        if declared.how == "member":
            child, chosen = self._membership(declared)
            if child is None:
                return None
            return self._every(declared.key, child.model._meta.get_field(chosen).related_model)
        return self._distinct(self.scope, declared.key, self.record.model, declared.field)

    def _every(self, key: str, model: Any) -> QuerySet[Any]:
        """All rows of a short register as choices: asking which of them have members reads every row that may be seen."""
        text = CharField(max_length=400)
        names = {f.name for f in model._meta.concrete_fields}
        english = Cast(F("name_en"), text) if "name_en" in names else Value("", output_field=text)
        rows = reading.rows(self.actor, installed().record_of(model)).select_related(None).order_by()
        return rows.annotate(
            f_key=Value(key, output_field=text),
            f_value=Cast(F("id"), text),
            f_name=Cast(F("name"), text),
            f_name_en=english,
        ).values_list("f_key", "f_value", "f_name", "f_name_en")

    @staticmethod
    def _distinct(rows: QuerySet[Any], key: str, model: type[Model], name: str) -> QuerySet[Any]:
        """The values of a column; of a reference, the rows that are referred to: so that only keys are read of the list's."""
        text = CharField(max_length=400)
        rows = rows.select_related(None).order_by()
        column = next((f for f in model._meta.concrete_fields if f.name == name), None)
        said: Any = name
        if isinstance(column, ForeignKey):
            said = "id"
            rows = column.related_model._default_manager.filter(id__in=rows.values(column.attname))  # type: ignore[union-attr]
        names = {f.name for f in rows.model._meta.concrete_fields}
        label = Cast(F("name" if said == "id" and "name" in names else said), text)
        english = Cast(F("name_en"), text) if said == "id" and "name_en" in names else Value("", output_field=text)
        return (
            rows.annotate(f_key=Value(key, output_field=text), f_value=Cast(F(said), text), f_name=label, f_name_en=english)
            .values_list("f_key", "f_value", "f_name", "f_name_en")
            .distinct()
        )


def _absent(column: ModelField[Any, Any]) -> Q:
    """Rows in which a column says nothing; none where it always has to."""
    if column.null:
        return Q(**{f"{column.name}__isnull": True})
    return Q(**{column.name: ""}) if isinstance(column, CharField | TextField) else Q(pk__in=[])


def described(view: ListView) -> list[tuple[str, str]]:
    """The view in words, for the head of an export: what was filtered, searched, and as of when."""
    lang = view.lang
    found = [(c.label, c.chosen) for c in view.chips() if c.value]
    if view.words:
        found.append((Text("搜索", "Search").in_(lang), view.words))
    day = view.at.isoformat() if view.at else clock.now().astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M")
    found.append((Text("截至", "As of").in_(lang), day))
    return found
