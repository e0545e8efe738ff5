"""Addresses of the pages that the projects module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages.door import signed_in

from . import import_pages, pages

app_name = "projects"
urlpatterns = [
    path("projects/round/", signed_in(pages.monthly_round), name="round"),
    path("projects/round/remind/", signed_in(pages.remind_missing), name="remind"),
    path("projects/totals/", signed_in(pages.totals), name="totals"),
    path("projects/leader/", signed_in(pages.leader), name="leader"),
    path("projects/<int:key>/card/", signed_in(pages.card), name="card"),
    path("projects/import/", signed_in(import_pages.begin), name="import"),
    path("projects/import/<str:digest>/", signed_in(import_pages.preview), name="import-preview"),
    path("projects/import/<str:digest>/annotated.xlsx", signed_in(import_pages.annotated), name="import-annotated"),
    path("projects/import/<str:digest>/accept/", signed_in(import_pages.accept), name="import-accept"),
    path("projects/batches/<int:key>/", signed_in(import_pages.progress), name="import-progress"),
]
