"""Lifecycles by kind and version, the words of their states, and the groups of stages that lists and totals speak of."""

from __future__ import annotations

from .. import terms
from . import firms, first, kinds
from .beside import LIBRARY, PERMITS, STARS
from .parts import LAND, STANDINGS

#: By kind and version; a project keeps the one under which it began.
LIFECYCLES = {
    "gov/1": first.GOV,
    "filed/1": first.FILED,
    "gov/2": kinds.GOV,
    "filed/2": kinds.FILED,
    "approved/1": kinds.APPROVED,
    "promotion/1": kinds.PROMOTION,
    "renewal/1": kinds.RENEWAL,
    "park/1": kinds.PARK,
    "filed/3": firms.FILED,
    "approved/2": firms.APPROVED,
    "promotion/2": firms.PROMOTION,
    "park/2": firms.PARK,
}
CURRENT = {
    "gov": "gov/2",
    "filed": "filed/3",
    "approved": "approved/2",
    "promotion": "promotion/2",
    "renewal": "renewal/1",
    "park": "park/2",
}

#: All stages in one order, for columns and charts that show every kind.
_BEFORE = (
    *first.GOV_STAGES[:5],
    *first.FILED_STAGES[1:2],
    *kinds.APPROVED_STAGES[1:2],
    *kinds.PROMOTION_STAGES[1:3],
    *kinds.RENEWAL_STAGES[1:4],
    *first.FILED_STAGES[2:3],
)
_AFTER = (
    *first.GOV_STAGES[9:],
    *first.FILED_STAGES[7:],
    *kinds.RENEWAL_STAGES[-1:],
    *kinds.PARK_STAGES[-1:],
)
_ALL = (*_BEFORE, *first.GOV_STAGES[5:9], *_AFTER)
STAGE_WORDS: terms.Words = tuple((s.key, s.label) for s in _ALL)
STANDING_WORDS: terms.Words = tuple((s.key, s.label) for s in STANDINGS)
LAND_WORDS: terms.Words = tuple((s.key, s.label) for s in LAND)
PERMIT_WORDS: terms.Words = tuple((s.key, s.label) for s in PERMITS)
LIBRARY_WORDS: terms.Words = tuple((s.key, s.label) for s in LIBRARY)
STAR_WORDS: terms.Words = tuple((s.key, s.label) for s in STARS)

#: Stages before the permit, those in which a month is reported, those whose start is proved, and those that are built.
PREPARING = tuple(s.key for s in _BEFORE)
REPORTING = ("permitted", "started", "building")
BUILT = ("completed", *(s.key for s in _AFTER))
STARTED = ("started", "building", *BUILT)
