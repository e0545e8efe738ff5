"""The fairest lottery over panels (LEXIMIN): the least likely person is as likely as can be, then the next, and so on.

Works with types instead of people, because people of one type are interchangeable: a panel is a count of each type. The short way
(`mixing`) finds the chances first and then panels that give them; the long way finds panels one at a time by an integer program, and
only where they improve something. The solver HiGHS (`highspy`, MIT) is an optional extra and
is looked for when `leximin` is called. Its floats decide only which lottery is published: what is published are whole numbers, and
everybody can compute the chances from them exactly.

Source: Flanigan, Gölz, Gupta, Hennig, Procaccia: Fair algorithms for selecting citizens' assemblies. Nature 596 (2021).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from .mixing import NOTHING, Column, Mixture, Rule, divided, panels_near, quiet, whole_seats
from .panels import Kind, Lottery, NoPanel, Pool, whole_weights

#: How often chances that were fixed may fall by a millionth: a ten-thousandth in all.
_LOOSENED = 100


@dataclass(frozen=True, slots=True)
class Fairest:
    """The lottery, the types that no panel can hold (they are said and never dropped silently), and how many panels were tried."""

    lottery: Lottery
    unreachable: tuple[Kind, ...]
    tried: int


def is_installed() -> bool:
    """Whether `leximin` can be asked here; looked for without loading it."""
    return find_spec("highspy") is not None


def leximin(pool: Pool) -> Fairest:
    """The fairest lottery over the panels that keep the quotas of a pool, up to the solver's tolerance of a ten-millionth.

    Tries the short way of `mixing` first, which is enough unless quotas cross each other so that whole panels cannot do what divided
    seats could; then goes the long way, stage by stage with panels added where they improve something.

    Raises:
        BadInput: `highspy` is not installed (`needs_highspy`). NoPanel: no panel keeps the quotas.
    """
    highs = _highspy()
    if reasons := pool.impossible():
        raise NoPanel(reasons)
    kinds = pool.kinds()
    sizes, rules = [len(own) for own in kinds.values()], _rules(pool, list(kinds))
    panels = _Panels(highs, rules, sizes)
    mixture, unreachable = _short_way(highs, panels, rules, sizes)
    if mixture is None or mixture.solved()[0] > NOTHING:
        columns, unreachable = _first_columns(panels, sizes)
        columns += [column for column in (mixture.columns if mixture else []) if column not in columns]
        chances = _Stages(highs, panels, columns, sizes, unreachable).solved()
        mixture = Mixture(highs, sizes, chances, columns)
    kept = [(c, w) for c, w in zip(mixture.columns, whole_weights(mixture.solved()[1]), strict=True) if w]
    lottery = Lottery(pool.features, tuple(kinds), tuple(sizes), tuple(c for c, _ in kept), tuple(w for _, w in kept))
    if faults := lottery.faults(pool):
        raise AssertionError(faults[0])
    return Fairest(lottery, tuple(list(kinds)[t] for t in sorted(unreachable)), len(mixture.columns))


def _rules(pool: Pool, kinds: Sequence[Kind]) -> list[Rule]:
    """The seats and every quota, each with the types that it is about."""
    found = [Rule(tuple(range(len(kinds))), pool.seats, pool.seats)]
    for quota in pool.quotas:
        at = pool.features.index(quota.feature)
        if inside := tuple(t for t, kind in enumerate(kinds) if kind[at] == quota.value):
            found.append(Rule(inside, quota.least, quota.most))
    return found


def _short_way(highs: Any, panels: _Panels, rules: Sequence[Rule], sizes: Sequence[int]) -> tuple[Mixture | None, set[int]]:
    """The panels that mix to the fairest divided seats, as nearly as they do, and the types that not even divided seats reach."""
    seats = divided(highs, rules, sizes)
    if seats is None:
        return None, set()
    near = panels_near(highs, rules, sizes, seats) or [panels.best([1.0 / size for size in sizes])]
    mixture = Mixture(highs, sizes, [x / size for x, size in zip(seats, sizes, strict=True)], near)
    for _ in range(len(sizes)):
        shortfall, _, worth, whole = mixture.solved()
        if shortfall <= NOTHING:
            break
        # Whatever is worth more than a whole share at these prices makes the shortfall smaller; where nothing is, it stays.
        found = panels.best([max(0.0, price) / size for price, size in zip(worth, sizes, strict=True)])
        if found in mixture.columns or sum(price * c / size for price, c, size in zip(worth, found, sizes, strict=True)) <= NOTHING - whole:
            break
        mixture.add(found)
    return mixture, {t for t, x in enumerate(seats) if x <= NOTHING}


class _Panels:
    """The integer program whose solutions are the panels; asked for the one that is worth most."""

    def __init__(self, highs: Any, rules: Sequence[Rule], sizes: Sequence[int]) -> None:
        self.model, self.count = whole_seats(highs, rules, sizes), len(sizes)
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.model.setOptionValue("mip_abs_gap", NOTHING / 10)
        self.optimal = highs.HighsModelStatus.kOptimal

    def best(self, values: Sequence[float]) -> Column:
        """The panel that is worth most when each seat of a type is worth so much.

        Raises:
            NoPanel: there is none at all.
        """
        self.model.changeColsCost(self.count, list(range(self.count)), list(values))
        self.model.run()
        if self.model.getModelStatus() != self.optimal:
            raise NoPanel(["no panel keeps all quotas together"])
        return tuple(round(value) for value in self.model.getSolution().col_value)


def _first_columns(panels: _Panels, sizes: Sequence[int]) -> tuple[list[Column], set[int]]:
    """Panels that hold every type that any panel can hold, and the types that none can."""
    columns: dict[Column, None] = {}
    open_, worth = set(range(len(sizes))), [1.0 / size for size in sizes]
    while open_:
        found = panels.best([worth[t] if t in open_ else 0.0 for t in range(len(sizes))])
        covered = {t for t in open_ if found[t]}
        if not covered:
            break
        columns[found] = None
        open_ -= covered
    # More panels, each made of those who had the fewest seats so far: the first stage then has less to look for.
    held = [sum(c[t] for c in columns) / size for t, size in enumerate(sizes)]
    for _ in range(min(3 * len(sizes), 60)):
        mean = sum(held) / len(held)
        found = panels.best([max(0.0, 1.0 + mean - held[t]) / size for t, size in enumerate(sizes)])
        if found in columns:
            break
        columns[found] = None
        held = [h + c / size for h, c, size in zip(held, found, sizes, strict=True)]
    return list(columns), open_


class _Stages:
    """One linear program in prices of types, to which panels are added until no panel improves it; types are fixed stage by stage."""

    def __init__(self, highs: Any, panels: _Panels, columns: list[Column], sizes: Sequence[int], unreachable: set[int]) -> None:
        self.highs, self.panels, self.columns, self.sizes = highs, panels, columns, sizes
        self.count, self.known, self.loosened = len(sizes), set(columns), 0
        self.fixed = dict.fromkeys(unreachable, 0.0)
        self.model = quiet(highs)
        for t in range(self.count):
            self.model.addVar(0, 0 if t in unreachable else highs.kHighsInf)
        self.model.addVar(0, highs.kHighsInf)
        self.model.changeColCost(self.count, 1.0)
        free = [t for t in range(self.count) if t not in unreachable]
        self.model.addRow(1, 1, len(free), free, [1.0] * len(free))
        for column in columns:
            self._add(column)

    def solved(self) -> list[float]:
        """The chance of a person of each type."""
        while len(self.fixed) < self.count:
            prices, value, bound = self._stage()
            lowest = value - sum(p * prices[t] for t, p in self.fixed.items())
            if bound - lowest <= NOTHING:
                # Nobody can be above the mean of those who are left, and the least likely is there: so are all.
                self.fixed |= dict.fromkeys([t for t in range(self.count) if t not in self.fixed], lowest)
                break
            for t in range(self.count):
                if t not in self.fixed and prices[t] > 1e-6:
                    self.fixed[t] = max(0.0, lowest)
                    self.model.changeColCost(t, -self.fixed[t])
                    self.model.changeCoeff(0, t, 0.0)
        return [self.fixed[t] for t in range(self.count)]

    def _stage(self) -> tuple[list[float], float, float]:
        """Prices under which no panel is worth more than `value`, found by adding those that are."""
        seats = sum(self.columns[0])
        free = [t for t in range(self.count) if t not in self.fixed]
        bound = (seats - sum(p * self.sizes[t] for t, p in self.fixed.items())) / sum(self.sizes[t] for t in free)
        while True:
            self.model.run()
            if self.model.getModelStatus() != self.highs.HighsModelStatus.kOptimal:
                self._loosen()
                continue
            *prices, value = self.model.getSolution().col_value
            if bound - (value - sum(p * prices[t] for t, p in self.fixed.items())) <= NOTHING:
                return prices, value, bound
            worth = [price / size for price, size in zip(prices, self.sizes, strict=True)]
            found = self.panels.best(worth)
            # A panel that is known already can only look better by what the solver cannot tell apart.
            if sum(w * c for w, c in zip(worth, found, strict=True)) <= value + NOTHING or found in self.known:
                return prices, value, bound
            self.columns.append(found)
            self.known.add(found)
            self._add(found)

    def _add(self, column: Column) -> None:
        inside = [t for t in range(self.count) if column[t]]
        rates = [column[t] / self.sizes[t] for t in inside]
        self.model.addRow(-self.highs.kHighsInf, 0, len(inside) + 1, [*inside, self.count], [*rates, -1.0])

    def _loosen(self) -> None:
        """Chances that were fixed a little too high make the program unbounded: all of them fall by a millionth.

        Raises:
            ArithmeticError: that has not helped a hundred times, so it is something else.
        """
        self.loosened += 1
        if self.loosened > _LOOSENED:
            raise ArithmeticError("the linear program cannot be solved")
        for t, p in self.fixed.items():
            self.fixed[t] = max(0.0, p - 1e-6)
            self.model.changeColCost(t, -self.fixed[t])


def _highspy() -> Any:
    try:
        return import_module("highspy")
    except ImportError:
        raise BadInput(
            Text("最公平抽签（LEXIMIN）需另装 highspy", "The fairest lottery (LEXIMIN) needs highspy, which is not installed"),
            code="needs_highspy",
            remedy=Text("安装：pip install highspy；或改用配额内的简单随机抽取", "pip install highspy, or use the plain draw under quotas"),
        ) from None
