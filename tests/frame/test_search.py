"""The search finds what may be seen, by what may be seen; its index follows every write and says when it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from taizhang.basis.grams import phrases
from taizhang.basis.uuid7 import uuid7
from taizhang.frame import clock, erasure, fsck, search
from taizhang.frame.actor import PUBLIC
from taizhang.frame.catalogue import installed
from taizhang.frame.hand import Hand
from taizhang.frame.perform import perform
from taizhang.frame.search import finding, projection, tables
from taizhang.frame.search.column import Query, sought_of
from taizhang.kernels.ledger.sqlite3.base import DatabaseWrapper
from taizhang.modules.projects.declared.records import DOCUMENT, ITEM, PROJECT
from taizhang.modules.projects.models import Item, Project
from taizhang.registers import people
from taizhang.registers.models import Organ, Person, Place
from taizhang.registers.records import ENTERPRISE, ORGAN, PERSON, PLACE

pytestmark = pytest.mark.django_db

on_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL keeps its index by itself")


def keys(actor: Any, words: str, record: Any = PROJECT, limit: int = 50) -> list[int]:
    return [row.id for found in search.find(actor, words, [record], limit=limit) for row in found.rows]


def faults(record: Any = PROJECT) -> list[str]:
    return [fault.en for fault in projection.verify(record)]


# -- what is found ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["鹏飞智能", "華鵬飛", "园一期", "Huapengfei", "HUAPENG park", "2025-410103", "410103-48", "0123", "业主甲", "智能 一期", "华"],
)
def test_a_project_is_found_by_any_part_of_its_names_code_and_owner(city, words):
    project = city.project(
        name="华鹏飞智能制造产业园（一期）", name_en="Huapengfei Smart Park", code="2025-410103-48-01-000123", owner="业主甲公司"
    )
    city.project(name="另一个项目")
    assert keys(city.clerk, words) == [project.pk]


@pytest.mark.parametrize("words", ["", "  ", "（）", "%", "_", "'", '"', "*", "智能' OR 1=1", "a:*", "智能 没有", "\\", "NOT 华"])
def test_signs_that_mean_something_to_a_database_mean_nothing_here(city, words):
    city.project(name="华鹏飞智能制造产业园")
    assert keys(city.clerk, words) == []


def test_the_name_itself_comes_first_then_what_begins_with_it_then_the_shortest(city):
    names = ["大桥工程二期", "新建大桥工程和引道", "大桥工程", "改建大桥工程"]
    made = {name: city.project(name=name).pk for name in names}
    assert keys(city.clerk, "大桥工程") == [made[n] for n in ("大桥工程", "大桥工程二期", "改建大桥工程", "新建大桥工程和引道")]


def test_common_words_give_the_first_rows_and_still_the_one_of_that_name(city, monkeypatch):
    monkeypatch.setattr(finding, "MOST", 5)
    made = [city.project(name=f"道路工程{n}号") for n in range(8)]
    last = city.project(name="工程")
    found = search.find(city.clerk, "工程", [PROJECT], limit=3)[0]
    assert (found.common, found.count, found.rows[0].id) == (True, 5, last.pk)
    # Nobody is told that there is nothing, only because others' rows come first in the index.
    other = city.do(city.other_clerk, "projects.register", city.other_district, name="乙区工程", kind="gov", total_investment_fen=100)
    found = search.find(city.other_clerk, "工程", [PROJECT], limit=3)[0]
    assert (found.common, found.count, [row.id for row in found.rows]) == (False, 1, [other.key])
    assert len(made) == 8


def test_hits_come_page_by_page_each_once(city):
    made = {city.project(name=f"管网{n}号").pk for n in range(7)}
    pages = [search.find(city.clerk, "管网", [PROJECT], limit=3, offset=start) for start in (0, 3, 6)]
    assert [page[0].count for page in pages] == [7, 7, 7]
    assert sorted(row.id for page in pages for row in page[0].rows) == sorted(made)
    assert search.find(city.clerk, "管网", [PROJECT], limit=3, offset=9)[0].rows == ()


# -- by whom ------------------------------------------------------------------------------------------------------------


def test_nobody_finds_what_lies_outside_their_scope(city):
    project = city.project(name="只在甲区的工程")
    document = city.document(project, "construction_permit", number="豫建施〔2026〕77号")
    for actor in (city.other_clerk, PUBLIC):
        assert keys(actor, "只在甲区") == [] and keys(actor, "〔2026〕77", DOCUMENT) == []
    assert keys(city.clerk, "〔2026〕77", DOCUMENT) == [document.key]


def test_everybody_finds_a_published_project_and_no_other(city):
    city.project(name="未公开的桥")
    shown = city.project(name="公开的桥")
    city.do(city.clerk, "projects.publish", shown)
    assert keys(PUBLIC, "的桥") == [shown.pk]


def test_a_text_that_one_may_not_see_finds_nothing_even_in_a_row_that_one_may_see(city):
    project = city.project(name="公开的桥", owner="隐名业主公司")
    city.do(city.clerk, "projects.publish", project)
    assert keys(PUBLIC, "隐名业主") == [project.pk]
    hidden = replace(PROJECT, fields=tuple(replace(f, visibility="internal") if f.name == "owner" else f for f in PROJECT.fields))
    assert keys(PUBLIC, "隐名业主", hidden) == [] and keys(city.clerk, "隐名业主", hidden) == [project.pk]
    assert keys(PUBLIC, "公开的桥", hidden) == [project.pk]


def test_a_telephone_number_finds_nobody(city):
    person = city.do(city.administrator, "office.enrol", city.organs["甲区住建局"], name="王小明", phone="13800138000")
    assert keys(city.clerk, "王小", PERSON) == [person.key]
    assert keys(city.administrator, "13800138000", PERSON) == [] and keys(PUBLIC, "王小", PERSON) == []


def test_personal_and_sealed_texts_are_never_in_an_index():
    for record in installed().indexed:
        for name in sought_of(record.model).columns:
            assert record.field(name).visibility in ("public", "internal"), (record.kind, name)


def test_a_subtree_of_places_is_exact_in_its_letters(city):
    """On SQLite LIKE takes 'a' for 'A': the clerk of one district would have read the projects of the other."""
    upper, lower = (
        Place.objects.get(pk=city.do(city.administrator, "office.add_place", city.place, name=name, kind="county").key)
        for name in ("A区", "a区")
    )
    organ = Organ.objects.get(pk=city.do(city.administrator, "office.found_organ", lower, name="小a区发改委", kind="drc").key)
    person = city.do(city.administrator, "office.enrol", organ, name="小甲")
    city.do(
        city.administrator, "office.appoint", organ, person=person.key, role="drc.clerk", place=lower.pk, valid_from="2025-01-01", ground="测试"
    )
    if connection.vendor == "sqlite":
        assert Place.objects.filter(path__startswith=lower.path).count() == 2, "LIKE has become exact"
    clerk = people.actor_of(Person.objects.get(pk=person.key))
    made = city.do(city.city_clerk, "projects.register", upper, name="大A区的工程", kind="gov", total_investment_fen=100)
    assert keys(city.city_clerk, "大A区") == [made.key]
    assert keys(clerk, "大A区") == [] and not Project.objects.filter(PROJECT.visible(clerk)).exists()
    assert not Organ.objects.filter(ORGAN.reached_by(clerk)).exclude(pk=organ.pk).exists()


# -- the index follows the rows -----------------------------------------------------------------------------------------


def test_a_new_name_takes_the_place_of_the_old_one(city):
    project = city.project(name="旧桥")
    city.do(city.clerk, "projects.amend", project, name="新建隧道", reason="更名")
    assert keys(city.clerk, "旧桥") == [] and keys(city.clerk, "建隧") == [project.pk]
    assert faults() == []


def test_what_was_not_committed_is_not_found(city):
    with pytest.raises(RuntimeError), transaction.atomic():
        city.project(name="半途而废的桥")
        assert len(keys(city.clerk, "半途而废")) == 1
        raise RuntimeError
    assert keys(city.clerk, "半途而废") == [] and faults() == []


def test_a_row_that_is_gone_is_not_found(city):
    project = city.project(name="撤销的桥")
    Item.objects.filter(project=project).delete()
    Project.objects.filter(pk=project.pk).delete()
    assert keys(city.clerk, "撤销的桥") == [] and faults() == []


def test_lines_of_every_checklist_are_left_out_and_ones_own_is_found(city):
    project = city.project()
    assert Item.objects.filter(project=project).exclude(kind="").exists()
    common = Item.objects.filter(project=project).exclude(kind="").first()
    own = city.do(city.clerk, "projects.add_item", project, title="协调迁改高压线", list="problem")
    assert keys(city.clerk, common.title, ITEM) == [] and keys(city.clerk, "迁改高压", ITEM) == [own.key]


def test_the_search_adds_no_statement_to_an_action(city):
    project = city.project()

    def statements(**raw: Any) -> int:
        with CaptureQueriesContext(connection) as captured:
            perform("projects.amend", project.pk, city.clerk, {"name": "先前的名字", "reason": "示例"} | raw)
        return len(captured)

    statements()
    assert statements(name="换了名字的工程") == statements(name="换了名字的工程", summary="只换了建设内容")


@on_sqlite
def test_what_is_erased_leaves_nothing_in_the_pages_of_the_index(city):
    person = Person.objects.get(pk=city.do(city.administrator, "office.enrol", city.organs["甲区住建局"], name="Zebedee").key)

    def kept() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM registers_person_sought_data WHERE instr(block, %s)", [b"zeb"])
            return bool(cursor.fetchone()[0])

    assert kept() and keys(city.clerk, "zebed", PERSON) == [person.pk]
    hand = Hand(city.administrator, uuid7(clock.now()), clock.now(), installed())
    person.name = "（已删除）"
    hand.put(person)
    erasure.erase_past(hand, person)
    assert not kept() and keys(city.clerk, "zebed", PERSON) == [] and faults(PERSON) == []


# -- the index is checked and made anew ---------------------------------------------------------------------------------


def test_the_full_check_names_rows_that_are_found_by_other_words_than_theirs(city):
    project = city.project(name="真名工程")
    Project.objects.filter(pk=project.pk).update(name="假名工程")
    assert faults() == [f"1 row(s) are found by other words than theirs, such as {project.pk}; run taizhang rebuild"]
    report = fsck.check(installed(), clock.now(), quick=True)
    assert [f.where for f in report.findings if f.code == "projection"] == ["search:projects.project"]
    assert projection.rebuild(PROJECT) == 1 and faults() == [] and keys(city.clerk, "假名") == [project.pk]


@on_sqlite
def test_an_index_that_lost_a_row_is_found_out_and_made_anew(city):
    project = city.project(name="失而复得的桥")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO projects_project_sought (projects_project_sought, rowid, sought)"
            " SELECT 'delete', id, sought FROM projects_project WHERE id = %s",
            [project.pk],
        )
    assert keys(city.clerk, "失而复得") == [] and faults() == ["The index is not that of the rows; run taizhang rebuild"]
    assert projection.rebuild(PROJECT) == 0 and faults() == [] and keys(city.clerk, "失而复得") == [project.pk]


@on_sqlite
def test_without_a_trigger_the_index_counts_as_absent_until_it_is_made_anew(city):
    city.project(name="先有的桥")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER projects_project_sought_added")
    late = city.project(name="漏掉的桥")
    assert keys(city.clerk, "漏掉的桥") == [] and not projection.is_current(PROJECT)
    assert [r.kind for r in projection.bring_up_to_date([PROJECT, PLACE])] == ["projects.project"]
    assert keys(city.clerk, "漏掉的桥") == [late.pk] and faults() == []


def test_another_rule_of_cutting_makes_the_index_anew(city, monkeypatch):
    project = city.project(name="按旧规则切分的桥")
    assert projection.bring_up_to_date([PROJECT]) == [] and projection.is_current(PROJECT)
    monkeypatch.setattr(projection, "VERSION", 99)
    assert not projection.is_current(PROJECT)
    assert projection.bring_up_to_date([PROJECT]) == [PROJECT] and keys(city.clerk, "旧规则") == [project.pk]


def test_every_index_is_that_of_its_rows_after_all_kinds_of_writes(city):
    project = city.project(name="综合工程")
    city.document(project, "construction_permit")
    city.do(city.administrator, "office.enter_enterprise", city.district, name="河南示例有限公司", uscc="91410100MA0000015B")
    assert {p.key: [f.en for f in p.verify()] for p in installed().projections if p.key.startswith("search:")} == {
        f"search:{record.kind}": [] for record in installed().indexed
    }
    assert len(keys(city.clerk, "MA00000", ENTERPRISE)) == 1


@on_sqlite
def test_django_making_a_table_anew_leaves_its_triggers(tmp_path):
    """A column that may not be empty makes Django copy the table and drop the old one, triggers and all."""
    class Thing(models.Model):
        sought = models.TextField(null=True)

        class Meta:
            app_label = "scratch"
            db_table = "thing"

    beside = DatabaseWrapper(connection.settings_dict | {"NAME": str(tmp_path / "beside.sqlite3")}, "beside")
    try:
        with beside.schema_editor(atomic=False) as editor:
            editor.create_model(Thing)
            for statement in tables.make("sqlite", "thing"):
                editor.execute(statement)
        column = models.CharField(max_length=3, default="x")
        column.set_attributes_from_name("colour")
        with beside.schema_editor(atomic=False) as editor:
            editor.add_field(Thing, column)
        with beside.cursor() as cursor:
            cursor.execute("INSERT INTO thing (sought, colour) VALUES ('a桥梁', 'x')")
            cursor.execute("SELECT rowid FROM thing_sought WHERE thing_sought MATCH %s", [Query(phrases("桥梁"), ("a",)).match()])
            assert cursor.fetchall() == [(1,)]
    finally:
        beside.close()
