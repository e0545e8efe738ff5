"""Addresses of the pages that the sandbox module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages.door import right_first, signed_in

from . import terms
from .pages import importing, letters, overview, reply

app_name = "sandbox"
urlpatterns = [
    path("sandbox/", signed_in(overview.overview), name="overview"),
    path("sandbox/letters/<entry_key:key>/", signed_in(letters.letter), name="letter"),
    path("sandbox-import/", right_first(terms.KEEP, importing.begin), name="import"),
    path("sandbox-import/<row_key:key>/", signed_in(importing.preview), name="import-preview"),
    path("sandbox-import/<row_key:key>/accept/", right_first(terms.KEEP, importing.accept), name="import-accept"),
    path("guidance/reply/", reply.reply, name="reply"),
]
