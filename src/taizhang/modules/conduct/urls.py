"""Addresses of the pages that the conduct module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages import inbox
from taizhang.surfaces.pages.door import signed_in

from . import terms
from .pages import overview

app_name = "conduct"
urlpatterns = [
    path("conduct/messages/", inbox.page("conduct", terms.MESSAGES_TITLE), name="messages"),
    path("conduct/", signed_in(overview.overview), name="overview"),
]
