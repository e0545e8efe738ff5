"""The people who sign in to the example city. All are invented and marked so; none is a real official."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from taizhang.basis.text import Text

ROLES: Final[dict[str, Text]] = {
    "drc.clerk": Text("发展改革委经办人", "DRC clerk"),
    "drc.chief": Text("发展改革委负责人", "DRC chief"),
    "bureau.reviewer": Text("行业部门审核人", "Bureau reviewer"),
    "unit.reporter": Text("项目单位填报人", "Reporter of the project owner"),
    "leader": Text("分管领导", "Leader in charge"),
    "statistics.officer": Text("统计人员", "Statistics officer"),
    "street.clerk": Text("街道经办人", "Subdistrict clerk"),
    "supervision.clerk": Text("督查室经办人", "Clerk of the supervision office"),
    "inspection.planner": Text("双随机经办人", "Clerk of random inspections"),
    "inspection.chief": Text("检查审批人", "Approver of inspections"),
    "inspection.officer": Text("执法检查人员", "Inspector"),
    "supervisor": Text("监督人员", "Supervisor"),
    "admin.system": Text("系统管理员", "System administrator"),
    "admin.security": Text("安全管理员", "Security administrator"),
    "admin.audit": Text("审计管理员", "Audit administrator"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person: how they sign in, where they work, in which role, and what they do here first."""

    sign_in: str
    name: Text
    organ: str
    role: str
    post: Text
    first: Text

    @property
    def card(self) -> Text:
        """The line on the sign-in page: name, post, first thing to do."""
        return Text(
            f"{self.name.zh} · {self.post.zh}：{self.first.zh}", f"{self.name.en}, {self.post.en}: {self.first.en}"
        )


def _example(zh: str, en: str) -> Text:
    return Text(f"{zh}（示例）", f"{en} (example)")


