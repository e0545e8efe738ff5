"""Words of the list and the rosters."""

from __future__ import annotations

from taizhang.basis.text import Text

Words = tuple[tuple[str, Text], ...]

#: What sets the class of a firm whatever its score.
OVERRIDES: Words = (
    ("serious_list", Text("列入严重违法失信名单", "On the list of serious dishonesty")),
    ("defaulter", Text("失信被执行人", "Judgment defaulter")),
    ("concern_c", Text("社会高度关注行业（不低于C类）", "Sector of high public concern (C or worse)")),
    ("concern_d", Text("社会高度关注行业（D类）", "Sector of high public concern (D)")),
)
CLASS_GROUNDS: Words = (("score", Text("按分值", "By its score")), *OVERRIDES)
#: How an inspector stands on a day; never typed.
COUNTS: Words = (
    ("certified", Text("可执法", "May inspect")),
    ("expired", Text("证件已过期", "Certificate expired")),
    ("no_certificate", Text("无执法证", "No certificate")),
    ("not_an_officer", Text("不得执法（非执法人员）", "May not inspect (not an officer)")),
)
ITEM_STANDINGS: Words = (
    ("in_force", Text("已公布，施行中", "Published, in force")),
    ("to_publish", Text("未公布，不得检查", "Unpublished, may not be inspected")),
    ("to_come", Text("尚未施行", "Not in force yet")),
    ("ended", Text("已失效", "No longer in force")),
)
UNKNOWN_CLASS = Text("未分类", "Not classed")
NO_LIMIT = Text("不限", "No limit stated")
FOR_ALL = Text("全部", "All")
STILL = Text("长期", "No end stated")
