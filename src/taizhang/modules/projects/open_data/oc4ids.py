"""Published projects in the form of OC4IDS 0.9.5 (Open Contracting for Infrastructure). Pure: values come in, JSON values go out.

What has no value is left out: the standard refuses empty texts, lists and objects. A civil day becomes a moment by one rule: a beginning
is the first second of the day in the city's zone, an end the last. What the standard has no word for (suspended, the proved
start's evidence, the five lists) is said in the description or not at all.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from taizhang.basis.text import Text

VERSION: Final = "0.9"
PREFIX: Final = re.compile(r"oc4ids-[a-z0-9]{6}")
#: Nobody registered this one; a city that publishes asks the Open Contracting Partnership for its own.
UNREGISTERED: Final = "oc4ids-000000"
#: What a package says of itself while its identifiers begin with that one.
ONLY_A_TRIAL: Final = Text(
    "编号前缀 oc4ids-000000 尚未登记，仅供试用",
    "identifier prefix oc4ids-000000 is a placeholder, not registered: for trial use only",
)
#: The national platform that gives projects their codes.
CODE_SCHEME: Final = "CN-TZXM"
CATEGORY_SCHEME: Final = "taizhang-category"
_ZONE: Final = "+08:00"

_STATUS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("identification", frozenset({"reserve", "proposal", "surveyed"})),
    ("implementation", frozenset({"permitted", "started", "building"})),
    ("completion", frozenset({"completed", "settled", "evaluated"})),
    ("maintenance", frozenset({"producing", "full", "operating", "opened"})),
)
_SECTORS: Final[Mapping[str, tuple[str, ...]]] = {
    "industry": ("economy",),
    "transport": ("transport",),
    "water": ("naturalResources",),
    "education": ("education",),
    "health": ("health",),
    "commerce": ("economy",),
    "culture": ("cultureSportsAndRecreation",),
    "ecology": ("naturalResources",),
}
_DOCUMENT_TYPES: Final[Mapping[str, str]] = {
    "feasibility_approval": "feasibilityStudy",
    "design_approval": "designReport",
    "money_notice": "budgetApproval",
    "contract": "contractSigned",
    "eia_approval": "environmentalImpact",
    "acceptance_record": "completionCertificate",
    "accounts_approval": "financialAuditReport",
    "evaluation_report": "projectEvaluation",
}
#: Papers that are decisions of an authority: each is a milestone that was met on its day.
APPROVALS: Final = frozenset(
    {
        "proposal_approval",
        "feasibility_approval",
        "design_approval",
        "money_notice",
        "filing_certificate",
        "verification_decision",
        "pre_examination",
        "eia_approval",
        "energy_review",
        "land_title",
        "land_planning_permit",
        "planning_permit",
        "construction_permit",
        "renewal_plan_approval",
        "accounts_approval",
        "adjustment_decision",
    }
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A public paper: kind, what it is called, its day, its number where that is public."""

    key: int
    kind: str
    words: Text
    dated: date
    number: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What everyone may know of a project, as values. Days as they were written: '2026', '2026-03' or '2026-03-02'."""

    key: int
    name: str
    updated: datetime
    stage: str
    stage_words: Text
    standing: str
    standing_words: Text
    code: str = ""
    summary: str = ""
    kind: str = ""
    category: str = ""
    category_words: Text | None = None
    place: str = ""
    district: str = ""
    organ_key: int | None = None
    organ: str = ""
    owner: str = ""
    total_fen: int | None = None
    planned_start: str = ""
    planned_finish: str = ""
    started_on: date | None = None
    papers: Sequence[Paper] = field(default_factory=tuple)


def project(found: Published, prefix: str) -> dict[str, Any]:
    """One project as OC4IDS says it."""
    parties = _parties(found)
    return _kept(
        {
            "id": f"{prefix}-{found.key}",
            "updated": moment(found.updated),
            "language": "zh",
            "identifiers": [{"id": found.code, "scheme": CODE_SCHEME}] if found.code else None,
            "title": found.name.strip(),
            "description": _description(found),
            "status": status(found.stage, found.standing),
            "type": "rehabilitation" if found.kind == "renewal" else None,
            "sector": list(_SECTORS.get(found.category, ())),
            "additionalClassifications": _classified(found),
            "period": _kept({"startDate": begin_of(found.planned_start), "endDate": end_of(found.planned_finish)}),
            "implementationPeriod": _kept({"startDate": _begin(found.started_on) if found.started_on else None}),
            "locations": _locations(found),
            "budget": {"amount": value(found.total_fen)} if found.total_fen is not None else None,
            "publicAuthority": _reference(parties, "publicAuthority"),
            "parties": parties,
            "milestones": _milestones(found),
            "documents": [_document(p) for p in found.papers],
        }
    )


def package(uri: str, publisher: str, published: datetime, projects: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A whole package; of many projects `head` is written first and the projects as they come."""
    return {**head(uri, publisher, published), "projects": list(projects)}


def head(uri: str, publisher: str, published: datetime) -> dict[str, Any]:
    """What stands in a package beside its projects."""
    return {"version": VERSION, "uri": uri, "publishedDate": moment(published), "publisher": {"name": publisher}}


def on_trial(prefix: str) -> bool:
    """Whether the identifiers begin with the placeholder: nobody has registered a prefix for this installation yet."""
    return prefix == UNREGISTERED


