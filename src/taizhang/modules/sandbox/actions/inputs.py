"""Inputs that several verbs ask for, and the checks that they share."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import evidence as files
from taizhang.registers.models import Enterprise, Place, Upload

from .. import terms
from ..models import Contact, Member
from ..queries import facts

Firm = Annotated[Enterprise, Ask(Text("企业", "Firm"), ref="registers.enterprise")]
Reason = Annotated[str, Ask(Text("理由", "Reason"), multiline=True, longest=400, example="示例理由")]
Finding = Annotated[str, Ask(Text("核验情况", "What was found"), multiline=True, longest=2000, example="示例：公示系统已可查询")]
Facts = Annotated[str, Ask(Text("有关情况", "What is known"), multiline=True, help=Text("写事实和来源", "Facts, and where they come from"))]
Proof = Annotated[Upload | None, Ask(Text("佐证材料", "Proof"), ref="registers.upload", evidence="any")]


def in_place(firm: Enterprise, place: Place) -> None:
    """Nothing, when the firm lies in the place.

    Raises:
        BadInput: it lies elsewhere, or nobody knows where.
    """
    if firm.place is None or not firm.place.path.startswith(place.path):
        raise BadInput(
            Text("该企业不在{p}", "The firm is not in {p}").with_(p=place.name), code="elsewhere", field="enterprise",
            remedy=Text("由企业所在区划的部门办理", "It is for the office of the firm's place"),
        )  # fmt: skip


def not_there(firm: int, scheme: str, defect: str, field: str = "enterprise") -> None:
    """Nothing, when the firm is not in this sandbox for this defect, nor waits to be.

    Raises:
        Conflict: it is.
    """
    there = facts.open_member(firm, scheme, defect)
    if there is not None:
        raise Conflict(
            Text("该企业已在册：{n}", "The firm is there already: {n}").with_(n=there.number), code="known", field=field,
            remedy=Text("在原记录上办理", "Go on with that record"),
        )  # fmt: skip


def keep_proof(by: Hand, row: Member | Contact, file: Upload | None) -> None:
    """The file, where there is one, proves what the row says; the row is written with it."""
    by.put(row)
    if file is not None:
        kind = "member" if isinstance(row, Member) else "contact"
        row.proof = files.keep(by, file, f"sandbox.{kind}:{row.pk}")
        by.put(row)


def leave(member: Member, by: Hand, reason: str) -> None:
    """The firm leaves today, for this reason; its code opens nothing any more."""
    member.out_on, member.reason, member.code_seal = by.today, reason[:400], None
    by.put(member)


def scheme_of(member: Member) -> terms.Scheme:
    """The scheme under which a firm is in the sandbox."""
    return terms.SCHEMES[member.scheme]
