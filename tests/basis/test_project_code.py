from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.basis.errors import BadInput
from taizhang.basis.project_code import parse_project_code, read_project_code

CODE = "2019-410102-48-01-000123"


@pytest.mark.parametrize(
    "written",
    [
        CODE,
        f" {CODE}\n",
        "２０１９－４１０１０２－４８－０１－０００１２３",
        "2019—410102—48—01—000123",
        "20194101024801000123",
    ],
)
def test_a_code_is_brought_into_its_one_form(written):
    assert parse_project_code(written) == CODE


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2025-4101", "group_count"),
        ("2019-410102-48-01-00012", "bad_group"),
        ("2019-41010x-48-01-000123", "bad_group"),
        ("1019-410102-48-01-000123", "bad_year"),
        ("", "no_code"),
        (2.0194101024801e19, "code_is_number"),
    ],
)
def test_a_wrong_code_is_refused_with_what_is_wrong(written, code):
    with pytest.raises(BadInput) as refused:
        parse_project_code(written)
    assert refused.value.code == code


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_never_breaks(text):
    assert isinstance(read_project_code(text), str | BadInput)
