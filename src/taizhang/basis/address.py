"""The district of an address, read from its words alone.

Only a district that the address names is returned. A street is not turned into a district: long roads cross several, and a firm put
into the wrong district is inspected by the wrong office. What is not named is `Unlocated`, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .text import Text


@dataclass(frozen=True, slots=True)
class Locality:
    """A district or development zone as addresses write it.

    `names` stand for it anywhere. `short_names` count only when the address holds no full name of any locality and no road, bridge,
    station or similar follows: 新郑路 is not in 新郑, and the 高新区 of a county-level city is not the city's. `zone` marks a
    development zone: where an address names both a zone and the district around it, the zone administers.
    """

    key: str
    names: tuple[str, ...]
    short_names: tuple[str, ...] = ()
    zone: bool = False


@dataclass(frozen=True, slots=True)
class Located:
    """The locality named by an address, the word that named it and where that word begins."""

    key: str
    word: str
    start: int


@dataclass(frozen=True, slots=True)
class Unlocated:
    """No locality, and why: `empty`, `not_named`, `elsewhere` or `several` (with the candidates in order of appearance)."""

    code: str
    reason: Text
    candidates: tuple[str, ...] = ()


_ROAD = r"(?![东西南北中]?[一二三四五六七八九十]{0,2}(?:路|街|大道|大街|巷|胡同|桥|门|站|机场|国际机场|宾馆|大酒店|服务区|高速|煤|矿))"


class AddressReader:
    """Finds the locality of many addresses over one fixed list.

    Raises:
        ValueError: on construction, when two localities claim the same word.
    """

    def __init__(self, city: str, localities: Iterable[Locality]) -> None:
        """`city` is the city's own name without 市, such as 郑州: it tells a county of this city from one elsewhere."""
        self._city = city
        self._by_word: dict[str, Locality] = {}
        patterns: list[tuple[int, str]] = []
        for locality in localities:
            for word, tail in [*((w, "") for w in locality.names), *((w, _ROAD) for w in locality.short_names)]:
                if self._by_word.setdefault(word, locality) is not locality:
                    raise ValueError(f"{word} names both {self._by_word[word].key} and {locality.key}")
                patterns.append((-len(word), re.escape(word) + tail))
        # Longest first, so that 管城回族区 is not read as 管城 with a tail.
        self._pattern = re.compile("|".join(p for _, p in sorted(patterns)))

    def locate(self, address: str) -> Located | Unlocated:
        """The locality that the address names; of a zone and a district both named, the zone; of two of a kind, none."""
        text = "".join(chr(ord(c) - 0xFEE0) if 0xFF01 <= ord(c) <= 0xFF5E else c for c in "".join(address.split()))
        if not text or text.upper() in {"-", "N/A"}:
            return Unlocated("empty", Text("没有地址", "there is no address"))
        found = [(m.start(), m.group(), self._by_word[m.group()]) for m in self._pattern.finditer(text)]
        if not found:
            return self._not_found(text)
        full = [f for f in found if f[1] in f[2].names] or found
        kept = [f for f in full if f[2].zone] or full
        keys = tuple(dict.fromkeys(locality.key for _, _, locality in kept))
        if len(keys) > 1 and not self._leads(kept):
            reason = Text("地址中出现多个区域，不能确定", "the address names several districts")
            return Unlocated("several", reason, keys)
        start, word, locality = kept[0]
        return Located(locality.key, word, start)

    @staticmethod
    def _leads(found: list[tuple[int, str, Locality]]) -> bool:
        """True when the first name stands where an address puts its district and the next does not follow it at once."""
        (start, word, _), following = found[0], found[1]
        return start <= 6 and word[-1] in "区市县" and following[0] > start + len(word)

    def _not_found(self, text: str) -> Unlocated:
        outside = re.match(r"(?:[^省市县区]{2,3}省)?([^省市县区]{2,4}市|[^省市县区]{1,4}县)", text)
        if outside is not None and not outside.group(1).endswith(f"{self._city}市"):
            reason = Text("地址属于本市以外", "the address lies outside the city")
            return Unlocated("elsewhere", reason)
        return Unlocated(
            "not_named",
            Text("地址未写明区县，只有道路或单位名", "the address names no district, only a road or a building"),
        )
