"""Addresses of the pages that the commitments module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages.door import right_first, signed_in

from .declared.verbs import REGISTER
from .pages import entering, figures, meeting, sitting, sitting_verbs, tree, wall

app_name = "commitments"
urlpatterns = [
    path("commitments/figures/", signed_in(figures.page), name="figures"),
    path("commitments/meeting/", signed_in(meeting.meeting), name="meeting"),
    path("commitments/sources/new/", right_first(REGISTER, entering.new), name="new"),
    path("commitments/sources/<row_key:key>/", signed_in(sitting.page), name="sitting"),
    path("commitments/sources/<row_key:key>/do/", right_first(REGISTER, sitting_verbs.do), name="sitting-do"),
    path("commitments/tree/", signed_in(tree.tree), name="tree"),
    path("commitments/tree/branch/", signed_in(tree.branch), name="branch"),
    path("commitments/wall/", signed_in(wall.wall), name="wall"),
]
