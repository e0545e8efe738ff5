"""Projects that share crews: finish beside the unlimited one, who waits for whom, windows, refusals; nothing is ever written."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from tests.city_fixture import City

from taizhang.basis.errors import BadInput
from taizhang.frame import clock
from taizhang.kernels.ledger.models import Entry
from taizhang.kernels.schedule import exact
from taizhang.modules.projects import crews, queries
from taizhang.modules.projects.crews import Crew
from taizhang.modules.projects.models import Node
from taizhang.registers import calendar

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db):
    return City()


@pytest.fixture
def three(city):
    made = [city.project(name=f"示例地块{n}号", kind="filed") for n in "甲乙丙"]
    for project in made:
        city.do(city.clerk, "projects.lay_out_nodes", project, starts_on=(clock.today() + timedelta(days=7)).isoformat())
    return made


def works(projects):
    day = clock.today()
    plans = [queries.plan_now(p, day) for p in projects]
    return [crews.Work(p.pk, p.name, plan, {k: r.title for k, r in plan.rows.items()}) for p, plan in zip(projects, plans, strict=True)]


def tried(projects, *given, needs=None):
    return crews.try_out(works(projects), given, needs or {}, calendar.calendar(), clock.today())


def demolitions(found):
    return sorted((p for p in found.pieces if p.team == "demolition"), key=lambda p: p.limited)


def test_without_limits_each_project_ends_when_its_own_schedule_does(three):
    found = tried(three, Crew("demolition", 3))
    assert [o.unlimited for o in found.outcomes] == [w.plan.finish.date for w in works(three)]
    assert [(o.later, o.limited == o.unlimited) for o in found.outcomes] == [(0, True)] * 3


def test_with_one_team_one_node_waits_for_the_other_and_two_projects_end_later(three):
    found = tried(three, Crew("demolition", 1))
    first, second, third = demolitions(found)
    assert not first.waits and second.behind == (f"{first.name}·{first.title}",) and third.behind == (f"{second.name}·{second.title}",)
    assert first.limited[1] < second.limited[0] <= second.limited[1] < third.limited[0]
    assert sorted(o.later for o in found.outcomes) == [0, 60, 120]


def test_a_window_holds_the_work_inside_it_and_a_short_one_is_refused_by_name(three):
    begin = clock.today() + timedelta(days=200)
    found = tried(three[:1], Crew("demolition", 1, ((begin, begin + timedelta(days=150)),)))
    only = demolitions(found)[0]
    assert begin <= only.limited[0] and only.limited[1] <= begin + timedelta(days=150) and only.opens
    with pytest.raises(BadInput) as refused:
        tried(three[:1], Crew("demolition", 1, ((begin, begin + timedelta(days=20)),)))
    assert refused.value.code == "no_room" and "示例地块甲号·用地手续与净地交付" in refused.value.reason.zh
    with pytest.raises(BadInput) as refused:
        tried(three[:1], Crew("demolition", 1, ((date(2020, 1, 1), date(2020, 12, 31)),)))
    assert refused.value.code == "no_room"


def test_a_need_above_what_there_is_is_refused_and_one_that_is_stated_counts(three):
    with pytest.raises(BadInput) as refused:
        tried(three, Crew("demolition", 1), needs={("demolition", "land"): 2})
    assert refused.value.code == "too_few"
    assert max(o.later for o in tried(three, Crew("demolition", 2), needs={("demolition", "land"): 2}).outcomes) == 120


def test_one_node_may_need_another_number_than_its_sort(three):
    land = Node.objects.get(project=three[0], key="land")
    found = crews.try_out(works(three), [Crew("demolition", 2)], {}, calendar.calendar(), clock.today(), single={land.pk: 2})
    assert {p.project: p.need for p in demolitions(found)} == {three[0].pk: 2, three[1].pk: 1, three[2].pk: 1}
    # Two crews do two of the nodes side by side, and the third, which needs both, alone.
    assert sorted(o.later for o in found.outcomes) in ([0, 0, 60], [0, 60, 60])
    with pytest.raises(BadInput) as refused:
        crews.try_out(works(three), [Crew("demolition", 1)], {}, calendar.calendar(), clock.today(), single={land.pk: 2})
    assert refused.value.code == "too_few" and "甲号" in refused.value.reason.zh


def test_the_independent_checker_has_looked_at_what_is_shown(three):
    found = tried(three, Crew("demolition", 1))
    assert found.wrong == () and found.method == crews.SERIAL and found.checked == sum(len(w.plan.rows) for w in works(three))


def test_the_exact_method_is_never_longer_and_passes_the_checker_or_says_how_to_get_it(three):
    given = (works(three), [Crew("demolition", 1)], {}, calendar.calendar(), clock.today())
    if not exact.is_installed():
        with pytest.raises(BadInput) as refused:
            crews.try_out(*given, method=crews.EXACT)
        assert refused.value.code == "needs_ortools"
        return
    found, serial = crews.try_out(*given, method=crews.EXACT), crews.try_out(*given)
    assert found.wrong == () and found.method == crews.EXACT
    assert max(o.limited for o in found.outcomes) <= max(o.limited for o in serial.outcomes)
    assert all(p.behind or p.opens for p in found.pieces if p.waits), "nothing is put off for no reason"


def test_work_that_has_begun_goes_on_and_keeps_its_crew(city, three):
    filing = Node.objects.get(project=three[1], key="filing")
    city.do(city.reporter, "projects.report_node_done", filing, on=clock.today().isoformat(), number="示例证明1号")
    city.do(city.reporter, "projects.begin_node", Node.objects.get(project=three[1], key="land"), on=clock.today().isoformat())
    held, *others = demolitions(tried(three, Crew("demolition", 1)))
    assert held.held and held.project == three[1].pk and not held.waits
    assert all(o.waits for o in others) and others[0].behind == (f"{held.name}·{held.title}",)


def test_too_many_projects_are_refused_before_anything_is_computed(three):
    with pytest.raises(BadInput) as refused:
        tried(three * 17, Crew("demolition", 1))
    assert refused.value.code == "too_large" and "51" in refused.value.reason.zh


def test_the_page_lets_one_choose_the_method_and_a_need_node_by_node(city, browser, three):
    before = Entry.objects.count()
    land = Node.objects.get(project=three[0], key="land")
    text = browser(city.clerk).get(f"/projects/crews/?crew-demolition=2&node-{land.pk}=2").content.decode()
    assert f'name="node-{land.pk}" value="2"' in text and "×2" in text and "独立检查：" in text and "都成立" in text
    assert text.count('name="method"') == 2 and ("disabled" in text) == ("pip install" in text) == (not exact.is_installed())
    asked = browser(city.clerk, "en").get("/projects/crews/?crew-demolition=1&method=exact")
    english = asked.content.decode()
    if exact.is_installed():
        assert asked.status_code == 200 and "Method: constraint programming" in english
    else:
        assert asked.status_code == 422 and "pip install" in english
    wrong = browser(city.clerk).get(f"/projects/crews/?crew-demolition=1&node-{land.pk}=2")
    assert wrong.status_code == 422 and f'name="node-{land.pk}" value="2"' in wrong.content.decode(), "what was filled in stays to be changed"
    assert Entry.objects.count() == before


def test_the_page_says_it_in_both_languages_saves_nothing_and_gives_a_workbook(city, browser, three):
    before = Entry.objects.count()
    client = browser(city.clerk)
    assert "至少填一种队伍的数量" in client.get("/projects/crews/").content.decode()
    text = client.get("/projects/crews/?crew-demolition=1").content.decode()
    assert "2 个项目因等队伍或窗口期推迟" in text and len(re.findall('class="cw-part cw-waits"', text)) == 2
    assert len(re.findall('class="cw-behind">示例地块.号·用地手续与净地交付<', text)) == 2
    english = browser(city.clerk, "en").get("/projects/crews/?crew-demolition=1&need-demolition-land=1").content.decode()
    assert "2 project(s) finish later" in english and "Land title and cleared land" in english
    one = client.get(f"/projects/crews/?crew-demolition=1&project={three[0].pk}").content.decode()
    assert "没有项目因此推迟完成" in one
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get("/projects/crews/?crew-demolition=1&take=xlsx").streaming_content))).worksheets[0]
    assert sheet.max_row == 4 and {row[10].value for row in sheet.iter_rows(min_row=2)} == {0, 60, 120}
    assert Entry.objects.count() == before


@pytest.mark.parametrize("query", ["crew-demolition=x", "crew-demolition=1&from-demolition=2026-01-01", "crew-demolition=0"])
def test_what_makes_no_sense_is_refused_on_the_page_with_the_reason(city, browser, three, query):
    answer = browser(city.clerk).get(f"/projects/crews/?{query}")
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()


def test_only_projects_of_ones_own_scope_are_offered_or_taken_in(city, browser, three):
    text = browser(city.other_clerk).get(f"/projects/crews/?crew-demolition=1&project={three[0].pk}").content.decode()
    assert "示例地块" not in text
