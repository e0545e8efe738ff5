"""More ways around the rosters, the chance, the scopes and the codes of inspections that are closed: each test is one that was open."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests import draw_fixture as pool

from taizhang.basis.errors import BadInput
from taizhang.modules.inspection.rules import exchange

# -- files of a platform ------------------------------------------------------------------------------------------------------

ROW = {"uscc": pool.code(1), "score": "620", "scored_on": "2026-01", "overrides": "", "class": "C"}


def sent(rows: int = 1, **more: Any) -> exchange.Exchange:
    return exchange.Exchange("scores", "410103", date(2026, 1, 31), exchange.RECEIVED["scores"], tuple(ROW | more for _ in range(rows)))


@pytest.mark.parametrize("column", ["place", "kind", "rows"])
def test_half_a_character_in_a_file_is_refused_and_is_no_fault(column):
    document = json.loads(sent().as_json())
    if column == "rows":
        document["rows"][0]["overrides"] = "\ud800"
    else:
        document[column] = "\ud800"
    with pytest.raises(BadInput) as refused:
        exchange.received(json.dumps(document).encode())
    str(refused.value.reason.zh).encode()


def test_a_cell_that_stands_in_no_column_is_not_dropped():
    head, columns, row = sent().as_csv().splitlines()
    for text in (f"{head}\n{columns}\n{row},D\n", f"{head}\n{columns},class\n{row},D\n", f"{head}\n{columns},\n{row},D\n"):
        with pytest.raises(BadInput) as refused:
            exchange.received(text.encode())
        assert refused.value.code == "columns"


def test_a_name_that_stands_twice_in_a_row_is_refused():
    text = sent().as_json().replace('"score": "620"', '"score": "120", "score": "620"')
    with pytest.raises(BadInput):
        exchange.received(text.encode())


@pytest.mark.parametrize("bomb", [b"#\n" + b"\n" * (3 << 20), b"," * (3 << 20), b'{"rows":[' + b"[]," * (1 << 20) + b"[]]}"])
def test_a_file_that_would_fill_the_memory_is_refused_before_it_is_read(bomb):
    with pytest.raises(BadInput) as refused:
        exchange.received(bomb)
    assert refused.value.code == "rows"
