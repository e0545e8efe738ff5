"""Every action that people do succeeds at least once through the API, in the order of a project's life, by those who may.

Each line of the tables reads: who, what, on what, with which inputs. What is derived from them must have happened as entries.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from taizhang.frame import batches, clock
from taizhang.frame.catalogue import installed
from taizhang.kernels.draw import chain_of
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.commitments.models import Task
from taizhang.modules.inspection.models import DrawnObject, Visit
from taizhang.modules.projects.models import Link
from taizhang.registers import attempts
from taizhang.site.example_city.photo import photo
from taizhang.surfaces.api.openapi import people_do
from tests.access.conftest import taken_back
from tests.access.draws_stage import window
from tests.access.sandbox_stage import chapter as sandbox
from tests.access.stage import PARTIES, REVEALED
from tests.access.visits_stage import chapter as inspection_visits

CLERK, CHIEF, BUREAU, UNIT = "drc.clerk", "drc.chief", "bureau.reviewer", "unit.reporter"
STATISTICS, ADMIN, SECURITY = "statistics.officer", "admin.system", "admin.security"
OFFICE, LEADER, SUPERVISOR = "supervision.clerk", "leader", "supervisor"
PLANNER, APPROVER = "inspection.planner", "inspection.chief"
#: The system administrator of the topmost place; every other player is one of the first district's.
TOPMOST = "topmost"

GOV_TO_PERMIT = (
    ("proposal_approval", "approve_proposal"),
    ("feasibility_approval", "approve_feasibility"),
    ("design_approval", "approve_design"),
    ("money_notice", "allot_money"),
    ("construction_permit", "grant_permit"),
)
GOV_AFTER = (("acceptance_record", "accept_completion"), ("accounts_approval", "approve_accounts"), ("evaluation_report", "evaluate"))
FILED_TO_PERMIT = (("filing_certificate", "file"), ("factor_statement", "secure_factors"), ("construction_permit", "grant_permit"))
FILED_AFTER = (("acceptance_record", "accept_completion"), ("production_record", "start_production"), ("capacity_record", "reach_capacity"))

RENEWAL_TO_PERMIT = (
    ("quarter_plan", "plan_quarter"),
    ("renewal_plan_approval", "approve_renewal_plan"),
    ("body_decision", "name_body"),
    ("construction_permit", "grant_permit"),
)


class Story:
    """Does actions through the API and keeps which of them succeeded."""

    def __init__(self, stage: Any) -> None:
        self.stage, self.done = stage, set()

    def do(self, role: str, action: str, target: int | None = None, on: str = "projects.project", /, **inputs: Any) -> int:
        """The key of the row that the entry is about."""
        caller = self.stage.topmost if role == TOPMOST else self.stage.caller(self.stage.own[role])
        answer = caller.act(action, target, on, **inputs)
        created = installed().action(action).action.creates is not None
        assert answer.status_code == (201 if created else 200), f"{action}: {answer.status_code} {answer.content.decode()}"
        self.done.add(action)
        subject = answer.json()["subject"]
        return subject["id"] if subject else 0

    def photo(self, role: str, project: int) -> int:
        # Of its own for each project: one photo does not prove two starts.
        picture = photo(datetime(2026, 1, 10, 9, 0), 34_750_000 + 1_000 * project, 113_620_000)
        return self.sent(role, picture)

    def sent(self, role: str, picture: bytes) -> int:
        file = SimpleUploadedFile("site.jpg", picture, "image/jpeg")
        return self.stage.caller(self.stage.own[role]).client.post("/api/evidence/", {"file": file}).json()["ref"]

    def paper(self, project: int, kind: str) -> int:
        return self.do(CLERK, "projects.add_document", project, kind=kind, dated="2026-01-15", number="示例〔2026〕1号")

    def steps(self, project: int, steps: tuple[tuple[str, str], ...]) -> None:
        for kind, verb in steps:
            self.paper(project, kind)
            self.do(CLERK, f"projects.{verb}", project)

    def prove_start(self, project: int) -> int:
        """Contract, dated and located photo, first payment: with the permit they prove the start. Gives the contract."""
        contract = self.paper(project, "contract")
        self.do(UNIT, "projects.add_document", project, kind="works_photo", dated="2026-01-10", file=self.photo(UNIT, project))
        self.paper(project, "first_payment")
        return contract

    def month(self, project: int, period: str) -> int:
        """A month reported, reviewed and accepted by three people."""
        report = self.do(UNIT, "projects.report_month", project, period=period, progress="示例")
        self.do(BUREAU, "projects.review_report", report, "projects.report")
        self.do(CLERK, "projects.accept_report", report, "projects.report")
        return report


def registers(story: Story) -> None:
    stage = story.stage
    district, organ = stage.rows["registers.place"].pk, stage.rows["registers.organ"].pk
    place = story.do(ADMIN, "office.add_place", district, "registers.place", name="新街道", kind="street")
    made = story.do(ADMIN, "office.found_organ", district, "registers.place", name="新机构", kind="bureau")
    one = story.do(ADMIN, "office.enrol", made, "registers.organ", name="示例一")
    two = story.do(ADMIN, "office.enrol", organ, "registers.organ", name="示例二")
    post = story.do(ADMIN, "office.appoint", made, "registers.organ", person=one, role="leader", place=place, valid_from="2026-01-01")
    story.do(ADMIN, "office.cover", post, "registers.appointment", person=two, valid_from="2026-02-01", valid_to="2026-02-20")
    story.do(ADMIN, "office.revoke", post, "registers.appointment", last_day="2027-01-31", reason="示例")
    delivery = story.do(ADMIN, "office.set_delivery", made, "registers.organ", channel="email", address="office@example.org")
    story.do(ADMIN, "office.stop_delivery", delivery, "registers.delivery")
    story.do(TOPMOST, "office.load_notice", None, year=2028, number="示例", published_on="2026-11-02")
    story.do(ADMIN, "office.enter_enterprise", district, "registers.place", name="示例公司", uscc=stage.third_code)
    first = stage.rows["registers.enterprise"].pk
    story.do(ADMIN, "office.merge_enterprises", first, "registers.enterprise", into=stage.second_firm.pk, reason="示例")


def accounts(story: Story) -> None:
    stage = story.stage
    organ = stage.rows["registers.organ"].pk
    person = story.do(ADMIN, "office.enrol", organ, "registers.organ", name="示例三")
    story.do(SECURITY, "office.open_account", person, "registers.person", username="shili-three")
    attempts.counted("shili-three", "")
    story.do(SECURITY, "office.unlock_account", person, "registers.person")
    story.do(SECURITY, "office.reset_account", person, "registers.person", reason="示例")
    story.do(SECURITY, "office.close_account", person, "registers.person", reason="示例")


def workbooks(story: Story) -> None:
    stage = story.stage
    district = stage.rows["registers.place"].pk
    story.do(ADMIN, "office.accept_register", district, "registers.place", intake=stage.intakes[stage.own[ADMIN].person])
    batch = story.do(CLERK, "projects.accept_workbook", district, "registers.place", intake=stage.intakes[stage.own[CLERK].person], year=2026)
    snapshot = {"city": "示例二市", "title": "示例", "published_on": "2026-01-11", "intake": stage.commitments[stage.own[CLERK].person]}
    story.do(CLERK, "projects.take_in_capital_plan", district, "registers.place", **snapshot)
    story.do(CLERK, "office.stop_batch", batch, "frame.batch", reason="示例")
    story.do(CLERK, "office.resume_batch", batch, "frame.batch")
    story.do(CLERK, "office.stop_batch", batch, "frame.batch", reason="示例")
    story.do(CLERK, "office.withdraw_batch", batch, "frame.batch", reason="示例")
    halted = stage.rows["frame.batch"].pk
    story.do(ADMIN, "office.halt_batch", district, "registers.place", batch=halted, reason="示例")
    story.do(CLERK, "projects.save_template", None, name="示例模板", body=stage.template)
    story.do(CLERK, "projects.save_form", None, name="示例表样", body=stage.form)


def government_project(story: Story) -> None:
    """From the reserve to the evaluation, with a start that falls away and is proved again."""
    stage = story.stage
    project = story.do(CLERK, "projects.register", stage.city.street_place.pk, "registers.place", name="示例大桥", kind="gov")
    story.do(CLERK, "projects.assign_unit", project, unit=stage.own[UNIT].organs[0])
    story.do(CLERK, "projects.amend", project, name="示例大桥（一期）", reason="示例")
    story.do(CLERK, "projects.open_list", None, name="示例候选", year=2026)
    story.do(CLERK, "projects.put_on_list", project, list=stage.rows["projects.list"].pk)
    story.do(CLERK, "projects.take_off_list", project, list=stage.rows["projects.list"].pk, reason="示例")
    story.do(CLERK, "projects.plan", project, role="annual_plan", year=2026, amount_fen=100_000_000)
    story.do(CLERK, "projects.publish", project)
    story.do(CLERK, "projects.unpublish", project, reason="示例")
    for verb in ("announce_requisition", "publish_compensation"):
        story.do(CLERK, f"projects.{verb}", project, number="示例1号", dated="2026-01-05")
    story.do(CLERK, "projects.begin_signing", project)
    story.do(CLERK, "projects.hand_over_land", project, number="示例2号", dated="2026-01-06")
    item = story.do(CLERK, "projects.add_item", project, list="problem", title="示例事项")
    story.do(CLERK, "projects.assign_item", item, "projects.item", due="2026-12-31")
    story.do(UNIT, "projects.complete_item", item, "projects.item", on="2026-01-20")
    dropped = story.do(CLERK, "projects.add_item", project, list="problem", title="不需要了")
    story.do(CLERK, "projects.drop_item", dropped, "projects.item", reason="示例")
    story.steps(project, GOV_TO_PERMIT)
    story.do(UNIT, "projects.claim_start", project, on="2026-01-08")
    contract = story.prove_start(project)
    story.do(CLERK, "projects.withdraw_document", contract, "projects.document", reason="示例")
    # What follows the picture's end is not shown: another file, the same photo as the one of the stage's own project.
    again = story.sent(UNIT, stage.picture + b"again")
    similar = story.do(UNIT, "projects.add_document", project, kind="works_photo", dated="2026-01-10", file=again)
    story.do(CLERK, "projects.explain_photo", similar, "projects.document", reason="示例")
    story.paper(project, "contract")
    months(story, project)
    story.steps(project, GOV_AFTER)


def months(story: Story, project: int) -> None:
    returned = story.do(UNIT, "projects.report_month", project, period="2026-02", progress="示例")
    story.do(BUREAU, "projects.return_report", returned, "projects.report", reason="示例")
    sent_back = story.do(UNIT, "projects.correct_report", returned, "projects.report", progress="更正", reason="示例")
    for verb in ("return_to_bureau", "return_to_unit"):
        story.do(BUREAU, "projects.review_report", sent_back, "projects.report")
        story.do(CLERK, f"projects.{verb}", sent_back, "projects.report", reason="示例")
    accepted = story.month(project, "2026-03")
    story.do(CHIEF, "projects.forward_report", accepted, "projects.report")
    story.do(CLERK, "projects.remind", project, period="2026-04")
    story.do(STATISTICS, "projects.certify", project, period="2026-03", in_library=True, investment_fen=1)


def coordination(story: Story) -> None:
    """A matter asked, decided, reported done, returned, reported again and closed; another one not taken up."""
    project, on = _of_kind(story, "示例协调项目", "filed"), "projects.coordination"
    asked = story.do(UNIT, "projects.ask_coordination", project, matter="示例")
    organ = story.stage.city.organs["甲区住建局"].pk
    given = {"meeting": "示例专题会", "met_on": "2026-01-15", "decision": "示例", "organ": organ, "due": "2099-12-31"}
    story.do(CHIEF, "projects.decide_coordination", asked, on, **given)
    story.do(BUREAU, "projects.report_coordination_done", asked, on, result="示例")
    story.do(CLERK, "projects.return_coordination", asked, on, reason="示例")
    story.do(BUREAU, "projects.report_coordination_done", asked, on, result="示例")
    story.do(CLERK, "projects.close_coordination", asked, on)
    story.do(CHIEF, "projects.decline_coordination", story.do(UNIT, "projects.ask_coordination", project, matter="示例"), on, reason="示例")


def beside_the_round(story: Story) -> None:
    """A column added to a list, filled in, amended and ended; a comment on a unit's month, amended."""
    project, on = _of_kind(story, "示例附加列项目", "filed"), "projects.extra_column"
    project_list = story.stage.rows["projects.list"].pk
    story.do(CLERK, "projects.put_on_list", project, list=project_list)
    column = story.do(CLERK, "projects.add_column", list=project_list, name="示例岗位", kind="number", unit="个")
    story.do(UNIT, "projects.fill_columns", project, cells="示例岗位=12", period="2026-01")
    story.do(CHIEF, "projects.amend_column", column, on, name="示例新增岗位")
    story.do(CHIEF, "projects.end_column", column, on)
    bureau = story.stage.city.organs["甲区住建局"].pk
    comment = story.do(CLERK, "projects.comment_on_unit", bureau, "registers.organ", period="2026-01", text="示例")
    story.do(CHIEF, "projects.amend_commentary", comment, "projects.commentary", text="示例二")


