"""Verbs of other cities' capital commitments."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame import batches
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch
from taizhang.registers.models import Place

from .. import capital, queries
from ..models import CapitalPlan
from .inputs import Sheet


def take_in_capital_plan(
    place: Place,
    by: Hand,
    *,
    intake: Sheet,
    city: Annotated[str, Ask(Text("城市", "City"), visibility="public", example="示例外市")],
    title: Annotated[str, Ask(Text("名称", "Title"), visibility="public", example="示例资本承诺计划")],
    published_on: Annotated[date, Ask(Text("公布日期", "Published on"), visibility="public", example="2026-01-15")],
    currency: Annotated[str, Ask(Text("币种", "Currency"), visibility="public", example="元")] = "元",
    source: Annotated[str, Ask(Text("来源", "Source"), visibility="public")] = "",
) -> Batch:
    """The snapshot is there with its date and the hash of its file, and a job to take its lines in waits.

    Raises:
        BadInput: an intake of another kind, a day to come, no city or title. Conflict: that city's snapshot of that day is there.
    """
    if intake.kind != capital.KIND:
        raise BadInput(Text("这不是资本承诺表", "This is not a sheet of capital commitments"), code="wrong_intake", field="intake")
    if published_on > by.today:
        raise BadInput(Text("公布日期在将来", "The day of publication is to come"), code="future", field="published_on")
    if not city.strip() or not title.strip():
        raise BadInput(Text("请写明城市和名称", "Name the city and the title"), code="missing", field="city" if not city.strip() else "title")
    if queries.capital_plan_of(city.strip()[:80], published_on) is not None:
        raise Conflict(
            Text("{c}{d}公布的表已经导入", "What {c} published on {d} is here already").with_(c=city.strip()[:80], d=published_on.isoformat()),
            code="snapshot_there",
            remedy=Text("核对公布日期；同一天的更正请注明另一日期", "Check the day of publication; give a correction another day"),
        )
    batch = batches.accept(by, intake, place=place.pk)
    by.put(
        CapitalPlan(
            city=city.strip()[:80],
            title=title.strip()[:160],
            published_on=published_on,
            currency=currency.strip()[:12] or "元",
            source=source[:300],
            file_sha256=intake.file_sha256,
            batch=batch.pk,
            organ_id=by.actor.organs[0] if by.actor.organs else None,
        )
    )
    return batch
