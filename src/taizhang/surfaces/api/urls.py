"""Addresses of the API, mounted at /api/."""

from __future__ import annotations

from django.urls import path, re_path

from . import actions, entries, explained, files, keys, records, search
from .door import absent, endpoint

app_name = "api"
urlpatterns = [
    path("", explained.human_page, name="page"),
    path("openapi.json", endpoint(GET=explained.document), name="openapi"),
    path("search/", endpoint(GET=search.found), name="search"),
    path("records/<str:kind>/", endpoint(GET=records.page), name="records"),
    path("records/<str:kind>/<int:key>/", endpoint(GET=records.one), name="record"),
    path("records/<str:kind>/<int:key>/open/", endpoint(POST=entries.opened_row), name="record_open"),
    path("records/<str:kind>/<int:key>/<str:action>/", endpoint(POST=actions.on_record), name="action_on_record"),
    path("actions/<str:action>/", endpoint(POST=actions.without_target), name="action"),
    path("evidence/", endpoint(POST=files.receive), name="evidence"),
    re_path(r"^entries/(?P<key>[0-9a-f]{32})/$", endpoint(GET=entries.one), name="entry"),
    re_path(r"^entries/(?P<key>[0-9a-f]{32})/open/$", endpoint(POST=entries.opened), name="entry_open"),
    path("tokens/", endpoint(GET=keys.listed, POST=keys.issued), name="tokens"),
    path("tokens/<int:key>/", endpoint(DELETE=keys.revoked), name="token"),
    re_path(r"^(?P<path>.*)$", absent, name="absent"),
]
