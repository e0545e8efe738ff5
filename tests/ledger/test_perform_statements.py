"""How many statements an entry costs beside the action's own row writes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from taizhang.frame.catalogue import installed
from taizhang.frame.perform import perform
from taizhang.modules.projects.models import Item

pytestmark = pytest.mark.django_db

#: Claim, target, end of the old version, new version, entry, payloads, right edge, number, nodes.
LIMIT = 9
#: What keeps the stored derivations of a project in step, where what they are made of changed: month figures, and the lights
#: of the months that are kept.
FOLLOWING = 16


def of_derivations(sql: str) -> bool:
    """True of a statement about the tables of a stored derivation, which follows the rows it is made of."""
    tables = [table._meta.db_table for projection in installed().projections for table in projection.tables]
    return any(f'"{table}"' in sql for table in tables)


def statements(action: str, target: int, actor, own: str, **raw) -> tuple[list[str], int]:
    with CaptureQueriesContext(connection) as captured:
        perform(action, target, actor, raw, idempotency_key=f"once-{action}-{sorted(raw)}")
    everything = [query["sql"] for query in captured]
    # The test's own transaction turns perform's into one savepoint: the only one there may be.
    assert sum(s.startswith("SAVEPOINT") for s in everything) == 1
    counted = [s for s in everything if not s.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    # Derivations follow one after the other once everything else is written; what they read lies between what they write.
    following = [n for n, s in enumerate(counted) if of_derivations(s)]
    if following:
        assert following[-1] - following[0] < FOLLOWING, counted[following[0] : following[-1] + 1]
        counted = counted[: following[0]] + counted[following[-1] + 1 :]
    return [s for s in counted if not s.startswith(own)], len(counted)


def test_an_update_costs_at_most_nine_statements_beside_its_own(city):
    project = city.project()
    others, all_ = statements("projects.amend", project.pk, city.clerk, 'UPDATE "projects_project" ', name="改名", reason="示例")
    print(f"{connection.vendor}: projects.amend {all_} statements, {len(others)} beside its own")
    assert all_ == len(others) + 1
    assert len(others) <= (LIMIT if connection.vendor == "sqlite" else LIMIT - 2), others


def test_derivations_cost_nothing_where_nothing_that_they_are_made_of_changed(city):
    project = city.project()
    before = {"name": "改名", "reason": "示例"}
    perform("projects.amend", project.pk, city.clerk, before)
    for changed, follow in ((before | {"name": "又改名"}, False), (before | {"total_investment_fen": "1234500"}, True)):
        with CaptureQueriesContext(connection) as captured:
            perform("projects.amend", project.pk, city.clerk, changed)
        assert any(of_derivations(query["sql"]) for query in captured) is follow, changed


def test_a_row_under_a_record_that_may_move_by_itself_costs_one_more_to_look(city):
    item = Item.objects.filter(project=city.project()).first()
    others, _ = statements("projects.complete_item", item.pk, city.clerk, 'UPDATE "projects_item" ', on="2026-01-20")
    assert len(others) <= LIMIT + 1, others
