"""Pages of a visit: its papers, the telephone's sheet, the firm's own page and the results for everybody."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client
from tests.city_fixture import City
from tests.modules.test_inspection_visits import CODES, TODAY, Bureau, fresh

from taizhang.frame import clock
from taizhang.modules.inspection.declared.fieldwork import errands
from taizhang.modules.inspection.models import FirmRequest
from taizhang.modules.inspection.queries import papers
from taizhang.modules.inspection.rules.visits import shown_code
from taizhang.registers import attempts


@pytest.fixture
def city(db):
    with clock.on(TODAY):
        yield City()


@pytest.fixture
def bureau(city) -> Bureau:
    return Bureau(city)


@pytest.fixture
def public(plain_settings) -> Client:
    return Client(HTTP_ACCEPT_LANGUAGE="zh-hans")


def opened(public: Client, visit, **more):
    return public.post("/public/firm/", {"do": "open", "credit_code": CODES[0], "code": visit.code, **more})


def test_every_form_opens_as_a_page_and_as_a_document_for_those_who_see_the_visit(bureau, browser):
    visit, city = bureau.signed(), bureau.city
    row = visit.items.order_by("id").first()
    city.do(city.planner, "inspection.follow_up", row, kind="correction", note="示例：限期改正", due="2026-10-30")
    city.do(city.planner, "inspection.record_delivery", visit, paper="notice", way="direct", delivered_on="2026-09-07", received_by="示例收件人")
    city.do(city.planner, "inspection.tell_result", visit)
    client = browser(city.planner)
    page = client.get(f"/r/inspection.visit/{visit.pk}/").content.decode()
    found = papers.papers_of([f"inspection.visit:{visit.pk}", f"inspection.follow_up:{row.follow_ups.get().pk}"])
    assert {form for _, form, _ in found} == {"approval", "notice", "record", "delivery", "result", "correction"}
    for entry, form, number in found:
        assert f"/inspection/papers/{entry}/" in page
        shown = client.get(f"/inspection/papers/{entry}/").content.decode()
        assert number in shown and "示例食品有限公司" in shown, form
        with zipfile.ZipFile(io.BytesIO(client.get(f"/inspection/papers/{entry}/?take=docx").content)) as archive:
            assert number in archive.read("word/document.xml").decode()
    notice = next(entry for entry, form, _ in found if form == "notice")
    shown = client.get(f"/inspection/papers/{notice}/").content.decode()
    assert shown_code(visit.code) in shown and "<svg" in shown and "16010000002" in shown and "共1次" in shown
    # Another district's clerk does not see the visit, another department of the same does, and not its certificates.
    for outside in (city.other_clerk, city.partner):
        assert browser(outside).get(f"/inspection/papers/{notice}/").status_code == 404
    assert browser(city.planner, "en").get(f"/inspection/papers/{notice}/").content.decode().count("Notice of inspection") >= 1


def test_the_telephone_gets_the_steps_of_the_own_visits_in_order(bureau, browser):
    visit, city = bureau.notified(), bureau.city
    steps = errands(city.officer, TODAY)
    assert [s.action.rpartition(".")[2] for s in steps] == ["enter_visit", "record_item", "record_item", "sign_record", "refuse_signature"]
    told = browser(city.officer).get("/report/errands.json").json()
    name, lines = next(group for group in told["groups"] if group[0] == bureau.firm.name)
    assert len(lines) == 5 and lines[0]["group"] == name
    form = told["forms"][lines[0]["form"]]
    assert form["scan"] == "code" and told["forms"][lines[1]["form"]]["buttons"] == "outcome" and told["forms"][lines[3]["form"]]["drawn"]
    assert errands(city.planner, TODAY) == []
    bureau.enter(visit)
    assert errands(city.officer, TODAY)[0].action == "inspection.record_item"


def test_a_firm_opens_its_page_with_both_codes_and_sees_why_by_whom_and_what_was_found(bureau, public):
    visit = bureau.signed()
    ahead = bureau.log()
    assert opened(public, visit).status_code == 302
    page = public.get("/public/firm/")
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert visit.number in text and "16010000001" in text and "发现问题已责令改正" in text and "标签不全" in text
    assert ahead.number not in text
    assert "示例食品有限公司" not in Client().get("/public/firm/").content.decode()


def test_wrong_codes_all_look_alike_and_are_counted(bureau, public, settings):
    visit = bureau.notified()
    answers = [
        opened(public, visit, **wrong).content.decode().split("</form>")[0].split('role="alert">')[1].split("</p>")[0]
        for wrong in ({"code": "AAAABBBBCCCC"}, {"credit_code": CODES[1]}, {"code": "AAAABBBBCCCC", "credit_code": CODES[1]})
    ]
    assert len(set(answers)) == 1
    for _ in range(settings.TAIZHANG_LOCK_AFTER):
        last = opened(public, visit, code="AAAABBBBCCCC")
    assert last.status_code == 429 and opened(public, visit).status_code == 429
    # From elsewhere the firm still gets in.
    assert opened(Client(REMOTE_ADDR="192.0.2.7"), visit).status_code == 302
    assert attempts.sweep() == 0


def test_a_firm_asks_for_avoidance_and_complains_on_its_page(bureau, public):
    visit = bureau.notified()
    opened(public, visit)
    sent = public.post("/public/firm/", {"do": "ask", "visit": visit.pk, "member": "2", "words": "示例：曾有纠纷"}, follow=True)
    assert "回避申请已收到" in sent.content.decode()
    again = public.post("/public/firm/", {"do": "ask", "visit": visit.pk, "member": "2", "words": "示例"})
    assert again.status_code == 409 and "已经对这名人员申请过回避" in again.content.decode()
    public.post("/public/firm/", {"do": "complain", "visit": visit.pk, "words": "示例：不当"})
    assert list(FirmRequest.objects.order_by("id").values_list("kind", flat=True)) == ["avoidance", "complaint"]
    public.post("/public/firm/", {"do": "leave"})
    assert visit.number not in public.get("/public/firm/").content.decode()
    assert public.post("/public/firm/", {"do": "complain", "visit": visit.pk, "words": "示例"}).status_code == 200
    assert FirmRequest.objects.count() == 2


def test_results_are_public_without_classes_findings_or_inspectors(bureau, public):
    visit = bureau.signed()
    assert "示例食品" not in public.get("/public/results/").content.decode()
    bureau.city.do(bureau.city.planner, "inspection.publish_visit", visit)
    for query in ("", "?q=示例食品", f"?q={CODES[0]}"):
        text = public.get(f"/public/results/{query}").content.decode()
        assert "示例食品有限公司" in text and "未发现问题" in text
        assert "标签不全" not in text and "officer（示例）" not in text and "1601000000" not in text and "信用风险" not in text
    assert "示例食品有限公司" not in public.get("/public/results/?q=别家").content.decode()
    assert fresh(visit).published_on == TODAY
