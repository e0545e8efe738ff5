"""The list of items and the rosters of the example: invented firms and people, the scores of invented months, and two frozen versions.

Names, credit codes, certificates and scores are made by rule and belong to nobody; the items are named after laws that there are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from taizhang.basis.identifiers import credit_check, organisation_check
from taizhang.frame import batches, clock
from taizhang.frame.actor import Actor
from taizhang.modules.inspection.models import InspectionItem, Inspector
from taizhang.modules.inspection.pages import roster_reading
from taizhang.modules.inspection.rules import roster_sheets
from taizhang.registers.models import Enterprise, Organ

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

MARKET: Final = "erqi-inspection"
EMERGENCY: Final = "erqi-emergency"
_ADMIN: Final = "admin-system"

#: Code, name, English, law, kind, method, for which firms, at most a year.
_ITEMS: Final = (
    (MARKET, "SL-01", "年度报告公示信息检查", "Disclosed annual reports", "企业信息公示暂行条例", "general", "online", "", None),
    (MARKET, "SL-02", "登记事项检查", "Registered particulars", "市场主体登记管理条例", "general", "on_site", "", 1),
    (MARKET, "SL-03", "食品经营监督检查", "Food business", "食品安全法", "key", "on_site", "食品经营", 2),
    (MARKET, "SL-04", "特种设备使用单位检查", "Users of special equipment", "特种设备安全法", "key", "on_site", "特种设备", 2),
    (MARKET, "SL-05", "工业产品质量检查", "Quality of industrial products", "产品质量法", "key", "on_site", "工业生产", None),
    (MARKET, "SL-06", "价格行为检查", "Prices", "价格法", "general", "on_site", "", 1),
    (MARKET, "SL-07", "广告行为检查", "Advertising", "广告法", "general", "online", "", None),
    (MARKET, "SL-08", "计量器具使用检查", "Measuring instruments in use", "计量法", "general", "on_site", "", 1),
    (EMERGENCY, "YJ-01", "危险化学品经营安全检查", "Safety of trade in dangerous chemicals", "安全生产法", "key", "on_site", "危险化学品", 2),
    (EMERGENCY, "YJ-02", "工贸企业安全检查", "Safety of industrial and trading firms", "安全生产法", "key", "on_site", "工业生产", 2),
    (EMERGENCY, "YJ-03", "安全教育培训检查", "Safety training", "安全生产法", "general", "papers", "", 1),
    (EMERGENCY, "YJ-04", "应急预案检查", "Emergency plans", "突发事件应对法", "general", "papers", "", 1),
)
#: Whose roster, whose person, name, English, standing, whether the certificate is in force, may lead, fields.
_PEOPLE: Final = (
    (MARKET, "erqi.market", "沈文博", "Shen Wenbo", "official", True, True, "食品经营 登记"),
    (MARKET, "erqi.market", "叶舒宁", "Ye Shuning", "official", True, True, "特种设备 工业生产"),
    (MARKET, "erqi.market", "黎晓峰", "Li Xiaofeng", "official", True, False, "价格 广告"),
    (MARKET, "erqi.market", "秦岚", "Qin Lan", "official", True, False, "计量 登记"),
    (MARKET, "erqi.market", "钟远航", "Zhong Yuanhang", "official", False, False, "食品经营"),
    (MARKET, "erqi.market", "郝小满", "Hao Xiaoman", "grid_worker", False, False, ""),
    (EMERGENCY, "erqi.emergency", "石砺", "Shi Li", "official", True, True, "危险化学品"),
    (EMERGENCY, "erqi.emergency", "罗静怡", "Luo Jingyi", "official", True, False, "工业生产"),
    (EMERGENCY, "erqi.emergency", "范一鹤", "Fan Yihe", "official", False, False, "工业生产"),
    # With an interest of the one who leads, another has to be able to go: a draw may hit any firm.
    (EMERGENCY, "erqi.emergency", "贺松龄", "He Songling", "official", True, True, "危险化学品 工业生产"),
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of invented firm: word of its name, sector of GB/T 4754, tags, park."""

    word: str
    sector: str
    tags: str
    park: str = ""


