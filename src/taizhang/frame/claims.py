"""How long a key of a retry answers with its stored outcome; afterwards it is forgotten."""

from __future__ import annotations

from datetime import timedelta

from . import clock
from .models import Claim

CLAIM_DAYS = 90


def sweep() -> int:
    """Keys that have had their time are gone; gives how many."""
    return Claim.objects.filter(at__lt=clock.now() - timedelta(days=CLAIM_DAYS)).delete()[0]
