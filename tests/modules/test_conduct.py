"""The story of a problem of conduct: found, examined, corrected with proof, closed by another body; and who has read it."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from tests.city_fixture import City

from taizhang.basis.errors import BadInput, Conflict, NotAllowed, NotFound
from taizhang.frame import clock, fsck, proofs
from taizhang.frame.actor import PUBLIC
from taizhang.frame.catalogue import installed
from taizhang.frame.disclosure import readings
from taizhang.frame.reading import one, rows
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.conduct import queries, rules, terms
from taizhang.modules.conduct.declarations import PROBLEM
from taizhang.modules.conduct.models import Campaign, Problem, RuleItem, RuleList, Study
from taizhang.modules.conduct.module import MODULE
from taizhang.registers import deliveries, evidence, tokens
from taizhang.site.example_city.photo import photo
from taizhang.surfaces.cli.looking import listed, show

WORDS = "示例：某审批事项超期十日未办结"


@pytest.fixture
def city(db) -> City:
    return City()


@pytest.fixture
def campaign(city) -> Campaign:
    made = city.do(city.supervisor, "conduct.enter_campaign", city.district, number=1, source="示例方案")
    return Campaign.objects.get(pk=made.key)


@pytest.fixture
def bans(city) -> RuleList:
    made = city.do(city.supervisor, "conduct.enter_list", city.district, name="不担当不作为", source="示例文件")
    return RuleList.objects.get(pk=made.key)


def found(city: City, **more) -> Problem:
    given = {"organ": city.organs["甲区住建局"].pk, "description": WORDS, "found_on": "2026-02-03", "clue": "overdue", "concern": "conduct"}
    return Problem.objects.get(pk=city.do(city.supervisor, "conduct.find_problem", city.district, **(given | more)).key)


def given_out(city: City, due: str = "", **more) -> Problem:
    problem = found(city, **more)
    city.do(city.supervisor, "conduct.examine", problem, finding="示例：经核实属实")
    until = {"due": due} if due else {}
    city.do(city.supervisor, "conduct.give_out", problem, corrector=city.organs["甲区住建局"].pk, demand="示例：限期办结并公布时限", **until)
    problem.refresh_from_db()
    return problem


def reported(city: City, proof: bool = True) -> Problem:
    problem = given_out(city)
    more = {}
    if proof:
        taken = clock.now().replace(tzinfo=None)
        more["file"] = evidence.receive(city.reviewer, "done.jpg", [photo(taken, 34_750_000, 113_620_000)]).pk
    city.do(city.reviewer, "conduct.report_correction", problem, correction="示例：已办结，时限已公布", **more)
    problem.refresh_from_db()
    return problem


def read_by(problem: Problem) -> list[tuple[str, str]]:
    """Who was shown a problem and by which way, in the order of time."""
    return [(e.actor.partition("/")[0], json.loads(store.disclosure(e.key, "p").payload)["way"]) for e in reversed(readings(PROBLEM, problem.pk))]


# -- rules --------------------------------------------------------------------------------------------------------------


def test_a_list_says_which_of_its_ten_are_not_stated():
    assert rules.not_stated([]) == tuple(range(1, 11)) and rules.not_stated(range(1, 11)) == ()
    for number in (0, 11):
        with pytest.raises(BadInput):
            rules.check_number(number)


@pytest.mark.django_db
def test_the_list_chooses_by_a_standing_the_rows_that_the_rule_says_have_it(city):
    """The rule in Python and its condition in SQL, over every state and the days around a deadline."""
    today = clock.today()
    one = found(city)
    dues = [None, *(today + timedelta(days=n) for n in (-1, 0, 1))]
    for state, _ in terms.PROBLEM_STATES:
        for due in dues:
            Problem.objects.filter(pk=one.pk).update(state=state, due=due)
            chosen = [key for key, _ in terms.STANDINGS if queries.standing_at(Problem.objects.all(), key).exists()]
            assert chosen == [rules.standing(state, due, today)], (state, due)


@pytest.mark.parametrize(
    ("state", "due", "standing"),
    [
        ("found", None, "before"),
        ("correcting", None, "no_deadline"),
        ("correcting", date(2026, 3, 2), "running"),
        ("returned", date(2026, 3, 1), "overdue"),
        ("reported", date(2026, 3, 1), "to_check"),
        ("closed", date(2026, 3, 1), "ended"),
    ],
)
def test_a_correction_without_a_deadline_is_never_late(state, due, standing):
    assert rules.standing(state, due, date(2026, 3, 2)) == standing


# -- campaigns, lists, study --------------------------------------------------------------------------------------------


def test_what_the_source_does_not_state_stays_not_stated_until_somebody_states_it(city, campaign, bans, browser):
    page = browser(city.supervisor).get("/conduct/").content.decode()
    assert "第1个专项行动（名称未写明）" in page and "十条均未写明" in page
    city.do(city.supervisor, "conduct.state_campaign", campaign, name="示例专项行动", source="示例通知", begins_on="2026-03-01")
    city.do(city.supervisor, "conduct.state_item", bans, number=3, words="示例条文三", source="示例文件", valid_from="2026-01-01")
    page = browser(city.supervisor).get("/conduct/").content.decode()
    assert "示例专项行动" in page and "示例条文三" in page and "未写明：第1、2、4、5、6、7、8、9、10条" in page
    english = browser(city.supervisor, "en").get("/conduct/").content.decode()
    assert "not stated: 1, 2, 4" in english


def test_new_words_of_an_item_end_the_ones_before_and_both_stay(city, bans):
    state = {"number": 1, "source": "示例文件"}
    city.do(city.supervisor, "conduct.state_item", bans, words="示例旧条文", valid_from="2026-01-01", **state)
    with pytest.raises(BadInput):
        city.do(city.supervisor, "conduct.state_item", bans, words="示例新条文", valid_from="2026-01-01", **state)
    city.do(city.supervisor, "conduct.state_item", bans, words="示例新条文", valid_from="2026-02-01", **state)
    old, new = RuleItem.objects.order_by("valid_from")
    assert (old.valid_to, new.valid_to) == (date(2026, 2, 1), None)
    assert found(city, item=old.pk, found_on="2026-01-31").rule_list_id == bans.pk
    with pytest.raises(BadInput) as refused:
        found(city, item=old.pk, found_on="2026-02-01")
    assert refused.value.code == "not_in_force"


def test_a_session_of_study_is_of_the_organ_that_held_it_in_a_campaign(city, campaign):
    given = {"campaign": campaign.pk, "held_on": "2026-02-01", "topic": "示例学习内容"}
    city.do(city.reviewer, "conduct.record_study", None, attended=12, **given)
    assert (Study.objects.get().attended, Study.objects.get().organ) == (12, city.organs["甲区住建局"])
    with pytest.raises(BadInput):
        city.do(city.reviewer, "conduct.record_study", None, **given | {"held_on": "2099-01-01"})


# -- problems -----------------------------------------------------------------------------------------------------------


def test_from_found_to_closed_by_another_body(city, campaign, bans):
    problem = reported(city)
    assert (problem.number, problem.state) == (f"作风〔{clock.today().year}〕1号", "reported")
    city.do(city.supervisor, "conduct.return_correction", problem, reason="示例：未公布时限")
    city.do(city.reviewer, "conduct.report_correction", problem, correction="示例：时限已公布")
    city.do(city.supervisor, "conduct.close_problem", problem, check_result="示例：复查属实")
    problem.refresh_from_db()
    assert (problem.state, problem.closed_on, problem.due) == ("closed", clock.today(), None)
    assert found(city, campaign=campaign.pk, rule_list=bans.pk).number.endswith("〕2号")
    assert fsck.check(installed(), clock.now()).findings == ()


def test_without_proof_nothing_is_closed(city):
    with pytest.raises(Conflict) as refused:
        city.do(city.supervisor, "conduct.close_problem", reported(city, proof=False), check_result="示例")
    assert "整改佐证" in str(refused.value.details[0])


def test_the_body_that_corrected_does_not_close_though_another_person_of_it_does(city):
    city._post("inspector", "supervisor", "甲区住建局", city.district)
    for action, given in (("close_problem", {"check_result": "示例"}), ("return_correction", {"reason": "示例"})):
        with pytest.raises(Conflict) as refused:
            city.do(city.inspector, f"conduct.{action}", reported(city), **given)
        assert refused.value.code == "apart"


def test_nobody_deals_with_a_problem_of_their_own_organ(city, browser):
    """The supervisor's own organ is concerned; another one corrects it, so that no other rule is in the way."""
    own = found(city, organ=city.organs["甲区审计局"].pk)
    assert own.number not in browser(city.supervisor).get("/work/").content.decode()
    city._post("second", "supervisor", "甲区水利局", city.district)
    steps = [
        ("withdraw_problem", {"reason": "示例"}),
        ("hand_over", {"handed_to": "示例机关", "reason": "示例"}),
        ("examine", {"finding": "示例"}),
        ("give_out", {"corrector": city.organs["甲区住建局"].pk, "demand": "示例", "due": "2099-12-31"}),
        ("set_deadline", {"due": "2099-11-30", "reason": "示例"}),
    ]
    for verb, given in steps:
        with pytest.raises(Conflict) as refused:
            city.do(city.supervisor, f"conduct.{verb}", own, **given)
        assert (refused.value.code, refused.value.law) == ("own_organ", terms.DISCIPLINE)
        if verb in ("examine", "give_out"):
            city.do(city.second, f"conduct.{verb}", own, **given)
    photo_ = evidence.receive(city.reviewer, "done.jpg", [photo(clock.now().replace(tzinfo=None), 34_750_000, 113_620_000)])
    city.do(city.reviewer, "conduct.report_correction", own, correction="示例", file=photo_.pk)
    for verb, given in (("return_correction", {"reason": "示例"}), ("close_problem", {"check_result": "示例"})):
        with pytest.raises(Conflict) as refused:
            city.do(city.supervisor, f"conduct.{verb}", own, **given)
        assert refused.value.code == "own_organ"


