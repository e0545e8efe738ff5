"""The superiors' forms: the record and its verb."""

from __future__ import annotations

from typing import Final

from taizhang.basis.text import Text
from taizhang.frame.declare import Action, Field, Record
from taizhang.registers import scope

from .. import models, terms
from ..actions import forms

FORMS_RIGHT: Final = "projects.accept"

FORM = Record(
    "projects.form",
    Text("上级表样", "Superior's form"),
    models.SuperiorForm,
    models.SuperiorFormHistory,
    visible=scope.staff,
    fields=(
        Field("name", Text("名称", "Name")),
        Field("organ", Text("所属单位", "Organ")),
        Field("blank", Text("空白表样", "Blank form")),
    ),
    title=lambda row: row.name,
    select_related=("organ", "blank"),
)

FORM_ACTIONS = (
    Action(forms.save_form, Text("保存上级表样", "Save a superior's form"), None, FORMS_RIGHT, law=terms.DISPATCH, creates=FORM),
)
