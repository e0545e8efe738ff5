"""What nobody should send: each is refused by its own status, in JSON, without reaching an action."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from taizhang.frame import clock
from taizhang.registers import tokens
from taizhang.registers.models import Token
from tests.surfaces.api.conftest import Caller

pytestmark = pytest.mark.django_db

BODIES = {
    "deep": (b"[" * 100_000 + b"]" * 100_000, 400),
    "deep objects": (b'{"a":' * 50 + b"1" + b"}" * 50, 400),
    "nan": (b'{"reason": NaN}', 400),
    "infinity": (b'{"reason": -Infinity}', 400),
    "too large a number": (b'{"reason": 1e999}', 400),
    "thousands of digits": (b'{"reason": ' + b"9" * 5000 + b"}", 400),
    "twice": (b'{"reason": "a", "reason": "b"}', 400),
    "half a character": (b'{"reason": "\\ud800"}', 400),
    "half a character as key": (b'{"\\udfff": 1, "\\udfff": 2}', 400),
    "not utf-8": (b'{"reason": "\xff"}', 400),
    "not json": (b"reason=a", 400),
    "a list": (b"[]", 400),
    "a number": (b"7", 400),
    "nul": (b'{"reason": "a\\u0000b"}', 422),
    "a list for text": (b'{"reason": ["a"]}', 422),
    "huge": (b'{"reason": "' + b"a" * 1024 * 1024 + b'"}', 413),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_meant_is_refused(city, callers, name):
    project = city.project()
    body, status = BODIES[name]
    answer = callers.clerk.post(f"/api/records/projects.project/{project.pk}/projects.suspend/", raw=body, headers={"if-match": "*"})
    assert answer.status_code == status, answer.content
    assert set(answer.json()) == {"code", "reason", "field", "law", "remedy", "details"}
    project.refresh_from_db()
    assert project.standing == "normal"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_only_json_is_taken(city, callers, content_type):
    project = city.project()
    answer = callers.clerk.post(f"/api/records/projects.project/{project.pk}/projects.suspend/", raw=b'{"reason": "a"}', content_type=content_type)
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/api/records/projects.project/", "GET, HEAD"),
        ("DELETE", "/api/records/projects.project/1/", "GET, HEAD"),
        ("GET", "/api/records/projects.project/1/projects.suspend/", "POST"),
        ("PATCH", "/api/evidence/", "POST"),
        ("OPTIONS", "/api/tokens/", "GET, POST, HEAD"),
    ],
)
def test_the_wrong_method_says_which_are_right(callers, method, path, allowed):
    answer = callers.clerk.client.generic(method, path)
    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (405, allowed, "application/json")


@pytest.mark.parametrize("path", ["/api/nosuch/", "/api/records/nosuch.kind/", "/api/records/projects.project/x/", "/api/entries/zz/", "/api/records/projects.project/" + "9" * 5000 + "/", "/api/openapi.json/x"])
def test_an_unknown_address_is_404_in_json(callers, path):
    answer = callers.clerk.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


@pytest.mark.parametrize("header", ["Bearer x", "Bearer tz_" + "a" * 43, "Basic dXNlcjpwYXNz", "Bearer", ""])
def test_a_bad_token_is_401_even_where_the_public_may_look(callers, header):
    answer = callers.public.get("/api/records/registers.place/", headers={"authorization": header})
    assert (answer.status_code, answer.json()["code"]) == (401, "bad_token")


def test_a_token_ends_with_its_time_its_account_and_its_revocation(city, callers):
    path = "/api/tokens/"
    token, secret = tokens.issue(callers.account("clerk"), "test", days=1)
    with clock.at(clock.now() + timedelta(hours=23)):
        assert Caller(secret).get(path).status_code == 200
    with clock.at(clock.now() + timedelta(hours=25)):
        assert Caller(secret).get(path).status_code == 401
    assert Caller(secret).client.delete(f"{path}{token.pk}/").json()["revoked"] is True
    assert Caller(secret).get(path).status_code == 401
    _, second = tokens.issue(callers.account("clerk"), "test")
    callers.account("clerk").is_active = False
    callers.account("clerk").save()
    assert Caller(second).get(path).status_code == 401


def test_a_secret_is_shown_once_and_kept_only_as_a_hash(city, callers):
    client = Client(headers={"accept-language": "en"})
    client.force_login(callers.account("clerk"))
    issued = client.post("/api/tokens/", {"label": "报表", "days": 7}, content_type="application/json").json()
    assert not Token.objects.filter(sha256=issued["secret"]).exists()
    listed = Caller(issued["secret"]).get("/api/tokens/").json()["tokens"]
    assert "secret" not in listed[0] and listed[0]["label"] == "报表"
    # Neither does a token make tokens, nor does anyone else's account see or end this one.
    assert Caller(issued["secret"]).post("/api/tokens/", {"label": "再来"}).status_code == 403
    assert callers.reporter.client.delete(f"/api/tokens/{issued['id']}/").status_code == 404
    assert client.post("/api/tokens/", {"label": "", "days": 7}, content_type="application/json").status_code == 422
    assert client.post("/api/tokens/", {"label": "a", "days": 10**6}, content_type="application/json").status_code == 422


def test_a_session_needs_the_csrf_token_and_a_bearer_token_does_not(city, callers):
    project = city.project()
    path = f"/api/records/projects.project/{project.pk}/projects.suspend/"
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    client.force_login(callers.account("clerk"))
    body = {"reason": "无"}
    refused = client.post(path, body, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf")
    secret = "a" * 32
    client.cookies["taizhang_csrf"] = secret
    assert client.post(path, body, content_type="application/json", headers={"x-csrftoken": secret, "if-match": "*"}).status_code == 200
    bearer = Caller(tokens.issue(callers.account("clerk"), "t")[1], enforce_csrf_checks=True)
    assert bearer.act("projects.resume", project, reason="无").status_code == 200


def test_whoever_has_a_one_time_password_chooses_their_own_first(city, callers):
    account = callers.account("clerk")
    account.must_change = True
    account.save()
    client = Client(headers={"accept-language": "en"})
    client.force_login(account)
    assert client.get("/api/records/projects.project/").json()["code"] == "password"


def test_a_fault_of_the_program_is_json_and_says_nothing_of_itself(city, callers, monkeypatch, caplog):
    from taizhang.surfaces.api import records

    def broken(*_args, **_keywords):
        raise RuntimeError("secret inside")

    monkeypatch.setattr(records, "row_of", broken)
    answer = callers.clerk.get(f"/api/records/registers.place/{city.district.pk}/")
    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert b"secret inside" not in answer.content and "secret inside" in caplog.text


@pytest.mark.parametrize(
    ("who", "action", "inputs", "field"),
    [
        ("clerk", "projects.amend", {"name": "名", "reason": "由", "owner": "字" * 201}, "owner"),
        ("clerk", "projects.amend", {"name": "名", "reason": "由", "name_en": "x" * 241}, "name_en"),
        ("clerk", "projects.add_document", {"kind": "other", "dated": "2026-01-01", "number": "1" * 81}, "number"),
        ("clerk", "projects.plan", {"role": "target", "year": 2026, "amount_fen": 1, "ground": "字" * 201}, "ground"),
        ("reporter", "projects.report_month", {"progress": "示例", "period": "2026-0²"}, "period"),
        ("reporter", "projects.report_month", {"progress": "示例", "period": "２０２６-０１"}, "period"),
        ("reporter", "projects.report_month", {"progress": "示例", "period": "0000-01"}, "period"),
    ],
)
def test_what_does_not_fit_its_column_is_refused_by_name_on_every_database(city, callers, who, action, inputs, field):
    project = city.project()
    answer = getattr(callers, who).act(action, project, "projects.project", **inputs)
    assert (answer.status_code, answer.json()["field"]) == (422, field)
