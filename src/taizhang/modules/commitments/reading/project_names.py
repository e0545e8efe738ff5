"""Projects that a task names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .clauses import cut
from .lexicon import Lexicon

_ETC: Final = re.compile(r"(?P<names>[^，。；]{2,80}?)等(?P<count>\d+个)?(?P<what>[^，。；]{0,20})")
_TAIL: Final = re.compile(r"(?:建设征迁工作|前期工作|征迁工作|征迁|建设进度|尽快开工建设|建设|项目建设)$")
#: What stands between a verb and a name, and belongs to neither: 开工建设示例大桥.
_BEFORE_A_NAME: Final = ("建设", "实施", "推进")
#: Longer than two names that 和 joins.
_LONGEST_NAME: Final = 32
_NO_NAME: Final = re.compile(r"项目$|各项|更多|一批|重大|\d个|[大类]工程")


def project_names(lexicon: Lexicon, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the projects that a task names: before 等…项目, or as its whole object."""
    for clause_start, clause_end in cut(text, start, end):
        listed = _ETC.match(text, clause_start, clause_end)
        if listed and lexicon.within("project", listed["what"] + (listed["count"] or "")) and not listed["names"].startswith(("一批", "更多")):
            yield from _names(lexicon, text, listed.start("names"), listed.end("names"))
            continue
        tail = _TAIL.search(text[clause_start:clause_end])
        stop = clause_start + tail.start() if tail else clause_end
        while verb := next((verb for verb in _BEFORE_A_NAME if text.startswith(verb, clause_start)), ""):
            clause_start += len(verb)
        if stop - clause_start > _LONGEST_NAME or re.search(r"[、的“]", text[clause_start:stop]):
            continue
        for a, b in _names(lexicon, text, clause_start, stop):
            ends = any(text.endswith(word, a, b) for word in lexicon.words["project"])
            if b - a >= 4 and ends and not _NO_NAME.search(text, a, b):
                yield a, b


def _names(lexicon: Lexicon, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    place, depth = start, 0
    for n in range(start, end + 1):
        char = text[n] if n < end else "、"
        depth += (char in "（(“") - (char in "）)”")
        if (char == "、" or (char in "和及与" and _ends_name(lexicon, text, place, n))) and depth <= 0 and n > place:
            yield place, n
            place = n + 1


def _ends_name(lexicon: Lexicon, text: str, place: int, n: int) -> bool:
    """Whether a name ends before 和, 及 or 与. 检测及研发中心, 水厂及配套管网 and 和平路隧道 are one name each: the lexicon says why."""
    if not any(text.endswith(word, place, n) for word in lexicon.words["project"]):
        return False
    if any(text.startswith(word, n + 1) for word in lexicon.words["name_goes_on"]):
        return False
    return not any(text.startswith(word, n - at) for word in lexicon.words["name_with_and"] for at, char in enumerate(word) if char == text[n])
