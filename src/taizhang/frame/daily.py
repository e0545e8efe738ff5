"""What each day brings once: derivations that a new day turns, matters that nobody has to write for them to be found."""

from __future__ import annotations

import logging
from datetime import date

from .away import is_away
from .catalogue import installed
from .models import Derived

_log = logging.getLogger(__name__)


def run_due(today: date) -> int:
    """Whatever the modules do once a day has been done for this one; gives how many rows or matters it touched.

    What fails is in the log and tried again with the next call; it keeps nothing else from being done.
    """
    touched = 0
    for module in installed().modules:
        for each in module.daily:
            key = f"daily:{each.key}"
            if Derived.objects.filter(key=key, shape__gte=today.isoformat()).exists():
                continue
            try:
                touched += each.run(today)
            except Exception as error:
                if is_away(error):
                    raise
                _log.exception("daily: %s", each.key)
                continue
            Derived.objects.update_or_create(key=key, defaults={"shape": today.isoformat()})
    return touched
