"""Facts of a task that gates and derived moves look at; what other modules hold is asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taizhang.basis.predicate import Answer, Known
from taizhang.basis.text import Text
from taizhang.registers.questions import PROJECT_MILESTONE

from .. import rules
from ..models import Task, Tie
from .tasks import parts_open

_HERE = Text("任务台账", "Register of tasks")


def task_facts(task: Task, day: date, ask: Any) -> Mapping[str, Answer]:
    """What a task's gates ask: its parts, its proof, and whether what it awaits of projects has come about."""
    awaited = dict(Tie.objects.filter(task=task).exclude(awaits="").values_list("project", "awaits"))
    told = ask(PROJECT_MILESTONE, sorted(awaited), day) if awaited else {}
    milestones = {key: fact.value for key, fact in told.items() if isinstance(fact, Known)}
    there = bool(awaited) and all(rules.reached(awaits, milestones.get(key) or "") for key, awaits in awaited.items())
    # Not known is not enough: a task that was done does not fall back because nobody answers.
    fallen = any(key in milestones and not rules.reached(awaits, milestones[key] or "") for key, awaits in awaited.items())
    derived = bool(awaited) or task.coordination_id is not None
    matter = task.coordination.state if task.coordination is not None else None
    there = there or matter in ("reported", "closed")
    fallen = fallen or matter == "decided"
    proved = task.proof_id is not None or there
    projects = Text("项目台账", "Ledger of the projects")
    return {
        "task.parts_closed": Known(not parts_open(task), _HERE, day),
        "task.reported_by_hand": Known(not derived, _HERE, day, arises=not derived),
        "task.proof": Known(proved, projects if there else _HERE, day),
        "task.reached": Known(there, projects, day, arises=derived),
        "task.closed_there": Known(matter == "closed", Text("提请协调", "Coordination"), day, arises=matter is not None),
        "task.fallen": Known(fallen, projects, day, arises=derived),
    }
