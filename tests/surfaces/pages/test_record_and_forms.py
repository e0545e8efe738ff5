"""A record's page and the forms of its actions: what is shown, what is refused and why, what is kept, what is recorded once."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from taizhang.frame import clock, signing
from taizhang.frame.models import Draft
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects.models import Document, Project
from taizhang.registers.models import Evidence
from taizhang.surfaces.pages.acting import MOST_DRAFTS

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def opened_picture() -> bytes:
    """A picture that can be opened, which a photo of works must be."""
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "grey").save(file, "PNG")
    return file.getvalue()


def at(project, action: str = "") -> str:
    place = f"/r/projects.project/{project.pk}/"
    return f"{place}do/projects.{action}/" if action else place


def test_a_record_says_where_it_stands_and_what_is_missing(city, browser):
    project = city.project()
    page = browser("clerk").get(at(project))
    text = page.content.decode()
    lacks = page.context["steps"].lacks
    assert ("批复项目建议书" in {x.step for x in lacks}) and any("项目建议书批复" in x.item and x.law for x in lacks)
    assert page.context["tracks"][0].state == "储备"
    blocked = {b.key: b for b in page.context["steps"].blocked}
    assert "项目建议书批复" in blocked["projects.approve_proposal"].reason
    assert 'aria-disabled="true"' in text and "存证编号" in text


def test_what_somebody_claims_stands_beside_what_is_proved(city, browser):
    project = city.project()
    Project.objects.filter(pk=project.pk).update(claimed_stage="building")
    track = browser("clerk").get(at(project)).context["tracks"][0]
    assert (track.state, track.claimed, track.differs) == ("储备", "在建", True)


def test_what_is_absent_and_what_is_out_of_scope_look_alike(city, browser):
    project = city.project()
    client = browser("other_clerk")
    hidden, absent = client.get(at(project)), client.get("/r/projects.project/999999/")
    assert hidden.status_code == absent.status_code == 404
    blank = {str(project.pk): "#", "999999": "#"}

    def told(response):
        text = response.context["refused"]["reason"]
        for key, mark in blank.items():
            text = text.replace(f"（{key}）", f"（{mark}）")
        return text

    assert told(hidden) == told(absent)
    assert client.get(at(project, "suspend")).status_code == 404
    assert client.get("/r/no.kind/1/").status_code == 404
    assert client.get("/no/such/page/").status_code == 404


def test_a_form_that_is_not_for_this_post_is_refused(city, browser):
    project = city.project()
    client = browser("leader")
    refused = client.get(at(project, "suspend"))
    assert refused.status_code == 403 and "可由以下岗位办理" in refused.content.decode()
    before = Entry.objects.count()
    assert client.post(at(project, "suspend"), {"reason": "x"}).status_code == 403
    assert Entry.objects.count() == before


def test_a_success_is_recorded_once_however_often_it_is_sent(city, browser):
    project = city.project()
    client = browser("clerk")
    form = client.get(at(project, "suspend"))
    sent = {"reason": "等待征迁", "nonce": form.context["nonce"], "version": form.context["version"]}
    before = Entry.objects.count()
    done = client.post(at(project, "suspend"), sent)
    assert done.status_code == 302 and done["Location"].startswith(at(project) + "?done=")
    again = client.post(at(project, "suspend"), {**sent, "version": ""})
    assert again["Location"] == done["Location"]
    assert Entry.objects.count() == before + 1
    page = client.get(done["Location"])
    assert page.context["done"].action in page.content.decode() and "已记录" in page.content.decode()
    assert page.context["tracks"][1].state == "暂停"


def test_what_was_typed_is_kept_and_every_wrong_box_says_why(city, browser):
    place = f"/r/registers.place/{city.district.pk}/do/projects.register/"
    client = browser("clerk")
    refused = client.post(place, {"name": "桥<b>", "kind": "gov", "total_investment_fen": "1.12345678901", "owner": "某公司"})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "比一分钱还小" in text and 'value="1.12345678901"' in text and 'href="#in-total_investment_fen"' in text
    assert "桥&lt;b&gt;" in text and "桥<b>" not in text
    missing = client.post(place, {"name": "桥"})
    assert missing.status_code == 422 and "请填写“管理类别”" in missing.content.decode()
    assert not Project.objects.exists()


def test_amounts_are_typed_in_their_unit_and_stored_to_the_fen(city, browser):
    place = f"/r/registers.place/{city.district.pk}/do/projects.register/"
    done = browser("clerk").post(place, {"name": "桥", "kind": "gov", "total_investment_fen": "57,743.012345", "category": "transport"})
    assert done.status_code == 302, done.content.decode()[:400]
    made = Project.objects.get()
    assert made.total_investment_fen == 57_743_012_345 and made.category == "transport"
    assert done["Location"].startswith(f"/r/projects.project/{made.pk}/?done=")


def test_an_amendment_begins_with_what_the_record_says(city, browser):
    project = city.project(category="water", total_investment_fen=1_234_500)
    boxes = {b.name: b for _, group in browser("clerk").get(at(project, "amend")).context["groups"] for b in group}
    assert boxes["name"].value == project.name and boxes["total_investment_fen"].value == "1.2345"
    assert [o.value for o in boxes["category"].options if o.chosen] == ["water"]
    assert boxes["reason"].value == ""


def test_somebody_elses_change_is_noticed_and_what_was_typed_kept(city, browser):
    project = city.project()
    client = browser("clerk")
    version = client.get(at(project, "amend")).context["version"]
    city.do(city.chief, "projects.suspend", project, reason="先到一步")
    refused = client.post(at(project, "amend"), {"name": "我的名称", "reason": "更名", "version": version})
    assert refused.status_code == 409 and "别人已更新" in refused.content.decode() and "我的名称" in refused.content.decode()
    again = client.post(at(project, "amend"), {"name": "我的名称", "reason": "更名", "version": refused.context["version"]})
    assert again.status_code == 302


def test_a_closed_gate_is_said_before_anything_is_typed(city, browser):
    project = city.project()
    client = browser("clerk")
    opened = client.get(at(project, "approve_proposal"))
    assert opened.status_code == 200 and opened.context["closed"] and "项目建议书批复" in opened.content.decode()
    refused = client.post(at(project, "approve_proposal"), {})
    assert refused.status_code == 409


def test_a_draft_is_kept_continued_and_gone_after_it_was_submitted(city, browser):
    project = city.project()
    client = browser("clerk")
    before = Entry.objects.count()
    saved = client.post(at(project, "suspend"), {"reason": "写了一半", "save_draft": "1"})
    assert saved["Location"].startswith("/drafts/") and Entry.objects.count() == before
    draft = Draft.objects.get()
    assert "暂停" in client.get("/drafts/").content.decode()
    opened = client.get(at(project, "suspend") + f"?draft={draft.pk}")
    assert "写了一半" in opened.content.decode()
    assert browser("chief").get(at(project, "suspend") + f"?draft={draft.pk}").content.decode().count("写了一半") == 0
    client.post(at(project, "suspend") + f"?draft={draft.pk}", {"reason": "写完了"})
    assert not Draft.objects.exists()
    client.post(at(project, "resume"), {"reason": "x", "save_draft": "1"})
    client.post(f"/drafts/{Draft.objects.get().pk}/discard/")
    assert not Draft.objects.exists()


def test_hostile_names_are_only_text(city, browser):
    hostile = "<script>alert('x')</script>\"><img src=x onerror=1>"
    project = city.project(name=hostile, summary="{{ 7*7 }}<svg/onload=1>")
    client = browser("clerk")
    for place in ("/list/projects.projects/", at(project), at(project, "amend"), "/search/?q=script", "/work/"):
        text = client.get(place).content.decode()
        assert "<script>alert" not in text and "<img src=x" not in text and "<svg/onload" not in text
    assert "&lt;script&gt;alert" in client.get(at(project)).content.decode()


def test_a_file_is_sent_with_the_form_and_served_only_through_its_record(city, browser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    project = city.project()
    client = browser("clerk")
    content = opened_picture()
    photo = SimpleUploadedFile("现场 <1>.png", content, "image/png")
    typed = {"kind": "works_photo", "dated": "2026-01-15", "file__file": photo}
    done = client.post(at(project, "add_document"), typed)
    assert done.status_code == 302, done.content.decode()[-3000:]
    evidence = Evidence.objects.get()
    assert Document.objects.get().evidence_id == evidence.pk
    served = client.get(f"/evidence/{evidence.pk}/")
    assert served.status_code == 200, served.content.decode()[-2500:]
    assert served["X-Content-Type-Options"] == "nosniff" and served["Content-Disposition"].startswith("attachment;")
    assert "filename*=utf-8''" in served["Content-Disposition"] and b"".join(served.streaming_content) == content
    assert client.get(f"/evidence/{evidence.pk}/?inline=1")["Content-Disposition"].startswith("inline")
    assert browser("other_clerk").get(f"/evidence/{evidence.pk}/").status_code == 404


def test_an_upload_answers_with_its_number_or_with_the_reason(browser, settings, tmp_path, anybody):
    settings.MEDIA_ROOT = tmp_path
    client = browser("clerk")
    sent = client.post("/upload/", {"file": SimpleUploadedFile("a.png", PNG)})
    assert sent.status_code == 201 and sent.json()["name"] == "a.png" and sent.json()["located"] is False
    wrong = client.post("/upload/", {"file": SimpleUploadedFile("a.pdf", PNG)})
    assert wrong.status_code == 422 and "内容与文件名不一致" in wrong.json()["reason"]
    assert anybody.post("/upload/", {"file": SimpleUploadedFile("a.png", PNG)}).status_code == 302


def test_the_time_line_speaks_in_words(city, browser):
    with clock.on(date(2026, 3, 1), 14, 5):
        project = city.project(total_investment_fen=57_743_000_000)
    city.document(project, "proposal_approval")
    city.do(city.clerk, "projects.approve_proposal", project)
    line = browser("clerk").get(at(project)).context["line"].moments
    assert line[-1].at == "2026-03-01 14:05:00" and line[-1].who == "clerk（示例） · 甲区发展改革委"
    said = {s.label: s for s in line[-1].said}
    assert said["总投资"].value == "57,743万元" and said["责任单位"].value == "甲区城投公司"
    moved = next(s for m in line for s in m.said if s.before)
    assert (moved.label, moved.before, moved.value) == ("认定阶段", "储备", "项目建议书")


def test_an_entry_shows_its_place_and_is_hidden_with_its_record(city, browser):
    project = city.project()
    store.sequence_pending()
    entry = Entry.objects.get(subject=f"projects.project:{project.pk}")
    page = browser("clerk").get(f"/entry/{entry.key}/")
    assert page.context["proof"].size > 1 and len(page.context["proof"].leaf) == 64
    assert {t.label for t in page.context["touched"]} >= {"项目"}
    assert browser("other_clerk").get(f"/entry/{entry.key}/").status_code == 404
    assert browser("chief").get("/entry/" + "0" * 32 + "/").status_code == 404


def test_an_action_without_a_target_row_begins_with_its_choice(city, browser):
    start = browser("clerk").get("/start/projects.register/")
    assert start.status_code in (200, 302)
    if start.status_code == 200:
        own, others = ([label.strip("　 ") for label, _ in start.context[name]] for name in ("own", "candidates"))
        assert own == ["甲区"], "the place of one's own post stands first"
        assert "甲区" not in others and "乙区" not in others
    assert browser("leader").get("/start/projects.register/").status_code == 403


def test_work_is_grouped_by_urgency(city, browser):
    project = city.project(organ=city.organs["甲区城投公司"].pk)
    Project.objects.filter(pk=project.pk).update(stage="building")
    with clock.on(date(2026, 11, 25)):
        page = browser("reporter").get("/work/")
    groups = {g.key: g for g in page.context["groups"]}
    assert groups and all(line.button or line.href for g in groups.values() for line in g.lines)
    text = page.content.decode()
    assert project.name in text


def test_a_project_leads_to_its_one_page(city, browser):
    project = city.project()
    client = browser("leader")
    page = client.get(at(project), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert f'href="/projects/{project.pk}/card/"' in page and "One page" in page
    assert client.get(f"/projects/{project.pk}/card/").status_code == 200
    assert f'href="/projects/{project.pk}/card/?at=2099-01-01"' not in page
    assert "/card/" not in browser("clerk").get(f"/r/registers.place/{city.district.pk}/").content.decode()


def test_a_proof_is_offered_when_there_is_one_and_until_then_the_page_says_why_not(city, browser, settings, tmp_path):
    settings.VAR = tmp_path
    project = city.project()
    store.sequence_pending()
    entry = Entry.objects.get(subject=f"projects.project:{project.pk}")
    client, bundle = browser("clerk"), f"/entry/{entry.key}/bundle.json"
    page = client.get(f"/entry/{entry.key}/").content.decode()
    assert bundle not in page
    assert 'aria-describedby="no-proof"' in page
    assert "尚待签名" in page.partition('id="no-proof"')[2][:60]
    signing.checkpoint()
    assert f'href="{bundle}"' in client.get(f"/entry/{entry.key}/").content.decode()
    assert client.get(bundle).status_code == 200


def test_a_day_is_asked_for_as_it_is_written_whatever_the_browser_shows(city, browser):
    form = browser("clerk").get(at(city.project(), "add_document")).content.decode()
    assert "年-月-日，如 2026-01-31" in form.partition('id="help-dated"')[2][:80]
    english = browser("chief", "en").get(at(Project.objects.get(), "add_document")).content.decode()
    assert "yyyy-mm-dd, such as 2026-01-31" in english.partition('id="help-dated"')[2][:80]


def test_drafts_have_an_end_and_what_was_typed_is_not_lost_with_it(city, browser):
    project, client = city.project(), browser("clerk")
    Draft.objects.bulk_create(
        Draft(person=city.clerk.person, action="projects.suspend", target=-n, raw={}, saved_at=clock.now()) for n in range(MOST_DRAFTS - 1)
    )
    assert client.post(at(project, "suspend"), {"reason": "最后一份", "save_draft": "1"}).status_code == 302
    full = client.post(at(project, "resume"), {"reason": "放不下了", "save_draft": "1"})
    text = full.content.decode()
    assert (full.status_code, Draft.objects.count()) == (409, MOST_DRAFTS)
    assert f"已有{MOST_DRAFTS}份草稿" in text and "放不下了" in text
    kept = Draft.objects.get(target=project.pk)
    assert client.post(at(project, "suspend") + f"?draft={kept.pk}", {"reason": "接着写", "save_draft": "1"}).status_code == 302
    assert browser("chief").post(at(project, "suspend"), {"reason": "我的第一份", "save_draft": "1"}).status_code == 302


def test_the_round_that_waits_is_called_by_what_it_is(city, browser):
    project = city.project(organ=city.organs["甲区城投公司"].pk)
    Project.objects.filter(pk=project.pk).update(stage="building")
    client = browser("clerk")
    with clock.on(date(2026, 11, 25)):
        assert ">月报 2026-10</a>" in client.get("/work/").content.decode()
        assert ">Monthly report 2026-10</a>" in client.get("/work/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
