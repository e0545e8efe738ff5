"""Text cut into short overlapping pieces (grams), by which a word is found wherever it stands in a name or a code.

Every character begins one gram: two characters of Chinese, three of Latin letters and digits, fewer at the end of a run.
So the place of a gram is the place of its first character, and words are contained in a text exactly when their grams stand
there one after the other. Text is folded first: width, case, accents and traditional characters make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Changes when the same text would be cut otherwise than before: what was cut by an older version is cut anew.
VERSION = 1
#: Characters of one text that are cut; words looked for at once, and characters of each.
MOST_CHARACTERS, MOST_PHRASES, LONGEST_PHRASE = 500, 6, 60

_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(f"([{_HAN}]+)|([^\\W_{_HAN}]+)")
_HYPHENS = re.compile("[-_\u00ad\u2010-\u2015\u2212]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_IDEOGRAPHS, _LETTERS = 2, 3


def _pairs() -> dict[int, str]:
    pairs = Path(__file__).with_name("traditional.txt").read_text(encoding="utf-8").split()
    return {ord(pair[0]): pair[1] for pair in pairs}


#: Traditional characters and variants, each with the simplified one (from ICU's transform, see NOTICE).
_SIMPLIFIED = _pairs()


def fold(text: str) -> str:
    """The text without differences of width, case, accent and traditional or simplified script, and without hyphens.

    >>> fold("ＡＢ－１２ 鄭州 Café")
    'ab12 郑州 cafe'
    """
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
        text = unicodedata.normalize("NFC", text).translate(_SIMPLIFIED)
    return _HYPHENS.sub("", text).casefold()


def grams(text: str) -> list[str]:
    """The grams of a text in the order of its characters.

    >>> grams("郑州A12号")
    ['郑州', '州', 'a12', '12', '2', '号']
    """
    return [run[i : i + width] for run, width in _runs(fold(text[:MOST_CHARACTERS])) for i in range(len(run))]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Grams that have to follow one another; when `open`, the last of them only begins the one that stands there."""

    grams: tuple[str, ...]
    open: bool = False


def phrases(words: str) -> tuple[Phrase, ...]:
    """What has to be found for some words: a phrase for each part between spaces; nothing for punctuation alone.

    >>> phrases("郑州 2026")
    (Phrase(grams=('郑州',), open=False), Phrase(grams=('202', '026'), open=False))
    >>> phrases("郑")
    (Phrase(grams=('郑',), open=True),)
    """
    found = (_phrase(part[:LONGEST_PHRASE]) for part in fold(words).split())
    return tuple(dict.fromkeys(phrase for phrase in found if phrase is not None))[:MOST_PHRASES]


def _phrase(part: str) -> Phrase | None:
    runs = list(_runs(part))
    if not runs:
        return None
    *inner, (last, width) = runs
    # A run that ends inside the words ends there in the text too; the last one may go on.
    before = [run[i : i + n] for run, n in inner for i in range(len(run))]
    if len(last) < width:
        return Phrase((*before, last), open=True)
    return Phrase((*before, *(last[i : i + width] for i in range(len(last) - width + 1))))


def _runs(folded: str) -> Iterator[tuple[str, int]]:
    """Runs of Chinese and of letters with the length of their grams; punctuation and spaces do not part Chinese."""
    chinese = ""
    for match in _RUN.finditer(folded):
        if match[1]:
            chinese += match[1]
            continue
        if chinese:
            yield chinese, _IDEOGRAPHS
            chinese = ""
        yield match[2], _LETTERS
    if chinese:
        yield chinese, _IDEOGRAPHS
