"""A sentence cut into clauses, each classed by the words it begins with, and the tasks among them taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .behind import NOUNS, told_behind
from .lexicon import Lexicon

_SUBJECT: Final = re.compile(r"(?:下一步|今年|年内)?(?:[\u4e00-\u9fff]{2,12}?)?将(?=[\u4e00-\u9fff“])")
#: 要素, 要求, 要点: no 要 that tells somebody to do something.
_NO_MUST: Final = "素求点件闻"
_LONGEST_SUBJECT: Final = 24
#: An organ that is to do it: 市发展改革委会同市财政局12月10日前提出……
DOER: Final = re.compile(
    r"(?P<organs>(?:[\u4e00-\u9fff]{2,10}(?:委|局|厅|办公室|办|政府|公司|中心)(?:会同|牵头|配合|、|和)?){1,4})(?:等部门|负责)?于?(?=\d{1,2}月|年底|年内|要)"
)
_ORGANS: Final = re.compile(
    r"(?P<organs>(?:(?:(?!每|[^，]{1,12}向)[省市区县各乡镇][\u4e00-\u9fff]{1,14}?(?:委|局|厅|办公室|督查室|办(?!公)|政府(?!督查|办公|研究)|公司|集团|"
    r"中心|管委会|街道)|(?!每|"
        r"[^，]{1,5}向)[\u4e00-\u9fff]{1,5}?[区县市](?:人民)?政府|[\u4e00-\u9fff]{2,10}?(?:科|股|处|站|中心|大队)(?=牵头|负责)|"
    r"[\u4e00-\u9fff]{2,4}(?:街道|镇政府|乡政府)(?:办事处)?|"
        r"各区县?|各县（市、区）|各县区|各部门)(?:、|和|会同)?){1,5})(?:负责|牵头负责|具体负责)?(?:于(?=\d))?"
)
#: 市政府督查室: no organ ends where its name goes on.
_GOES_ON: Final = re.compile(r"督查(?:室|组)|办公|研究室|机关")
#: Until when: 6月底前, 2026年年底前, 三季度末前, 年内.
DEADLINE: Final = re.compile(
    r"\d{1,3}(?:个)?(?:工作日|日|天|月)内|[一二两三四五六七八九十]{1,3}个?(?:工作日|日|天|周|星期|月)内|年内(?=建成|完成|开工|投用|竣工|启动)|"
    r"\d{4}年\d{1,2}月(?=开工|建成|竣工|投用|完工|投产|通车)|每(?:月|季度|"
    r"年)\d{1,2}[日号]?前|每周[一二三四五六日](?:前)?|"
    r"(?:(?:\d{4}|今|明)年)?(?:\d{1,2}月(?:\d{1,2}日|底|末|上旬|中旬|下旬)?|年底|年内|上半年|下半年|[一二三四]季度)(?:底|末)?(?:前|之前|以前)|(?:本|"
    r"当|下|次)?月[底末]前|[本下]周内|本月内|(?:春节|国庆|元旦|"
        r"中秋|汛期|汛|入冬|入汛|开学|主汛期|供暖季|雨季)(?:来临)?之?前|(?:\d{4}年|今年|明年)(?:年)?(?:底|内)(?:前)?"
)
_UNTIL: Final = re.compile(rf"(?:务必?)?[于在]?(?:{DEADLINE.pattern})")
#: 计划筹集…… is to be done; 计划完成投资 and 计划总投资 say what a figure is.
_PLANNED: Final = re.compile(r"(?:计划|拟)(?!完成|投资|总投资|于|在|年|\d)(?=[\u4e00-\u9fff])")
#: 会议同意给予……, 全市计划完成……, 会议要求区司法局做好……: who speaks and of which place, before what is to be done.
_LED_IN: Final = re.compile(
    r"(?:会议|与会人员)?(?:决定|要求|同意|明确|议定|原则同意)(?:由(?=[\u4e00-\u9fff]))?(?![，：:])"
    r"|每[个名][\u4e00-\u9fff]{1,6}?(?=明确|确定|配|建成|建设|设立|配备|打造|至少)"
    r"|(?:全[省市区县]|我[省市区县]|各地|各级)(?:还)?(?:计划|拟|预计|将|要|共)?(?=[^的，])"
)
#: 三季度新开工……, 全年完成……: in which time, with nothing said of its end.
_DURING: Final = re.compile(r"(?:今年|明年|全年|本年|[一二两三四五]年|年内|当前|近期|上半年|下半年|[一二三四]季度|\d{4}年|"
    r"\d{1,2}月份?)(?=[^，。；\d前底末内])")
_TURNED: Final = re.compile(
    r"(?:把|将)(?P<object>[^，。；]{2,40}?)"
    r"(?P<verb>作为|往前赶|摆在|放在|摆上|报送|上报|报|移交|公布|公开|纳入|列为|列入|转化为|转变为|建成|打造成|统一到|统一起来|落到实处|变)"
)
_BY: Final = re.compile(
    r"根据[^，。；]{2,16}?(?=修改|完善|制定|编制|提出|调整|组织|开展|实施|推进)|(?:以|用)[^，。；]{2,16}?(?=将|把|推动|推进|引领|促进)|"
    r"按照?[^，。；]{2,30}?(?=给予|予以|进行|实施|开展)"
    r"|在[^，。；]{2,30}?(?:领域|方面|区域|环节|行业|等地)(?=打造|建设|推进|开展|实施|推广|培育|建立|布局|形成)|每(?:年|季度|月|周)(?=通报|调度|报|"
    r"开展|召开|听取|公布|督查|督导|检查|抽查|研究|更新|评估)|"
    r"对[^，。；\d]{2,20}?(?=\d{1,3}(?:个工作日|日|天)内|纳入)|对[^，。；]{2,20}?(?=下发|建立|开展|进行|实行|实施|给予|予以|落实|加强|加大|制定)"
    r"|为[^，。；]{2,24}?(?=提供|实施|开展|办理|解决|配备|安装|发放)"
)
_THEN: Final = re.compile(r"(?:等|”)(?P<verb>打造|建设|推进|开展|做减法|做加法|发展|构建|实施)")
#: 坚持一项目、一清单、一台账推进: a way of working that is to be followed.
_SO: Final = re.compile(r"(?P<verb>推进|落实|办理|实施)$")
#: What is brought about is a task by itself where it is a measure and no state of affairs.
_MEASURE: Final = re.compile(r"(?:监管|机制|模式|制度|平台|体系|全覆盖)$")
#: What a figure is to be, where no verb tells anybody to do anything.
_GOAL: Final = re.compile(
    r".*(?P<verb>突破|达到|扩大?到|压缩?到|压减到|降到|延长到|(?<!不)超过|(?<=[\u4e00-\u9fff])新增|净增|增长|增加到|增加|控制在|保持在|保持(?=\d)|稳定在|提高到|提高至|提升到|提升至|"
    r"下降|降低|压减|"
    r"降至|增至|不低于|不少于|不高于|升至|升到|缩短至|缩短到|减至|率(?:达|"
        r"为)?(?=\d))[^，。；\d]{0,6}\d"
)
#: 比上年增长12%: how a figure before it compares, and nothing of its own.
_COMPARED: Final = re.compile(r"(?:比|较)(?:上年|去年|上月|同期)|同比|环比|占")
#: 零就业家庭动态清零: a state of affairs that is to be reached.
_REACHED: Final = re.compile(r"(?:与[^，。；]{2,10}同步|翻[一两]?番|动态清零|全部清零|清零|全覆盖|全面达标|应[\u4e00-\u9fff]尽[\u4e00-\u9fff]|"
    r"一[个村户家企条][\u4e00-\u9fff]{0,4}一[张档策案个本人套][\u4e00-\u9fff]{0,4}|不出[村镇乡县]|不出社区|"
    r"一[年月季周天日]一[\u4e00-\u9fff]|(?P<each>[\u4e00-\u9fff]{2})一(?P<one>[起处个件户])[\u4e00-\u9fff]{2}一(?P=one))$")
#: 办理情况于12月20日前报市委办公室: what is reported stands before the verb.
_REPORTED: Final = re.compile(
    rf"[^，。；]{{0,10}}(?:情况|结果|进展|意见|方案)(?:要|须|请)?(?:及时|务必|一并)?(?:[于在]?(?:{DEADLINE.pattern}))?"
    r"(?P<verb>报送|上报|报|反馈)(?=[^告，。；])"
)
#: 整改措施：…… is a head within a line.
_HEAD: Final = re.compile(r"(?:整改|工作|主要|具体|重点|保障|推进|落实|下一步|年度|总体|预期)*(?:措施|目标|任务|内容|举措|要求|打算|安排|事项)")
#: 将重点做好三项工作：……
_SO_MANY: Final = re.compile(r"(?:做好|抓好|开展|推进|落实|突出)(?:好)?(?:以下)?[一二两三四五六七八九十\d]+(?:项|个|大)?(?:方面)?(?:重点)?的?(?:工作|"
    r"方面|事项|任务)$")
#: 产业上，……: in what respect.
_RESPECT: Final = re.compile(r"(?:在)?[\u4e00-\u9fff]{1,8}(?:方面|[^之以加换跟赶]上)")
#: 让20家企业升规入统: told as what comes of it, and yet to be reached.
_LET: Final = re.compile(r"(?:让|使)[^，。；\d]{0,6}\d")
_NOTHING: Final = "with nothing to do it to"
#: Verbs that say little themselves: with another verb behind them that one is their object.
_LIGHT: Final = frozenset({"完成", "启动", "加强", "强化", "加大", "开展", "深化", "做好", "抓好", "推进", "组织", "完善", "加快", "促进", "进行",
    "做实", "给予", "予以"})
_ALSO: Final = "和及与并、"
_AND: Final = re.compile("[、和及与]")
#: What is done to an office's own organisation.
_ORGANISE: Final = re.compile(
    r"(?:切实|进一步|全面|层层|不断|持续)*(?:加强|强化|压实|夯实|明确|落实|严格|注重|形成|"
    r"抓好|做好|加大|健全|靠实|细化|密切)(?:各级|各方)?"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a sentence: what it is (task, outcome, context, attitude, praise, background, rest) and why.

    For a task its verbs, where what it is about begins, and how hard it is to be done.
    """

    start: int
    end: int
    kind: str
    rule: str
    verb: str = ""
    object_start: int = 0
    intensity: tuple[str, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether there is a verb, and nothing that it is done to: 尽快办理."""
        return self.rule.endswith(_NOTHING)


def cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """(start, end) of the pieces of a sentence between commas outside of quotation marks and brackets."""
    depth, begin = 0, start
    for n in range(start, end):
        char = text[n]
        if char in "“「『（(《〔【[":
            depth += 1
        elif char in "”」』）)》〕】]":
            depth = max(0, depth - 1)
        elif char in "，,；;。！？：:" and depth == 0:
            if n > begin:
                yield begin, n
            begin = n + 1
    if begin < end:
        yield begin, end


def behind_subject(lexicon: Lexicon, text: str, start: int, end: int) -> int:
    """Where a clause begins behind those whom it tells that they must: 各级各部门要…… Its own beginning when it names nobody so."""
    must = text.find("要", start, min(end, start + _LONGEST_SUBJECT))
    if must <= start or must + 1 >= end or text[must + 1] in _NO_MUST:
        return start
    subject = text[start:must].rstrip("都均也还")
    return must + 1 if any(subject.endswith(word) for word in lexicon.words["subject"]) else start


def doer_of(lexicon: Lexicon, text: str, start: int, end: int) -> re.Match[str] | None:
    """The organs that a clause begins with as those who are to do it: 市财政局统筹安排…… A name is one only where a verb follows it."""
    if found := DOER.match(text, start, end):
        return found
    found = _ORGANS.match(text, start, end)
    if found is None or found.end() >= end or _GOES_ON.match(text, found.end(), end):
        return None
    if (found[0].endswith("负责") and not text.startswith(("人", "同志"), found.end())) or DEADLINE.match(text, found.end(), end):
        return found
    if text.startswith(("每", "于", "对", "把", "将", "给"), found.end()) or text[found.end()].isdigit() or lexicon.at("verb", text, found.end(), end):
        return found
    return found if lexicon.at("modifier", text, found.end(), end) and _verb_follows(lexicon, text, found.end(), end) else None


def classed(lexicon: Lexicon, text: str, start: int, end: int, after_task: bool) -> Clause:
    """What a clause is. `after_task`: the sentence has a task before it, whose outcome this one may be."""
    body = text[start:end]
    for kind in ("praise", "attitude", "background"):
        if word := lexicon.within(kind, body):
            return Clause(start, end, kind, f"class/{kind} {word}")
    if _HEAD.fullmatch(body) or _RESPECT.fullmatch(body):
        return Clause(start, end, "rest", "clause/head of what follows")
    if _SO_MANY.search(body):
        return Clause(start, end, "rest", "clause/what follows is told of")
    if "以下" in body and re.search(r"(?:抓好|做好|落实|实施|推进|开展)以下", body):
        return Clause(start, end, "rest", "clause/what follows is told of")
    if body.endswith(("目标是", "目标为", "任务是", "如下", "包括")):
        return Clause(start, end, "rest", "clause/what follows is told of")
    start = place = behind_subject(lexicon, text, start, end)
    if (found := _SUBJECT.match(text, start, end)) and not _TURNED.match(text, found.end() - 1, end):
        place = found.end()
    elif doer := doer_of(lexicon, text, start, end):
        place = doer.end()
    if planned := _PLANNED.match(text, place, end):
        place = planned.end()
    if led := _LED_IN.match(text, place, end):
        place = led.end()
        if doer := doer_of(lexicon, text, place, end):
            place = doer.end()
    if when := _UNTIL.match(text, place, end):
        place = when.end()
    elif during := _DURING.match(text, place, end):
        place = during.end()
        if led := _LED_IN.match(text, place, end):
            place = led.end()
    if reported := _REPORTED.match(text, start, end):
        return Clause(start, end, "task", f"clause/{reported['verb']}", reported["verb"], start)
    place, hard = _modified(lexicon, text, place, end)
    if when := _UNTIL.match(text, place, end):
        # 请于3月25日前……: until when may stand behind such a word.
        place = when.end()
    if by := _BY.match(text, place, end):
        place = by.end()
    if within := _organising(lexicon, text, place, end):
        return Clause(start, end, "attitude", f"class/organising {within}")
    if turned := _TURNED.match(text, place, end):
        outcome = turned["verb"] in ("变", "转化为", "转变为", "统一起来", "统一到")
        sort = ("outcome" if after_task else "context") if outcome else "task"
        return Clause(start, end, sort, f"clause/{turned['verb']}", turned["verb"], turned.start("object"), tuple(hard))
    verbs, place, why = _verbs(lexicon, text, place, end)
    if verbs and why == "task" and text.startswith("了", place) and not text.startswith("了解", place):
        return Clause(start, end, "background", f"clause/{verbs[-1]} 了")
    if not verbs and (reached := _REACHED.search(text, place, end)):
        return Clause(start, end, "task", f"clause/{reached[0]}", reached[0], start, tuple(hard))
    if not verbs and not _COMPARED.match(text, place, end) and (goal := _GOAL.match(text, place, end)):
        # 高新技术企业突破6500家: what is to be reached, with nobody told to do anything.
        return Clause(start, end, "task", f"clause/{goal['verb']} a figure", goal["verb"], start, tuple(hard))
    if why == "context" and (then := _THEN.search(text, place, end) or (verbs[0] == "坚持" and _SO.search(text, place, end))):
        # 依托……打造……: what it leans on, and then what is to be done.
        return Clause(start, end, "task", f"clause/{verbs[0]} … {then['verb']}", then["verb"], min(then.end(), end - 1), tuple(hard))
    if why == "outcome" and _MEASURE.search(text, place, end):
        why = "task"
    if not verbs and (behind := told_behind(lexicon, text, place, end, DEADLINE) or told_behind(lexicon, text, start, end, DEADLINE)):
        return Clause(start, end, "task", f"clause/… {behind[1]}", behind[1], min(behind[0] + len(behind[1]), end - 1), tuple(hard))
    if not verbs and text.endswith("负责", start, place) and place + 1 < end and doer_of(lexicon, text, start, end):
        return Clause(start, end, "task", "clause/负责 by whom", "负责", place, tuple(hard))
    if not verbs:
        return Clause(start, end, "rest", "clause/no verb")
    if why == "context" and (behind := told_behind(lexicon, text, place - len(verbs[0]), end, DEADLINE)):
        return Clause(start, end, "task", f"clause/{verbs[0]} … {behind[1]}", behind[1], min(behind[0] + len(behind[1]), end - 1), tuple(hard))
    if why == "outcome" and _LET.match(text, place - len(verbs[0]), end):
        why = "task"
    if why != "task":
        weak = why == "outcome" and not after_task
        return Clause(start, end, "task" if weak else why, f"clause/{why} {verbs[0]}", "".join(verbs), place, tuple(hard))
    if after_task and (word := lexicon.within("outcome", body)):
        return Clause(start, end, "outcome", f"clause/outcome {word}")
    if place >= end and len(verbs) > 1 and verbs[0] in _LIGHT:
        # 加强统筹: the last verb is what the first one is done to.
        verbs, place = verbs[:-1], end - len(verbs[-1])
    if place >= end and doer_of(lexicon, text, start, end) is not None:
        # 市财政局尽快拨付: who is to do it is named, and what stands in the words before.
        return Clause(start, end, "task", f"clause/{verbs[-1]} by whom", "".join(verbs), start, tuple(hard))
    if place >= end:
        return Clause(start, end, "rest", f"clause/{verbs[-1]} {_NOTHING}", "".join(verbs), start, tuple(hard))
    return Clause(start, end, "task", f"clause/{verbs[0]}", "".join(verbs), place, tuple(hard))


def _organising(lexicon: Lexicon, text: str, place: int, end: int) -> str:
    """The words of a clause that only says how an office organises itself, with no thing of its own: 加强组织领导、强化督导; '' for any other."""
    found: list[str] = []
    for piece in _AND.split(text[place:end]):
        verb = _ORGANISE.match(piece)
        said = piece[verb.end() :] if verb else piece
        if said not in lexicon.words["organising"] or not (verb or found):
            return ""
        found.append(piece)
    return "、".join(found)


def _modified(lexicon: Lexicon, text: str, place: int, end: int) -> tuple[int, list[str]]:
    """Where a clause begins behind the words that say how hard, and those of them that are kept."""
    hard: list[str] = []
    while place < end:
        word = lexicon.at("modifier", text, place, end)
        verb = lexicon.at("verb", text, place, end)
        # 加快 is a modifier before a verb and a verb before a noun; 统筹 too.
        if not word or len(verb) > len(word) or (verb == word and not _verb_follows(lexicon, text, place + len(word), end)):
            break
        if kept := lexicon.words["modifier"][word]:
            hard.append(kept)
        place += len(word)
    return place, hard


def _verb_follows(lexicon: Lexicon, text: str, place: int, end: int) -> bool:
    while place < end and (word := lexicon.at("modifier", text, place, end)):
        if lexicon.at("verb", text, place, end):
            return True
        place += len(word)
    return bool(lexicon.at("verb", text, place, end)) or text.startswith(("将", "把"), place)


def _verbs(lexicon: Lexicon, text: str, place: int, end: int) -> tuple[list[str], int, str]:
    """The verbs with which a clause goes on, one after the other, where its object begins, and of which sort the first is."""
    found: list[str] = []
    why = ""
    while place < end:
        step = place + 1 if found and text[place] in _ALSO else place
        word = lexicon.at("verb", text, step, end)
        if not word or (found and (word in NOUNS or lexicon.words["verb"][word] != "task")):
            break
        if found and step > place and not _object_of(text, step + len(word), end):
            break
        found.append(word)
        why = why or lexicon.words["verb"][word]
        place = step + len(word)
        if why != "task":
            break
    return found, place, why


def _object_of(text: str, place: int, end: int) -> bool:
    return place < end and text[place] not in "、和及与"
