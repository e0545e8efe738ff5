"""Rights, laws, words and dated figures of the inspection module."""

from .law import CITED_FOR_CAPS, CREDIT_CLASSES, DISCIPLINE, DOUBLE_RANDOM, LAWS, PUBLICITY
from .rights import APPROVE, ASK, INSPECT, PLAN, ROSTER
from .words import (
    BATCH_STATES,
    CLASSES,
    GROUNDS,
    INTEREST_KINDS,
    ITEM_KINDS,
    ITEM_METHODS,
    MODES,
    OUTCOMES,
    PLAN_STATES,
    ROSTERS,
    STANDINGS,
    VISIT_KINDS,
    VISIT_STATES,
    Words,
)

__all__ = [
    "APPROVE",
    "ASK",
    "BATCH_STATES",
    "CITED_FOR_CAPS",
    "CLASSES",
    "CREDIT_CLASSES",
    "DISCIPLINE",
    "DOUBLE_RANDOM",
    "GROUNDS",
    "INSPECT",
    "INTEREST_KINDS",
    "ITEM_KINDS",
    "ITEM_METHODS",
    "LAWS",
    "MODES",
    "OUTCOMES",
    "PLAN",
    "PLAN_STATES",
    "PUBLICITY",
    "ROSTER",
    "ROSTERS",
    "STANDINGS",
    "VISIT_KINDS",
    "VISIT_STATES",
    "Words",
]
