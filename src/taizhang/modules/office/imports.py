"""Registers that come as a file: places, organs and firms, each laid ready as an intake and applied as a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from taizhang.basis.capital import Capital, read_capital
from taizhang.basis.errors import Refused
from taizhang.basis.identifiers import credit_code
from taizhang.basis.text import Text
from taizhang.frame.declare import Batching
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch
from taizhang.registers import scope
from taizhang.registers.models import Enterprise, Organ, Place

from . import rules

PLACES, ORGANS, ENTERPRISES = "office.places", "office.organs", "office.enterprises"
KINDS = (PLACES, ORGANS, ENTERPRISES)

Row = Mapping[str, Any]


def apply_places(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Places of the tree; a row has `path` (keys from the top down), `name`, `name_en`, `kind`, `code`. Known ones stay.

    A place is known by its path or by its official code; one that is called otherwise there is reported and stays.
    """
    top = Place.objects.get(pk=batch.place or 0)
    known = _known_places(top, rows)
    outcomes: list[dict[str, Any]] = [{} for _ in rows]
    waiting = dict(enumerate(rows))
    taken = _codes_elsewhere(top, rows)
    for i in [i for i, r in waiting.items() if r.get("code") in taken]:
        row = waiting.pop(i)
        outcomes[i] = _refused("code_taken", Text("代码已用于别处", "The code is used elsewhere"), row["name"])
    while waiting:
        # Parents and children may come in one chunk: level by level, so that a parent has its key first.
        ready = {i: r for i, r in waiting.items() if path_of(top, r["path"][:-1]) in known}
        if not ready:
            break
        fresh: dict[str, Place] = {}
        for row in ready.values():
            path = path_of(top, row["path"])
            if path not in known and path not in fresh:
                fresh[path] = _place(row, known[path_of(top, row["path"][:-1])], by)
        by.put_new(list(fresh.values()))
        known |= fresh
        for i, row in ready.items():
            path = path_of(top, row["path"])
            outcomes[i] = _outcome(known[path].pk, fresh.pop(path, None) is not None, {"name": known[path].name}, row)
            del waiting[i]
    for i, row in waiting.items():
        outcomes[i] = _refused("no_parent", Text("上级区划不存在", "The place above does not exist"), row["name"])
    return outcomes


def _known_places(top: Place, rows: Sequence[Row]) -> dict[str, Place]:
    """Places that are there, and those above them, by the path that a row gives."""
    wanted = {path_of(top, row["path"]) for row in rows} | {path_of(top, row["path"][:-1]) for row in rows}
    known = {p.path: p for p in Place.objects.filter(path__in=wanted)}
    codes = {row["code"] for row in rows if row.get("code")}
    coded = {p.code: p for p in Place.objects.filter(scope.below([top.path]), code__in=codes)}
    return known | {path_of(top, r["path"]): coded[r["code"]] for r in rows if r.get("code") in coded}


def _codes_elsewhere(top: Place, rows: Sequence[Row]) -> set[str | None]:
    codes = {row["code"] for row in rows if row.get("code")}
    found = Place.objects.filter(code__in=codes).exclude(scope.below([top.path]))
    return set(found.values_list("code", flat=True))


def _place(row: Row, above: Place, by: Hand) -> Place:
    return Place(
        kind=row["kind"],
        name=row["name"],
        name_en=row.get("name_en", ""),
        code=row.get("code"),
        path=rules.path_below(above.path, row["path"][-1]),
        valid_from=by.today,
        parent=above,
    )


def path_of(top: Place, keys: Sequence[str]) -> str:
    """The path of a place by the keys that lead down to it."""
    path = top.path
    for key in keys:
        path = rules.path_below(path, key)
    return path


