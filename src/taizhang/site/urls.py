"""Addresses of the whole installation."""

from __future__ import annotations

from typing import Any

urlpatterns: list[Any] = []