def lights(story: Story) -> None:
    """The rule chosen; a waiver approved and ended, another refused; a question answered, sent back, answered and accepted."""
    project, on = _of_kind(story, "示例亮灯项目", "filed"), "projects.waiver"
    story.do(TOPMOST, "projects.choose_light_rule", city="yinchuan", valid_from="2025-04-01", reason="示例")
    given = {"dimension": "start", "reason": "示例", "valid_until": "2099-12-31"}
    waiver = story.do(UNIT, "projects.request_waiver", project, **given)
    story.do(CHIEF, "projects.approve_waiver", waiver, on)
    story.do(CHIEF, "projects.end_waiver", waiver, on, reason="示例")
    story.do(CHIEF, "projects.refuse_waiver", story.do(UNIT, "projects.request_waiver", project, **given), on, reason="示例")
    asked, on = story.stage.rows["projects.question"].pk, "projects.question"
    story.do(UNIT, "projects.answer_question", asked, on, answer="示例")
    story.do(CLERK, "projects.return_answer", asked, on, reason="示例")
    story.do(UNIT, "projects.answer_question", asked, on, answer="示例")
    story.do(CLERK, "projects.accept_answer", asked, on)


def tasks(story: Story) -> None:
    """A document read and withdrawn, another one read through; its tasks given out, sent back, split, returned, closed, merged, dropped."""
    stage, on, of = story.stage, "commitments.task", "commitments.source"
    place, unit, bureau = stage.city.street_place.pk, stage.own[UNIT].organs[0], stage.own[BUREAU].organs[0]
    text = "加快建设示例路。推进示例桥改造。完善示例制度。开展示例行动。"
    gone = story.do(OFFICE, "commitments.register_source", place, "registers.place", title="示例撤回", text=text)
    story.do(OFFICE, "commitments.keep_figures", gone, of, first=0)
    story.do(OFFICE, "commitments.withdraw_source", gone, of, reason="示例")
    source = story.do(OFFICE, "commitments.register_source", place, "registers.place", title="示例文件二", text=text)
    story.do(OFFICE, "commitments.confirm_tasks", source, of, spans="0-7\n8-15\n16-22\n23-29")
    story.do(OFFICE, "commitments.settle_source", source, of)
    story.do(OFFICE, "commitments.reopen_source", source, of, reason="示例")
    road, _, rule, other = Task.objects.filter(source=source).order_by("start").values_list("id", flat=True)
    by_hand = story.do(OFFICE, "commitments.add_task", place, "registers.place", title="示例口头任务", ground="示例")
    story.do(OFFICE, "commitments.amend_task", by_hand, on, title="示例任务", reason="示例")
    story.do(OFFICE, "commitments.merge", by_hand, on, into=rule, reason="示例")
    story.do(CHIEF, "commitments.drop", other, on, reason="示例")
    story.do(OFFICE, "commitments.correct_named", road, on, field="places", value="", reason="示例")
    tie = story.do(OFFICE, "commitments.tie_project", road, on, project=stage.rows["projects.project"].pk)
    story.do(OFFICE, "commitments.untie_project", tie, "commitments.tie", reason="示例")
    curated(story, place, source, road)
    story.do(OFFICE, "commitments.assign", road, on, lead=unit, due="2099-12-31")
    story.do(UNIT, "commitments.decline", road, on, reason="示例")
    story.do(OFFICE, "commitments.assign", road, on, lead=bureau)
    story.do(OFFICE, "commitments.reassign", road, on, lead=unit, reason="示例")
    asks = {"demand": "示例", "reply_by": "2099-12-31", "contact": "示例"}
    # Once it should have been signed for.
    with clock.on(clock.today() + timedelta(days=30)):
        story.do(OFFICE, "commitments.issue_letter", place, "registers.place", organ=unit, **asks)
    story.do(OFFICE, "commitments.issue_notice", place, "registers.place", source=source)
    story.do(UNIT, "commitments.sign", road, on)
    story.do(OFFICE, "commitments.remind", road, on)
    story.do(OFFICE, "commitments.issue_slip", road, on, **asks)
    for verb in ("approve_extension", "refuse_extension"):
        due = "2100-06-30" if verb == "approve_extension" else "2101-06-30"
        asked = story.do(UNIT, "commitments.ask_extension", road, on, due=due, reason="示例")
        story.do(LEADER, f"commitments.{verb}", asked, "commitments.extension", **({} if verb == "approve_extension" else {"remark": "示例"}))
    part = story.do(UNIT, "commitments.split", road, on, title="示例段", lead=stage.own["street.clerk"].organs[0])
    story.do("street.clerk", "commitments.decline", part, on, reason="示例")
    story.do(UNIT, "commitments.give_part", part, on, lead=stage.own["street.clerk"].organs[0])
    story.do(CHIEF, "commitments.drop", part, on, reason="示例")
    story.do(UNIT, "commitments.feed_back", road, on, progress="示例")
    for verb in ("return_task", "close"):
        story.do(UNIT, "commitments.report_done", road, on, result="示例", file=story.sent(UNIT, stage.picture))
        story.do(OFFICE, f"commitments.{verb}", road, on, **({"reason": "示例"} if verb == "return_task" else {"finding": "示例"}))
    story.do("supervisor", "commitments.reopen", road, on, reason="示例")
    story.do(UNIT, "commitments.report_done", road, on, result="示例", file=story.sent(UNIT, stage.picture))
    story.do("supervisor", "commitments.close", road, on, finding="示例")
    story.do(OFFICE, "commitments.archive", road, on)


