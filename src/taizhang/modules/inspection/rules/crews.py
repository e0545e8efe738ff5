"""Teams as rules: who may be in one, which places it has, and what has to be said where there are too few."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from taizhang.kernels.draw import teams

from .rosters import certified


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody of the frozen roster of inspectors."""

    key: int
    name: str
    organ: str
    standing: str
    certificate: str
    certificate_until: date | None
    may_lead: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit of a firm by departments, as teams are drawn for it."""

    firm: int
    code: str
    number: int
    departments: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the visit is called in the certificate of the teams."""
        return f"{self.code}/{self.number}"


@dataclass(frozen=True, slots=True)
class Offered:
    """An item that a department brings to a batch: for which kind of firm ('' for all), and how often a year at most."""

    department: str
    code: str
    applies_to: str
    yearly_limit: int | None


def brought(
    departments: Iterable[str], offered: Sequence[Offered], tags: Collection[str], done: Mapping[str, int], taken: Collection[str] = ()
) -> list[tuple[str, str]]:
    """(department, item) of everything that these departments look at in one visit, in the order of what is offered.

    What does not apply to the firm is left out, what was inspected as often as the year allows, and what another department, or another
    visit of the same batch (`taken`), looks at already.

    >>> brought(["a", "b"], [Offered("a", "1", "", None), Offered("b", "1", "", None), Offered("b", "2", "", 1)], (), {"2": 1})
    [('a', '1')]
    """
    found: dict[str, str] = {}
    for each in offered:
        full = each.yearly_limit is not None and done.get(each.code, 0) >= each.yearly_limit
        fits = not each.applies_to or each.applies_to in tags
        if each.department in departments and fits and not full and each.code not in taken:
            found.setdefault(each.code, each.department)
    return [(department, code) for code, department in found.items()]


def listed(row: Mapping[str, str]) -> Listed:
    """A row of a frozen roster of inspectors."""
    until = row["certificate_until"]
    until_day = date.fromisoformat(until) if until else None
    return Listed(
        int(row["inspector"]),
        row["name"],
        row["organ"],
        row["standing"],
        row["certificate"],
        until_day,
        row["may_lead"] == "1",
    )


def able(rows: Iterable[Listed], until: date) -> list[Listed]:
    """Those who may inspect on every day of a window: officers whose certificate holds to its end."""
    return [row for row in rows if certified(row.standing, row.certificate, row.certificate_until, until)]


def free(crew: Sequence[Listed], stops: Sequence[Stop], conflicts: Collection[tuple[int, str]]) -> list[Listed]:
    """Those of a crew who may come to one visit at least: nobody owes a share of the work that they may not do."""
    codes = {stop.code for stop in stops}
    met: dict[int, set[str]] = {}
    for key, code in conflicts:
        met.setdefault(key, set()).add(code)
    return [row for row in crew if codes - met.get(row.key, set())]


def places(size: int) -> tuple[str, ...]:
    """The places of a team of one department, the lead first.

    >>> places(3)
    ('lead', 'member 1', 'member 2')
    """
    return (teams.LEAD, *(f"member {n}" for n in range(1, size)))


def demand(
    stops: Sequence[Stop], crew: Sequence[Listed], conflicts: Collection[tuple[int, str]], size: int, candidates: int
) -> teams.Demand:
    """What one department has to staff: its visits, its inspectors, and who must not meet whom."""
    own = {row.key for row in crew}
    barring: dict[str, list[int]] = {}
    for key, code in conflicts:
        if key in own:
            barring.setdefault(code, []).append(key)
    barred = {(stop.key, f"I{key}") for stop in stops for key in barring.get(stop.code, ())}
    return teams.Demand(
        [stop.key for stop in stops],
        [teams.Inspector(f"I{row.key}", row.may_lead) for row in crew],
        sorted(barred),
        places(size),
        candidates,
    )


def together(
    stops: Sequence[Stop], drawn: Mapping[str, teams.Teams], leading: str, size: int
) -> dict[str, list[tuple[int, str]]]:
    """By visit the whole team as (inspector, place): each department's own, one lead alone.

    The lead is the initiating department's where it comes, else that of the department that comes first by name; the leads of the
    others are members.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for stop in stops:
        crews = [name for name in drawn if name in stop.departments]
        crews.sort(key=lambda name: (name != leading, name))
        team: list[tuple[int, str]] = []
        for name in crews:
            for place in places(size):
                slot = teams.LEAD if not team else f"member {len(team)}"
                team.append((int(drawn[name].members[stop.key, place][1:]), slot))
        found[stop.key] = team
    return found
