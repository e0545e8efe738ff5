"""The page of a document: read in, its tasks marked, confirmed, corrected and given out in one sitting; later, what became of each sentence."""

from __future__ import annotations

import html
import re
import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.city_fixture import City

from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.modules.commitments.models import Example, Source, Task
from taizhang.modules.commitments.reading.extract import read
from taizhang.modules.commitments.reading.masthead import masthead

TEXT = (
    "示例区2026年重点工作方案\n"
    "大家一致认为，全会为我们指明了方向、坚定了信心。\n"
    "一、加快推进示例大道建设，确保2099年底前建成通车。（责任单位：甲区住建局）\n"
    "二、全年实施重点项目97个，总投资1124亿元。\n"
    "三、优化营商环境，推动政务服务事项网上办理。（责任单位：某某办）"
)
_ROW = re.compile(r'<li class="st-row ([^"]+)" id="t(\d+)" data-n="\d+" data-span="(\d+)-(\d+)"')
_PIECE = re.compile(r'<span[^>]* data-a="(\d+)"[^>]*>([^<]*)</span>')


@pytest.fixture
def city(db) -> City:
    found = City()
    found._post("office", "supervision.clerk", "甲区督查室", found.district)
    return found


@pytest.fixture
def source(city) -> Source:
    made = city.do(city.office, "commitments.register_source", city.district, title="示例方案", text=TEXT, genre="plan_notice", issued_on="2026-01-20")
    return Source.objects.get(pk=made.key)


@pytest.fixture
def clerk(browser, city):
    return browser(city.office)


def spans(page: str) -> list[str]:
    return [f"{row[3]}-{row[4]}" for row in _ROW.finditer(page)]


def do(clerk, source, verb, **more):
    return clerk.post(f"/commitments/sources/{source.pk}/do/", {"do": verb, "nonce": f"n-{verb}"} | more)


def test_a_document_says_of_itself_only_what_stands_in_it():
    found = masthead("示例市人民政府办公室文件\n示政办〔2026〕3号\n关于印发示例方案的通知\n各区：根据《示例》（国发〔2020〕1号），……\n二〇二六年一月二十一日")
    assert (found.title, found.number, found.issuer) == ("关于印发示例方案的通知", "示政办〔2026〕3号", "示例市人民政府办公室")
    assert found.issued_on.isoformat() == "2026-01-21"
    silent = masthead("加快建设示例大道，确保2026年6月30日前建成。\n推进示例园区。")
    assert (silent.title, silent.number, silent.issuer, silent.issued_on) == ("", "", "", None)


def test_a_file_is_read_shown_to_be_put_right_and_entered(city, clerk):
    letter = f"示例区人民政府文件\n示政〔2026〕8号\n{TEXT}\n2026年1月21日".encode("gb18030")
    looked = clerk.post("/commitments/sources/new/", {"step": "look", "file": SimpleUploadedFile("方案.txt", letter)})
    page = looked.content.decode()
    assert looked.status_code == 200 and Source.objects.count() == 0
    for found in ("示例区2026年重点工作方案", "示政〔2026〕8号", "示例区人民政府", "2026-01-21", "纯文本和网页不另存原件"):
        assert f'value="{found}"' in page or found in page
    words = html.unescape(page.split('lang="zh">\n', 1)[1].split("</textarea>")[0])
    entered = clerk.post(
        "/commitments/sources/new/",
        {"step": "register", "title": "示例方案", "genre": "plan_notice", "issued_on": "2026-01-21", "text": words.replace("\n", "\r\n"), "place": city.district.pk},
    )
    source = Source.objects.get()
    assert entered.headers["Location"] == f"/commitments/sources/{source.pk}/"
    assert (source.title, source.number, source.place_id) == ("示例方案", "", city.district.pk) and "\r" not in source.text
    again = clerk.post("/commitments/sources/new/", {"step": "register", "title": "示例方案", "text": source.text, "place": city.district.pk})
    assert again.status_code == 409 and "登记过" in again.content.decode()


def test_a_word_document_is_kept_as_the_original(city, clerk):
    from tests.modules.test_reading_files import word_of

    looked = clerk.post("/commitments/sources/new/", {"step": "look", "file": SimpleUploadedFile("方案.docx", word_of("<w:p><w:r><w:t>加快建设示例大道。</w:t></w:r></w:p>"))})
    upload = re.search(r'name="upload" value="(\d+)"', looked.content.decode())
    assert upload is not None
    clerk.post("/commitments/sources/new/", {"step": "register", "title": "示例", "text": "加快建设示例大道。", "upload": upload[1], "place": city.district.pk})
    assert Source.objects.get().file.name == "方案.docx"