def spot_checks(story: Story) -> None:
    """One that waits is drawn, what was drawn is looked at, and another one is given up."""
    rows, on = story.stage.rows, "commitments.spot_check"
    story.do("supervisor", "commitments.draw_spot_check", rows[on].pk, on, result="03 07 12", secrets=REVEALED)
    story.do("supervisor", "commitments.report_spot_check", rows["commitments.spot_task"].pk, "commitments.spot_task", holds="holds", finding="示例")
    given = {"title": "示例", "since": "2020-01-01", "until": "2099-12-31", "parties": PARTIES, "event": "示例再一期", "event_on": "2099-12-31"}
    made = story.do(OFFICE, "commitments.commit_spot_check", story.stage.city.district.pk, "registers.place", **given)
    story.do(OFFICE, "commitments.void_spot_check", made, on, reason="示例")


def curated(story: Story, place: int, source: int, road: int) -> None:
    """Terms, duties, words and corrections that the office keeps for itself."""
    of, at = "commitments.source", "registers.place"
    listed = story.do(OFFICE, "commitments.register_source", place, at, title="示例提法", text="落实信息共享、会商研判、联合督办“三项机制”。")
    story.do(OFFICE, "commitments.keep_terms", listed, of)
    term = story.do(OFFICE, "commitments.enter_term", place, at, name="示例三项行动", ground="示例")
    story.do(OFFICE, "commitments.amend_term", term, "commitments.term", meaning="示例", ground="示例", reason="示例")
    story.do(OFFICE, "commitments.state_item", term, "commitments.term", text="示例行动", ground="示例")
    tag = story.do(OFFICE, "commitments.tag_task", road, "commitments.task", term=term)
    story.do(OFFICE, "commitments.untag_task", tag, "commitments.tag", reason="示例")
    organ = story.stage.rows["registers.organ"]
    duty = story.do(OFFICE, "commitments.enter_duty", place, at, organ=organ.pk, words="示例事项", ground="示例")
    story.do(OFFICE, "commitments.amend_duty", duty, "commitments.duty", words="示例事项、示例业务", ground="示例", reason="示例")
    story.do(OFFICE, "commitments.enter_duties", place, at, lines=f"{organ.name}\t示例管理\t示例\t示例规定")
    word = story.do(OFFICE, "commitments.enter_word", place, at, kind="verb", word="示例推动", detail="task")
    story.do(OFFICE, "commitments.end_word", word, "commitments.lexicon_word", reason="示例")
    example = story.do(OFFICE, "commitments.correct", source, of, span="0-7", kind="not_a_task")
    story.do(OFFICE, "commitments.take_back_example", example, "commitments.example", reason="示例")


