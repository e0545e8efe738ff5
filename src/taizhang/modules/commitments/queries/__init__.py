"""Reads of the commitments module."""

from .facts import task_facts
from .named import naming, places_in
from .scope import in_hand, keeps, of_visible_source, of_visible_spot, of_visible_task, visible_source, visible_task
from .tasks import (
    STANDING_SHOWN,
    latest_words,
    parts_open,
    stirred,
    task_of,
    tasks_at,
    unproved,
    with_standing,
)

__all__ = [
    "STANDING_SHOWN",
    "in_hand",
    "keeps",
    "latest_words",
    "naming",
    "of_visible_source",
    "of_visible_spot",
    "of_visible_task",
    "parts_open",
    "places_in",
    "stirred",
    "task_facts",
    "task_of",
    "tasks_at",
    "unproved",
    "visible_source",
    "visible_task",
    "with_standing",
]
