"""Cells of free columns: how a text is read by the kind of its column, how it is written again, and which cell a line means."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, cast

from taizhang.basis.civil_dates import read_date
from taizhang.basis.errors import BadInput
from taizhang.basis.money import FEN_PER, Unit, decimal_text, read_amount
from taizhang.basis.text import Text, verbatim
from taizhang.surfaces.workbook.headings import bare
from taizhang.surfaces.workbook.model import Cell as WorkbookCell
from taizhang.surfaces.workbook.model import shown
from taizhang.surfaces.workbook.roles import Role

LONGEST: Final = 400
#: Keys of roles that are free columns begin with this, the number of the column follows.
ROLE: Final = "free."
_LARGEST: Final = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Cell:
    """One column as far as reading a cell goes."""

    kind: str
    unit: str = ""
    choices: tuple[str, ...] = ()


def cell_of(column: Any) -> Cell:
    """What a column of the table says about its cells."""
    return Cell(column.kind, column.unit, choices_of(column.choices))


def choices_of(text: str) -> tuple[str, ...]:
    """The choices of a column, one a line, each once."""
    return tuple(dict.fromkeys(filter(None, (line.strip() for line in text.splitlines()))))


def check_column(kind: str, unit: str, choices: str) -> None:
    """Nothing, for a column whose cells can be read.

    Raises:
        BadInput: an amount without a unit of money, a choice with fewer than two choices or one that is too long.
    """
    if kind == "amount" and unit not in FEN_PER:
        raise BadInput(
            Text("金额列的单位应为元、万元或亿元", "A column of amounts is in 元, 万元 or 亿元"), code="bad_unit", field="unit"
        )
    found = choices_of(choices)
    if kind == "choice" and (len(found) < 2 or any(len(c) > LONGEST for c in found)):
        raise BadInput(Text("选项列至少两项，一行一项", "A choice needs two or more, one a line"), code="bad_choices", field="choices")


def read_cell(cell: Cell, text: str) -> str:
    """The one way to write what was typed: exact digits, an ISO date, a choice; '' for an empty cell.

    Raises:
        BadInput: it cannot be read as the column's kind.
    """
    plain = " ".join(text.split())
    if not plain:
        return ""
    return _READERS[cell.kind](cell, plain)


def role_of(column: Any, label: Text) -> Role:
    """What a column of a ledger means that is headed with the name of a free one: an amount in the heading's unit, else its own cell."""
    key = f"{ROLE}{column.pk}"
    if column.kind == "amount":
        return Role(key, label, (), "amount", unit=cast(Unit, column.unit))
    cell = cell_of(column)

    def read(there: WorkbookCell) -> str | BadInput:
        try:
            return read_cell(cell, there.date().isoformat() if isinstance(there, datetime) else shown(there))
        except BadInput as refused:
            return refused

    return Role(key, label, (), "text", reader=read, problem="free_column")


def headings_of(column: Any) -> frozenset[str]:
    """The headings by which a column is known in a ledger: its name in either language, with and without a unit."""
    names = (column.name, str(column), column.name_en)
    return frozenset(filter(None, map(bare, names)))


def text_of(column: Any, value: Any) -> str:
    """A value that was read from a ledger as the cell keeps it: an amount comes in fen."""
    return decimal_text(value, cast(Unit, column.unit)) if isinstance(value, int) else str(value)


def value_of(column: Any, value: str) -> str | int | Decimal | None:
    """A stored cell as a value: an amount in fen, a number as it is, anything else as text; None for an empty cell."""
    if not value:
        return None
    if column.kind == "amount":
        read = read_amount(value, cast(Unit, column.unit))
        return None if isinstance(read, BadInput) else read
    return Decimal(value) if column.kind == "number" else value


def shown_cell(kind: str, value: str) -> str:
    """A value as pages show it: digits with thousands separated, anything else as it stands."""
    if kind not in ("number", "amount") or not value:
        return value
    whole, _, rest = value.lstrip("-").partition(".")
    return ("-" if value.startswith("-") else "") + f"{int(whole):,}" + (f".{rest}" if rest else "")


def _text(cell: Cell, plain: str) -> str:
    if len(plain) > LONGEST:
        raise BadInput(Text("最多 {n} 字", "At most {n} characters").with_(n=LONGEST), code="too_long")
    return plain


def _number(cell: Cell, plain: str) -> str:
    digits = unicodedata.normalize("NFKC", plain).replace(",", "").removesuffix(cell.unit).strip()
    try:
        number = Decimal(digits)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= _LARGEST or len(digits) > 30:
        raise BadInput(Text("“{t}”不是数字", "“{t}” is not a number").with_(t=verbatim(plain[:40])), code="not_a_number")
    return f"{number.normalize():f}" if number else "0"


def _amount(cell: Cell, plain: str) -> str:
    unit = cast(Unit, cell.unit)
    read = read_amount(plain, unit)
    if isinstance(read, BadInput):
        raise read
    return decimal_text(read, unit)


def _date(cell: Cell, plain: str) -> str:
    read = read_date(plain)
    if isinstance(read, BadInput):
        raise read
    return str(read)


def _choice(cell: Cell, plain: str) -> str:
    if plain not in cell.choices:
        listed = "、".join(cell.choices)
        raise BadInput(
            Text("“{t}”不在选项内：{c}", "“{t}” is none of: {c}").with_(t=verbatim(plain[:40]), c=verbatim(listed[:200])), code="no_choice"
        )
    return plain


_READERS: Final = {"text": _text, "number": _number, "amount": _amount, "date": _date, "choice": _choice}


def read_lines(text: str, columns: Sequence[Any]) -> Mapping[int, str]:
    """The texts of cells by column, from lines 'name=value' or '#number=value'.

    Raises:
        BadInput: a line without '=', or one that names no column or more than one.
    """
    by_number = {f"#{c.pk}": c.pk for c in columns}
    found: dict[int, str] = {}
    for line in filter(None, (part.strip() for part in text.splitlines())):
        name, equals, value = line.replace("＝", "=").partition("=")
        name = name.strip()
        keys = [by_number[name]] if name in by_number else [c.pk for c in columns if name in (c.name, c.name_en, str(c))]
        if not equals or len(keys) != 1:
            raise _unplaced(line, columns)
        found[keys[0]] = value
    return found


def _unplaced(line: str, columns: Sequence[Any]) -> BadInput:
    known = "、".join(f"{c}（#{c.pk}）" for c in columns) or "—"
    return BadInput(
        Text("“{l}”对不上任何一列：每行写“列名=内容”", "“{l}” fits no column: write ‘column=content’ on each line").with_(l=verbatim(line[:60])),
        code="no_column",
        field="cells",
        remedy=Text("本项目可填的列：{k}", "Columns of this project: {k}").with_(k=verbatim(known[:400])),
    )


def as_lines(cells: Iterable[tuple[int, str]]) -> str:
    """Cells as `read_lines` reads them, by the numbers of their columns."""
    return "\n".join(f"#{key}={' '.join(value.split())}" for key, value in cells)
