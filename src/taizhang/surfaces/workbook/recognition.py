"""A sheet is recognised: where its headings are, what its columns mean, which rows are not data.

The caller gives the roles; a clerk's corrections outrank every guess. Cost: one pass over the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from taizhang.basis.civil_dates import CivilSpan, read_date, read_span
from taizhang.basis.errors import BadInput
from taizhang.basis.money import Unit, read_amount
from taizhang.basis.text import Text, verbatim

from .cover import is_cover
from .headings import Path, fit, paths, plain, unit_note, unit_of
from .model import EMPTY, Cell, CellError, Sheet, letter
from .reading import ColumnGuess, SheetReading, UnitNote, UnitSource
from .roles import Role
from .skipping import data_rows

#: Headings stand near the top; below this row a sheet is not a list of anything.
_HEADINGS_WITHIN: Final = 60
_DEEPEST: Final = 4
_LONGEST_HEADING: Final = 40
_SAMPLE: Final = 60
_LEAST_FIT: Final = 0.6

_BY_HEADING = Text("表头“{heading}”", "heading “{heading}”")
_BY_CONTENT = Text("表头不认识，但内容像{label}", "the heading is unknown, but the content looks like {label}")
_BY_CLERK = Text("由经办人指定", "set by the clerk")
_NO_ROLE = Text("表头“{heading}”没有对应的项", "heading “{heading}” matches nothing that is looked for")
_TAKEN = Text("也像{label}，但已有更合适的一列", "also looks like {label}, for which another column fits better")
_LOOKS_OTHER = Text("；但多数内容不像{label}", "; but most of the content does not look like {label}")
_NO_HEADINGS = Text("找不到表头", "No row of headings was found")
_LACKS = Text("缺少必需的列：{labels}", "A column that is needed is missing: {labels}")
_HIDDEN = Text("隐藏的工作表，未读取", "A hidden sheet; not read")
_COVER = Text("本系统加的说明页", "The page of notes that this program added")
_EMPTY_SHEET = Text("空工作表", "An empty sheet")
_UNIT_ASSUMED = Text(
    "{column}列“{heading}”没有写单位，按{unit}读取", "Column {column} “{heading}” names no unit; read as {unit}"
)


@dataclass(frozen=True, slots=True)
class _Block:
    """A candidate for the headings: rows first to last, a path per column, the roles that fit and their sum."""

    first: int
    last: int
    paths: list[Path]
    roles: dict[int, tuple[Role, float]]
    total: float


def recognise(
    sheet: Sheet,
    roles: Sequence[Role],
    *,
    corrections: Mapping[str, str | None] | None = None,
    units: Mapping[str, Unit] | None = None,
    header_rows: tuple[int, int] | None = None,
    read_hidden: bool = False,
) -> SheetReading:
    """How the sheet is to be read; `unread` is set when it cannot be.

    `corrections` maps a column letter to a role key, or to None for a column that means nothing; `units` a letter to a
    unit; `header_rows` the first and last row of headings.

    Raises:
        ValueError: a correction names a role or a column that does not exist.
    """
    if sheet.hidden and not read_hidden:
        return _unread(sheet, _HIDDEN)
    if not sheet.rows:
        return _unread(sheet, _EMPTY_SHEET)
    if is_cover(sheet):
        return _unread(sheet, _COVER)
    block = _block(sheet, roles, *header_rows) if header_rows else _best_block(sheet, roles)
    if block is None:
        return _unread(sheet, _NO_HEADINGS)
    sample = _sample(sheet, block.last)
    guesses = _guesses(sheet, block, roles, sample)
    guesses = _corrected(guesses, roles, corrections or {})
    note = _note_above(sheet, block.last)
    columns, warnings = _with_units(guesses, roles, note, units or {})
    missing = [role.label for role in roles if role.required and not any(c.role == role.key for c in columns)]
    if missing:
        lacks = _LACKS.with_(labels=Text("、".join(t.zh for t in missing), ", ".join(t.en for t in missing)))
        return _unread(sheet, lacks, block, columns, note)
    numbers, skipped, found = data_rows(sheet, block.first, block.last, columns, roles)
    return SheetReading(
        sheet=sheet.name,
        header_rows=(block.first, block.last),
        columns=columns,
        first_data_row=numbers[0] if numbers else block.last + 1,
        data_rows=numbers,
        unit_note=note,
        skipped=skipped,
        warnings=(*warnings, *found),
    )


def _unread(
    sheet: Sheet,
    why: Text,
    block: _Block | None = None,
    columns: tuple[ColumnGuess, ...] = (),
    note: UnitNote | None = None,
) -> SheetReading:
    rows = (block.first, block.last) if block else None
    return SheetReading(sheet.name, rows, columns, block.last + 1 if block else 1, (), note, (), (), why)


def _best_block(sheet: Sheet, roles: Sequence[Role]) -> _Block | None:
    """The rows of headings that fit best; of equals the shallowest, then the topmost."""
    best: _Block | None = None
    for first in range(1, min(len(sheet.rows), _HEADINGS_WITHIN) + 1):
        if not _heading_like(sheet.rows[first - 1], least=2):
            continue
        least = max((a.last_row for a in sheet.merged if a.first_row == first and a.last_row > first), default=first)
        for last in range(min(least, first + _DEEPEST - 1), min(first + _DEEPEST, len(sheet.rows) + 1)):
            if last > max(first, least) and not _heading_like(sheet.rows[last - 1], least=1):
                break
            block = _block(sheet, roles, first, last)
            if len(block.roles) >= 2 and (best is None or _better(block, best)):
                best = block
    return _with_rows_below(sheet, roles, best) if best else None


def _better(block: _Block, best: _Block) -> bool:
    """More fits; of two that fit alike the one with fewer rows, so that a note above does not become a heading."""
    if abs(block.total - best.total) > 0.05:
        return block.total > best.total
    return block.last - block.first < best.last - best.first


def _heading_like(row: Sequence[Cell], least: int) -> bool:
    """Texts only, none of them long."""
    filled = [cell for cell in row if cell != EMPTY]
    return len(filled) >= least and all(isinstance(c, str) and len(c.strip()) <= _LONGEST_HEADING for c in filled)


def _block(sheet: Sheet, roles: Sequence[Role], first: int, last: int) -> _Block:
    found = paths(sheet, first, last)
    fits = sorted(
        (
            (-score, column, place)
            for column, path in enumerate(found)
            for place, role in enumerate(roles)
            if path and (score := fit(path, role)) >= _LEAST_FIT
        ),
    )
    chosen: dict[int, tuple[Role, float]] = {}
    taken: set[str] = set()
    for score, column, place in fits:
        if column not in chosen and roles[place].key not in taken:
            chosen[column] = roles[place], -score
            taken.add(roles[place].key)
    return _Block(first, last, found, chosen, sum(score for _, score in chosen.values()))


def _with_rows_below(sheet: Sheet, roles: Sequence[Role], block: _Block) -> _Block:
    """Also the row below when it only divides headings further: texts, and nothing under the columns that are needed."""
    while block.last < len(sheet.rows) and block.last - block.first + 1 < _DEEPEST:
        row = sheet.rows[block.last]
        needed = [column for column, (role, _) in block.roles.items() if role.required]
        units = [unit_of((cell,)) for cell in row if isinstance(cell, str) and cell.strip()]
        only_units = bool(units) and all(units) and _heading_like(row, least=1)
        divides = _heading_like(row, least=2) and bool(needed) and all(row[column] == EMPTY for column in needed)
        if not (only_units or (divides and not _looks_like_total(row))):
            return block
        deeper = _block(sheet, roles, block.first, block.last + 1)
        if deeper.total < block.total - 0.5:
            return block
        block = deeper
    return block


def _looks_like_total(row: Sequence[Cell]) -> bool:
    return any(isinstance(cell, str) and plain(cell).endswith(("计", "计:")) for cell in row[:4])


def _sample(sheet: Sheet, header: int) -> list[list[Cell]]:
    """Rows from the beginning and the middle; a list often begins with its best-kept rows."""
    rows = sheet.rows[header:]
    middle = max(_SAMPLE, len(rows) // 2)
    return rows[:_SAMPLE] + rows[middle : middle + _SAMPLE]


def _guesses(sheet: Sheet, block: _Block, roles: Sequence[Role], sample: list[list[Cell]]) -> list[ColumnGuess]:
    chosen = {column: (role, score, _by_heading(block.paths[column])) for column, (role, score) in block.roles.items()}
    free = [role for role in roles if role.key not in {role.key for role, _, _ in chosen.values()}]
    _swap_dates(chosen, free, sample)
    _guess_by_content(chosen, free, sheet, sample)
    guesses = []
    for column in range(sheet.width):
        path = block.paths[column]
        if column in chosen:
            role, score, why = chosen[column]
            share = _share(role, column, sample)
            if share < 0.5:
                why = Text(why.zh + _LOOKS_OTHER.zh, why.en + _LOOKS_OTHER.en).with_(label=role.label)
            confidence = round(score * (0.5 + share / 2), 2)
            guesses.append(ColumnGuess(letter(column), path, role.key, None, None, confidence, why))
        elif path or any(row[column] != EMPTY for row in sample):
            guesses.append(ColumnGuess(letter(column), path, None, None, None, 0.0, _why_none(path, roles)))
    return guesses


def _by_heading(path: Path) -> Text:
    return _BY_HEADING.with_(heading=_quoted(path))


def _quoted(path: Path) -> Text:
    """Braces of a heading are doubled, because a reason may be filled a second time."""
    return verbatim(" / ".join(path).replace("{", "{{").replace("}", "}}"))


def _why_none(path: Path, roles: Sequence[Role]) -> Text:
    score, place = max(((fit(path, role), -place) for place, role in enumerate(roles)), default=(0.0, 0))
    if score >= _LEAST_FIT:
        return _TAKEN.with_(label=roles[-place].label)
    return _NO_ROLE.with_(heading=verbatim(" / ".join(path)))


def _swap_dates(chosen: dict[int, tuple[Role, float, Text]], free: list[Role], sample: list[list[Cell]]) -> None:
    """A column headed like one date whose cells hold two is the span, when a span is looked for."""
    spans = [role for role in free if role.kind == "date_range"]
    for column, (role, score, why) in list(chosen.items()):
        if not spans or role.kind != "date":
            continue
        cells = [row[column] for row in sample if row[column] != EMPTY]
        pairs = sum(isinstance(cell, str) and _is_pair(cell) for cell in cells)
        if cells and pairs > len(cells) / 2:
            chosen[column] = spans[0], score * 0.8, why
            free.remove(spans.pop(0))


def _is_pair(cell: str) -> bool:
    read = read_span(cell)
    return isinstance(read, CivilSpan) and read.start != read.finish


def _guess_by_content(
    chosen: dict[int, tuple[Role, float, Text]], free: list[Role], sheet: Sheet, sample: list[list[Cell]]
) -> None:
    """A code has a form of its own: a column full of codes is the column of codes under whatever heading."""
    for role in free:
        if role.kind != "code" or role.reader is None:
            continue
        for column in range(sheet.width):
            if column not in chosen and _share(role, column, sample, nothing=0.0) > 0.6:
                chosen[column] = role, 0.6, _BY_CONTENT.with_(label=role.label)
                break


def _share(role: Role, column: int, sample: list[list[Cell]], nothing: float = 1.0) -> float:
    """The part of the filled cells that can be read in a role; `nothing` when none is filled."""
    cells = [row[column] for row in sample if row[column] != EMPTY]
    return sum(_readable(role, cell) for cell in cells) / len(cells) if cells else nothing


def _readable(role: Role, cell: Cell) -> bool:
    if isinstance(cell, CellError):
        return False
    if role.reader is not None:
        return not isinstance(role.reader(cell), BadInput)
    if role.kind == "amount":
        return isinstance(cell, str | float) and not isinstance(read_amount(cell, role.unit or "元"), BadInput)
    if role.kind in ("date", "date_range"):
        reads = read_date if role.kind == "date" else read_span
        return (
            not isinstance(cell, bool)
            and isinstance(cell, str | float | date)
            and not isinstance(reads(cell), BadInput)
        )
    if role.kind in ("place", "organ", "stage"):
        return isinstance(cell, str)
    return True


def _corrected(
    guesses: list[ColumnGuess], roles: Sequence[Role], corrections: Mapping[str, str | None]
) -> list[ColumnGuess]:
    keys = {role.key for role in roles}
    letters = {guess.letter for guess in guesses}
    for column, key in corrections.items():
        if key is not None and key not in keys:
            raise ValueError(f"there is no role {key!r}")
        if column not in letters:
            raise ValueError(f"there is no column {column!r}")
    given = {key for key in corrections.values() if key}
    return [
        ColumnGuess(g.letter, g.path, corrections[g.letter], None, None, 1.0, _BY_CLERK)
        if g.letter in corrections
        else ColumnGuess(g.letter, g.path, None, None, None, 0.0, _TAKEN.with_(label=_label(g.role, roles)))
        if g.role in given
        else g
        for g in guesses
    ]


def _label(key: str | None, roles: Sequence[Role]) -> Text:
    return next((role.label for role in roles if role.key == key), verbatim(key))


def _note_above(sheet: Sheet, header: int) -> UnitNote | None:
    """The note nearest to the headings."""
    for row in range(header, 0, -1):
        if found := unit_note(sheet.rows[row - 1]):
            return UnitNote(found[1], f"{letter(found[0])}{row}")
    return None


def _with_units(
    guesses: list[ColumnGuess], roles: Sequence[Role], note: UnitNote | None, units: Mapping[str, Unit]
) -> tuple[tuple[ColumnGuess, ...], list[Text]]:
    by_key = {role.key: role for role in roles}
    columns, warnings = [], list[Text]()
    for guess in guesses:
        role = by_key.get(guess.role or "")
        if role is None or role.kind != "amount":
            columns.append(guess)
            continue
        unit, source = _unit(guess, role, note, units)
        if source == "default":
            warnings.append(_UNIT_ASSUMED.with_(column=guess.letter, heading=verbatim(guess.heading), unit=unit))
        columns.append(ColumnGuess(guess.letter, guess.path, guess.role, unit, source, guess.confidence, guess.why))
    return tuple(columns), warnings


def _unit(guess: ColumnGuess, role: Role, note: UnitNote | None, units: Mapping[str, Unit]) -> tuple[Unit, UnitSource]:
    if guess.letter in units:
        return units[guess.letter], "correction"
    if written := unit_of(guess.path):
        return written, "heading"
    if note:
        return note.unit, "note"
    assert role.unit is not None
    return role.unit, "default"
