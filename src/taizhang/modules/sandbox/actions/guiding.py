"""What happens inside: a guidance letter, contacts in place of visits, the firm's own correction, and somebody else who verifies it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame import unguessable
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand, not_future
from taizhang.registers.models import Upload

from .. import rules, terms
from ..models import Contact, Member
from ..queries import clocks
from .inputs import Finding, Proof, Reason, keep_proof

CORRECTION_LONGEST = 2000
Correction = Annotated[
    str, Ask(Text("自纠情况", "What was corrected"), multiline=True, longest=CORRECTION_LONGEST, example="示例：已补报并公示年度报告")
]


CorrectBy = Annotated[
    date, Ask(Text("请于何日前自纠", "To be corrected by"), help=Text("不晚于沙盒期满日", "Not after the end of the sandbox"), example="2026-01-05")
]


def guide(
    member: Member,
    by: Hand,
    *,
    demand: Annotated[str, Ask(Text("指导内容", "What the firm is asked"), multiline=True, longest=2000, example="示例：请补报并公示上年度年度报告")],
    correct_by: CorrectBy,
    contact: Annotated[str, Ask(Text("联系人", "Contact"), help=Text("姓名和办公电话", "Name and office telephone"), longest=200, example="示例联系人")],
) -> None:
    """A guidance letter with the next number of its organ and year asks the firm to correct itself; the entry holds all that stands on it but
    the code for the firm, which is given once.

    Raises:
        BadInput: a day that has passed, or one after the end of the sandbox.
    """
    if correct_by < by.today or (member.period_ends is not None and correct_by > member.period_ends):
        raise BadInput(
            Text("自纠日期应在今天至{d}之间", "The day lies between today and {d}").with_(d=member.period_ends or "—"), code="outside", field="correct_by",
            remedy=Text("改为期内的日期", "Choose a day within the period"),
        )  # fmt: skip
    office = member.organ
    number = rules.number_words(office.short or office.name, by.today.year, by.number(office.pk, "sandbox.letter"))
    member.letter_number, member.guided_on = number, by.today
    member.demand, member.correct_by = demand, correct_by
    _new_code(member, by)
    by.say_restricted(**{clocks.LETTER: _letter(member, contact)})


def renew_code(member: Member, by: Hand, *, reason: Reason) -> None:
    """The letter is issued once more with another code, for this reason; the code before opens nothing any more."""
    letter = clocks.letter_of(clocks.letter_entry(member.pk))
    _new_code(member, by)
    by.say_restricted(**{clocks.LETTER: dict(letter[1]) if letter else _letter(member, "")})


def _new_code(member: Member, by: Hand) -> None:
    """The firm's code is another one: given to whoever issues the letter, this once, and nowhere else."""
    code = unguessable.some_letters(rules.ALPHABET, rules.CODE_LENGTH)
    member.code_seal = unguessable.sealed(code)
    by.put(member)
    by.give(**{clocks.CODE: rules.written(code)})


def _letter(member: Member, contact: str) -> dict[str, object]:
    """What the letter says, as plain values: it is made again of these and nothing else."""
    office, firm = member.organ, member.enterprise
    return {
        "version": 2, "number": member.letter_number, "on": str(member.guided_on), "from": [office.name, office.name_en],
        "firm": firm.name, "uscc": firm.uscc, "defect": member.defect, "year": member.report_year, "demand": member.demand,
        "correct_by": str(member.correct_by), "period_ends": str(member.period_ends), "listing_due": str(member.listing_due or ""),
        "contact": contact[:200],
    }  # fmt: skip


def record_contact(
    member: Member,
    by: Hand,
    *,
    kind: Annotated[str, Ask(Text("联系方式", "Kind"), choices=terms.CONTACT_KINDS)],
    made_on: Annotated[date, Ask(Text("日期", "Day"), example="2026-01-15")],
    content: Annotated[str, Ask(Text("联系内容", "What it was about"), multiline=True, longest=2000, example="示例：远程核对公示内容")],
    replaces_visit: Annotated[bool, Ask(Text("代替了一次上门", "It stood in place of a visit"))] = False,
    file: Proof = None,
) -> Contact:
    """The contact is on file, with what proves it, and says whether it stood in place of a visit.

    Raises:
        BadInput: a day to come, or before the firm came in.
    """
    not_future(made_on, by, "made_on")
    if member.entered_on is not None and made_on < member.entered_on and not by.actor.machine:
        raise BadInput(
            Text("企业{d}才入盒", "The firm came in on {d}").with_(d=member.entered_on.isoformat()), code="too_early", field="made_on",
            remedy=Text("核对日期", "Check the day"),
        )  # fmt: skip
    row = Contact(member=member, organ_id=by.actor.organs[0], kind=kind, made_on=made_on, content=content, replaces_visit=replaces_visit)
    keep_proof(by, row, file)
    return row


def record_correction(member: Member, by: Hand, *, correction: Correction, file: Proof = None) -> None:
    """What the firm corrected is on file with its proof, entered by the office; somebody else has yet to verify it."""
    _corrected(member, by, correction, "office")
    keep_proof(by, member, file)


def take_in_correction(
    member: Member,
    by: Hand,
    *,
    correction: Correction,
    upload: Annotated[int | None, Ask(Text("上传文件的编号", "Number of the file that was sent"))] = None,
) -> None:
    """What the firm itself sent with the code of its letter is on file, papers and all; that it has corrected itself follows from it.

    Raises:
        Conflict: it is not asked to correct anything now, or the file is no longer there.
    """
    if member.state != "guided":
        raise Conflict(Text("现在不能提交自纠情况", "Nothing can be sent now"), code="wrong_state", law=terms.LENIENT)
    file = None
    if upload is not None:
        file = Upload.objects.filter(pk=upload, person__isnull=True, used=False).first()
        if file is None:
            raise Conflict(Text("文件已不在，请重新选择", "The file is no longer there; choose it again"), code="file_gone", field="upload")
    by.say(by="firm_code")
    _corrected(member, by, correction, "firm")
    keep_proof(by, member, file)
    by.put(Contact(member=member, organ=member.organ, kind="papers", sender="firm", made_on=by.today, content=correction[:2000], proof=member.proof))


def firm_corrected(member: Member, by: Hand) -> None:
    """The firm has corrected itself by its own account; the office has yet to verify it."""


def return_correction(member: Member, by: Hand, *, reason: Reason) -> None:
    """It is not corrected yet: the firm is asked again, and may answer with the same code."""
    member.reason, member.corrected_on, member.proof = reason[:400], None, None
    by.put(member)


def verify(member: Member, by: Hand, *, finding: Finding) -> None:
    """Somebody else than those who guided the firm or entered its correction has found that it is corrected."""
    member.finding, member.verified_on = finding, by.today
    by.put(member)


def _corrected(member: Member, by: Hand, correction: str, sender: str) -> None:
    member.correction, member.corrected_on, member.corrected_by = correction[:CORRECTION_LONGEST], by.today, sender
