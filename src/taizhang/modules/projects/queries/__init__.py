"""Reads of the projects module. Lists, totals and pages read through `frame.rows`; the same functions read the past."""

from .facts import facts, first_items, papers, start_papers
from .fieldwork import sites_near, to_report
from .keeping import (
    by_code,
    district_of,
    item_kinds,
    lines_of_kind,
    newest_document,
    on_list,
    plan_of,
    reminded_on,
    reminders,
    reported_periods,
    stat_figure,
)
from .public import NUMBERED, PublicDocument, PublicEntry, public_documents, public_entries
from .rounds import Unit, lists_of, monthly_round, open_items, overview
from .scope import of_visible_project, of_visible_report, stirred, visible
from .sums import GROUPS, Records, Total, totals

__all__ = [
    "GROUPS",
    "NUMBERED",
    "PublicDocument",
    "PublicEntry",
    "Records",
    "Total",
    "Unit",
    "by_code",
    "district_of",
    "facts",
    "first_items",
    "item_kinds",
    "lines_of_kind",
    "lists_of",
    "monthly_round",
    "newest_document",
    "of_visible_project",
    "of_visible_report",
    "on_list",
    "open_items",
    "overview",
    "papers",
    "plan_of",
    "public_documents",
    "public_entries",
    "reminded_on",
    "reminders",
    "reported_periods",
    "sites_near",
    "start_papers",
    "stat_figure",
    "to_report",
    "stirred",
    "totals",
    "visible",
]
