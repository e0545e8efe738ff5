"""Open data: valid against the published schemas and the additional checks whatever a project holds, and only what is published."""

from __future__ import annotations

import fcntl
import json
from copy import deepcopy
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from jsonschema import FormatChecker

from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.catalogue import installed
from taizhang.modules.office import attention
from taizhang.modules.projects import lifecycle, terms
from taizhang.modules.projects.open_data import command as open_data_command
from taizhang.modules.projects.open_data import kept, oc4ids
from taizhang.modules.projects.open_data import package as package_text
from taizhang.modules.projects.open_data.oc4ids import Paper, Published
from taizhang.modules.projects.open_data.oc4ids_check import findings, project_findings
from taizhang.modules.projects.pages import open_data
from taizhang.surfaces.api import openapi

NOW = datetime(2026, 11, 25, 8, 30, 15, 999, tzinfo=UTC)
PREFIX = "oc4ids-abc123"
EVERY_PAPER = tuple(Paper(n, key, words, date(2026, 1, 1), "示发改〔2026〕1号") for n, (key, words) in enumerate(terms.DOCUMENT_WORDS, 1))
FULL = Published(
    key=7, name="示例中学 <b>&\"新建", updated=NOW, stage="building", stage_words=Text("在建", "Under construction"),
    standing="suspended", standing_words=Text("暂停", "Suspended"), code="2026-410103-48-01-000123", summary="新建\n教学楼",
    kind="renewal", category="education", category_words=Text("教育", "Education"), place="一街道", district="甲区", organ_key=3,
    organ="甲区城投公司", owner="甲建设公司", total_fen=123_456_789_012_345, planned_start="2026-03", planned_finish="2028",
    started_on=date(2026, 4, 1), papers=EVERY_PAPER,
)  # fmt: skip
LEAST = Published(
    key=1, name="x", updated=NOW, stage="reserve", stage_words=Text("储备", "Reserve"), standing="normal", standing_words=Text("正常", "Normal")
)


def package(*projects: Published) -> dict:
    return oc4ids.package("https://example.org/p.json", "示例市", NOW, [oc4ids.project(p, PREFIX) for p in projects])


def test_a_project_with_every_field_and_one_with_none_have_no_fault():
    assert findings(package(FULL, LEAST)) == []
    full = oc4ids.project(FULL, PREFIX)
    assert {"type", "budget", "period", "implementationPeriod", "locations", "parties", "publicAuthority", "milestones"} <= full.keys()
    assert full["budget"]["amount"] == {"amount": 1234567890123.45, "currency": "CNY"} and full["status"] == "implementation"
    assert "暂停" in full["description"] and full["period"] == {"startDate": "2026-03-01T00:00:00+08:00", "endDate": "2028-12-31T23:59:59+08:00"}
    assert [p["roles"] for p in full["parties"]] == [["publicAuthority"], ["procuringEntity"]]
    assert json.loads(json.dumps(full)) == full and full["milestones"][-1]["status"] == "met"


def test_every_stage_standing_category_and_kind_has_no_fault():
    made = []
    for number, (stage, words) in enumerate(lifecycle.STAGE_WORDS, 1):
        for standing, said in lifecycle.STANDING_WORDS:
            made.append(Published(len(made) + 1, f"p{number}", NOW, stage, words, standing, said))
    for (kind, _), (category, words) in zip(terms.KINDS * 2, terms.CATEGORIES, strict=False):
        made.append(Published(1000 + len(made), "p", NOW, "filed", Text("备案", "Filed"), "normal", Text("正", "N"), kind=kind, category=category, category_words=words))
    assert findings(package(*made)) == []
    said = {oc4ids.status(p.stage, p.standing) for p in made}
    assert said == {"identification", "preparation", "implementation", "completion", "maintenance", "cancelled"}


def test_an_organ_that_is_the_owner_too_is_one_party():
    one = oc4ids.project(Published(**{f: getattr(LEAST, f) for f in ("key", "name", "updated", "stage", "stage_words", "standing", "standing_words")}, organ_key=3, organ="甲公司", owner=" 甲公司 "), PREFIX)
    assert [p["roles"] for p in one["parties"]] == [["publicAuthority", "procuringEntity"]]


@pytest.mark.parametrize("written", ["", "年底", "2026-13", "2026-02-30", "26-01", "２０２６-01", "0000"])
def test_a_day_that_cannot_be_read_is_left_out(written):
    assert oc4ids.begin_of(written) is None and oc4ids.end_of(written) is None


