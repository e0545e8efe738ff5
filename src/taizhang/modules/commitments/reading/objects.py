"""What the verb of a task acts on, as far as the task's own words say it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from .behind import DOER_ENDS, TIME, WAY
from .clauses import DEADLINE, Clause, cut
from .lexicon import Lexicon
from .quantities import quantities

BEHIND: Final = "object/behind the verb"
BEFORE: Final = "object/before the verb"
TURNED: Final = "object/behind 把, 将, 对"
WHOLE: Final = "object/all of it, no verb"
NAME: Final = "object/name of the project"
#: Verbs that only say that something is done: what it is done to stands behind 对.
_EMPTY: Final = frozenset({"进行", "予以", "给予", "实行", "做到", "加以"})
#: 把积存垃圾拉完, 对进展缓慢的单位进行约谈.
_TAKEN: Final = re.compile(r"(?:把|将|对)(?P<what>[^，。；]{2,60})")
#: How and when: no part of the thing. Before it may stand that somebody must, and by what he goes.
_HOW: Final = re.compile(rf"(?:{DEADLINE.pattern}|{TIME.pattern}|{WAY.pattern}|由(?=[省市区县乡镇各]))")
_LEADS_IN: Final = re.compile(rf"(?:{_HOW.pattern}|要(?![素求点件])|须|应(?![急用届对])|于|在(?![建线校册])|围绕|按照|通过|结合|重点(?=围绕))")
_HOW_AT_END: Final = re.compile(r"(?:逐一|逐个|逐项|一律|全部|统一|彻底|再|依法)$")
#: 督查一次: how often is no thing.
_HOW_OFTEN: Final = re.compile(r"[一二两三四五六七八九十\d]+(?:次|遍|轮|回|场|天|周|月|年)(?:以上)?")
#: 项目378个、年度计划投资382.5亿元: what is to be spent is no part of the thing.
_MONEY_TOO: Final = re.compile(r"[、及](?:总|年度|计划|完成)*投资额?$")
#: 开工建设示例大桥: the second word belongs to the first.
_GOES_ON_AS: Final = {"开工": "建设", "构建": "形成"}
#: 城镇新增就业12.5万人.
_COUNTED: Final = re.compile(r"(?P<what>[^，。；\d到至在]{2,6})(?=\d)")
_SO_MUCH: Final = re.compile(r"(?:不少于|不低于|不超过|超过|突破|力争|达到|约|达|共|近|至|到)+$")
_ABOUT: Final = re.compile(r"(?:以上|左右|以内|以下|余)$")
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a joined text, and the rule that found it."""

    start: int
    end: int
    rule: str


def object_of(lexicon: Lexicon, text: str, clause: Clause) -> Span | None:
    """The words that the verb of a task acts on; None where its clause names nothing, as 9月底前完成 does not."""
    if clause.rule.endswith((" alone", " by whom")):
        return None
    start, end = next(((a, b) for a, b in cut(text, clause.start, clause.end) if a <= clause.object_start < b), (clause.start, clause.end))
    found = _raw(lexicon, text, clause, start, end)
    return _trimmed(lexicon, text, found) if found is not None else None


def _raw(lexicon: Lexicon, text: str, clause: Clause, start: int, end: int) -> Span | None:
    place, verb = clause.object_start, clause.verb
    if not verb:
        return Span(place, end, WHOLE)
    ends_with_verb = text.endswith(verb, start, end)
    if place > start and text[place - 1] == verb[-1] and not ends_with_verb:
        if (verb in _EMPTY or text[place].isdigit()) and (taken := _TAKEN.search(text, start, place - len(verb))):
            return Span(*taken.span("what"), TURNED)
        if text.startswith("后", place):
            return None
        if text[place] not in "、和与及报":
            more = _GOES_ON_AS.get(verb, "")
            place += len(more) if more and text.startswith(more, place) else 0
            return None if _HOW_OFTEN.fullmatch(text, place, end) else Span(place, end, BEHIND)
        place, end = start, place
        ends_with_verb = True
    if clause.rule.endswith(" a figure") and (counted := _COUNTED.match(text, text.find(verb, place, end) + len(verb), end)):
        return Span(*counted.span("what"), BEHIND)
    at = end - len(verb) if ends_with_verb else text.find(verb, place, end)
    if at < 0:
        return Span(place, end, WHOLE)
    if taken := _TAKEN.search(text, start, at):
        return Span(*taken.span("what"), TURNED)
    return _before(lexicon, text, start, at)


def _before(lexicon: Lexicon, text: str, start: int, at: int) -> Span | None:
    """What stands before the verb, up to words that say how and when; an organ there is who does it, and no object."""
    start = _behind_how(lexicon, text, start, at)
    how = _HOW.search(text, start + _SHORTEST, at) if at - start >= _SHORTEST else None
    stop = how.start() if how else at
    while stop > start and text[stop - 1] in "都均也应可已要须":
        stop -= 1
    return Span(start, stop, BEFORE) if stop - start >= _SHORTEST and not DOER_ENDS.search(text[start:stop]) else None


def _behind_how(lexicon: Lexicon, text: str, start: int, end: int) -> int:
    while start < end:
        word = ((m := _LEADS_IN.match(text, start, end)) and m[0]) or lexicon.at("modifier", text, start, end)
        if not word:
            break
        start += len(word)
    return start


def _trimmed(lexicon: Lexicon, text: str, found: Span) -> Span | None:
    """Without the figures at its end, which are the task's own: 新建幼儿园4所 is about 幼儿园."""
    start, end = found.start, found.end
    if found.rule == TURNED:
        start = _behind_how(lexicon, text, start, end)
        end = start + (how.start() if (how := _HOW_AT_END.search(text[start:end])) else end - start)
    while (shorter := _without_figure(text, start, end)) < end:
        end = shorter
    while end > start and text[end - 1] in "、的及和与":
        end -= 1
    is_figure = any((q.start, q.end) == (start, end) for q in quantities(text, start, end))
    return Span(start, end, found.rule) if end - start >= _SHORTEST and not is_figure else None


def _without_figure(text: str, start: int, end: int) -> int:
    if more := _MONEY_TOO.search(text[start:end]):
        return start + more.start()
    about = _ABOUT.search(text[start:end])
    last = max(quantities(text, start, end), key=lambda q: q.end, default=None)
    if last is None or last.start - start < _SHORTEST or last.end != (start + about.start() if about else end):
        return end
    end = last.start
    said = _SO_MUCH.search(text[start:end])
    return start + said.start() if said and said.start() >= _SHORTEST else end
