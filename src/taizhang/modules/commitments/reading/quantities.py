"""Figures of a sentence as exact decimals with unit, scale and role; numerals that are part of a name are none of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

Role = Literal[
    "count", "total_investment", "annual_plan", "planned_completion", "done", "rate", "funds", "target", "threshold", "other"
]

_DIGITS: Final = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_MONEY: Final = ("亿元", "万元", "元", "亿美元", "万美元", "美元")
_SCALED: Final = {"亿": Decimal(10**8), "万": Decimal(10**4), "千": Decimal(1000), "百": Decimal(100)}
_COUNTED: Final = (
    "个百分点", "微克/立方米", "毫克/升", "立方米/日", "吨/日", "元/吨",
    "家次", "人次", "件次", "平方公里", "平方千米", "万平方米", "平方米", "立方米", "公里", "千米", "公顷", "万吨", "吨", "亩", "米", "万户", "户",
    "套", "家", "条", "座", "处", "项", "件", "名", "人", "次", "场", "所", "台", "辆", "支", "批", "期", "类", "张", "床", "岁", "度", "天", "小时",
    "个工作日", "工作日", "列", "块", "部(?!门|分|委|队|署)", "棵", "株", "盏", "艘", "架(?!构)", "头", "只", "口(?!岸)", "眼", "趟", "间(?!接)",
    "栋", "幢", "份", "具(?!有|备|体)", "宗", "款(?!项)",
    "起(?!来|点|步)", "例(?!如)", "千瓦时", "千瓦", "兆瓦", "个",
)  # fmt: skip
_UNIT: Final = "|".join(sorted([*_MONEY, *_COUNTED], key=len, reverse=True))
_NUMBER: Final = re.compile(
    rf"(?<![\dA-Za-z.,+\-/G第])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:(?P<rate>%|％|‰)|(?P<big>[亿万千百]?)(?P<more>余|"
        rf"多)?(?P<unit>{_UNIT})(?!级))"
)
_IN_WORDS: Final = re.compile(
    r"(?<![一二三四五六七八九十百千两零〇第“‘])(?P<number>[一二三四五六七八九两十百千零〇]{1,7})(?P<big>[亿万]?)"
    r"(?P<unit>大(?=工程)|个|家|条|项|件|所|座|处|名|户|套|万元|亿元)"
)
_THRESHOLD: Final = ("以上", "以下", "以内", "不低于", "不少于", "不超过", "不高于", "低于", "高于", "超过")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure: its place in the joined text, its value in `unit`, what it is said to be, and the rule that said so."""

    start: int
    end: int
    value: Decimal
    unit: str
    role: Role
    rule: str


def quantities(text: str, start: int, end: int, past: bool = False) -> Iterator[Quantity]:
    """The figures between two places of a text, in their order. A label such as 两高四着力 or 7+20 gives none.

    `past`: the sentence tells what was done; 完成投资 is then money done, otherwise money that is to be done.
    """
    found: list[Quantity] = []
    for match in _NUMBER.finditer(text, start, end):
        value = Decimal(match["number"].replace(",", ""))
        if match["rate"]:
            found.append(Quantity(match.start(), match.end(), value, match["rate"].replace("％", "%"), "rate", "quantity/rate"))
            continue
        unit = match["unit"]
        if match["big"]:
            if match["big"] in "万亿" and unit in ("元", "美元"):
                unit = match["big"] + unit
            else:
                value = _plain(value * _SCALED[match["big"]])
        role, rule = _role(text, start, end, match.start(), match.end(), unit, past)
        found.append(Quantity(match.start(), match.end(), value, unit, role, rule))
    taken = [q.start for q in found]
    ends = [q.end for q in found]
    for match in _IN_WORDS.finditer(text, start, end):
        before = bisect_left(taken, match.end())
        if (before and ends[before - 1] > match.start()) or _is_label(text, match, end):
            continue
        value = Decimal(_whole(match["number"])) * _SCALED.get(match["big"] or "", Decimal(1))
        role, rule = _role(text, start, end, match.start(), match.end(), match["unit"], past)
        found.append(Quantity(match.start(), match.end(), value, "个" if match["unit"] == "大" else match["unit"], role, f"{rule} in words"))
    return iter(sorted(found, key=lambda q: q.start))


