"""Who is responsible for tasks: brackets behind them, the organ a clause begins with, and whom a sentence has named so far."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from . import organs
from .assignments import Assigned, Assignment, assignment
from .clauses import doer_of
from .found import Commitment
from .lexicon import Lexicon

_INSIDE: Final = r"(?:[^〕\]）)】（(；;]|[（(][^（()）]{1,20}[）)])"
_OWNER: Final = re.compile(
    rf"[〔\[（(【](?:(?:牵头|责任|配合|落实|完成|主办|协办|建设|实施|业主|承建)"
    rf"(?:单位|部门|领导|人)[:：](?:{_INSIDE}|[；;]){{2,200}})[〕\]）)】]"
)
#: （市发展改革委、市交通运输局按职责分工负责）
_SHARED: Final = re.compile(
    r"[〔\[（(【](?P<organs>[^〕\]）)】，。；]{2,120}?)(?:等)?(?:按(?:照)?职责(?:分工)?(?:分别)?|分别|共同|具体)?(?P<how>牵头|负责|落实|配合)[)）〕\]】]"
)
#: （市发展改革委、市财政局） behind a task.
_NAMED: Final = re.compile(
    r"(?:(?<=[。；])|^)[（(〔](?P<organs>(?:[\u4e00-\u9fff]{2,12}?(?:委|局|厅|办|办公室|政府|集团|公司|中心|管委会|部门|单位|科|股|街道|镇|乡|大队|支队)[、，]?){1,9})[)）〕](?=[。；]?$)"
)
#: （县农业农村局牵头，县民政局、县医保局配合）
_PARTED: Final = re.compile(r"[（(](?P<said>[^（）()。]{2,60}?(?:牵头|负责|主办)[，；、][^（）()。]{2,100}?(?:配合|参与|协办|负责))[)）]")
_OWNER_PART: Final = re.compile(rf"(?P<what>牵头|责任|配合|落实|主办|协办|建设|实施|项目|业主|承建)(?P<who>单位|部门|领导|人|业主)[:：](?P<organs>{_INSIDE}+)")
#: Brackets behind tasks that say who is responsible, in each of their forms.
BRACKETS: Final = (_OWNER, _SHARED, _PARTED, _NAMED)


def doers(lexicon: Lexicon, body: str) -> tuple[str, ...]:
    """The organs that a clause begins with, where they are what is to do it."""
    found = doer_of(lexicon, body, 0, len(body))
    return tuple(filter(None, re.split(r"会同|牵头|配合|、(?![^（）]*）)|(?<=[委局厅办府司心])和", found["organs"].rpartition("由")[2]))) if found else ()


def responsible_of(sentence: str) -> Assigned | None:
    """Who is responsible as brackets behind a task say it; None when there are none."""
    found = Assigned()
    if alone := _NAMED.search(sentence):
        found = found.with_help(Assigned(owners=organs.listed(alone["organs"])))
    for block in _PARTED.finditer(sentence):
        for piece in re.split(r"[，；]", block["said"]):
            if (said := assignment(piece, 0, len(piece))) is not None:
                found = found.with_help(said.who)
    for shared in _SHARED.finditer(sentence):
        named = organs.listed(shared["organs"])
        match shared["how"]:
            case "牵头":
                found = found.with_help(Assigned(lead=named))
            case "配合":
                found = found.with_help(Assigned(cooperating=named))
            case _:
                found = found.with_help(Assigned(owners=named))
    for block in _OWNER.finditer(sentence):
        for part in _OWNER_PART.finditer(block[0]):
            named = organs.listed(part["organs"])
            match part["what"], part["who"]:
                case _, "领导" | "人":
                    found = found.with_help(Assigned(leader="、".join(organs.person_of(name) or name for name in named)))
                case "牵头", _:
                    found = found.with_help(Assigned(lead=named))
                case "配合", _:
                    found = found.with_help(Assigned(cooperating=named))
                case _:
                    found = found.with_help(Assigned(owners=named))
    return found if found != Assigned() else None


def given(task: Commitment, who: Assigned, more: bool = False) -> Commitment:
    """The task with those who are to do it, where its own words name nobody; `more` adds them to those whom they name."""
    owners = task.owners
    if not owners or more:
        owners = tuple(dict.fromkeys((*owners, *who.everybody)))
    elif not set(who.everybody) & set(owners):
        return task
    return replace(
        task, owners=owners, lead=task.lead or who.lead, cooperating=tuple(dict.fromkeys((*task.cooperating, *who.cooperating))),
        leader=who.leader or task.leader,
    )  # fmt: skip


class Who:
    """Who has to do what a sentence says next."""

    def __init__(self, carried: Assigned | None) -> None:
        self.now = carried
        #: Whether an assignment came since the last task, so that the next one adds to it.
        self._adds = carried is not None
        self._behind = False

    def told_to(self) -> None:
        """A task was given to them: a further assignment begins anew."""
        self._adds = False

    def assign(self, found: Assignment, unowned: bool) -> bool:
        """Takes an assignment; whether it is one of the tasks before it, and not of those after it."""
        asks = found.rule == "assignment/请"
        if self._behind or (unowned and not self._adds and not asks and "请" not in found.rule):
            self._behind = True
            return True
        self.now = self.now.with_help(found.who) if self.now is not None and (self._adds or not found.who.lead + found.who.owners) else found.who
        self._adds = True
        return False
