"""Nodes of a project: laid out, linked, reported with a proof, closed by somebody else; baselines; late nodes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.basis.text import Text
from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.kernels import schedule as kernel
from taizhang.kernels.casework import national_calendar
from taizhang.kernels.schedule import Undefined
from taizhang.modules.projects import queries, schedule, terms
from taizhang.modules.projects.declared.late import node_tasks
from taizhang.modules.projects.declared.nodes import NODE, SCHEDULE_RECORDS
from taizhang.modules.projects.models import Baseline, BaselineNode, Document, Link, Node, Project

TODAY = date(2026, 6, 15)


# -- templates and rules, without a database ------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [key for key, _ in terms.KINDS])
def test_the_template_of_every_kind_is_a_network_that_ends_after_its_start(kind):
    lines = terms.nodes_for(kind, TODAY)
    keys = [line.key for line in lines]
    network = kernel.Network(
        tuple(kernel.Node(x.key, x.days, tuple(kernel.Link(k, t, lag) for k, t, lag in x.after if k in keys)) for x in lines)
    )
    path = kernel.critical_path(network)
    assert "start" in path.critical and path["acceptance"].finish > path["start"].finish
    assert network.in_order, "every node stands before those that wait for it"


def test_every_duration_of_a_template_names_its_source_and_how_sure_it_is():
    for line in terms.NODE_LINES:
        assert line.source.mark in "MUP" and line.source.cite("zh") and line.source.cite("en"), line.key
        assert line.least is None or line.least <= line.days, line.key


def row(id, key, days, *, state="planned", **more):
    given = dict.fromkeys(
        ("not_before", "started_on", "finished_on", "remaining_working_days", "organ_id", "amount_fen", "designed_quantity", "done_quantity",
         "least_working_days", "proof")
    )  # fmt: skip
    return SimpleNamespace(id=id, key=key, duration_working_days=days, state=state, weight_points=10, quantity_unit="", **(given | more))


def link(before, node, lag=0, unit="working", overlap=0):
    return SimpleNamespace(node_id=node, before_id=before, type="FS", lag=lag, lag_unit=unit, most_overlap_days=overlap)


def test_what_was_reported_done_counts_in_the_dates_and_not_in_the_value():
    nodes = [row(1, "a", 5, state="reported", started_on=date(2026, 6, 1), finished_on=date(2026, 6, 3)), row(2, "b", 5)]
    found = schedule.plan(nodes, [link(1, 2)], national_calendar(), TODAY, TODAY)
    assert found.dates["a"].finish.date == date(2026, 6, 3) and found.dates["b"].start.date == TODAY
    frozen = {"1": SimpleNamespace(designed_quantity=None)}
    assert schedule.done_of(nodes, frozen) == {"1": False}


def test_a_closed_node_whose_proof_was_withdrawn_is_not_proved_any_more():
    proof = SimpleNamespace(withdrawn_on=None)
    node = row(1, "a", 5, state="closed", finished_on=TODAY, proof=proof)
    assert schedule.done_of([node], {}) == {"1": True}
    proof.withdrawn_on = TODAY
    assert schedule.done_of([node], {}) == {"1": False}


def test_a_lag_keeps_its_unit():
    nodes = [row(1, "notice", 0, not_before=date(2026, 6, 1)), row(2, "land", 5)]
    found = schedule.plan(nodes, [link(1, 2, 30, "calendar")], national_calendar(), date(2026, 6, 1), TODAY)
    assert found.dates["land"].start.date == date(2026, 7, 2)


def _baseline(rows, **more):
    frozen = [
        SimpleNamespace(
            id=r.id, node_id=r.id, start=date(2026, 6, 1), finish=date(2026, 6, 12), provisional=False, weight_points=r.weight_points,
            amount_fen=r.amount_fen, designed_quantity=r.designed_quantity, quantity_unit="",
        )
        for r in rows
    ]  # fmt: skip
    stored = SimpleNamespace(version=1, reason="首次", calendar_version="x")
    return schedule.baseline_of(stored, frozen, "registers.person:1", datetime(2026, 5, 1, tzinfo=UTC)), {str(f.node_id): f for f in frozen}


def test_with_weights_in_points_the_cost_is_undefined_with_the_reason_and_never_zero():
    nodes = [row(1, "a", 5, state="closed", finished_on=TODAY, proof=SimpleNamespace(withdrawn_on=None)), row(2, "b", 5)]
    baseline, frozen = _baseline(nodes)
    found = schedule.earned(baseline, frozen, nodes, TODAY, invested_fen=100)
    m = found.assessment.measures
    assert (m.bac, m.pv, m.ev, m.spi) == (20, 20, 10, kernel.measure(bac=20, pv=20, ev=10).spi)
    assert isinstance(m.cpi, Undefined) and m.cpi.reason == schedule.POINTS


def test_a_node_that_came_after_the_freeze_is_named_and_not_mixed_in():
    nodes = [row(1, "a", 5)]
    baseline, frozen = _baseline(nodes)
    found = schedule.earned(baseline, frozen, [*nodes, row(2, "late", 5)], TODAY, None)
    assert found.assessment.excluded_unbaselined == ("2",) and found.assessment.measures.bac == 10


def test_weights_are_amounts_only_when_every_node_that_counts_has_one():
    assert schedule.in_amounts([row(1, "a", 5, amount_fen=5), SimpleNamespace(weight_points=0, amount_fen=None)])
    assert not schedule.in_amounts([row(1, "a", 5, amount_fen=5), row(2, "b", 5)])
    assert not schedule.in_amounts([row(1, "a", 5)])


# -- actions, through perform ---------------------------------------------------------------------------------------------

database = pytest.mark.django_db


@pytest.fixture
def city(db):
    return City()


@pytest.fixture
def laid(city):
    """A project with the nodes of its template, in the city."""
    project = city.project(kind="filed")
    city.do(city.clerk, "projects.lay_out_nodes", project, starts_on="2026-03-02")
    city.laid = project
    return city


def node(city, key):
    return Node.objects.get(project=city.laid, key=key)


def report(city, key, **raw):
    return city.do(city.reporter, "projects.report_node_done", node(city, key), **({"on": "2026-03-06", "number": "示例1号"} | raw))


@database
def test_the_template_is_laid_out_once_with_its_links(laid):
    assert set(Node.objects.values_list("key", flat=True)) == {x.key for x in terms.nodes_for("filed", clock.today())}
    assert Link.objects.filter(node__key="permit").get().before.key == "planning"
    with pytest.raises(Conflict) as refused:
        laid.do(laid.clerk, "projects.lay_out_nodes", laid.laid, starts_on="2026-03-02")
    assert refused.value.code == "complete"


@database
def test_nodes_that_would_wait_for_each_other_are_refused_by_name(laid):
    with pytest.raises(BadInput) as refused:
        laid.do(laid.clerk, "projects.link_node", node(laid, "filing"), before="acceptance")
    said = refused.value.reason.in_("zh")
    assert refused.value.code == "cycle" and said.count("项目备案（filing）") == 2 and "竣工验收（acceptance）" in said
    assert not Link.objects.filter(node__key="filing").exists()


@database
def test_a_node_of_another_project_is_not_there_to_be_linked_to(laid):
    other = laid.project(name="另一项目", kind="filed")
    laid.do(laid.clerk, "projects.add_node", other, title="外部", duration_working_days=3)
    with pytest.raises(Conflict) as refused:
        laid.do(laid.clerk, "projects.link_node", node(laid, "land"), before="n1")
    assert refused.value.code == "no_node"


@database
def test_a_node_that_others_wait_for_is_not_dropped_before_they_are_linked_elsewhere(laid):
    with pytest.raises(Conflict) as refused:
        laid.do(laid.clerk, "projects.drop_node", node(laid, "pipes"), reason="不需要")
    assert refused.value.code == "awaited" and "实质性开工" in refused.value.reason.in_("zh")
    link = Link.objects.get(before__key="pipes")
    laid.do(laid.clerk, "projects.unlink", link, reason="不需要")
    laid.do(laid.clerk, "projects.drop_node", node(laid, "pipes"), reason="不需要")
    assert "pipes" not in queries.plan_now(Project.objects.get(), TODAY).rows


@database
def test_a_node_is_reported_with_a_proof_and_closed_by_somebody_else(laid):
    with pytest.raises(BadInput) as refused:
        report(laid, "filing", number="")
    assert refused.value.code == "no_ground"
    laid.do(laid.reviewer, "projects.report_node_done", node(laid, "filing"), on="2026-03-06", number="示例1号")
    assert Document.objects.get().note == "项目备案"
    with pytest.raises(Conflict) as refused:
        laid.do(laid.reviewer, "projects.close_node", node(laid, "filing"))
    assert refused.value.code == "apart"
    with pytest.raises(NotAllowed):
        laid.do(laid.reporter, "projects.close_node", node(laid, "filing"))
    laid.do(laid.clerk, "projects.close_node", node(laid, "filing"))
    assert node(laid, "filing").state == "closed"
    assert not fsck.check(installed(), clock.now()).findings


@database
def test_a_node_is_not_closed_on_a_proof_that_was_withdrawn(laid):
    report(laid, "filing")
    laid.do(laid.clerk, "projects.withdraw_document", Document.objects.get(), reason="有误")
    with pytest.raises(Conflict) as refused:
        laid.do(laid.reviewer, "projects.close_node", node(laid, "filing"))
    assert [d.field for d in refused.value.details] == ["node.proof"]


@database
def test_the_proof_of_a_closed_node_is_withdrawn_only_once_the_node_is_open_again(laid):
    report(laid, "filing")
    laid.do(laid.reviewer, "projects.close_node", node(laid, "filing"))
    with pytest.raises(Conflict) as refused:
        laid.do(laid.clerk, "projects.withdraw_document", Document.objects.get(), reason="有误")
    assert refused.value.code == "closes_node" and "项目备案" in refused.value.reason.in_("zh")
    assert (node(laid, "filing").state, Document.objects.get().withdrawn_on) == ("closed", None)
    laid.do(laid.reviewer, "projects.reopen_node", node(laid, "filing"), reason="证据有误")
    laid.do(laid.clerk, "projects.withdraw_document", Document.objects.get(), reason="有误")
    assert Document.objects.get().withdrawn_on == clock.today()


@database
def test_what_is_returned_is_reported_again_and_still_not_closed_by_a_reporter_of_the_round(laid):
    laid.do(laid.reviewer, "projects.report_node_done", node(laid, "filing"), on="2026-03-06", number="示例1号")
    laid.do(laid.clerk, "projects.return_node", node(laid, "filing"), reason="照片不清")
    assert (node(laid, "filing").state, node(laid, "filing").finished_on) == ("returned", None)
    report(laid, "filing")
    with pytest.raises(Conflict):
        laid.do(laid.reviewer, "projects.close_node", node(laid, "filing"))


@database
def test_a_closed_node_can_be_opened_again_and_its_proof_closes_it_no_more(laid):
    report(laid, "filing")
    laid.do(laid.reviewer, "projects.close_node", node(laid, "filing"))
    laid.do(laid.clerk, "projects.reopen_node", node(laid, "filing"), reason="现场核查不符")
    again = node(laid, "filing")
    assert (again.state, again.finished_on, again.proof) == ("under_way", None, None)


@database
def test_a_finish_lies_neither_ahead_nor_before_the_beginning(laid):
    with pytest.raises(BadInput) as refused:
        report(laid, "filing", on=(clock.today() + timedelta(days=1)).isoformat())
    assert refused.value.code == "future"
    laid.do(laid.reporter, "projects.begin_node", node(laid, "filing"), on="2026-03-10")
    with pytest.raises(BadInput) as refused:
        report(laid, "filing")
    assert refused.value.code == "finish_before_start"


@database
def test_a_milestone_has_no_beginning(laid):
    with pytest.raises(BadInput) as refused:
        laid.do(laid.reporter, "projects.begin_node", node(laid, "start"), on="2026-03-10")
    assert refused.value.code == "milestone"


@database
def test_a_baseline_is_approved_by_another_than_proposed_it_and_never_changes(laid):
    made = laid.do(laid.chief, "projects.propose_baseline", laid.laid, reason="首次")
    with pytest.raises(Conflict) as refused:
        laid.do(laid.chief, "projects.approve_baseline", made.key)
    assert refused.value.code == "apart"
    laid.do(laid.chief, "projects.refuse_baseline", made.key, reason="改由区县提出")
    made = laid.do(laid.clerk, "projects.propose_baseline", laid.laid, reason="首次")
    laid.do(laid.chief, "projects.approve_baseline", made.key, decision="示例〔2026〕3号")
    before = list(BaselineNode.objects.filter(baseline=made.key).order_by("id").values_list("node__key", "start", "finish"))
    laid.do(laid.clerk, "projects.amend_node", node(laid, "land"), title="净地", duration_working_days=99, reason="延期")
    assert list(BaselineNode.objects.filter(baseline=made.key).order_by("id").values_list("node__key", "start", "finish")) == before
    stored = Baseline.objects.get(pk=made.key)
    assert queries.approved_plan(stored, queries.frozen_of(stored)).digest == stored.sha256
    assert [f.text.en for f in fsck.check(installed(), clock.now()).findings] == []


@database
def test_an_adjustment_is_the_next_version_and_the_one_before_stays_to_be_read(laid):
    with pytest.raises(Conflict):
        laid.do(laid.clerk, "projects.re_baseline", laid.laid, reason="没有可调整的")
    first = laid.do(laid.clerk, "projects.propose_baseline", laid.laid, reason="首次").key
    laid.do(laid.chief, "projects.approve_baseline", first)
    second = laid.do(laid.clerk, "projects.re_baseline", laid.laid, reason="征迁延期").key
    assert Baseline.objects.get(pk=first).state == "approved"
    laid.do(laid.chief, "projects.approve_baseline", second)
    assert dict(Baseline.objects.values_list("version", "state")) == {1: "approved", 2: "approved"}
    assert queries.baseline_in(laid.laid.pk, "approved").version == 2


@database
def test_without_nodes_there_is_no_baseline(city):
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.propose_baseline", city.project(), reason="首次")
    assert refused.value.code == "no_nodes"


@database
def test_a_node_is_late_against_the_baseline_in_force_and_stands_in_my_work(laid):
    assert not queries.late_nodes(laid.clerk, NODE, clock.today()).exists(), "nothing is late that was never approved"
    laid.do(laid.chief, "projects.approve_baseline", laid.do(laid.clerk, "projects.propose_baseline", laid.laid, reason="首次").key)
    day = clock.today()
    late = list(queries.late_nodes(laid.clerk, NODE, day))
    due = dict(BaselineNode.objects.values_list("node__key", "finish"))
    assert [n.due for n in late] == sorted(f for f in due.values() if f < day)
    assert late[0].key == "filing" and late[0].due == due["filing"]
    assert not queries.late_nodes(laid.other_clerk, NODE, day).exists()
    tasks = [t for t in node_tasks(laid.reporter, day) if t.action == "projects.report_node_done"]
    assert len(tasks) == len(late) and tasks[0].due == due["filing"]
    assert isinstance(tasks[0].title, Text) and tasks[0].title.zh.endswith("：" + late[0].title) and tasks[0].title.en.endswith(": " + late[0].title_en)
    report(laid, "filing")
    waiting = [t for t in node_tasks(laid.reviewer, day) if t.action == "projects.close_node"]
    assert [t.key for t in waiting] == [node(laid, "filing").pk]
    assert "filing" not in {n.key for n in queries.late_nodes(laid.clerk, NODE, day)}


@database
def test_without_a_baseline_a_node_is_late_against_the_newest_forecast(laid):
    day = clock.today()
    for days in (3, 5):
        laid.do(
            laid.reporter, "projects.forecast_node", node(laid, "land"), expected_finish=(day + timedelta(days=days)).isoformat(), reason="测试"
        )
    assert not queries.late_nodes(laid.clerk, NODE, day + timedelta(days=4)).exists()
    assert [n.key for n in queries.late_nodes(laid.clerk, NODE, day + timedelta(days=6))] == ["land"]


@database
def test_a_forecast_that_has_passed_counts_as_today_and_none_is_made_for_a_day_gone_by(laid):
    with pytest.raises(BadInput) as refused:
        laid.do(laid.reporter, "projects.forecast_node", node(laid, "land"), expected_finish="2026-01-01", reason="测试")
    assert refused.value.code == "past"
    day = clock.today()
    laid.do(laid.reporter, "projects.forecast_node", node(laid, "land"), expected_finish=(day + timedelta(days=2)).isoformat(), reason="测试")
    shown = queries.shown(laid.clerk, SCHEDULE_RECORDS, Project.objects.get())
    later = day + timedelta(days=9)
    standing = kernel.standing(shown.forecasts[node(laid, "land").pk], later)
    assert (standing.finish, standing.overtaken) == (later, True)


@database
def test_the_schedule_of_an_earlier_day_is_read_from_the_history(laid):
    now = clock.now()
    with clock.on(clock.today() + timedelta(days=3)):
        laid.do(laid.clerk, "projects.amend_node", node(laid, "land"), title="净地", duration_working_days=99, reason="延期")
        then = queries.shown(laid.clerk, SCHEDULE_RECORDS, Project.objects.get(), at=now.astimezone(clock.ZONE).date())
        today = queries.shown(laid.clerk, SCHEDULE_RECORDS, Project.objects.get())
    assert then.plan.network["land"].duration_working_days == 60
    assert today.plan.network["land"].duration_working_days == 99


@database
def test_the_reading_of_a_schedule_takes_the_same_few_queries_however_many_nodes(laid, django_assert_max_num_queries):
    project = Project.objects.get()
    with django_assert_max_num_queries(6):
        assert len(queries.shown(laid.clerk, SCHEDULE_RECORDS, project).plan.rows) > 10


def test_words_of_the_reasons_are_in_both_languages():
    for text in (schedule.POINTS, schedule.NO_REPORT):
        assert isinstance(text, Text) and text.zh != text.en
