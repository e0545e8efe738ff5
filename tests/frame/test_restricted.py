"""The restricted part of an entry: shown to those it is for, sealed until its time, personal data only opened and on record."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from tests.ledger.conftest import WITNESSES, witness_once
from tests.trials.reading_entries import entries, said

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound
from taizhang.frame import clock, disclosure, fsck, proofs, reading, restricted, signing
from taizhang.frame.actor import PUBLIC, Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.models import Refusal
from taizhang.frame.restricted import Restricted
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry
from taizhang.registers import accounts, people
from taizhang.registers.models import Person
from taizhang.registers.records import PERSON
from taizhang.surfaces.proofs import VERIFIER

pytestmark = pytest.mark.django_db
PHONE, CONTACT = "0371-12345678", "0371-87654321"


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path) -> None:
    """Keys and policy of this test alone; hashed names of static files need `collectstatic`."""
    settings.VAR = tmp_path / "var"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture
def numbered():
    """A function after which every entry has its number, on both databases."""
    return store.sequence_pending


def appointed(city, organ: str, role: str, place) -> Actor:
    """A new person in a role."""
    do, by = city.do, city.administrator
    person = do(by, "office.enrol", city.organs[organ], name=f"{role}（示例）", phone=PHONE).key
    do(by, "office.appoint", city.organs[organ], person=person, role=role, place=place.pk, valid_from="2025-01-01")
    return people.actor_of(Person.objects.get(pk=person))


@pytest.fixture
def auditor(city) -> Actor:
    return appointed(city, "甲区发展改革委", "admin.audit", city.district)


@pytest.fixture
def auditor_next_door(city) -> Actor:
    return appointed(city, "乙区发展改革委", "admin.audit", city.other_district)


@pytest.fixture
def sighting(city):
    """The entry of something reported by nobody in particular, with a way to reach them."""
    city.do(PUBLIC, "sighting.report", city.district, text="井盖缺失", contact=CONTACT)
    (entry,) = entries("sighting.report")
    return entry


@pytest.fixture
def enrolled(city, auditor):
    """The entry by which the auditor came into the register, telephone number and all."""
    return Entry.objects.get(subject=f"registers.person:{auditor.person}", action="office.enrol")


def shown(actor: Actor, entry) -> dict[str, object]:
    """What somebody who merely looks has of a restricted part."""
    return {p.name: p.value for p in Restricted(actor, entry).pieces(restricted.said(entry.key)) if p.shown}


def withheld(actor: Actor, entry) -> dict[str, str]:
    return {p.name: p.kind for p in Restricted(actor, entry).pieces(restricted.said(entry.key)) if not p.shown}


# -- who has what ------------------------------------------------------------------------------------------------------


def test_what_is_internal_is_for_staff_and_personal_data_for_nobody_who_merely_looks(city, sighting, auditor):
    for actor in (city.clerk, auditor, city.leader):
        assert shown(actor, sighting)["text"] == "井盖缺失"
        assert withheld(actor, sighting) == {"contact": "personal"}
    assert shown(PUBLIC, sighting) == {}


def test_the_scope_comes_first_also_of_what_is_gone(city, sighting):
    assert restricted.visible(city.clerk, sighting.subject)
    assert not restricted.visible(city.other_clerk, sighting.subject)
    with pytest.raises(NotFound):
        proofs.bundle(city.other_clerk, sighting.key)


def test_what_is_sealed_opens_at_its_time_and_says_when(city):
    with clock.on(date(2026, 11, 20)):
        city.do(city.clerk, "draw.plan", city.district, name="示例", size=3, opens_at="2026-12-01T09:00+08:00", limit="1200万元")
        (entry,) = entries("draw.plan")
        (piece,) = Restricted(city.clerk, entry).pieces(restricted.said(entry.key))
        assert (piece.kind, piece.shown, piece.value) == ("sealed", False, None)
        assert piece.until.astimezone(clock.ZONE).isoformat() == "2026-12-01T09:00:00+08:00"
    with clock.on(date(2026, 12, 1), 8, 59):
        assert shown(city.clerk, entry) == {}
    with clock.on(date(2026, 12, 1), 9, 0):
        assert shown(city.clerk, entry) == {"limit": "1200万元"}
        assert shown(PUBLIC, entry) == {}


def test_no_purpose_opens_what_is_sealed(city, auditor):
    with clock.on(date(2026, 11, 20)):
        city.do(city.clerk, "draw.plan", city.district, name="示例", size=3, opens_at="2026-12-01T09:00+08:00", limit="1200万元")
        (entry,) = entries("draw.plan")
        with pytest.raises(Conflict) as refused:
            disclosure.open_entry(auditor, entry.key, "核对控制价")
    assert refused.value.code == "nothing_to_open"


def test_what_an_action_said_beside_its_inputs_is_for_those_who_may_do_it(city, auditor):
    guard = appointed(city, "甲区发展改革委", "admin.security", city.district)
    city.do(guard, "office.open_account", city.clerk.person, username="clerk-one")
    (entry,) = entries("office.open_account")
    assert shown(guard, entry) == {"account": "clerk-one"}
    assert withheld(guard, entry) == {"username": "personal"}
    assert withheld(city.clerk, entry) == {"account": "said", "username": "personal"}


# -- opening -----------------------------------------------------------------------------------------------------------


def test_whoever_has_the_right_there_opens_it_for_a_purpose_and_that_is_an_entry(city, sighting, auditor):
    opened = disclosure.open_entry(auditor, sighting.key, "回访举报人")
    assert opened.values["contact"] == CONTACT
    (entry,) = entries("sighting.sighting.opened")
    assert (entry.key, entry.actor, entry.subject) == (opened.entry, auditor.key, sighting.subject)
    assert said(entry, "r") == {"purpose": "回访举报人", "entry": sighting.key, "fields": ["contact"]}
    assert said(entry) == {}
    assert not fsck.check(installed(), clock.now()).findings


def test_without_the_right_there_or_a_purpose_it_stays_closed_and_that_is_journalled(city, sighting, auditor, auditor_next_door):
    Refusal.objects.all().delete()
    for actor, refusal in ((city.clerk, NotAllowed), (city.other_clerk, NotFound), (auditor_next_door, NotFound), (PUBLIC, NotFound)):
        with pytest.raises(refusal):
            disclosure.open_entry(actor, sighting.key, "好奇")
    with pytest.raises(BadInput):
        disclosure.open_entry(auditor, sighting.key, "  ")
    assert entries("sighting.sighting.opened") == []
    assert sorted(Refusal.objects.values_list("status", flat=True)) == [403, 404, 404, 404, 422]
    assert set(Refusal.objects.values_list("target", flat=True)) == {f"ledger.entry:{sighting.key}"}


def test_a_right_reaches_no_further_than_its_place(city, enrolled, auditor, auditor_next_door):
    # Everybody on the staff sees that a person is there, and in which post.
    assert restricted.visible(auditor_next_door, enrolled.subject)
    with pytest.raises(NotAllowed):
        disclosure.open_entry(auditor_next_door, enrolled.key, "好奇")
    assert disclosure.open_entry(auditor, enrolled.key, "核对").values["phone"] == PHONE


def test_the_person_sees_who_read_and_what_for_and_a_colleague_sees_that_it_was_read(city, auditor):
    person = appointed(city, "甲区住建局", "bureau.reviewer", city.district)
    opened = disclosure.open_row(auditor, PERSON, person.person, "更新通讯录")
    assert opened.values == {"name": "bureau.reviewer（示例）", "name_en": "", "phone": PHONE}
    (entry,) = entries("registers.person.opened")
    assert entry.subject == f"registers.person:{person.person}"
    assert shown(person, entry)["purpose"] == "更新通讯录"
    assert shown(auditor, entry)["purpose"] == "更新通讯录"  # their own doing
    assert withheld(city.clerk, entry) == {"purpose": "noted", "fields": "noted"}


def test_people_whom_a_record_concerns_are_told_in_an_entry_of_their_own(city):
    with clock.on(date(2026, 11, 2)):
        bank = city.organs["乙区住建局"]
        made = city.do(city.reporter, "consent.enter", year=2025, turnover_fen=1)
        city.do(city.reporter, "consent.give", made.key, organ=bank.pk, purpose="贷前调查", valid_to="2026-11-30")
        opened = disclosure.open_row(city.other_reviewer, installed().record("consent.statement"), made.key, "贷前调查")
    told = entries("registers.person.opened")
    assert [(e.subject, e.cause, e.others) for e in told] == [
        (f"registers.person:{city.reporter.person}", opened.entry, f'["consent.statement:{made.key}"]')
    ]
    assert shown(city.reporter, told[0])["purpose"] == "贷前调查"


def test_lists_rows_and_exports_show_personal_data_to_nobody(city, auditor):
    row = reading.one(auditor, PERSON, auditor.person)
    assert not reading.cells(auditor, PERSON, row)["phone"].shown
    assert "phone" not in {f.name for f in reading.fields(auditor, PERSON)}


# -- proofs ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def signed(city, enrolled, sighting, numbered):
    """Everything so far is signed and witnessed."""
    numbered()
    signing.checkpoint()
    signing.set_policy(tuple(w.key for w in WITNESSES), 2)
    for witness in WITNESSES:
        witness_once({}, witness, int(clock.now().timestamp()))


def verified(made: dict, tmp_path) -> str:
    """What the stand-alone verifier says of a bundle."""
    (tmp_path / "b.json").write_text(json.dumps(made, ensure_ascii=False))
    (tmp_path / "p.json").write_text(str(signing.policy()))
    done = subprocess.run(
        [sys.executable, "-S", "-I", VERIFIER, tmp_path / "b.json", "--policy", tmp_path / "p.json"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_proof_holds_the_restricted_part_once_it_was_opened_and_an_outsider_can_check_it(city, signed, enrolled, auditor, tmp_path):
    looked = proofs.bundle(auditor, enrolled.key)
    assert looked["restricted"] is None and PHONE not in json.dumps(looked)
    made, entry = proofs.opened_bundle(auditor, enrolled.key, "仲裁举证")
    assert json.loads(made["restricted"]["payload"])["phone"] == PHONE
    assert [json.loads(row["content"])["phone"] for row in made["rows"]] == [PHONE]
    (told,) = entries("registers.person.opened")
    assert told.key == entry
    assert said(told, "r")["fields"] == ["phone", f"registers.person:{auditor.person}/phone"]
    assert "VERIFIED" in verified(made, tmp_path)


def test_a_proof_that_cannot_be_made_yet_opens_nothing(city, enrolled, auditor, numbered):
    numbered()
    with pytest.raises(Conflict) as refused:
        proofs.opened_bundle(auditor, enrolled.key, "仲裁举证")
    assert refused.value.code == "pending"
    assert entries("registers.person.opened") == []


def test_a_proof_without_anything_held_back_has_its_restricted_part_for_staff_alone(city, numbered):
    project = city.project()
    city.do(city.clerk, "projects.add_item", project, list="problem", title="示例")
    (entry,) = entries("projects.add_item")
    numbered()
    signing.checkpoint()
    assert "示例" in proofs.bundle(city.clerk, entry.key)["restricted"]["payload"]
    city.do(city.clerk, "projects.publish", project)
    assert proofs.bundle(city.clerk, entry.key)["restricted"] is not None
    assert connection.in_atomic_block


# -- pages and API -----------------------------------------------------------------------------------------------------


@pytest.fixture
def browser():
    """A signed-in browser for a person."""

    def of(actor: Actor) -> Client:
        account, _ = accounts.open_by_operator(Person.objects.get(pk=actor.person), f"p{actor.person}")
        account.must_change = False
        account.save()
        client = Client(headers={"accept-language": "en"})
        client.force_login(account)
        return client

    return of


def test_the_page_of_an_entry_says_what_it_holds_back_and_offers_the_form_to_whoever_may(city, sighting, auditor, browser):
    for actor, offered in ((city.clerk, False), (auditor, True)):
        page = browser(actor).get(f"/entry/{sighting.key}/").content.decode()
        assert "What is not shown" in page and "How to reach you" in page and CONTACT not in page
        assert (f'action="/entry/{sighting.key}/open/"' in page) == offered


def test_opening_on_the_page_shows_it_once_and_the_person_finds_the_reading(city, auditor, browser):
    person = appointed(city, "甲区住建局", "bureau.reviewer", city.district)
    reader, own = browser(auditor), browser(person)
    address = f"/r/registers.person/{person.person}/"
    assert PHONE not in reader.get(address).content.decode()
    answer = reader.post(f"{address}open/", {"purpose": "更新通讯录"})
    assert PHONE in answer.content.decode() and "no-store" in answer["Cache-Control"]
    assert reader.post(f"{address}open/", {"purpose": ""}).status_code == 422
    assert reader.get(f"{address}open/").status_code == 405
    page = own.get("/opened/").content.decode()
    assert PHONE in page and "更新通讯录" in page and "admin.audit（示例）" in page
    assert "更新通讯录" not in browser(city.clerk).get(address).content.decode()


def test_the_proof_with_the_restricted_part_is_taken_from_the_page(city, signed, enrolled, auditor, browser):
    answer = browser(auditor).post(f"/entry/{enrolled.key}/open/", {"purpose": "仲裁举证", "as": "bundle"})
    assert answer["Content-Disposition"] == f'attachment; filename="entry-{enrolled.key}.json"'
    assert json.loads(answer.json()["restricted"]["payload"])["phone"] == PHONE


def test_the_api_says_what_it_holds_back_and_opens_it_for_a_purpose(city, signed, enrolled, auditor, browser):
    api = browser(auditor)
    header = api.get(f"/api/entries/{enrolled.key}/").json()
    assert header["said"]["restricted"]["name"] == "admin.audit（示例）"
    assert header["withheld"] == [{"name": "phone", "kind": "personal", "until": None}]
    refused = api.post(f"/api/entries/{enrolled.key}/open/", "{}", content_type="application/json")
    assert (refused.status_code, refused.json()["field"]) == (422, "purpose")
    opened = api.post(f"/api/entries/{enrolled.key}/open/", json.dumps({"purpose": "核对", "bundle": True}), content_type="application/json")
    assert opened.json()["said"]["phone"] == PHONE
    assert json.loads(opened.json()["bundle"]["restricted"]["payload"])["phone"] == PHONE
    assert store.read(opened.json()["entry"]).action == "registers.person.opened"
    row = api.post(f"/api/records/registers.person/{auditor.person}/open/", json.dumps({"purpose": "核对"}), content_type="application/json")
    assert row.json()["cells"] == {"phone": PHONE}