PEOPLE: Final[tuple[Person, ...]] = (
    Person(
        "erqi-clerk",
        _example("林知夏", "Lin Zhixia"),
        "erqi.drc",
        "drc.clerk",
        Text("二七区发展改革委经办人", "clerk of the Erqi DRC"),
        Text(
            "打开本月调度，看谁还没报，一次催齐。",
            "Open this month's round, see who has not reported, and remind them all at once.",
        ),
    ),
    Person(
        "erqi-chief",
        _example("郑怀安", "Zheng Huai'an"),
        "erqi.drc",
        "drc.chief",
        Text("二七区发展改革委负责人", "chief of the Erqi DRC"),
        Text(
            "看红灯项目缺什么、卡在谁那里，再批基线调整。",
            "See what each red project lacks and who holds it, then decide on changes of baseline.",
        ),
    ),
    Person(
        "erqi-housing",
        _example("沈砚秋", "Shen Yanqiu"),
        "erqi.housing",
        "bureau.reviewer",
        Text("二七区住建局审核人", "reviewer at the Erqi Housing Bureau"),
        Text(
            "审核送来的月报和施工许可证，退回时写明原因。",
            "Review the monthly reports and construction permits that came in; give the reason for each return.",
        ),
    ),
    Person(
        "erqi-land",
        _example("顾田野", "Gu Tianye"),
        "erqi.land",
        "bureau.reviewer",
        Text("二七区自然资源局审核人", "reviewer at the Erqi Natural Resources Bureau"),
        Text(
            "答复项目缺的用地手续，并上传批文。",
            "Answer which land papers a project still lacks and upload the approvals.",
        ),
    ),
    Person(
        "erqi-owner",
        _example("陆一鸣", "Lu Yiming"),
        "erqi.owner-one",
        "unit.reporter",
        Text("项目单位填报人", "reporter of a project owner"),
        Text("填报本月四个量，附上现场照片。", "Report this month's four quantities with photographs from the site."),
    ),
    Person(
        "erqi-owner-two",
        _example("程可为", "Cheng Kewei"),
        "erqi.owner-two",
        "unit.reporter",
        Text("项目单位填报人", "reporter of another project owner"),
        Text("改正被退回的一条月报后重新报送。", "Correct the monthly report that was returned and submit it again."),
    ),
    Person(
        "erqi-leader",
        _example("苏明远", "Su Mingyuan"),
        "erqi.government",
        "leader",
        Text("二七区分管副区长", "deputy head of Erqi District"),
        Text(
            "打开领导一屏，先看“需我协调事项”。",
            "Open the leader's screen and begin with the matters that need your word.",
        ),
    ),
    Person(
        "erqi-statistics",
        _example("何数清", "He Shuqing"),
        "erqi.statistics",
        "statistics.officer",
        Text("二七区统计局统计人员", "officer of the Erqi Statistics Bureau"),
        Text("对照入库证据，认定本月投资额。", "Check the evidence for entry and certify the investment of the month."),
    ),
    Person(
        "erqi-street",
        _example("乔小满", "Qiao Xiaoman"),
        "erqi-daxue-road.office",
        "street.clerk",
        Text("大学路街道经办人", "clerk of the Daxue Road Subdistrict"),
        Text(
            "看本街道的项目和事项，报告一处现场情况。",
            "See the projects and matters of the subdistrict and report what you find on one site.",
        ),
    ),
    Person(
        "erqi-supervision",
        _example("梁行之", "Liang Xingzhi"),
        "erqi.supervision",
        "supervision.clerk",
        Text("二七区政府督查室经办人", "clerk of the Erqi supervision office"),
        Text(
            "登记一份文件，确认读出的任务并交办；看谁没签收、谁逾期。",
            "Enter a document, confirm and give out the tasks read from it; see who has not signed and who is late.",
        ),
    ),
    Person(
        "erqi-supervisor",
        _example("严正平", "Yan Zhengping"),
        "erqi.discipline",
        "supervisor",
        Text("二七区纪委监委监督人员", "supervisor at the Erqi discipline body"),
        Text(
            "核对台账有没有被改动，查看有报无证的事项。",
            "Verify that the ledger was not altered and look at matters reported without evidence.",
        ),
    ),
    Person(
        "erqi-inspection",
        _example("顾青岚", "Gu Qinglan"),
        "erqi.market",
        "inspection.planner",
        Text("二七区市场监管局双随机经办人", "clerk of random inspections at the Erqi Market Regulation Bureau"),
        Text(
            "看本年计划，冻结名录，公开抽取一批，把各部门事项并进一次门。",
            "Look at the year's plan, freeze the rosters, hold a draw in public and bring departments into one visit.",
        ),
    ),
    Person(
        "erqi-inspection-chief",
        _example("霍启明", "Huo Qiming"),
        "erqi.market",
        "inspection.chief",
        Text("二七区市场监管局检查审批人", "approver of inspections at the Erqi Market Regulation Bureau"),
        Text("审批计划和检查，看哪些企业快超频次。", "Approve plans and visits and see which firms are near their cap."),
    ),
    Person(
        "erqi-officer",
        _example("陆一鸣", "Lu Yiming"),
        "erqi.market",
        "inspection.officer",
        Text("二七区市场监管局执法检查人员", "inspector of the Erqi Market Regulation Bureau"),
        Text("用手机打开今天的检查，扫码进门，逐项记录。", "Open today's visit on a telephone, scan on entry, record each item."),
    ),
    Person(
        "erqi-emergency",
        _example("祁安然", "Qi Anran"),
        "erqi.emergency",
        "inspection.planner",
        Text("二七区应急局双随机经办人", "clerk of random inspections at the Erqi Emergency Bureau"),
        Text("把本部门事项加进联合抽查，不另外上门。", "Attach the bureau's items to a joint inspection instead of a visit of its own."),
    ),
    Person(
        "zhongyuan-clerk",
        _example("温如玉", "Wen Ruyu"),
        "zhongyuan.drc",
        "drc.clerk",
        Text("中原区发展改革委经办人", "clerk of the Zhongyuan DRC"),
        Text(
            "登记一个新谋划的项目；二七区的项目您看不到。",
            "Enter a newly planned project; the projects of Erqi are not yours to see.",
        ),
    ),
    Person(
        "zhongyuan-leader",
        _example("江流远", "Jiang Liuyuan"),
        "zhongyuan.government",
        "leader",
        Text("中原区分管副区长", "deputy head of Zhongyuan District"),
        Text(
            "看本区红灯项目和需要协调的事项。",
            "See the red projects of the district and the matters that wait for you.",
        ),
    ),
    Person(
        "city-clerk",
        _example("方既明", "Fang Jiming"),
        "zhengzhou.drc",
        "drc.clerk",
        Text("郑州市发展改革委经办人", "clerk of the Zhengzhou DRC"),
        Text("汇总各区月报，看哪些区逾期。", "Bring the districts' monthly reports together and see which are late."),
    ),
    Person(
        "city-supervision",
        _example("秦致远", "Qin Zhiyuan"),
        "zhengzhou.supervision",
        "supervision.clerk",
        Text("郑州市政府督查室经办人", "clerk of the Zhengzhou supervision office"),
        Text("看全市任务进展墙：哪份文件、哪个单位卡住了。", "Look at the wall of the city's tasks: which document, which organ is stuck."),
    ),
    Person(
        "city-leader",
        _example("叶长青", "Ye Changqing"),
        "zhengzhou.drc",
        "leader",
        Text("郑州市发展改革委负责人", "leader of the Zhengzhou DRC"),
        Text(
            "看全市三类项目进度，点开任何一个数查它从何而来。",
            "See progress on the three lists and open any figure to learn where it comes from.",
        ),
    ),
    Person(
        "admin-system",
        _example("唐守拙", "Tang Shouzhuo"),
        "zhengzhou.drc",
        "admin.system",
        Text("系统管理员", "system administrator"),
        Text("登记机构和任职，查看后台任务。", "Enter organs and appointments and look at the background jobs."),
    ),
    Person(
        "admin-security",
        _example("石敏行", "Shi Minxing"),
        "zhengzhou.drc",
        "admin.security",
        Text("安全管理员", "security administrator"),
        Text("查看登录记录，复核谁有什么权限。", "Look at the sign-ins and review who holds which right."),
    ),
    Person(
        "admin-audit",
        _example("钟鉴之", "Zhong Jianzhi"),
        "zhengzhou.audit",
        "admin.audit",
        Text("审计管理员", "audit administrator"),
        Text("运行全库核验，导出审计记录。", "Run the check of the whole database and export the audit record."),
    ),
)
