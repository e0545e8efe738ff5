"""CSV files of firms and of administrative divisions, read by a process of its own and laid ready as an intake.

The process that reads can harm nobody: little memory, little time, no files, no database. What it needs to know of the
register it is told; what it says is looked at before it is believed.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from taizhang.basis.address import Locality
from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.actor import Actor
from taizhang.frame.models import Intake
from taizhang.registers import scope
from taizhang.registers.models import Place
from taizhang.surfaces.workbook.opening import Limits, read_in_child
from taizhang.surfaces.workbook.refusals import refusal as refused_file

from .imports import ENTERPRISES, PLACES
from .sheet_rules import CODE_WORDS, FIRM_COLUMNS, MOST_TOLD, Problem, Where

__all__ = ["CODE_WORDS", "FIRM_COLUMNS", "MOST_BYTES", "MOST_TOLD", "SheetRead", "lay_ready", "read_divisions", "read_enterprises"]

#: The largest files that are read together; and what their reader may use.
MOST_BYTES: Final = 64 << 20
LIMITS: Final = Limits(
    file_bytes=MOST_BYTES + (8 << 20),
    memory_bytes=768 << 20,
    cpu_seconds=120,
    wall_seconds=180,
    answer_bytes=320 << 20,
)
_START: Final = (
    "import json, sys; sys.path[:0] = sys.argv[1:3]; "
    "from taizhang.modules.office.sheet_child import main; main(json.loads(sys.argv[3]))"
)


@dataclass(slots=True)
class SheetRead:
    """What a file, or several of one kind, holds: rows that can go in, problems, how many rows in all and elsewhere.

    `problems` are the first of them; `counts` says how many there are of each code, `held` how many rows are held back.
    """

    kind: str
    name: str
    sha256: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    total: int = 0
    outside: int = 0
    held: int = 0


def lay_ready(actor: Actor, read: SheetRead, place: Place) -> Intake:
    """The rows lie ready for the actor to accept for the place for which they were read, with the problems beside them."""
    return batches.take_in(
        read.kind,
        actor,
        read.name,
        read.sha256,
        read.rows,
        reading={
            "place": place.pk,
            "total": read.total,
            "outside": read.outside,
            "held": read.held,
            "counts": read.counts,
        },
        problems=[asdict(p) for p in read.problems],
    )


def read_enterprises(name: str, content: bytes, place: Place) -> SheetRead:
    """The firms of a file for a place; each one's district is the one that its address names, else the place itself.

    Raises:
        BadInput: not a CSV file, a column that is needed is absent, a place above a city, or more than its reader may use.
    """
    city = _city_of(place)
    where = Where(place.path, place.code or "", city.name.removesuffix("市"), tuple(localities(city)))
    read = SheetRead(ENTERPRISES, name, hashlib.sha256(content).hexdigest())
    return _read_in_child(read, "firms", [(name, content)], where)


def read_divisions(sheets: Sequence[tuple[str, bytes]], place: Place) -> SheetRead:
    """The divisions of some files below a place, those above first; rows of other places are counted and passed over.

    Raises:
        BadInput: as for firms, or a place without an official code.
    """
    if place.code is None:
        raise BadInput(
            Text("“{p}”没有区划代码，不能在其下导入", "“{p}” has no official code to import below").with_(p=place.name),
            code="no_code",
            field="place",
        )
    hashes = [hashlib.sha256(content) for _, content in sheets]
    digest = hashes[0] if len(hashes) == 1 else hashlib.sha256(b"".join(h.digest() for h in hashes))
    read = SheetRead(PLACES, " + ".join(name for name, _ in sheets)[:200], digest.hexdigest())
    return _read_in_child(read, "divisions", sheets, Where(place.path, place.code, known=_known_below(place)))


def _known_below(top: Place) -> dict[str, list[str]]:
    """Keys from a place down to each place below it that has an official code, by code."""
    coded = Place.objects.filter(scope.below([top.path]), code__isnull=False).values_list("code", "path")
    return {
        str(code): path.removeprefix(top.path).strip("/").split("/") for code, path in coded if path != top.path
    }


def _read_in_child(read: SheetRead, how: str, sheets: Sequence[tuple[str, bytes]], where: Where) -> SheetRead:
    told = {"how": how, "where": asdict(where), "files": [[name, len(content)] for name, content in sheets]}
    with tempfile.TemporaryFile() as file:
        file.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        for _, content in sheets:
            file.write(content)
        file.seek(0)
        return read_in_child(_START, file, LIMITS, lambda documents: _assembled(read, documents), decode=json.loads)


def _assembled(read: SheetRead, documents: Iterator[Any]) -> SheetRead | None:
    """What the child says, once it has said that it is done; None when it stopped before.

    Raises:
        BadInput: when the child refuses the files.
        ValueError, KeyError, TypeError: when the answer has not the agreed shape.
    """
    for document in documents:
        if "rows" in document:
            read.rows += map(_row, document["rows"])
        elif "refused" in document:
            raise _refusal(document["refused"])
        elif "done" in document:
            said = document["done"]
            read.problems = [Problem(**_checked(p)) for p in said["problems"]]
            read.counts = {str(code): int(n) for code, n in said["counts"].items()}
            read.total, read.outside, read.held = int(said["total"]), int(said["outside"]), int(said["held"])
            return read
    return None


def _row(row: Any) -> dict[str, Any]:
    """A canonical row: text by name, and a path of keys."""
    if not isinstance(row, dict):
        raise TypeError(type(row).__name__)
    for key, value in row.items():
        if not (all(isinstance(k, str) for k in value) if key == "path" else isinstance(value, str)):
            raise TypeError(key)
    return row


def _checked(problem: dict[str, Any]) -> dict[str, Any]:
    kinds = {"row": int, "blocking": bool}
    if not all(isinstance(value, kinds.get(key, str)) for key, value in problem.items()):
        raise TypeError("problem")
    return problem


def _refusal(said: dict[str, str]) -> BadInput:
    if "zh" not in said:
        return refused_file(said["code"])
    remedy = Text(said["remedy_zh"], said["remedy_en"]) if said.get("remedy_zh") else None
    return BadInput(Text(said["zh"], said["en"]), code=said["code"], field=said.get("field") or None, remedy=remedy)


def _city_of(place: Place) -> Place:
    """The city that a place is or lies in.

    Raises:
        BadInput: the place lies above a city.
    """
    city = place
    while city.kind != "city":
        if city.parent is None:
            raise BadInput(
                Text("经营主体按市或其下级导入", "Firms are imported for a city or a place below it"),
                code="no_city",
                field="place",
                remedy=Text("选择一个市或区县", "Choose a city or a district"),
            )
        city = city.parent
    return city


def localities(city: Place) -> list[Locality]:
    """The districts, counties and zones of a city as addresses write them; the key of each is its path."""
    rows = Place.objects.filter(scope.below([city.path]), kind__in=("county", "zone")).order_by("path")
    taken: set[str] = set()
    found = []
    for row in rows:
        full, short = _words_of(row.name)
        names, short_names = (tuple(w for w in words if w not in taken) for words in (full, short))
        taken.update(names, short_names)
        found.append(Locality(row.path, names, short_names, zone=row.kind == "zone"))
    return found


def _words_of(name: str) -> tuple[list[str], list[str]]:
    full, short = [name], []
    # 新郑市 is also written 新郑; a district without its 区 (中原) is a word of many other names.
    if len(name) > 2 and name[-1] in "市县":
        short.append(name[:-1])
    for word, how in _other_names().get(name, ()):
        (full if how == "full" else short).append(word)
    return full, short


@cache
def _other_names() -> dict[str, list[tuple[str, str]]]:
    """Other words for a place, by its name in the register."""
    found: dict[str, list[tuple[str, str]]] = {}
    with (files(__package__) / "address_names.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["place"], []).append((row["word"], row["how"]))
    return found