def test_nothing_sent_or_a_file_that_is_none_is_refused_with_a_way_out(clerk):
    empty = clerk.post("/commitments/sources/new/", {"step": "look"})
    assert empty.status_code == 422 and "选一个文件" in empty.content.decode()
    wrong = clerk.post("/commitments/sources/new/", {"step": "look", "file": SimpleUploadedFile("a.docx", b"\x00\x01\x02")})
    assert wrong.status_code == 422 and Source.objects.count() == 0


def test_every_character_is_shown_once_and_every_place_says_what_is_not_stated(source, clerk):
    page = clerk.get(f"/commitments/sources/{source.pk}/").content.decode()
    text = page.split('id="st-text"', 1)[1].split("</section>")[0]
    pieces = [(int(a), html.unescape(words)) for a, words in _PIECE.findall(text)]
    assert "".join(words for _, words in pieces) == source.text
    assert all(source.text[a : a + len(words)] == words for a, words in pieces)
    assert spans(page) == [f"{c.start}-{c.end}" for c in read(source.text).commitments]
    assert "未写明" in page and "1124亿元 · 总投资" in page and "规则" in page
    assert "st-dim" in text, "praise is paler"
    assert "原文写明“甲区住建局”" in html.unescape(page) and "某某办" in page


def test_a_whole_document_is_gone_through_in_one_sitting(city, source, clerk):
    page = clerk.get(f"/commitments/sources/{source.pk}/").content.decode()
    first, *others = spans(page)
    confirmed = do(clerk, source, "confirm", ids=[first, *others[:-1]])
    assert confirmed.status_code == 200 and Task.objects.count() == len(others)
    assert f"已处理 {len(others)} / {len(others) + 1}" in confirmed.content.decode()
    denied = do(clerk, source, "deny", ids=others[-1:])
    assert Example.objects.get().kind == "not_a_task" and "不是任务" in denied.content.decode()
    assert f"已处理 {len(others) + 1} / {len(others) + 1}" in denied.content.decode()
    shown = do(clerk, source, "propose", ids=[first, *others]).content.decode()
    road = Task.objects.order_by("start").first()
    assert f'name="lead-{first}" value="{city.organs["甲区住建局"].pk}"' in shown and Task.objects.filter(lead__isnull=False).count() == 0
    do(clerk, source, "give", ids=[first], **{f"lead-{first}": city.organs["甲区住建局"].pk})
    road.refresh_from_db()
    assert (road.state, road.lead_id) == ("assigned", city.organs["甲区住建局"].pk)
    partly = do(clerk, source, "assign", ids=[first, *others[:-1]], lead=city.organs["甲区统计局"].pk, leader=city.leader.person, due="2099-06-30")
    body = partly.content.decode()
    assert "1 条没有办" in body and Task.objects.filter(lead=city.organs["甲区统计局"]).count() == len(others) - 1
    settled = do(clerk, source, "settle")
    source.refresh_from_db()
    assert source.state == "settled" and "已分解完毕" in settled.content.decode()
    # The browser of a test has an account that no entry made.
    assert [each for each in fsck.check(installed(), clock.now()).findings if each.code != "account_unexplained"] == []


def test_a_task_that_was_not_confirmed_is_confirmed_when_it_is_given_out(city, source, clerk):
    first = spans(clerk.get(f"/commitments/sources/{source.pk}/").content.decode())[0]
    do(clerk, source, "assign", ids=[first], lead=city.organs["甲区住建局"].pk)
    assert Task.objects.get().state == "assigned"


def test_words_of_the_text_that_the_reader_missed_become_a_task(source, clerk):
    missed = do(clerk, source, "make", words="大家一致……坚定了信心")
    start = TEXT.index("大家")
    task = Task.objects.get()
    assert (task.start, task.end, task.rule) == (start, TEXT.index("。"), "clerk") and missed.status_code == 200
    assert Example.objects.get().kind == "missed"
    blank = TEXT.rindex("\n")
    do(clerk, source, "make", span=f"{blank}-{blank + 5}", nonce="other")
    assert Task.objects.filter(start=blank + 1, end=blank + 5).exists(), "blanks at the ends are left out"
    again = do(clerk, source, "make", span=f"{start}-{start + 4}", nonce="third")
    assert "重叠" in again.content.decode()
    for words, said in (("没有这些字", "原文里没有"), ("、", "出现"), ("", "原文里没有")):
        refused = do(clerk, source, "make", words=words)
        assert refused.status_code == 422 and said in refused.content.decode()