def schedule(story: Story) -> None:
    """Nodes laid out and changed, a baseline refused, approved and adjusted, a node returned, closed and opened again."""
    project = _of_kind(story, "示例节点项目", "filed")
    story.do(CLERK, "projects.lay_out_nodes", project, starts_on="2026-03-02")
    node = story.do(CLERK, "projects.add_node", project, title="示例", duration_working_days=3, before="filing")
    story.do(CLERK, "projects.amend_node", node, "projects.node", title="示例", duration_working_days=4, reason="示例")
    story.do(CLERK, "projects.link_node", node, "projects.node", before="land")
    link = Link.objects.get(node=node, before__key="land").pk
    story.do(CLERK, "projects.unlink", link, "projects.link", reason="示例")
    refused = story.do(CLERK, "projects.propose_baseline", project, reason="示例")
    story.do(CHIEF, "projects.refuse_baseline", refused, "projects.baseline", reason="示例")
    story.do(CHIEF, "projects.approve_baseline", story.do(CLERK, "projects.propose_baseline", project, reason="示例"), "projects.baseline")
    story.do(CLERK, "projects.re_baseline", project, reason="示例")
    story.do(UNIT, "projects.forecast_node", node, "projects.node", expected_finish="2099-12-31", reason="示例")
    story.do(UNIT, "projects.begin_node", node, "projects.node", on="2026-03-10")
    story.do(UNIT, "projects.report_node_progress", node, "projects.node", remaining_working_days=2)
    for verb in ("return_node", "close_node"):
        story.do(UNIT, "projects.report_node_done", node, "projects.node", on="2026-03-20", number="示例1号")
        story.do(BUREAU, f"projects.{verb}", node, "projects.node", **({"reason": "示例"} if verb == "return_node" else {}))
    story.do(BUREAU, "projects.reopen_node", node, "projects.node", reason="示例")
    story.do(CLERK, "projects.drop_node", node, "projects.node", reason="示例")
    story.do(UNIT, "projects.close_feed", story.do(UNIT, "projects.open_feed", None, project=project), "projects.feed")


