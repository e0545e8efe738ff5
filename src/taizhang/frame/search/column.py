"""The column `sought` of a record that can be searched, and the condition by which rows are found in it.

The column holds the grams of the row's own texts, each with the mark of the text it comes from, so that one may look into
some of the texts and not into others. Django derives it whenever a row is inserted or saved, as it does `auto_now`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BooleanField, F, Func, Q

from taizhang.basis.grams import Phrase, grams, phrases

#: The name of the column in every table that has one.
SOUGHT = "sought"
_MARKS = "abcdefghijklmnopqrstuvwxyz"


class Sought(models.TextField):  # type: ignore[type-arg]
    """What a row is found by: the grams of some of its columns. The first is what a row is called.

    The order of the columns gives their marks: a new one goes to the end. `when` leaves rows out of the search. After a
    change of either the index is made anew by `taizhang migrate`.
    """

    def __init__(self, *columns: str, when: Callable[[Any], bool] | None = None, **options: Any) -> None:
        self.columns, self.when = columns, when
        super().__init__(**{"null": True, "editable": False} | options)

    def deconstruct(self) -> Any:
        """Without the columns: which they are is no property of the table."""
        name, path, _, options = super().deconstruct()
        return name, path, [], options

    def db_type(self, connection: Any) -> str | None:
        """Text on SQLite, where a virtual table indexes it; a vector of words on PostgreSQL."""
        return "tsvector" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_placeholder(self, value: Any, compiler: Any, connection: Any) -> str:
        """A value as PostgreSQL has to be told what it is."""
        return "%s::tsvector" if connection.vendor == "postgresql" else "%s"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Grams as this database keeps them."""
        if value is None or connection.vendor != "postgresql":
            return value
        return vector(value)

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        """The grams of the row as it is about to be written."""
        if not self.columns:
            # In a migration, where nobody knows the columns.
            return None
        said = self.said(model_instance)
        setattr(model_instance, self.attname, said)
        return said

    def said(self, row: Any) -> str:
        """The grams of a row, each with the mark of its column, in order; '' when it is not to be found."""
        if self.when is not None and not self.when(row):
            return ""
        return self.joined([getattr(row, name) for name in self.columns])

    def joined(self, texts: Iterable[str | None]) -> str:
        """The grams of the columns' texts, given in their order."""
        return " ".join(mark + gram for mark, text in zip(_MARKS, texts, strict=False) if text for gram in grams(text))

    def marks(self, columns: Iterable[str]) -> tuple[str, ...]:
        """The marks of some columns; those that are not searched have none."""
        wanted = set(columns)
        return tuple(mark for mark, name in zip(_MARKS, self.columns, strict=False) if name in wanted)


def vector(said: str) -> str:
    """Grams with their places, as PostgreSQL writes a vector of words.

    >>> vector("a郑州 a州 a郑州")
    "'a郑州':1,3 'a州':2"
    """
    places: dict[str, list[str]] = {}
    for place, gram in enumerate(said.split(), 1):
        places.setdefault(gram, []).append(str(place))
    return " ".join(f"'{gram}':{','.join(found)}" for gram, found in places.items())


def sought_of(model: type[models.Model]) -> Sought | None:
    """The column by which the rows of a model are found, None when they are not."""
    return next((f for f in model._meta.concrete_fields if isinstance(f, Sought)), None)


@dataclass(frozen=True, slots=True)
class Query:
    """Phrases all of which have to stand in a row, each in one of the texts with these marks."""

    phrases: tuple[Phrase, ...]
    marks: tuple[str, ...]

    def match(self) -> str:
        """The query as SQLite's FTS5 reads it.

        >>> Query(phrases("郑州"), ("a", "b")).match()
        '("a郑州" OR "b郑州")'
        """
        return " AND ".join("(" + " OR ".join(_fts5(p, mark) for mark in self.marks) + ")" for p in self.phrases)

    def words(self) -> str:
        """The query as PostgreSQL reads it.

        >>> Query(phrases("郑州市"), ("a",)).words()
        "(('a郑州' <-> 'a州市'))"
        """
        return " & ".join("(" + " | ".join(_tsquery(p, mark) for mark in self.marks) + ")" for p in self.phrases)


def _fts5(phrase: Phrase, mark: str) -> str:
    return '"' + " ".join(mark + gram for gram in phrase.grams) + '"' + ("*" if phrase.open else "")


def _tsquery(phrase: Phrase, mark: str) -> str:
    return "(" + " <-> ".join(f"'{mark}{gram}'" for gram in phrase.grams) + (":*" if phrase.open else "") + ")"


class Finds(Func):
    """True for the rows that a query finds. With `at_most`, for no more than so many, whichever the index gives first."""

    output_field = BooleanField()

    def __init__(self, query: Query, at_most: int = 0) -> None:
        super().__init__(F(SOUGHT))
        self.query, self.at_most = query, at_most

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """Keys that the virtual table of the index gives."""
        _, key = self._table(compiler)
        index = compiler.connection.ops.quote_name(index_of(self._model))
        found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s{self._limit}"  # noqa: S608 - our own names
        return f"{key} IN ({found})", (self.query.match(),)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """The column against the query; keys, when only the first ones are wanted."""
        table, key = self._table(compiler)
        if not self.at_most:
            column, params = compiler.compile(self._column)
            return f"{column} @@ %s::tsquery", (*params, self.query.words())
        found = f"SELECT id FROM {table} WHERE {SOUGHT} @@ %s::tsquery{self._limit}"  # noqa: S608 - our own names
        return f"{key} IN ({found})", (self.query.words(),)

    @property
    def _column(self) -> Any:
        return self.get_source_expressions()[0]

    @property
    def _model(self) -> type[models.Model]:
        found: type[models.Model] = self._column.target.model
        return found

    @property
    def _limit(self) -> str:
        return f" LIMIT {self.at_most}" if self.at_most else ""

    def _table(self, compiler: Any) -> tuple[str, str]:
        quote = compiler.connection.ops.quote_name
        alias = compiler.quote_name_unless_alias(self._column.alias)
        return quote(self._model._meta.db_table), f"{alias}.{quote('id')}"


def index_of(model: type[models.Model]) -> str:
    """The name of the index of a table: a virtual table on SQLite, an index on PostgreSQL."""
    return index_name(model._meta.db_table)


def index_name(table: str) -> str:
    """The name of the index of a table of that name."""
    return f"{table}_{SOUGHT}"


def query_of(model: type[models.Model], words: str, columns: Iterable[str]) -> Query | None:
    """What has to be asked of the index for some words in some columns; None when nothing can be found by them."""
    sought = sought_of(model)
    parts = phrases(words)
    marks = sought.marks(columns) if sought is not None else ()
    return Query(parts, marks) if parts and marks else None


def found_by(model: type[models.Model], words: str, columns: Sequence[str]) -> Q:
    """Rows in whose columns all of the words stand; none for words that nothing can be found by."""
    query = query_of(model, words, columns)
    return Q(Finds(query)) if query is not None else Q(id__in=[])
