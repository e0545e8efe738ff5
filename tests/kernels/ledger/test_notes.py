"""Signed notes, keys, checkpoints, proofs as text, and whom a reader trusts."""

from __future__ import annotations

import json
import random
from contextlib import suppress

import pytest
from tests.kernels.ledger.sample import LOG, NOW, ORIGIN, POLICY, VECTORS, WITNESSES, Tree, signer

from taizhang.kernels import ledger
from taizhang.kernels.ledger import COSIGNATURE, BadNote, BadPolicy, BadSignature, Checkpoint, Note, VerifierKey

TESSERA = VECTORS / "tlog_log"
WORDS = b"one two three four five six seven eit".split()


def tessera_key() -> VerifierKey:
    return ledger.parse_vkey((TESSERA / "verifier.vkey").read_text().strip())


@pytest.mark.parametrize("n", range(9))
def test_checkpoints_of_another_log_are_read_verified_and_reproduced(n: int) -> None:
    raw = (TESSERA / f"checkpoint.{n}").read_bytes()
    note = ledger.parse_note(raw)
    assert str(note).encode() == raw
    assert set(ledger.open_note(note, [tessera_key()])) == {tessera_key()}
    head = ledger.parse_checkpoint(note.text)
    assert head == Checkpoint("example.com/log/testdata", n, ledger.tree_root(WORDS[:n]))
    assert head.text == note.text


def test_each_checkpoint_of_the_other_log_continues_every_earlier_one() -> None:
    tree = Tree(WORDS)
    heads = [
        ledger.parse_checkpoint(ledger.parse_note((TESSERA / f"checkpoint.{n}").read_bytes()).text) for n in range(9)
    ]
    for older in heads[1:]:
        for newer in heads[older.size :]:
            proof = ledger.consistency_proof(older.size, newer.size, tree.fetch)
            assert ledger.verify_consistency(older.size, newer.size, older.root, newer.root, proof)


def test_a_key_line_is_reproduced() -> None:
    text = (TESSERA / "verifier.vkey").read_text().strip()
    assert str(ledger.parse_vkey(text)) == text
    for key in (LOG.key, *POLICY.witnesses):
        assert ledger.parse_vkey(str(key)) == key


def test_one_key_under_two_kinds_has_two_ids() -> None:
    name, public = "a.example", LOG.key.public
    assert ledger.key_id(name, ledger.ED25519, public) != ledger.key_id(name, COSIGNATURE, public)
    assert len(ledger.key_id(name, COSIGNATURE, public)) == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.example",
        "a.example+33d7b496",
        "a.example+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",  # another name's id
        "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkS",
        "example.com/log/testdata+33D7B496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
        "example.com/log/testdata+33d7b496+",
        "\ud800+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
    ],
)
def test_a_key_line_with_a_fault_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        ledger.parse_vkey(text)


