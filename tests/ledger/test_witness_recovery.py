"""What happens when a witness, or the log, has lost what it saw or signed last, and when there are two histories."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings

from taizhang.basis.uuid7 import uuid7
from taizhang.frame import clock, fsck, keyfile, signing
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger import (
    ED25519,
    BadNote,
    Checkpoint,
    Entry,
    Note,
    Signer,
    core,
    guard,
    parse_checkpoint,
    parse_note,
    sign_note,
    store,
)
from taizhang.surfaces.cli import ledger as command
from taizhang.surfaces.cli.working import ask_witnesses
from taizhang.surfaces.witness.keeping import Forgotten, Witness
from taizhang.surfaces.witness.pushing import Unwitnessed, push, push_all, standing
from taizhang.surfaces.witness.serving import server

pytestmark = pytest.mark.django_db
NAME = "discipline.example/w1"


def grow(count: int) -> None:
    """So many more entries in the tree, about nothing."""
    leaves = []
    for _ in range(count):
        entry = Entry(key=uuid7(clock.now()), at="2026-01-01T00:00:00.000000Z", actor="system", action="test.grow")
        leaves.append((entry.key, core.leaf_hash(core.canonical(entry))))
    store.sequence(leaves)


@contextmanager
def serving(folder: Path, signer: Signer | None = None) -> Iterator[str]:
    """The address of a witness of this log that runs in this process."""
    witness = Witness(NAME, folder, [signing.signer().key], signer)
    with server(witness, 0) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{running.server_address[1]}"
        finally:
            running.shutdown()
            thread.join()


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "w1"


@pytest.fixture
def log(db, var, folder):
    """A log of seven entries, signed, whose policy names the one witness."""
    signing.set_policy((Witness(NAME, folder, [signing.signer().key]).signer.key,), 1)
    grow(7)
    signing.checkpoint()


def forget_last_checkpoint() -> None:
    """The newest checkpoint and what witnesses signed under it are gone, as after a restore of one table."""
    size = store.latest_checkpoint()[0]
    _without("ledger_cosignature", size)
    _without("ledger_checkpoint", size)


def _without(table: str, size: int) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            connection.connection.set_authorizer(None)
            cursor.execute(f"DROP TRIGGER {table}_no_delete")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"DELETE FROM {table} WHERE size = %s", [size])
        if connection.vendor == "sqlite":
            connection.connection.set_authorizer(guard.authorize)


# -- the witness lost its memory -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("damage", [lambda p: p.unlink(), lambda p: p.write_text("{"), lambda p: p.write_text('{"a": "b"}'), lambda p: p.write_text("")])
def test_a_witness_that_does_not_know_what_it_saw_last_signs_nothing(log, folder, damage):
    with serving(folder) as url:
        push(url)
    damage(folder / "seen.json")
    with serving(folder) as url:
        with pytest.raises(Unwitnessed, match="503"):
            push(url)
        with pytest.raises(Unwitnessed, match="does not know what it saw last"):
            standing(url)
    with pytest.raises(Forgotten):
        Witness(NAME, folder, [signing.signer().key]).last_seen(signing.signer().key.name)


def test_it_is_told_by_a_checkpoint_that_it_signed_itself_and_goes_on_from_there(log, folder):
    with serving(folder) as url:
        push(url)
        grow(5)
        signing.checkpoint()
        push(url)
        grow(5)
        signing.checkpoint()  # not witnessed yet
    (folder / "seen.json").unlink()
    # The log gives back the largest that this witness has signed, whoever asks.
    kept = parse_note(Client().get("/verify/checkpoint", {"witness": NAME}).content.decode())
    assert parse_checkpoint(kept.text).size == 12
    witness = Witness(NAME, folder, [signing.signer().key])
    assert witness.restore([kept]) == {signing.signer().key.name: 12}
    with serving(folder) as url:
        assert standing(url).state == "behind"
        assert push(url) == [NAME]
        assert standing(url).state == "level"


def test_it_believes_no_checkpoint_that_it_has_not_signed_and_never_goes_back(log, folder):
    with serving(folder) as url:
        push(url)
        older = signing.newest_note(NAME)
        grow(5)
        signing.checkpoint()
        unsigned = signing.newest_note()
        push(url)
    witness = Witness(NAME, folder, [signing.signer().key])
    with pytest.raises(BadNote, match="has not signed it"):
        witness.restore([unsigned])
    # What it still remembers is larger than what it is given.
    assert witness.restore([older]) == {signing.signer().key.name: 12}
    (folder / "seen.json").unlink()
    with pytest.raises(BadNote, match="nothing is known of"):
        witness.restore([])
    assert witness.restore([], never_seen=[signing.signer().key.name]) == {}


def test_a_new_witness_has_a_memory_before_it_has_a_key(folder, log):
    assert json.loads((folder / "seen.json").read_text()) == {}
    with serving(folder) as url:
        assert standing(url).state == "new"
        assert push(url) == [NAME]


def test_the_operator_restores_it_from_the_command_line(log, folder, tmp_path, capsys):
    with serving(folder) as url:
        push(url)
    (folder / "seen.json").write_text("")
    assert command.main(["checkpoint", "--witnessed", NAME]) == 0
    (tmp_path / "seen.note").write_text(capsys.readouterr().out)
    words = ["witness", "restore", "--name", NAME, "--state", str(folder), "--log", str(signing.signer().key)]
    assert command.main(words) == 1
    assert "nothing is known of" in capsys.readouterr().err
    assert command.main([*words, "--seen", str(tmp_path / "seen.note")]) == 0
    assert capsys.readouterr().out == f"{signing.signer().key.name} 7\n"
    assert command.main(["checkpoint", "--witnessed", "nobody.example/w"]) == 1


# -- the log lost its newest checkpoint ----------------------------------------------------------------------------------


def test_a_checkpoint_that_was_lost_is_signed_anew_and_the_witness_signs_on(log, folder):
    with serving(folder) as url:
        push(url)
        grow(5)
        signing.checkpoint()
        push(url)
        text = signing.newest_note().text
        forget_last_checkpoint()
        assert standing(url).state == "unsigned"
        assert push(url) == [NAME]
        assert signing.newest_note().text == text  # the same size, and so the same root
        assert standing(url).state == "level"


def test_it_may_have_grown_since(log, folder):
    with serving(folder) as url:
        push(url)
        grow(5)
        signing.checkpoint()
        push(url)
        forget_last_checkpoint()
        grow(3)
        assert push(url) == [NAME]
        assert standing(url).seen == 15


def test_entries_that_are_gone_are_called_gone_and_nothing_is_signed(log, folder):
    with serving(folder) as url:
        push(url)
        witness = Witness(NAME, folder, [signing.signer().key])
        # What the log signed before it was put back to a copy of seven entries.
        lost = _head_of(9, "lost")
        assert witness.answer(_request(7, lost, _proof(7, 9, "lost")), 1).status == 200
        found = standing(url)
        assert (found.state, found.seen, found.held, found.sound) == ("gone", 9, 7, False)
        with pytest.raises(Unwitnessed, match="entries are gone"):
            push(url)
        assert command.main(["witness", "standing", url]) == 1
    report = fsck.check(installed(), clock.now(), policy=signing.policy(), seen=[parse_note(found.note)])
    assert "cut" in {f.code for f in report.findings}


# -- a witness far behind ------------------------------------------------------------------------------------------------


def test_a_witness_that_slept_through_thousands_of_entries_is_shown_one_proof(log, folder):
    with serving(folder) as url:
        push(url)
        for _ in range(3):
            grow(1000)
            signing.checkpoint()
        found = standing(url)
        assert (found.state, found.signed - found.seen) == ("behind", 3000)
        assert push(url) == [NAME]
        assert standing(url).state == "level"


# -- two histories -------------------------------------------------------------------------------------------------------


def _leaves(size: int, other: str) -> list[bytes]:
    """The first seven leaves of this log, and then others."""
    own = [store.fetch_nodes([(0, n)])[0, n] for n in range(min(size, 7))]
    return own + [core.leaf_hash(f"{other}{n}".encode()) for n in range(7, size)]


def _head_of(size: int, other: str) -> Note:
    signer = keyfile.read(signing.folder() / "log.key", ED25519)
    head = Checkpoint(signer.key.name, size, core.root(core.extend(0, [], _leaves(size, other))[1]))
    return Note(head.text, (sign_note(head.text, signer),))


def _proof(old: int, new: int, other: str) -> list[bytes]:
    nodes = {(level, idx): h for level, idx, h in core.extend(0, [], _leaves(new, other))[0]}
    return core.consistency_proof(old, new, lambda wanted: {p: nodes[p] for p in wanted})


def _request(old: int, made: Note, proof: list[bytes]) -> bytes:
    return core.format_add_checkpoint(old, proof, made)


def test_a_split_view_is_refused_named_and_kept_as_evidence(log, folder):
    with serving(folder) as url:
        push(url)
        witness = Witness(NAME, folder, [signing.signer().key])
        # Somebody with the key has shown the witness another continuation of the same log.
        assert witness.answer(_request(7, _head_of(9, "other"), _proof(7, 9, "other")), 1).status == 200
        grow(2)
        signing.checkpoint()
        found = standing(url)
        assert (found.state, found.seen, found.held, found.sound) == ("split", 9, 9, False)
        with pytest.raises(Unwitnessed, match="are not the first 9 of this log"):
            push(url)
        (evidence,) = witness.conflicts()
    kind, *notes = evidence.read_text().split("\n\n", 1)
    assert kind == "split view"
    seen, refused = (parse_note(part) for part in notes[0].removeprefix("last seen:\n").split("\nrefused:\n"))
    assert parse_checkpoint(seen.text).size == parse_checkpoint(refused.text).size == 9
    assert parse_checkpoint(seen.text).root != parse_checkpoint(refused.text).root
    for one in (seen, refused):
        assert signing.signer().key in core.open_note(one, (signing.signer().key,))
    # And the full check convicts whichever history lies in this database.
    report = fsck.check(installed(), clock.now(), policy=signing.policy(), seen=[parse_note(found.note)])
    assert "root" in {f.code for f in report.findings}


def test_evidence_of_wrong_proofs_does_not_fill_the_disk(log, folder, monkeypatch):
    monkeypatch.setattr("taizhang.surfaces.witness.keeping.MOST_CONFLICTS", 3)
    with serving(folder) as url:
        push(url)
    witness = Witness(NAME, folder, [signing.signer().key])
    for n in range(5):
        assert witness.answer(_request(7, _head_of(9, f"other{n}"), [b"\0" * 32]), 1).status == 422
    assert [path.read_text().split("\n")[0] for path in witness.conflicts()] == ["no proof of consistency"] * 3


# -- another key ---------------------------------------------------------------------------------------------------------


def test_a_log_goes_on_under_another_key_and_what_the_old_one_signed_stays_checked(log, folder, tmp_path, numbered):
    with serving(folder) as url:
        push(url)
    old = signing.signer().key
    grow(2)
    new = signing.change_key("log.example/second")
    numbered()
    signing.checkpoint()
    assert (signing.signer().key, signing.policy().log, signing.earlier_keys()) == (new, new, [old])
    assert parse_checkpoint(signing.newest_note().text).origin == "log.example/second"
    for name in ("log.example/second", old.name, "has a space"):
        with pytest.raises(BadNote):
            signing.change_key(name)
    # The witness is started with the new key, and begins with it as with any log.
    with serving(folder) as url:
        assert push(url) == [NAME]
    codes = {f.code for f in fsck.check(installed(), clock.now(), policy=signing.policy(), earlier=signing.earlier_keys()).findings}
    assert "checkpoint" not in codes
    codes = {f.code for f in fsck.check(installed(), clock.now(), policy=signing.policy()).findings}
    assert "checkpoint" in codes


# -- asking by itself ----------------------------------------------------------------------------------------------------


def test_the_worker_asks_every_witness_and_one_that_is_away_keeps_no_other_waiting(log, folder, caplog):
    with serving(folder) as url, override_settings(TAIZHANG_WITNESSES=["http://127.0.0.1:9", url]):
        assert push_all(["http://127.0.0.1:9", url]) == 1
        assert "cannot be reached" in caplog.text
        grow(1)
        signing.checkpoint()
        assert ask_witnesses() is False
        assert standing(url).state == "level"
