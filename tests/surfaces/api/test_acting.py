"""Doing actions by the API: created rows, versions, submission keys, and every refusal in its own status."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from taizhang.frame import clock
from taizhang.site.example_city.photo import photo

pytestmark = pytest.mark.django_db


def test_a_creation_says_where_the_new_row_is(city, callers):
    answer = callers.clerk.act("projects.register", city.district, "registers.place", name="示例路", kind="gov")
    content = answer.json()
    assert (answer.status_code, content["created"], content["repeated"]) == (201, True, False)
    assert answer["Location"] == f"/api/records/projects.project/{content['subject']['id']}/"
    assert callers.clerk.get(answer["Location"]).json()["version"] == content["entry"]


def test_the_same_submission_key_does_it_once(city, callers):
    once = [callers.clerk.act("projects.register", city.district, "registers.place", {"Idempotency-Key": "k1"}, name="示例路", kind="gov") for _ in range(2)]
    first, second = (a.json() for a in once)
    assert (second["entry"], second["subject"], second["repeated"]) == (first["entry"], first["subject"], True)
    other = callers.clerk.act("projects.register", city.district, "registers.place", {"Idempotency-Key": "k1"}, name="别的路", kind="gov")
    assert (other.status_code, other.json()["code"]) == (409, "key_reused")
    bad = callers.clerk.act("projects.register", city.district, "registers.place", {"Idempotency-Key": "k" * 81}, name="示例路", kind="gov")
    assert bad.status_code == 422


def test_a_version_that_has_passed_is_a_conflict(city, callers):
    project = city.project()
    stale = {"If-Match": f'"{project.entry}"'}
    assert callers.clerk.act("projects.suspend", project, "projects.project", stale, reason="一").status_code == 200
    again = callers.clerk.act("projects.resume", project, "projects.project", stale, reason="二")
    assert (again.status_code, again.json()["code"]) == (409, "version")
    assert callers.clerk.act("projects.resume", project, "projects.project", {"If-Match": "x"}, reason="二").status_code == 422


def test_refusals_have_one_shape_with_law_and_remedy(city, callers):
    project = city.project()
    gate = callers.clerk.act("projects.approve_proposal", project)
    assert gate.status_code == 409
    assert set(gate.json()) == {"code", "reason", "field", "law", "remedy", "details"}
    assert gate.json()["details"][0]["field"] == "document.proposal_approval"
    right = callers.reporter.act("projects.suspend", project, reason="无")
    assert (right.status_code, right.json()["code"]) == (403, "no_right")
    scope = callers.other_clerk.act("projects.suspend", project, reason="无")
    assert (scope.status_code, scope.json()["code"]) == (404, "not_found")
    public = callers.public.act("projects.suspend", project, reason="无")
    assert (public.status_code, public["WWW-Authenticate"]) == (401, 'Bearer realm="taizhang"')
    inputs = callers.clerk.act("projects.suspend", project, nosuch="1")
    assert {d["field"] for d in inputs.json()["details"]} == {"reason", "nosuch"}


def test_a_refusal_of_the_public_is_in_the_journal_too(city, callers):
    from taizhang.frame.models import Refusal

    project = city.project()
    callers.public.act("projects.suspend", project, reason="无")
    assert Refusal.objects.filter(actor="public", action="projects.suspend").exists()


#: What somebody sends who acts on whatever the record says now.
_ANY = {"If-Match": "*"}


def test_the_language_follows_the_reader(city, callers):
    project = city.project()
    path = f"/api/records/projects.project/{project.pk}/projects.approve_proposal/"
    assert callers.clerk.post(path, headers=_ANY).json()["reason"].startswith("“Approve")
    chinese = callers.clerk.post(path + "?lang=zh", headers=_ANY)
    assert chinese.json()["reason"].startswith("还不能")
    assert chinese["Content-Language"] == "zh"
    assert callers.clerk.post(path, headers=_ANY | {"accept-language": "zh-CN"}).json()["reason"].startswith("还不能")


def test_what_only_the_machine_does_has_no_address(city, callers):
    project = city.project()
    assert callers.clerk.act("projects.prove_start", project).status_code == 404
    assert callers.clerk.act("office.establish").status_code == 404


def test_an_action_is_posted_where_its_target_is(city, callers):
    project = city.project()
    assert callers.clerk.act("projects.suspend", reason="无").status_code == 404
    assert callers.clerk.act("projects.suspend", project, "registers.place", reason="无").status_code == 404
    assert callers.clerk.act("projects.nosuch", project).status_code == 404


def test_a_file_is_sent_first_and_then_named(city, callers):
    from datetime import datetime

    project = city.project()
    picture = photo(datetime(2026, 1, 10, 9, 0), 34_750_000, 113_620_000)
    sent = callers.reporter.client.post("/api/evidence/", {"file": SimpleUploadedFile("site.jpg", picture, "image/jpeg")})
    assert sent.status_code == 201, sent.content
    done = callers.reporter.act("projects.add_document", project, kind="works_photo", dated="2026-01-10", file=sent.json()["ref"])
    assert done.status_code == 201, done.content
    document = callers.reporter.get(done["Location"]).json()
    assert document["cells"]["located"] is True
    # Somebody else's upload is not there.
    stranger = callers.clerk.act("projects.add_document", project, kind="works_photo", dated="2026-01-10", file=sent.json()["ref"])
    assert (stranger.status_code, stranger.json()["code"]) == (422, "no_such_choice")


def test_a_file_is_refused_by_what_it_is(city, callers):
    send = callers.clerk.client.post
    assert send("/api/evidence/", {"file": SimpleUploadedFile("a.jpg", b"MZ not a picture")}).status_code == 422
    assert send("/api/evidence/", {"file": SimpleUploadedFile("a.jpg", b"")}).status_code == 422
    assert send("/api/evidence/", {}).status_code == 422
    assert callers.clerk.post("/api/evidence/", {"file": "x"}).status_code == 415
    assert callers.public.client.post("/api/evidence/", {"file": SimpleUploadedFile("a.jpg", b"x")}).status_code == 401


def test_a_telephone_states_where_it_took_a_picture(callers):
    picture = photo(clock.now().astimezone(clock.ZONE).replace(tzinfo=None), None, None)
    here = {"latitude": "34.723", "longitude": "113.641", "accuracy_m": "11.2"}

    def send(**parts):
        return callers.reporter.client.post("/api/evidence/", {"file": SimpleUploadedFile("a.jpg", picture), **parts})

    told = send(taken_at=clock.now().isoformat(), **here).json()
    assert (told["located"], told["accuracy_m"]) == (True, 12)
    assert send().json()["located"] is False
    for wrong in (here, {"taken_at": "2026-01-31T09:30:00"}, {"taken_at": "9999-12-31T23:59:59-12:00"}, {"place": "x"}):
        assert send(**wrong).status_code == 422, wrong
    for wrong in ({"latitude": "nan"}, {"longitude": "181"}, {"accuracy_m": "-1"}, {"accuracy_m": ""}):
        assert send(taken_at=clock.now().isoformat(), **(here | wrong)).status_code == 422, wrong