def wrong(change) -> set[str]:
    spoilt = deepcopy(package(FULL))
    change(spoilt["projects"][0], spoilt)
    return {f.check for f in findings(spoilt)}


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("schema", lambda p, k: p.pop("id")),
        ("schema", lambda p, k: p.update(status="suspended")),
        ("schema", lambda p, k: p["period"].update(startDate="2026/03/01")),
        ("schema", lambda p, k: p["period"].update(startDate="2026-03-01")),
        ("schema", lambda p, k: p["budget"]["amount"].update(amount="12")),
        ("schema", lambda p, k: p["milestones"][0].update(status="done")),
        ("schema", lambda p, k: k.pop("version")),
        ("schema", lambda p, k: k.update(version="0.9.5")),
        ("schema", lambda p, k: k.update(uri="not an address")),
        ("schema", lambda p, k: k.update(projects=[])),
        ("empty", lambda p, k: p.update(purpose=" ")),
        ("currency", lambda p, k: p["budget"]["amount"].pop("currency")),
        ("party", lambda p, k: p["publicAuthority"].update(id="organ-9")),
        ("identifier", lambda p, k: p.update(id="oc4ids-ABC123-7")),
        ("identifier", lambda p, k: p.update(id="oc4ids-abc123")),
        ("identifier", lambda p, k: k["projects"].append(dict(p, title="y"))),
        ("unknown_key", lambda p, k: p["budget"].update(budgetBreakdown=[])),
        ("unknown_key", lambda p, k: p["documents"][0].update(titel="x")),
        ("unknown_key", lambda p, k: k.update(publishDate="x")),
    ],
)
def test_the_check_finds_what_is_wrong(check, change):
    assert check in wrong(change)


def test_days_and_addresses_are_really_checked():
    assert {"date-time", "uri"} <= FormatChecker.checkers.keys()


# -- from the city ----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_package_holds_published_projects_and_public_fields_alone(city, client, settings, plain_settings):
    settings.TAIZHANG_OC4IDS_PREFIX, settings.TAIZHANG_OC4IDS_PUBLISHER = PREFIX, "示例市发展改革委"
    assert client.get("/public/projects/oc4ids.json").status_code == 404 and client.get("/api/oc4ids/").status_code == 404
    school, hidden = city.project(name="示例中学", summary="教学楼"), city.project(name="不公开的工程")
    city.document(school, "proposal_approval", number="示发改〔2026〕11号")
    city.document(school, "contract", number="合同密号77")
    city.document(school, "other", number="杂项密号88")
    city.do(city.reporter, "projects.claim_start", school, on="2026-01-10")
    city.do(city.clerk, "projects.publish", school)
    answer = client.get("/public/projects/oc4ids.json")
    text = b"".join(answer.streaming_content).decode()
    found = json.loads(text)
    assert answer["Content-Type"] == "application/json" and "attachment" in answer["Content-Disposition"]
    assert findings(found) == [] and [p["id"] for p in found["projects"]] == [f"{PREFIX}-{school.pk}"]
    assert found["publisher"]["name"] == "示例市发展改革委" and "示发改〔2026〕11号" in text
    assert not any(secret in text for secret in ("密号", hidden.name, "2026-01-10", "reporter"))
    api = json.loads(b"".join(client.get("/api/oc4ids/").streaming_content))
    assert api["projects"] == found["projects"] and project_findings(api["projects"][0]) == []
    assert client.get("/api/oc4ids/?nosuch=1").status_code == 422 and client.post("/api/oc4ids/").status_code == 405
    assert client.get("/public/projects/oc4ids.json?q=不公开").status_code == 404
    assert "/public/projects/oc4ids.json" in client.get("/public/projects/").content.decode()


