"""Clauses that say who is to do what the clauses beside them say: 请×××牵头, ×××配合, 由×××负责. Nothing is assumed of other words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from .lexicon import Lexicon
from .lines import Paragraph
from .organs import is_post, listed, of_cell, person_of

#: Organs and persons as a clause lists them.
_WHO: Final = r"(?P<who>[\u4e00-\u9fff、（）()·\dA-Za-z]{2,60}?)"
#: What an organ's name ends with, so that 请尽快 names none.
_ORGAN: Final = (
    "(?:委|局|厅|部|办|室|办公室|政府|公司|集团|中心|院|会|处|科|大队|支队|街道|乡|镇|区|县|市|单位|部门|专班|指挥部|银行|大学|学校|医院|组"
    "|同志|书记|长|主任)"
)
_LED: Final = "(?:负责)?(?:总牵头|牵头|主办)"
_LEADS: Final = re.compile(rf"(?:并)?{_WHO}(?:同志)?{_LED}(?:抓总|负责|办理|落实|实施)?")
_ASKED_TO_LEAD: Final = re.compile(rf"(?:并)?(?:请|由|责成|明确由|建议由|拟由){_WHO}(?:同志)?{_LED}(?:抓总|负责)?")
_WITH: Final = re.compile(
    rf"(?:并)?(?:请|由|会同|商)?{_WHO}(?:同志)?(?:等(?:有关|相关)?(?:单位|部门))?(?:按职责(?:分工)?|积极|密切|全力|共同|做好)?"
    "(?:配合|协办|协助|参与|参加)(?:落实|做好|工作)?"
)
#: Who sat at the table has nothing to do by that.
_PRESENT: Final = re.compile(r"负责同志|负责人|领导|人员|代表")
#: 市城建局作为建设主体，……: who does what follows.
_AS: Final = re.compile(rf"{_WHO}(?:等部门)?作为[^，。；]{{2,16}}(?:主体|单位|部门|业主|责任人|牵头人)")
_DOES: Final = re.compile(rf"(?:并)?(?:由|责成|明确由){_WHO}(?:同志)?(?:具体|共同|分别)?(?:负责|承办)(?!人)")
_ASKED: Final = re.compile(
    rf"(?:并|再)?请(?P<who>[\u4e00-\u9fff、（）()]{{1,60}}?{_ORGAN})(?:会同(?P<with>[\u4e00-\u9fff、]{{1,40}}?{_ORGAN}))?"
    "(?=$|抓紧|认真|尽快|高度|切实|迅速|立即|按|于\\d|在\\d|对|就|把|将|组织|研究|办理|阅|落实|核实|核查|牵头|提出|提交|报|督办|督促|督导"
    "|跟进|跟踪|依法|依规|结合|加强|加快|进一步|调度|调研|先行|提前|率先|统筹|牵头|垫付|安排|负责|密切|主动|继续|严格|全力|积极|务必|会商|会签|\\d)"
)
#: 请李示同志阅: the paper is passed on to be read, and nobody has anything to do.
_TO_READ: Final = re.compile(r"(?:并|再)?(?:请|呈|送|呈请)[\u4e00-\u9fff、]{1,40}?(?:并)?(?:阅|阅示|阅知|阅悉|传阅|知悉)$")
#: 转市住建局研究办理: it is handed on.
_PASSED: Final = re.compile(rf"(?:请|转请|转交|转|交由){_WHO}(?<![转请])(?=(?:认真|抓紧|尽快)?(?:研究|核实|依法|按程序)?(?:办理|处理|研究|落实|核查|阅处)$)")
#: 由市示例局根据会议意见修改完善后报批: who does what the rest of the clause says.
_TO_DO: Final = re.compile(
    rf"(?:并)?(?:由|责成)(?P<who>[\u4e00-\u9fff、（）()]{{1,60}}?{_ORGAN})(?=商|会同|拿出|根据|按|修改|完善|制定|起草|组织|抓紧|尽快|于\d|在\d|对|就|"
    rf"把|将|统筹|提出|研究|落实|实施|推进|建立)"
)
_TOGETHER: Final = re.compile(rf"(?:并)?会同{_WHO}(?:等(?:有关|相关)?(?:单位|部门))?")
_MUST: Final = re.compile(rf"{_WHO}(?:等部门)?(?:要|须|应当)(?![素求点件闻])(?:会同(?P<with>[\u4e00-\u9fff、]{{1,40}}?{_ORGAN})(?:等部门)?)?")
_MUST_ORGAN: Final = re.compile(r"(?:委|局|厅|办公室|办|政府|公司|中心|街道|站|所|镇|乡|队|院|室|专班)$")
#: Of a clause that names who does it at its end: 征迁工作由示例区政府负责.
_BY: Final = re.compile(rf"(?<=[\u4e00-\u9fff）)])由{_WHO}(?:同志)?(?:具体)?(?P<how>牵头|负责|承办)(?:办理|落实|实施|推进)?$")
#: In a cell: 市水利局牵头，市财政局、市审计局配合; 市园林局（示例区政府配合).
_IN_CELL: Final = re.compile(r"[（(]?(?P<who>[^，,；;（()）]{2,60}?)[（(]?(?P<how>牵头|主办|配合|协办|参与)[)）]?(?=$|[，,；;、（()）])")
_LONGEST_ORGAN: Final = 16
_LONGEST_PERSON: Final = 5
_NOBODY: Final = ("你", "贵", "我", "本", "该")


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


#: No organ ends where its name goes on: 市委组织部, 市政府督查室.
_GOES_ON: Final = ("组织部", "宣传部", "统战部", "政法委", "督查", "办公", "研究室", "机关")
_ASKS: Final = re.compile(r"(?:并|再)?请")
_BY_WHOM: Final = re.compile(rf"[^，。；由请]{{2,40}}[由请](?P<who>[\u4e00-\u9fff、（）()]{{1,40}}?(?:{_ORGAN}|站|所|队))(?=[于在]?\d|年底|年内|从|"
    rf"全程|统一|商|按|每|予以|给予|定期|"
        rf"限期|抓紧|尽快|依法|另行|优先|解决|提供|补齐|承担|完成|组织实施|保障)")


def asked(lexicon: Lexicon, text: str, start: int, end: int) -> Assignment | None:
    """Whom a clause asks by name and what for, whatever its verb is: 请市城建局、示例区政府倒排工期."""
    begins = _ASKS.match(text, start, end)
    if begins is None:
        return None
    for organ in re.finditer(_ORGAN, text[begins.end() : min(end, begins.end() + 60)]):
        place = begins.end() + organ.end()
        if place < end and not text.startswith(_GOES_ON, place) and (lexicon.at("verb", text, place, end) or lexicon.at("modifier", text, place, end)):
            who = listed(text[begins.end() : place])
            named = all(len(piece) < _LONGEST_ORGAN and _MUST_ORGAN.search(piece) for piece in who)
            return Assignment(start, place, Assigned(owners=who), "assignment/请") if named and who and not who[0].startswith(_NOBODY) else None
    return None


def by_whom(text: str, start: int, end: int) -> Assigned | None:
    """Who does what a clause tells in the passive: 示例路由市城建局于6月底前建成通车."""
    found = _BY_WHOM.match(text, start, end)
    if found is None or not all(_MUST_ORGAN.search(piece) for piece in listed(found["who"])):
        return None
    return Assigned(owners=listed(found["who"]))


def only_to_read(text: str, start: int, end: int) -> bool:
    """Whether a clause only passes a paper on."""
    return _TO_READ.match(text, start, end) is not None


def assignment(text: str, start: int, end: int) -> Assignment | None:
    """Who is assigned by a clause; None when it assigns nobody. Behind `end` of what is found the clause may say what is to be done."""
    if found := _ASKED_TO_LEAD.match(text, start, end):
        return _of(found, "lead", "assignment/lead")
    if found := _DOES.match(text, start, end):
        return _of(found, "owners", "assignment/负责")
    if (found := _LEADS.fullmatch(text, start, end)) and _is_organ(found["who"]):
        return _of(found, "lead", "assignment/lead")
    if (found := _WITH.fullmatch(text, start, end)) and _is_organ(found["who"]) and not _PRESENT.search(found[0]):
        return _of(found, "cooperating", "assignment/配合")
    if (found := _AS.fullmatch(text, start, end)) and all(_MUST_ORGAN.search(piece) for piece in listed(found["who"])):
        return _of(found, "owners", "assignment/作为")
    if (found := _TOGETHER.fullmatch(text, start, end)) and _is_organ(found["who"]):
        return _of(found, "cooperating", "assignment/会同")
    if (found := _TO_DO.match(text, start, end)) and found.end() < end:
        return _of(found, "owners", "assignment/由")
    if found := _ASKED.match(text, start, end):
        asked = _of(found, "owners", "assignment/请")
        if asked is not None and found["with"]:
            return replace(asked, who=replace(asked.who, owners=asked.who.owners + listed(found["with"])))
        return asked
    if (found := _MUST.match(text, start, end)) and all(_MUST_ORGAN.search(piece) for piece in listed(found["who"])):
        must = _of(found, "lead" if text.startswith("牵头", found.end()) else "owners", "assignment/要")
        if must is not None and found["with"]:
            return replace(must, who=replace(must.who, cooperating=must.who.cooperating + listed(found["with"])))
        return must
    if (found := _PASSED.match(text, start, end)) and _is_organ(found["who"]):
        return _of(found, "owners", "assignment/请")
    if found := _BY.search(text, start, end):
        return _of(found, "lead" if found["how"] == "牵头" else "owners", f"assignment/由…{found['how']}")
    return None


def in_cell(paragraph: Paragraph, start: int, end: int, column: str) -> Assigned:
    """Whom a cell of a table names: by its column, or by its own words where they say who leads and who helps.

    `column`: lead, owner, cooperating, leader, or first, where the first one that is named leads.
    """
    if column == "leader":
        names = (person_of(name) or name for name in of_cell(paragraph, start, end) if not is_post(name))
        return Assigned(leader="、".join(names))
    words = paragraph.text[start:end]
    found = Assigned()
    for said in _IN_CELL.finditer(words):
        who = listed(said["who"].strip("、，；"))
        found = found.with_help(Assigned(lead=who) if said["how"] in ("牵头", "主办") else Assigned(cooperating=who))
    if found != Assigned():
        rest = listed(_IN_CELL.sub("、", words).replace("（）", ""))
        return found.with_help(_by_column("owner" if column == "first" else column, rest))
    return _by_column(column, of_cell(paragraph, start, end))


def _by_column(column: str, names: tuple[str, ...]) -> Assigned:
    match column:
        case "lead":
            return Assigned(lead=names)
        case "cooperating":
            return Assigned(cooperating=names)
        case "first":
            return Assigned(lead=names[:1], owners=names[1:])
    return Assigned(owners=names)


def _of(found: re.Match[str], part: str, rule: str) -> Assignment | None:
    """Persons stand above the organs, whatever the words are; 你局 names nobody."""
    pieces = [piece for words in listed(found["who"]) for piece in re.split(r"(?<=[局委办厅府])(?:和|会同|及|与)", words)]
    if pieces and found.string.startswith("同志", found.end("who")):
        pieces[-1] += "同志"
    persons, organs = [], []
    for piece in pieces:
        if person := person_of(piece) or (piece if len(piece) < _LONGEST_PERSON and not _is_organ(piece) else ""):
            persons.append(person)
        elif not piece.startswith(_NOBODY) and not _PRESENT.search(piece):
            organs.append(piece)
    return Assignment(found.start(), found.end(), Assigned(leader="、".join(persons), **{part: tuple(organs)}), rule)


def _is_organ(words: str) -> bool:
    return all(re.search(rf"{_ORGAN}$", piece) for piece in listed(words))


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
