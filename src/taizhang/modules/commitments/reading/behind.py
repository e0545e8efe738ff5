"""What a clause says is to be done where its verb does not come first: behind who is to do it, when, to whom, with what, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .lexicon import Lexicon

_LONGEST_SUBJECT: Final = 16
_SHORTEST_OBJECT: Final = 2
#: So many times who, when and to whom are told one behind the other before the verb.
_DEEPEST: Final = 6
#: 对……, 给……, 用……: to whom or with what, before what is done.
_PHRASE: Final = re.compile(
    r"(?:并|还|同时)?(?:对|给|向|从|由|用|就|为|与|同|随|沿|在|到|帮助?|通过|按照|根据|结合|以|紧盯|针对|抢抓|每(?:半?[月年]|季度|学期末?|周|日|天|村|户|"
    r"镇))(?![此外接照于比各是应称上下及内后前来])"
)
#: Verbs that stand as nouns behind another verb: 夯实发展基础, 强化发展保障.
NOUNS: Final = frozenset({"发展", "保障", "建设", "治理", "监管", "检查", "保护", "评估", "改造", "安置", "监督", "研究", "整治", "防治"})
#: 对……会诊 needs no object; 按照……发展 tells by what one goes.
_TO_SOMEBODY: Final = "到对给向从由与同随每月年度周日天村户镇"
#: 逐一“把脉”: what is done is called something.
_CALLED: Final = re.compile(r"(?:逐[一家个项户]|集中|全面|进行|开展)“(?P<verb>[\u4e00-\u9fff]{2,6})”$")
#: When it is to be done, said less exactly than a deadline is.
TIME: Final = re.compile(r"(?:20\d\d年|年内|全年|今年|明年|本[月周年]|当年|[一二三四]季度|[上下]半年|汛期|节日期间|寒暑假|农闲时节)")
#: 把……拉完, 把……摆在首位: what is to become of a thing.
_TURNED: Final = re.compile(
    r"(?:把|将)[^，。；]{2,30}?(?P<verb>[\u4e00-\u9fff](?:好|完|掉|净|齐|实|牢|到位|出去|下来|下去|起来|出来|上去|在首位|在前面|到[\u4e00-\u9fff]{1,6}|"
    r"进[\u4e00-\u9fff]{1,6})|[\u4e00-\u9fff][深大优精细][\u4e00-\u9fff][透强美实好]|过一[遍次][\u4e00-\u9fff]{0,3})$"
)
#: 把大棚再扩200亩.
_BY_MORE: Final = re.compile(r"(?:把|将)[^，。；\d]{2,20}?(?P<verb>[扩增建改种加降压提减])[大加到至]?\d")
#: 无故缺席的通报批评: what comes upon those who do so.
_UPON: Final = re.compile(
    r"[^，。；]{2,24}的(?:要|将|一律|按政策|按规定|在[^，。；]{2,10}|予以|给予|严肃|依法|依规|依纪|公开)*(?P<verb>通报批评|通报|问责|追责|约谈|处罚|曝光|淘汰|处理|查处|清退|清出[\u4e00-\u9fff]{2,6}|取消[\u4e00-\u9fff]{2,8}|不[让准得予许][\u4e00-\u9fff]{2,8}|作检讨|作出检查|给予[\u4e00-\u9fff]{2,6})$"
)
#: 送戏下乡600场, 建试验田150亩: a short verb, and how many.
_SHORT: Final = re.compile(r"(?P<verb>[建送栽种修补招办育引改拆植装添增购挖铺架扩清选训创])[^，。；\d]{1,10}?\d")
#: 坑塘清淤26口, 户厕再改600户, 每个自然村配一名网格员: what, what is done to it, and how many.
_SO_MANY: Final = re.compile(
    r"(?![^，。；]*(?:已|了|共|达|占|累计|同比|实现|完成))[^，。；\d]{2,8}?(?:再|新|各|都|要)?(?P<verb>清淤|补[栽种建]|增设|添置|加装|(?<!建)设(?![施备计立想置法])|备(?![案注战用选料份])|[建栽种修改拆植装添购铺配派聘](?![设议革置备助制饰厂线电筑改造]))"
    r"(?:[^，。；\d的]{0,8}?\d[\d.]*万?[\u4e00-\u9fff]{1,3}$|[一两三四五六七八九十][台名个座所条辆处支间块套张份部][\u4e00-\u9fff]{2,8}$)"
)
#: 检测结果当天上墙, 私拉乱接的电线当场剪掉, 独居老人家庭逐户查一遍: what is done to a thing at once, or to one after the other.
_AT_ONCE: Final = re.compile(
    r"[^，。；]{2,24}?(?:立即|当场|当天|当日|马上|随时|限时|就地|不得|不许|不准|有人(?=[管看守值])|逐[户家个村项台](?=[\u4e00-\u9fff]{1,3}一遍))(?P<verb>[\u4e00-\u9fff]{2,6})$"
)
#: 消火栓坏的一周内修好: until when, and what has then been done.
_BY_THEN: Final = re.compile(r"(?P<verb>[\u4e00-\u9fff]{1,4}(?:好|完|到位|成|清|毕|掉|净|齐))$")
#: 米面油肉实行统一招标采购: what holds for a thing.
_HOLDS: Final = re.compile(r"(?![^，。；]*[已了])[\u4e00-\u9fff]{2,12}?(?P<verb>实行|推行|采用|执行)(?=[\u4e00-\u9fff“])")
#: 中小学校长每天轮流陪餐: how often somebody does what has no verb of the lexicon.
#: What is told of how things are: no one is to do it.
_OF_FIGURES: Final = re.compile(r"[已了过]|产生|发生|达到?|约|增加|减少|需要|只有|都有|平均")
_OFTEN: Final = re.compile(
    r"[\u4e00-\u9fff]{2,10}?(?:每[天日周月季年]|每半?[月年]|每季度|轮流|一律)(?:至少|轮流|不定期|都|要)*(?P<verb>[\u4e00-\u9fff]{2,4})[\u4e00-\u9fff]{0,8}"
    r"(?:[一两三四五六七八九十][次遍回场])?$"
)
#: What somebody who can do something is called at the end.
DOER_ENDS: Final = re.compile(
    r"(?:委|局|厅|办|办公室|中心|街道|乡|镇|村|村委会|社区|公司|集团|政府|财政|水利站|环卫站|泵站|所|队|专班|学校|医院|法院|检察院|团委|领导|负责人|"
    r"班子成员|志愿者|医生|教师|专员|库|厂|矿|店|馆|超市|妇联|工会|协会|"
    r"银行|单位|部门|企业|网格员|河长|学院|大学|高校|书记"
    r"|各县（市、区）|各区县|各县区|[灌景园社校]区|开发区|管委会|指挥部|门店|全[市县区镇乡]|各地|党员|干部|站|校长|委员会|中心校|门口|两旁|两侧|沿线|周边|路口|路段|高峰|期间|部位|场所)$"
)
#: Verbs as they are made: 种好, 绷紧, 严查, 加派, 新改建.
_MADE: Final = re.compile(
    r"(?:(?:做|搞|来|办|过)一[次场遍]|[编备换评修选推排装栽搬拉送凑搭配找填列定订补拿备](?:上|出|好|完|足|起|齐|回|掉|满)|[扩抢套补移](?:种|栽|植|养)|"
    r"[做种用管建守护唱啃抓办喂讲划拧扣绷兜织筑念打搭盯理补建养](?:住|好|实|牢|优|足|透|细|响|紧|密|"
        r"亮|通|活|下)|严(?:控|查|管|防|打|惩|肃|把|格落实)|加(?:派|装|密|固|设|挂|宽)"
    r"|新?(?:改|扩|续|迁|翻)(?:扩)?建|新改建|拓?宽|增(?:派|配|补|聘|挂|殖)|补(?:种|植|建|发|齐|办)|清(?:退|收|缴|查|挖)|复(?:垦|绿|耕)|拆(?:违|改)|"
    r"种植|引(?:回|入|来|育))(?=[\u4e00-\u9fff“\d])"
)
#: Ways in which somebody does something, before the verb.
WAY: Final = re.compile(
    r"(?:逐[家户项一个村街条件]|分[批期类级]|免费|全程|严肃|依法|依规|彻底|专门|滚动|定期|限期|集中|全部|逐步|按[月周季旬日]|"
    r"一[企村项户人校地厂园]一[策案档]|就近|统一|一律|轮流|联合|连续|择优|带头|负责|"
    r"每[日天周月季年][\u4e00-\u9fff]?|每半[月年]|每季度|[两三]班倒)"
)


def made_verb(lexicon: Lexicon, text: str, place: int, end: int) -> str:
    """The verb that stands at a place: one of the lexicon, or one that is made as such verbs are; '' when none does.

    A noun that looks like one is none: 改造的小区 tells which is meant.
    """
    word = lexicon.at("verb", text, place, end)
    if not word and (found := _MADE.match(text, place, end)):
        word = found[0]
    return "" if text.startswith(("的", "了", "过", "性", "者"), place + len(word)) else word


def told_behind(lexicon: Lexicon, text: str, start: int, end: int, until: re.Pattern[str], deep: int = 0) -> tuple[int, str] | None:
    """Where the verb stands and which it is, of a clause that begins with who, when, to whom or how; None where it tells nobody to do anything."""
    if (verb := made_verb(lexicon, text, start, end)) and _is_task(lexicon, verb):
        return (start, verb) if start + len(verb) < end else None
    if (turned := _TURNED.match(text, start, end)) or (turned := _SHORT.match(text, start, end) or _BY_MORE.match(text, start,
    end) or _UPON.match(text, start, end)):
        return turned.start("verb"), turned["verb"]
    if (told := _AT_ONCE.match(text, start, end)) and not _OF_FIGURES.search(text, start, told.start("verb")):
        return told.start("verb"), told["verb"]
    if (told := _SO_MANY.match(text, start, end) or _HOLDS.match(text, start, end)) and not _OF_FIGURES.search(text, start, end):
        return told.start("verb"), told["verb"]
    if deep > _DEEPEST or text.startswith("其中", start):
        return None
    near = min(end, start + 24)
    if (when := until.search(text, start, near) or TIME.search(text, start + 2, near)) is not None:
        if found := _at(lexicon, text, when.end(), end):
            return found
        if when.start() > start + 1 and (by_then := _BY_THEN.match(text, when.end(), end)):
            return by_then.start("verb"), by_then["verb"]
        if when.end() < end and (_PHRASE.match(text, when.end(), end) or text.startswith(("把", "将"), when.end())):
            return told_behind(lexicon, text, when.end(), end, until, deep + 1)
    if (goes_on := _behind_doer(lexicon, text, start, end)) and _PHRASE.match(text, goes_on, end):
        return told_behind(lexicon, text, goes_on, end, until, deep + 1)
    if phrase := _PHRASE.match(text, start, end):
        behind_of = text.rfind("的", phrase.end(), end) + 1
        for begin in (behind_of, phrase.end() + ("每" not in phrase[0])):
            for found in _each(lexicon, text, begin, end, bare=True) if begin else ():
                if phrase[0][-1] in _TO_SOMEBODY or (found[0] + len(found[1]) + _SHORTEST_OBJECT <= end and found[1] not in NOUNS):
                    return found
        called = _CALLED.search(text, phrase.end(), end)
        return (called.start("verb"), called["verb"]) if called and phrase[0][-1] in _TO_SOMEBODY else None
    for place, verb in _each(lexicon, text, start + 2, min(end, start + _LONGEST_SUBJECT), bare=False):
        # 账目按季公开: how is said, and nothing need stand behind it.
        if place + len(verb) + _SHORTEST_OBJECT <= end or (place + len(verb) == end and WAY.search(text, start + 2,
    place) and not text.startswith(("以上", "上述"), start)):
            said = text[start:place]
            subject = WAY.split(said)[0].rstrip("都均也应可已")
            if DOER_ENDS.search(subject) or said.endswith("各") or (subject != said.rstrip("都均也应可已") and len(subject) > 1) or _without_way(lexicon,
    text, start, place):
                return place, verb
    often = _OFTEN.match(text, start, end)
    return (often.start("verb"), often["verb"]) if often and not _OF_FIGURES.search(text, start, end) else None


def _each(lexicon: Lexicon, text: str, start: int, end: int, bare: bool) -> Iterator[tuple[int, str]]:
    for place in range(start, end):
        verb = made_verb(lexicon, text, place, len(text) if not bare else end)
        if len(verb) > 1 and _is_task(lexicon, verb):
            yield place, verb


def _behind_doer(lexicon: Lexicon, text: str, start: int, end: int) -> int:
    """Where a clause goes on behind who is to do it and words that say how; 0 where it begins with nobody."""
    for place in range(start + 3, min(end, start + 13)):
        if not DOER_ENDS.search(text[start:place]):
            continue
        begin = place
        while word := lexicon.at("modifier", text, begin, end):
            begin += len(word)
        if begin > place:
            return begin
    return 0


def _at(lexicon: Lexicon, text: str, place: int, end: int) -> tuple[int, str] | None:
    """The verb that stands at a place, behind words that say how."""
    while place < end:
        if verb := made_verb(lexicon, text, place, end):
            return (place, verb) if _is_task(lexicon, verb) else None
        word = lexicon.at("modifier", text, place, end) or ((m := WAY.match(text, place, end)) and m[0]) or ""
        if not word:
            return None
        place += len(word)
    return None


def _without_way(lexicon: Lexicon, text: str, start: int, place: int) -> bool:
    """Whether only words that say how stand between two places: 逐家, 免费."""
    while start < place:
        word = ((m := WAY.match(text, start, place)) and m[0]) or lexicon.at("modifier", text, start, place)
        if not word:
            return False
        start += len(word)
    return start == place


def _is_task(lexicon: Lexicon, verb: str) -> bool:
    return lexicon.words["verb"].get(verb, "task") == "task"
