"""The tree: what it produces, byte for byte, and what its verifiers refuse."""

from __future__ import annotations

import random
from base64 import b64encode
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.kernels.ledger.sample import Tree, b64, lines

from taizhang.kernels import ledger


def plain_root(entries: list[bytes]) -> bytes:
    """MTH as RFC 6962 writes it, by recursion: the other implementation."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + plain_root(entries[:k]) + plain_root(entries[k:])).digest()


def test_constants_are_those_of_the_rfc() -> None:
    assert b64encode(ledger.EMPTY_ROOT) == b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
    assert ledger.root([]) == ledger.EMPTY_ROOT == ledger.tree_root([])
    assert b64encode(ledger.leaf_hash(b"")) == b"bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0="


@pytest.mark.parametrize("vector", lines("merkle_inclusion.jsonl"), ids=lambda v: v["file"])
def test_every_public_inclusion_vector_is_judged_as_stated(vector: dict) -> None:
    proof = [b64(p) for p in vector["proof"] or []]
    holds = ledger.verify_inclusion(
        vector["leafIdx"], vector["treeSize"], b64(vector["leafHash"]), proof, b64(vector["root"])
    )
    assert holds is not vector["wantErr"]


@pytest.mark.parametrize("vector", lines("merkle_consistency.jsonl"), ids=lambda v: v["file"])
def test_every_public_consistency_vector_is_judged_as_stated(vector: dict) -> None:
    proof = [b64(p) for p in vector["proof"] or []]
    holds = ledger.verify_consistency(
        vector["size1"], vector["size2"], b64(vector["root1"]), b64(vector["root2"]), proof
    )
    assert holds is not vector["wantErr"]


@pytest.mark.parametrize("tree", lines("generated_trees.jsonl"), ids=lambda t: f"n={t['n']}")
def test_roots_and_proofs_of_the_generated_trees_are_produced_byte_for_byte(tree: dict) -> None:
    grown = Tree([b64(leaf) for leaf in tree["leaves_b64"]])
    assert ledger.root(grown.edge) == b64(tree["root"])
    for case in tree["inclusion"]:
        proof = ledger.inclusion_proof(case["leafIdx"], tree["n"], grown.fetch)
        assert proof == [b64(p) for p in case["proof"]]
    for case in tree["consistency"]:
        assert grown.root_at(case["size1"]) == b64(case["root1"])
        proof = ledger.consistency_proof(case["size1"], tree["n"], grown.fetch)
        assert proof == [b64(p) for p in case["proof"]]


@given(st.lists(st.lists(st.binary(max_size=3), max_size=9), max_size=8))
@settings(max_examples=examples(150), deadline=None)
def test_appending_in_any_portions_gives_the_tree_of_the_whole(portions: list[list[bytes]]) -> None:
    tree, whole = Tree(), [entry for portion in portions for entry in portion]
    for portion in portions:
        tree.append(portion)
    assert ledger.root(tree.edge) == plain_root(whole) == ledger.tree_root(whole)
    assert tree.nodes == Tree(whole).nodes
    assert tree.edge == [tree.nodes[p] for p in ledger.edge_positions(len(whole))]
    assert len(tree.nodes) == sum(len(whole) >> level for level in range(10))


@given(st.integers(1, 200), st.data())
@settings(max_examples=examples(150), deadline=None)
def test_every_inclusion_proof_verifies_in_every_size_of_the_tree(n: int, data: st.DataObject) -> None:
    entries = [b"%d" % i for i in range(n)]
    tree, size = Tree(entries), data.draw(st.integers(1, n))
    index = data.draw(st.integers(0, size - 1))
    proof = ledger.inclusion_proof(index, size, tree.fetch)
    assert ledger.verify_inclusion(index, size, tree.leaves[index], proof, plain_root(entries[:size]))
    assert tree.fetches <= 1


@given(st.integers(1, 200), st.data())
@settings(max_examples=examples(150), deadline=None)
def test_every_consistency_proof_verifies(n: int, data: st.DataObject) -> None:
    entries = [b"%d" % i for i in range(n)]
    tree, newer = Tree(entries), data.draw(st.integers(1, n))
    older = data.draw(st.integers(1, newer))
    proof = ledger.consistency_proof(older, newer, tree.fetch)
    assert ledger.verify_consistency(older, newer, plain_root(entries[:older]), plain_root(entries[:newer]), proof)
    assert tree.fetches <= 1


def test_ten_thousand_mutated_proofs_are_refused() -> None:
    chance, refused = random.Random(20260301), 0
    tree = Tree([b"%d" % i for i in range(130)])
    while refused < 10_000:
        size = chance.randrange(2, 131)
        at, inclusion = chance.randrange(size), chance.random() < 0.5
        if inclusion:
            proof = ledger.inclusion_proof(at, size, tree.fetch)
        else:
            at = max(1, at)
            proof = ledger.consistency_proof(at, size, tree.fetch)
        mutated = mutate(proof, chance)
        if mutated == proof:
            continue
        if inclusion:
            assert not ledger.verify_inclusion(at, size, tree.leaves[at], mutated, tree.root_at(size))
        else:
            assert not ledger.verify_consistency(at, size, tree.root_at(at), tree.root_at(size), mutated)
        refused += 1


def mutate(proof: list[bytes], chance: random.Random) -> list[bytes]:
    """The proof with one thing changed: a bit, a hash lost, added, moved or doubled, or a byte moved across a border."""
    out, kind = list(proof), chance.randrange(6)
    at = chance.randrange(len(out)) if out else 0
    if not out or kind == 0:
        out.insert(at, chance.randbytes(32))
    elif kind == 1:
        flipped = bytearray(out[at])
        flipped[chance.randrange(32)] ^= 1 << chance.randrange(8)
        out[at] = bytes(flipped)
    elif kind == 2:
        del out[at]
    elif kind == 3:
        out.insert(at, out[at])
    elif kind == 4:
        chance.shuffle(out)
    elif len(out) > 1 and at + 1 < len(out):
        out[at], out[at + 1] = out[at + 1][:1] + out[at], out[at + 1][1:]
    else:
        out[at] = out[at][:-1]
    return out


def test_hashes_of_another_length_are_refused_in_every_proof() -> None:
    tree = Tree([b"%d" % i for i in range(7)])
    for length in (0, 31, 33):
        path = ledger.inclusion_proof(2, 7, tree.fetch)
        path[0] = path[0].ljust(33, b"x")[:length]
        assert not ledger.verify_inclusion(2, 7, tree.leaves[2], path, tree.root_at(7))
        path = ledger.consistency_proof(3, 7, tree.fetch)
        path[-1] = path[-1].ljust(33, b"x")[:length]
        assert not ledger.verify_consistency(3, 7, tree.root_at(3), tree.root_at(7), path)


def test_an_older_size_of_zero_proves_nothing_even_to_zero() -> None:
    empty = ledger.EMPTY_ROOT
    assert not ledger.verify_consistency(0, 0, empty, empty, [])
    assert not ledger.verify_consistency(0, 5, empty, b"r" * 32, [])
    with pytest.raises(ValueError, match="at least 1"):
        ledger.consistency_positions(0, 5)


def test_equal_sizes_compare_the_roots_and_demand_an_empty_proof() -> None:
    assert ledger.verify_consistency(2, 2, b"eleven bytes", b"eleven bytes", [])
    assert not ledger.verify_consistency(2, 2, b"eleven bytes", b"eleven bytes", [b"x" * 32])
    assert not ledger.verify_consistency(2, 2, b"eleven bytes", b"other", [])


def test_a_leaf_hash_of_another_length_is_refused() -> None:
    assert not ledger.verify_inclusion(0, 1, b"", [], b"")
    assert not ledger.verify_inclusion(0, 1, b"x" * 33, [], b"x" * 33)


def test_an_entry_given_as_a_leaf_is_refused_because_a_leaf_is_its_hash() -> None:
    with pytest.raises(ValueError, match="leaf_hash"):
        ledger.extend(0, [], [b"an entry"])


def test_an_edge_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="edge of 2 hashes"):
        ledger.extend(6, [b"x" * 32], [])


def test_a_missing_node_is_named() -> None:
    tree = Tree([b"%d" % i for i in range(8)])
    del tree.nodes[2, 1]
    with pytest.raises(ledger.MissingNode, match="level 2, index 1") as missing:
        ledger.inclusion_proof(0, 8, tree.fetch)
    assert missing.value.position == (2, 1)


@pytest.mark.parametrize(("index", "size"), [(-1, 4), (4, 4), (0, 0)])
def test_no_proof_is_made_for_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        ledger.inclusion_positions(index, size)


def test_only_the_border_of_a_tree_is_folded_from_several_nodes() -> None:
    assert ledger.inclusion_positions(0, 7) == [((0, 1),), ((1, 1),), ((1, 2), (0, 6))]
    for size in range(1, 70):
        for index in range(size):
            assert sum(len(part) > 1 for part in ledger.inclusion_positions(index, size)) <= 1


def test_positions_reach_beyond_any_size_a_city_will_see() -> None:
    size = 2**62 + 1
    assert ledger.edge_positions(size) == [(62, 0), (0, 2**62)]
    assert len(ledger.inclusion_positions(0, size)) == 63
    with pytest.raises(ValueError, match="not a tree size"):
        ledger.edge_positions(2**63)
