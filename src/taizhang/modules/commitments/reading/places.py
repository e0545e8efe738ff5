"""Places that a task names: those that the lexicon knows (the division tree of an office among them), and streets and roads by their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .lexicon import Lexicon
from .objects import Span

#: 二七区政府, 中原区住建局: the place is part of an organ's name, and the organ is who does it.
_ORGAN: Final = re.compile(
    r"(?:人民|区|县|市)?政府|(?:区|县|市|党|工)?(?:工)?委(?:员会|会|办|宣传|组织|政法|统战|书记|常委|$|[、，）和及与])|管委会|督查室|人大|政协|纪委|监委"
    r"|法院|检察院|办事处|[\u4e00-\u9fff]{2,7}?(?:局|厅|办公室)(?!面|部|级|域|势)"
)
#: 中原区域, 郑州市民: the word goes on, and it is another one.
_OTHER_WORD: Final = re.compile(r"(?<=区)[域间块位]|(?<=市)[民场值]|(?<=县)[域级]|(?<=路)[径线网]|(?<=街)[区头]|(?<=镇)[域区]|(?<=乡)[村镇]")
#: A place of which the lexicon knows nothing is one by its last characters alone.
_FORMED: Final = re.compile(r"[\u4e00-\u9fff]{2,4}?(?:街道|大道|大街|县|区|镇|乡|路|街)")
#: Where a name can begin: behind these, or behind a verb.
_BEFORE: Final = "在于至到从、和及与，（对向沿"


def places_of(lexicon: Lexicon, text: str, start: int, end: int, object_start: int) -> Iterator[Span]:
    """The places that stand between two places of a text, each with its rule, in their order. What only looks like one is none."""
    begins, n = {start, object_start}, start
    while n < end:
        if word := lexicon.at("place", text, n, end):
            stop = n + len(word)
            if not _goes_on(lexicon, text, stop, end):
                yield Span(n, stop, f"place/{lexicon.words['place'][word] or 'lexicon'}")
            begins.add(stop)
            n = stop
            continue
        if n in begins or text[n - 1] in _BEFORE:
            found = _FORMED.match(text, n, end)
            if found and not _is_common(lexicon, found[0]) and not _goes_on(lexicon, text, found.end(), end):
                yield Span(n, found.end(), "place/by its form")
                n = found.end()
                continue
        n += 1


def _goes_on(lexicon: Lexicon, text: str, stop: int, end: int) -> bool:
    """Whether the word is only the beginning of another one, or of an organ's name."""
    if _OTHER_WORD.match(text, stop, end):
        return True
    return not lexicon.at("verb", text, stop, end) and _ORGAN.match(text, stop, end) is not None


def _is_common(lexicon: Lexicon, word: str) -> bool:
    """Whether a word that has the form of a place tells of which sort it is, and not which one: 断头路, 示范区."""
    return any(word.endswith(common) for common in lexicon.words["common_place"]) or any(
        lexicon.at(kind, word, n, len(word)) for kind in ("verb", "modifier") for n in range(len(word) - 1)
    )