def filed_project(story: Story) -> None:
    """From the reserve to full production, standing still and adjusted on the way; another one is given up."""
    stage = story.stage
    project = story.do(CLERK, "projects.register", stage.city.street_place.pk, "registers.place", name="示例工厂", kind="filed")
    story.do(CLERK, "projects.assign_unit", project, unit=stage.own[UNIT].organs[0])
    story.do(CLERK, "projects.suspend", project, reason="示例")
    story.do(CLERK, "projects.resume", project, reason="示例")
    story.do(CLERK, "projects.adjust", project, reason="示例")
    story.paper(project, "adjustment_decision")
    story.do(CLERK, "projects.settle_adjustment", project)
    story.steps(project, FILED_TO_PERMIT)
    story.prove_start(project)
    story.month(project, "2026-03")
    story.steps(project, FILED_AFTER)
    given_up = story.do(CLERK, "projects.register", stage.city.street_place.pk, "registers.place", name="不建了", kind="filed")
    story.do(CLERK, "projects.terminate", given_up, reason="示例")


def other_kinds(story: Story) -> None:
    """Verified, promoted, renewed: each by its own papers up to where all go the same way."""
    verified = _of_kind(story, "示例电站", "approved")
    story.steps(verified, (("verification_decision", "verify"), *FILED_TO_PERMIT[1:]))
    promoted = _of_kind(story, "示例招商工厂", "promotion")
    story.paper(promoted, "fair_competition_review")
    story.steps(promoted, (("investment_agreement", "sign_agreement"), ("business_licence", "incorporate"), *FILED_TO_PERMIT))
    renewed = _of_kind(story, "示例老旧片区", "renewal")
    story.steps(renewed, RENEWAL_TO_PERMIT)
    _built(story, renewed)
    story.steps(renewed, (("acceptance_record", "accept_completion"), ("operation_record", "open_for_use")))


