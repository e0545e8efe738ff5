"""Accounts and API tokens are compared with the entries that made them; passwords are not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from taizhang.frame import clock, fsck
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger import parse_text, store
from taizhang.kernels.ledger.models import Entry
from taizhang.registers import accounts, people, tokens
from taizhang.registers.models import Account, Person, Token

pytestmark = pytest.mark.django_db


def found() -> set[tuple[str, str]]:
    return {(f.code, f.where) for f in fsck.check(installed(), clock.now()).findings}


def codes() -> set[str]:
    return {code for code, _ in found()}


@pytest.fixture
def guard(city):
    """A security administrator of the city."""
    organ = city.organs["甲区发展改革委"]
    person = city.do(city.administrator, "office.enrol", organ, name="安全（示例）").key
    city.do(
        city.administrator, "office.appoint", organ, person=person, role="admin.security",
        place=city.district.pk, valid_from="2025-01-01",
    )  # fmt: skip
    return people.actor_of(Person.objects.get(pk=person))


@pytest.fixture
def clerk(city, guard, numbered) -> Account:
    """The clerk's account, opened by the security administrator, with one token that is good and one that was revoked."""
    city.do(guard, "office.open_account", city.clerk.person, username="clerk-one")
    account = Account.objects.get(person=city.clerk.person)
    accounts.give_password(account)
    tokens.issue(account, "报表")
    old, _ = tokens.issue(account, "旧的")
    tokens.revoke(account, old.pk)
    numbered()
    return account


def test_what_the_program_did_is_explained_and_signing_in_changes_nothing(city, clerk, guard):
    assert not found()
    clerk.set_password("another password 1")
    clerk.must_change = False
    clerk.save()
    assert tokens.account_of(tokens.issue(clerk, "用一次")[1]) == clerk
    assert not found()
    city.do(guard, "office.reset_account", clerk.person_id, reason="忘记密码")
    assert not Token.objects.filter(revoked=False).exists()
    assert not found()
    city.do(guard, "office.close_account", clerk.person_id, reason="调离")
    assert not found()
    city.do(guard, "office.open_account", clerk.person_id, username="clerk-two")
    assert not found()


def test_an_operator_at_the_machine_leaves_an_entry_too(city, numbered):
    person = Person.objects.get(pk=city.reporter.person)
    account, password = accounts.open_by_operator(person, "reporter-one")
    assert account.check_password(password) and account.must_change
    accounts.reset_by_operator(account)
    done = Entry.objects.filter(subject=f"registers.person:{person.pk}", actor="system").order_by("key")
    assert [e.action.rpartition(".")[2] for e in done][-2:] == ["account_opened", "account_reset"]
    said = parse_text(store.disclosure(done.last().key, "r").payload)
    assert said == {"account": "reporter-one"}
    assert "reporter-one" not in store.disclosure(done.last().key, "p").payload
    numbered()
    assert not found()


ACCOUNTS: dict[str, tuple[Callable[[Account], object], str]] = {
    "another name": (lambda a: Account.objects.filter(pk=a.pk).update(username="somebody"), "account"),
    "another person": (
        lambda a: Account.objects.filter(pk=a.pk).update(person=Person.objects.exclude(pk=a.person_id).order_by("id").first()),
        "account_unexplained",
    ),
    "closed": (lambda a: Account.objects.filter(pk=a.pk).update(is_active=False), "account"),
    "gone": (lambda a: Account.objects.filter(pk=a.pk).delete(), "account_missing"),
    "one more": (
        lambda a: Account.objects.create(username="quiet", person=Person.objects.exclude(pk=a.person_id).order_by("id").first()),
        "account_unexplained",
    ),
}


@pytest.mark.parametrize("how", ACCOUNTS)
@pytest.mark.by_turns(3)
def test_an_account_that_was_tampered_with_is_found(clerk, how):
    tamper, code = ACCOUNTS[how]
    tamper(clerk)
    assert code in codes()


def test_a_closed_account_that_was_opened_past_the_entries_is_found(city, clerk, guard):
    city.do(guard, "office.close_account", clerk.person_id, reason="调离")
    Account.objects.filter(pk=clerk.pk).update(is_active=True)
    assert found() == {("account", f"registers.person:{clerk.person_id}")}


TOKENS: dict[str, tuple[Callable[[Token], object], str]] = {
    "another secret": (lambda t: Token.objects.filter(pk=t.pk).update(sha256="0" * 64), "token"),
    "for longer": (lambda t: Token.objects.filter(pk=t.pk).update(expires_at=clock.end_of(clock.today())), "token"),
    "another label": (lambda t: Token.objects.filter(pk=t.pk).update(label="无害"), "token"),
    "revoked": (lambda t: Token.objects.filter(pk=t.pk).update(revoked=True), "token"),
    "revocation undone": (lambda t: Token.objects.filter(revoked=True).update(revoked=False), "token"),
    "gone": (lambda t: Token.objects.filter(pk=t.pk).delete(), "token_missing"),
    "one more": (
        lambda t: Token.objects.create(account=t.account, sha256="1" * 64, label="x", created_at=clock.now(), expires_at=t.expires_at),
        "token_unexplained",
    ),
}


@pytest.mark.parametrize("how", TOKENS)
@pytest.mark.by_turns(3)
def test_a_token_that_was_tampered_with_is_found(clerk, how):
    tamper, code = TOKENS[how]
    tamper(Token.objects.get(revoked=False))
    assert codes() == {code}


def test_a_token_given_to_another_account_is_found(city, clerk, numbered):
    other, _ = accounts.open_by_operator(Person.objects.get(pk=city.reporter.person), "reporter-one")
    numbered()
    Token.objects.filter(revoked=False).update(account=other)
    assert codes() == {"token_unexplained", "token_missing"}


def test_the_secret_of_a_token_is_in_no_entry(clerk):
    token, secret = tokens.issue(clerk, "秘密")
    entry = Entry.objects.filter(action="registers.person.token_issued").order_by("-key").first()
    assert entry.actor.startswith(f"p{clerk.person_id}")
    said = store.disclosure(entry.key, "r").payload
    assert secret not in said and parse_text(said)["token"] == token.pk
    assert store.disclosure(entry.key, "p") is None


def test_an_entry_erased_for_a_person_leaves_name_and_token_without_a_finding(city, clerk, numbered):
    for action in ("office.open_account", "registers.person.token_issued"):
        for key in Entry.objects.filter(action=action).values_list("key", flat=True):
            store.erase(key, "r")
    assert codes() <= {"payload_missing", "claim"}
