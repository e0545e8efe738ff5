"""Addresses of the whole installation."""

from __future__ import annotations

from typing import Any

from django.urls import include, path

urlpatterns: list[Any] = [
    path("", include("taizhang.surfaces.proof_urls")),
    path("api/", include("taizhang.surfaces.api.urls")),
    path("", include("taizhang.site.public_urls")),
]
