"""Planted: something happens when a row is saved, and no declaration says so."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save

from taizhang.frame.hand import Hand
from tests.trials import models


def on_save(sender: Any, **more: Any) -> None:
    """Somebody would be told; nothing is connected, so that the test run stays what it is."""


def connect() -> None:
    """Rows of the trial would be listened to."""
    post_save.connect(on_save, sender=models.Draw)


def finish(row: models.Draw, by: Hand) -> None:
    """The matter is done, and somebody listens."""
