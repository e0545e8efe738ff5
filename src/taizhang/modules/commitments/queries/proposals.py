"""Which organ is proposed for a task, and why. Four statements, however many tasks there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from taizhang.basis.text import Text
from taizhang.registers.models import Organ, Place

from ..models import Duty
from ..reading.duties import DutyWord, propose, words_of


@dataclass(frozen=True, slots=True)
class Proposed:
    """The organ proposed for a task, None where there is none; how, by which words, and why in plain words. To be confirmed."""

    organ: Organ | None
    by: str
    words: str
    rule: str
    reason: Text
    duty: int | None = None


def proposals(lines: Mapping[int, tuple[str, Sequence[str]]], place: Place, day: date) -> dict[int, Proposed]:
    """By key: the organ proposed for some words and the organs that they name, in the register of a place on a day."""
    named = {owner for _, owners in lines.values() for owner in owners}
    organs: dict[str, list[tuple[int, int]]] = {}
    known: dict[int, Organ] = {}
    called = Organ.objects.filter(Q(name__in=named) | Q(short__in=named)).filter(_open(day)).select_related("place") if named else ()
    for organ in called:
        tier = tier_of(place.path, organ.place.path)
        if tier is not None:
            known[organ.pk] = organ
            for name in {organ.name, organ.short} & named:
                organs.setdefault(name, []).append((tier, organ.pk))
    words = _duty_words(place, day, known)
    found = {}
    for key, (text, owners) in lines.items():
        p = propose(text, owners, organs, words)
        found[key] = Proposed(known.get(p.organ or 0), p.by, p.words, p.rule, _reason(p.by, p.words, [known[k] for k in p.between], bool(owners)), p.duty)
    return found


def tier_of(path: str, other: str) -> int | None:
    """How near a place is: 0 the same, then those below it, then those above, the nearer first; None for any other.

    >>> tier_of("/a/b/", "/a/b/"), tier_of("/a/b/", "/a/b/c/"), tier_of("/a/b/", "/a/"), tier_of("/a/b/", "/a/c/")
    (0, 1, 100, None)
    """
    depth = other.count("/") - path.count("/")
    if other.startswith(path):
        return depth
    return 99 - depth if path.startswith(other) else None


def _duty_words(place: Place, day: date, known: dict[int, Organ]) -> list[DutyWord[int]]:
    """The words of the duties that hold on a day, those of places that have nothing to do with this one left out."""
    held = (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    found = []
    for duty in Duty.objects.filter(held).filter(_open(day, "organ__")).select_related("organ", "organ__place").order_by("id"):
        tier = tier_of(place.path, duty.organ.place.path)
        if tier is not None:
            known[duty.organ_id] = duty.organ
            found += [DutyWord(word, duty.organ_id, tier, duty.pk) for word in words_of(duty.words)]
    return found


def _open(day: date, prefix: str = "") -> Q:
    return Q(**{f"{prefix}closed_on__isnull": True}) | Q(**{f"{prefix}closed_on__gt": day})


def _reason(by: str, words: str, between: Sequence[Organ], named: bool) -> Text:
    if by == "stated":
        return Text("原文写明“{w}”", "The text names “{w}”").with_(w=words)
    if by == "duty":
        return Text("职责目录中有“{w}”", "“{w}” is in the duty catalogue").with_(w=words)
    if by == "ambiguous":
        names = "、".join(organ.name for organ in between)
        return Text("“{w}”可能是：{o}，请人工确定", "“{w}” may be {o}: somebody has to say which").with_(w=words, o=names)
    if named:
        return Text("原文写的“{w}”不是已登记机构的名称", "“{w}”, which the text names, is no registered organ's name").with_(w=words)
    return Text("原文未写明，职责目录中也没有对应的词", "The text names nobody, and no word of the duty catalogue is in it")
