"""Visits in the example: those of last month's batch made and published, some for a cause in every state, a refused signature,
a request for avoidance, a complaint, and one visit more than the caps allow, refused. All firms, people and findings are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final

from taizhang.basis.errors import Conflict
from taizhang.frame import clock
from taizhang.frame.actor import PUBLIC, Actor
from taizhang.frame.perform import perform
from taizhang.modules.inspection.models import InspectionItem, Inspector, Visit, VisitInspector, VisitItem
from taizhang.registers import evidence, people
from taizhang.registers.models import Enterprise, Person

from .example_inspection_rosters import firm_code
from .photo import photo

Do = Callable[..., Any]
Step = tuple[date, Callable[[], None]]

PLANNER, CHIEF, OFFICER, _ADMIN = "erqi-inspection", "erqi-inspection-chief", "erqi-officer", "admin-system"
_BATCH: Final = "食品与工贸企业联合抽查（示例）"
_LEAD, _MEMBER, _RESERVE = "16010300001", "16010300005", "16010300004"
#: What the items of the batch come to, by turns.
_OUTCOMES: Final = (
    ("none_found", ""),
    ("none_found", ""),
    ("corrected", "示例（虚构）：公示栏信息不全，当场责令改正"),
    ("none_found", ""),
    ("no_activity", ""),
    ("pending", "示例（虚构）：台账记录前后不一致，待核对"),
)


def visits(do: Do, actors: Mapping[str, Actor], organs: Mapping[str, Any], place: Any, today: date, begin: date) -> Iterator[Step]:
    """What is logged, approved, made, signed, published and asked until a day; `do(who, action, target, **inputs)`."""
    doing = _Visits(do, actors, place)
    yield begin + timedelta(days=5), lambda: doing.posts(organs)
    for days, run in (
        (31, doing.told_of_batch), (24, lambda: doing.made(0)), (16, lambda: doing.made(1)), (6, doing.published),
        (70, lambda: doing.over_cap(0)), (50, lambda: doing.over_cap(1)), (30, lambda: doing.over_cap(2)),
        (27, doing.waiting_for_publication), (12, doing.not_signed), (5, doing.ahead), (2, doing.asked),
    ):  # fmt: skip
        if (day := today - timedelta(days=days)) > begin + timedelta(days=9):
            yield day, run


class _Visits:
    def __init__(self, do: Do, actors: Mapping[str, Actor], place: Any) -> None:
        self.do, self.actors, self.place = do, actors, place

    def posts(self, organs: Mapping[str, Any]) -> None:
        """Whoever has a certificate in force may use the telephone's sheet: a post as an inspector."""
        rows = Inspector.objects.filter(standing="official", certificate_until__gt=clock.today()).exclude(person=self.actors[OFFICER].person)
        for row in rows.select_related("organ").order_by("id"):
            given = {"role": "inspection.officer", "place": self.place.pk, "valid_from": clock.today().isoformat(), "ground": "示例"}
            self.do(_ADMIN, "office.appoint", row.organ, person=row.person_id, **given)

    # -- the visits of the batch --------------------------------------------------------------------------------------------

    def _of_batch(self) -> list[Visit]:
        return list(Visit.objects.filter(batch__title=_BATCH).order_by("number", "id"))

    def told_of_batch(self) -> None:
        for visit in self._of_batch():
            self._told(visit.pk)

    def made(self, half: int) -> None:
        for number, visit in enumerate(self._of_batch()):
            if number % 2 == half:
                self._make(visit, number)

    def published(self) -> None:
        for visit in self._of_batch():
            self.do(PLANNER, "inspection.publish_visit", visit)

    # -- visits for a cause -------------------------------------------------------------------------------------------------

    def over_cap(self, before: int) -> None:
        """A firm is visited twice on no ground outside the caps; the third time is refused and stays in the journal."""
        try:
            key = self._logged(36, "示例（虚构）：专项检查", proved=False)
        except Conflict:
            return
        if before == 2:
            self.do(CHIEF, "inspection.cancel_visit", key, reason="示例：改为书面检查")
            return
        self._told(key)
        self._make(Visit.objects.get(pk=key), before)
        self.do(PLANNER, "inspection.publish_visit", key)

    def waiting_for_publication(self) -> None:
        key = self._logged(26, "示例（虚构）：投诉标价与结算不一致")
        self._told(key)
        self._make(Visit.objects.get(pk=key), 2)
        row = VisitItem.objects.filter(visit=key).order_by("id").first()
        if row is not None and row.outcome == "corrected":
            due = clock.today() + timedelta(days=45)
            self.do(PLANNER, "inspection.follow_up", row, kind="correction", note="示例：补齐公示信息", due=due.isoformat())

    def not_signed(self) -> None:
        key = self._logged(27, "示例（虚构）：投诉食品标签不清")
        self._told(key)
        self._make(Visit.objects.get(pk=key), 5, refused=True)

    def ahead(self) -> None:
        """Two that the officer can make today, one with its notice still to be given, one to be approved."""
        for number, cause in ((28, "示例（虚构）：整改复查"), (29, "示例（虚构）：投诉计量不准")):
            self._told(self._logged(number, cause, days=12))
        approved = self._logged(30, "示例（虚构）：移送线索核查", days=15)
        self.do(CHIEF, "inspection.approve_visit", approved, opinion="示例：同意")
        self._logged(31, "示例（虚构）：投诉广告用语", days=20)

    def asked(self) -> None:
        """One firm asks that somebody stay away, another complains of a visit that is over."""
        ahead = Visit.objects.filter(enterprise__uscc=firm_code(29), state="notified").first()
        if ahead is not None:
            codes = {"credit_code": firm_code(29), "code": ahead.code, "words": "示例（虚构）：该检查人员曾在本企业任职"}
            perform("inspection.ask_avoidance", None, PUBLIC, codes | {"member": 2})
        over = Visit.objects.filter(enterprise__uscc=firm_code(27), state="completed").first()
        if over is not None:
            codes = {"credit_code": firm_code(27), "code": over.code, "words": "示例（虚构）：检查时间过长，影响营业"}
            perform("inspection.complain", None, PUBLIC, codes)

    # -- steps ----------------------------------------------------------------------------------------------------------------

    def _logged(self, number: int, note: str, *, proved: bool = True, days: int = 3) -> int:
        firm = Enterprise.objects.get(uscc=firm_code(number))
        item = InspectionItem.objects.filter(code="SL-07", published_on__isnull=False, valid_to__isnull=True).order_by("id").first()
        lead, member = (Inspector.objects.get(certificate=c) for c in (_LEAD, _MEMBER))
        last = min(clock.today() + timedelta(days=days), date(clock.today().year, 12, 31))
        given = {
            "firm": firm.pk, "items": [item.pk] if item else [], "lead": lead.pk, "members": [member.pk], "note": note,
            "window_from": clock.today().isoformat(), "window_to": last.isoformat(),
        }  # fmt: skip
        if proved:
            given |= {"ground": "complaint", "proof": self._picture(self.actors[PLANNER], "投诉单（示例）.jpg", number)}
        return int(self.do(PLANNER, "inspection.log_cause", self.place, **given).key)

    def _told(self, key: int) -> None:
        self.do(CHIEF, "inspection.approve_visit", key, opinion="示例：同意")
        self.do(PLANNER, "inspection.give_notice", key)

    def _make(self, visit: Visit, number: int, *, refused: bool = False) -> None:
        """The team comes, each department records its own items, and the firm signs or does not."""
        rows = VisitInspector.objects.filter(visit=visit, replaced_why="").select_related("inspector")
        team = sorted(rows, key=lambda row: (row.slot != "lead", row.slot))
        lead = self._actor(team[0].inspector.person_id)
        stated = {"certificate_one": team[0].inspector.certificate, "certificate_two": team[1].inspector.certificate}
        perform("inspection.enter_visit", visit.pk, lead, {"code": visit.code, **stated})
        for n, row in enumerate(VisitItem.objects.filter(visit=visit).order_by("id")):
            who = next(m.inspector for m in team if m.inspector.organ_id == row.organ_id)
            outcome, finding = _OUTCOMES[(number + n) % len(_OUTCOMES)]
            perform("inspection.record_item", row.pk, self._actor(who.person_id), {"outcome": outcome, "finding": finding})
        if refused or number % 9 == 7:
            perform("inspection.refuse_signature", visit.pk, lead, {"refused_why": "示例（虚构）：对结论有异议", "witness": "示例见证人"})
        else:
            signature = self._picture(lead, "签字（示例）.jpg", visit.pk)
            perform("inspection.sign_record", visit.pk, lead, {"signature": signature, "signer": "示例负责人"})

    @staticmethod
    def _actor(person: int) -> Actor:
        return people.actor_of(Person.objects.get(pk=person))

    @staticmethod
    def _picture(actor: Actor, name: str, number: int) -> int:
        taken = clock.now().astimezone(clock.ZONE)
        return evidence.receive(actor, name, [photo(taken, 34_751_000 + number, 113_642_000)]).pk
