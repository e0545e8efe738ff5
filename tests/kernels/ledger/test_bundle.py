"""A bundle that leaves the house holds together."""

from __future__ import annotations

import dataclasses
import json

import pytest
from tests.kernels.ledger.sample import PUBLIC, RESTRICTED, Tree, bundle_rows, entry, good_bundle

from taizhang.kernels import ledger


def proof_of(one: ledger.Entry) -> ledger.TlogProof:
    tree = Tree([ledger.canonical(one)])
    return ledger.TlogProof(0, (), tree.checkpoint())


def test_a_bundle_is_json_and_shows_only_what_it_was_given() -> None:
    bundle = json.loads(json.dumps(good_bundle()))
    assert bundle["format"] == "taizhang-bundle/1"
    assert ledger.parse_entry(bundle["entry"].encode()) == entry()
    assert json.loads(bundle["public"]["payload"])["families"] == 3
    assert ["content" in row for row in bundle["rows"]] == [True, False, True]
    one = entry()
    closed = ledger.make_bundle(one, proof_of(one), bundle_rows(shown=()))
    assert closed["public"] is None and closed["restricted"] is None
    assert "张三" not in json.dumps(closed, ensure_ascii=False)


def test_parts_that_do_not_belong_together_make_no_bundle() -> None:
    one, rows = entry(), bundle_rows()
    proof = proof_of(one)
    ledger.make_bundle(one, proof, rows, PUBLIC, RESTRICTED)
    with pytest.raises(ledger.BadBundle, match="public"):
        ledger.make_bundle(one, proof, rows, RESTRICTED)
    with pytest.raises(ledger.BadBundle, match="entry's root"):
        ledger.make_bundle(one, proof, rows[::-1])
    with pytest.raises(ledger.BadBundle, match="entry's root"):
        ledger.make_bundle(one, proof)
    with pytest.raises(ledger.BadBundle, match="digest"):
        ledger.make_bundle(one, proof, [dataclasses.replace(rows[0], content=b"{}"), *rows[1:]])
    with pytest.raises(ledger.BadBundle, match="salt and content"):
        ledger.make_bundle(one, proof, [dataclasses.replace(rows[0], salt=None), *rows[1:]])
    with pytest.raises(ledger.BadBundle, match="not in the tree"):
        ledger.make_bundle(one, proof_of(entry(8)), rows)