def test_who_gave_a_problem_out_may_hasten_it_and_only_somebody_else_puts_it_off(city):
    problem = given_out(city, due="2099-06-30")
    city._post("second", "supervisor", "甲区审计局", city.district)
    city.do(city.supervisor, "conduct.set_deadline", problem, due="2099-05-31", reason="示例：提前")
    with pytest.raises(Conflict) as refused:
        city.do(city.supervisor, "conduct.set_deadline", problem, due="2099-06-01", reason="示例")
    assert (refused.value.code, refused.value.law) == ("own_deadline", terms.CLOSED_BY_ANOTHER)
    city.do(city.second, "conduct.set_deadline", problem, due="2099-12-31", reason="示例：材料需公示")
    problem.refresh_from_db()
    assert problem.due == date(2099, 12, 31)


def test_words_about_an_organ_name_nobody(city):
    for words in ("示例：联系人电话13800138000", "示例：证件410105199001011234", "示例：reviewer（示例）未按时办理"):
        with pytest.raises(BadInput) as refused:
            found(city, description=words)
        assert (refused.value.code, refused.value.field) == ("names_somebody", "description")


def test_what_cannot_be_is_refused(city, bans):
    with pytest.raises(BadInput):
        found(city, found_on="2099-01-01")
    with pytest.raises(BadInput) as refused:
        found(city, organ=city.organs["乙区住建局"].pk)
    assert refused.value.code == "elsewhere"
    with pytest.raises(BadInput) as refused:
        given_out(city, due="2020-01-01")
    assert refused.value.code == "past"
    problem = given_out(city)
    city._post("other", "bureau.reviewer", "甲区水利局", city.district)
    with pytest.raises(NotFound):
        city.do(city.other, "conduct.report_correction", problem, correction="示例")
    with pytest.raises(Conflict):
        city.do(city.supervisor, "conduct.withdraw_problem", problem, reason="示例")


