"""The three-minute tours of the example city: for each role the pages that it works on, and what to look at there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from taizhang.basis.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """One page of a tour: its address (braces are filled for whoever walks), what to look at, and two sentences about it."""

    where: str
    at: str
    head: Text
    body: Text


@dataclass(frozen=True, slots=True)
class Tour:
    """What one role does here. `sign_in` is the person of the example city to walk as; '' needs no sign-in."""

    key: str
    icon: str
    title: Text
    sign_in: str
    steps: tuple[Step, ...]


REPORTER: Final = Tour(
    "reporter",
    "camera",
    Text("项目单位填报人", "Reporter of a project owner"),
    "erqi-owner",
    (
        Step(
            "/work/",
            ".tz-tasks",
            Text("先看等您办的", "What waits for you"),
            Text(
                "没报的月报按期限排在前面，每条写明依据和唯一的一个按钮。",
                "Months that are not reported come first, each with its date, its rule and the one button.",
            ),
        ),
        Step(
            "/report/",
            "#report .card, [data-plain] .card",
            Text("现场就能报", "Report from the site"),
            Text(
                "手机上先拍照，再填数。没有网络也能填：存在本机，联网后只发一次。",
                "On a telephone the camera comes first. Without a network it is kept on the device and sent once there is one.",
            ),
        ),
        Step(
            "/r/projects.project/{due}/do/projects.report_month/?period={period}",
            "#box-workload_fen, #box-progress",
            Text("四个量分开填", "Four quantities, kept apart"),
            Text(
                "工作量、实物量、投资量、资金支付各填各的，互不推算；空着就是没有数，不当零。",
                "Work, physical quantity, investment and payment are entered one by one; none is computed from another, and empty is not zero.",
            ),
        ),
        Step(
            "/r/projects.project/{due}/do/projects.report_month/?period={period}",
            ".tz-preview",
            Text("提交前看清将记录什么", "See what will be recorded"),
            Text(
                "记在谁名下、依据哪一条，都在这里。拿不准先存草稿，草稿不进台账。",
                "In whose name and under which rule: all here. Unsure? A draft is not in the ledger.",
            ),
        ),
        Step(
            "/r/projects.project/{due}/",
            "section[aria-labelledby=lacks], section[aria-labelledby=summary]",
            Text("还缺什么，找谁要", "What is missing, and who holds it"),
            Text(
                "下一步缺哪份材料、由哪个单位出、依据哪一条，一张表列清。",
                "Which paper the next step lacks, who issues it and under which article, in one table.",
            ),
        ),
        Step(
            "/list/projects.reports/?all=1",
            ".tz-tablecard",
            Text("报过的都在这里", "Everything you reported"),
            Text(
                "退回的写明原因，更正后另起一条，原来的还在。",
                "A return says why; a correction stands beside the report it replaces.",
            ),
        ),
    ),
)

REVIEWER: Final = Tour(
    "reviewer",
    "clipboard-check",
    Text("行业部门审核人", "Reviewer of a bureau"),
    "erqi-housing",
    (
        Step(
            "/work/",
            ".tz-tasks",
            Text("送来审核的", "What came in for review"),
            Text("报送的月报列在这里，先到的在前。", "Monthly reports that were sent in are listed here, the oldest first."),
        ),
        Step(
            "/r/projects.report/{submitted}/",
            "section[aria-labelledby=summary]",
            Text("看数，也看话", "Figures and words"),
            Text(
                "四个量、形象进度、存在的问题和需要协调的事项，都是填报单位自己的话。",
                "Four quantities, visible progress, problems, what has to be coordinated: in the unit's own words.",
            ),
        ),
        Step(
            "/r/projects.report/{submitted}/",
            ".tz-actions",
            Text("审核，或者退回", "Review it, or send it back"),
            Text(
                "不能办的是灰色，旁边写着原因。审核人和填报人、核定人不能是同一个人。",
                "What you may not do is grey, with the reason. Whoever reported may not review, and whoever reviewed may not accept.",
            ),
        ),
        Step(
            "/r/projects.report/{submitted}/do/projects.return_report/",
            "#box-reason",
            Text("退回要写明哪一条", "A return says what is wrong"),
            Text("原因会出现在对方的待办里，也留在台账里。", "The reason appears in the reporter's work and stays in the ledger."),
        ),
        Step(
            "/r/projects.report/{submitted}/",
            ".tz-linecard",
            Text("谁、何时、办了什么", "Who did what, and when"),
            Text("每一条都能打开，看依据、看证据、下载证明。", "Every entry opens to its ground, its evidence and its proof."),
        ),
        Step(
            "/list/projects.reports/?state=submitted&all=1",
            ".tz-viewmenu",
            Text("把筛选存成视图", "Keep a filter as a view"),
            Text("筛选、排序和列都在地址里：起个名字，或者与本单位共享。", "Filters, sort and columns are in the address: give it a name, or share it with your organ."),
        ),
    ),
)

CLERK: Final = Tour(
    "clerk",
    "calendar-stats",
    Text("区发展改革委经办人", "Clerk of a district DRC"),
    "erqi-clerk",
    (
        Step(
            "/projects/round/",
            ".pj-tiles",
            Text("月报一次催齐", "The month, in one round"),
            Text("应报、未报、已报、退回，点哪个看哪个；没报的一键催。", "Due, missing, submitted, returned: press one to see it. One button reminds everybody who is missing."),
        ),
        Step(
            "/projects/round/",
            ".pj-grid",
            Text("本月挨着上月", "This month beside the last"),
            Text("数突然变了，一眼看得出。", "A figure that jumps is seen at once."),
        ),
        Step(
            "/projects/import/",
            "form[enctype]",
            Text("表是什么样就怎么收", "The workbook as it is"),
            Text("合并的表头、单位写在注里、有小计，都认得；认不出的那几行先放下，其余照收。", "Merged headings, units in a note, subtotals: recognised. Rows that cannot be read are held back; the others go in."),
        ),
        Step(
            "/list/projects.projects/?all=1",
            ".tz-filters",
            Text("项目库", "The list of projects"),
            Text("选列、筛选、导出看到的；合计跟着筛选走。", "Choose columns, filter, export what you see; the total follows the filter."),
        ),
        Step(
            "/r/projects.project/{project}/",
            "section[aria-labelledby=lacks], section[aria-labelledby=summary]",
            Text("自报与认定并排", "Claimed and proved, side by side"),
            Text("表里写“在建”是自报；开工凭四样证据认定。缺什么、谁持有，列在这里。", "A workbook's ‘under construction’ is a claim; a start is proved by four pieces of evidence. What is missing, and who holds it, is here."),
        ),
        Step(
            "/projects/totals/",
            ".pj-totals, table",
            Text("汇总从台账来", "Totals come from the ledger"),
            Text("没有人填合计。每个数点开就是它的那些行；右下角换一天，看那天知道的。", "Nobody types a total. Each figure opens its rows; choose another day below to see what was known then."),
        ),
    ),
)

LEADER: Final = Tour(
    "leader",
    "layout-dashboard",
    Text("分管领导", "Leader in charge"),
    "erqi-leader",
    (
        Step(
            "/projects/leader/",
            ".ld-first",
            Text("一句话，一个数", "A sentence with a number"),
            Text("完成多少、占计划几成、比序时进度差几个点，都在图上面这句话里。", "How much is done, what share of the plan, how far behind the time schedule: in the sentence above the picture."),
        ),
        Step(
            "/projects/leader/",
            ".ld-asked",
            Text("需我协调", "What needs your word"),
            Text("报上来的难处在这里等一句话；下面是拖得最久的卡点，写明单位、责任人和天数。", "Difficulties sent up wait here for a word; below is what has been stuck longest, with the unit, the person and the days."),
        ),
        Step(
            "/projects/leader/",
            ".ld-starts",
            Text("说开工了，凭什么", "Started, on what evidence"),
            Text("自报开工的个数和凭证据认定的个数摆在一起。", "How many claim to have started stands beside how many evidence proves."),
        ),
        Step(
            "/r/projects.project/{project}/",
            ".tz-titleline",
            Text("一个项目一页", "One project, one page"),
            Text("“项目一页”可以印成一张 A4 带去开会。", "“One page” prints on one sheet of A4 for a meeting."),
        ),
        Step(
            "/projects/totals/",
            "table",
            Text("每个数都有出处", "Every figure has its source"),
            Text("点开就是那些项目；也可以和另一天的数比。", "It opens its projects, and can be compared with another day."),
        ),
    ),
)

CITIZEN: Final = Tour(
    "citizen",
    "world",
    Text("市民", "Resident"),
    "",
    (
        Step(
            "/public/",
            "main h1",
            Text("不用登录", "No sign-in"),
            Text("公开了多少项目、走到哪一步，进门就看得到。", "How many projects are public and how far they are: on the front page."),
        ),
        Step(
            "/public/projects/",
            "main form, main h1",
            Text("查一个项目", "Look up a project"),
            Text("按区、按阶段找，或者输入名称、文号。", "By district, by stage, or by name and document number."),
        ),
        Step(
            "/public/projects/{published}/",
            "main h1",
            Text("走到哪、凭什么", "How far, and on what ground"),
            Text("阶段凭哪份材料推进，公开页都列着。", "The page lists the document on which each stage moved."),
        ),
        Step(
            "/verify/",
            "main h1",
            Text("不必相信我们", "You need not trust us"),
            Text("下载证明和一个小程序，在自己的电脑上验。", "Download the proof and a small program, and check it on your own machine."),
        ),
        Step(
            "/source/",
            "main h1",
            Text("从报纸到页面", "From the newspaper to the pages"),
            Text("原文每一句对应哪个页面、做到没有，逐条写明。", "Each phrase of the article, the page that answers it, and whether it works yet."),
        ),
    ),
)

TOURS: Final[dict[str, Tour]] = {t.key: t for t in (REPORTER, REVIEWER, CLERK, LEADER, CITIZEN)}
BY_PERSON: Final[dict[str, Tour]] = {t.sign_in: t for t in TOURS.values() if t.sign_in}
