"""Verbs of the stages and of the standing. Each is called by `perform` alone; what moves is declared in the lifecycle."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future

from .. import queries, rules
from ..models import Project
from .clocks import run_clock
from .inputs import Note, Reason


def approve_proposal(project: Project, by: Hand, *, note: Note = "") -> None:
    """The proposal is approved: the approval is on file."""


def approve_feasibility(project: Project, by: Hand, *, note: Note = "") -> None:
    """The feasibility study is approved: the approval is on file."""


def approve_design(project: Project, by: Hand, *, note: Note = "") -> None:
    """Design and estimate are approved: the approval is on file."""


def allot_money(project: Project, by: Hand, *, note: Note = "") -> None:
    """The money is allotted: the notice is on file."""


def file(project: Project, by: Hand, *, note: Note = "") -> None:
    """The enterprise project is filed: the certificate is on file."""


def secure_factors(project: Project, by: Hand, *, note: Note = "") -> None:
    """Land, energy and water are secured: the statement is on file."""


def verify(project: Project, by: Hand, *, note: Note = "") -> None:
    """The enterprise project is verified: the decision is on file."""


def sign_agreement(project: Project, by: Hand, *, note: Note = "") -> None:
    """The investment agreement is signed, and what it promises was reviewed for fair competition: both are on file."""


def incorporate(project: Project, by: Hand, *, note: Note = "") -> None:
    """The project company is registered: its licence is on file."""


def plan_quarter(project: Project, by: Hand, *, note: Note = "") -> None:
    """The quarter is surveyed and planned: the plan is on file."""


def approve_renewal_plan(project: Project, by: Hand, *, note: Note = "") -> None:
    """The implementation plan of the renewal is approved: the approval is on file."""


def name_body(project: Project, by: Hand, *, note: Note = "") -> None:
    """The implementing body is named: the decision is on file."""


def grant_permit(project: Project, by: Hand, *, note: Note = "") -> None:
    """The construction permit is granted: it is on file, and the term to begin the works runs on the checklist."""
    permit = queries.newest_document(project, "construction_permit")
    if permit is not None and project.started_on is None:
        words = Text("施工许可证核发后应开工", "The works must have begun after the permit")
        run_clock(project, by, "permit_start", permit.dated, words, permit.number)


def prove_start(project: Project, by: Hand) -> None:
    """The start is proved: its day is that of the photo of permanent works."""
    first = rules.start_photo(queries.papers(project))
    project.started_on = first.dated if first is not None else None
    for line in queries.lines_of_kind(project, "clock.permit_start", "open"):
        line.state, line.done_on = "done", project.started_on
        by.put(line)
    by.say(started_on=project.started_on, papers=queries.start_papers(project))
    if first is not None and first.day_typed:
        by.say(day_typed=True)


def withdraw_start(project: Project, by: Hand) -> None:
    """The start is no longer proved, because one of its four proofs fell away."""
    by.say(was_started_on=project.started_on)
    project.started_on = None
    for line in queries.lines_of_kind(project, "clock.permit_start", "done"):
        line.state, line.done_on = "open", None
        by.put(line)


def show_progress(project: Project, by: Hand) -> None:
    """Construction shows: a monthly report was accepted after the start."""


def withdraw_progress(project: Project, by: Hand) -> None:
    """Construction no longer shows, because no month reported after the start stands any more."""


def begin_permits(project: Project, by: Hand) -> None:
    """The first of the four permits is on file."""


def complete_permits(project: Project, by: Hand) -> None:
    """All four permits are on file and in force."""


def reopen_permits(project: Project, by: Hand) -> None:
    """The four permits are no longer complete: one was withdrawn or its time is over."""


def withdraw_permits(project: Project, by: Hand) -> None:
    """None of the four permits counts any more."""


def accept_completion(project: Project, by: Hand, *, note: Note = "") -> None:
    """The works are accepted: the acceptance record is on file."""


def approve_accounts(project: Project, by: Hand, *, note: Note = "") -> None:
    """The final accounts are approved: the approval is on file."""


def evaluate(project: Project, by: Hand, *, note: Note = "") -> None:
    """The project has been evaluated after completion: the report is on file."""


def start_production(project: Project, by: Hand, *, note: Note = "") -> None:
    """Production has begun: the record is on file."""


def reach_capacity(project: Project, by: Hand, *, note: Note = "") -> None:
    """Full production is reached: the check is on file."""


def open_for_use(project: Project, by: Hand, *, note: Note = "") -> None:
    """The renewed quarter is handed over and in use: the record is on file."""


def move_firms_in(project: Project, by: Hand, *, note: Note = "") -> None:
    """Firms have moved into the park: the record is on file."""


def claim_start(
    project: Project,
    by: Hand,
    *,
    on: Annotated[date, Ask(Text("自报开工日期", "Start as claimed"), visibility="public", example="2026-01-10")],
) -> None:
    """Somebody says that the works began; it stands beside the proved start and proves nothing.

    Raises:
        BadInput: a day that has not come.
    """
    not_future(on, by, "on")
    project.claimed_start = on
    by.put(project)


def suspend(project: Project, by: Hand, *, reason: Reason) -> None:
    """The project stands still, with the reason."""


def resume(project: Project, by: Hand, *, reason: Reason) -> None:
    """The project is again what it was before it stood still."""


def adjust(project: Project, by: Hand, *, reason: Reason) -> None:
    """Scope, site or cost are being changed; a decision of the approver is needed to settle it."""


def settle_adjustment(project: Project, by: Hand, *, note: Note = "") -> None:
    """The change is decided: the decision is on file."""


def terminate(project: Project, by: Hand, *, reason: Reason) -> None:
    """The project will not be built, with the reason."""
