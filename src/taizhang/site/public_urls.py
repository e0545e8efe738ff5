"""Addresses of the pages that need no sign-in."""

from __future__ import annotations

from django.urls import path

from taizhang.modules.projects import public_pages

from . import pages

app_name = "public"
urlpatterns = [
    path("public/", pages.front, name="front"),
    path("source/", pages.source, name="source"),
    path("public/projects/", public_pages.projects, name="projects"),
    path("public/projects/<int:key>/", public_pages.project, {"quote": pages.quoted}, name="project"),
    path("verify/", pages.verify, name="verify"),
    path("about/", pages.about, name="about"),
    path("glossary/", pages.glossary, name="glossary"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("robots.txt", pages.robots, name="robots"),
    path("public/<path:rest>", pages.missing),
]