_KINDS: Final = (
    _Kind("餐饮管理", "H6210", "食品经营"),
    _Kind("食品商贸", "F5229", "食品经营"),
    _Kind("机械制造", "C3499", "工业生产 特种设备", "示例小微企业园"),
    _Kind("化工贸易", "F5169", "危险化学品"),
    _Kind("软件科技", "I6513", "", "示例小微企业园"),
    _Kind("物业服务", "K7020", "特种设备"),
    _Kind("建材制造", "C3039", "工业生产", "示例小微企业园"),
    _Kind("广告传媒", "L7259", "广告"),
)
_STEMS: Final = ("晨禾", "云岚", "启衡", "嘉树", "明澈")
FIRMS: Final = len(_KINDS) * len(_STEMS)
#: The numbers of firms with an all-zero report, and of those whose class is set whatever the score.
_ZERO: Final = (4, 17, 33)
_OVERRIDES: Final = {9: "serious_list", 22: "defaulter", 11: "concern_c"}


def firm_code(number: int) -> str:
    """The credit code of an invented firm, with the check characters of both standards."""
    stem = f"9EX{number:05d}"
    first = "91410103" + stem + organisation_check(stem)
    return first + credit_check(first)


def rosters(do: Do, actors: Mapping[str, Actor], organs: Mapping[str, Any], place: Any, today: date, begin: date) -> Iterator[Step]:
    """What is entered, published, imported, scored and frozen until a day; `do(who, action, target, **inputs)`."""
    yield begin + timedelta(days=3), lambda: _registered(do, actors, place)
    yield begin + timedelta(days=4), lambda: _listed(do, organs, place)
    yield begin + timedelta(days=4), lambda: _enrolled(do, actors, organs, place)
    yield begin + timedelta(days=5), lambda: _entered(do, actors, place, today)
    yield begin + timedelta(days=6), lambda: _frozen(do, place)
    for days in (60, 25):
        if (day := today - timedelta(days=days)) > begin + timedelta(days=8):
            yield day, lambda days=days: _scored(do, actors, place, days)  # type: ignore[misc]
    if (day := today - timedelta(days=24)) > begin + timedelta(days=8):
        yield day, lambda: _frozen(do, place)