@pytest.mark.django_db
def test_a_package_with_the_placeholder_for_a_prefix_says_so_everywhere_and_stays_valid(city, client, settings, plain_settings, tmp_path):
    settings.TAIZHANG_OC4IDS_PREFIX = oc4ids.UNREGISTERED
    city.do(city.clerk, "projects.publish", city.project(name="示例中学"))
    answer = client.get("/public/projects/oc4ids.json")
    found = json.loads(b"".join(answer.streaming_content))
    assert findings(found) == [] and oc4ids.ONLY_A_TRIAL.en in found["publisher"]["name"] and "oc4ids-trial" in answer["Content-Disposition"]
    page = client.get("/public/projects/").content.decode()
    assert oc4ids.ONLY_A_TRIAL.zh in page
    said: list[str] = []
    told = SimpleNamespace(file=tmp_path / "p.json", check=False, uri="https://example.org/p.json")
    assert open_data_command.run(told, said.append) == 0 and any("TAIZHANG_OC4IDS_PREFIX" in line for line in said)
    assert {n.key: n.level for n in attention.notices(installed(), clock.today())}["open_data"] == "warn"
    settings.TAIZHANG_OC4IDS_PREFIX = PREFIX
    notice = {n.key: n for n in attention.notices(installed(), clock.today())}["open_data"]
    assert notice.level == "fact" and PREFIX in notice.what.in_("en")
    assert oc4ids.ONLY_A_TRIAL.zh not in client.get("/public/projects/").content.decode()
    registered = client.get("/public/projects/oc4ids.json")
    assert "trial" not in registered["Content-Disposition"]
    assert "trial" not in json.loads(b"".join(registered.streaming_content))["publisher"]["name"]


@pytest.mark.django_db
def test_the_package_is_made_with_few_queries_whatever_its_size(city, client, kept_in, django_assert_max_num_queries):
    for n in range(6):
        city.do(city.clerk, "projects.publish", city.project(name=f"示例{n}"))
    with django_assert_max_num_queries(15):
        assert len(json.loads(b"".join(client.get("/api/oc4ids/").streaming_content))["projects"]) == 6


def test_a_wrong_prefix_is_refused_when_the_program_starts():
    from django.core.exceptions import ImproperlyConfigured

    from taizhang.site.settings import _prefix

    assert _prefix("oc4ids-a1b2c3") == "oc4ids-a1b2c3"
    for given in ("oc4ids-A1B2C3", "oc4ids-12345", "ocds-123456", "oc4ids-123456-x"):
        with pytest.raises(ImproperlyConfigured):
            _prefix(given)


# -- the file that is kept --------------------------------------------------------------------------------------------------

ADDRESS = "/public/projects/oc4ids.json"


@pytest.fixture
def kept_in(tmp_path, settings, plain_settings, monkeypatch):
    settings.VAR = tmp_path
    return tmp_path / "open_data"


def ids(answer) -> list[int]:
    """The keys of the projects in an answer, which is a package without fault."""
    found = json.loads(b"".join(answer.streaming_content))
    assert findings(found) == []
    return [int(p["id"].rpartition("-")[2]) for p in found["projects"]]


def slow(kept_in, seconds: float = 30.0) -> None:
    """The file that is there took so long to make."""
    state = json.loads((kept_in / "latest.json").read_text())
    (kept_in / "latest.json").write_text(json.dumps(state | {"seconds": seconds}))


@pytest.mark.django_db
def test_one_file_serves_everybody_until_something_changes(city, client, kept_in, django_assert_num_queries):
    one = city.project(name="示例中学")
    city.do(city.clerk, "projects.publish", one)
    first = client.get(ADDRESS)
    assert ids(first) == [one.pk] and first["Cache-Control"] == "public, no-cache"
    made = {p.name for p in kept_in.iterdir()}
    with django_assert_num_queries(5):
        again = client.get(ADDRESS)
        assert ids(again) == [one.pk]
    assert int(again["Content-Length"]) == len(b"".join(client.get(ADDRESS).streaming_content))
    assert {p.name for p in kept_in.iterdir()} == made and again["ETag"] == first["ETag"]
    assert client.get("/api/oc4ids/")["ETag"] != first["ETag"], "another address, another package"
    head = client.head(ADDRESS)
    assert (head.status_code, head["Content-Length"], head.content) == (200, again["Content-Length"], b"")
    city.document(one, "proposal_approval", number="示发改〔2026〕11号")
    assert client.get(ADDRESS)["ETag"] != first["ETag"] and len(list(kept_in.iterdir())) == len(made)


@pytest.mark.django_db
def test_whoever_has_the_package_already_is_told_so(city, client, kept_in):
    city.do(city.clerk, "projects.publish", city.project(name="示例中学"))
    first = client.get(ADDRESS)
    for condition in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        answer = client.get(ADDRESS, headers=condition)
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", first["ETag"])
    other = city.project(name="示例医院")
    city.do(city.clerk, "projects.publish", other)
    for condition in ({"If-None-Match": first["ETag"]}, {"If-Modified-Since": first["Last-Modified"]}):
        assert other.pk in ids(client.get(ADDRESS, headers=condition)), "made within the same second, and told apart"


