"""Signing in: wrong passwords, the lock, the password somebody else set, and the language."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from taizhang.frame import clock
from taizhang.registers.models import Account, SignInTry
from tests.surfaces.pages.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def enter(browser: Client, name: str, password: str = PASSWORD, **more: str):
    return browser.post("/sign-in/", {"username": name, "password": password, **more})


def test_who_signs_in_comes_to_the_page_that_was_asked_for(account, anybody):
    account("clerk")
    asked = anybody.get("/list/projects.projects/?q=桥")
    assert asked.status_code == 302 and asked["Location"].startswith("/sign-in/?next=%2Flist%2F")
    entered = enter(anybody, "clerk", next="/list/projects.projects/?q=桥")
    assert entered["Location"].startswith("/list/projects.projects/?q=")
    assert anybody.get("/work/").status_code == 200


def test_the_key_of_the_session_is_a_new_one_after_signing_in(account, anybody):
    account("clerk")
    anybody.get("/sign-in/")
    session = anybody.session
    session["planted"] = "x"
    session.save()
    before = session.session_key
    anybody.cookies["taizhang"] = before
    enter(anybody, "clerk")
    assert anybody.session.session_key != before


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(account, anybody, where):
    account("clerk")
    assert enter(anybody, "clerk", next=where)["Location"] == "/work/"


def test_a_wrong_name_and_a_wrong_password_look_the_same(account, anybody):
    account("clerk")
    one, other = enter(anybody, "clerk", "wrong"), enter(anybody, "nobody", "wrong")
    assert one.status_code == other.status_code == 422
    assert "用户名或密码不对" in one.content.decode() and "用户名或密码不对" in other.content.decode()


def test_an_account_is_locked_after_five_failures_and_says_until_when(account, anybody, settings):
    account("clerk")
    with clock.on(date(2026, 11, 25), 9, 0):
        for _ in range(settings.TAIZHANG_LOCK_AFTER):
            refused = enter(anybody, "clerk", "wrong")
        assert "2026-11-25 09:15" in refused.content.decode()
        assert "已锁定" in enter(anybody, "clerk").content.decode()
        assert not anybody.session.get("_auth_user_id")
    with clock.on(date(2026, 11, 25), 9, 16):
        assert enter(anybody, "clerk").status_code == 302
    assert not SignInTry.objects.filter(failures__gt=0).exists()


def test_one_persons_lock_does_not_lock_another(account, anybody, settings):
    account("clerk")
    account("chief")
    for _ in range(settings.TAIZHANG_LOCK_AFTER):
        enter(anybody, "clerk", "wrong")
    assert enter(anybody, "chief").status_code == 302


def test_a_password_set_by_somebody_else_has_to_be_changed_first(account, anybody):
    made = account("clerk")
    Account.objects.filter(pk=made.pk).update(must_change=True)
    assert enter(anybody, "clerk")["Location"] == "/password/"
    assert anybody.get("/work/")["Location"] == "/password/"
    new = "another good phrase"
    refused = anybody.post("/password/", {"old": PASSWORD, "new": "1234567890", "again": "1234567890"})
    assert refused.status_code == 422 and "全是数字" in refused.content.decode()
    assert anybody.post("/password/", {"old": PASSWORD, "new": new, "again": new})["Location"] == "/work/"
    assert anybody.get("/work/").status_code == 200


def test_other_sessions_end_when_the_password_changes(account, anybody):
    account("clerk")
    elsewhere = Client(HTTP_ACCEPT_LANGUAGE="zh-hans")
    enter(anybody, "clerk")
    enter(elsewhere, "clerk")
    assert elsewhere.get("/work/").status_code == 200
    new = "another good phrase"
    anybody.post("/password/", {"old": PASSWORD, "new": new, "again": new})
    assert anybody.get("/work/").status_code == 200
    assert elsewhere.get("/work/").status_code == 302


def test_signing_out_needs_a_post_and_ends_the_session(browser):
    client = browser("clerk")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/work/").status_code == 302


def test_the_language_is_chosen_before_and_after_signing_in(browser, anybody):
    anybody.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert "Password" in anybody.get("/sign-in/").content.decode()
    client = browser("clerk")
    assert "我的工作" in client.get("/work/").content.decode()
    client.post("/language/", {"language": "en", "next": "/work/"})
    page = client.get("/work/").content.decode()
    assert "My work" in page and '<html lang="en">' in page and "我的工作" not in page
    assert client.post("/language/", {"language": "en", "next": "https://evil.example/"})["Location"] == "/work/"


def test_a_person_with_two_posts_works_under_the_one_they_choose(city, browser):
    organ = city.organs["市发展改革委"]
    city.do(
        city.administrator, "office.appoint", organ, person=city.clerk.person, role="drc.clerk", place=city.place.pk, valid_from="2025-02-01", ground="测试"
    )
    client = browser("clerk")
    page = client.get("/work/")
    posts = page.context["frame"].posts
    assert [p.organ for p in posts] == ["甲区发展改革委", "市发展改革委"]
    client.post("/post/", {"post": posts[1].key, "next": "/work/"})
    assert client.get("/work/").context["frame"].post.organ == "市发展改革委"
    client.post("/post/", {"post": "admin.system/1/1/", "next": "/work/"})
    assert client.get("/work/").context["frame"].post.organ == "市发展改革委"


def test_a_form_without_its_token_is_refused_with_a_page(browser):
    client = browser("clerk", enforce_csrf_checks=True)
    refused = client.post("/language/", {"language": "en"})
    assert refused.status_code == 403
    assert "没有记录任何内容" in refused.content.decode()


def test_pages_carry_the_policy_and_are_not_kept(browser):
    page = browser("clerk").get("/work/")
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert page["Cache-Control"] == "no-store"
    text = page.content.decode()
    assert " onclick=" not in text and "<script>" not in text and '"allowEval":false' in text
