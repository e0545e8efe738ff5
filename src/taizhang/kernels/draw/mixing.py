"""A short way to the fairest lottery: first the fairest seats as if they could be divided, then whole panels that mix to exactly those.

Seats that can be divided are a small linear program without any panels, and nobody can do better with whole ones. So where whole panels
mix to the same chances, these are the fairest; where they do not, a shortfall is left, and the long way begins with the panels found here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any, Final

#: Less than this is nothing to the solver.
NOTHING: Final = 1e-7
#: A share of a seat that is as good as whole.
_WHOLE: Final = 1e-8
Column = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """The types among whom at least and at most so many seats are given."""

    types: tuple[int, ...]
    least: int
    most: int


def divided(highs: Any, rules: Sequence[Rule], sizes: Sequence[int]) -> list[float] | None:
    """The seats of each type in the fairest division, seats being divisible; None where the solver finds none.

    Stage by stage the chance of the least likely is raised, and types that cannot be above it are fixed.
    """
    count = len(sizes)
    model = _ruled(highs, rules, sizes)
    for tolerance in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
        model.setOptionValue(tolerance, _WHOLE / 10)
    model.addVar(0, highs.kHighsInf)
    model.changeColCost(count, 1.0)
    model.changeObjectiveSense(highs.ObjSense.kMaximize)
    for t, size in enumerate(sizes):
        model.addRow(0, highs.kHighsInf, 2, [t, count], [1.0 / size, -1.0])
    chances: dict[int, float] = {}
    while len(chances) < count:
        model.run()
        if model.getModelStatus() != highs.HighsModelStatus.kOptimal:
            return None
        solution = model.getSolution()
        level, duals = solution.col_value[count], solution.row_dual[len(rules) :]
        tight = [t for t in range(count) if t not in chances and abs(duals[t]) > NOTHING]
        if not tight:
            return None
        for t in tight:
            chances[t] = level
            model.changeCoeff(len(rules) + t, count, 0.0)
            # A little less than was found, so that no later stage fails by what the solver cannot tell apart.
            model.changeRowBounds(len(rules) + t, max(0.0, level - _WHOLE), highs.kHighsInf)
    # The seats of the last solution, which keep all rules together.
    return [max(0.0, x) for x in solution.col_value[:count]]


def panels_near(highs: Any, rules: Sequence[Rule], sizes: Sequence[int], seats: Sequence[float]) -> list[Column]:
    """Panels of which divided seats are a mixture, or as many of them as are found.

    One after another a panel is taken away from what is left, as much of it as goes: then at least one more type or rule is whole, so that
    there are hardly more panels than types. Every panel gives each type its seats rounded down or up, and each rule too where that goes.
    """
    model, every, count = whole_seats(highs, rules, sizes), list(range(len(sizes))), len(sizes)
    model.setOptionValue("mip_rel_gap", 1.0)  # any panel that keeps the bounds will do
    left, found = list(seats), []
    for _ in range(count + len(rules)):
        low, high = [floor(x + _WHOLE) for x in left], [ceil(x - _WHOLE) for x in left]
        sums = [sum(left[t] for t in rule.types) for rule in rules]
        least = [max(rule.least, floor(total + NOTHING)) for rule, total in zip(rules, sums, strict=True)]
        most = [min(rule.most, ceil(total - NOTHING)) for rule, total in zip(rules, sums, strict=True)]
        model.changeColsBounds(count, every, low, high)
        model.changeRowsBounds(len(rules), list(range(len(rules))), least, most)
        model.changeColsCost(count, every, [x - b - 0.5 for x, b in zip(left, low, strict=True)])
        model.run()
        if model.getModelStatus() != highs.HighsModelStatus.kOptimal:
            break
        panel = tuple(round(value) for value in model.getSolution().col_value)
        found.append(panel)
        # How far the mixture can go away from the panel until a type or a rule meets its rounded bound.
        steps = [_step(x, p, b, a) for x, p, b, a in zip(left, panel, low, high, strict=True)]
        steps += [_step(s, sum(panel[t] for t in r.types), b, a) for r, s, b, a in zip(rules, sums, least, most, strict=True)]
        step = min(steps)
        if step > 1e6:
            break
        left = [min(a, max(b, x + step * (x - p))) for x, p, b, a in zip(left, panel, low, high, strict=True)]
    return list(dict.fromkeys(found))


class Mixture:
    """The shares of panels under which nobody falls short of some chances, or the least anybody has to; more panels can be added."""

    def __init__(self, highs: Any, sizes: Sequence[int], chances: Sequence[float], columns: Sequence[Column]) -> None:
        self.sizes, self.columns = sizes, list[Column]()
        self.model = quiet(highs)
        self.model.addVar(0, highs.kHighsInf)
        self.model.changeColCost(0, 1.0)
        self.model.addRow(1, 1, 0, [], [])
        for chance in chances:
            self.model.addRow(chance, highs.kHighsInf, 1, [0], [1.0])
        for column in columns:
            self.add(column)

    def add(self, column: Column) -> None:
        """One more panel can have a share."""
        inside = [t for t, n in enumerate(column) if n]
        self.model.addCol(0.0, 0.0, 1.0, len(inside) + 1, [0, *(t + 1 for t in inside)], [1.0, *(column[t] / self.sizes[t] for t in inside)])
        self.columns.append(column)

    def solved(self) -> tuple[float, list[float], list[float], float]:
        """The largest shortfall, the shares, and what a chance of each type and a whole share are worth."""
        self.model.run()
        found = self.model.getSolution()
        shortfall, *shares = found.col_value
        whole, *worth = found.row_dual
        return shortfall, shares, worth, whole


def whole_seats(highs: Any, rules: Sequence[Rule], sizes: Sequence[int]) -> Any:
    """A model whose solutions are the panels, asked for the one that is worth most."""
    model, count = _ruled(highs, rules, sizes), len(sizes)
    model.changeColsIntegrality(count, list(range(count)), [highs.HighsVarType.kInteger] * count)
    model.changeObjectiveSense(highs.ObjSense.kMaximize)
    return model


def quiet(highs: Any) -> Any:
    """An empty model that says nothing, uses one processor and gives the same answer every time."""
    model = highs.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("threads", 1)
    model.setOptionValue("random_seed", 1)
    return model


def _ruled(highs: Any, rules: Sequence[Rule], sizes: Sequence[int]) -> Any:
    model = quiet(highs)
    for size in sizes:
        model.addVar(0, size)
    for rule in rules:
        model.addRow(rule.least, rule.most, len(rule.types), list(rule.types), [1.0] * len(rule.types))
    return model


def _step(at: float, panel: int, low: float, high: float) -> float:
    """How many times the way from a panel's value to `at` can be gone on beyond it until a bound is met."""
    away = at - panel
    if abs(away) <= 10 * NOTHING:
        return float("inf")
    return max(0.0, ((high if away > 0 else low) - at) / away)
