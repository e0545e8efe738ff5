"""Open data: valid against the published schemas and the additional checks whatever a project holds, and only what is published."""

from __future__ import annotations

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
from taizhang.modules.projects.open_data import oc4ids
from taizhang.modules.projects.open_data.oc4ids import Paper, Published
from taizhang.modules.projects.open_data.oc4ids_check import findings, project_findings

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
def test_the_package_is_a_stream_of_two_queries_for_each_chunk(city, client, django_assert_max_num_queries):
    for n in range(6):
        city.do(city.clerk, "projects.publish", city.project(name=f"示例{n}"))
    with django_assert_max_num_queries(7):
        assert len(json.loads(b"".join(client.get("/api/oc4ids/").streaming_content))["projects"]) == 6


def test_a_wrong_prefix_is_refused_when_the_program_starts():
    from django.core.exceptions import ImproperlyConfigured

    from taizhang.site.settings import _prefix

    assert _prefix("oc4ids-a1b2c3") == "oc4ids-a1b2c3"
    for given in ("oc4ids-A1B2C3", "oc4ids-12345", "ocds-123456", "oc4ids-123456-x"):
        with pytest.raises(ImproperlyConfigured):
            _prefix(given)
