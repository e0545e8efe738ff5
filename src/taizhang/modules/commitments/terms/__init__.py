"""Words, laws and dated figures of the commitments module."""

from __future__ import annotations

from .law import LAWS, SAMPLE, SUPERVISION, VERIFIED_BY_ANOTHER
from .parameters import DUE_SOON, PARAMETERS, SIGN_WITHIN, SILENT_AFTER
from .words import (
    AWAITS,
    DEADLINE_FROM,
    EXTENSION_STATES,
    FIGURE_ROLES,
    GENRES,
    NAMED_FIELDS,
    NO_WORD,
    NONE,
    NOT_STATED,
    OPEN,
    RUNNING,
    SOURCE_STATES,
    SPOT_STATES,
    SPOT_VERDICTS,
    STANDING_ORDER,
    STANDINGS,
    TASK_STATES,
    WITH_DOER,
    Words,
)

__all__ = [
    "AWAITS",
    "DEADLINE_FROM",
    "DUE_SOON",
    "EXTENSION_STATES",
    "FIGURE_ROLES",
    "GENRES",
    "LAWS",
    "NAMED_FIELDS",
    "NONE",
    "NOT_STATED",
    "NO_WORD",
    "OPEN",
    "PARAMETERS",
    "RUNNING",
    "SAMPLE",
    "SIGN_WITHIN",
    "SILENT_AFTER",
    "SOURCE_STATES",
    "SPOT_STATES",
    "SPOT_VERDICTS",
    "STANDINGS",
    "STANDING_ORDER",
    "SUPERVISION",
    "TASK_STATES",
    "VERIFIED_BY_ANOTHER",
    "WITH_DOER",
    "Words",
]
