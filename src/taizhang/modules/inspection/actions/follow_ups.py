"""What follows from what was found: a correction ordered, a listing, a case, a transfer; open until it is closed with proof."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import evidence as files
from taizhang.registers.models import Organ, Upload

from .. import terms
from ..models import FollowUp, VisitItem
from ..rules import visits as rules
from ..terms import visit_words as words
from .visit_papers import issue

Proof = Annotated[Upload, Ask(Text("佐证材料", "Proof"), ref="registers.upload", evidence="any")]


def follow_up(
    row: VisitItem,
    by: Hand,
    *,
    kind: Annotated[str, Ask(Text("后续处理", "What follows"), choices=words.FOLLOW_KINDS, example="correction")],
    note: Annotated[str, Ask(Text("要求或说明", "What is asked"), multiline=True, longest=400, example="示例：限期改正")],
    due: Annotated[date | None, Ask(Text("期限", "Deadline"), help=Text("责令改正必须写明", "Needed for a correction"), example="2099-12-31")] = None,
    to: Annotated[Organ | None, Ask(Text("移送机关", "Organ it is transferred to"), ref="registers.organ")] = None,
) -> FollowUp:
    """Something follows from an item of one's own department, in the hands of that department or of the organ it is transferred to.

    Raises:
        Conflict: another department's, or the visit is not completed. BadInput: it does not follow, a correction without deadline, a transfer to nobody.
    """
    if row.organ_id not in by.actor.organs:
        raise Conflict(
            Text("这是{o}的事项", "This is an item of {o}").with_(o=row.organ.name), code="not_yours", law=terms.DOUBLE_RANDOM,
            remedy=Text("由该部门处理", "That department deals with it"),
        )  # fmt: skip
    if row.visit.state not in ("completed", "published", "withheld"):
        raise Conflict(
            Text("检查完成后才能后续处理", "Something follows once the visit is completed"), code="not_completed", law=terms.DOUBLE_RANDOM,
            remedy=Text("先完成现场记录和签字", "Record and sign first"),
        )  # fmt: skip
    rules.check_follow(row.outcome, kind)
    if (due is not None and due < by.today) or (kind == "correction" and due is None):
        raise BadInput(
            Text("责令改正须有今天以后的期限", "A correction has a deadline that lies ahead"), code="no_deadline", field="due", law=terms.DISCIPLINE,
            remedy=Text("填写改正期限", "Give the deadline"),
        )  # fmt: skip
    if (kind == "transfer") != (to is not None):
        raise BadInput(
            Text("移送须写明机关，其他处理不填", "A transfer names the organ; nothing else does"), code="transfer", field="to",
            remedy=Text("核对移送机关", "Check the organ"),
        )  # fmt: skip
    made = by.put(FollowUp(visit_item=row, organ=to or row.organ, kind=kind, note=note.strip()[:400], due=due))
    if kind == "correction":
        assert due is not None
        issue("correction", row.visit, row.organ, by, item=row.item.name, finding=row.finding[:1500], demand=note[:400], due=due.isoformat())
    return made


def close_follow_up(
    row: FollowUp,
    by: Hand,
    *,
    result: Annotated[str, Ask(Text("办理结果", "Result"), multiline=True, longest=400, example="示例：已改正")],
    proof: Proof,
) -> None:
    """It is done, with proof.

    Raises:
        Conflict: in the hands of another organ.
    """
    if not {row.organ_id, row.visit_item.organ_id} & set(by.actor.organs):
        raise Conflict(
            Text("由{o}办理", "It is for {o}").with_(o=row.organ.name), code="not_yours", law=terms.DOUBLE_RANDOM,
            remedy=Text("请该单位办理", "Ask that organ"),
        )  # fmt: skip
    row.result, row.done_on = result.strip()[:400], by.today
    row.proof = files.keep(by, proof, f"inspection.follow_up:{row.pk}")
    by.put(row)
