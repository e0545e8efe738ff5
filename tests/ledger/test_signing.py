"""The log's key and its checkpoints: made once, kept private, never two roots for one size."""

from __future__ import annotations

import os
import stat
import threading

import pytest
from django.db import connection

from taizhang.frame import keyfile, signing
from taizhang.kernels.ledger import ED25519, BadNote, Ed25519Signer, parse_note, parse_vkey, store

from .conftest import WITNESSES


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "keys" / "log.key"
    made = []
    threads = [threading.Thread(target=lambda: made.append(keyfile.read_or_make(path, "a.example/log", ED25519))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({str(signer.key) for signer in made}) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["log.key"]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_key_that_others_can_read_is_refused(tmp_path, mode):
    path = tmp_path / "log.key"
    keyfile.read_or_make(path, "a.example/log", ED25519)
    os.chmod(path, mode)
    with pytest.raises(keyfile.BadKeyFile, match="can be read by others"):
        keyfile.read_or_make(path, "a.example/log", ED25519)


def test_a_damaged_key_file_is_never_replaced_by_a_new_key(tmp_path):
    path = tmp_path / "log.key"
    keyfile.write_durably(path, "a.example/log\nabc\n")
    with pytest.raises(keyfile.BadKeyFile, match="not a key file"):
        keyfile.read_or_make(path, "a.example/log", ED25519)
    assert path.read_text() == "a.example/log\nabc\n"


def test_the_origin_comes_from_the_environment_and_stays(var, monkeypatch):
    monkeypatch.setenv("TAIZHANG_LOG_ORIGIN", "city.example/log")
    assert signing.signer().key.name == "city.example/log"
    monkeypatch.setenv("TAIZHANG_LOG_ORIGIN", "other.example/log")
    assert signing.signer().key.name == "city.example/log"
    assert parse_vkey((var / "keys" / "log.vkey").read_text().strip()) == signing.signer().key


def device() -> Ed25519Signer:
    """Stands for a certified device that holds the key."""
    return Ed25519Signer("device.example/log", b"7" * 32)


def test_another_signer_takes_the_files_place(var, monkeypatch):
    monkeypatch.setenv("TAIZHANG_SIGNER", f"{__name__}.device")
    assert signing.signer().key == device().key
    assert not (var / "keys").exists()


@pytest.mark.django_db
def test_the_head_is_signed_when_it_is_newer_and_only_then(city, var, numbered):
    numbered()
    first = signing.checkpoint()
    assert signing.checkpoint() == first
    city.project()
    numbered()
    second = signing.checkpoint()
    assert second.size == first.size + 1
    assert store.root_at(first.size) == first.root


@pytest.mark.django_db
def test_a_second_root_for_a_size_is_never_kept(city, var, numbered):
    numbered()
    head = signing.checkpoint()
    kept = store.latest_checkpoint()[1]
    store.save_checkpoint(head.size, "another root", "2026-01-01T00:00:00.000000Z")
    assert store.latest_checkpoint()[1] == kept


@pytest.mark.django_db
def test_nothing_is_signed_once_the_past_has_been_rewritten(city, var, numbered, monkeypatch):
    numbered()
    signing.checkpoint()
    monkeypatch.setattr(store, "root_at", lambda size: b"\x00" * 32)
    city.project()
    numbered()
    with pytest.raises(signing.Rewritten):
        signing.checkpoint()
    assert store.latest_checkpoint()[0] == store.size() - 1


@pytest.mark.django_db
def test_an_empty_ledger_is_not_signed(var):
    assert store.size() == 0
    assert signing.checkpoint() is None
    assert not connection.in_atomic_block or store.latest_checkpoint() is None


@pytest.mark.django_db
def test_only_true_lines_of_the_policys_witnesses_are_kept(city, var, numbered):
    numbered()
    head = signing.checkpoint()
    signing.set_policy((WITNESSES[0].key,), 1)
    line = str(signing.cosign(head.text, WITNESSES[1], 1_000)) + "\n"
    with pytest.raises(BadNote):
        signing.accept_cosignatures(head.size, line)
    other = str(signing.cosign(head.text.replace(str(head.size), "1", 1), WITNESSES[0], 1_000)) + "\n"
    with pytest.raises(BadNote):
        signing.accept_cosignatures(head.size, other)
    assert store.cosignatures(head.size) == []
    assert parse_note(store.latest_checkpoint()[1]).signatures