def park_and_library(story: Story) -> None:
    """A small-firm park is built, enters the statistics library after a return, is recognised, refused, recognised, revoked."""
    park = _of_kind(story, "示例小微企业园", "park", summary="标准厂房", total_investment_fen=60_000_000_00)
    story.steps(park, FILED_TO_PERMIT)
    _built(story, park)
    story.do(UNIT, "projects.apply_for_entry", park)
    story.do(STATISTICS, "projects.return_entry", park, reason="示例")
    story.do(UNIT, "projects.apply_for_entry", park)
    story.do(STATISTICS, "projects.accept_entry", park, on="2026-03-20")
    story.do(STATISTICS, "projects.strike_entry", park, reason="示例")
    story.steps(park, (("acceptance_record", "accept_completion"), ("operation_record", "move_firms_in")))
    story.paper(park, "site_check")
    story.steps(park, (("park_application", "apply_for_stars"),))
    story.do(CLERK, "projects.refuse_stars", park, reason="示例")
    story.do(CLERK, "projects.apply_for_stars", park)
    story.steps(park, (("district_opinion", "review_stars"), ("expert_opinion", "examine_stars")))
    story.do(CLERK, "projects.publicise_stars", park, number="示例3号", dated="2026-01-20")
    story.paper(park, "star_decision")
    story.do(CLERK, "projects.recognise_stars", park, level=2)
    story.do(CLERK, "projects.revoke_stars", park, reason="示例")


def _of_kind(story: Story, name: str, kind: str, **more: Any) -> int:
    place = story.stage.city.street_place.pk
    project = story.do(CLERK, "projects.register", place, "registers.place", name=name, kind=kind, **more)
    if kind == "approved":
        # Of another trade than it was entered under: the template has lines for that one that are not there yet.
        story.do(CLERK, "projects.amend", project, name=name, category="industry", reason="示例")
        story.do(CLERK, "projects.lay_out_checklist", project)
    story.do(CLERK, "projects.assign_unit", project, unit=story.stage.own[UNIT].organs[0])
    return project