def test_a_clue_is_handed_over_and_a_problem_that_does_not_hold_is_withdrawn_with_its_reason(city):
    handed, void = found(city), found(city)
    city.do(city.supervisor, "conduct.hand_over", handed, handed_to="示例机关", reason="示例：不属作风问题")
    city.do(city.supervisor, "conduct.withdraw_problem", void, reason="示例：经核实不成立")
    handed.refresh_from_db()
    void.refresh_from_db()
    assert (handed.state, handed.handed_to) == ("handed_over", "示例机关")
    assert (void.state, void.reason) == ("withdrawn", "示例：经核实不成立")


def test_a_problem_says_which_of_the_three_it_concerns_and_they_are_counted_apart(city, browser):
    spirit, discipline = found(city, concern="spirit"), found(city, concern="discipline")
    page = browser(city.supervisor).get("/list/conduct.problems/?concern=discipline").content.decode()
    assert discipline.number in page and spirit.number not in page
    overview = browser(city.supervisor).get("/conduct/").content.decode()
    assert 'concern=spirit">1</a>' in overview and 'concern=discipline">1</a>' in overview and "党风 0" in overview


def test_a_deadline_is_not_set_until_somebody_sets_it(city, browser):
    problem = given_out(city)
    assert "未定" in browser(city.supervisor).get("/list/conduct.problems/").content.decode()
    city.do(city.supervisor, "conduct.set_deadline", problem, due="2099-12-31", reason="示例")
    assert "2099-12-31" in browser(city.supervisor).get("/list/conduct.problems/").content.decode()


