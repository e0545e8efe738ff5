"""Another algorithm behind the same interface: everything that signs, cosigns, checks and proves takes it as it is."""

from __future__ import annotations

import base64
import json
import subprocess
import sys

import pytest

from taizhang.frame import clock, fsck, proofs, signing
from taizhang.frame.actor import MACHINE
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger import (
    BadNote,
    BadPolicy,
    BadSignature,
    Policy,
    VerifierKey,
    cosign,
    countersigned,
    open_note,
    parse_checkpoint,
    parse_note,
    parse_policy,
    parse_proof,
    parse_vkey,
    store,
)
from taizhang.kernels.ledger.models import Entry
from taizhang.surfaces.proofs import VERIFIER
from taizhang.surfaces.witness.keeping import Forgotten, Witness
from taizhang.surfaces.witness.pushing import push

from .conftest import WITNESSES, witness_once
from .p256 import NAMES, P256Signer, device, known
from .test_witness_recovery import serving


@pytest.fixture
def p256(monkeypatch):
    """The log's key is in a device that signs with ECDSA on P-256."""
    monkeypatch.setenv("TAIZHANG_SIGNER", "tests.ledger.p256.device")
    with known():
        yield


def test_a_key_is_one_line_of_text_and_reads_back(p256):
    key = device().key
    assert parse_vkey(str(key)) == key
    assert key.role == "log" and P256Signer("w.example/1", "witness").key.role == "witness"
    for public in (b"", NAMES["log"], NAMES["log"] + b"\n", NAMES["log"] + b"\n" + b"\x05" * 33, b"tests.example/other\n" + b"\x02" * 33):
        with pytest.raises(BadNote):
            VerifierKey("a.example", 0xFF, public)


def test_a_program_that_does_not_know_the_algorithm_refuses_the_key():
    with known():
        line = str(P256Signer("a.example/log").key)
    with pytest.raises(BadNote, match="0xff are not known"):
        parse_vkey(line)


def test_a_key_for_logs_does_not_cosign_and_a_witness_signs_no_log(p256):
    witness = P256Signer("w.example/1", "witness")
    with pytest.raises(BadNote, match="cosignature needs"):
        cosign("a.example\n1\nAAAA\n", device(), 1)
    with pytest.raises(BadPolicy):
        Policy(witness.key, (WITNESSES[0].key,), 1)
    with pytest.raises(BadPolicy):
        Policy(device().key, (P256Signer("b.example/log").key,), 1)


@pytest.mark.django_db
def test_a_log_is_signed_witnessed_checked_and_proved_with_it(city, numbered, var, p256):
    numbered()
    assert signing.checkpoint().origin == "city.example/p256"
    own = P256Signer("witness.example/p256", "witness")
    policy = signing.set_policy((own.key, WITNESSES[0].key), 2)
    assert parse_policy(str(policy)) == policy
    now = int(clock.now().timestamp())
    for witness in (own, WITNESSES[0]):
        witness_once({}, witness, now)
    note = signing.newest_note()
    assert len(countersigned(note, policy)) == 2
    report = fsck.check(installed(), clock.now(), policy=policy)
    assert report.clean, report.findings
    assert report.window.entries == 0
    entry = Entry.objects.order_by("key").last()
    proof = parse_proof(proofs.bundle(MACHINE, entry.key)["proof"])
    assert policy.log in open_note(proof.note, (policy.log,))


@pytest.mark.django_db
def test_one_bit_of_its_signature_changed_is_found(city, numbered, var, p256):
    numbered()
    signing.checkpoint()
    raw = str(signing.newest_note())
    head, _, packed = raw.rstrip("\n").rpartition(" ")
    value = base64.b64decode(packed)
    for place in (-1, -12, -40):
        bent = bytearray(value)
        bent[place] ^= 1
        flipped = f"{head} {base64.b64encode(bytes(bent)).decode()}\n"
        with pytest.raises(BadSignature):
            open_note(parse_note(flipped), (device().key,))
    report = fsck.check(installed(), clock.now(), log_key=P256Signer("city.example/p256").key)
    assert {f.code for f in report.findings} == {"checkpoint"}


@pytest.mark.django_db
def test_a_witness_with_a_device_cosigns_over_http_and_does_not_forget_that_it_began(city, numbered, var, p256, tmp_path):
    numbered()
    signing.checkpoint()
    own = P256Signer("witness.example/p256", "witness")
    signing.set_policy((own.key,), 1)
    with serving(tmp_path / "w", own) as url:
        assert push(url) == ["witness.example/p256"]
    assert parse_checkpoint(signing.newest_note("witness.example/p256").text).size == store.size()
    assert not (tmp_path / "w" / "witness.key").exists()
    (tmp_path / "w" / "seen.json").unlink()
    with pytest.raises(Forgotten):
        Witness("w", tmp_path / "w", [device().key], own).last_seen(device().key.name)


@pytest.mark.django_db
def test_the_stand_alone_verifier_says_that_it_does_not_know_the_key(city, numbered, var, p256, tmp_path):
    numbered()
    signing.checkpoint()
    signing.set_policy((WITNESSES[0].key,), 1)
    witness_once({}, WITNESSES[0], int(clock.now().timestamp()))
    entry = Entry.objects.order_by("key").last()
    (tmp_path / "b.json").write_text(json.dumps(proofs.bundle(MACHINE, entry.key), ensure_ascii=False))
    (tmp_path / "p.json").write_text(str(signing.policy()))
    done = subprocess.run(
        [sys.executable, "-S", "-I", VERIFIER, tmp_path / "b.json", "--policy", tmp_path / "p.json"],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode != 0 and "NOT VERIFIED" in said and "Traceback" not in said
    assert "city.example/p256: its way of signing is not known here" in said
