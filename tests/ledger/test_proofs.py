"""From an action to VERIFIED: bundles over HTTP, checked by the stand-alone program without anything of ours."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.urls import resolve

from taizhang.basis.errors import Conflict, NotFound
from taizhang.frame import clock, proofs, signing
from taizhang.frame.actor import MACHINE, PUBLIC
from taizhang.kernels.ledger import (
    Checkpoint,
    Note,
    format_add_checkpoint,
    parse_checkpoint,
    parse_vkey,
    sign_note,
    store,
)
from taizhang.site import example_witnesses
from taizhang.surfaces.proofs import VERIFIER, entry_bundle
from taizhang.surfaces.witness.keeping import Witness
from taizhang.surfaces.witness.pushing import Unwitnessed, last_seen, push, push_all
from taizhang.surfaces.witness.serving import server

from . import files
from .conftest import WITNESSES, witness_once

pytestmark = pytest.mark.django_db
URLS = pytest.mark.urls("taizhang.surfaces.proof_urls")


def verified(folder: Path, bundle: bytes, policy: bytes) -> tuple[bool, str]:
    """What an outsider's machine says: the program alone, without site packages, environment or network."""
    (folder / "bundle.json").write_bytes(bundle)
    (folder / "policy.json").write_bytes(policy)
    done = subprocess.run(
        [sys.executable, "-S", "-I", str(VERIFIER), str(folder / "bundle.json"), "--policy", str(folder / "policy.json")],
        capture_output=True, text=True, timeout=20, check=False,
    )  # fmt: skip
    return done.returncode == 0, done.stdout


@pytest.fixture
def published(city, var, numbered):
    """A project that everybody may see, its entries numbered and signed, a policy of two witnesses, no cosignature yet."""
    project = city.project()
    outcome = city.do(city.chief, "projects.publish", project)
    numbered()
    signing.checkpoint()
    signing.set_policy(tuple(w.key for w in WITNESSES), 2)
    return outcome


@URLS
def test_a_witnessed_entry_is_verified_by_the_program_alone(published, client, tmp_path):
    seen: dict = {}
    for witness in WITNESSES:
        seen = witness_once({}, witness, int(clock.now().timestamp()))
    assert seen
    bundle = client.get(f"/entry/{published.entry}/bundle.json")
    policy = client.get("/verify/policy.json")
    program = b"".join(client.get("/verify/taizhang_verify.py").streaming_content)
    assert program == VERIFIER.read_bytes()
    good, said = verified(tmp_path, bundle.content, policy.content)
    assert good and "VERIFIED" in said and "NOT VERIFIED" not in said, said


@URLS
def test_without_the_witnesses_it_is_not_verified_and_says_what_is_missing(published, client, tmp_path):
    for signed, lacking in ((0, WITNESSES), (1, WITNESSES[1:])):
        for witness in WITNESSES[:signed]:
            witness_once({}, witness, int(clock.now().timestamp()))
        bundle, policy = client.get(f"/entry/{published.entry}/bundle.json"), client.get("/verify/policy.json")
        good, said = verified(tmp_path, bundle.content, policy.content)
        assert not good and "NOT VERIFIED" in said
        assert all(witness.key.name in said for witness in lacking)


@URLS
def test_an_entry_that_waits_is_pending_and_has_no_proof(city, var, client, numbered):
    project = city.project()
    with pytest.raises(Conflict) as refused:
        proofs.bundle(MACHINE, project.entry)
    assert refused.value.code == "pending"
    request = RequestFactory().get("/")
    request.actor = city.clerk
    assert entry_bundle(request, project.entry).status_code == 409
    numbered()
    assert entry_bundle(request, project.entry).status_code == 409  # numbered, and not yet under a signed checkpoint
    signing.checkpoint()
    assert entry_bundle(request, project.entry).status_code == 200


def test_who_may_not_see_the_record_cannot_tell_that_the_entry_exists(city, var, numbered):
    project = city.project()
    numbered()
    signing.checkpoint()
    for stranger in (PUBLIC, city.other_clerk):
        with pytest.raises(NotFound) as hidden:
            proofs.bundle(stranger, project.entry)
        with pytest.raises(NotFound) as absent:
            proofs.bundle(stranger, "0" * 32)
        assert str(hidden.value) == str(absent.value)


def test_the_public_gets_the_public_part_and_digests_and_staff_in_scope_the_contents(published, city):
    key = published.entry
    public, staff = proofs.bundle(PUBLIC, key), proofs.bundle(city.clerk, key)
    assert public["restricted"] is None
    assert public["rows"] and not any("content" in row for row in public["rows"])
    assert all("content" in row for row in staff["rows"])
    assert {row["digest"] for row in public["rows"]} == {row["digest"] for row in staff["rows"]}


