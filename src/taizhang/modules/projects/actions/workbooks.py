"""Verbs of the import of workbooks."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch
from taizhang.registers.models import Place
from taizhang.surfaces.workbook.template import Template

from .. import imports, rules
from ..models import SheetTemplate
from .inputs import Sheet


def accept_workbook(
    place: Place,
    by: Hand,
    *,
    intake: Sheet,
    year: Annotated[int, Ask(Text("年度", "Year"), visibility="public", example=2026)],
    filed_sheets: Annotated[
        str,
        Ask(Text("属备案项目的工作表", "Sheets of filed projects"), help=Text("多个用逗号隔开", "Separated by commas")),
    ] = "产业项目",
    sheet_decides: Annotated[
        bool, Ask(Text("与系统不一致时以本表为准", "Where it differs, the sheet decides"))
    ] = False,
) -> Batch:
    """The workbook's rows are a batch, and a job to apply it waits; its lists exist.

    Raises:
        BadInput: an intake of another kind, or a year that is none. Conflict: nothing in it, or accepted before.
    """
    if intake.kind != imports.KIND:
        raise BadInput(
            Text("这不是项目台账", "This is not a workbook of projects"), code="wrong_intake", field="intake"
        )
    rules.check_year(year)
    lists = imports.lists_for(by, intake, year)
    settings = {
        "year": year,
        "lists": {sheet: row.pk for sheet, row in lists.items()},
        "filed_sheets": [s.strip() for s in filed_sheets.replace("，", ",").split(",") if s.strip()],
        "sheet_decides": sheet_decides,
    }
    return batches.accept(by, intake, place=place.pk, settings=settings)


def save_template(
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("模板名称", "Name of the template"), example="示例模板")],
    body: Annotated[
        str,
        Ask(
            Text("模板内容", "Template"),
            multiline=True,
            example='{"version": 1, "name": "", "fingerprint": "0", "roles": [], "units": []}',
        ),
    ],
) -> SheetTemplate:
    """Sheets with these headings are read this way from now on, by this organ; another's template stays beside it.

    Raises:
        BadInput: the template cannot be read.
    """
    template = Template.from_json(body)
    organ = by.actor.posts[0].organ if by.actor.posts else None
    row = SheetTemplate.objects.filter(fingerprint=template.fingerprint, organ=organ).first() or SheetTemplate(
        fingerprint=template.fingerprint, organ_id=organ
    )
    row.name, row.body = name[:80], template.to_json()
    return by.put(row)
