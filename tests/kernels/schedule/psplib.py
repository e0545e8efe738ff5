"""Instances of the PSPLIB (Kolisch and Sprecher 1997) in the format `.sm`, and the table of proven optima."""

from __future__ import annotations

import re
from pathlib import Path

from taizhang.kernels.schedule import Link, Network, Node
from taizhang.kernels.schedule.resources import ResourceProblem


def read_instance(path: Path) -> ResourceProblem:
    """The instance of one file; nodes are named by their number, from 1."""
    sections = re.split(r"^\*+\n", path.read_text(encoding="latin-1"), flags=re.MULTILINE)
    followers, work, capacities = (_rows(_section(sections, title)) for title in ("PRECEDENCE", "REQUESTS", "RESOURCEAVAIL"))
    links: dict[int, list[Link]] = {number: [] for number, *_ in work}
    for number, _, count, *after in followers:
        assert len(after) == count
        for later in after:
            links[later].append(Link(str(number)))
    network = Network(tuple(Node(str(number), days, tuple(links[number])) for number, _, days, *_ in work))
    resources = [f"R{n}" for n in range(1, len(capacities[0]) + 1)]
    demands = {str(number): dict(zip(resources, needs, strict=True)) for number, _, _, *needs in work}
    return ResourceProblem(network, dict(zip(resources, capacities[0], strict=True)), demands)


def optima(path: Path) -> dict[str, int]:
    """The proven length of every instance by the name of its file."""
    rows = re.findall(r"^\s*(\d+)\s+(\d+)\s+(\d+)\s+[\d.]+\s*$", path.read_text(encoding="latin-1"), flags=re.MULTILINE)
    return {f"j30{parameter}_{instance}.sm": int(length) for parameter, instance, length in rows}


def _section(sections: list[str], title: str) -> str:
    return next(section for section in sections if section.startswith(title))


def _rows(section: str) -> list[list[int]]:
    """The lines of a section that hold numbers only."""
    return [[int(n) for n in line.split()] for line in section.splitlines() if line.strip() and not re.search(r"[^\d\s]", line)]
