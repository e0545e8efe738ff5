"""Addresses of the pages that the inspection module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages.door import signed_in

from .pages import batches, burden, visit_papers
from .pages.roster_addresses import ROSTERS

app_name = "inspection"
urlpatterns = [
    *ROSTERS,
    path("inspection/batches/<row_key:key>/", signed_in(batches.desk), name="desk"),
    path("inspection/burden/", signed_in(burden.page), name="burden"),
    path("inspection/papers/<entry_key:key>/", signed_in(visit_papers.paper), name="paper"),
    path("inspection/chains/", signed_in(batches.chains), name="chains"),
]
