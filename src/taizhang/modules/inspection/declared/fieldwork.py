"""The inspector's visit sheet on a telephone: entering with the code, one item after the other, the signature; with and without a network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Errand, Fieldwork

from .. import terms
from ..queries import visits as queries

_MOST: Final = 20
_VISIT, _ITEM, _P = "inspection.visit", "inspection.visit_item", "inspection."
_OUTCOMES: Final = dict(terms.OUTCOMES)


def errands(actor: Actor, today: date) -> Sequence[Errand]:
    """The steps of each visit that the person is to make or is making, in order: what can be done later too can be begun without a network."""
    if not actor.may(terms.INSPECT):
        return []
    return [step for visit in queries.of_person(actor, today)[:_MOST] for step in _steps(visit, actor)]


def _steps(visit: Any, actor: Actor) -> list[Errand]:
    inspector = queries.own_inspector(visit.pk, actor.person)
    if inspector is None:
        return []
    of = {"due": visit.window_to, "group": visit.enterprise.name}
    found = []
    if visit.state == "notified":
        found.append(
            Errand(
                Text("1 扫码进企", "1 Enter with the code"), _where(visit), _VISIT, visit.pk, _P + "enter_visit",
                asks=("code", "certificate_one", "certificate_two"), scan="code", **of,
            )
        )
    for n, row in enumerate(queries.items(visit.pk), 1):
        if row.organ_id != inspector.organ_id and not queries.is_internal(visit):
            continue
        found.append(
            Errand(
                Text("2.{n} {i}", "2.{n} {i}").with_(n=n, i=Text(row.item.name, row.item.name_en or row.item.name)), _found(row), _ITEM, row.pk,
                _P + "record_item", asks=("outcome", "finding", "photo"), photo="photo", buttons="outcome", **of,
            )
        )
    found.append(
        Errand(
            Text("3 企业签字", "3 The firm signs"), _SIGN, _VISIT, visit.pk, _P + "sign_record", asks=("signature", "signer"), photo="signature",
            drawn=True, **of,
        )
    )
    found.append(
        Errand(Text("3 企业拒签", "3 The firm refuses to sign"), _REFUSED, _VISIT, visit.pk, _P + "refuse_signature", asks=("refused_why", "witness"), **of)
    )
    return found


def _where(visit: Any) -> Text:
    days = f"{visit.window_from} – {visit.window_to}" if visit.window_from != visit.window_to else f"{visit.window_from}"
    return Text("{a} · 检查日期 {d} · {o}", "{a} · to be visited {d} · {o}").with_(
        a=visit.enterprise.address or "—", d=days, o=Text(visit.organ.name, visit.organ.name_en or visit.organ.name)
    )


def _found(row: Any) -> Text:
    if not row.outcome:
        return Text("待记录", "To be recorded")
    return Text("已记录：{o}（签字前可更正）", "Recorded: {o} (can be corrected before signing)").with_(o=_OUTCOMES[row.outcome])


_SIGN: Final = Text("全部事项记录后签字", "Once every item is recorded")
_REFUSED: Final = Text("写明理由，由见证人见证", "With the reason, before a witness")
FIELDWORK: Final = Fieldwork(frozenset({terms.INSPECT}), errands)
