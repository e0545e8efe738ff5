"""What an entry commits to: canonical bytes, commitments, rows."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples
from tests.kernels.ledger.sample import entry

from taizhang.kernels import ledger
from taizhang.kernels.ledger import BadEntry, Entry

words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=12)
subjects = st.builds(lambda kind, key: f"{kind.replace(':', '')}k:{key}", words, words)
keys = st.binary(min_size=16, max_size=16).map(bytes.hex)
hashes = st.binary(min_size=32, max_size=32)
entries = st.builds(
    Entry,
    key=keys,
    at=st.datetimes(timezones=st.just(UTC)).map(ledger.moment),
    actor=words,
    action=words,
    law=st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
    cause=st.none() | keys,
    subject=st.none() | subjects,
    matter=st.none() | subjects,
    others=st.lists(subjects, max_size=3).map(tuple),
    public=st.none() | hashes,
    restricted=st.none() | hashes,
    rows_count=st.integers(1, 10**6),
    rows_root=hashes,
)


def as_json(one: Entry) -> dict[str, Any]:
    """The header as the ledger's book describes it, for json.dumps."""
    return {
        "v": 1,
        "action": one.action,
        "actor": one.actor,
        "at": one.at,
        "cause": one.cause,
        "key": one.key,
        "law": one.law,
        "matter": one.matter,
        "others": list(one.others),
        "public": one.public and b64encode(one.public).decode(),
        "restricted": one.restricted and b64encode(one.restricted).decode(),
        "rows": {"root": b64encode(one.rows_root).decode(), "count": one.rows_count},
        "subject": one.subject,
    }


@given(entries)
@settings(max_examples=examples(300), deadline=None)
def test_canonical_bytes_are_those_of_json_dumps_and_can_be_read_back(one: Entry) -> None:
    encoded = ledger.canonical(one)
    assert encoded == json.dumps(as_json(one), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ledger.check_entry(one)
    assert ledger.parse_entry(encoded) == one


def test_the_bytes_of_an_entry_never_change() -> None:
    """Frozen: another encoding would make every entry ever recorded unprovable."""
    assert ledger.leaf_hash(ledger.canonical(entry())).hex() == (
        "ebf792b9810434b0ea5a374c1a12d6a075c2d94ef2fce7c69ded5f12568de195"
    )
    least = Entry(key="0" * 32, at="2026-01-01T00:00:00.000000Z", actor="a", action="b")
    assert ledger.canonical(least) == (
        b'{"action":"b","actor":"a","at":"2026-01-01T00:00:00.000000Z","cause":null,'
        b'"key":"00000000000000000000000000000000","law":"","matter":null,"others":[],"public":null,"restricted":null,'
        b'"rows":{"count":0,"root":"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="},"subject":null,"v":1}'
    )


def test_an_entry_of_65535_bytes_is_recorded_and_one_more_is_refused() -> None:
    room = 65_535 - len(ledger.canonical(entry(law="")))
    assert len(ledger.canonical(entry(law="x" * room))) == 65_535
    with pytest.raises(ledger.EntryTooLarge, match="this one has 65536"):
        ledger.canonical(entry(law="x" * (room + 1)))


def test_half_a_character_is_refused() -> None:
    with pytest.raises(BadEntry, match="half a character"):
        ledger.canonical(entry(law="\ud800"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"key": "x"}, "key"),
        ({"key": "A" * 32}, "key"),
        ({"cause": "x"}, "cause"),
        ({"at": "2026-03-01T08:00:00Z"}, "at"),
        ({"at": "2026-03-01T08:00:00.000000+08:00"}, "at"),
        ({"actor": ""}, "actor"),
        ({"subject": "plan"}, "subject"),
        ({"matter": ":1"}, "matter"),
        ({"others": ("organ:1", "organ")}, "others"),
        ({"public": b"short"}, "public"),
        ({"rows_root": b""}, "rows"),
        ({"rows_count": 0}, "rows"),
        ({"rows_count": -1}, "rows"),
    ],
)
def test_a_malformed_field_is_named(changes: dict[str, Any], named: str) -> None:
    ledger.check_entry(entry())
    with pytest.raises(BadEntry, match=f"^{named}"):
        ledger.check_entry(entry(**changes))


@pytest.mark.parametrize(
    "edit",
    [
        lambda t: t.replace('"v":1', '"v":2'),
        lambda t: t.replace('"v":1', '"v":true'),
        lambda t: t.replace('"v":1', '"v": 1'),
        lambda t: t.replace('"count":3', '"count":3.0'),
        lambda t: t.replace('"count":3', '"count":true'),
        lambda t: t.replace('"count":3', '"count":"3"'),
        lambda t: t.replace('"actor":', '"actor":"somebody","actor":'),
        lambda t: t.replace('"cause":', '"because":'),
        lambda t: t.replace("条", "\\u6761"),
        lambda t: t.replace('"others":[', '"others":[1,'),
        lambda t: t[:-1],
        lambda _: "[" * 100_000,
        lambda _: "[]",
        lambda _: "1" * 10_000,
    ],
)
def test_bytes_that_are_not_the_one_encoding_are_no_entry(edit: Any) -> None:
    text = ledger.canonical(entry()).decode()
    assert edit(text) != text
    with pytest.raises(BadEntry):
        ledger.parse_entry(edit(text).encode())


