"""Addresses of the pages that the projects module adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages.door import right_first, signed_in

from .declared.forms import FORMS_RIGHT
from .declared.verbs import IMPORT
from .pages import (
    bulletin,
    card,
    card_sheet,
    feeds,
    forms,
    grid,
    grid_book,
    importing,
    leader,
    lights,
    open_data,
    project_map,
    ranking,
    reserve,
    review,
    rounds,
    schedule,
    time_compare,
    time_rows,
    timeline,
    totals,
    wall,
)

app_name = "projects"
urlpatterns = [
    path("api/oc4ids/", open_data.api, name="oc4ids"),
    path("projects/round/", signed_in(rounds.monthly_round), name="round"),
    path("projects/round/remind/", signed_in(rounds.remind_missing), name="remind"),
    path("projects/grid/", signed_in(grid.grid), name="grid"),
    path("projects/grid/save/", signed_in(grid.save), name="grid-save"),
    path("projects/grid/submit/", signed_in(grid.submit), name="grid-submit"),
    path("projects/grid/workbook.xlsx", signed_in(grid_book.download), name="grid-book"),
    path("projects/grid/workbook/", signed_in(grid_book.bring_back), name="grid-back"),
    path("projects/grid/workbook/decide/", signed_in(grid_book.decide), name="grid-decide"),
    path("projects/forms/", right_first(FORMS_RIGHT, forms.forms), name="forms"),
    path("projects/forms/map/", right_first(FORMS_RIGHT, forms.mapping), name="form-map"),
    path("projects/forms/<row_key:key>/", signed_in(forms.form), name="form"),
    path("projects/forms/<row_key:key>/filled.xlsx", signed_in(forms.filled), name="form-filled"),
    path("projects/ranking/", signed_in(ranking.ranking), name="ranking"),
    path("projects/review/", signed_in(review.review), name="review"),
    path("projects/review/decide/", signed_in(review.decide), name="review-decide"),
    path("projects/bulletin/", signed_in(bulletin.page), name="bulletin"),
    path("projects/bulletin/bulletin.docx", signed_in(bulletin.as_docx), name="bulletin-docx"),
    path("projects/bulletin/bulletin.pdf", signed_in(bulletin.as_pdf), name="bulletin-pdf"),
    path("projects/totals/", signed_in(totals.totals), name="totals"),
    path("projects/time/", signed_in(timeline.timeline), name="time"),
    path("projects/time/rows/", signed_in(time_rows.rows), name="time-rows"),
    path("projects/time/rows.xlsx", signed_in(time_rows.rows_xlsx), name="time-rows-xlsx"),
    path("projects/time/compare/", signed_in(time_compare.compare), name="time-compare"),
    path("projects/time/compare.xlsx", signed_in(time_compare.compare_xlsx), name="time-compare-xlsx"),
    path("projects/reserve/", signed_in(reserve.reserve), name="reserve"),
    path("projects/reserve/put/", signed_in(reserve.put_forward), name="put-forward"),
    path("projects/map/", signed_in(project_map.projects_map), name="map"),
    path("projects/map/points.json", signed_in(project_map.points), name="map-points"),
    path("projects/wall/", signed_in(wall.wall), name="wall"),
    path("projects/leader/", signed_in(leader.leader), name="leader"),
    path("projects/<int:key>/card/", signed_in(card.card), name="card"),
    path("projects/<row_key:key>/card.pdf", signed_in(card_sheet.card_pdf), name="card-pdf"),
    path("projects/<row_key:key>/schedule/", signed_in(schedule.project_schedule), name="schedule"),
    path("projects/<row_key:key>/schedule/if/", signed_in(schedule.try_out), name="schedule-if"),
    path("projects/calendar/", signed_in(feeds.feeds), name="feeds"),
    path("projects/calendar/<int:key>-<slug:secret>.ics", feeds.calendar, name="calendar"),
    path("projects/lights/", signed_in(lights.replay_page), name="lights"),
    path("projects/lights/differing.xlsx", signed_in(lights.replay_book), name="light-replay-book"),
    path("projects/lights/rules/", signed_in(lights.rules_page), name="light-rules"),
    path("projects/late-nodes/", signed_in(schedule.late_nodes), name="late-nodes"),
    path("projects/import/", right_first(IMPORT, importing.begin), name="import"),
    path("projects/import/<str:digest>/", signed_in(importing.preview), name="import-preview"),
    path("projects/import/<str:digest>/annotated.xlsx", signed_in(importing.annotated), name="import-annotated"),
    path("projects/import/<str:digest>/accept/", right_first(IMPORT, importing.accept), name="import-accept"),
    path("projects/batches/<int:key>/", signed_in(importing.progress), name="import-progress"),
]
