"""Accounts: each act is an entry about the person, no password is ever recorded, and nobody reaches above their place."""

from __future__ import annotations

import pytest
from django.test import Client

from taizhang.basis.errors import Conflict, NotAllowed
from taizhang.frame.models import Refusal
from taizhang.frame.perform import perform
from taizhang.kernels.ledger import store
from taizhang.kernels.ledger.models import Entry
from taizhang.registers import attempts, tokens
from taizhang.registers.models import Account

pytestmark = pytest.mark.django_db
ACCOUNTS = "/office/accounts/"


@pytest.fixture
def security(administrators):
    return administrators("admin.security")


def _act(client: Client, person: int, verb: str, **form: str):
    return client.post(f"{ACCOUNTS}{person}/{verb}/", form)


def _opened(client: Client, person: int, username: str = "example-clerk") -> str:
    """The one-time password of an account opened for a person."""
    page = _act(client, person, "open", username=username)
    assert page.status_code == 200
    return page.context["given"][1]


def _locked(username: str) -> None:
    attempts.counted(username, "")
    attempts.locked(username)


def _everything_recorded() -> str:
    said = [store.disclosure(e.key, part) for e in Entry.objects.all() for part in ("p", "r")]
    return "".join(d.payload for d in said if d is not None)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_account_is_opened_with_a_password_that_is_shown_once(city, browser, security, language):
    client = browser(security, language)
    password = _opened(client, city.clerk.person)
    account = Account.objects.get(person=city.clerk.person)
    assert account.check_password(password) and account.must_change
    assert password not in client.get(ACCOUNTS).content.decode()
    entry = Entry.objects.order_by("key").last()
    assert (entry.action, entry.subject) == ("office.open_account", f"registers.person:{city.clerk.person}")
    assert "example-clerk" in _everything_recorded() and password not in _everything_recorded()
    assert password not in account.password


def test_whoever_was_given_a_password_signs_in_and_has_to_choose_their_own(city, browser, security):
    password = _opened(browser(security), city.clerk.person)
    client = Client()
    answer = client.post("/sign-in/", {"username": "example-clerk", "password": password})
    assert answer.headers["Location"] == "/password/"
    assert client.get("/office/organs/").headers["Location"] == "/password/"


def test_what_was_done_without_the_page_leaves_the_account_shut(city, security):
    perform("office.open_account", city.clerk.person, security, {"username": "example-clerk"})
    assert not Account.objects.get(person=city.clerk.person).has_usable_password()


def test_a_name_that_is_taken_or_unfit_is_refused_on_the_page(city, browser, security):
    client = browser(security)
    _opened(client, city.clerk.person)
    assert _act(client, city.clerk.person, "open", username="other").status_code == 409
    assert _act(client, city.chief.person, "open", username="example-clerk").status_code == 409
    assert _act(client, city.chief.person, "open", username="two words").status_code == 422
    assert _act(client, city.chief.person, "open", username="").status_code == 422
    assert Account.objects.filter(person=city.chief.person).count() == 0
    assert not any("two words" in str(vars(r)) for r in Refusal.objects.all())


def test_a_reset_ends_password_sessions_tokens_and_lock(city, browser, security):
    client, clerk = browser(security), browser(city.clerk)
    account = Account.objects.get(person=city.clerk.person)
    _locked(account.username)
    _, secret = tokens.issue(account, "test")
    assert clerk.get("/office/organs/").status_code == 200
    page = _act(client, city.clerk.person, "reset", reason="忘记密码")
    account.refresh_from_db()
    assert account.check_password(page.context["given"][1]) and not attempts.locks([account.username]) and account.must_change
    assert clerk.get("/office/organs/").status_code == 302
    assert tokens.account_of(secret) is None


def test_unlocking_keeps_the_password(city, browser, security):
    client = browser(security)
    _opened(client, city.clerk.person)
    before = Account.objects.get(person=city.clerk.person).password
    assert _act(client, city.clerk.person, "unlock").status_code == 409
    _locked("example-clerk")
    assert "locked" in [line.state for line in client.get(ACCOUNTS).context["lines"]]
    assert _act(client, city.clerk.person, "unlock").status_code == 302
    after = Account.objects.get(person=city.clerk.person)
    assert not attempts.locks([after.username]) and after.password == before


def test_closing_ends_sign_ins_and_the_account_can_be_opened_again(city, browser, security):
    client, clerk = browser(security), browser(city.clerk)
    assert _act(client, city.clerk.person, "close", reason="x" * 401).status_code == 422
    assert clerk.get("/office/organs/").status_code == 200
    assert _act(client, city.clerk.person, "close", reason="调离").status_code == 302
    assert clerk.get("/office/organs/").status_code == 302
    assert _act(client, city.clerk.person, "reset", reason="示例").status_code == 404
    password = _opened(client, city.clerk.person, "again")
    assert Account.objects.get(person=city.clerk.person).check_password(password)
    assert clerk.get("/office/organs/").status_code == 302


def test_nobody_closes_their_own_account(security, browser):
    browser(security)
    with pytest.raises(Conflict) as refused:
        perform("office.close_account", security.person, security, {"reason": "示例"})
    assert refused.value.code == "own_account"


def test_accounts_are_for_the_security_administrator_of_the_place(city, browser, administrators):
    for actor in (city.clerk, city.administrator):
        assert _act(browser(actor), city.chief.person, "open", username="x").status_code == 403
    district = administrators("admin.security", city.district)
    names = {line.person.pk for line in browser(district).get(ACCOUNTS).context["lines"]}
    assert city.clerk.person in names
    assert not names & {city.other_clerk.person, city.city_clerk.person, city.administrator.person}
    for above in (city.other_clerk, city.city_clerk, city.administrator):
        with pytest.raises(NotAllowed) as refused:
            perform("office.open_account", above.person, district, {"username": "x"})
        assert refused.value.code == "no_right_here"


def test_there_is_no_other_verb(city, browser, security):
    client = browser(security)
    assert _act(client, city.clerk.person, "promote").status_code == 404
    assert client.get(f"{ACCOUNTS}{city.clerk.person}/reset/").status_code == 405
