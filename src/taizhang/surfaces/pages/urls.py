"""Addresses of the signed-in pages."""

from __future__ import annotations

from django.urls import path, register_converter

from . import acting, entries, fieldwork, files, lists, me, opening, record, saved, search, sign_in, work


class EntryKey:
    """The key of an entry: 32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        """The key itself."""
        return value

    def to_url(self, value: str) -> str:
        """The key itself."""
        return value


class RowKey:
    """The key of a row; a longer number is the key of nothing."""

    regex = "[0-9]{1,15}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int | str) -> str:
        """The digits."""
        return str(value)


register_converter(EntryKey, "entry_key")
register_converter(RowKey, "row_key")

app_name = "pages"
urlpatterns = [
    path("", sign_in.front, name="front"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("password/", sign_in.password, name="password"),
    path("language/", sign_in.choose_language, name="language"),
    path("post/", sign_in.choose_post, name="post"),
    path("work/", work.work, name="work"),
    path("work/count/", work.count, name="count"),
    path("search/", search.search_page, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("m/<str:key>/", work.module_page, name="module"),
    path("list/<str:key>/", lists.list_page, name="list"),
    path("list/<str:key>/export.xlsx", lists.export, name="export"),
    path("list/<str:key>/columns/", saved.columns, name="columns"),
    path("list/<str:key>/views/", saved.save, name="view_save"),
    path("list/<str:key>/begin/", saved.begin, name="view_begin"),
    path("views/", saved.views, name="views"),
    path("views/<row_key:key>/", saved.change, name="view_change"),
    path("r/<str:kind>/<row_key:key>/", record.record_page, name="record"),
    path("r/<str:kind>/<row_key:key>/line/", record.more_of_line, name="line"),
    path("r/<str:kind>/<row_key:key>/open/", opening.record, name="record_open"),
    path("r/<str:kind>/<row_key:key>/do/<str:action>/", acting.act, name="act"),
    path("do/<str:action>/", acting.act_alone, name="act_alone"),
    path("start/<str:action>/", acting.start, name="start"),
    path("choices/<str:action>/<str:name>/", acting.choices, name="choices"),
    path("each/<str:action>/", acting.each, name="each"),
    path("drafts/", acting.drafts, name="drafts"),
    path("drafts/<row_key:key>/discard/", acting.discard, name="discard"),
    path("me/", me.me, name="me"),
    path("report/", fieldwork.report, name="report"),
    path("report/errands.json", fieldwork.errands, name="errands"),
    path("report/shell/", fieldwork.shell, name="report_shell"),
    path("report/worker.js", fieldwork.worker, name="report_worker"),
    path("upload/", files.upload, name="upload"),
    path("evidence/<row_key:key>/", files.serve, name="evidence"),
    path("entry/<entry_key:key>/", entries.entry_page, name="entry"),
    path("entry/<entry_key:key>/open/", opening.entry, name="entry_open"),
    path("opened/", opening.of_me, name="opened"),
]
