"""The shortest schedule there is, by constraint programming (CP-SAT): an optional extra behind the interface of `resources`.

`ortools` is looked for when `shortest` is called, not before. It brings some 200 MB along, which is why nothing else needs it.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from itertools import pairwise
from typing import Any

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text

from .network import Node
from .resources import ResourceProblem, Schedule, brought_forward, levelled


def shortest(problem: ResourceProblem, *, seconds: float = 10.0, workers: int = 1, seed: int = 1) -> Schedule:
    """The best schedule found within the time, never longer than that of `levelled`; `is_optimal` when it is proved.

    With one worker and enough time the result is the same every time; when the time runs out it depends on the machine.

    Raises:
        BadInput: `ortools` is not installed (`needs_ortools`).
    """
    cp_model = _cp_model()
    begun = levelled(problem, seed=seed)
    if begun.is_optimal:
        return begun
    model = cp_model.CpModel()
    starts = {node.key: model.new_int_var(_floor(node), begun.finish, node.key) for node in problem.network.nodes}
    end = model.new_int_var(begun.lower_bound, begun.finish, "")
    for node in problem.network.nodes:
        model.add(end >= starts[node.key] + node.duration_working_days)
        model.add_hint(starts[node.key], begun.starts[node.key])
    nodes = problem.network.nodes
    for before, after, weight in problem.network.edges:
        apart = weight + nodes[before].duration_working_days - nodes[after].duration_working_days
        model.add(starts[nodes[after].key] >= starts[nodes[before].key] + apart)
    for resource in problem.capacities:
        _limit(model, problem, resource, starts, begun.finish)
    model.minimize(end)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    found = solver.solve(model)
    bound = max(begun.lower_bound, round(solver.best_objective_bound))
    if found not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Schedule(begun.starts, begun.finish, bound, begun.method, begun.tried)
    made = Schedule({key: solver.value(start) for key, start in starts.items()}, solver.value(end), bound, "CP-SAT", 1)
    return brought_forward(problem, made)


def is_installed() -> bool:
    """Whether `shortest` can be asked here; looked for without loading it."""
    return find_spec("ortools") is not None


def _limit(model: Any, problem: ResourceProblem, resource: str, starts: dict[str, Any], horizon: int) -> None:
    """The model never uses more of a resource than there is: what a step lacks of the most is taken by a fixed interval."""
    intervals, amounts = [], []
    for key, needs in problem.demands.items():
        length = problem.network[key].duration_working_days
        if length and needs.get(resource, 0):
            intervals.append(model.new_fixed_size_interval_var(starts[key], length, ""))
            amounts.append(needs[resource])
    most, steps = problem.most(resource), [(0, 0), *problem.steps(resource), (horizon, 0)]
    for (begin, amount), (until, _) in pairwise(steps):
        begin, until = max(begin, 0), min(until, horizon)
        if until > begin and amount < most:
            intervals.append(model.new_fixed_size_interval_var(begin, until - begin, ""))
            amounts.append(most - amount)
    model.add_cumulative(intervals, amounts, most)


def _floor(node: Node) -> int:
    return node.not_before if isinstance(node.not_before, int) and node.not_before > 0 else 0


def _cp_model() -> Any:
    try:
        return import_module("ortools.sat.python.cp_model")
    except ImportError:
        raise BadInput(
            Text("精确排程需另装 ortools", "Exact schedules need ortools, which is not installed"),
            code="needs_ortools",
            remedy=Text("安装：pip install ortools；或改用启发式排程", "pip install ortools, or use the heuristic"),
        ) from None