# -- who sees it, and that it was seen ----------------------------------------------------------------------------------


def test_the_body_concerned_sees_its_problem_only_once_it_has_it_to_correct(city):
    problem = found(city)
    assert not rows(city.reviewer, PROBLEM).exists()
    city.do(city.supervisor, "conduct.examine", problem, finding="示例：经核实属实")
    assert not rows(city.reviewer, PROBLEM).exists()
    city.do(city.supervisor, "conduct.give_out", problem, corrector=city.organs["甲区住建局"].pk, demand="示例")
    assert rows(city.reviewer, PROBLEM).get() == problem
    for actor in (PUBLIC, city.clerk, city.leader, city.reporter, city.other_reviewer, city.city_clerk, city.statistician):
        with pytest.raises(NotFound):
            one(actor, PROBLEM, problem.pk)
    with pytest.raises(NotAllowed):
        city.do(city.clerk, "conduct.find_problem", city.district, organ=problem.organ_id, description=WORDS, found_on="2026-02-03")


def test_who_corrects_is_told_that_there_is_something_and_nobody_else_is_nor_any_mailbox(city, browser):
    problem = given_out(city)
    page = browser(city.reviewer, "en").get("/conduct/messages/").content.decode()
    assert "A problem of conduct is your organ&#x27;s to correct" in page and f'href="/r/conduct.problem/{problem.pk}/"' in page
    assert WORDS not in page and read_by(problem) == [], "a message tells the number and nothing of the problem"
    for other in (city.clerk, city.reporter):
        assert browser(other).get("/conduct/messages/").status_code == 403
    city._post("street_chief", "street.clerk", "甲区二街道办", city.district)
    assert "还没有消息" in browser(city.street_chief).get("/conduct/messages/").content.decode()
    assert "conduct_correction" not in deliveries.inboxes() and "report_reminder" in deliveries.inboxes()


def test_nothing_of_the_module_is_public():
    assert not any(record.public or any(f.visibility == "public" for f in record.fields) for record in MODULE.records)
    assert not any(action.public for action in MODULE.actions) and not any(listing.public for listing in MODULE.listings)
    assert PROBLEM.on_record


