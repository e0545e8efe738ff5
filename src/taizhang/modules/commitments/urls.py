"""Addresses of the pages that the commitments module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages.door import signed_in

from .pages import figures, meeting, tree, wall

app_name = "commitments"
urlpatterns = [
    path("commitments/figures/", signed_in(figures.page), name="figures"),
    path("commitments/meeting/", signed_in(meeting.meeting), name="meeting"),
    path("commitments/tree/", signed_in(tree.tree), name="tree"),
    path("commitments/tree/branch/", signed_in(tree.branch), name="branch"),
    path("commitments/wall/", signed_in(wall.wall), name="wall"),
]
