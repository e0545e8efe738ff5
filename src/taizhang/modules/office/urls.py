"""Addresses of the pages that the office adds to the derived ones."""

from __future__ import annotations

from django.urls import path

from taizhang.surfaces.pages.door import right_first, signed_in

from . import account_pages, delivery_pages, import_pages, pages, terms

app_name = "office"
urlpatterns = [
    path("office/parameters/", signed_in(pages.parameters), name="parameters"),
    path("office/lifecycles/", signed_in(pages.lifecycles), name="lifecycles"),
    path("office/lifecycles/<str:kind>/<path:key>/", signed_in(pages.lifecycle), name="lifecycle"),
    path("office/warnings/", signed_in(pages.warnings), name="warnings"),
    path("office/journal/", signed_in(pages.journal), name="journal"),
    path("office/jobs/", signed_in(pages.jobs), name="jobs"),
    path("office/jobs/halt/", signed_in(pages.halt), name="halt"),
    path("office/organs/", signed_in(pages.organs), name="organs"),
    path("office/people/<row_key:key>/", signed_in(pages.person), name="person"),
    path("office/accounts/", signed_in(account_pages.listed), name="accounts"),
    path("office/accounts/<row_key:key>/<str:verb>/", signed_in(account_pages.act), name="account"),
    path("office/deliveries/", signed_in(delivery_pages.listed), name="deliveries"),
    path("office/deliveries/<row_key:key>/secret/", signed_in(delivery_pages.secret), name="delivery-secret"),
    path("office/import/", right_first(terms.REGISTERS, import_pages.begin), name="import"),
    path("office/import/<row_key:key>/", signed_in(import_pages.preview), name="import-preview"),
    path("office/import/<row_key:key>/accept/", signed_in(import_pages.accept), name="import-accept"),
    path("office/batches/<row_key:key>/", signed_in(import_pages.progress), name="import-progress"),
]
