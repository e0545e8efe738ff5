"""The district of an address: named, or unknown with a reason."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from taizhang.basis.address import AddressReader, Locality, Located, Unlocated
from taizhang.site.example_city.places import LOCALITIES, address_reader, places_above_street

FIRMS = Path(__file__).parents[3] / "shared" / "data" / "enterprises" / "zhengzhou_companies.csv"


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("郑州市二七区大学路1号", "erqi"),
        ("河南省郑州市管城回族区东大街", "guancheng"),
        ("郑州市管城区新郑路10号", "guancheng"),
        ("郑州市邙山区花园口", "huiji"),
        ("郑州市郑东新区商都路", "zhengdong"),
        ("河南自贸试验区郑州片区（郑东）商都路", "zhengdong"),
        ("河南自贸试验区郑州片区(经开)航海东路", "jingkai"),
        ("郑州市金水区郑东新区金水东路", "zhengdong"),
        ("新郑市航空港区迎宾大道", "hangkonggang"),
        ("郑州高新技术产业开发区登封街", "gaoxin"),
        ("巩义市高新区", "gongyi"),
        ("荥阳乔楼镇", "xingyang"),
        ("郑州市高新区翠竹街", "gaoxin"),
        ("郑州市上街区登封路", "shangjie"),
    ],
)
def test_the_named_district_is_found(address: str, key: str) -> None:
    located = address_reader().locate(address)
    assert isinstance(located, Located)
    assert located.key == key


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "empty"),
        ("N/A", "empty"),
        ("郑州市金水路1号", "not_named"),
        ("郑州市新郑路5号", "not_named"),
        ("原阳县产业集聚区", "elsewhere"),
        ("河南省温县产业集聚区", "elsewhere"),
    ],
)
def test_an_address_without_a_district_says_why(address: str, code: str) -> None:
    unlocated = AddressReader("郑州", LOCALITIES).locate(address)
    assert isinstance(unlocated, Unlocated)
    assert unlocated.code == code
    assert unlocated.reason.zh and unlocated.reason.en


def test_two_districts_at_once_leave_it_open() -> None:
    unlocated = address_reader().locate("中国河南省郑州市二七区中原区交界")
    assert isinstance(unlocated, Unlocated)
    assert (unlocated.code, unlocated.candidates) == ("several", ("erqi", "zhongyuan"))


def test_two_localities_may_not_claim_one_word() -> None:
    with pytest.raises(ValueError, match="names both"):
        AddressReader("郑州", [Locality("a", ("甲区",)), Locality("b", ("甲区",))])


def test_every_locality_is_a_place_and_every_district_has_one() -> None:
    below_city = {place.key for place in places_above_street() if place.parent == "zhengzhou"}
    assert {locality.key for locality in LOCALITIES} == below_city


def test_the_share_recognised_over_the_real_register(capsys: pytest.CaptureFixture[str]) -> None:
    if not FIRMS.exists():
        pytest.skip("../shared/data/enterprises/zhengzhou_companies.csv is not here")
    reader = address_reader()
    with FIRMS.open(encoding="utf-8", newline="") as lines:
        read = [reader.locate(row["注册地址"]) for row in csv.DictReader(lines)]
    counts = Counter(r.key if isinstance(r, Located) else f"? {r.code}" for r in read)
    share = sum(isinstance(r, Located) for r in read) / len(read)
    with capsys.disabled():
        print(f"\naddresses recognised: {share:.2%} {dict(counts.most_common())}")
    assert share > 0.93
