"""Wrong passwords tell nobody which names exist, and neither a name, an address nor an open desk can be tried for ever."""

from __future__ import annotations

import time
from datetime import date

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils.module_loading import import_string
from tests.quick_argon2 import QuickArgon2

from taizhang.frame import clock
from taizhang.registers import attempts
from taizhang.registers.models import Account, Person, SignInTry
from taizhang.site import settings as site

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse 1"


@pytest.fixture(autouse=True)
def plain(settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture
def account(city):
    def make(name: str = "clerk", actor=None) -> Account:
        holder = Person.objects.get(pk=(actor or city.clerk).person)
        return Account.objects.create(username=name, person=holder, password=make_password(PASSWORD))

    return make


def _enter(name: str, password: str = "wrong", address: str = "203.0.113.7", client: Client | None = None):
    return (client or Client()).post("/sign-in/", {"username": name, "password": password}, REMOTE_ADDR=address)


def _said(answer) -> str:
    """The sentence of a refusal, without the name that was typed."""
    return str(answer.context["refusal"].zh)


@pytest.mark.parametrize("closed", [False, True])
def test_a_name_that_nobody_has_is_locked_like_one_that_somebody_has(account, settings, closed):
    made = account()
    if closed:
        Account.objects.filter(pk=made.pk).update(is_active=False)
    with clock.on(date(2026, 11, 25), 9, 0):
        real = [(a.status_code, _said(a)) for a in (_enter("clerk") for _ in range(settings.TAIZHANG_LOCK_AFTER + 2))]
        unreal = [(a.status_code, _said(a)) for a in (_enter("nobody") for _ in range(settings.TAIZHANG_LOCK_AFTER + 2))]
    assert real == unreal
    assert "2026-11-25 09:15" in real[-1][1]
    # Once its time is over, either may be tried again.
    with clock.on(date(2026, 11, 25), 9, 16):
        assert _said(_enter("clerk")) == _said(_enter("nobody")) == real[0][1]


@pytest.mark.long
def test_the_answer_takes_as_long_for_a_name_that_nobody_has(account, settings):
    """Measured with the hash that is used in earnest, in turns so that load falls on all three alike."""
    settings.PASSWORD_HASHERS = site.PASSWORD_HASHERS
    made = account()
    Account.objects.filter(pk=made.pk).update(is_active=True)
    took: dict[str, list[float]] = {"clerk": [], "nobody": [], "locked": []}
    _enter("warm")
    attempts.counted("locked", "")
    for _ in range(9):
        attempts.locked("locked")
        for name, times in took.items():
            attempts.cleared("clerk")
            attempts.cleared("nobody")
            start = time.perf_counter()
            _enter(name)
            times.append(time.perf_counter() - start)
    fastest, slowest = sorted(min(t) for t in took.values())[:: len(took) - 1]
    assert slowest < fastest * 1.5, took


def test_passwords_of_tests_are_read_by_the_products_own_hash_and_cost_less():
    own, quick = import_string(site.PASSWORD_HASHERS[0])(), QuickArgon2()
    made = make_password(PASSWORD, hasher=quick)
    assert own.verify(PASSWORD, made) and not own.verify("wrong", made)
    assert own.must_update(made) and own.memory_cost > 1000 * quick.memory_cost


def test_many_at_once_are_no_more_than_many_in_a_row(settings):
    """A try is counted before its password is looked at, so the one too many is refused whatever it says."""
    standings = [attempts.counted("clerk", "") for _ in range(settings.TAIZHANG_LOCK_AFTER + 1)]
    assert [s.last for s in standings[:-1]] == [False] * (settings.TAIZHANG_LOCK_AFTER - 1) + [True]
    assert standings[-1].locked_until is not None


def test_one_address_does_not_try_many_names(account, settings):
    account()
    for n in range(settings.TAIZHANG_NAMES_FROM_ADDRESS):
        assert "用户名或密码不对" in _said(_enter(f"name{n}"))
    kept = SignInTry.objects.count()
    assert "网络地址" in _said(_enter("one-more"))
    assert "网络地址" in _said(_enter("and-another"))
    # The right password does not get in from there either, and nothing more is kept of what is sprayed but one count.
    assert "网络地址" in _said(_enter("clerk", PASSWORD))
    assert SignInTry.objects.count() == kept + 1
    assert _enter("clerk", PASSWORD, "203.0.113.8").status_code == 302


def test_whoever_signed_in_from_an_address_before_still_does_when_others_failed_there(account, city, settings):
    account()
    account("other", city.other_clerk)
    assert _enter("clerk", PASSWORD).status_code == 302
    for n in range(settings.TAIZHANG_NAMES_FROM_ADDRESS):
        _enter(f"name{n}")
    assert "网络地址" in _said(_enter("other", PASSWORD))
    # A wrong password says what it says for every other name; the name's own lock counts on.
    for _ in range(settings.TAIZHANG_LOCK_AFTER - 1):
        assert "网络地址" in _said(_enter("clerk"))
    assert _enter("clerk", PASSWORD).status_code == 302
    for _ in range(settings.TAIZHANG_LOCK_AFTER):
        _enter("clerk")
    assert "锁定" in _said(_enter("clerk", PASSWORD))


def test_who_mistypes_and_then_gets_in_does_not_count_against_the_office(account, settings):
    account()
    _enter("clerk")
    _enter("clerk", PASSWORD)
    assert not SignInTry.objects.filter(failures__gt=0).exists()


@pytest.mark.parametrize(
    ("proxied", "headers", "direct", "address"),
    [
        (False, "", "203.0.113.7", "203.0.113.7"),
        (False, "198.51.100.1", "203.0.113.7", "203.0.113.7"),
        (False, "198.51.100.1", "127.0.0.1", ""),
        (True, "198.51.100.1, 203.0.113.9", "127.0.0.1", "203.0.113.9"),
        (True, "", "127.0.0.1", ""),
    ],
)
def test_the_address_is_the_one_that_the_proxy_saw(rf, settings, proxied, headers, direct, address):
    from taizhang.surfaces.entrance import address_of

    settings.TAIZHANG_BEHIND_PROXY = proxied
    more = {"HTTP_X_FORWARDED_FOR": headers} if headers else {}
    assert address_of(rf.get("/", REMOTE_ADDR=direct, **more)) == address


def test_a_whole_subscriber_is_one_address(settings):
    for n in range(settings.TAIZHANG_NAMES_FROM_ADDRESS):
        attempts.counted(f"name{n}", f"2001:db8:1:2::{n:x}")
    assert attempts.counted("one-more", "2001:db8:1:2:ffff::1").crowded
    assert not attempts.counted("one-more", "2001:db8:1:3::1").crowded


def test_what_was_typed_is_kept_as_a_hash_alone():
    _enter("my-secret-password-in-the-wrong-box")
    kept = [str(v) for row in SignInTry.objects.values() for v in row.values()]
    assert kept and not any("secret" in v or "203.0" in v for v in kept)


def test_a_name_with_a_nul_is_nobodys():
    assert _enter("cl\x00erk").status_code == 422


def test_the_present_password_cannot_be_guessed_at_an_open_desk(account, settings):
    client = Client()
    client.force_login(account())
    wrong = {"old": "wrong", "new": "another good phrase", "again": "another good phrase"}
    with clock.on(date(2026, 11, 25), 9, 0):
        for _ in range(settings.TAIZHANG_LOCK_AFTER):
            refused = client.post("/password/", wrong)
        assert "2026-11-25 09:15" in refused.content.decode()
        assert client.post("/password/", wrong | {"old": PASSWORD}).status_code == 422
        # It is not the name that is locked: the person still signs in elsewhere.
        assert _enter("clerk", PASSWORD).status_code == 302
    with clock.on(date(2026, 11, 25), 9, 16):
        client.force_login(Account.objects.get(username="clerk"))
        assert client.post("/password/", wrong | {"old": PASSWORD}).status_code == 302


def test_counts_are_gone_after_a_month():
    with clock.on(date(2026, 10, 1), 9, 0):
        attempts.counted("old", "203.0.113.7")
    with clock.on(date(2026, 11, 25), 9, 0):
        attempts.counted("new", "203.0.113.7")
        assert attempts.sweep() == 2
        assert SignInTry.objects.count() == 2
