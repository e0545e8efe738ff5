"""Addresses of the pages that need no sign-in."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.modules.inspection.pages import draw_public, firm_page, open_lists, results
from taizhang.modules.projects.pages import open_data
from taizhang.modules.projects.pages import public as public_projects

from . import glosses, pages, source_page, tour

app_name = "public"
urlpatterns = [
    path("public/", require_safe(pages.front), name="front"),
    path("source/", require_safe(source_page.source), name="source"),
    path("source/phrases.json", require_safe(source_page.phrases), name="source_phrases"),
    path("public/projects/", require_safe(public_projects.projects), name="projects"),
    path("public/projects/oc4ids.json", require_safe(open_data.download), name="open_data"),
    path("public/projects/<int:key>/", require_safe(public_projects.project), {"quote": pages.quoted}, name="project"),
    path("public/inspections/", require_safe(open_lists.lists), name="inspections"),
    path("public/inspections/<slug:name>.<slug:form>", require_safe(open_lists.file), name="inspection_file"),
    path("public/plans/", require_safe(draw_public.plans), name="plans"),
    path("public/plans/<int:key>/", require_safe(draw_public.plan), name="plan"),
    path("public/draws/", require_safe(draw_public.draws), name="draws"),
    path("public/draws/<int:key>/", require_safe(draw_public.draw), name="draw"),
    path("public/draws/<int:key>/state.json", require_safe(draw_public.state), name="draw_state"),
    path("public/draws/<int:key>/MANIFEST.json", require_safe(draw_public.manifest), name="draw_manifest"),
    path("public/draws/<int:key>/FRAME-<int:number>.csv", require_safe(draw_public.frame), name="draw_frame"),
    path("public/draws/<int:key>/RESULT.csv", require_safe(draw_public.result), name="draw_result"),
    path("public/draws/<int:key>/OPENINGS.csv", require_safe(draw_public.openings), name="draw_openings"),
    path("public/draws/<int:key>/TEAMS.json", require_safe(draw_public.teams), name="draw_teams"),
    path("public/results/", require_safe(results.results), name="results"),
    path("public/firm/", require_http_methods(["GET", "HEAD", "POST"])(firm_page.firm), name="firm"),
    path("verify/", require_safe(pages.verify), name="verify"),
    path("about/", require_safe(pages.about), name="about"),
    path("glossary/", require_safe(pages.glossary), name="glossary"),
    path("glossary/terms.json", require_safe(glosses.glosses), name="glosses"),
    path("accessibility/", require_safe(pages.accessibility), name="accessibility"),
    path("privacy/", require_safe(pages.privacy), name="privacy"),
    path("tour/", require_safe(tour.tours), name="tours"),
    path("tour/leave/", require_safe(tour.leave), name="tour_leave"),
    path("tour/<slug:key>/", require_safe(tour.tour), name="tour"),
    path("tour/<slug:key>/<int:number>/", require_safe(tour.step), name="tour_step"),
    path("robots.txt", require_safe(pages.robots), name="robots"),
    path("public/<path:rest>", require_safe(pages.missing)),
]