def _plain(value: Decimal) -> Decimal:
    """1.2万 is 12000, not 12000.0: a decimal without digits that say nothing."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _is_label(text: str, match: re.Match[str], end: int) -> bool:
    """千万元以上 says which are meant; 四个“十严禁” names a set; 一批 counts nothing."""
    after = text[match.end() : min(end, match.end() + 8)]
    if match["number"] in ("一", "千", "百", "十", "万"):
        return True
    if (match["unit"] == "个" and after.startswith("月")) or re.match(r"(?:重点)?(?:工作|任务|举措|措施)[：，]", after):
        return True
    if match["unit"] == "项" and after.startswith(("规定", "制度", "机制")):
        return True
    return after.startswith(_THRESHOLD) or bool(re.match(r"[“‘]", after)) or _quoted(text, match.start())


def _quoted(text: str, place: int) -> bool:
    return text.rfind("“", max(0, place - 20), place) > text.rfind("”", max(0, place - 20), place)


def _whole(words: str) -> int:
    """A numeral in characters up to 9999."""
    total, digit = 0, 0
    for char in words:
        if char in _TENS:
            total += (digit or 1) * _TENS[char]
            digit = 0
        else:
            digit = digit * 10 + _DIGITS[char] if digit and not total else _DIGITS[char]
    return total + digit


#: Words before a figure of money, the nearest first; the words of the money's role.
_MONEY_ROLES: Final[tuple[tuple[str, Role], ...]] = (
    (r"(计划|拟|预计)(年内|全年|当年|今年)?完成(固定资产)?投资", "planned_completion"),
    (r"(年度|今年|当年|全年|本年)(计划)?(完成)?(计划)?投资|年度计划|20\d\d年(计划|安排)投资", "annual_plan"),
    (r"^(?:[一二三四]期)?投资$", "total_investment"),
    (r"总投资|投资总额|计划总投资|概算|估算投资", "total_investment"),
    (r"(已|累计|实际)?(完成|实现)[^，。；]{0,10}|已投资|已支付", "done"),
    (r"专项债|国债|预算内|资金(?!缺口)|补助|补贴|奖补|奖励|资助|消费券|贷款|授信|拨付|基金|贴息|财政|投入", "funds"),
)
_TARGETS: Final = re.compile(r"扩大?到|压缩?到|力争|目标|达到|突破|确保|争取|不低于|增加到|提高到|稳定在|稳定到")
_DONE: Final = re.compile(r"(已|累计)[^，。；、]{0,12}$|(实现|完成)[^，。；、]{0,6}$")
_AIMED: Final = re.compile(r"控制在|保持在|稳定在|新增|新建|培育|建成|完成|实施|达到|实现|增加|争取|引进|举办|培训")
#: 给予不超过500万元的补助: a limit, whatever the money is for.
_LIMIT: Final = re.compile(r"(?:不超过|不高于|最高|至多|低于|上限(?:为)?)$")
#: In a sentence about what was: so many were held, received, built.
_DID: Final = re.compile(r"(举办|接待|完成|新增|建成|改造|销售|开通|办结|培训|化解|发放|吸引|签约|登记|引进|流转|新修|新建|修建|增加|减少|处置|拆除|整治|"
    r"查处)[^，。；、]{0,16}$")


def _role(text: str, start: int, end: int, begin: int, stop: int, unit: str, past: bool) -> tuple[Role, str]:
    """What a figure is, by the words on its left back to the last comma, then by those on its right."""
    left = re.split(r"[，,；;。：:]", text[max(start, begin - 24) : begin])[-1]
    right = re.split(r"[，,；;。]", text[stop : min(end, stop + 10)])[0]
    above = right.startswith(("以上", "以下", "以内"))
    if above and not unit.endswith("元"):
        # 新增就业12万人以上 says how many are to be reached; 500人以上企业 says which ones are meant.
        return ("target", "quantity/at least") if _AIMED.search(left) else ("threshold", "quantity/threshold")
    if unit == "个百分点":
        return "rate", "quantity/points"
    if _LIMIT.search(left):
        return "threshold", "quantity/limit"
    if unit.endswith("元") and re.match(r"以上的?资金", right):
        return "funds", "quantity/funds at least"
    if unit.endswith("元"):
        last = max(((m.end(), role) for pattern, role in _MONEY_ROLES for m in re.finditer(pattern, left)), default=None)
        if last is not None:
            # 计划完成投资 ends where 完成投资 does: the first of the table is the more exact one.
            best = next(role for pattern, role in _MONEY_ROLES for m in re.finditer(pattern, left) if m.end() == last[0])
            if best == "done" and not past and not re.search(r"已|累计|实际|共", left):
                return "planned_completion", "quantity/to be done"
            return best, f"quantity/{best}"
        if above:
            return "threshold", "quantity/threshold"
        if past and not re.search(r"目标|计划|拉动|带动", left):
            return "done", "quantity/money that was"
        if _TARGETS.search(left):
            return "target", "quantity/target"
        return "other", "quantity/money without a role"
    if _TARGETS.search(left) and not re.search(r"等$", left):
        return "target", "quantity/target"
    if "计划" not in left and ((_DONE.search(left) and (past or not re.search(r"完成|实现", left))) or (past and _DID.search(left))):
        return "done", "quantity/done"
    return "count", "quantity/count"