def publisher(name: str, prefix: str) -> str:
    """Who publishes; while the prefix is the placeholder, that is said beside the name, where every reader of the package meets it.

    >>> publisher("示例市", "oc4ids-abc123")
    '示例市'
    """
    return f"{name}（{ONLY_A_TRIAL.zh} / {ONLY_A_TRIAL.en}）" if on_trial(prefix) else name


def status(stage: str, standing: str) -> str:
    """The nearest of the standard's eight words; suspended has none, so that the stage's own stays.

    >>> status("building", "suspended"), status("building", "terminated"), status("design", "normal")
    ('implementation', 'cancelled', 'preparation')
    """
    if standing == "terminated":
        return "cancelled"
    return next((word for word, stages in _STATUS if stage in stages), "preparation")


def value(fen: int) -> dict[str, Any]:
    """An amount in yuan. Below 10 to the 15 fen a float shows every fen that went in.

    >>> value(123456789012)
    {'amount': 1234567890.12, 'currency': 'CNY'}
    """
    whole, rest = divmod(fen, 100)
    return {"amount": fen / 100 if rest else whole, "currency": "CNY"}


def moment(at: datetime) -> str:
    """A moment as the standard writes it, to the second."""
    return at.replace(microsecond=0).isoformat()


def begin_of(written: str) -> str | None:
    """The first second of a day, month or year as somebody wrote it; None for anything else.

    >>> begin_of("2026-03"), end_of("2026-02"), end_of("2026"), begin_of("年底")
    ('2026-03-01T00:00:00+08:00', '2026-02-28T23:59:59+08:00', '2026-12-31T23:59:59+08:00', None)
    """
    found = _written(written)
    return f"{found[0]}T00:00:00{_ZONE}" if found else None


def end_of(written: str) -> str | None:
    """The last second of a day, month or year as somebody wrote it; None for anything else."""
    found = _written(written)
    return f"{found[1]}T23:59:59{_ZONE}" if found else None


def _written(written: str) -> tuple[date, date] | None:
    read = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", written.strip(), re.ASCII)
    if read is None:
        return None
    year, month, day = (int(g) if g else None for g in read.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last = date(first.year, month or 12, calendar.monthrange(first.year, month or 12)[1])
    return first, last


def _begin(day: date) -> str:
    return f"{day.isoformat()}T00:00:00{_ZONE}"


def _description(found: Published) -> str:
    said = [" ".join(found.summary.split())]
    if found.standing not in ("normal", "terminated"):
        said.append(f"状态：{found.standing_words.zh} (standing: {found.standing_words.en})")
    said.append(f"认定阶段：{found.stage_words.zh} (proved stage: {found.stage_words.en})")
    return "\n".join(s for s in said if s)


def _classified(found: Published) -> list[dict[str, Any]]:
    if not found.category or found.category_words is None:
        return []
    words = f"{found.category_words.zh} / {found.category_words.en}"
    return [{"scheme": CATEGORY_SCHEME, "id": found.category, "description": words}]


def _locations(found: Published) -> list[dict[str, Any]]:
    if not (found.place or found.district):
        return []
    address = _kept({"locality": found.place, "region": found.district, "countryName": "中国"})
    return [{"id": "1", "description": found.place or found.district, "address": address}]


def _parties(found: Published) -> list[dict[str, Any]]:
    """Every organization that the project refers to, each once, with what it does for it."""
    parties: list[dict[str, Any]] = []
    if found.organ.strip():
        parties.append({"id": f"organ-{found.organ_key}", "name": found.organ.strip(), "roles": ["publicAuthority"]})
    owner = found.owner.strip()
    if owner and parties and parties[0]["name"] == owner:
        parties[0]["roles"].append("procuringEntity")
    elif owner:
        parties.append({"id": "owner", "name": owner, "roles": ["procuringEntity"]})
    return parties


def _reference(parties: Sequence[Mapping[str, Any]], role: str) -> dict[str, Any] | None:
    found = next((p for p in parties if role in p["roles"]), None)
    return {"id": found["id"], "name": found["name"]} if found else None


def _document(paper: Paper) -> dict[str, Any]:
    number = f" {paper.number}" if paper.number else ""
    return {
        "id": str(paper.key),
        "documentType": _DOCUMENT_TYPES.get(paper.kind, paper.kind),
        "title": f"{paper.words.zh}{number}",
        "description": f"{paper.words.en}, {paper.dated.isoformat()}",
        "language": "zh",
    }


def _milestones(found: Published) -> list[dict[str, Any]]:
    """Decisions on their days, the proved start, and the planned finish until it is met."""
    made = [
        {
            "id": f"paper-{p.key}",
            "title": p.words.zh,
            "type": "approval",
            "code": "projectApproval",
            "status": "met",
            "dateMet": _begin(p.dated),
        }
        for p in found.papers
        if p.kind in APPROVALS
    ]
    if found.started_on:
        made.append(
            {"id": "start", "title": "实质性开工（认定）", "type": "delivery", "code": "commencement", "status": "met", "dateMet": _begin(found.started_on)}
        )
    due, met = end_of(found.planned_finish), [p.dated for p in found.papers if p.kind == "acceptance_record"]
    if due or met:
        state = {"status": "met", "dateMet": _begin(max(met))} if met else {"status": "scheduled"}
        made.append(_kept({"id": "finish", "title": "竣工验收", "type": "delivery", "code": "completion", "dueDate": due, **state}))
    return made


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is absent or empty."""
    return {key: v for key, v in values.items() if v is not None and v != "" and v != [] and v != {}}