@given(st.text(max_size=6), st.text(max_size=6), st.text(max_size=6), st.text(max_size=6))
def test_moving_a_character_across_a_field_boundary_gives_another_leaf(a: str, b: str, c: str, d: str) -> None:
    def encoded(actor: str, law: str) -> bytes:
        try:
            return ledger.canonical(entry(actor=actor, law=law))
        except BadEntry:
            return repr((actor, law)).encode()

    assert (encoded(a, b) == encoded(c, d)) == ((a, b) == (c, d))


# -- commitments and rows ---------------------------------------------------------------------------------------------


def test_commitments_and_digests_never_change() -> None:
    assert ledger.commitment(b"\x01" * 32, b"{}").hex() == (
        "c10e5e57b5ec9cf6cd1f33a984cb3d14486d542ac645bfc84d53fea27aa98559"
    )
    assert ledger.row_digest(b"\x02" * 16, "plan", "1", "w", b"{}").hex() == (
        "be01f66b7e3b0070e51b09467719db0a574b3697a7c895d20856f8d27a783259"
    )


def test_a_salt_of_another_length_or_an_unknown_op_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        ledger.commitment(b"", b"{}")
    with pytest.raises(ValueError, match="16 bytes"):
        ledger.row_digest(b"x" * 32, "a", "b", "w", b"")
    with pytest.raises(ValueError, match="op"):
        ledger.row_digest(b"x" * 16, "a", "b", "update", b"")  # type: ignore[arg-type]


@given(*[st.text(st.characters(exclude_categories=("Cs",)), max_size=4)] * 6)
def test_no_byte_can_move_between_the_parts_of_a_row(a: str, b: str, c: str, d: str, e: str, f: str) -> None:
    one = ledger.row_digest(b"s" * 16, a, b, "w", c.encode())
    other = ledger.row_digest(b"s" * 16, d, e, "w", f.encode())
    assert (one == other) == ((a, b, c) == (d, e, f))
    assert (ledger.row_line(ledger.RowLine(a, b, "w", one)) == ledger.row_line(ledger.RowLine(d, e, "w", one))) == (
        (a, b) == (d, e)
    )


def test_the_order_of_rows_is_part_of_their_root() -> None:
    lines = [ledger.row_line(ledger.RowLine("plan", str(n), "w", bytes(32))) for n in range(3)]
    assert json.loads(lines[1]) == ["plan", "1", "w", b64encode(bytes(32)).decode()]
    assert ledger.rows_root(lines) != ledger.rows_root(lines[::-1])
    assert ledger.rows_root([]) == ledger.EMPTY_ROOT


# -- canonical JSON ---------------------------------------------------------------------------------------------------

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=("Cs",)), max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)


@given(plain)
@settings(max_examples=examples(200), deadline=None)
def test_plain_values_are_encoded_as_json_dumps_would(value: Any) -> None:
    expected = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert ledger.canonical_json(value) == expected.encode()
    assert ledger.parse_text(ledger.canonical_text(value)) == value


class Colour(StrEnum):
    RED = "红"


class Grade(IntEnum):
    A = 3


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        (Decimal("1E+3"), '"1000"'),
        (Decimal("0.10"), '"0.10"'),
        (Decimal("-0.00"), '"0.00"'),
        (datetime(2026, 3, 1, 8, 0, tzinfo=timezone(timedelta(hours=8))), '"2026-03-01T00:00:00.000000Z"'),
        (datetime(1, 1, 1, tzinfo=UTC), '"0001-01-01T00:00:00.000000Z"'),
        (date(2026, 3, 1), '"2026-03-01"'),
        (UUID(int=10), '"0000000000000000000000000000000a"'),
        (Colour.RED, '"红"'),
        (Grade.A, "3"),
        ((1, True, None), "[1,true,null]"),
        ({"b": 1, "a": {"z": [], "y": {}}}, '{"a":{"y":{},"z":[]},"b":1}'),
    ],
)
def test_other_values_have_one_form_each(value: Any, encoded: str) -> None:
    assert ledger.canonical_json(value).decode() == encoded


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (1.5, r"\$: a float"),
        ({"rows": [{"amount": 1}, {"amount": 0.1}]}, r"\$\.rows\[1\]\.amount: a float"),
        ({"a": b"x"}, r"\$\.a: bytes"),
        ({"a": {1: 2}}, r"\$\.a: the key 1"),
        ([set()], r"\$\[0\]: set"),
    ],
)
def test_what_has_no_canonical_form_is_refused_with_its_path(value: Any, path: str) -> None:
    with pytest.raises(TypeError, match=path):
        ledger.canonical_json(value)


@pytest.mark.parametrize("value", [datetime(2026, 3, 1), Decimal("NaN"), "\ud800"])
def test_values_that_mean_nothing_certain_are_refused(value: Any) -> None:
    with pytest.raises(ValueError):
        ledger.canonical_json(value)
