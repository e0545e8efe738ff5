"""The assistant that a deployment has plugged in; none unless it names one."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string

from ..reading.assistant import Assistant


def is_named() -> bool:
    """Whether a deployment has plugged one in."""
    return bool(getattr(settings, "TAIZHANG_ASSISTANT", ""))


def assistant() -> Assistant | None:
    """A new one of the class that TAIZHANG_ASSISTANT names; None, and nothing is loaded, where it names none.

    Raises:
        ImportError: there is no such class.
    """
    named = getattr(settings, "TAIZHANG_ASSISTANT", "")
    if not named:
        return None
    made: Assistant = import_string(named)()
    return made
