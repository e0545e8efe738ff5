"""The lexicon of bulletins: units, roles of figures, words of rates, growth, schedule and parts. Data for the reader.

To teach the reader a phrase, add it here; nothing else has to change. Longer words stand before shorter ones they begin with.
"""

from __future__ import annotations

from typing import Final

#: Units of money and how many fen each is.
MONEY: Final[dict[str, int]] = {
    "万亿元": 10**14,
    "万亿": 10**14,
    "亿元": 10**10,
    "亿": 10**10,
    "百万元": 10**8,
    "万元": 10**6,
    "元": 100,
}
#: Units of things that are counted. Those of one line are the same thing under different measure words.
COUNTED: Final[tuple[tuple[str, ...], ...]] = (
    ("个", "项", "宗"),
    ("家", "户"),
    ("万人", "人", "名"),
    ("套", "处", "座", "条", "所", "辆", "台", "件", "次"),
    ("万平方米", "平方米"),
    ("公里", "千米"),
    ("万亩", "亩"),
    ("公顷",),
    ("万吨", "吨"),
)
#: Units that hold many single things: their figures are rounded amounts, not counts.
MEASURED: Final = frozenset({"万人", "万平方米", "平方米", "公里", "千米", "万亩", "亩", "公顷", "万吨", "吨"})
#: What must not follow a measure word: 3个月, 5个百分点, 20个工作日 are no counts of projects.
NOT_COUNTED: Final = ("月", "百分点", "工作日", "小时", "季度", "星期")
#: After an amount these make it a class of projects (5000万元以上项目), not a figure to compute with.
CLASS_WORDS: Final = ("及以上", "以上", "以下", "以内", "级")

#: What a figure is, by the words next to it. The first role whose word is found holds.
ROLES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("increment", ("增长", "增加", "减少", "下降", "多完成", "少完成")),
    ("base", ("去年同期", "上年同期", "同期完成")),
    ("plan", ("计划", "目标", "任务", "应开工", "应完成", "拟", "安排投资", "预算")),
    ("invested_total", ("总投资",)),
    ("done", ("完成", "已", "实际", "实现", "累计", "开工", "复工", "投产", "达产", "竣工", "到位", "支付", "拨付", "入库", "签约", "落地")),
    ("whole", ("共有", "总数", "总计", "合计", "共计", "共")),
)
#: Words of planning: what a rate names when it is a share of a plan.
PLANS: Final = ("计划", "目标", "任务")
#: After a word of planning these say that the figure is done all the same: 年度计划新开项目实际开工150个.
SURELY_DONE: Final = ("实际", "已", "实现", "累计")
#: Words of a share right before a figure: the figure is the total, whatever it says besides.
SHARE_OF_PLAN: Final = ("完成年度计划", "完成计划", "完成全年", "完成目标", "占年度", "占计划", "占全年", "占目标")
#: After a count these say that it is the whole from which a part is taken: 15个集中开工项目中.
WHOLE_AFTER: Final = ("项目中", "个中", "家中", "中")

#: A rate is announced by one of these right before the number; `的` and verbs may stand between.
SHARE_WORDS: Final = ("占比", "占到", "占", "相当于", "为年度", "为全年", "为计划", "完成年度", "完成全年", "完成计划", "完成目标", "达到年度", "达年度")
#: After the first kind stands the share of what was done, after the second any share.
DONE_RATES: Final = ("率", "进度")
RATE_ENDINGS: Final = (*DONE_RATES, "比重", "比例", "占比")
#: Rates that are no share of two figures of the text.
OTHER_RATES: Final = ("利率", "税率", "汇率", "费率", "容积率", "失业率", "概率", "利息率", "覆盖率", "增长率", "增速")

GROWTH_UP: Final = ("增长", "增加", "上升", "提高", "提升", "增速为", "增速达", "增速")
GROWTH_DOWN: Final = ("下降", "减少", "回落", "降低", "减")
#: Growth of this kind is over the same months of last year; other growth names another base.
OVER_LAST_YEAR: Final = ("同比", "比上年同期", "较上年同期", "比去年同期", "较去年同期", "比去年", "较去年", "比上年", "较上年")

SCHEDULE: Final = ("序时进度", "时序进度", "时间进度", "均衡进度", "序时")
BEHIND: Final = ("低于", "落后", "滞后", "慢于", "落后于", "滞后于", "差")
AHEAD: Final = ("超过", "高于", "快于", "超", "领先", "高出")

#: A list of parts begins after these; after the second kind all parts are named.
PARTS_AFTER: Final = ("其中",)
ALL_PARTS_AFTER: Final = ("分别为", "分别是", "由", "包括")
#: A total stands after these at the end of a list.
SUM_WORDS: Final = ("合计", "共计", "总计", "，共", "，一共", "、共", "，总共")
#: These name a part of the subject before them, so that a total of an earlier sentence is not its total.
PART_OF: Final = ("其中", "省级", "市级", "区级", "县级", "分行业", "分区域")

#: 'up to the end of month m' in the ways bulletins write it; the number of the month is the group.
MONTH_PATTERNS: Final = (
    r"截至(?:目前)?(?:\d{4}年)?(\d{1,2})月(?:底|末|份)",
    r"截止(?:到)?(?:\d{4}年)?(\d{1,2})月(?:底|末|份)",
    r"截至(?:\d{4}年)?(\d{1,2})月(?:30|31|28|29)日",
    r"1\s?[-—–~～至到]\s?(\d{1,2})月",
    r"前(\d{1,2})个?月",
)
MONTH_WORDS: Final[dict[str, int]] = {
    "一季度": 3,
    "第一季度": 3,
    "上半年": 6,
    "前三季度": 9,
    "三季度末": 9,
    "前八月": 8,
    "全年": 12,
}
