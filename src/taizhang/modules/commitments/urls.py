"""Addresses of the pages that the commitments module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages import inbox
from taizhang.surfaces.pages.door import right_first, signed_in

from .declared.inbox import INBOX_TITLE
from .declared.verbs import REGISTER
from .pages import entering, figures, meeting, papers, sitting, sitting_verbs, spot, tables, tree, wall

app_name = "commitments"
urlpatterns = [
    path("commitments/figures/", signed_in(figures.page), name="figures"),
    path("commitments/letter/", right_first(REGISTER, papers.letter), name="letter"),
    path("commitments/meeting/", signed_in(meeting.meeting), name="meeting"),
    path("commitments/messages/", inbox.page("commitments", INBOX_TITLE), name="messages"),
    path("commitments/notice/", signed_in(papers.notice), name="notice"),
    path("commitments/papers/<entry_key:key>/", signed_in(papers.issued), name="issued"),
    path("commitments/sources/new/", right_first(REGISTER, entering.new), name="new"),
    path("commitments/sources/<row_key:key>/", signed_in(sitting.page), name="sitting"),
    path("commitments/sources/<row_key:key>/do/", right_first(REGISTER, sitting_verbs.do), name="sitting-do"),
    path("commitments/sources/<row_key:key>/breakdown/", signed_in(tables.breakdown), name="breakdown"),
    path("commitments/spot/secret/", signed_in(spot.secret), name="spot-secret"),
    path("commitments/spot/<row_key:key>/frame.csv", signed_in(spot.frame), name="spot-frame"),
    path("commitments/spot/<row_key:key>/manifest.json", signed_in(spot.manifest), name="spot-manifest"),
    path("commitments/tasks/<row_key:key>/slip/", signed_in(papers.slip), name="slip"),
    path("commitments/tree/", signed_in(tree.tree), name="tree"),
    path("commitments/tree/branch/", signed_in(tree.branch), name="branch"),
    path("commitments/wall/", signed_in(wall.wall), name="wall"),
]
