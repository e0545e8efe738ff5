"""The rows whose text begins with something: exact, and read from an index on both databases."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, F, Func

#: The greatest character there is; what begins with a text sorts before the text with this one after it.
_LAST = "\U0010ffff"


class Begins(Func):
    """True where a column begins with a text, in exactly these letters.

    SQLite's LIKE takes 'a' for 'A' and reads no index when it has an ESCAPE, so there it is a range of the index. On
    PostgreSQL the order of letters is that of a language, where a range says nothing: there it is LIKE, which is exact.
    """

    output_field = BooleanField()

    def __init__(self, column: str, text: str) -> None:
        super().__init__(F(column))
        self.text = text

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """The range from the text to the last one that begins with it."""
        column, params = compiler.compile(self.get_source_expressions()[0])
        return f"({column} >= %s AND {column} < %s)", (*params, self.text, *params, self.text + _LAST)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[Any, ...]]:
        """LIKE, for which Django keeps an index with `text_pattern_ops` beside that of an indexed column."""
        column, params = compiler.compile(self.get_source_expressions()[0])
        return f"{column} LIKE %s", (*params, connection.ops.prep_for_like_query(self.text) + "%")
