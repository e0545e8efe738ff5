"""The ledger's tree (RFC 6962 section 2.1; verification after RFC 9162 sections 2.1.3.2 and 2.1.4.2). Pure.

A tree is kept as the hashes of its complete subtrees: node (level, idx) covers leaves idx * 2**level up to, not including,
(idx + 1) * 2**level, and level 0 is the leaves. A node is written once, when its last leaf arrives, and never changes; what
is not complete is folded from complete nodes whenever it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import repeat

Position = tuple[int, int]  # (level, idx)
Node = tuple[int, int, bytes]  # (level, idx, hash)
#: Asked once for every node of a proof; a position the store does not hold is left out of the answer.
Fetch = Callable[[list[Position]], Mapping[Position, bytes]]

HASH_BYTES = 32
#: A tree is smaller than this; with it a path has at most 63 hashes, which is also what the witness protocol carries.
MAX_SIZE = 2**63
EMPTY_ROOT = sha256(b"").digest()


class MissingNode(LookupError):
    """A complete subtree that a tree of this size must hold was not in the store: the store is damaged."""

    def __init__(self, position: Position) -> None:
        super().__init__(f"the tree has no node at level {position[0]}, index {position[1]}")
        self.position = position


def leaf_hash(entry: bytes) -> bytes:
    """The leaf of one entry's canonical bytes."""
    return sha256(b"\x00" + entry).digest()


def leaf_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """The leaves of many entries, in their order."""
    return [sha256(b"\x00" + entry).digest() for entry in entries]


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbouring subtrees."""
    return sha256(b"\x01" + left + right).digest()


def _parents(row: Iterable[bytes]) -> list[bytes]:
    """The level above a row whose first node is a left child; an odd last node waits and is left out."""
    each = iter(row)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(each, each, strict=False)]


# -- growing ---------------------------------------------------------------------------------------------------------


def edge_positions(size: int) -> list[Position]:
    """Where the right edge of a tree of `size` leaves lies, from the highest level to the lowest: what `extend` and `root` need.

    >>> edge_positions(6)
    [(2, 0), (1, 2)]
    """
    _require_size(size)
    return [(level, (size >> level) - 1) for level in range(size.bit_length() - 1, -1, -1) if size >> level & 1]


def extend(size: int, edge: Sequence[bytes], leaves: Sequence[bytes]) -> tuple[list[Node], list[bytes]]:
    """Every node that became complete by adding `leaves` (leaf hashes, in order), and the new right edge.

    `edge` holds the hashes at `edge_positions(size)`; the new edge those at `edge_positions(size + len(leaves))`. New nodes
    come level by level from 0 upwards, by index inside a level; the old ones are not repeated.

    Raises:
        ValueError: the edge does not belong to a tree of that size, or a leaf is not 32 bytes (an entry, not its hash).
    """
    levels = [level for level, _ in edge_positions(size)]
    if len(edge) != len(levels):
        raise ValueError(f"a tree of {size} leaves has an edge of {len(levels)} hashes, not {len(edge)}")
    if any(length != HASH_BYTES for length in {*map(len, leaves), *map(len, edge)}):
        raise ValueError("leaves and edge are hashes of 32 bytes; make a leaf with leaf_hash(entry)")
    _require_size(size + len(leaves))
    waiting = dict(zip(levels, edge, strict=True))
    nodes: list[Node] = []
    lowest_first: list[bytes] = []
    fresh: Sequence[bytes] = leaves
    level, start = 0, size
    # Level by level rather than leaf by leaf: the same hashes, but the loop is one comprehension per level.
    while fresh:
        nodes += zip(repeat(level), range(start, start + len(fresh)), fresh)
        row = [waiting.pop(level), *fresh] if start & 1 else fresh
        if len(row) & 1:
            lowest_first.append(row[-1])
        fresh = _parents(row) if len(row) > 1 else ()
        level, start = level + 1, start >> 1
    return nodes, [*waiting.values(), *reversed(lowest_first)]


def root(edge: Sequence[bytes]) -> bytes:
    """The root of the tree with this right edge (highest level first); the hash of nothing for an empty tree."""
    if not edge:
        return EMPTY_ROOT
    folded = edge[-1]
    for left in reversed(edge[:-1]):
        folded = node_hash(left, folded)
    return folded


def tree_root(entries: Iterable[bytes]) -> bytes:
    """The root over a whole list of entries (MTH of RFC 6962), without keeping a tree."""
    return root(extend(0, [], leaf_hashes(entries))[1])


# -- proving ---------------------------------------------------------------------------------------------------------


def inclusion_positions(index: int, size: int) -> list[tuple[Position, ...]]:
    """For each hash of an inclusion proof, from the leaf's sibling upwards, the complete nodes it is made of.

    One position is the hash itself; several (highest level first) are the edge of a subtree that is not complete, to be
    folded with `root`. Only the last leaves' side of a tree has such a subtree, so at most one element is folded.

    Raises:
        ValueError: no leaf has that index in a tree of that size.
    """
    _require_size(size)
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    parts: list[tuple[Position, ...]] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            parts.append(_subtree(middle, high))
            high = middle
        else:
            parts.append(_subtree(low, middle))
            low = middle
    return parts[::-1]


def consistency_positions(older: int, newer: int) -> list[tuple[Position, ...]]:
    """For each hash of the proof that the tree of `newer` leaves begins with that of `older`, the nodes it is made of.

    Shapes as in `inclusion_positions`; empty for equal sizes.

    Raises:
        ValueError: unless 1 <= older <= newer. Nothing can be proved of the empty tree (RFC 6962 section 2.1.2).
    """
    _require_size(newer)
    if not 1 <= older <= newer:
        raise ValueError(f"consistency is proved from a size of at least 1 to one not smaller: {older}, {newer}")
    parts: list[tuple[Position, ...]] = []
    low, high = 0, newer
    while older != high:
        middle = low + _split(high - low)
        if older <= middle:
            parts.append(_subtree(middle, high))
            high = middle
        else:
            parts.append(_subtree(low, middle))
            low = middle
    if low:  # otherwise the older tree is itself a node of the newer one, and whoever asks knows its root
        parts.append(_subtree(low, high))
    return parts[::-1]


def inclusion_proof(index: int, size: int, fetch: Fetch) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the tree of `size` leaves; `fetch` is called at most once.

    Raises:
        ValueError: no such leaf.
        MissingNode: the store lacks a node.
    """
    return _collect(inclusion_positions(index, size), fetch)


