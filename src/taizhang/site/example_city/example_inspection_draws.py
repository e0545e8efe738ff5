"""Draws in the example: the plan of the year, a joint batch of last month with its visits, and one that is committed and drawn in three days.

The secrets of the parties are made of their names and the batch's, so that whoever tries the example can reveal them; real ones are kept by each party.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any, Final

from taizhang.frame import batches, clock
from taizhang.modules.inspection.models import Batch, InspectionItem, Plan, Visit

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

PLANNER, CHIEF, PARTNER = "erqi-inspection", "erqi-inspection-chief", "erqi-emergency"
_PARTIES: Final = ("二七区市场监管局（示例）", "示例公证处", "示例个体私营经济协会")
_LAST_TITLE: Final = "食品与工贸企业联合抽查（示例）"
_NEXT_TITLE: Final = "登记事项与公示信息抽查（示例）"
_OVER: Final = ("published", "withheld", "cancelled")


def secret(party: str, batch: str) -> str:
    """The secret of a party of the example for a batch, 64 hexadecimal digits: each draw has secrets of its own."""
    own = "" if batch == _LAST_TITLE else f" {batch}"
    return sha256(f"示例密值 {party}{own}".encode()).hexdigest()


def draws(do: Do, organs: Mapping[str, Any], place: Any, today: date, begin: date) -> Iterator[Step]:
    """What is planned, committed, drawn and assigned until a day; `do(who, action, target, **inputs)`."""
    planned = begin + timedelta(days=12)
    yield planned, lambda: _drawn_up(do, organs, place)
    yield planned + timedelta(days=2), lambda: _published(do)
    last = today - timedelta(days=38)
    if last > planned + timedelta(days=3) and last.year == (last + timedelta(days=25)).year:
        yield last, lambda: _prepared(do, organs, _LAST_TITLE, True, last + timedelta(days=6), last + timedelta(days=25))
        yield last + timedelta(days=1), lambda: _committed(do, _LAST_TITLE, "示例福利彩票第2026118期", last + timedelta(days=3))
        yield last + timedelta(days=4), lambda: _drawn(do, _LAST_TITLE)
        yield last + timedelta(days=5), lambda: _assigned(do, _LAST_TITLE)
        yield today - timedelta(days=1), lambda: _completed(do, _LAST_TITLE)
    opens = today + timedelta(days=10)
    closes = min(opens + timedelta(days=20), date(opens.year, 12, 31))
    if (soon := today - timedelta(days=4)) > planned + timedelta(days=3):
        yield soon, lambda: _prepared(do, organs, _NEXT_TITLE, False, opens, closes)
        yield soon + timedelta(days=2), lambda: _committed(do, _NEXT_TITLE, "示例福利彩票第2026138期", today + timedelta(days=3))


def _drawn_up(do: Do, organs: Mapping[str, Any], place: Any) -> None:
    year = clock.today().year
    plan = do(PLANNER, "inspection.draw_up_plan", place, year=year, title=f"二七区{year}年度随机抽查计划（示例）").key
    for title, mode, scope, quantity, begins, ends in (
        ("年度报告与登记事项抽查", "alone", "全区企业", "按风险类别：A类1%、B类2%、C类10%、D类30%", "01-01", "12-31"),
        ("食品与工贸企业联合抽查", "joint", "食品经营、工业生产企业", "按风险类别；年报全零的企业全部抽取", "03-01", "11-30"),
        ("特种设备使用单位抽查", "internal", "特种设备使用单位", "D类全部，其余按比例", "06-01", "09-30"),
    ):
        do(
            PLANNER, "inspection.add_plan_line", plan, title=title, mode=mode, organ=organs["erqi.market"].pk, scope=scope, quantity=quantity,
            begins_on=f"{year}-{begins}", ends_on=f"{year}-{ends}",
        )  # fmt: skip


def _plan() -> Plan:
    return Plan.objects.get(title__contains="年度随机抽查计划（示例）")


def _published(do: Do) -> None:
    do(CHIEF, "inspection.file_plan", _plan(), filed_with="郑州市市场监督管理局（示例）", filed_on=clock.today().isoformat())
    do(PLANNER, "inspection.publish_plan", _plan())


def _batch(title: str) -> Batch:
    return Batch.objects.get(title=title)


def _items(*codes: str) -> list[int]:
    found = InspectionItem.objects.filter(code__in=codes, published_on__isnull=False, valid_to__isnull=True)
    return list(found.order_by("code").values_list("pk", flat=True))


def _prepared(do: Do, organs: Mapping[str, Any], title: str, joint: bool, opens: date, closes: date) -> None:
    others = [organs["erqi.emergency"].pk] if joint else []
    line = _plan().lines.get(mode="joint" if joint else "alone").pk
    given = {"title": title, "mode": "joint" if joint else "alone", "plan_line": line, "others": others, "most_departments": 2 if joint else None}
    days = {"window_from": opens.isoformat(), "window_to": closes.isoformat()}
    batch = do(PLANNER, "inspection.prepare_batch", _plan(), **{k: v for k, v in given.items() if v is not None}, **days).key
    if joint:
        do(PLANNER, "inspection.state_part", batch, items=_items("SL-03", "SL-05"), zero_whole=True, ratio_c=50, ratio_d=50)
        do(PARTNER, "inspection.state_part", batch, items=_items("YJ-01", "YJ-02"), ratio_d=50)
    else:
        do(PLANNER, "inspection.state_part", batch, items=_items("SL-01", "SL-02"), zero_whole=True)


def _committed(do: Do, title: str, event: str, on: date) -> None:
    do(PLANNER, "inspection.freeze_batch", _batch(title))
    parties = "\n".join(f"{name} {sha256(bytes.fromhex(secret(name, title))).hexdigest()}" for name in _PARTIES)
    at = datetime.combine(on, time(21, 30), clock.ZONE)
    do(CHIEF, "inspection.commit_batch", _batch(title), parties=parties, event=event, draw_at=at.isoformat())


def _drawn(do: Do, title: str) -> None:
    revealed = "\n".join(f"{name} {secret(name, title)}" for name in _PARTIES)
    do(PLANNER, "inspection.draw_batch", _batch(title), result="03 07 12 15 22 31 + 09（示例）", secrets=revealed)
    batches.run_waiting()


def _assigned(do: Do, title: str) -> None:
    do(PLANNER, "inspection.assign_teams", _batch(title))
    batches.run_waiting()


def _completed(do: Do, title: str) -> None:
    """The batch is complete where the example has published all of its visits by then."""
    batch = _batch(title)
    if batch.state == "under_way" and not Visit.objects.filter(batch=batch).exclude(state__in=_OVER).exists():
        do(PLANNER, "inspection.complete_batch", batch)
