"""Addresses of the pages that the projects module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from . import import_pages, pages

app_name = "projects"
urlpatterns = [
    path("projects/round/", pages.monthly_round, name="round"),
    path("projects/round/remind/", pages.remind_missing, name="remind"),
    path("projects/totals/", pages.totals, name="totals"),
    path("projects/leader/", pages.leader, name="leader"),
    path("projects/<int:key>/card/", pages.card, name="card"),
    path("projects/import/", import_pages.begin, name="import"),
    path("projects/import/<str:digest>/", import_pages.preview, name="import-preview"),
    path("projects/import/<str:digest>/annotated.xlsx", import_pages.annotated, name="import-annotated"),
    path("projects/import/<str:digest>/accept/", import_pages.accept, name="import-accept"),
    path("projects/batches/<int:key>/", import_pages.progress, name="import-progress"),
]
