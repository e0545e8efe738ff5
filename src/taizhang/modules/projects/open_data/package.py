"""The package of published projects as text, one project after another: nothing is held but the present few hundred."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.conf import settings

from taizhang.basis.text import Text
from taizhang.frame import reading
from taizhang.frame.actor import PUBLIC
from taizhang.registers.records import PLACE

from .. import queries
from . import oc4ids

_EXAMPLE = Text("示例城市（生成数据）", "Example city (generated figures)")
CLOSING: Final = "\n]}\n"


def publisher() -> str:
    """Who publishes: what the installation says, else the topmost place; the example city never speaks for a real one."""
    if settings.TAIZHANG_OC4IDS_PUBLISHER:
        return str(settings.TAIZHANG_OC4IDS_PUBLISHER)
    if settings.TAIZHANG_EXAMPLE:
        return f"{_EXAMPLE.zh} / {_EXAMPLE.en}"
    top = reading.rows(PUBLIC, PLACE).filter(parent__isnull=True).order_by("id").first()
    return PLACE.name_of(top) if top else "Taizhang"


def opening(uri: str, changed: datetime) -> str:
    """What stands before the projects of a package, its address among it."""
    head = oc4ids.head(uri, oc4ids.publisher(publisher(), settings.TAIZHANG_OC4IDS_PREFIX), changed)
    return json.dumps(head, ensure_ascii=False)[:-1] + ', "projects": [\n'


def each(rows: Any) -> Iterator[tuple[int, str]]:
    """The key of each project, and the project as text with the comma that parts it from the one before."""
    between = ""
    for found in queries.published(rows):
        yield found.key, between + json.dumps(oc4ids.project(found, settings.TAIZHANG_OC4IDS_PREFIX), ensure_ascii=False)
        between = ",\n"


def pieces(uri: str, rows: Any) -> Iterator[str]:
    """The package of some rows; nothing at all when there is none: the standard knows no empty package."""
    changed = queries.changed_at(rows)
    if changed is None:
        return
    yield opening(uri, changed)
    yield from (text for _, text in each(rows))
    yield CLOSING