def _built(story: Story, project: int) -> None:
    story.prove_start(project)
    story.month(project, "2026-03")


def conduct(story: Story) -> None:
    """A problem is corrected after a return; one does not hold, one is handed over."""
    stage = story.stage
    district, organ = stage.rows["registers.place"].pk, stage.own[BUREAU].organs[0]
    campaign = story.do(SUPERVISOR, "conduct.enter_campaign", district, "registers.place", number=2, source="示例")
    story.do(SUPERVISOR, "conduct.state_campaign", campaign, "conduct.campaign", name="示例专项行动", source="示例")
    bans = story.do(SUPERVISOR, "conduct.enter_list", district, "registers.place", name="示例二", source="示例")
    item = story.do(SUPERVISOR, "conduct.state_item", bans, "conduct.rule_list", number=1, words="示例条文", source="示例", valid_from="2026-01-01")
    story.do(BUREAU, "conduct.record_study", None, campaign=campaign, held_on="2026-01-15", topic="示例")
    case = {"organ": organ, "description": "示例", "found_on": "2026-01-15", "campaign": campaign, "item": item}
    one, two, three = (story.do(SUPERVISOR, "conduct.find_problem", district, "registers.place", **case) for _ in range(3))
    story.do(SUPERVISOR, "conduct.withdraw_problem", two, "conduct.problem", reason="示例")
    story.do(SUPERVISOR, "conduct.hand_over", three, "conduct.problem", handed_to="示例机关", reason="示例")
    story.do(SUPERVISOR, "conduct.examine", one, "conduct.problem", finding="示例")
    story.do(SUPERVISOR, "conduct.give_out", one, "conduct.problem", corrector=organ, demand="示例")
    story.do(SUPERVISOR, "conduct.set_deadline", one, "conduct.problem", due="2099-12-31", reason="示例")
    story.do(BUREAU, "conduct.report_correction", one, "conduct.problem", correction="示例", file=story.photo(BUREAU, one))
    story.do(SUPERVISOR, "conduct.return_correction", one, "conduct.problem", reason="示例")
    story.do(BUREAU, "conduct.report_correction", one, "conduct.problem", correction="示例")
    story.do(SUPERVISOR, "conduct.close_problem", one, "conduct.problem", check_result="示例")


def inspection_rosters(story: Story) -> None:
    """An item published, changed and withdrawn; a firm, an inspector and an interest in the rosters and out of them again."""
    stage, place = story.stage, "registers.place"
    district = stage.rows[place].pk
    given = {"code": "示例-2", "name": "示例", "basis": "示例"}
    item, on = story.do(PLANNER, "inspection.enter_item", district, place, **given), "inspection.item"
    words = {"name": "示例二", "basis": "示例"}
    story.do(PLANNER, "inspection.correct_item", item, on, **words)
    story.do(PLANNER, "inspection.publish_item", item, on)
    story.do(PLANNER, "inspection.freeze_roster", district, place, kind="items")
    later = story.do(PLANNER, "inspection.change_item", item, on, **words, valid_from="2099-01-01", reason="示例")
    story.do(PLANNER, "inspection.withdraw_item", later, on, reason="示例")
    firm, on = story.do(PLANNER, "inspection.enter_object", district, place, firm=stage.second_firm.pk), "inspection.object"
    story.do(PLANNER, "inspection.change_object", firm, on, tags="示例")
    story.do(PLANNER, "inspection.score_object", firm, on, score=1, scored_on="2026-01-31")
    story.do(PLANNER, "inspection.override_class", firm, on, defaulter=True, reason="示例")
    story.do(PLANNER, "inspection.take_out_object", firm, on, reason="示例")
    story.do(PLANNER, "inspection.bring_back_object", firm, on, reason="示例")
    person, on = stage.own["inspection.chief"].person, "inspection.inspector"
    inspector = story.do(PLANNER, "inspection.enter_inspector", district, place, person=person)
    story.do(PLANNER, "inspection.renew_certificate", inspector, on, certificate="16010000008", certificate_until="2099-12-31")
    story.do(PLANNER, "inspection.change_inspector", inspector, on, may_lead=True, reason="示例")
    interest = story.do(PLANNER, "inspection.declare_interest", inspector, on, firm=stage.second_firm.pk, kind="share")
    story.do(PLANNER, "inspection.end_interest", interest, "inspection.interest", reason="示例")
    story.do(PLANNER, "inspection.take_out_inspector", inspector, on, reason="示例")
    story.do(PLANNER, "inspection.accept_roster", district, place, intake=stage.roster_sheet(stage.own[PLANNER]))


