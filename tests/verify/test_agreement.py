"""The verifier's own cryptography and tree, against RFC 8032 and against the kernel: two implementations, one answer."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.kernels.ledger.sample import VECTORS, Tree, b64, lines

from taizhang.kernels import ledger
from taizhang.kernels.ledger import keys
from verify import taizhang_verify as v

# RFC 8032 section 7.1: public key, message, signature of TEST 1, TEST 2, TEST 3 and TEST SHA(abc).
RFC_8032 = {
    "TEST 1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "TEST 2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        b"\x72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "TEST 3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        b"\xaf\x82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "TEST SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").digest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    ),
}


@pytest.mark.parametrize("name", RFC_8032)
def test_signatures_of_the_rfc_hold_and_do_not_hold_when_a_bit_is_changed(name: str) -> None:
    public, message, signature = bytes.fromhex(RFC_8032[name][0]), RFC_8032[name][1], bytes.fromhex(RFC_8032[name][2])
    assert v.ed25519_holds(public, message, signature)
    assert not v.ed25519_holds(public, message + b"x", signature)
    chance = random.Random(8032)
    for _ in range(20):
        changed = bytearray(signature)
        changed[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not v.ed25519_holds(public, message, bytes(changed))


def test_a_scalar_that_is_not_reduced_is_refused() -> None:
    """Without this, everybody could write a second signature next to each true one."""
    public, message, signature = bytes.fromhex(RFC_8032["TEST 2"][0]), b"\x72", bytes.fromhex(RFC_8032["TEST 2"][2])
    s = int.from_bytes(signature[32:], "little")
    for multiple in range(1, 16):
        larger = s + multiple * v.ORDER
        if larger < 2**256:
            assert not v.ed25519_holds(public, message, signature[:32] + larger.to_bytes(32, "little"))


def multiple(scalar: int, point: v.Point) -> v.Point:
    total = v.NEUTRAL
    for bit in f"{scalar:b}":
        total = v.add(total, total)
        total = v.add(total, point) if bit == "1" else total
    return total


def small_order_points() -> list[bytes]:
    """Every 32 bytes that mean a point of order 1, 2, 4 or 8, also in spellings above the field's prime."""
    found: set[bytes] = set()
    for seed in range(2, 40):
        point = v.decode_point(seed.to_bytes(32, "little"))
        if point is None:
            continue
        # Eight times the group's prime order leads every point to the neutral one, so the order alone leaves small order.
        left = multiple(v.ORDER, point)
        found |= {v.encode_point(multiple(times, left)) for times in range(8)}
    assert len(found) == 8
    numbers = [int.from_bytes(p, "little") for p in found]
    both = {n ^ flip for n in numbers for flip in (0, 2**255)}
    both |= {n + v.P for n in both if (n & (2**255 - 1)) + v.P < 2**255}
    return sorted(n.to_bytes(32, "little") for n in both)


SMALL_ORDER = small_order_points()


def test_keys_and_commitments_of_small_order_are_refused_in_every_spelling() -> None:
    assert len(SMALL_ORDER) == 14
    public, message, signature = bytes.fromhex(RFC_8032["TEST 3"][0]), b"\xaf\x82", bytes.fromhex(RFC_8032["TEST 3"][2])
    for point in SMALL_ORDER:
        for s in (bytes(32), signature[32:]):
            assert not v.ed25519_holds(point, message, point + s)
            assert not v.ed25519_holds(point, message, signature[:32] + s)
            assert not v.ed25519_holds(public, message, point + s)
        with pytest.raises(ledger.BadNote):
            ledger.VerifierKey("a.example", ledger.ED25519, point)
    assert {p[:31] + bytes([p[31] & 0x7F]) for p in SMALL_ORDER} == keys._SMALL_ORDER


def test_the_signature_anybody_can_make_under_a_key_of_small_order_is_refused() -> None:
    neutral = v.encode_point(v.NEUTRAL)
    forged = v.encode_point(multiple(7, v.BASE)) + (7).to_bytes(32, "little")
    # The equation holds for every message, because the message is multiplied with the neutral point.
    assert not v.ed25519_holds(neutral, b"any message", forged)
    with pytest.raises(ledger.BadNote):
        ledger.VerifierKey("a.example", ledger.ED25519, neutral)