def test_every_way_of_reading_a_problem_writes_who_has_read_it(city, browser, client):
    problem = reported(city)
    mine, page = f"p{city.supervisor.person}", browser(city.supervisor)
    ways = [
        ("page", f"/r/conduct.problem/{problem.pk}/"),
        ("form", f"/r/conduct.problem/{problem.pk}/do/conduct.close_problem/"),
        ("list", "/list/conduct.problems/"),
        ("export", "/list/conduct.problems/export.xlsx"),
        ("file", f"/evidence/{problem.proof_id}/"),
        ("entry", f"/entry/{problem.entry}/"),
    ]
    for n, (way, address) in enumerate(ways, 1):
        assert page.get(address).status_code == 200, address
        assert read_by(problem)[-1] == (mine, way) and len(read_by(problem)) == n
    token = tokens.issue(page.get("/work/").wsgi_request.user, "test")[1]
    for address in ("/api/records/conduct.problem/", f"/api/records/conduct.problem/{problem.pk}/", f"/api/entries/{problem.entry}/"):
        assert client.get(address, headers={"authorization": f"Bearer {token}"}).status_code == 200
        assert read_by(problem)[-1] == (mine, "api")
    assert len(read_by(problem)) == 9
    with pytest.raises((Conflict, NotFound)):
        proofs.bundle(city.clerk, problem.entry)
    assert browser(city.clerk).get(f"/r/conduct.problem/{problem.pk}/").status_code == 404
    assert len(read_by(problem)) == 9, "who was shown nothing has read nothing"
    assert Entry.objects.filter(action="conduct.problem.opened").exclude(subject=f"conduct.problem:{problem.pk}").count() == 0


def test_the_command_line_writes_it_too(city, browser, capsys):
    problem = found(city)
    browser(city.supervisor)
    name = f"p{city.supervisor.person}"
    shown = {"as_": name, "at": None, "as_json": True}
    show(Namespace(kind="conduct.problem", key=problem.pk, **shown))
    listed(Namespace(listing="conduct.problems", filter=[], search="", sort="", page=1, size=50, **shown))
    assert read_by(problem) == [(name, "shell")] * 2 and WORDS in capsys.readouterr().out


def test_who_has_read_it_stands_on_its_page_for_those_who_check_and_not_among_what_was_done(city, browser):
    problem = given_out(city)
    assert "查阅记录" not in browser(city.reviewer).get(f"/r/conduct.problem/{problem.pk}/").content.decode()
    page = browser(city.supervisor).get(f"/r/conduct.problem/{problem.pk}/").content.decode()
    assert "查阅记录（2）" in page and page.count("reviewer（示例）") >= 1
    assert page.count("<b>查阅</b>") == 0


def test_my_work_and_the_search_say_the_number_and_nothing_of_the_problem(city, browser):
    problem = given_out(city)
    work = browser(city.reviewer).get("/work/").content.decode()
    hits = browser(city.reviewer).get("/search/", {"q": problem.number}).content.decode()
    for page in (work, hits):
        assert problem.number in page and WORDS not in page
    assert "时限未定" in work and read_by(problem) == []


def test_counts_are_of_what_one_may_see_and_are_no_reading(city, browser, campaign):
    given_out(city, campaign=campaign.pk)
    found(city, campaign=campaign.pk)
    all_of_it = browser(city.supervisor).get("/conduct/").content.decode()
    own = browser(city.reviewer).get("/conduct/").content.decode()
    none = browser(city.clerk).get("/conduct/").content.decode()
    assert f'campaign={campaign.pk}">2</a>' in all_of_it and f'campaign={campaign.pk}">1</a>' in own
    assert "查出" not in none and "第1个专项行动" in none
    assert not Entry.objects.filter(action="conduct.problem.opened").exists()


def test_the_export_has_what_the_list_shows(city, browser):
    given_out(city)
    made = b"".join(browser(city.supervisor).get("/list/conduct.problems/export.xlsx"))
    cells = [str(c.value) for row in load_workbook(io.BytesIO(made)).active.iter_rows() for c in row]
    assert WORDS in cells and "未定" in cells
