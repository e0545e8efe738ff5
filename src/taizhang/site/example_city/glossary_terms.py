"""Words that an English reader meets on the screen, with a term and a sentence for the hover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese term, the English one used throughout, and what it means to somebody who has never worked in such an office."""

    zh: str
    en: str
    gloss: str


TERMS: Final[tuple[Term, ...]] = (
    Term("台账", "ledger", "The list in which everything that happens to a matter is written down with its evidence."),
    Term("全会", "plenum", "A full meeting of a Party committee that sets the work of the coming time."),
    Term(
        "发展改革委",
        "development and reform commission",
        "The office that plans, approves and follows public projects.",
    ),
    Term("责任单位", "responsible unit", "The office that has to answer for a project."),
    Term("经办人", "clerk in charge", "The person who does the daily work of a matter."),
    Term("分管领导", "leader in charge", "The leader to whom an office or a project is assigned."),
    Term("街道", "subdistrict", "The lowest office of city government, below the district."),
    Term("社区", "community", "A neighbourhood with its own residents' committee."),
    Term("机构", "organ", "Any office of Party or state."),
    Term("经营主体", "firm", "Any company, cooperative or individual business."),
    Term(
        "一项目、一清单、一台账",
        "one project, one checklist, one ledger",
        "Each project has one code, one list of what is needed and one history.",
    ),
    Term("储备", "reserve", "Projects that are thought of but not yet approved."),
    Term("谋划", "being planned", "The first stage: an idea with a name."),
    Term("前期工作", "preparatory work", "Approvals, surveys and designs before construction."),
    Term(
        "实质性开建",
        "substantive start",
        "A start proved by permit, contract, permanent work and first payment or supervision log.",
    ),
    Term("节点化推进", "progress by nodes", "Work cut into dated steps that depend on each other."),
    Term("全生命周期", "whole life", "From the first idea to the review after use."),
    Term("工作量", "value of work", "Money's worth of work done, as the builder and supervisor see it."),
    Term("实物量", "physical quantity", "Metres, tonnes, square metres built."),
    Term("投资量", "investment quantity", "Investment as statistics count it."),
    Term("形象进度", "visible progress", "What one would see on the site, in a sentence."),
    Term("序时进度", "time schedule", "The share of the yearly plan that should be done by now."),
    Term("年度计划投资", "planned for the year", "Investment that a project is to make this year."),
    Term("总投资", "total investment", "All the money that a project takes over its life."),
    Term("计划完成投资", "planned to be completed", "Investment to be done in a period that the source has to state."),
    Term(
        "纳统",
        "entry into statistics",
        "A project is accepted by the statistics office and its figures count from then on.",
    ),
    Term("红黄绿灯", "traffic lights", "A colour computed from a published rule, never typed."),
    Term("调度", "monthly round", "Collecting, checking and discussing progress every month."),
    Term("督办", "supervision order", "A written demand to get a late matter done."),
    Term("核查", "verification of a result", "Somebody other than the doer looks whether it is really done."),
    Term("销号", "closing", "A matter is struck off the list after verification."),
    Term("提请协调", "ask for coordination", "A problem that an office cannot solve is put before a leader."),
    Term("政策性资金", "policy funds", "Money that higher levels give for stated purposes."),
    Term("中央预算内投资", "central budget investment", "Grants for construction from the central budget."),
    Term("专项债", "special bonds", "Bonds of local government that are paid back from a project's revenue."),
    Term(
        "超长期国债",
        "ultra-long treasury bonds",
        "State bonds of very long term for major strategies and equipment renewal.",
    ),
    Term("资金支付", "payment", "Money that has really left the account."),
    Term("审批", "examination and approval", "The approval that government investment needs."),
    Term("核准", "verification of a project", "The approval that some private investment needs."),
    Term("备案", "filing", "Private investment that only has to be made known."),
    Term("施工许可证", "construction permit", "The paper without which no building may begin."),
    Term("标准地", "standard land", "Industrial land sold with its standards fixed beforehand."),
    Term("弹性出让", "flexible terms", "Land use rights for less than the longest legal term."),
    Term("征迁", "requisition and relocation", "Taking land for public purposes and moving the people on it."),
    Term("7+20", "7+20", "A label: seven industry clusters and twenty chains of the city."),
    Term(
        "智改数转", "intelligent and digital upgrading", "Factories get intelligent equipment and digital management."
    ),
    Term("三化", "three conversions", "Higher-end, intelligent and green."),
    Term("小微企业园", "small-firm park", "Buildings with services for small and micro firms."),
    Term("六项机制", "six mechanisms", "Six ways of working with industry that Erqi District has set up."),
    Term(
        "高效办成一件事",
        "one-thing services",
        "Several offices handle together what is one event in a person's or firm's life.",
    ),
    Term("信用修复", "credit repair", "A firm that has put a fault right is freed from its publication."),
    Term(
        "远程异地评标", "remote bid evaluation", "Experts in several cities judge bids together through a secure link."
    ),
    Term(
        "双随机、一公开",
        "random inspections, public results",
        "Both the firm and the inspectors are drawn by lot, and the result is published.",
    ),
    Term("沙盒监管", "sandbox supervision", "A time to correct oneself before the ordinary consequences set in."),
    Term(
        "统一社会信用代码",
        "unified social credit code",
        "The number of 18 places that every organisation in China has.",
    ),
    Term("网格员", "grid worker", "A person who looks after some hundred households; may not inspect firms."),
    Term("九个一", "nine ones", "A label for the city's nine-part frame of governance."),
    Term("轻车减负", "cutting the reporting burden", "Fewer forms and tasks for those who work on the ground."),
    Term(
        "壮马赋能", "strengthening the ground level", "More power, people and money for those who work on the ground."
    ),
    Term("枫桥经验", "Fengqiao way", "Settling disputes near where they arise."),
    Term("回迁安置", "resettlement", "Families whose homes were pulled down move into new ones."),
    Term(
        "保交楼“后半篇文章”",
        "after housing delivery",
        "Deeds, repairs and schools after delayed flats were handed over.",
    ),
    Term(
        "大盘子",
        "into national and provincial plans",
        "The plans of higher levels into which a city wants its items taken up.",
    ),
    Term("问计于民", "asking the people", "Inviting everybody's opinion on a plan and answering it."),
    Term("十五五", "fifteenth five-year plan", "The plan for 2026 to 2030."),
    Term("学查改", "study, check, correct", "Campaigns in which officials study rules, look for faults and mend them."),
    Term("十严禁", "ten bans", "Lists of ten things that officials must not do."),
    Term("存证", "recorded in the log", "Entered in a log that cannot be changed unnoticed."),
    Term("从何而来", "where from", "Shows the rows and entries a figure was made of."),
    Term("月度简报", "monthly bulletin", "What a district prints of the month: figures, rates and who is ahead or behind."),
    Term("通报核算", "check of bulletins", "Every figure of a bulletin computed again, from itself and from the ledger."),
    Term("开放数据", "open data", "Published projects in an open format that anybody may load."),
    Term("统计入库资料", "papers for statistics entry", "What a project has to show before its investment counts in the statistics."),
    Term("督办单", "supervision slip", "A numbered paper by which one task is pressed."),
    Term("督办函", "supervision letter", "A numbered letter to one organ about its tasks that are late or not signed for."),
    Term("任务分解表", "breakdown of tasks", "A document's tasks in a table: words, leading and helping organs, deadline."),
    Term("抽核", "sample check", "Some of the closed tasks are looked at once more, drawn so that anybody can draw them again."),
    Term("抽核密值", "secret for a sample check", "What a party keeps until the public event is over; its hash is handed in before."),
    Term("通报", "notice", "How many tasks are closed, late or waiting, by organ, told to those concerned."),
    Term("示例", "example", "Invented for demonstration; not real."),
)


def gloss(zh: str) -> Term | None:
    """The term for a Chinese word, or None."""
    return _BY_WORD.get(zh)


_BY_WORD: Final = {term.zh: term for term in TERMS}
