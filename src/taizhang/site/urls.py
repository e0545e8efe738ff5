"""Addresses of the whole installation."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

urlpatterns: list[Any] = [
    path("", include("taizhang.surfaces.pages.urls")),
    path("", include("taizhang.surfaces.proof_urls")),
    path("", include("taizhang.modules.office.urls")),
    path("", include("taizhang.modules.projects.urls")),
    path("", include("taizhang.modules.commitments.urls")),
    path("", include("taizhang.modules.conduct.urls")),
    path("", include("taizhang.modules.inspection.urls")),
    path("", include("taizhang.modules.sandbox.urls")),
    path("api/", include("taizhang.surfaces.api.urls")),
    path("", include("taizhang.site.public_urls")),
]

handler400 = "taizhang.surfaces.pages.faults.bad_request"
handler403 = "taizhang.surfaces.pages.faults.forbidden"
handler404 = "taizhang.surfaces.pages.faults.absent"
handler500 = "taizhang.surfaces.pages.faults.failed"
