"""Whether a package is what OC4IDS 0.9.5 says: the published schemas, the four additional checks of the standard's own review tool,
and keys that the standard does not know (which a schema lets pass). Pure; nothing is fetched.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry
from referencing.jsonschema import DRAFT4

_FOLDER: Final = Path(__file__).resolve().parent / "oc4ids_schema"
_PROJECT: Final = "https://standard.open-contracting.org/infrastructure/schema/0__9__5/project-schema.json"
_IDENTIFIER: Final = re.compile(r"oc4ids-[a-z0-9]{6}.+")
#: Without the libraries behind them these two pass everything, and nobody is told.
_NEEDED: Final = frozenset({"date-time", "uri"})
if lacking := _NEEDED - FormatChecker.checkers.keys():
    raise ImportError(f"jsonschema checks no {', '.join(sorted(lacking))}: rfc3339-validator and rfc3986-validator are missing")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: which check found it, where in the package, and what it says."""

    check: str
    path: str
    message: str


def findings(package: Mapping[str, Any]) -> list[Finding]:
    """Every fault of a package; none when it may be published."""
    projects = package.get("projects")
    found = [*_schema(package), *unknown_keys(package, _package_schema())]
    for number, each in enumerate(projects if isinstance(projects, list) else ()):
        if isinstance(each, dict):
            found += [_under(f, number) for f in _of_project(each)]
    identifiers = [str(p.get("id")) for p in projects if isinstance(p, dict)] if isinstance(projects, list) else []
    return [*found, *(Finding("identifier", "projects", f"twice: {i}") for i, n in Counter(identifiers).items() if n > 1)]


def project_findings(project: Mapping[str, Any]) -> list[Finding]:
    """Every fault of one project by itself: for packages that are too large to hold at once."""
    return [*_faults(_project_validator(), project), *_of_project(project)]


def _under(finding: Finding, number: int) -> Finding:
    return Finding(finding.check, f"projects/{number}/{finding.path}", finding.message)


def _of_project(project: Mapping[str, Any]) -> list[Finding]:
    return [
        *unknown_keys(project, _read("project-schema.json")),
        *_empty(project),
        *_without_currency(project),
        *_without_party(project),
        *_identifier(project),
    ]


# -- the schema -----------------------------------------------------------------------------------------------------------


def _schema(package: Mapping[str, Any]) -> Iterator[Finding]:
    return _faults(_package_validator(), package)


def _faults(validator: Any, value: Any) -> Iterator[Finding]:
    for error in validator.iter_errors(value):
        yield Finding("schema", "/".join(map(str, error.absolute_path)), error.message[:300])


@cache
def _read(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((_FOLDER / name).read_text("utf-8"))
    return read


def _package_schema() -> dict[str, Any]:
    return _read("project-package-schema.json")


@cache
def _registry() -> Any:
    schemas = (_read("project-schema.json"), _package_schema())
    return Registry().with_resources((s["id"], DRAFT4.create_resource(s)) for s in schemas)


@cache
def _package_validator() -> Any:
    return Draft4Validator(_package_schema(), registry=_registry(), format_checker=FormatChecker())


@cache
def _project_validator() -> Any:
    return Draft4Validator({"$ref": _PROJECT}, registry=_registry(), format_checker=FormatChecker())


# -- keys that the standard does not know ---------------------------------------------------------------------------------


def unknown_keys(value: Any, schema: Mapping[str, Any], path: str = "", root: Mapping[str, Any] | None = None) -> list[Finding]:
    """Keys that no schema declares: a misspelt one is valid and says nothing."""
    root = schema if root is None else root
    schema = _resolved(schema, root)
    if schema.get("$ref") == _PROJECT:
        return []
    found: list[Finding] = []
    if isinstance(value, dict) and "properties" in schema:
        for key, inner in value.items():
            here = f"{path}/{key}".strip("/")
            if key not in schema["properties"]:
                found.append(Finding("unknown_key", here, f"{key} is not in the standard"))
            else:
                found += unknown_keys(inner, schema["properties"][key], here, root)
    if isinstance(value, list) and isinstance(schema.get("items"), dict):
        for number, inner in enumerate(value):
            found += unknown_keys(inner, schema["items"], f"{path}/{number}", root)
    return found


def _resolved(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    ref = schema.get("$ref", "")
    return root["definitions"][ref.removeprefix("#/definitions/")] if ref.startswith("#/definitions/") else schema


# -- the additional checks ------------------------------------------------------------------------------------------------


def _walk(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from _walk(each, f"{path}/{key}".strip("/"))


def _empty(project: Any) -> Iterator[Finding]:
    for path, value in _walk(project):
        if value is None or value == {} or value == [] or (isinstance(value, str) and not value.strip()):
            yield Finding("empty", path, "an empty value: leave the key out")


def _without_currency(project: Any) -> Iterator[Finding]:
    for path, value in _walk(project):
        if isinstance(value, dict) and "amount" in value and not isinstance(value["amount"], dict) and not value.get("currency"):
            yield Finding("currency", path, "an amount without its currency")


#: Keys under which the standard keeps a reference to an organization.
_REFERENCES: Final = frozenset(
    {"publicAuthority", "sourceParty", "financingParty", "payer", "payee", "administrativeEntity", "procuringEntity", "lender", "funders"}
)


def _without_party(project: Any) -> Iterator[Finding]:
    parties = project.get("parties")
    known = {str(p.get("id")) for p in parties if isinstance(p, dict)} if isinstance(parties, list) else set()
    for path, value in _walk(project):
        if path.rpartition("/")[2] in _REFERENCES and isinstance(value, dict) and str(value.get("id")) not in known:
            yield Finding("party", path, f"refers to {value.get('id')}, which is none of the parties")


def _identifier(project: Any) -> Iterator[Finding]:
    if not _IDENTIFIER.fullmatch(str(project.get("id", ""))):
        yield Finding("identifier", "id", "does not begin with a project identifier prefix")
