"""Addresses of the pages that the inspection module adds to the derived ones."""

from __future__ import annotations

from .pages.roster_addresses import ROSTERS

app_name = "inspection"
urlpatterns = [
    *ROSTERS,
]
