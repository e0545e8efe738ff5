"""Keys of states and kinds with their words."""

from __future__ import annotations

from taizhang.basis.text import Text

Words = tuple[tuple[str, Text], ...]

ITEM_KINDS: Words = (("key", Text("重点检查事项", "Key item")), ("general", Text("一般检查事项", "General item")))
ITEM_METHODS: Words = (
    ("on_site", Text("现场检查", "On site")),
    ("papers", Text("书面检查", "On paper")),
    ("online", Text("网络检查", "Online")),
    ("video", Text("远程视频", "By video")),
)
CLASSES: Words = (
    ("A", Text("A 类（低风险）", "A (low risk)")),
    ("B", Text("B 类（一般风险）", "B (medium risk)")),
    ("C", Text("C 类（较高风险）", "C (medium-high risk)")),
    ("D", Text("D 类（高风险）", "D (high risk)")),
)
STANDINGS: Words = (
    ("official", Text("执法人员", "Enforcement officer")),
    ("specialist", Text("专业技术人员（协助）", "Specialist, assisting")),
    ("auxiliary", Text("辅助人员", "Auxiliary")),
    ("temporary", Text("临时人员", "Temporary staff")),
    ("grid_worker", Text("网格员", "Grid worker")),
)
INTEREST_KINDS: Words = (
    ("relative", Text("亲属关系", "Relative")),
    ("employment", Text("曾任职", "Earlier employment")),
    ("share", Text("持股或投资", "Share or investment")),
    ("address", Text("同一地址", "Same address")),
    ("asked", Text("企业申请回避", "The firm asked for it")),
    ("other", Text("其他", "Other")),
)
ROSTERS: Words = (
    ("items", Text("抽查事项清单", "List of items")),
    ("objects", Text("检查对象名录库", "Roster of objects")),
    ("inspectors", Text("执法检查人员名录库", "Roster of inspectors")),
    ("interests", Text("回避清单", "List of avoidance")),
)
MODES: Words = (
    ("alone", Text("单独抽查", "One department")),
    ("internal", Text("内部综合", "Internal comprehensive")),
    ("joint", Text("外部联合", "External joint")),
)
PLAN_STATES: Words = (
    ("draft", Text("拟制中", "Being drawn up")),
    ("filed", Text("已报备", "Filed")),
    ("published", Text("已公布", "Published")),
    ("replaced", Text("已调整", "Replaced")),
)
BATCH_STATES: Words = (
    ("prepared", Text("准备中", "Being prepared")),
    ("frozen", Text("已冻结名录", "Rosters frozen")),
    ("committed", Text("已承诺，待抽取", "Committed, to be drawn")),
    ("drawn", Text("已抽取", "Drawn")),
    ("under_way", Text("检查中", "Visits under way")),
    ("completed", Text("已完成", "Completed")),
    ("aborted", Text("已中止", "Aborted")),
)
VISIT_KINDS: Words = (
    ("random", Text("随机抽查", "Random inspection")),
    ("cause", Text("有因检查", "Inspection for cause")),
)
VISIT_STATES: Words = (
    ("assigned", Text("已派组，待审批", "Team assigned, to be approved")),
    ("approved", Text("已审批，待通知", "Approved, notice to be given")),
    ("notified", Text("已通知", "Notice given")),
    ("entered", Text("检查中", "Under way")),
    ("recorded", Text("已记录，待签字", "Recorded, to be signed")),
    ("completed", Text("已完成，待公示", "Completed, to be published")),
    ("published", Text("已公示", "Published")),
    ("withheld", Text("依法不予公示", "Not published by law")),
    ("cancelled", Text("已取消", "Cancelled")),
)
#: Ten grounds on which a visit does not count under the cap, as one county's rule has them; each needs its proof.
GROUNDS: Words = (
    ("complaint", Text("投诉举报", "Complaint")),
    ("transfer", Text("移送线索", "Transferred lead")),
    ("with_superior", Text("陪同上级检查", "Accompanying a superior")),
    ("audit", Text("监督稽查", "Audit of supervision")),
    ("signal", Text("非现场监管发现异常", "Signal found off site")),
    ("media", Text("媒体曝光", "Media report")),
    ("recheck", Text("整改复查", "Recheck of a correction")),
    ("firm_asked", Text("企业申请", "At the firm's request")),
    ("licence", Text("许可核查", "Licence check")),
    ("emergency", Text("法定应急", "Statutory emergency")),
)
#: What an item of a visit can come to, one for each item; the exact list stands for confirmation.
OUTCOMES: Words = (
    ("none_found", Text("未发现问题", "No problem found")),
    ("no_report", Text("未按规定公示年度报告", "Annual report not disclosed as required")),
    ("no_disclosure", Text("未按规定公示其他应当公示的信息", "Other information not disclosed as required")),
    ("false", Text("公示信息隐瞒真实情况、弄虚作假", "Disclosed information conceals the truth or is false")),
    ("unreachable", Text("通过登记的住所（经营场所）无法联系", "Unreachable at the registered address")),
    ("corrected", Text("发现问题已责令改正", "Problem found, correction ordered")),
    ("uncooperative", Text("不配合检查情节严重", "Seriously uncooperative")),
    ("no_activity", Text("未发现开展本次抽查涉及的经营活动", "No activity found that the inspection is about")),
    ("pending", Text("发现问题待后续处理", "Problem found, to be dealt with")),
)
