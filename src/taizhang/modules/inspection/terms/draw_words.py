"""Words and dated figures of plans and draws."""

from __future__ import annotations

from datetime import date

from taizhang.basis.law import Dated, Span
from taizhang.basis.text import Text

from .law import DOUBLE_RANDOM
from .roster_figures import DISCLOSURE_CHECK
from .words import Words

#: What a batch's chance comes from.
SOURCES: Words = (
    ("parties", Text("多方承诺加公开事件", "Parties and a public event")),
    ("beacon", Text("公共随机信标", "Public beacon")),
    ("chain", Text("每日种子链", "Daily chain of seeds")),
)
#: What is odd about a pool, in words; {n} and {m} are numbers.
ODD: Words = (
    ("empty", Text("抽样框为空", "The pool is empty")),
    ("everybody", Text("全部抽中，无随机可言", "Everybody is drawn: nothing random about it")),
    (
        "small",
        Text(
            "可抽对象少：仅{n}户，少于抽取数的3倍（{m}）", "A small pool: {n} firm(s), under 3 times what is drawn ({m})"
        ),
    ),
    ("many_left_out", Text("剔除偏多：剔除{m}户，可抽{n}户", "Many left out: {m} left out, {n} can be drawn")),
    (
        "shrunk",
        Text("比上一批缩减过半：现{n}户，上一批{m}户", "Under half of the batch before: {n} firm(s) now, {m} then"),
    ),
    (
        "roster_cut",
        Text("名录库本身缩减：现{n}户，上一批所用版本{m}户", "The roster itself was cut: {n} firm(s) now, {m} in the version of the batch before"),
    ),
    ("again", Text("本计划下发起部门已有{n}批在承诺后中止", "{n} batch(es) of the initiating department under this plan were aborted after their commitment")),
    (
        "telling",
        Text("仅{n}户，少于{m}户，可能暴露风险类别", "Only {n} firm(s), under {m}: it may tell the class of risk"),
    ),
)
#: What a firm is left out for by the rules themselves.
OVER_CAP = "本年度检查已达频次上限"
ITEM_LIMIT = "所列事项本年度均已达检查次数"
#: Those reasons for an English reader; what a person wrote stays as written.
LEFT_OUT: Words = (
    (OVER_CAP, Text(OVER_CAP, "At the yearly cap of visits")),
    (ITEM_LIMIT, Text(ITEM_LIMIT, "Every item has reached its yearly limit")),
)

#: A firm whose class is not known is drawn by the floor of the check of disclosed information.
UNKNOWN_RATIO = Dated(
    "inspection.ratio_unknown",
    Text("未分类企业抽查比例", "Share of firms without a class to be drawn"),
    (Span(3, date(2014, 10, 1), None, DISCLOSURE_CHECK),),
    unit="%",
)
#: Inspectors in each team, of each department.
TEAM_LEAST = Dated(
    "inspection.team_least",
    Text("检查组最少人数", "Fewest inspectors in a team"),
    (Span(2, date(2019, 1, 27), None, DOUBLE_RANDOM),),
    unit="人",
)
DRAW_PARAMETERS = (UNKNOWN_RATIO, TEAM_LEAST)