def test_a_commitment_of_small_order_is_refused_even_when_the_equation_holds() -> None:
    seed, message, neutral = b"k" * 32, b"message", v.encode_point(v.NEUTRAL)
    secret = int.from_bytes(hashlib.sha512(seed).digest()[:32], "little") & (2**254 - 8) | 2**254
    public = ledger.Ed25519Signer("a.example", seed).key.public
    assert v.encode_point(multiple(secret, v.BASE)) == public
    challenge = int.from_bytes(hashlib.sha512(neutral + public + message).digest(), "little")
    signature = neutral + (challenge * secret % v.ORDER).to_bytes(32, "little")
    assert not v.ed25519_holds(public, message, signature)
    assert not keys._ed25519_holds(public, message, signature)


def test_points_that_are_not_canonical_or_not_on_the_curve_are_refused() -> None:
    for number in (v.P, v.P + 1, v.P + 3, 2**255 - 1, 2, 1 | 1 << 255):
        assert v.decode_point(number.to_bytes(32, "little")) is None
    assert v.decode_point(b"") is None
    assert v.decode_point(bytes(33)) is None


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=40), st.binary(max_size=70), st.integers(0, 2))
@settings(max_examples=examples(60), deadline=None)
def test_both_implementations_judge_a_signature_alike(private: bytes, message: bytes, junk: bytes, kind: int) -> None:
    signer = ledger.Ed25519Signer("a.example", private)
    signature = (signer.sign(message), junk, signer.sign(message)[:32] + junk[:32])[kind]
    ours = keys._ed25519_holds(signer.key.public, message, signature)
    assert v.ed25519_holds(signer.key.public, message, signature) == ours
    assert ours or kind


@given(st.lists(st.binary(max_size=4), max_size=70))
@settings(max_examples=examples(80), deadline=None)
def test_both_implementations_give_one_root(entries: list[bytes]) -> None:
    assert v.tree_root(entries) == ledger.tree_root(entries)


@pytest.mark.parametrize("vector", lines("merkle_inclusion.jsonl"), ids=lambda v: v["file"])
def test_the_public_inclusion_vectors_are_judged_as_stated(vector: dict) -> None:
    proof = [b64(p) for p in vector["proof"] or []]
    holds = v.verify_inclusion(
        vector["leafIdx"], vector["treeSize"], b64(vector["leafHash"]), proof, b64(vector["root"])
    )
    assert holds is not vector["wantErr"]


@given(st.integers(1, 40), st.data())
@settings(max_examples=examples(150), deadline=None)
def test_both_implementations_judge_a_proof_alike(n: int, data: st.DataObject) -> None:
    tree = Tree([b"%d" % i for i in range(n)])
    at, size = data.draw(st.integers(0, n - 1)), data.draw(st.integers(1, n))
    index = data.draw(st.integers(0, size - 1))
    proof = ledger.inclusion_proof(index, size, tree.fetch)
    case = (at, size, tree.leaves[index], proof, tree.root_at(size))
    assert v.verify_inclusion(*case) == ledger.verify_inclusion(*case)
    assert v.verify_inclusion(index, *case[1:])


@pytest.mark.parametrize("n", range(9))
def test_checkpoints_of_another_log_are_read_and_verified(n: int) -> None:
    note = (VECTORS / "tlog_log" / f"checkpoint.{n}").read_text(encoding="utf-8")
    proof = v.parse_proof(f"c2sp.org/tlog-proof@v1\nindex 0\n\n{note}")
    name, _, body = (VECTORS / "tlog_log" / "verifier.vkey").read_text().strip().split("+", 2)
    log = v.Key(name, bytes.fromhex("33d7b496"), b64(body)[1:])
    assert v.check_log(proof, log).state == "passed"
    assert (proof.size, proof.root) == (n, v.tree_root(b"one two three four five six seven eit".split()[:n]))


def test_both_refuse_the_same_published_keys() -> None:
    assert {b64(key) for key in v.PUBLISHED_KEYS} == ledger.PUBLISHED_KEYS