def test_a_task_stays_where_it_was_confirmed_when_the_reader_now_ends_it_elsewhere(city, source, clerk):
    first, *others = spans(clerk.get(f"/commitments/sources/{source.pk}/").content.decode())
    start, _, end = first.partition("-")
    do(clerk, source, "make", span=f"{start}-{int(end) - 2}")
    page = clerk.get(f"/commitments/sources/{source.pk}/").content.decode()
    assert spans(page) == [f"{start}-{int(end) - 2}", *others], "one place, not two"
    assert f"已处理 1 / {len(others) + 1}" in page


def test_a_correction_is_taken_back_and_the_place_waits_again(city, source, clerk):
    first = spans(clerk.get(f"/commitments/sources/{source.pk}/").content.decode())[0]
    do(clerk, source, "deny", ids=[first])
    page = clerk.get(f"/commitments/sources/{source.pk}/?show=denied").content.decode()
    assert f"/r/commitments.example/{Example.objects.get().pk}/do/commitments.take_back_example/" in page
    city.do(city.office, "commitments.take_back_example", Example.objects.get(), reason="示例")
    assert "不是任务 0" in clerk.get(f"/commitments/sources/{source.pk}/").content.decode()


def test_coming_back_to_the_address_of_the_form_leads_to_the_page(source, clerk):
    assert clerk.get(f"/commitments/sources/{source.pk}/do/").headers["Location"] == f"/commitments/sources/{source.pk}/"


def test_nothing_chosen_is_said_and_what_was_typed_stays(city, source, clerk):
    answer = do(clerk, source, "assign", lead=city.organs["甲区住建局"].pk, due="2099-01-01")
    body = answer.content.decode()
    assert answer.status_code == 422 and "没有选中任何任务" in body and 'value="2099-01-01"' in body
    assert do(clerk, source, "confirm", ids=["7-3", "x"]).status_code == 422
    assert do(clerk, source, "sing").status_code == 422


def test_each_filter_shows_as_many_as_it_says(city, source, clerk):
    first, second, third, *_ = spans(clerk.get(f"/commitments/sources/{source.pk}/").content.decode())
    do(clerk, source, "confirm", ids=[second])
    do(clerk, source, "assign", ids=[first], lead=city.organs["甲区住建局"].pk)
    do(clerk, source, "deny", ids=[third])
    found = {}
    for show in ("to_confirm", "confirmed", "given", "no_deadline", "no_owner", "denied"):
        page = clerk.get(f"/commitments/sources/{source.pk}/?show={show}").content.decode()
        said = re.search(rf'data-testid="show-{show}" aria-current="page">[^<0-9]*(\d+)<', page)
        assert said is not None and int(said[1]) == len(spans(page)), show
        found[show] = int(said[1])
    assert (found["confirmed"], found["given"], found["denied"]) == (1, 1, 1) and found["no_deadline"] > 0


def test_a_leader_sees_which_sentences_became_results_and_with_what_proof(city, source, clerk, browser):
    first, second, *_ = spans(clerk.get(f"/commitments/sources/{source.pk}/").content.decode())
    do(clerk, source, "assign", ids=[first], lead=city.organs["甲区住建局"].pk)
    do(clerk, source, "confirm", ids=[second])
    from tests.access.stage import photo

    from taizhang.registers import evidence

    task = Task.objects.get(lead__isnull=False)
    upload = evidence.receive(city.reviewer, "done.jpg", [photo(clock.now().replace(tzinfo=None), 34_750_000, 113_620_000)])
    city.do(city.reviewer, "commitments.sign", task)
    city.do(city.reviewer, "commitments.report_done", task, result="示例：已通车", file=upload.pk)
    city.do(city.office, "commitments.close", task, finding="示例：属实")
    leader = browser(city.leader)
    page = leader.get(f"/commitments/sources/{source.pk}/").content.decode()
    task.refresh_from_db()
    assert 'name="do"' not in page, "who does not keep the register only looks"
    assert f'href="/evidence/{task.proof_id}/"' in page and "示例：已通车" in page
    assert re.search(r'data-testid="result-closed"[^>]*>✓ 已销号 <b>1</b>', page) and re.search(r'data-testid="result-not_given"[^>]*>[^<]*<b>1</b>', page)
    assert 'class="st-m st-r-closed" id="m1"' in page
    only = leader.get(f"/commitments/sources/{source.pk}/?view=results&only=closed").content.decode()
    assert spans(only) == [first]
    english = browser(city.leader, "en").get(f"/commitments/sources/{source.pk}/?view=results").content.decode()
    assert "✓ Closed" in english and "What became of it" in english