def apply_organs(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Organs; a row has `name`, `name_en`, `short`, `short_en`, `kind`, `path` of its place, `parent` by name. Known ones stay."""
    top = Place.objects.get(pk=batch.place or 0)
    places = {p.path: p for p in Place.objects.filter(path__in={path_of(top, r["path"]) for r in rows})}
    known = {
        o.name: o
        for o in Organ.objects.filter(
            name__in={r["name"] for r in rows} | {r["parent"] for r in rows if r.get("parent")}
        )
    }
    outcomes: list[dict[str, Any]] = []
    for row in rows:
        if row["name"] not in known:
            place = places.get(path_of(top, row["path"]))
            if place is None:
                outcomes.append(_refused("no_place", Text("区划不存在", "The place does not exist"), row["name"]))
                continue
            columns = {k: row.get(k, "") for k in ("name", "name_en", "short", "short_en", "kind")}
            known[row["name"]] = by.put(Organ(**columns, place=place, parent=known.get(row.get("parent", ""))))
        outcomes.append({"key": known[row["name"]].pk})
    return outcomes


def apply_enterprises(by: Hand, batch: Batch, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Firms; a row has `name`, `uscc`, `registered_on`, `kind`, `capital`, `scope`, `address`, `path`. Known ones stay.

    `path` leads from the batch's place down to where the firm is; a row without one is in no place of this city. A firm
    that is called otherwise in the register, or has another address there, is reported and stays.
    """
    top = Place.objects.get(pk=batch.place or 0)
    known = {e.uscc: e for e in Enterprise.objects.filter(uscc__in=[r["uscc"] for r in rows])}
    paths = {path_of(top, r["path"]) for r in rows if "path" in r}
    by_path = dict(Place.objects.filter(path__in=paths).values_list("path", "pk"))
    fresh: dict[str, Enterprise] = {}
    outcomes: list[dict[str, Any]] = [{} for _ in rows]
    for i, row in enumerate(rows):
        try:
            code = credit_code(row["uscc"]).code
        except Refused as refused:
            outcomes[i] = {"refused": refused.in_("zh")}
            continue
        if code not in known and code not in fresh:
            fresh[code] = _enterprise(row, code, by_path.get(path_of(top, row["path"])) if "path" in row else None)
    by.put_new(list(fresh.values()))
    for i, row in enumerate(rows):
        if not outcomes[i]:
            code = credit_code(row["uscc"]).code
            firm = known.get(code) or fresh[code]
            held = {"name": firm.name, "address": firm.address}
            outcomes[i] = _outcome(firm.pk, code in fresh, held, row)
    return outcomes


def _outcome(key: int, new: bool, held: Mapping[str, str], row: Row) -> dict[str, Any]:
    """What became of a row: `new`, or known before with the columns in which the register says something else."""
    if new:
        return {"key": key, "new": True}
    differs = [name for name, value in held.items() if row.get(name) and row[name] != value]
    return {"key": key, "differs": differs} if differs else {"key": key}


def _enterprise(row: Row, code: str, place: int | None) -> Enterprise:
    minor, currency = capital_of(row.get("capital", ""))
    registered = row.get("registered_on")
    return Enterprise(
        name=row["name"][:200],
        uscc=code,
        kind=row.get("kind", "")[:80],
        registered_on=date.fromisoformat(registered) if registered else None,
        capital_minor=minor,
        capital_currency=currency,
        capital_as_stated=row.get("capital", "")[:80],
        scope=row.get("scope", ""),
        address=row.get("address", "")[:300],
        place_id=place,
    )


def capital_of(text: str) -> tuple[int | None, str]:
    """Amount in minor units and currency of a capital as it was registered; (None, '') when it says nothing usable."""
    read = read_capital(text)
    return (read.amount_minor, read.currency) if isinstance(read, Capital) else (None, "")


def _refused(code: str, reason: Text, shown: str) -> dict[str, Any]:
    return {"refused": {"code": code, "zh": reason.zh, "en": reason.en, "shown": shown}}


BATCHINGS = (
    Batching(PLACES, Text("区划", "Places"), "office.accept_register", apply_places),
    Batching(ORGANS, Text("机构", "Organs"), "office.accept_register", apply_organs),
    Batching(ENTERPRISES, Text("经营主体", "Enterprises"), "office.accept_register", apply_enterprises),
)
