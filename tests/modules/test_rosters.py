"""The list of items and the rosters: what is entered, what holds on a day, which class follows, what a version says."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.basis.identifiers import CREDIT_ALPHABET, credit_code
from taizhang.frame import clock, fsck, reading
from taizhang.frame.actor import PUBLIC
from taizhang.frame.catalogue import installed
from taizhang.modules.inspection import terms
from taizhang.modules.inspection.models import InspectedObject, InspectionItem, Inspector, Interest, RosterVersion
from taizhang.modules.inspection.queries import rosters as queries
from taizhang.modules.inspection.rules import rosters as rules
from taizhang.registers.models import Enterprise

BANDS = (("A", 0), ("B", 200), ("C", 500), ("D", 750))
FLOORS = {"serious_list": "D", "defaulter": "D", "concern_c": "C", "concern_d": "D"}


# -- rules ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("score", "letter"),
    [(0, "A"), (199, "A"), (200, "B"), (499, "B"), (500, "C"), (749, "C"), (750, "D"), (1000, "D"), (1001, ""), (-1, ""), (None, "")],
)
def test_bands_are_half_open_but_the_last(score, letter):
    assert rules.class_of_score(score, BANDS) == letter


@pytest.mark.parametrize(
    ("score", "overrides", "letter", "ground"),
    [
        (10, [], "A", "score"),
        (10, ["serious_list"], "D", "serious_list"),
        (10, ["concern_c"], "C", "concern_c"),
        (760, ["concern_c"], "D", "score"),
        (None, ["defaulter"], "D", "defaulter"),
        (600, ["concern_c", "concern_d"], "D", "concern_d"),
        (None, [], "", ""),
    ],
)
def test_an_override_makes_a_class_worse_and_never_better(score, overrides, letter, ground):
    assert rules.classed(score, overrides, FLOORS, BANDS) == rules.Classed(letter, ground)


@pytest.mark.parametrize("standing", [key for key, _ in terms.STANDINGS])
def test_whoever_is_no_officer_never_counts_whatever_paper_they_show(standing):
    day = date(2026, 1, 15)
    assert rules.certified(standing, "1601", day, day) is (standing == "official")
    assert not rules.certified(standing, "1601", day - timedelta(days=1), day)
    assert not rules.certified(standing, "", day, day)


def test_a_version_is_the_same_text_whatever_the_order_of_its_rows():
    rows = [{"inspector": n, "uscc": "x", "kind": "share", "since": date(2026, 1, n), "until": None} for n in (3, 1, 2)]
    text = rules.canonical("interests", rows)
    assert text == rules.canonical("interests", reversed(rows))
    assert text.split("\n")[0] == "inspector,uscc,kind,since,until" and "\r" not in text and text.endswith("\n")
    assert rules.without_salt(rules.salted(text, "ab")) == text and rules.rows_of(rules.salted(text, "ab"))[0]["inspector"] == "1"


def test_two_versions_are_told_apart_row_by_row():
    def version(*cells: tuple[str, str]) -> str:
        blank = dict.fromkeys(rules.COLUMNS["objects"], "")
        return rules.canonical("objects", [blank | {"uscc": code, "tags": tags} for code, tags in cells])

    found = rules.difference("objects", version(("1", "a"), ("2", "a"), ("3", "")), version(("2", "b"), ("3", ""), ("4", "")))
    assert [row["uscc"] for row in found.added] == ["4"] and [row["uscc"] for row in found.gone] == ["1"]
    assert [(before["tags"], after["tags"]) for before, after in found.changed] == [("a", "b")]


def test_shares_and_floors_stand_on_the_page_of_parameters_with_their_marks():
    inspection = next(m for m in installed().modules if m.key == "inspection")
    marks = {p.key: (p.spans[0].value, p.spans[0].law.mark) for p in inspection.parameters}
    assert {letter: marks[f"inspection.ratio_{letter.lower()}"] for letter in "ABCD"} == {"A": (1, "S"), "B": (2, "S"), "C": (10, "S"), "D": (30, "S")}
    assert marks["inspection.ratio_a_floor"] == (1, "S") and marks["inspection.disclosure_floor"] == (3, "M")


# -- the list of items ----------------------------------------------------------------------------------------------------

@pytest.fixture
def city(db) -> City:
    return City()


def item(city: City, code: str = "SL-01", actor: Any = None, **more: Any) -> InspectionItem:
    made = city.do(actor or city.planner, "inspection.enter_item", city.district, code=code, name=f"示例{code}", basis="示例法第一条", **more)
    return InspectionItem.objects.get(pk=made.key)


def firm(city: City, n: int = 1, place: Any = None) -> Enterprise:
    made = city.do(city.administrator, "office.enter_enterprise", place or city.district, name=f"示例企业{n}", uscc=code_of(f"91410100MA{n:07d}"))
    return Enterprise.objects.get(pk=made.key)


def code_of(stem: str) -> str:
    """A credit code with the check character that belongs to its first seventeen."""
    return next(stem + last for last in CREDIT_ALPHABET if _is_code(stem + last))


def _is_code(code: str) -> bool:
    try:
        return bool(credit_code(code))
    except BadInput:
        return False


def listed(city: City, n: int = 1, **more: Any) -> InspectedObject:
    made = city.do(city.planner, "inspection.enter_object", city.district, firm=firm(city, n).pk, **more)
    return InspectedObject.objects.get(pk=made.key)


def inspector(city: City, actor: Any = None, **more: Any) -> Inspector:
    given = {"person": city.officer.person, "certificate": "16010012345", "certificate_until": "2099-12-31"} | more
    return Inspector.objects.get(pk=city.do(actor or city.planner, "inspection.enter_inspector", city.district, **given).key)


def test_a_published_item_changes_from_a_day_on_and_its_earlier_words_stay(city):
    first = item(city)
    with pytest.raises(Conflict, match="还没有公布"):
        city.do(city.planner, "inspection.change_item", first, name="新", basis="新", valid_from="2099-01-01", reason="示例")
    city.do(city.planner, "inspection.publish_item", first)
    with pytest.raises(Conflict, match="已经公布"):
        city.do(city.planner, "inspection.correct_item", first, name="新", basis="新")
    day = clock.today() + timedelta(days=10)
    made = city.do(city.planner, "inspection.change_item", first, name="新的说法", basis="新依据", valid_from=day.isoformat(), reason="示例")
    first.refresh_from_db()
    second = InspectionItem.objects.get(pk=made.key)
    assert (first.name, first.valid_to, second.name, second.valid_from, second.published_on) == ("示例SL-01", day, "新的说法", day, None)
    # Unpublished words may not be inspected by, so from that day on nothing may, until they are published.
    assert list(queries.items_on(city.district, day - timedelta(days=1))) == [first] and not queries.items_on(city.district, day)
    city.do(city.planner, "inspection.publish_item", second)
    assert list(queries.items_on(city.district, day)) == [second] and list(queries.items_on(city.district, clock.today())) == [first]
    assert fsck.check(installed(), clock.now()).findings == ()


def test_an_item_belongs_to_its_department_and_what_is_not_published_is_not_for_the_public(city):
    own = item(city)
    with pytest.raises(NotAllowed):
        city.do(city.partner, "inspection.withdraw_item", own, reason="示例")
    record = installed().record("inspection.item")
    assert not reading.rows(PUBLIC, record).exists() and reading.rows(city.partner, record).exists()
    city.do(city.planner, "inspection.publish_item", own)
    assert reading.rows(PUBLIC, record).get() == own
    with pytest.raises(Conflict, match="编码"):
        item(city, actor=city.partner)
    city.do(city.planner, "inspection.withdraw_item", own, reason="示例")
    assert not queries.items_on(city.district, clock.today())


# -- objects and classes --------------------------------------------------------------------------------------------------


def test_the_class_follows_from_the_score_and_the_overrides_and_nobody_types_it(city):
    row = listed(city, tags="食品经营 特种设备")
    city.do(city.planner, "inspection.score_object", row, score=210, scored_on="2026-01-31")
    row.refresh_from_db()
    assert (row.risk_class, row.class_ground) == ("B", "score")
    with pytest.raises(Conflict, match="已有"):
        city.do(city.planner, "inspection.score_object", row, score=1, scored_on="2025-12-31")
    city.do(city.planner, "inspection.override_class", row, concern="c", reason="示例")
    row.refresh_from_db()
    assert (row.risk_class, row.class_ground) == ("C", "concern_c")
    city.do(city.planner, "inspection.override_class", row, defaulter=True, reason="示例")
    city.do(city.planner, "inspection.change_object", row, tags="食品经营")
    row.refresh_from_db()
    assert (row.risk_class, row.class_ground, row.tags) == ("D", "defaulter", "食品经营")
    city.do(city.planner, "inspection.override_class", row, reason="示例")
    row.refresh_from_db()
    assert (row.risk_class, row.class_ground) == ("B", "score")
    assert not any("class" in i.name for key, a in installed().actions.items() if key.startswith("inspection.") for i in a.inputs)


def test_only_regulators_of_the_place_see_the_roster_of_objects(city):
    row, record = listed(city), installed().record("inspection.object")
    sees = {name for name, actor in city.actors.items() if reading.rows(actor, record).filter(pk=row.pk).exists()}
    assert sees == {"planner", "approver", "officer", "partner"}
    assert not reading.rows(PUBLIC, record).exists()


def test_a_firm_is_taken_out_and_brought_back_and_one_of_another_district_is_not_entered(city):
    row = listed(city)
    city.do(city.planner, "inspection.take_out_object", row, reason="示例")
    assert not queries.firm_rows(city.district, clock.today())
    with pytest.raises(Conflict, match="移出"):
        city.do(city.planner, "inspection.score_object", row, score=1, scored_on="2026-01-31")
    city.do(city.partner, "inspection.bring_back_object", row, reason="示例")
    assert [f.uscc for f in queries.firm_rows(city.district, clock.today())] == [row.enterprise.uscc]
    with pytest.raises(Conflict, match="登记在"):
        city.do(city.planner, "inspection.enter_object", city.district, firm=firm(city, 9, city.other_district).pk)


def test_a_draw_chooses_its_firms_by_tags_sectors_classes_and_places(city):
    one, two = listed(city, 1, tags="食品经营", sector="F5212"), listed(city, 2, tags="特种设备", sector="C3525")
    city.do(city.planner, "inspection.score_object", two, score=800, scored_on="2026-01-31")
    today = clock.today()

    def chosen(**by: list[str]) -> list[int]:
        return [f.key for f in queries.firm_rows(city.district, today, by)]

    assert chosen() == [one.pk, two.pk] and chosen(tags=["食品经营"]) == [one.pk] and chosen(sectors=["C"]) == [two.pk]
    assert chosen(classes=["D"]) == [two.pk] and chosen(places=[city.other_district.path]) == []
    assert [f.key for f in queries.firm_rows(city.place, today)] == [one.pk, two.pk]
    with pytest.raises(KeyError):
        queries.firm_rows(city.district, today, {"colour": ["red"]})


# -- inspectors and interests ---------------------------------------------------------------------------------------------


def test_a_grid_worker_can_be_entered_and_never_counts(city):
    officer = inspector(city)
    worker = inspector(city, person=city.street.person, standing="grid_worker")
    assert queries.certified_on(city.district, clock.today()) == [officer]
    assert [queries.counting(i, clock.today()) for i in (officer, worker)] == ["certified", "not_an_officer"]
    with pytest.raises(BadInput, match="组长"):
        city.do(city.planner, "inspection.change_inspector", worker, standing="grid_worker", may_lead=True, reason="示例")
    with pytest.raises(NotAllowed):
        city.do(city.partner, "inspection.take_out_inspector", officer, reason="示例")


def test_an_expired_certificate_is_renewed_and_its_number_is_masked_in_the_list(city):
    row = inspector(city, certificate_until="2025-12-31")
    assert not queries.certified_on(city.district, clock.today())
    with pytest.raises(BadInput, match="过期"):
        city.do(city.planner, "inspection.renew_certificate", row, certificate="16010099999", certificate_until="2025-06-30")
    city.do(city.planner, "inspection.renew_certificate", row, certificate="16010099999", certificate_until="2099-12-31")
    assert queries.certified_on(city.district, clock.today()) == [row]
    (shown,) = queries.with_counts(Inspector.objects.all(), None)
    assert (shown.counts, shown.certificate_ends) == ("certified", "16*******99")
    record = installed().record("inspection.inspector")
    assert "certificate" not in {f.name for f in reading.fields(city.planner, record)}


def test_an_interest_is_known_to_its_own_department_alone(city):
    row, one = inspector(city), firm(city)
    city.do(city.planner, "inspection.declare_interest", row, firm=one.pk, kind="relative", note="示例")
    with pytest.raises(Conflict, match="已经登记"):
        city.do(city.planner, "inspection.declare_interest", row, firm=one.pk, kind="relative")
    record, found = installed().record("inspection.interest"), Interest.objects.get()
    sees = {name for name, actor in city.actors.items() if reading.rows(actor, record).exists()}
    assert sees == {"planner", "approver"}
    assert list(queries.interests_on(city.district, clock.today())) == [found]
    city.do(city.planner, "inspection.end_interest", found, reason="示例")
    assert not queries.interests_on(city.district, clock.today())


# -- versions -------------------------------------------------------------------------------------------------------------


def frozen(city: City, kind: str) -> RosterVersion:
    return RosterVersion.objects.get(pk=city.do(city.planner, "inspection.freeze_roster", city.district, kind=kind).key)


def test_the_same_content_gives_the_same_version_and_a_change_the_next_number(city):
    with pytest.raises(Conflict, match="空"):
        frozen(city, "objects")
    row = listed(city)
    first, again = frozen(city, "objects"), frozen(city, "objects")
    assert first == again and (first.number, first.size) == (1, 1) and first.sha256 == rules.digest(first.content)
    city.do(city.planner, "inspection.score_object", row, score=300, scored_on="2026-01-31")
    second = frozen(city, "objects")
    assert second.number == 2
    assert [after["risk_class"] for _, after in rules.difference("objects", first.content, second.content).changed] == ["B"]
    inspector(city)
    assert frozen(city, "inspectors").number == 1 and "16010012345" not in frozen(city, "inspectors").content
    assert fsck.check(installed(), clock.now()).findings == ()


def test_hashes_are_public_and_what_they_stand_for_is_not(city):
    row = listed(city)
    city.do(city.planner, "inspection.publish_item", item(city))
    city.do(city.planner, "inspection.declare_interest", inspector(city), firm=row.enterprise_id, kind="share")
    versions = {kind: frozen(city, kind) for kind, _ in terms.ROSTERS}
    record = installed().record("inspection.version")
    assert {f.name for f in reading.fields(PUBLIC, record)} == {"kind", "number", "place", "frozen_on", "size", "sha256"}
    assert {kind for kind, v in versions.items() if queries.may_read(PUBLIC, v)} == {"items"}
    assert {kind for kind, v in versions.items() if queries.may_read(city.officer, v)} == {"items", "objects", "inspectors"}
    assert {kind for kind, v in versions.items() if queries.may_read(city.clerk, v)} == {"items"}
    # Of a short list whose rows can be guessed the hash would tell them: it is salted.
    for kind, version in versions.items():
        assert (rules.digest(rules.without_salt(version.content)) == version.sha256) is (kind == "items")
