"""Every way in, as the running program has it: addresses, actions and records of the API, words of the command line."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from taizhang.frame.catalogue import installed
from taizhang.site.commands import COMMANDS
from taizhang.surfaces.api import openapi

MATRIX = Path(__file__).with_name("matrix.csv")
COLUMNS = ("entrance", "sample", "allowed", "yes", "no", "other", "anonymous", "note")


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody wrote down for one entrance.

    sample     for an address: the method and an address that exists on the stage
    allowed    roles that may, '*' for every role
    yes        what an allowed role gets in its own district ('done': anything but 401, 403, 404)
    no         what every other role gets there
    other      what an allowed role of the other district gets
    anonymous  what nobody in particular gets
    """

    entrance: str
    sample: str
    allowed: str
    yes: str
    no: str
    other: str
    anonymous: str
    note: str

    def allows(self, role: str) -> bool:
        return self.allowed == "*" or role in self.allowed.split()


def entrances() -> list[str]:
    """All entrances, each once, in an order that does not change."""
    return sorted({*routes(), *api(), *words()})


def routes(patterns: list[object] | None = None, before: str = "/") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern):
            yield f"route {here}"


def api() -> Iterator[str]:
    for address, methods in openapi.document(installed())["paths"].items():
        for method in methods:
            yield f"{method.upper()} {address}"


def words() -> Iterator[str]:
    for name, _, _ in COMMANDS:
        if name != "do":
            yield f"taizhang {name}"
    for bound in openapi.people_do(installed()):
        yield f"taizhang do {bound.key}"


def matrix() -> list[Row]:
    """The rows as they were written."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file)]


def write(rows: list[Row]) -> None:
    """The file holds these rows, sorted by entrance."""
    with MATRIX.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in sorted(rows, key=lambda r: r.entrance):
            writer.writerow([getattr(row, column) for column in COLUMNS])
