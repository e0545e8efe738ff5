"""What a clerk corrected once is remembered for every sheet with the same headings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from taizhang.basis.errors import BadInput
from taizhang.basis.money import FEN_PER, Unit
from taizhang.basis.text import Text

from .headings import bare
from .model import Sheet
from .reading import SheetReading
from .recognition import recognise
from .roles import Role

VERSION: Final = 1

_UNREADABLE = Text("模板读不出来", "The template cannot be read")
_NEWER = Text(
    "模板的版本是{version}，本系统只认到{known}", "The template has version {version}; only {known} is known here"
)


@dataclass(frozen=True, slots=True)
class Template:
    """Roles and units per heading, in the order of the headings; where the first column stands does not matter.

    `units` holds only what a clerk set by hand; a unit in a heading or a note is read from each sheet anew.
    """

    name: str
    fingerprint: str
    roles: tuple[str | None, ...]
    units: tuple[Unit | None, ...]

    def to_json(self) -> str:
        """The template as text; `from_json` gives an equal one back."""
        return json.dumps(
            {
                "version": VERSION,
                "name": self.name,
                "fingerprint": self.fingerprint,
                "roles": list(self.roles),
                "units": list(self.units),
            },
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Template:
        """The template in a text.

        Raises:
            BadInput: not JSON, of another shape, or of a later version.
        """
        try:
            found: dict[str, Any] = json.loads(text)
            version = found["version"]
            roles, units = tuple(found["roles"]), tuple(found["units"])
            template = cls(str(found["name"]), str(found["fingerprint"]), roles, units)
        except (ValueError, KeyError, TypeError) as error:
            raise BadInput(_UNREADABLE, code="bad_template") from error
        if version != VERSION:
            raise BadInput(_NEWER.with_(version=version, known=VERSION), code="template_version")
        fits = len(roles) == len(units) and all(r is None or isinstance(r, str) for r in roles)
        if not fits or not all(unit is None or unit in FEN_PER for unit in units):
            raise BadInput(_UNREADABLE, code="bad_template")
        return template

    def corrections(self, reading: SheetReading) -> dict[str, str | None]:
        """Column letter to role key for a sheet with these headings; for `recognise(corrections=...)`."""
        return dict(zip(_letters(reading), self.roles, strict=True))

    def unit_corrections(self, reading: SheetReading) -> dict[str, Unit]:
        """Column letter to unit; for `recognise(units=...)`."""
        return {letter: unit for letter, unit in zip(_letters(reading), self.units, strict=True) if unit}


def fingerprint(reading: SheetReading) -> str:
    """The same for all sheets with the same headings in the same order, whatever the year, the unit or the spaces."""
    texts = [[bare(text) for text in column.path] for column in reading.columns if column.path]
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()


def template_from(name: str, reading: SheetReading) -> Template:
    """What is now understood of a sheet, corrections included, to be saved."""
    headed = [column for column in reading.columns if column.path]
    return Template(
        name,
        fingerprint(reading),
        tuple(column.role for column in headed),
        tuple(column.unit if column.unit_from == "correction" else None for column in headed),
    )


def template_for(reading: SheetReading, templates: Iterable[Template]) -> Template | None:
    """The last saved template whose headings are those of the sheet, or None."""
    mark = fingerprint(reading)
    return next((template for template in reversed(list(templates)) if template.fingerprint == mark), None)


def recognise_with(
    sheet: Sheet,
    roles: Sequence[Role],
    templates: Iterable[Template],
    *,
    corrections: Mapping[str, str | None] | None = None,
    header_rows: tuple[int, int] | None = None,
    read_hidden: bool = False,
) -> SheetReading:
    """As `recognise`, with what a fitting template remembers; corrections of today outrank those of the template."""
    guessed = recognise(sheet, roles, header_rows=header_rows, read_hidden=read_hidden)
    template = template_for(guessed, templates) if guessed.header_rows else None
    if template is None:
        if not corrections:
            return guessed
        return recognise(sheet, roles, corrections=corrections, header_rows=header_rows, read_hidden=read_hidden)
    known = {role.key for role in roles}
    remembered = {letter: key for letter, key in template.corrections(guessed).items() if key is None or key in known}
    return recognise(
        sheet,
        roles,
        corrections=remembered | dict(corrections or {}),
        units=template.unit_corrections(guessed),
        header_rows=guessed.header_rows,
        read_hidden=read_hidden,
    )


def _letters(reading: SheetReading) -> list[str]:
    return [column.letter for column in reading.columns if column.path]