def test_what_became_of_each_sentence_is_read_as_it_was_known_on_a_past_day(city, clerk, browser):
    with clock.on(date(2026, 3, 2), 9):
        made = city.do(city.office, "commitments.register_source", city.district, title="示例方案", text=TEXT, genre="plan_notice", issued_on="2026-01-20")
        source, (first, second, *_) = Source.objects.get(pk=made.key), read(TEXT).commitments
        city.do(city.office, "commitments.confirm_tasks", made.key, spans=f"{first.start}-{first.end}")
        task = Task.objects.get()
    with clock.on(date(2026, 3, 4), 9):
        city.do(city.office, "commitments.assign", task, lead=city.organs["甲区住建局"].pk, due="2026-03-31")
        city.do(city.office, "commitments.correct", source, span=f"{second.start}-{second.end}", kind="not_a_task")
    with clock.on(date(2026, 3, 6), 9):
        city.do(city.reviewer, "commitments.sign", task)
        city.do(city.reviewer, "commitments.feed_back", task, progress="示例：已进场")
    with clock.on(date(2026, 3, 20), 9):
        # What the office teaches the reader afterwards says nothing of what was read then, from whatever day it is to hold.
        city.do(city.office, "commitments.enter_word", city.district, kind="verb", word="大家", detail="task", valid_from="2026-01-01")
    address = f"/commitments/sources/{source.pk}/?view=results"
    with clock.on(date(2026, 4, 1), 9):
        seen = {}
        for day in ("2026-03-03", "2026-03-05", "2026-03-10", ""):
            page = clerk.get(f"{address}&at={day}").content.decode()
            said = dict(re.findall(r'data-testid="result-([a-z_]+)"[^>]*>[^<]*<b>(\d+)</b>', page))
            seen[day] = ({key for key, n in said.items() if n == "1" and key not in ("proposed",)}, "示例：已进场" in page, "另有 1 处不是任务" in page)
            read_first = TEXT.index("大家") if day == "" else first.start
            assert 'name="do"' not in page and spans(page)[0].startswith(f"{read_first}-"), day
        assert seen == {
            "2026-03-03": ({"not_given"}, False, False),
            "2026-03-05": ({"not_begun"}, False, True),
            "2026-03-10": ({"on_course"}, True, True),
            "": ({"overdue"}, True, True),
        }
        past = clerk.get(f"{address}&at=2026-03-10").content.decode()
        assert f"/r/commitments.task/{task.pk}/?at=2026-03-10" in past and "?view=results&amp;at=2026-03-10&amp;only=on_course" in past
        assert clerk.get(f"{address}&at=2026-03-01").status_code == 404, "nobody had the document yet"
        assert "This is what was known at the end of 2026-03-10" in browser(city.leader, "en").get(f"{address}&at=2026-03-10").content.decode()


def test_another_district_sees_no_document_and_nobody_else_works_on_it(city, source, browser):
    city._post("other_office", "supervision.clerk", "乙区督查室", city.other_district)
    stranger = browser(city.other_office)
    assert stranger.get(f"/commitments/sources/{source.pk}/").status_code == 404
    assert do(stranger, source, "settle").status_code == 404
    assert do(browser(city.clerk), source, "settle").status_code == 403
    assert browser(city.clerk).get("/commitments/sources/new/").status_code == 403


@pytest.mark.by_turns(3)
def test_a_document_of_thirty_thousand_characters_opens_within_two_seconds(source, clerk):
    line = "（一）加快推进示例大道{n}号段建设，确保2099年底前建成通车。全年完成投资{n}亿元，优化沿线营商环境，推动政务服务事项网上办理。（责任单位：甲区住建局）\n"
    text = "".join(line.format(n=n) for n in range(1, 500))[:30_000]
    Source.objects.filter(pk=source.pk).update(text=text)
    begun = time.process_time()
    answer = clerk.get(f"/commitments/sources/{source.pk}/")
    spent = time.process_time() - begun
    assert len(text) == 30_000 and answer.content.count(b'class="st-row') > 700
    assert spent < 2, f"{spent:.2f} s of server time"