def _name(number: int) -> str:
    kind, stem = _KINDS[number % len(_KINDS)], _STEMS[number // len(_KINDS)]
    return f"郑州{stem}{kind.word}有限公司（示例）"


def _registered(do: Do, actors: Mapping[str, Actor], place: Any) -> None:
    """The invented firms are in the register, by the importer that everybody uses."""
    rows = [
        {
            "name": _name(n), "uscc": firm_code(n), "kind": "有限责任公司", "registered_on": f"20{12 + n % 12}-0{1 + n % 9}-15",
            "capital": f"{100 + 50 * (n % 9)}万元", "address": f"郑州市二七区示例路{n + 1}号", "path": [],
        }
        for n in range(FIRMS)
    ]  # fmt: skip
    intake = batches.take_in("office.enterprises", actors[_ADMIN], "经营主体（示例）", "", rows)
    do(_ADMIN, "office.accept_register", place, intake=intake.pk)
    batches.run_waiting()


def _listed(do: Do, organs: Mapping[str, Any], place: Any) -> None:
    for who, code, name, name_en, law, kind, method, applies_to, limit in _ITEMS:
        key = do(
            who, "inspection.enter_item", place, code=code, name=name, name_en=name_en, basis=f"《{law}》", kind=kind, method=method,
            applies_to=applies_to, yearly_limit=limit,
        ).key  # fmt: skip
        do(who, "inspection.publish_item", InspectionItem.objects.get(pk=key))


def _enrolled(do: Do, actors: Mapping[str, Actor], organs: Mapping[str, Any], place: Any) -> None:
    """Eleven people in the roster: two certificates have expired, and a grid worker counts for nothing."""
    good, bad = clock.today() + timedelta(days=900), clock.today() - timedelta(days=20)
    officer = actors["erqi-officer"].person
    given = {"certificate": "16010300001", "certificate_until": good.isoformat(), "may_lead": True, "fields": "食品经营 登记"}
    do(MARKET, "inspection.enter_inspector", place, person=officer, **given)
    for number, (who, organ, name, name_en, standing, valid, leads, fields) in enumerate(_PEOPLE, 2):
        body: Organ = organs[organ]
        person = do(_ADMIN, "office.enrol", body, name=f"{name}（示例）", name_en=f"{name_en} (example)").key
        paper = {"certificate": f"160103{number:05d}", "certificate_until": (good if valid else bad).isoformat()} if standing == "official" else {}
        do(who, "inspection.enter_inspector", place, person=person, standing=standing, may_lead=leads, fields=fields, **paper)


def _entered(do: Do, actors: Mapping[str, Actor], place: Any, today: date) -> None:
    """The roster of objects comes as a sheet; some interests are declared."""
    heads = ["统一社会信用代码", "企业名称", "行业代码", "标签", "所在园区", "年报全零年度"]
    lines = [heads]
    for n in range(FIRMS):
        kind = _KINDS[n % len(_KINDS)]
        lines.append([firm_code(n), _name(n), kind.sector, kind.tags, kind.park, str(today.year - 1) if n in _ZERO else ""])
    _brought(do, actors, place, "objects", "检查对象名录库（示例）.xlsx", lines)
    interests = ((MARKET, "沈文博", 0, "relative"), (MARKET, "叶舒宁", 2, "employment"), (EMERGENCY, "石砺", 3, "share"), (MARKET, "秦岚", 5, "address"))
    for who, name, firm, interest in interests:
        inspector = Inspector.objects.get(person__name=f"{name}（示例）")
        do(who, "inspection.declare_interest", inspector, firm=Enterprise.objects.get(uscc=firm_code(firm)).pk, kind=interest, note="示例")


def score_of(number: int, month: int) -> int:
    """An invented score: most firms low, a few high, some a little otherwise each month."""
    base = (number * 37) % 190 if number < 18 else 200 + (number * 53) % 295 if number < 32 else 500 + (number * 71) % 245 if number < 38 else 760 + number
    return min(1000, base + (month * number) % 23)


def _scored(do: Do, actors: Mapping[str, Actor], place: Any, days: int) -> None:
    month = clock.today().replace(day=1)
    lines = [["统一社会信用代码", "企业名称", "风险分值", "月份", "直接判定情形"]]
    for n in range(FIRMS):
        words = dict(roster_sheets.terms.OVERRIDES)[_OVERRIDES[n]].zh if n in _OVERRIDES else ""
        lines.append([firm_code(n), _name(n), str(score_of(n, month.month)), month.isoformat(), words])
    _brought(do, actors, place, "scores", f"信用风险分值{month:%Y%m}（示例，虚构）.xlsx", lines)


def _brought(do: Do, actors: Mapping[str, Actor], place: Any, kind: str, name: str, lines: list[list[str]]) -> None:
    found = roster_sheets.read(kind, [roster_sheets.Table("名录", lines)])
    digest = hashlib.sha256("\n".join("\t".join(line) for line in lines).encode()).hexdigest()
    intake = roster_reading.lay_ready(actors[MARKET], found, name, digest, place)
    do(MARKET, "inspection.accept_roster", place, intake=intake.pk)
    batches.run_waiting()


def _frozen(do: Do, place: Any) -> None:
    for kind in ("items", "objects", "inspectors", "interests"):
        do(MARKET, "inspection.freeze_roster", place, kind=kind)
