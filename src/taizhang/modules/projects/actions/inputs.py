"""What the projects' actions ask for, each declared once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.models import Intake
from taizhang.registers.models import Organ, Person, Upload

from .. import terms
from ..models import ProjectList

Name = Annotated[str, Ask(Text("项目名称", "Name of the project"), visibility="public", example="示例路桥工程")]
NameEn = Annotated[str, Ask(Text("英文名", "English name"), visibility="public")]
Code = Annotated[
    str,
    Ask(
        Text("项目代码", "Project code"),
        help=Text(
            "形如 2025-410103-48-01-000123，可以暂缺", "Such as 2025-410103-48-01-000123; may be left empty for now"
        ),
        visibility="public",
    ),
]
Kind = Annotated[str, Ask(Text("管理类别", "Kind"), choices=terms.KINDS, visibility="public")]
Category = Annotated[str, Ask(Text("行业类别", "Category"), choices=terms.CATEGORIES, visibility="public")]
Source = Annotated[str, Ask(Text("投资来源", "Source of investment"), choices=terms.SOURCES, visibility="public")]
YearClass = Annotated[str, Ask(Text("年度类别", "Class of the year"), choices=terms.YEAR_CLASSES)]
ResponsibleOrgan = Annotated[
    Organ | None, Ask(Text("责任单位", "Responsible organ"), ref="registers.organ", visibility="public")
]
Lead = Annotated[Person | None, Ask(Text("责任人", "Person in charge"), ref="registers.person")]
Owner = Annotated[str, Ask(Text("建设单位", "Owner"), visibility="public")]
Total = Annotated[
    int | None,
    Ask(
        Text("总投资", "Total investment"),
        unit="万元",
        help=Text("未定的留空，空不等于零", "Leave empty while unknown: empty is not zero"),
        visibility="public",
        example=1000000,
    ),
]
PlannedStart = Annotated[
    str, Ask(Text("计划开工", "Planned start"), help=Text("2026、2026-08 或 2026-08-15", "2026, 2026-08 or 2026-08-15"))
]
PlannedFinish = Annotated[
    str,
    Ask(Text("计划竣工", "Planned finish"), help=Text("2026、2026-08 或 2026-08-15", "2026, 2026-08 or 2026-08-15")),
]
Summary = Annotated[str, Ask(Text("建设内容", "What is built"), multiline=True, visibility="public")]


@dataclass(frozen=True, kw_only=True)
class Description:
    """What a project is, as it is entered and as it is corrected: the columns of the same names."""

    name: Name
    code: Code = ""
    name_en: NameEn = ""
    category: Category = "other"
    source: Source = "government"
    year_class: YearClass = "early"
    organ: ResponsibleOrgan = None
    lead: Lead = None
    owner: Owner = ""
    total_investment_fen: Total = None
    planned_start: PlannedStart = ""
    planned_finish: PlannedFinish = ""
    summary: Summary = ""


Reason = Annotated[str, Ask(Text("理由", "Reason"), multiline=True, visibility="public", example="示例理由")]
Number = Annotated[str, Ask(Text("文号或编号", "Document number"), visibility="public", example="示例〔2026〕1号")]
Dated = Annotated[date, Ask(Text("落款日期", "Date of the document"), visibility="public", example="2026-01-15")]
Paper = Annotated[Upload | None, Ask(Text("附件", "File"), ref="registers.upload", evidence="any")]
Photos = Annotated[
    tuple[Upload, ...], Ask(Text("现场照片", "Photos from the site"), ref="registers.upload", evidence="photo")
]
Note = Annotated[str, Ask(Text("备注", "Note"), multiline=True)]
OnList = Annotated[ProjectList, Ask(Text("清单", "List"), ref="projects.list", visibility="public")]
Unit = Annotated[Organ, Ask(Text("填报单位", "Reporting unit"), ref="registers.organ")]
Sheet = Annotated[Intake, Ask(Text("待受理的表", "Sheet to be accepted"), ref="frame.intake")]
Period = Annotated[
    str, Ask(Text("月份", "Month"), help=Text("如 2026-10", "Such as 2026-10"), visibility="public", example="2026-01")
]
