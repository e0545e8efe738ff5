"""Documents of eleven genres against what is marked in them: tasks, figures, roles and owners, each measured by itself."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

import pytest

from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.lines import says_who

FOLDER = Path(__file__).with_name("documents")
FILES = sorted(FOLDER.glob("*.txt"))
_MARK = re.compile(r"[{}\[\]‹›]|\|[a-z_]+(?=\])")


@dataclass
class Marked:
    """A text without its marks, and what they say: places of tasks, figures with roles, owners."""

    text: str = ""
    tasks: list[tuple[int, int]] = field(default_factory=list)
    figures: dict[tuple[int, int], str] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)


def marked(path: Path) -> Marked:
    source = path.read_text("utf-8").split("\n", 1)[1]
    found, place, open_ = Marked(), 0, {}
    for mark in [*_MARK.finditer(source), None]:
        found.text += source[place : mark.start() if mark else len(source)]
        if mark is None:
            break
        at, place = len(found.text), mark.end()
        if mark[0] in "{[‹":
            open_[mark[0]] = at
        elif mark[0] == "}":
            found.tasks.append((open_["{"], at))
        elif mark[0] == "›":
            found.owners.append(found.text[open_["‹"] : at])
        elif mark[0].startswith("|"):
            found.figures[open_["["], at] = mark[0][1:]
    return found


def overlaps(task: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    """The same clause: most of the shorter of the two is in both."""
    return any(min(task[1], b) - max(task[0], a) > 0.6 * max(task[1] - task[0], b - a) for a, b in others)


def test_documents_of_eleven_genres_are_marked():
    assert len(FILES) >= 29 and len({path.stem.split("-")[0] for path in FILES}) == 11
    assert all("{" not in marked(path).text and marked(path).tasks for path in FILES)
    assert sum(len(marked(path).figures) for path in FILES) > 150


def test_tasks_figures_roles_and_owners_are_read_as_marked():
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    for path in FILES:
        right = marked(path)
        document = read(right.text)
        tasks = [(c.start, c.end) for c in document.commitments]
        counts["tasks found"] += len(tasks)
        counts["tasks marked"] += len(right.tasks)
        counts["tasks right"] += sum(overlaps(t, right.tasks) for t in tasks)
        counts["tasks recalled"] += sum(overlaps(t, tasks) for t in right.tasks)
        wrong += [f"{path.stem}: no task: {right.text[a:b]}" for a, b in tasks if not overlaps((a, b), right.tasks)]
        wrong += [f"{path.stem}: missed: {right.text[a:b]}" for a, b in right.tasks if not overlaps((a, b), tasks)]
        figures = {(q.start, q.end): q.role for q in document.figures}
        hit = figures.keys() & right.figures.keys()
        counts["figures found"] += len(figures)
        counts["figures marked"] += len(right.figures)
        counts["figures right"] += len(hit)
        counts["roles right"] += sum(figures[at] == right.figures[at] for at in hit)
        wrong += [f"{path.stem}: no figure: {right.text[a:b]}" for a, b in figures.keys() - right.figures.keys()]
        wrong += [f"{path.stem}: figure missed: {right.text[a:b]}" for a, b in right.figures.keys() - figures.keys()]
        wrong += [f"{path.stem}: {right.text[a:b]} is {right.figures[a, b]}, read as {figures[a, b]}" for a, b in hit if figures[a, b] != right.figures[a, b]]
        owners = [o for c in document.commitments for o in c.owners]
        counts["owners invented"] += len(set(owners) - set(right.owners))
        counts["owners recalled"] += len(set(owners) & set(right.owners))
        counts["owners marked"] += len(set(right.owners))
    for line in wrong:
        print(line)
    rate = {
        "task precision": counts["tasks right"] / counts["tasks found"],
        "task recall": counts["tasks recalled"] / counts["tasks marked"],
        "figure precision": counts["figures right"] / counts["figures found"],
        "figure recall": counts["figures right"] / counts["figures marked"],
        "role accuracy": counts["roles right"] / counts["figures right"],
        "owner recall": counts["owners recalled"] / counts["owners marked"],
    }
    print(dict(counts), {name: f"{value:.3f}" for name, value in rate.items()})
    assert rate["figure precision"] >= 0.97 and rate["figure recall"] >= 0.95 and rate["role accuracy"] >= 0.93
    assert counts["owners invented"] == 0
    assert rate["task precision"] >= 0.92 and rate["task recall"] >= 0.92


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_dated_is_invented(path):
    right = marked(path)
    for task in read(right.text).commitments:
        # It stands in the task's own line (before a list of goals, behind an item, in a cell of the row), or on one below it that only says so.
        line, *below = right.text[task.start :].split("\n")
        row = right.text[: task.start].rpartition("\n")[2] + line + "".join(takewhile(says_who, below))
        assert task.deadline in row