def consistency_proof(older: int, newer: int, fetch: Fetch) -> list[bytes]:
    """The hashes that show the tree of `newer` leaves to begin with the tree of `older`; `fetch` is called at most once.

    Raises:
        ValueError: unless 1 <= older <= newer.
        MissingNode: the store lacks a node.
    """
    return _collect(consistency_positions(older, newer), fetch)


def _collect(parts: list[tuple[Position, ...]], fetch: Fetch) -> list[bytes]:
    wanted = [position for part in parts for position in part]
    if not wanted:
        return []
    held = fetch(wanted)
    try:
        return [held[part[0]] if len(part) == 1 else root([held[p] for p in part]) for part in parts]
    except KeyError:
        raise MissingNode(next(p for p in wanted if p not in held)) from None


def _subtree(low: int, high: int) -> tuple[Position, ...]:
    """The complete nodes that make up leaves low to high, highest first; `low` is where such a subtree can begin."""
    count = high - low
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return ((level, low >> level),)
    return tuple((level, (low >> level) + idx) for level, idx in edge_positions(count))


def _split(count: int) -> int:
    """The largest power of two below `count` (at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def _require_size(size: int) -> None:
    if not 0 <= size < MAX_SIZE:
        raise ValueError(f"not a tree size: {size}")


# -- checking --------------------------------------------------------------------------------------------------------


def verify_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root_hash: bytes) -> bool:
    """True when `proof` leads from the leaf hash at `index` to the root of a tree of `size` leaves."""
    # A leaf of another length could be an interior node in disguise, or the empty string with the empty root.
    if len(leaf) != HASH_BYTES or not 0 <= index < size or any(len(p) != HASH_BYTES for p in proof):
        return False
    first, last, running = index, size - 1, leaf
    for hash_ in proof:
        if last == 0:
            return False
        if first & 1 or first == last:
            running = node_hash(hash_, running)
            if not first & 1:
                while first and not first & 1:
                    first, last = first >> 1, last >> 1
        else:
            running = node_hash(running, hash_)
        first, last = first >> 1, last >> 1
    return last == 0 and running == root_hash


def verify_consistency(older: int, newer: int, older_root: bytes, newer_root: bytes, proof: Sequence[bytes]) -> bool:
    """True when `proof` shows the tree of `newer` leaves to begin with the tree of `older` leaves.

    An older size of 0 is always refused: everything begins with nothing, so it would prove nothing. Equal sizes compare the
    roots and demand an empty proof. A witness meets a log for the first time at size 0 and decides that case itself.
    """
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not proof and older_root == newer_root
    # A node is hashed over two strings put together; with lengths fixed nobody has to argue where one ends.
    if not proof or any(len(p) != HASH_BYTES for p in proof):
        return False
    path = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    first, last = older - 1, newer - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old_running = new_running = path[0]
    for hash_ in path[1:]:
        if last == 0:
            return False
        if first & 1 or first == last:
            old_running, new_running = node_hash(hash_, old_running), node_hash(hash_, new_running)
            if not first & 1:
                while first and not first & 1:
                    first, last = first >> 1, last >> 1
        else:
            new_running = node_hash(new_running, hash_)
        first, last = first >> 1, last >> 1
    return last == 0 and old_running == older_root and new_running == newer_root
