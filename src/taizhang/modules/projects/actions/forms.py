"""Verbs of the superiors' forms."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import evidence as files
from taizhang.registers.models import Upload

from ..models import SuperiorForm
from ..superior_forms import FormMap


def save_form(
    by: Hand,
    *,
    name: Annotated[str, Ask(Text("表样名称", "Name of the form"), visibility="public", example="示例月报表")],
    body: Annotated[
        str,
        Ask(
            Text("对应关系", "Mapping"),
            multiline=True,
            example='{"sheet": "示例", "first_row": 4, "last_row": 20, "columns": {"B": "name"}, "cells": {}}',
        ),
    ],
    file: Annotated[
        Upload | None,
        Ask(
            Text("空白表样", "Blank form"),
            ref="registers.upload",
            evidence="any",
            help=Text("已有表样只改对应关系时可不传", "Not needed where only the mapping of a form is changed"),
        ),
    ] = None,
) -> SuperiorForm:
    """The form is kept with its map, by name, as this organ's own; saved again it has the new map, and the new blank if one is sent.

    Raises:
        BadInput: the map cannot be read.
    """
    form_map = FormMap.from_json(body)
    organ = by.actor.posts[0].organ if by.actor.posts else None
    row = SuperiorForm.objects.filter(name=name[:80], organ=organ).first() or SuperiorForm(name=name[:80], organ_id=organ)
    row.body = form_map.to_json()
    by.put(row)
    if file is not None:
        row.blank = files.keep(by, file, f"projects.form:{row.pk}")
        by.put(row)
    return row
