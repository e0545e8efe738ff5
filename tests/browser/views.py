"""Every kind of page once: its name, who looks at it, and where it is in a loaded example city."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page

from taizhang.site.example_city.example_workbook import write_example_workbook

from .town import Town

LANGUAGES = {"zh": "zh-hans", "en": "en"}


class View(NamedTuple):
    """One kind of page. `who` is empty where nobody signs in; braces in `path` are filled by `places`."""

    name: str
    who: str
    path: str


VIEWS = (
    View("front", "", "/public/"),
    View("source", "", "/source/"),
    View("public-projects", "", "/public/projects/"),
    View("public-project", "", "/public/projects/{published}/"),
    View("public-inspections", "", "/public/inspections/"),
    View("public-draw", "", "/public/draws/1/"),
    View("public-results", "", "/public/results/"),
    View("verify", "", "/verify/"),
    View("glossary", "", "/glossary/"),
    View("about", "", "/about/"),
    View("accessibility", "", "/accessibility/"),
    View("privacy", "", "/privacy/"),
    View("tours", "", "/tour/"),
    View("tour", "", "/tour/reporter/"),
    View("sign-in", "", "/sign-in/"),
    View("api", "", "/api/"),
    View("work", "erqi-clerk", "/work/"),
    View("work-reporter", "erqi-owner", "/work/"),
    View("report", "erqi-owner", "/report/"),
    View("me", "erqi-owner", "/me/"),
    View("list", "erqi-clerk", "/list/projects.projects/"),
    View("list-reports", "erqi-clerk", "/list/projects.reports/"),
    View("record", "erqi-clerk", "/r/projects.project/{project}/"),
    View("record-report", "erqi-housing", "/r/projects.report/{report}/"),
    View("form", "erqi-owner", "/r/projects.project/{reported}/do/projects.report_month/"),
    View("form-register", "erqi-clerk", "/r/registers.place/{place}/do/projects.register/"),
    View("import-begin", "erqi-clerk", "/projects/import/"),
    View("import-preview", "erqi-clerk", "/projects/import/{workbook}/?name=erqi.xlsx"),
    View("import-progress", "erqi-clerk", "/projects/batches/{batch}/"),
    View("views", "erqi-clerk", "/views/"),
    View("round", "erqi-clerk", "/projects/round/"),
    View("grid", "erqi-owner", "/projects/grid/"),
    View("review", "erqi-housing", "/projects/review/"),
    View("ranking", "erqi-clerk", "/projects/ranking/"),
    View("time", "erqi-clerk", "/projects/time/"),
    View("time-compare", "erqi-clerk", "/projects/time/compare/"),
    View("briefing", "erqi-clerk", "/projects/briefing/"),
    View("capital", "erqi-clerk", "/projects/capital/"),
    View("forms", "erqi-clerk", "/projects/forms/"),
    View("coordinations", "erqi-leader", "/list/projects.coordinations/"),
    View("schedule", "erqi-clerk", "/projects/{scheduled}/schedule/"),
    View("late-nodes", "erqi-clerk", "/projects/late-nodes/"),
    View("crews", "erqi-clerk", "/projects/crews/?crew-demolition=1&crew-builders=3"),
    View("calendar", "erqi-clerk", "/projects/calendar/"),
    View("totals", "erqi-clerk", "/projects/totals/"),
    View("bulletin", "erqi-clerk", "/projects/bulletin/"),
    View("entry-papers", "erqi-clerk", "/projects/{project}/entry-papers/"),
    View("leader", "erqi-leader", "/projects/leader/"),
    View("map", "city-leader", "/projects/map/"),
    View("lights", "erqi-clerk", "/projects/lights/?other=example-2026"),
    View("lights-rules", "admin-system", "/projects/lights/rules/"),
    View("question", "erqi-owner", "/r/projects.question/{question}/"),
    View("map-district", "erqi-clerk", "/projects/map/"),
    View("wall", "city-leader", "/projects/wall/"),
    View("card", "erqi-leader", "/projects/{project}/card/"),
    View("tasks", "erqi-supervision", "/list/commitments.tasks/"),
    View("task", "erqi-supervision", "/r/commitments.task/{task}/"),
    View("document-new", "erqi-supervision", "/commitments/sources/new/"),
    View("document", "erqi-supervision", "/commitments/sources/{document}/"),
    View("document-results", "erqi-leader", "/commitments/sources/{document}/?view=results"),
    View("tasks-tree", "erqi-supervision", "/commitments/tree/"),
    View("tasks-wall", "erqi-supervision", "/commitments/wall/"),
    View("tasks-screen", "city-supervision", "/commitments/wall/?screen=1"),
    View("meeting", "erqi-supervision", "/commitments/meeting/"),
    View("figures", "erqi-leader", "/commitments/figures/?value=1124&unit=亿元"),
    View("conduct", "erqi-supervisor", "/conduct/"),
    View("sandbox", "erqi-inspection-chief", "/sandbox/"),
    View("sandbox-firm", "erqi-inspection-chief", "/r/sandbox.member/{member}/"),
    View("guidance-reply", "", "/guidance/reply/"),
    View("rosters", "erqi-inspection", "/inspection/rosters/"),
    View("roster-import", "erqi-inspection", "/inspection/rosters/import/"),
    View("roster-version", "erqi-inspection", "/inspection/versions/{version}/"),
    View("exchange", "erqi-inspection", "/inspection/exchange/"),
    View("entry", "erqi-clerk", "/entry/{entry}/"),
    View("search", "erqi-clerk", "/search/?q=示例"),
    View("module", "erqi-clerk", "/m/projects/"),
    View("drafts", "erqi-owner", "/drafts/"),
    View("my-data", "erqi-owner", "/opened/"),
    View("work-admin", "admin-system", "/work/"),
    View("office-parameters", "admin-system", "/office/parameters/"),
    View("office-lifecycles", "admin-system", "/office/lifecycles/"),
    View("office-warnings", "admin-system", "/office/warnings/"),
    View("office-jobs", "admin-system", "/office/jobs/"),
    View("office-organs", "admin-system", "/office/organs/"),
    View("office-accounts", "admin-security", "/office/accounts/"),
    View("office-import", "admin-system", "/office/import/"),
    View("office-journal", "admin-audit", "/office/journal/"),
)


def places(town: Town, workbook: str) -> dict[str, str]:
    """What stands for the braces of `View.path` in this city; `workbook` is the digest of an uploaded one."""
    building = "FROM projects_project WHERE stage = 'building' AND total_investment_fen > 0"
    owner = "unit_id = (SELECT organ_id FROM registers_appointment a JOIN registers_account u ON u.person_id = a.person_id"
    return {
        "workbook": workbook,
        "published": str(town.one("SELECT id FROM projects_project WHERE published ORDER BY total_investment_fen DESC, id")),
        "project": str(town.one(f"SELECT id {building} ORDER BY id")),
        "scheduled": str(town.one("SELECT project_id FROM projects_node WHERE state = 'under_way' ORDER BY id")),
        "reported": str(town.one(f"SELECT id {building} AND {owner} WHERE u.username = 'erqi-owner') ORDER BY id")),
        "report": str(town.one("SELECT id FROM projects_report WHERE state = 'submitted' ORDER BY id DESC")),
        "question": str(town.one(f"SELECT id FROM projects_question WHERE {owner.replace('unit_id', 'organ_id', 1)} WHERE u.username = 'erqi-owner') ORDER BY (state = 'asked') DESC, id")),
        "document": str(town.one("SELECT source_id FROM commitments_task WHERE source_id IS NOT NULL ORDER BY id")),
        "task": str(town.one("SELECT parent_id FROM commitments_task WHERE parent_id IS NOT NULL ORDER BY id")),
        "place": str(town.one("SELECT place_id FROM registers_organ WHERE name LIKE '二七区发展%'")),
        "member": str(town.one("SELECT id FROM sandbox_member WHERE state = 'guided' ORDER BY id")),
        "version": str(town.one("SELECT id FROM inspection_rosterversion WHERE kind = 'objects' ORDER BY id DESC")),
        "batch": str(town.one("SELECT id FROM frame_batch WHERE kind = 'projects.workbook'")),
        "entry": town.one("SELECT key FROM ledger_entry WHERE action = 'projects.add_document' ORDER BY key"),
    }


def context(browser: Browser, town: Town, language: str, **more: object) -> BrowserContext:
    """A browser of its own, in a language."""
    made = browser.new_context(base_url=town.url, locale="en-GB" if language == "en" else "zh-CN", **more)  # type: ignore[arg-type]
    made.add_cookies([{"name": "django_language", "value": LANGUAGES[language], "url": town.url}])
    return made


def keep_workbook(page: Page, town: Town, folder: Path) -> str:
    """The digest under which a workbook with faults waits for its clerk's word."""
    write_example_workbook(folder / "erqi.xlsx", date.today(), faulty=True)
    sign_in(page, "erqi-clerk", town.password)
    page.goto("/projects/import/")
    page.set_input_files("#file", folder / "erqi.xlsx")
    page.locator("form[enctype] .btn-primary").click()
    page.wait_for_url("**/import/*/?*")
    return page.url.split("/import/")[1].split("/")[0]


def sign_in(page: Page, who: str, password: str) -> None:
    """The page after signing in; a page that is signed in is signed out first, as by a person at the same desk."""
    page.goto("/work/")
    if "/sign-in/" not in page.url:
        page.locator(".tz-person summary").click()
        page.locator("form[action='/sign-out/'] button").click()
    page.fill("#username", who)
    page.fill("#password", password)
    page.click(".tz-doorcard button.btn-primary")
    page.wait_for_url("**/work/")
