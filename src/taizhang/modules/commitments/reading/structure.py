"""Who speaks in which part of a document, and under which headings a sentence stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from .lines import Paragraph

_TITLE: Final = re.compile(r"—+访(?P<who>.+)$")
_POSTS: Final = (
    "党组书记", "党委书记", "党工委书记", "副书记", "书记", "副主席", "主席", "副主任", "主任", "副局长", "局长", "副市长", "市长", "副区长", "区长",
    "副县长", "县长", "副厅长", "厅长", "部长", "院长", "校长", "董事长", "总经理", "镇长", "乡长", "负责人",
)  # fmt: skip
_POST: Final = "|".join(sorted(_POSTS, key=len, reverse=True))
_ORDINAL: Final = re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})是(?P<said>[^。；，]{2,40})")
_FIELD: Final = re.compile(r"(?:在)?(?P<said>[^，。；]{2,24}?方面)，")
_STRESSED: Final = re.compile(r"突出(?P<said>[^，。；“”]{2,14})(?=，)")
#: 突出项目建设，不断夯实发展基础。 The whole sentence is what the paragraph is headed by.
_SLOGAN: Final = re.compile(r"[^，。；]{4,20}。")
_NUMBERED: Final = re.compile(
    r"(?P<n>第[一二三四五六七八九十]+[章节篇部分]+|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.．、](?!\d))"
    r"(?P<said>[^。；]{0,60})"
)
_LONGEST_HEAD: Final = 12


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person of an interview: post and organ as they are printed."""

    person: str
    post: str
    organ: str


@dataclass(slots=True)
class Path:
    """Where one is in a document: the title, who speaks, and the headings that are open, the widest first."""

    title: str = ""
    speaker: Speaker | None = None
    open: list[tuple[int, str]] = field(default_factory=list)

    def under(self) -> tuple[str, ...]:
        """The title and the headings as words."""
        return tuple(filter(None, (self.title, *(words for _, words in self.open))))

    def leave(self, level: int) -> None:
        """Headings of a level and below it are closed."""
        self.open = [each for each in self.open if each[0] < level]

    def enter(self, level: int, words: str) -> None:
        """A heading is open; those of its own level and below it are closed."""
        self.open = [each for each in self.open if each[0] < level] + [(level, words)]


def speaker_of(title: str) -> Speaker | None:
    """The person that a headline names after ——访."""
    found = _TITLE.search(title)
    if found is None:
        return None
    who = found["who"]
    posts = list(re.finditer(rf"(?P<organ>[^，、,]*?)(?P<post>{_POST})", who))
    if not posts:
        return Speaker(who, "", "")
    person = who[posts[-1].end() :].strip("，、,")
    organs = [m["organ"] for m in posts if m["organ"]]
    post = who[: posts[-1].end()]
    return Speaker(person, post, organs[-1] if organs else "")


def enter_title(path: Path, paragraph: Paragraph) -> None:
    """A headline begins an article with its own speaker; another title is kept as a heading."""
    speaker = speaker_of(paragraph.text)
    if speaker is not None:
        path.title, path.speaker, path.open = _TITLE.sub("", paragraph.text), speaker, []
    elif not path.title:
        path.title = paragraph.text
    else:
        path.enter(0, paragraph.text)


def enter_sentence(path: Path, sentence: str, first: bool) -> int:
    """Headings that a sentence opens are open; gives how many of its characters are the heading's own.

    一是…… is a heading as far as its first stop; 突出…… and 在……方面 open a part that the rest of the sentence belongs to, and
    with one short clause behind them they are a heading and nothing else.
    """
    if found := _ORDINAL.match(sentence):
        path.enter(3, found[0])
        return found.end() if sentence[found.end() : found.end() + 1] in ("。", "；", "") else 0
    if first and (found := _NUMBERED.match(sentence)):
        level = 1 if found["n"][0] in "第一二三四五六七八九十" else 2
        path.enter(level if found["n"][0] not in "0123456789" else 3, found[0].split("，")[0][:40])
        colon = found["said"].find("：")
        if 2 <= colon <= _LONGEST_HEAD and colon + 1 < len(found["said"]):
            # 1、经济发展：盘活……；走访……: the head ends at its colon.
            return len(found["n"]) + colon + 1
        return len(found["n"]) if "，" in found["said"] or len(sentence) > 60 else found.end()
    if first and (found := _FIELD.match(sentence)):
        path.enter(2, found["said"].removeprefix("在"))
    elif found := _STRESSED.match(sentence):
        path.enter(2, found[0])
    else:
        return 0
    slogan = _SLOGAN.fullmatch(sentence, found.end() + sentence.startswith("，", found.end()))
    return len(sentence) if slogan else found.end()
