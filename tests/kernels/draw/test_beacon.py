"""Rounds of the beacon: genuine ones are, tampered ones are not, and nothing that is tampered with is an error."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taizhang.basis.errors import BadInput
from taizhang.kernels.draw import Beacon, RevealFault, signature_of
from taizhang.kernels.draw import beacon as signatures

VECTORS = Path(__file__).resolve().parents[4] / "shared/data/draw/vectors/drand_quicknet.json"


@pytest.fixture
def published():
    if not VECTORS.exists():
        pytest.skip("the rounds of the beacon are not on this machine")
    return json.loads(VECTORS.read_text("utf-8"))


@pytest.fixture
def curves():
    return pytest.importorskip("py_ecc", reason="py_ecc, an optional extra, is not installed")


def test_the_key_is_the_published_one(published):
    assert published["public_key"] == signatures.PUBLIC_KEY


def test_a_round_may_be_copied_as_the_json_that_the_beacon_answers(published):
    for each in published["rounds"]:
        own, answer = Beacon(each["round"]), {"round": each["round"], "randomness": each["randomness"], "signature": each["signature"].upper()}
        assert signature_of(own, f" {json.dumps(answer)}\n") == signature_of(own, f"{each['signature'][:50]} {each['signature'][50:]}") == each["signature"]
        for change, why in (({"round": 7}, "round 7"), ({"randomness": "00" * 32}, "SHA-256"), ({"signature": "zz"}, "its signature"), ({"signature": 1}, "its")):
            with pytest.raises(RevealFault, match=why):
                signature_of(own, json.dumps(answer | change))
    for text in ("{", "{}", '{"round": 1}', "{" * 5_000):
        with pytest.raises(RevealFault, match="its number and its signature"):
            signature_of(Beacon(1), text)


def test_without_the_library_it_is_said_what_is_missing():
    if signatures.is_installed():
        pytest.skip("py_ecc is installed here")
    with pytest.raises(BadInput) as refused:
        signatures.verified(Beacon(1), "00" * 48)
    assert refused.value.code == "needs_py_ecc"


def test_a_round_is_genuine_and_the_same_signature_is_not_that_of_another_round(curves, published):
    first, second, _ = published["rounds"]
    assert signatures.verified(Beacon(first["round"]), first["signature"])
    assert not signatures.verified(Beacon(second["round"]), first["signature"])


@pytest.mark.parametrize("tampered", ["", "zz", "00" * 48, "c0" + "00" * 47, "ff" * 48, "b7" * 47, "80" + "00" * 46 + "05"])
def test_what_cannot_be_read_or_signs_everything_is_not_genuine(curves, tampered):
    assert not signatures.verified(Beacon(1000), tampered)


@pytest.mark.long
def test_every_published_round_is_genuine_and_none_with_a_bit_changed(curves, published):
    for each in published["rounds"]:
        signature = bytes.fromhex(each["signature"])
        assert signatures.verified(Beacon(each["round"]), signature.hex())
        for at in (0, 20, 47):
            changed = bytes(b ^ (4 if n == at else 0) for n, b in enumerate(signature))
            assert not signatures.verified(Beacon(each["round"]), changed.hex())