@pytest.mark.django_db
def test_what_is_withdrawn_is_not_in_the_next_answer_however_long_the_package_takes(city, client, kept_in):
    one, other, third = (city.project(name=f"示例{n}") for n in range(3))
    for project in (one, other):
        city.do(city.clerk, "projects.publish", project)
    first = client.get(ADDRESS)
    assert ids(first) == [one.pk, other.pk]
    slow(kept_in)
    city.do(city.clerk, "projects.publish", third)
    assert ids(client.get(ADDRESS)) == [one.pk, other.pk], "what is new may wait for a while"
    city.do(city.clerk, "projects.unpublish", other, reason="示例")
    answer = client.get(ADDRESS, headers={"If-None-Match": first["ETag"], "If-Modified-Since": first["Last-Modified"]})
    assert ids(answer) == [one.pk, third.pk]
    for project in (one, third):
        city.do(city.clerk, "projects.unpublish", project, reason="示例")
    assert client.get(ADDRESS, headers={"If-None-Match": answer["ETag"]}).status_code == 404
    assert [p.name for p in kept_in.iterdir()] == ["lock"], "nothing is left of what nobody may read"


@pytest.mark.django_db
@pytest.mark.parametrize("comes_back", [False, True])
def test_what_is_withdrawn_while_the_package_is_made_is_not_given_out(city, client, kept_in, monkeypatch, comes_back):
    one, other = city.project(name="示例中学"), city.project(name="示例医院")
    for project in (one,) if comes_back else (one, other):
        city.do(city.clerk, "projects.publish", project)
    if comes_back:
        assert ids(client.get(ADDRESS)) == [one.pk]
        (kept_in / "latest.json").unlink()
    every, rounds = package_text.each, []

    def each(rows):
        # Of the first round only: the other is public while the rows are read and not any more when the file is there.
        if not rounds and comes_back:
            city.do(city.clerk, "projects.publish", other)
        yield from every(rows)
        if not rounds:
            city.do(city.clerk, "projects.unpublish", other, reason="示例")
        rounds.append(rows)

    monkeypatch.setattr(package_text, "each", each)
    assert ids(client.get(ADDRESS)) == [one.pk] and len(rounds) == 2
    assert ids(client.get(ADDRESS)) == [one.pk] and len(rounds) == 2


@pytest.mark.django_db
def test_while_the_package_is_made_everybody_else_is_told_when_to_come_back(city, client, kept_in):
    one, other = city.project(name="示例中学"), city.project(name="示例医院")
    city.do(city.clerk, "projects.publish", one)
    kept_in.mkdir(parents=True)
    with (kept_in / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        page, api = client.get(ADDRESS, headers={"Accept-Language": "en"}), client.get("/api/oc4ids/?lang=en")
        assert (page.status_code, page["Retry-After"]) == (api.status_code, api["Retry-After"]) == (503, "20")
        assert "is being made" in page.content.decode() and api.json()["code"] == "being_made"
    assert ids(client.get(ADDRESS)) == [one.pk]
    city.do(city.clerk, "projects.publish", other)
    with (kept_in / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert ids(client.get(ADDRESS)) == [one.pk], "the one before, all of which is public"
        city.do(city.clerk, "projects.unpublish", one, reason="示例")
        assert client.get(ADDRESS).status_code == 503, "and no longer once something in it is not"


@pytest.mark.django_db
def test_a_day_makes_it_ready_and_a_choice_of_too_many_is_refused(city, client, kept_in, monkeypatch):
    assert kept.make_ready(clock.today()) == 0
    for n in range(3):
        city.do(city.clerk, "projects.publish", city.project(name=f"示例{n}"))
    assert (kept.make_ready(clock.today()), kept.make_ready(clock.today())) == (1, 0)
    assert len(json.loads(client.get(f"{ADDRESS}?q=示例").content)["projects"]) == 3
    monkeypatch.setattr(open_data, "MOST_CHOSEN", 2)
    page, api = client.get(f"{ADDRESS}?q=示例", headers={"Accept-Language": "en"}), client.get("/api/oc4ids/?q=示例&lang=en")
    assert page.status_code == api.status_code == 422 and "More than 2 projects" in page.content.decode() and api.json()["code"] == "too_many"
    assert len(ids(client.get(ADDRESS))) == 3


def test_the_document_of_the_api_names_the_address_and_when_to_come_back():
    said = openapi.document(installed())["paths"]["/api/oc4ids/"]["get"]
    assert {p["name"] for p in said["parameters"] if "name" in p} == {"q", "district", "stage", "If-None-Match"}
    assert {"200", "304", "503"} <= said["responses"].keys() and "Retry-After" in said["responses"]["503"]["headers"]
