"""Places, organs and people of the example city hang together and are named in both languages."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from taizhang.site.example_city.organs import ORGAN_KINDS, ORGANS, RESPONSIBLE_UNITS
from taizhang.site.example_city.people import PEOPLE, ROLES
from taizhang.site.example_city.places import PLACE_KINDS, places, places_above_street, places_by_key

DIVISIONS = Path(__file__).parents[3] / "shared" / "data" / "divisions"
HAN = re.compile("[\u4e00-\u9fff]")


def test_the_tree_has_every_unit_once() -> None:
    counts = Counter(place.kind for place in places())
    assert counts == {"province": 1, "city": 1, "county": 12, "zone": 4, "street": 208, "community": 3306}
    assert set(counts) == set(PLACE_KINDS)
    assert len(places_by_key()) == len(places())


def test_parents_come_before_children_and_only_the_province_has_none() -> None:
    seen: set[str | None] = {None}
    for place in places():
        assert place.parent in seen
        seen.add(place.key)
    assert [place.key for place in places() if place.parent is None] == ["henan"]


def test_only_zhengdong_has_no_official_code_and_codes_are_unique() -> None:
    assert [place.key for place in places() if place.code is None] == ["zhengdong"]
    codes = [place.code for place in places() if place.code]
    assert len(codes) == len(set(codes))


def test_keys_do_not_depend_on_official_codes() -> None:
    assert not [place.key for place in places() if place.code and place.code in place.key]


def test_english_names_are_complete_down_to_the_streets_of_the_two_districts() -> None:
    named = [*places_above_street(), *(p for p in places() if p.kind == "street" and p.parent in ("erqi", "zhongyuan"))]
    assert len(named) == 18 + 30
    assert not [place.key for place in named if HAN.search(place.name.en)]


@pytest.mark.parametrize(
    ("file", "kind"), [("zhengzhou_streets.csv", "street"), ("zhengzhou_villages.csv", "community")]
)
def test_codes_and_names_are_those_of_the_source(file: str, kind: str) -> None:
    if not (DIVISIONS / file).exists():
        pytest.skip(f"../shared/data/divisions/{file} is not here")
    with (DIVISIONS / file).open(encoding="utf-8", newline="") as lines:
        source = {(row["code"], row["name"]) for row in csv.DictReader(lines)}
    assert {(place.code, place.name.zh) for place in places() if place.kind == kind} == source


def test_organs_stand_in_known_places_under_known_organs() -> None:
    seen: set[str | None] = {None}
    for organ in ORGANS:
        assert organ.parent in seen, organ.key
        assert organ.place in places_by_key(), organ.key
        assert organ.kind in ORGAN_KINDS
        assert not HAN.search(organ.name.en + organ.short.en), organ.key
        seen.add(organ.key)
    assert len(seen) - 1 == len(ORGANS)


def test_the_witnesses_are_audit_and_discipline_bodies() -> None:
    assert {organ.kind for organ in ORGANS if organ.witness} == {"audit", "discipline"}
    assert sum(organ.witness for organ in ORGANS) == 6


def test_every_responsible_unit_of_a_district_workbook_is_an_organ() -> None:
    workbook_units = [
        "区住建局",
        "区发展改革委",
        "区商务局",
        "区城管局",
        "区卫健委",
        "区教育局",
        "区工信局",
        "马寨产业园管委会",
    ]
    assert set(workbook_units) <= set(RESPONSIBLE_UNITS)
    assert set(RESPONSIBLE_UNITS.values()) <= {organ.key for organ in ORGANS}


def test_the_people_are_invented_say_so_and_cover_every_role() -> None:
    assert {person.role for person in PEOPLE} == set(ROLES)
    assert len({person.sign_in for person in PEOPLE}) == len(PEOPLE) == 23
    for person in PEOPLE:
        assert person.name.zh.endswith("（示例）")
        assert person.name.en.endswith("(example)")
        assert person.organ in {organ.key for organ in ORGANS}
        assert re.fullmatch(r"[a-z-]+", person.sign_in)
        assert not HAN.search(person.card.en)