def test_personal_data_are_in_nobodys_bundle(city, var, numbered):
    person = city.do(city.administrator, "office.enrol", city.organs["甲区住建局"], name="示例乙", phone="13800000000")
    numbered()
    signing.checkpoint()
    assert "13800000000" not in json.dumps(proofs.bundle(city.clerk, person.entry), ensure_ascii=False)
    assert store.disclosure(person.entry, "r") is not None


def test_addresses_of_the_installation_lead_here():
    assert resolve(f"/entry/{'0' * 32}/bundle.json").url_name == "entry_bundle"
    assert resolve("/verify/policy.json").url_name == "verify_policy"


def test_the_examples_witnesses_say_that_they_prove_nothing(city, var, numbered):
    numbered()
    head = signing.witness_example()
    names = [name for name, _ in store.cosignatures(head.size)]
    assert len(names) == 2 and all("proves-nothing" in name for name in names)
    assert signing.policy().k == 2


def test_what_comes_later_is_witnessed_by_the_examples_two_processes(city, var, numbered, tmp_path):
    """As `taizhang demo` runs them: they know what was signed for them when the city was loaded, and go on from there."""
    numbered()
    signing.witness_example()
    for name in ("示例甲", "示例乙"):
        later = city.project(name=name)
        numbered()
        signing.checkpoint()
        running, urls = example_witnesses.start(files.environment(tmp_path / "unused.sqlite3"))
        try:
            assert push_all(urls.split(",")) == 0
        finally:
            for process in running:
                process.kill()
                process.wait(10)
        good, said = verified(tmp_path, json.dumps(proofs.bundle(city.clerk, later.entry)).encode(), str(signing.policy()).encode())
        assert good, said


# -- witnesses as servers --------------------------------------------------------------------------------------------


@pytest.mark.by_turns(2)
def test_two_witnesses_as_processes_sign_what_continues_and_the_bundle_is_verified(published, var, tmp_path, client, numbered, city):
    vkey = str(signing.signer().key)
    running, urls, keys = [], [], []
    try:
        for n in (1, 2):
            words = ["witness", "serve", "--name", f"w{n}.example", "--state", str(tmp_path / f"w{n}"), "--log", vkey]
            process = subprocess.Popen(
                [sys.executable, "-c", files.CLI, *words],
                env=files.environment(tmp_path / "unused.sqlite3"), stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            running.append(process)
        for process in running:
            url, key = process.stdout.readline().split()
            urls.append(url)
            keys.append(parse_vkey(key))
        signing.set_policy(tuple(keys), 2)
        assert [push(url) for url in urls] == [["w1.example"], ["w2.example"]]
        city.project(name="示例续建")
        numbered()
        newer = signing.checkpoint()
        assert all(push(url) for url in urls)  # from the size they saw last, by a consistency proof
        assert all(str(newer.size) in last_seen(url, newer.origin) for url in urls)
        with pytest.raises(Unwitnessed, match="404"):
            last_seen(urls[0], "another.example/log")
    finally:
        for process in running:
            process.kill()
            process.wait(10)
            process.stdout.close()
    good, said = verified(tmp_path, json.dumps(proofs.bundle(PUBLIC, published.entry)).encode(), str(signing.policy()).encode())
    assert good, said


def test_a_witness_that_is_not_there_or_not_of_the_policy_is_said_so(published, var, tmp_path):
    with pytest.raises(Unwitnessed, match="cannot be reached"):
        push("http://127.0.0.1:9", seconds=2)
    stranger = Witness("stranger.example", tmp_path / "stranger", [signing.signer().key])
    with server(stranger, 0) as serving:
        thread = threading.Thread(target=serving.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            with pytest.raises(Unwitnessed, match="no witness of the policy"):
                push(f"http://127.0.0.1:{serving.server_address[1]}")
        finally:
            serving.shutdown()
            thread.join(5)


def test_a_witness_remembers_across_a_restart_and_never_signs_another_history(published, var, tmp_path):
    note = signing.newest_note()
    head = parse_checkpoint(note.text)
    first = Witness("w.example", tmp_path / "w", [signing.signer().key])
    assert first.answer(format_add_checkpoint(0, [], note), 1_000).status == 200
    again = Witness("w.example", tmp_path / "w", [signing.signer().key])
    assert again.signer.key == first.signer.key
    forged = Checkpoint(head.origin, head.size, b"\x07" * 32)
    other = Note(forged.text, (sign_note(forged.text, signing.signer()),))
    assert again.answer(format_add_checkpoint(0, [], other), 1_001).status == 409
    assert again.answer(format_add_checkpoint(head.size, [], other), 1_001).status == 422
    assert again.answer(format_add_checkpoint(head.size, [], note), 1_002).status == 200
