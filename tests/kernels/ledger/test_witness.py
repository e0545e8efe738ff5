"""A witness cosigns what continues the last tree it saw, and nothing else."""

from __future__ import annotations

import pytest
from tests.kernels.ledger.sample import LOG, NOW, ORIGIN, WITNESSES, Tree, signer

from taizhang.kernels import ledger
from taizhang.kernels.ledger import Answer, Checkpoint, Note

WITNESS = WITNESSES[0]
TRUSTED = {ORIGIN: [LOG.key]}
TREE = Tree([b"%d" % n for n in range(20)])


def ask(state: ledger.Seen, old: int, size: int, proof: list[bytes] | None = None, note: Note | None = None) -> Answer:
    if proof is None:
        proof = ledger.consistency_proof(old, size, TREE.fetch) if 0 < old <= size else []
    request = ledger.format_add_checkpoint(old, proof, note or TREE.checkpoint(size=size))
    return ledger.add_checkpoint(state, request, TRUSTED, WITNESS, NOW)


def seen(size: int) -> ledger.Seen:
    return {ORIGIN: Checkpoint(ORIGIN, size, TREE.root_at(size))}


def test_a_log_is_met_for_the_first_time_with_old_size_zero_and_no_proof() -> None:
    answer = ask({}, 0, 5)
    assert answer.status == 200
    assert answer.state == seen(5)
    (line,) = ledger.parse_signatures(answer.body)
    assert ledger.signature_holds(WITNESS.key, TREE.checkpoint(size=5).text, line)
    assert line.time == NOW


def test_the_cosignature_can_be_added_to_the_checkpoint_as_it_stands() -> None:
    note = TREE.checkpoint(size=5)
    both = ledger.parse_note(str(note) + ask({}, 0, 5).body)
    assert set(ledger.open_note(both, [LOG.key, WITNESS.key])) == {LOG.key, WITNESS.key}


def test_every_growth_is_followed() -> None:
    state: ledger.Seen = {}
    for old, size in ((0, 0), (0, 3), (3, 3), (3, 4), (4, 11), (11, 20)):
        answer = ask(state, old, size)
        assert (answer.status, answer.state) == (200, seen(size))
        state = answer.state


def test_the_state_that_was_given_is_never_changed() -> None:
    state = seen(5)
    before = dict(state)
    assert ask(state, 5, 9).state == seen(9)
    assert state == before


@pytest.mark.parametrize("last", [0, 5])
def test_another_old_size_is_answered_with_the_one_seen(last: int) -> None:
    state = seen(last) if last else {}
    answer = ask(state, 7, 9)
    assert (answer.status, answer.body, answer.content_type) == (409, f"{last}\n", "text/x.tlog.size")
    assert answer.state is state
    assert ask(seen(5), 0, 9).body == "5\n"


def test_an_unknown_log_is_answered_404() -> None:
    text = Checkpoint("other.example", 1, TREE.root_at(1)).text
    assert ask({}, 0, 1, note=Note(text, (ledger.sign_note(text, LOG),))).status == 404


@pytest.mark.parametrize("forged", ["other key", "false"])
def test_a_checkpoint_without_a_true_signature_of_its_log_is_answered_403(forged: str) -> None:
    note = TREE.checkpoint(size=5)
    line = ledger.sign_note(note.text, signer(ORIGIN + "/else"))
    if forged == "false":
        line = ledger.Signature(LOG.key.name, LOG.key.id, line.value)
    assert ask({}, 0, 5, note=Note(note.text, (line,))).status == 403


def test_an_old_size_above_the_new_one_is_answered_400() -> None:
    assert ask(seen(7), 7, 5).status == 400


@pytest.mark.parametrize(
    "request_body",
    [
        b"",
        b"old 5",
        b"old 05\n\n",
        b"new 5\n\n",
        b"old 5\nAAAA\n\n",
        b"old \xff\n\n",
        b"old 0\n\nnot a note",
        b"old 0\n\n" + b"x\n\n" + "— a.example AAAAAAAA\n".encode(),
        b"old 99999999999999999999999\n\n",
    ],
)
def test_a_malformed_request_is_answered_400(request_body: bytes) -> None:
    assert ledger.add_checkpoint({}, request_body, TRUSTED, WITNESS, NOW).status == 400


def test_a_proof_that_does_not_hold_is_answered_422() -> None:
    proof = ledger.consistency_proof(5, 9, TREE.fetch)
    for wrong in ([], proof[:-1], [*proof, proof[0]], proof[::-1], [b"x" * 32, *proof[1:]]):
        assert ask(seen(5), 5, 9, wrong).status == 422
    assert ask(seen(5), 5, 9, proof).status == 200


def test_more_than_63_hashes_are_answered_400() -> None:
    assert ask(seen(5), 5, 9, [b"x" * 32] * 63).status == 422
    assert ask(seen(5), 5, 9, [b"x" * 32] * 64).status == 400


def test_a_proof_from_nothing_must_be_empty() -> None:
    assert ask({}, 0, 5, [b"x" * 32]).status == 422


def other_root(size: int) -> Note:
    text = Checkpoint(ORIGIN, size, b"x" * 32).text
    return Note(text, (ledger.sign_note(text, LOG),))


def test_the_same_size_with_another_root_is_answered_422() -> None:
    assert ask(seen(5), 5, 5, note=other_root(5)).status == 422
    assert ask(seen(5), 5, 5, [b"x" * 32]).status == 422


def test_an_empty_tree_has_one_root() -> None:
    assert ask({}, 0, 0, note=other_root(0)).status == 422


def test_a_rewritten_history_is_never_cosigned() -> None:
    """Whoever holds the log's key signs another past: no witness that saw the first one follows."""
    other = Tree([b"x%d" % n for n in range(20)])
    proof = ledger.consistency_proof(5, 9, other.fetch)
    assert ask(seen(5), 5, 9, proof, other.checkpoint(size=9)).status == 422
