"""Who may do an action, to which rows it reaches, in which post they do it, and what must be done by somebody else."""

from __future__ import annotations

from typing import Any

from taizhang.basis.errors import Conflict, NotAllowed, Refused
from taizhang.basis.text import Text, joined

from .actor import Actor, people_of
from .catalogue import BoundAction, installed
from .declare import Apart, Record
from .rounds import doers


def check_right(bound: BoundAction, actor: Actor) -> None:
    """Nothing, when the actor holds the right of an action.

    Raises:
        NotAllowed: naming the right and the roles that carry it.
    """
    action = bound.action
    if actor.machine or (action.public and not action.machine):
        return
    if action.machine:
        raise NotAllowed(Text("该操作由系统按期限自动办理", "This is done by the system when it falls due"), code="machine")
    if actor.may(action.may):
        if action.topmost and not actor.with_right(action.may).over_everything():
            raise NotAllowed(
                Text("“{a}”对全部区划有效，不能由下级办理", "“{a}” holds in every place: it is not for those below the topmost one").with_(
                    a=action.label
                ),
                code="not_topmost",
                law=action.law,
                remedy=Text("请由最高一级区划的同一岗位办理", "The same role of the topmost place can do it"),
            )
        return
    catalogue = installed()
    holders = [catalogue.roles[r].label for r, rights in catalogue.rights_of_role.items() if action.may in rights and r in catalogue.roles]
    who = joined(holders, "、", ", ") if holders else Text("（尚无岗位）", "(no role yet)")
    raise NotAllowed(
        Text("您没有“{a}”的权限", "You do not hold the right to “{a}”").with_(a=action.label),
        code="no_right",
        law=action.law,
        remedy=Text("可由以下岗位办理：{w}", "It can be done by: {w}").with_(w=who),
    )


def holds_right(bound: BoundAction, actor: Actor) -> bool:
    """Whether the actor holds the right of an action: what a page asks before it offers one."""
    try:
        check_right(bound, actor)
    except NotAllowed:
        return False
    return True


def within_reach(bound: BoundAction, record: Record, actor: Actor) -> Any:
    """A Q over the rows to which the actor may do an action: where the right reaches, not where they may look."""
    if bound.action.public or actor.machine:
        return record.visible(actor)
    return record.reached_by(actor.with_right(bound.action.may))


def apart(bound: BoundAction, row: Any, actor: Actor) -> Refused | None:
    """The refusal, when the actor did something in this round that must be done by somebody else."""
    if actor.machine or bound.action.on is None:
        return None
    for rule in bound.action.apart_from:
        for done_by in doers(installed(), bound, row, rule.action):
            same = done_by.people & people_of(actor) if rule.by == "person" else done_by.organ in actor.organs
            if same:
                return _not_by_the_same(bound, rule)
    return None


def _not_by_the_same(bound: BoundAction, rule: Apart) -> Conflict:
    other = installed().action(rule.action).label
    by = Text("同一人", "the same person") if rule.by == "person" else Text("同一单位", "the same organ")
    return Conflict(
        Text("“{o}”与“{a}”不能由{b}办理", "“{o}” and “{a}” may not be done by {b}").with_(o=other, a=bound.label, b=by),
        code="apart",
        law=bound.action.law,
        remedy=Text("请由其他人员办理", "Somebody else has to do it"),
    )


def in_post(bound: BoundAction, row: Any, actor: Actor) -> Actor:
    """The actor with the post first in which they do this: it carries the right and sees the row.

    The entry names that post, its organ and whom they act for; naming another one would let a person check the work that
    they did in somebody's place.
    """
    table = actor.rights_of_role or {}
    able = [i for i, post in enumerate(actor.posts) if bound.action.may in table.get(post.role, ())]
    if not able or able == [0]:
        return actor
    if row is not None and len(able) > 1 and bound.action.on is not None:
        record = bound.action.on
        alone = {i: actor.in_post_alone(i) for i in able}
        rows = record.model._default_manager
        able = [i for i in able if rows.filter(record.visible(alone[i]), id=row.pk).exists()] or able
    return acting_as(actor, able[0])


def acting_as(actor: Actor, post: int) -> Actor:
    """The actor with one of their posts first, which is the one that entries name."""
    # A method, because at a page the actor is found only when somebody asks: what stands there until then is no dataclass.
    return actor.acting_as(post)
