"""The fairest lottery over panels (LEXIMIN): the least likely person is as likely as can be, then the next, and so on.

Works with types instead of people, because people of one type are interchangeable: a panel is a count of each type. Panels are found
one at a time by an integer program, and only where they improve something. The solver HiGHS (`highspy`, MIT) is an optional extra and
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

from .panels import Kind, Lottery, NoPanel, Pool, whole_weights

#: Less than this is nothing to the solver.
_NOTHING = 1e-7
#: How often chances that were fixed may fall by a millionth: a ten-thousandth in all.
_LOOSENED = 100
_Column = tuple[int, ...]


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

    Raises:
        BadInput: `highspy` is not installed (`needs_highspy`). NoPanel: no panel keeps the quotas.
    """
    highs = _highspy()
    if reasons := pool.impossible():
        raise NoPanel(reasons)
    kinds = pool.kinds()
    sizes = [len(own) for own in kinds.values()]
    panels = _Panels(highs, pool, list(kinds), sizes)
    columns, unreachable = _first_columns(panels, sizes)
    chances = _Stages(highs, panels, columns, sizes, unreachable).solved()
    shares = _shares(highs, columns, sizes, chances)
    kept = [(c, w) for c, w in zip(columns, whole_weights(shares), strict=True) if w]
    lottery = Lottery(pool.features, tuple(kinds), tuple(sizes), tuple(c for c, _ in kept), tuple(w for _, w in kept))
    if faults := lottery.faults(pool):
        raise AssertionError(faults[0])
    return Fairest(lottery, tuple(list(kinds)[t] for t in sorted(unreachable)), len(columns))


class _Panels:
    """The integer program whose solutions are the panels; asked for the one that is worth most."""

    def __init__(self, highs: Any, pool: Pool, kinds: Sequence[Kind], sizes: Sequence[int]) -> None:
        self.model, self.count = _model(highs), len(kinds)
        self.model.setOptionValue("mip_rel_gap", 0.0)
        self.model.setOptionValue("mip_abs_gap", _NOTHING / 10)
        for size in sizes:
            self.model.addVar(0, size)
        self.model.changeColsIntegrality(self.count, list(range(self.count)), [highs.HighsVarType.kInteger] * self.count)
        self.model.changeObjectiveSense(highs.ObjSense.kMaximize)
        every = list(range(self.count))
        self.model.addRow(pool.seats, pool.seats, self.count, every, [1.0] * self.count)
        for quota in pool.quotas:
            at = pool.features.index(quota.feature)
            inside = [t for t in every if kinds[t][at] == quota.value]
            if inside:
                self.model.addRow(quota.least, quota.most, len(inside), inside, [1.0] * len(inside))
        self.optimal = highs.HighsModelStatus.kOptimal

    def best(self, values: Sequence[float]) -> _Column:
        """The panel that is worth most when each seat of a type is worth so much.

        Raises:
            NoPanel: there is none at all.
        """
        self.model.changeColsCost(self.count, list(range(self.count)), list(values))
        self.model.run()
        if self.model.getModelStatus() != self.optimal:
            raise NoPanel(["no panel keeps all quotas together"])
        return tuple(round(value) for value in self.model.getSolution().col_value)


def _first_columns(panels: _Panels, sizes: Sequence[int]) -> tuple[list[_Column], set[int]]:
    """Panels that hold every type that any panel can hold, and the types that none can."""
    columns: dict[_Column, None] = {}
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

    def __init__(self, highs: Any, panels: _Panels, columns: list[_Column], sizes: Sequence[int], unreachable: set[int]) -> None:
        self.highs, self.panels, self.columns, self.sizes = highs, panels, columns, sizes
        self.count, self.known, self.loosened = len(sizes), set(columns), 0
        self.fixed = dict.fromkeys(unreachable, 0.0)
        self.model = _model(highs)
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
            if bound - lowest <= _NOTHING:
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
            if bound - (value - sum(p * prices[t] for t, p in self.fixed.items())) <= _NOTHING:
                return prices, value, bound
            worth = [price / size for price, size in zip(prices, self.sizes, strict=True)]
            found = self.panels.best(worth)
            # A panel that is known already can only look better by what the solver cannot tell apart.
            if sum(w * c for w, c in zip(worth, found, strict=True)) <= value + _NOTHING or found in self.known:
                return prices, value, bound
            self.columns.append(found)
            self.known.add(found)
            self._add(found)

    def _add(self, column: _Column) -> None:
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


def _shares(highs: Any, columns: Sequence[_Column], sizes: Sequence[int], chances: Sequence[float]) -> list[float]:
    """The share of each panel under which the largest shortfall from the chances is as small as can be."""
    model, count = _model(highs), len(columns)
    for _ in columns:
        model.addVar(0, 1)
    model.addVar(0, highs.kHighsInf)
    model.changeColCost(count, 1.0)
    model.addRow(1, 1, count, list(range(count)), [1.0] * count)
    for t, (size, chance) in enumerate(zip(sizes, chances, strict=True)):
        inside = [n for n, column in enumerate(columns) if column[t]]
        model.addRow(chance, highs.kHighsInf, len(inside) + 1, [*inside, count], [*(columns[n][t] / size for n in inside), 1.0])
    model.run()
    return list(model.getSolution().col_value[:count])


def _model(highs: Any) -> Any:
    """An empty model that says nothing, uses one processor and gives the same answer every time."""
    model = highs.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("random_seed", 1)
    return model


def _highspy() -> Any:
    try:
        return import_module("highspy")
    except ImportError:
        raise BadInput(
            Text("最公平抽签（LEXIMIN）需另装 highspy", "The fairest lottery (LEXIMIN) needs highspy, which is not installed"),
            code="needs_highspy",
            remedy=Text("安装：pip install highspy；或改用配额内的简单随机抽取", "pip install highspy, or use the plain draw under quotas"),
        ) from None
