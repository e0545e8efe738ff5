"""Addresses of the pages of the list and the rosters."""

from __future__ import annotations

from typing import Any

from django.urls import path

from taizhang.surfaces.pages.door import right_first, signed_in

from .. import terms
from . import rosters, rosters_import

_KEEP = terms.ROSTER

ROSTERS: list[Any] = [
    path("inspection/rosters/", signed_in(rosters.overview), name="rosters"),
    path("inspection/rosters/import/", right_first(_KEEP, rosters_import.begin), name="roster-import"),
    path("inspection/rosters/import/register/", right_first(_KEEP, rosters_import.from_register), name="roster-register"),
    path("inspection/rosters/import/blank/<str:kind>/", signed_in(rosters_import.blank), name="roster-blank"),
    path("inspection/rosters/import/<row_key:key>/", signed_in(rosters_import.preview), name="roster-preview"),
    path("inspection/rosters/import/<row_key:key>/accept/", signed_in(rosters_import.accept), name="roster-accept"),
    path("inspection/rosters/import/<row_key:key>/held/", signed_in(rosters_import.held), name="roster-held"),
    path("inspection/exchange/", right_first(_KEEP, rosters.exchanged), name="exchange"),
    path("inspection/exchange/<str:kind>/", signed_in(rosters.sent_file), name="sent"),
    path("inspection/versions/<row_key:key>/", signed_in(rosters.version), name="version"),
    path("inspection/versions/<row_key:key>/<str:form>/", signed_in(rosters.version_file), name="version-file"),
]