def test_a_key_of_an_unknown_kind_or_of_small_order_is_refused() -> None:
    with pytest.raises(BadNote, match="0x06"):
        VerifierKey("a.example", 6, b"x" * 1312)
    for public in (bytes(32), b"\x01" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f", b"\xec" + b"\xff" * 31):
        with pytest.raises(BadNote, match="only its holder"):
            VerifierKey("a.example", ledger.ED25519, public)


# -- notes ------------------------------------------------------------------------------------------------------------


def signed(text: str = "hello\n") -> Note:
    return Note(text, (ledger.sign_note(text, LOG),))


def test_the_text_ends_at_the_last_empty_line() -> None:
    note = signed("a\n\nb\n")
    assert ledger.parse_note(str(note)) == note
    assert ledger.parse_note(str(note)).text == "a\n\nb\n"


def test_lines_of_unknown_keys_are_passed_over_even_with_a_known_name_or_id() -> None:
    stranger = signer("stranger.example")
    same_name = ledger.Signature(LOG.key.name, b"\0\0\0\0", b"x" * 64)
    same_id = ledger.Signature("other.example", LOG.key.id, b"x" * 64)
    note = signed().with_([ledger.sign_note("hello\n", stranger), same_name, same_id])
    assert list(ledger.open_note(ledger.parse_note(str(note)), [LOG.key])) == [LOG.key]


def test_a_false_signature_of_a_known_key_refuses_the_whole_note() -> None:
    false = ledger.Signature(LOG.key.name, LOG.key.id, b"x" * 64)
    with pytest.raises(BadSignature, match="false"):
        ledger.open_note(signed().with_([false]), [LOG.key])
    with pytest.raises(BadSignature, match="false"):
        ledger.open_note(Note("hullo\n", signed().signatures), [LOG.key])


def test_a_note_that_no_known_key_signed_is_refused() -> None:
    with pytest.raises(BadSignature, match="no known key"):
        ledger.open_note(signed(), [signer("else.example").key])


def test_sixteen_signatures_are_accepted_and_a_hundred_and_one_are_not() -> None:
    lines = [ledger.sign_note("hello\n", signer(f"s{n}.example")) for n in range(101)]
    assert len(ledger.parse_note(str(Note("hello\n", tuple(lines[:16])))).signatures) == 16
    with pytest.raises(BadNote, match="more than"):
        ledger.parse_note(str(Note("hello\n", tuple(lines))))


GOOD = str(signed())


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "hello\n",
        "hello\n\n",
        GOOD[:-1],
        GOOD + "x",
        GOOD.replace("— ", "- "),
        GOOD.replace("— ", "—  "),
        GOOD.replace("hello", "hel\tlo"),
        GOOD.replace("hello", "hel\rlo"),
        GOOD + "— x y\n",
        GOOD.replace(ORIGIN, "a+b"),
        GOOD.replace(ORIGIN, "a\u3000b"),
        GOOD.replace("=\n", "\n"),
        "hello\n\n— a.example AAAAAA==\n",
        b"\xff" + GOOD.encode(),
        "\ud800" + GOOD,
        "x" * 1_000_001 + GOOD,
    ],
)
def test_what_is_not_a_signed_note_is_refused(raw: str | bytes) -> None:
    with pytest.raises(BadNote):
        ledger.parse_note(raw)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "o\n1\n",
        "o\n01\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n+1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n１\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
        "o\n1\nAAAA\n",
        "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
        "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    ],
)
def test_what_is_not_a_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(BadNote):
        ledger.parse_checkpoint(text)


def test_extension_lines_are_kept_because_they_are_signed() -> None:
    text = "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextra\n"
    assert ledger.parse_checkpoint(text).extensions == ("extra",)
    assert ledger.parse_checkpoint(text).text == text


# -- cosignatures -----------------------------------------------------------------------------------------------------


def test_a_cosignature_covers_the_time_and_the_whole_text() -> None:
    witness, text = WITNESSES[0], Tree([b"a"]).checkpoint().text
    line = ledger.cosign(text, witness, NOW)
    assert (line.time, len(line.value)) == (NOW, 72)
    assert ledger.signature_holds(witness.key, text, line)
    later = ledger.Signature(line.name, line.id, (NOW + 1).to_bytes(8, "big") + line.value[8:])
    assert not ledger.signature_holds(witness.key, text, later)
    assert not ledger.signature_holds(witness.key, text + "x\n", line)
    assert ledger.parse_signatures(f"{line}\n") == (line,)


def test_a_log_key_never_cosigns() -> None:
    with pytest.raises(BadNote, match="0x04"):
        ledger.cosign("x\n", LOG, NOW)


# -- proofs as text ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("index", "size", "extra"), [(0, 1, None), (3, 7, b"context"), (6, 7, None)])
def test_a_proof_is_written_and_read_back(index: int, size: int, extra: bytes | None) -> None:
    tree = Tree([b"%d" % n for n in range(size)])
    path = ledger.inclusion_proof(index, size, tree.fetch)
    text = ledger.format_proof(index, path, tree.checkpoint(WITNESSES), extra)
    proof = ledger.parse_proof(text)
    assert (proof.index, list(proof.hashes), proof.extra, str(proof)) == (index, path, extra, text)
    assert text.startswith("c2sp.org/tlog-proof@v1\n" + ("extra " if extra else f"index {index}\n"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        ("index 1", "index 01"),
        ("index 1", "index -1"),
        ("index 1", "at 1"),
        ("index 1\n", "index 1\nAAAA\n"),
        ("index 1\n", "extra !\nindex 1\n"),
        ("index 1\n", "index 1\n" + "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" * 63),
    ],
)
def test_a_malformed_proof_is_refused(old: str, new: str) -> None:
    tree = Tree([b"a", b"b"])
    text = ledger.format_proof(1, ledger.inclusion_proof(1, 2, tree.fetch), tree.checkpoint())
    ledger.parse_proof(text)
    with pytest.raises(BadNote):
        ledger.parse_proof(text.replace(old, new, 1))