def inspection_draws(story: Story) -> None:
    """A plan changed after it was published; a batch thawed, aborted, drawn anew by a chain, a substitute called up, teams, the end."""
    rows, year = story.stage.rows, clock.today().year
    plan, batch, line, place = "inspection.plan", "inspection.batch", "inspection.plan_line", "registers.place"
    district, published = rows[place].pk, rows[plan].pk
    draft = story.do(PLANNER, "inspection.draw_up_plan", district, place, year=year + 1, title="示例")
    given = {"title": "示例", "mode": "alone", "organ": story.stage.own[PLANNER].organs[0], "scope": "示例", "quantity": "示例"}
    days = {"begins_on": f"{year + 1}-01-01", "ends_on": f"{year + 1}-12-31"}
    one = story.do(PLANNER, "inspection.add_plan_line", draft, plan, **given, **days)
    story.do(PLANNER, "inspection.add_plan_line", draft, plan, **given, **days)
    story.do(PLANNER, "inspection.remove_plan_line", one, line, reason="示例")
    filed = {"filed_with": "示例", "filed_on": clock.today().isoformat()}
    story.do(APPROVER, "inspection.file_plan", draft, plan, **filed)
    story.do(APPROVER, "inspection.take_plan_back", draft, plan, reason="示例")
    story.do(APPROVER, "inspection.file_plan", draft, plan, **filed)
    story.do(PLANNER, "inspection.publish_plan", draft, plan)
    story.do(PLANNER, "inspection.adjust_plan", draft, plan, reason="示例")
    item = {"items": [rows["inspection.item"].pk]}
    first = story.do(PLANNER, "inspection.prepare_batch", published, plan, title="示例", mode="alone", **window())
    story.do(PLANNER, "inspection.state_part", first, batch, **item)
    story.do(PLANNER, "inspection.freeze_batch", first, batch)
    story.do(PLANNER, "inspection.thaw_batch", first, batch, reason="示例")
    story.do(PLANNER, "inspection.freeze_batch", first, batch)
    story.do(APPROVER, "inspection.commit_batch", first, batch, parties=PARTIES, event="示例", draw_at="2099-12-31T21:30")
    story.do(APPROVER, "inspection.abort_batch", first, batch, reason="示例")
    again = story.do(PLANNER, "inspection.redraw_batch", first, batch, reason="示例")
    seeds = chain_of(bytes(range(1, 33)), 3)
    chain = story.do(APPROVER, "inspection.set_up_chain", district, place, name="示例链二", keeper="示例", head=seeds[0], length=3)
    story.do(PLANNER, "inspection.freeze_batch", again, batch)
    story.do(APPROVER, "inspection.commit_by_chain", again, batch, chain=chain)
    story.do(PLANNER, "inspection.draw_batch", again, batch, seed=seeds[1])
    batches.run_waiting()
    # Strata stand in an order that chance gives: one in which somebody stands ready.
    ready = DrawnObject.objects.filter(part__batch=again, substitute=True).values("stratum")
    drawn = DrawnObject.objects.filter(part__batch=again, substitute=False, stratum__in=ready).order_by("id").first()
    story.do(APPROVER, "inspection.call_up", drawn.pk, "inspection.drawn_object", reason="示例")
    story.do(PLANNER, "inspection.assign_teams", again, batch)
    batches.run_waiting()
    Visit.objects.filter(batch=again).update(state="cancelled")
    story.do(PLANNER, "inspection.complete_batch", again, batch)


@pytest.fixture
def story(stage):
    with taken_back():
        told = Story(stage)
        for chapter in (registers, accounts, workbooks, government_project, filed_project, schedule, coordination, beside_the_round, tasks, spot_checks, conduct, inspection_rosters, inspection_draws, inspection_visits, lights, other_kinds, park_and_library, sandbox):
            chapter(told)
        yield told


@pytest.mark.either
def test_every_action_that_people_do_succeeds(story):
    wanted = {bound.key for bound in people_do(installed())}
    assert story.done == wanted, f"never succeeded: {sorted(wanted - story.done)}; add them to a chapter"
    # What is derived happened as entries of the machine, each with its cause.
    happened = dict(Entry.objects.filter(actor="system").values_list("action", "cause"))
    for action in ("projects.prove_start", "projects.show_progress", "projects.withdraw_start"):
        assert happened.get(action), f"{action} did not happen, or names no cause"
