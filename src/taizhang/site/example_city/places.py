"""The places of the example city: Henan, Zhengzhou, its county-level units and zones, streets and communities.

`key` is the product's own and never changes; `code` is the official code and may be absent (郑东新区 has none). Names without an
English form keep the Chinese one in both languages. Source and licence: LICENCE-divisions.txt beside the files.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

from taizhang.basis.address import AddressReader, Locality
from taizhang.basis.text import Text

PlaceKind = Literal["province", "city", "county", "zone", "street", "community"]

PLACE_KINDS: Final[dict[PlaceKind, Text]] = {
    "province": Text("省", "Province"),
    "city": Text("市", "City"),
    "county": Text("区县（市）", "District, county or county-level city"),
    "zone": Text("开发区、新区", "Development zone or new district"),
    "street": Text("街道、乡镇", "Subdistrict, town or township"),
    "community": Text("社区、村", "Community or village"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the tree; `parent` is the key of the place above, None for the province alone."""

    key: str
    code: str | None
    name: Text
    kind: PlaceKind
    parent: str | None


@cache
def places() -> tuple[Place, ...]:
    """Every place, parents before children: 1 province, 1 city, 16 county-level units and zones, 208 streets, 3,306 communities."""
    return (*_upper(), *_lower("places_streets.csv", "street"), *_lower("places_communities.csv", "community"))


@cache
def places_by_key() -> dict[str, Place]:
    """The places under their own keys."""
    return {place.key: place for place in places()}


def places_above_street() -> tuple[Place, ...]:
    """Province, city, county-level units and zones: enough for most tests, without reading the long files."""
    return tuple(_upper())


def _upper() -> Iterator[Place]:
    for row in _table("places_upper.csv"):
        kind = cast(PlaceKind, row["kind"])
        yield Place(row["key"], row["code"] or None, Text(row["name"], row["name_en"]), kind, row["parent"] or None)


def _lower(file: str, kind: PlaceKind) -> Iterator[Place]:
    for row in _table(file):
        yield Place(row["key"], row["code"], Text(row["name"], row.get("name_en") or row["name"]), kind, row["parent"])


def _table(file: str) -> Iterator[dict[str, str]]:
    with (files(__package__) / file).open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


#: How addresses write the districts. 邙山区 has been 惠济区 since 2004 and still stands in old registrations.
LOCALITIES: Final = (
    Locality("zhongyuan", ("中原区",)),
    Locality("erqi", ("二七区",)),
    Locality("guancheng", ("管城回族区", "管城区")),
    Locality("jinshui", ("金水区",)),
    Locality("shangjie", ("上街区",)),
    Locality("huiji", ("惠济区", "邙山区")),
    Locality("zhongmu", ("中牟县",), ("中牟",)),
    Locality("gongyi", ("巩义市",), ("巩义",)),
    Locality("xingyang", ("荥阳市",), ("荥阳",)),
    Locality("xinmi", ("新密市",), ("新密",)),
    Locality("xinzheng", ("新郑市",), ("新郑",)),
    Locality("dengfeng", ("登封市",), ("登封",)),
    Locality("zhengdong", ("郑东新区", "郑州片区(郑东)"), zone=True),
    Locality(
        "jingkai",
        (
            "郑州经济技术开发区",
            "郑州市经济技术开发区",
            "郑州经济开发区",
            "郑州市经济开发区",
            "郑州经开区",
            "郑州市经开区",
            "郑州片区(经开)",
        ),
        ("经开区",),
        zone=True,
    ),
    Locality(
        "gaoxin",
        (
            "郑州高新技术产业开发区",
            "郑州市高新技术产业开发区",
            "郑州国家高新技术产业开发区",
            "郑州高新技术开发区",
            "郑州市高新技术开发区",
            "郑州高新开发区",
            "郑州市高新开发区",
            "郑州高新区",
            "郑州市高新区",
        ),
        ("高新区",),
        zone=True,
    ),
    Locality("hangkonggang", ("航空港经济综合实验区", "航空港区", "新郑港区", "郑州港区"), ("航空港",), zone=True),
)


def address_reader() -> AddressReader:
    """A reader of Zhengzhou addresses, whose keys are those of `places()`."""
    return AddressReader("郑州", LOCALITIES)