def test_damaged_text_is_refused_or_read_and_never_crashes() -> None:
    chance, tree = random.Random(8032), Tree([b"%d" % n for n in range(5)])
    text = ledger.format_proof(2, ledger.inclusion_proof(2, 5, tree.fetch), tree.checkpoint(WITNESSES))
    for _ in range(2_000):
        at, length = chance.randrange(len(text)), chance.randrange(4)
        damaged = text[:at] + "".join(chance.choices("\n A=—+0é\x00", k=length)) + text[at + chance.randrange(4) :]
        with suppress(BadNote):
            assert str(ledger.parse_proof(damaged)) == damaged


# -- trust ------------------------------------------------------------------------------------------------------------


def test_a_policy_is_written_and_read_back() -> None:
    assert ledger.parse_policy(str(POLICY)) == POLICY
    aged = ledger.Policy(POLICY.log, POLICY.witnesses, 1, 60)
    assert ledger.parse_policy(str(aged)) == aged


def test_a_production_trust_list_refuses_the_published_test_key() -> None:
    with pytest.raises(BadPolicy, match="published"):
        ledger.Policy(tessera_key(), POLICY.witnesses, 1)
    witness = VerifierKey("w.example", COSIGNATURE, tessera_key().public)
    with pytest.raises(BadPolicy, match="published"):
        ledger.Policy(LOG.key, (witness,), 1)


def test_one_key_never_counts_for_two() -> None:
    first = POLICY.witnesses[0]
    for other in (VerifierKey("again.example", COSIGNATURE, first.public), signer(first.name + "x", COSIGNATURE).key):
        renamed = VerifierKey(first.name, COSIGNATURE, other.public)
        pair = (first, other) if other.public == first.public else (first, renamed)
        with pytest.raises(BadPolicy, match="of their own"):
            ledger.Policy(LOG.key, pair, 1)
    with pytest.raises(BadPolicy, match="of their own"):
        ledger.Policy(LOG.key, (VerifierKey("w.example", COSIGNATURE, LOG.key.public),), 1)


@pytest.mark.parametrize("k", [0, -1, 4])
def test_a_policy_needs_at_least_one_witness_and_no_more_than_it_has(k: int) -> None:
    with pytest.raises(BadPolicy, match="k:"):
        ledger.Policy(POLICY.log, POLICY.witnesses, k)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "[" * 100_000, '{"log": 1, "witnesses": [], "k": 1}', '{"log": "", "witnesses": 3, "k": 1}'],
)
def test_what_is_not_a_policy_is_refused(text: str) -> None:
    with pytest.raises(BadPolicy):
        ledger.parse_policy(text)


def test_a_policy_with_keys_of_the_wrong_kind_or_numbers_as_text_is_refused() -> None:
    with pytest.raises(BadPolicy, match="0x01"):
        ledger.Policy(POLICY.witnesses[0], POLICY.witnesses[1:], 1)
    with pytest.raises(BadPolicy, match="0x04"):
        ledger.Policy(LOG.key, (signer("w.example").key,), 1)
    fields = json.loads(str(POLICY))
    for change in ({"k": "2"}, {"k": True}, {"max_age_seconds": "60"}, {"max_age_seconds": 0}):
        with pytest.raises(BadPolicy):
            ledger.parse_policy(json.dumps({**fields, **change}))
    fields["witnesses"][0]["name"] = "somebody else"
    with pytest.raises(BadPolicy, match="name"):
        ledger.parse_policy(json.dumps(fields))


def test_witnesses_are_counted_only_under_a_checkpoint_that_the_log_signed() -> None:
    note = Tree([b"a"]).checkpoint(WITNESSES[:2])
    assert set(ledger.countersigned(note, POLICY)) == {w.key for w in WITNESSES[:2]}
    with pytest.raises(BadSignature, match="has not signed"):
        ledger.countersigned(Note(note.text, note.signatures[1:]), POLICY)
