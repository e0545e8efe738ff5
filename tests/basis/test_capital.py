"""Registered capital: exact, with its currency, or not at all."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.basis.capital import Capital, Unread, read_capital

FIRMS = Path(__file__).parents[3] / "shared" / "data" / "enterprises" / "zhengzhou_companies.csv"


@pytest.mark.parametrize(
    ("raw", "capital"),
    [
        ("26,853.6261(万元)", Capital(26_853_626_100, "CNY")),
        ("86600万人民币", Capital(86_600_000_000, "CNY")),
        ("100(万)", Capital(100_000_000, "CNY", currency_stated=False)),
        ("100万", Capital(100_000_000, "CNY", currency_stated=False)),
        ("50万元人民币", Capital(50_000_000, "CNY")),
        ("50(万元人民币)", Capital(50_000_000, "CNY")),
        ("1,000(万人民币元)", Capital(1_000_000_000, "CNY")),
        ("50万元", Capital(50_000_000, "CNY")),
        ("12.5(万美元)", Capital(12_500_000, "USD")),
        ("2,300(万香港元)", Capital(2_300_000_000, "HKD")),
        ("10（万欧元）", Capital(10_000_000, "EUR")),
        ("5000(万日元)", Capital(50_000_000, "JPY")),
        ("１，０００．５（万元）", Capital(1_000_500_000, "CNY")),
        ("3亿元", Capital(30_000_000_000, "CNY")),
        ("0(万元)", Capital(0, "CNY")),
    ],
)
def test_each_spelling_keeps_amount_and_currency(raw: str, capital: Capital) -> None:
    assert read_capital(raw) == capital


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("N/A", "not_stated"),
        ("-", "not_stated"),
        ("", "not_stated"),
        ("-5(万元)", "negative"),
        ("约三亿左右", "unreadable"),
        ("1,00(万元)", "unreadable"),
        ("100(万卢布)", "unknown_currency"),
        ("1.2345678(万元)", "finer_than_minor_unit"),
        ("0.00001(万日元)", "finer_than_minor_unit"),
    ],
)
def test_what_cannot_be_read_has_a_named_reason(raw: str, code: str) -> None:
    unread = read_capital(raw)
    assert isinstance(unread, Unread)
    assert unread.code == code
    assert unread.reason.zh and unread.reason.en


def test_a_yen_amount_is_whole_yen() -> None:
    yen = read_capital("1(万日元)")
    assert isinstance(yen, Capital)
    assert (yen.amount_minor, yen.major) == (10_000, 10_000)


@given(st.integers(0, 10**13))
def test_any_amount_in_fen_comes_back_exactly(fen: int) -> None:
    wan, rest = divmod(fen, 10**6)
    capital = read_capital(f"{wan:,}.{rest:06}(万元)")
    assert isinstance(capital, Capital)
    assert (capital.amount_minor, capital.major) == (fen, Fraction(fen, 100))


def test_every_row_of_the_real_register_gives_a_value_or_a_named_reason(capsys: pytest.CaptureFixture[str]) -> None:
    if not FIRMS.exists():
        pytest.skip("../shared/data/enterprises/zhengzhou_companies.csv is not here")
    with FIRMS.open(encoding="utf-8", newline="") as lines:
        read = [read_capital(row["注册资金"]) for row in csv.DictReader(lines)]
    counts = Counter(
        c.currency + ("" if c.currency_stated else " (assumed)") if isinstance(c, Capital) else c.code for c in read
    )
    with capsys.disabled():
        print(f"\nregistered capital: {dict(counts)}")
    assert counts == {
        "CNY": 23_424,
        "CNY (assumed)": 1_774,
        "USD": 97,
        "HKD": 17,
        "EUR": 5,
        "JPY": 1,
        "not_stated": 4_252,
    }
