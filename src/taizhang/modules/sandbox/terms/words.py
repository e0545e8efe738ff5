"""Rights, and keys of states and kinds with their words."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text

Words = tuple[tuple[str, Text], ...]

#: To enter firms, guide them and keep their file; to decide about them; to verify what somebody else recorded.
KEEP: Final = "sandbox.keep"
APPROVE: Final = "sandbox.approve"
VERIFY: Final = "sandbox.verify"

#: The two declared schemes, by key.
DISCLOSURE_SCHEME: Final = "disclosure"
INNOVATION_SCHEME: Final = "innovation"

DEFECTS: Words = (
    ("late_report", Text("未按期公示年度报告", "Annual report not disclosed in time")),
    ("undisclosed", Text("即时信息未按期公示", "Immediate information not disclosed in time")),
    ("concealed", Text("公示信息隐瞒真实情况，已改正", "Disclosed information concealed the truth, corrected")),
    ("unreachable", Text("通过登记的住所无法联系", "Unreachable at the registered address")),
)
#: Outcomes of inspections that are such defects: finding one again is no new violation.
DEFECT_OUTCOMES: Final = frozenset({"no_report", "no_disclosure", "false", "unreachable"})
GROUNDS: Words = (
    ("park", Text("申报的园区内企业", "In a park that was declared")),
    ("tag", Text("“四新”标签企业", "Tagged as one of the ‘four new’")),
    ("class_a", Text("信用风险 A 类企业", "Of class A of credit risk")),
)
STATES: Words = (
    ("eligible", Text("符合条件，待入盒", "Eligible, to be admitted")),
    ("entered", Text("已入盒", "In the sandbox")),
    ("guided", Text("已指导，自纠中", "Guided, correcting itself")),
    ("corrected", Text("已自纠，待核验", "Corrected, to be verified")),
    ("verified", Text("已核验，待出盒", "Verified, to be let out")),
    ("out_good", Text("出盒：良好", "Out, well")),
    ("out_to_list", Text("出盒：转列入名录", "Out, to be listed")),
    ("out_to_case", Text("出盒：转立案", "Out, to a case")),
    ("out_class", Text("出盒：分类变化", "Out, its class changed")),
    ("out_ground", Text("出盒：不再符合条件", "Out, what it came in by no longer holds")),
    ("declined", Text("不入盒", "Not admitted")),
)
INSIDE: Final = ("entered", "guided", "corrected", "verified")
OUT: Final = ("out_good", "out_to_list", "out_to_case", "out_class", "out_ground")
CONTACT_KINDS: Words = (
    ("letter", Text("书面指导", "Guidance by letter")),
    ("call", Text("电话", "Call")),
    ("video", Text("远程视频", "Video")),
    ("papers", Text("收到材料", "Papers received")),
)
SENDERS: Words = (("office", Text("由机关登记", "Entered by the office")), ("firm", Text("企业凭码自行提交", "Sent by the firm with its code")))
#: How the clock of the law stands; never typed.
LISTING_STANDINGS: Words = (
    ("running", Text("法定时限内", "Within the time of the law")),
    ("near", Text("法定时限将至", "The time of the law ends soon")),
    ("overdue", Text("法定时限已过，应列入而未列入", "The time of the law is over; not listed yet")),
    ("listed", Text("已按期列入", "Listed in time")),
    ("listed_late", Text("逾期列入", "Listed late")),
    ("avoided", Text("时限内已改正，未列入", "Corrected in time, not listed")),
    ("corrected_late", Text("时限过后才改正", "Corrected after the time of the law")),
    ("ordinary", Text("未入盒，按常规程序办理", "Not in the sandbox; the ordinary procedure goes on")),
    ("none", Text("无列入时限", "No listing at stake")),
)
IS_INSIDE = Text("现在盒", "Inside now")
#: What the figures count, and what each list behind a figure shows.
RESULTS: Words = (
    ("entered", Text("入盒", "Entered")),
    ("in_time", Text("期内自纠", "Corrected in time")),
    ("avoided", Text("避免列入", "Listings avoided")),
    ("to_list", Text("转列入", "To be listed")),
    ("cases", Text("转立案", "Cases")),
    ("returns", Text("一年内再次入盒", "Returns within a year")),
)
