"""Clauses that say who is to do what the clauses beside them say: 请×××牵头, ×××配合, 由×××负责. Nothing is assumed of other words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from .organs import listed, person_of

#: Organs and persons as a clause lists them.
_WHO: Final = r"(?P<who>[\u4e00-\u9fff、（）()·\dA-Za-z]{2,60}?)"
#: What an organ's name ends with, so that 请尽快 names none.
_ORGAN: Final = (
    "(?:委|局|厅|部|办|室|办公室|政府|公司|集团|中心|院|会|处|科|街道|乡|镇|区|县|市|单位|部门|专班|指挥部|银行|大学|学校|医院|组"
    "|同志|书记|长|主任)"
)
_LED: Final = "(?:负责)?(?:总牵头|牵头|主办)"
_LEADS: Final = re.compile(rf"(?:并)?{_WHO}(?:同志)?{_LED}(?:抓总|负责|办理|落实|实施)?")
_ASKED_TO_LEAD: Final = re.compile(rf"(?:并)?(?:请|由|责成|明确由|建议由|拟由){_WHO}(?:同志)?{_LED}(?:抓总|负责)?")
_WITH: Final = re.compile(
    rf"(?:并)?(?:请|由|会同|商)?{_WHO}(?:同志)?(?:等(?:有关|相关)?(?:单位|部门))?(?:积极|密切|全力|共同|做好)?"
    "(?:配合|协办|协助|参与|参加)(?:落实|做好|工作)?"
)
_DOES: Final = re.compile(rf"(?:并)?(?:由|责成|明确由){_WHO}(?:同志)?(?:具体|共同|分别)?(?:负责|承办)(?!人)")
_ASKED: Final = re.compile(
    rf"(?:并|再)?请(?P<who>[\u4e00-\u9fff、（）()]{{1,60}}?{_ORGAN})(?:会同(?P<with>[\u4e00-\u9fff、]{{1,40}}?{_ORGAN}))?"
    "(?=$|抓紧|认真|尽快|高度|切实|迅速|立即|按照|按要求|于\\d|在\\d|对|就|把|将|组织|研究|办理|阅|落实|核实|核查|牵头|提出|提交|报|督办|督促|督导"
    "|跟进|跟踪|依法|依规|结合|加强|加快|进一步|调度|调研|\\d)"
)
_MUST: Final = re.compile(rf"{_WHO}(?:等部门)?(?:要|须|应当)(?![素求点件闻])(?:会同(?P<with>[\u4e00-\u9fff、]{{1,40}}?{_ORGAN})(?:等部门)?)?")
_MUST_ORGAN: Final = re.compile(r"(?:委|局|厅|办公室|办|政府|公司|中心)$")
#: Of a clause that names who does it at its end: 征迁工作由示例区政府负责.
_BY: Final = re.compile(rf"(?<=[\u4e00-\u9fff）)])由{_WHO}(?:同志)?(?:具体)?(?P<how>牵头|负责|承办)(?:办理|落实|实施|推进)?$")


@dataclass(frozen=True, slots=True)
class Assigned:
    """Who has something to do: organs that lead, organs that only are said to do it, organs that help, a person above them."""

    owners: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    cooperating: tuple[str, ...] = ()
    leader: str = ""

    def with_help(self, other: Assigned) -> Assigned:
        """The same, with those that the other names as well."""
        return Assigned(
            _both(self.owners, other.owners), _both(self.lead, other.lead), _both(self.cooperating, other.cooperating), self.leader or other.leader
        )

    @property
    def everybody(self) -> tuple[str, ...]:
        """The organs in the order in which responsibility falls."""
        return _both(_both(self.lead, self.owners), self.cooperating)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a clause assigns, the words of the clause that do so (start, end), and the rule."""

    start: int
    end: int
    who: Assigned
    rule: str


def assignment(text: str, start: int, end: int) -> Assignment | None:
    """Who is assigned by a clause; None when it assigns nobody. Behind `end` of what is found the clause may say what is to be done."""
    if found := _ASKED_TO_LEAD.match(text, start, end):
        return _of(found, "lead", "assignment/lead")
    if found := _DOES.match(text, start, end):
        return _of(found, "owners", "assignment/负责")
    if (found := _LEADS.fullmatch(text, start, end)) and _is_organ(found["who"]):
        return _of(found, "lead", "assignment/lead")
    if (found := _WITH.fullmatch(text, start, end)) and _is_organ(found["who"]):
        return _of(found, "cooperating", "assignment/配合")
    if found := _ASKED.match(text, start, end):
        asked = _of(found, "owners", "assignment/请")
        if asked is not None and found["with"]:
            return replace(asked, who=replace(asked.who, owners=asked.who.owners + listed(found["with"])))
        return asked
    if (found := _MUST.match(text, start, end)) and all(_MUST_ORGAN.search(piece) for piece in listed(found["who"])):
        must = _of(found, "owners", "assignment/要")
        if must is not None and found["with"]:
            return replace(must, who=replace(must.who, cooperating=must.who.cooperating + listed(found["with"])))
        return must
    if found := _BY.search(text, start, end):
        return _of(found, "lead" if found["how"] == "牵头" else "owners", f"assignment/由…{found['how']}")
    return None


def _of(found: re.Match[str], part: str, rule: str) -> Assignment | None:
    """Persons stand above the organs, whatever the words are."""
    pieces = [piece for words in listed(found["who"].replace("同志", "同志、")) for piece in re.split(r"(?<=[局委办厅府])(?:和|会同|及|与)", words)]
    persons = [person_of(piece) for piece in pieces]
    organs = tuple(piece for piece, person in zip(pieces, persons, strict=True) if not person)
    who = Assigned(leader="、".join(filter(None, persons)), **{part: organs})
    return Assignment(found.start(), found.end(), who, rule)


def _is_organ(words: str) -> bool:
    return all(re.search(rf"{_ORGAN}$", piece) for piece in listed(words))


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
