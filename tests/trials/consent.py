"""Trial: a firm lets a bank elsewhere read its statement, for a purpose and for a time; every reading is on record."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.db.models import Exists, OuterRef, Q

from taizhang.basis.errors import Conflict
from taizhang.basis.law import Law
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.declare import Action, Ask, Field, Module, Record
from taizhang.frame.hand import Hand
from taizhang.registers import scope
from taizhang.registers.laws import PERSONAL_INFORMATION
from taizhang.registers.models import Appointment, Organ

from . import models

LAW: Law = PERSONAL_INFORMATION.at("第二十三条")
RIGHT = "consent.give"


def in_force(actor: Actor) -> Q:
    """Consents of today in favour of an organ in which the actor has a post."""
    today = clock.today()
    return Q(organ__in=actor.organs, valid_from__lte=today, valid_to__gte=today, revoked_on__isnull=True)


def visible_statement(actor: Actor) -> Q:
    """A firm's own people, and whoever holds a consent in force."""
    if actor.machine:
        return scope.ALL
    return Q(organ__in=actor.organs) | Q(Exists(models.Consent.objects.filter(in_force(actor), statement=OuterRef("id"))))


def _people_of_the_firm(row: models.Statement) -> list[str]:
    """Whoever has a post in the firm is told who reads its statement."""
    people = Appointment.objects.filter(organ=row.organ_id).order_by("person").values_list("person", flat=True)
    return [f"registers.person:{person}" for person in people]


def enter(
    by: Hand,
    *,
    year: Annotated[int, Ask(Text("年度", "Year"), example=2025)],
    turnover_fen: Annotated[int, Ask(Text("营业收入", "Turnover"), unit="万元", example=1000000)],
) -> models.Statement:
    """The firm's statement of a year is there, for its own people alone."""
    return by.put(models.Statement(organ_id=by.actor.posts[0].organ, year=year, turnover_fen=turnover_fen))


def give(
    statement: models.Statement,
    by: Hand,
    *,
    organ: Annotated[Organ, Ask(Text("被授权机构", "To whom"), ref="registers.organ")],
    purpose: Annotated[str, Ask(Text("用途", "Purpose"), example="示例：贷前调查")],
    valid_to: Annotated[date, Ask(Text("至", "Until"), example="2026-12-31")],
) -> models.Consent:
    """The organ may read the statement from today until that day."""
    return by.put(models.Consent(statement=statement, organ=organ, purpose=purpose, valid_from=by.today, valid_to=valid_to))


def take_back(consent: models.Consent, by: Hand) -> None:
    """Nobody reads by this consent any more; what was read stays on record.

    Raises:
        Conflict: it was taken back before.
    """
    if consent.revoked_on is not None:
        raise Conflict(Text("该授权已撤回", "This consent was taken back before"), code="revoked")
    consent.revoked_on = by.today
    by.put(consent)


STATEMENT = Record(
    "consent.statement",
    Text("经营数据", "Statement"),
    models.Statement,
    models.StatementHistory,
    visible=visible_statement,
    fields=(Field("year", Text("年度", "Year")), Field("turnover_fen", Text("营业收入", "Turnover"), unit="万元")),
    title=lambda row: f"{row.year}",
    concerns=_people_of_the_firm,
)
CONSENT = Record(
    "consent.consent",
    Text("授权", "Consent"),
    models.Consent,
    models.ConsentHistory,
    visible=lambda actor: scope.ALL if actor.machine else Q(statement__in=models.Statement.objects.filter(organ__in=actor.organs).values("pk")),
    fields=(Field("organ", Text("被授权机构", "To whom")), Field("purpose", Text("用途", "Purpose")), Field("valid_to", Text("至", "Until"))),
    title=lambda row: row.purpose,
    parent="statement",
)

MODULE = Module(
    "consent",
    Text("授权（试验）", "Consents (trial)"),
    Text("试验", "Trials"),
    records=(STATEMENT, CONSENT),
    actions=(
        Action(enter, Text("填报", "Enter"), None, RIGHT, law=LAW, creates=STATEMENT),
        Action(give, Text("授权", "Consent"), STATEMENT, RIGHT, law=LAW, creates=CONSENT),
        Action(take_back, Text("撤回", "Take back"), CONSENT, RIGHT, law=LAW),
    ),
    grants={"unit.reporter": frozenset({RIGHT})},
)
