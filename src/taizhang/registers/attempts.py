"""How often a password was wrong: by the name that was typed, whether or not anybody has it, and by the address it came from.

A try is counted before the password is looked at, so that many at once are no more than many in a row. Names and addresses
are kept as keyed hashes alone: what people type into the wrong box is at times their password.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from taizhang.frame import clock

from .models import SignInTry

#: How long an address that somebody signed in from stays known for that name, and how long a count is kept at all.
KNOWN, KEPT = timedelta(days=30), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a try finds: until when the name is locked; whether too many names failed from the address; what stays hidden.

    `known` when the name was signed in with from this address before: a colleague's mistakes keep nobody out.
    """

    locked_until: datetime | None
    crowded: bool = False
    known: bool = False
    last: bool = False


def counted(name: str, address: str) -> Standing:
    """The try is counted against the name, and against the address where one is known ('' where none is)."""
    with transaction.atomic():
        return _counted(name, address)


def _counted(name: str, address: str) -> Standing:
    who, where = _hashed("name", name), _hashed("address", _network(address)) if address else ""
    now = clock.now()
    known, crowded = _from_address(who, where, now) if where else (False, False)
    if crowded and not known:
        # Nothing can come of it whatever the password is, so nothing is kept of the name: a spray fills no table. Counted
        # against the address all the same, so that it takes as long as a name that is known there.
        _against(_hashed("crowd", where), now)
        return Standing(None, crowded=True)
    if where:
        _count(who, where, now)
    return _against(who, now, crowded=crowded, known=known)


def counted_for(purpose: str, key: int) -> Standing:
    """The try is counted against something that is no sign-in name: the present password of an account, asked again."""
    return _against(_hashed(purpose, str(key)), clock.now())


def locked(name: str) -> datetime:
    """Nobody signs in with the name until the time given, whether or not it is anybody's."""
    return _lock(_hashed("name", name))


def locked_for(purpose: str, key: int) -> datetime:
    """The same for what is no sign-in name."""
    return _lock(_hashed(purpose, str(key)))


def entered(name: str, address: str) -> None:
    """The password was right: the counts begin anew, and the address is known for the name."""
    who = _hashed("name", name)
    with transaction.atomic():
        _clear(who)
        if address:
            _met(who, _hashed("address", _network(address)))


def cleared(name: str) -> bool:
    """The name may be tried again at once; True when anything had been counted."""
    return _clear(_hashed("name", name))


def cleared_for(purpose: str, key: int) -> None:
    """The same for what is no sign-in name."""
    _clear(_hashed(purpose, str(key)))


def locks(names: Collection[str]) -> Mapping[str, datetime]:
    """Until when names are locked, of those that are."""
    by_hash = {_hashed("name", name): name for name in names}
    found = SignInTry.objects.filter(name__in=by_hash, address="", locked_until__gt=clock.now())
    return {by_hash[who]: until for who, until in found.values_list("name", "locked_until") if until is not None}


def sweep() -> int:
    """Counts that nobody added to for a month are gone; gives how many."""
    return SignInTry.objects.filter(last_at__lt=clock.now() - KEPT).delete()[0]


def _against(who: str, now: datetime, *, crowded: bool = False, known: bool = False) -> Standing:
    with transaction.atomic():
        SignInTry.objects.get_or_create(name=who, address="", defaults={"last_at": now})
        held = SignInTry.objects.select_for_update().get(name=who, address="")
        if held.locked_until is not None and held.locked_until > now:
            return Standing(held.locked_until, crowded, known)
        if held.locked_until is not None:
            held.failures, held.locked_until = 0, None
        held.failures, held.last_at = held.failures + 1, now
        if held.failures > settings.TAIZHANG_LOCK_AFTER:
            # More at once than are allowed in a row: one of them locks it, this one is too many.
            held.locked_until = _until(now)
        held.save(update_fields=["failures", "locked_until", "last_at"])
    return Standing(held.locked_until, crowded, known, last=held.failures >= settings.TAIZHANG_LOCK_AFTER)


def _from_address(who: str, where: str, now: datetime) -> tuple[bool, bool]:
    """Whether the name was signed in with from an address before, and whether too many others failed from there lately."""
    known = SignInTry.objects.filter(name=who, address=where, entered_at__gt=now - KNOWN).exists()
    since = now - timedelta(minutes=settings.TAIZHANG_LOCK_MINUTES)
    failed = SignInTry.objects.filter(address=where, failures__gt=0, last_at__gt=since).exclude(name=who)
    return known, failed.count() >= settings.TAIZHANG_NAMES_FROM_ADDRESS


def _count(who: str, where: str, now: datetime) -> None:
    SignInTry.objects.get_or_create(name=who, address=where, defaults={"last_at": now})
    SignInTry.objects.filter(name=who, address=where).update(failures=F("failures") + 1, last_at=now)


def _met(who: str, where: str) -> None:
    SignInTry.objects.filter(name=who, address=where).update(failures=0, entered_at=clock.now())


def _lock(who: str) -> datetime:
    until = _until(clock.now())
    SignInTry.objects.filter(name=who, address="").update(failures=0, locked_until=until)
    return until


def _until(now: datetime) -> datetime:
    return now + timedelta(minutes=settings.TAIZHANG_LOCK_MINUTES)


def _clear(who: str) -> bool:
    return bool(SignInTry.objects.filter(name=who, address="").delete()[0])


def _hashed(kind: str, text: str) -> str:
    return salted_hmac(f"taizhang.attempts.{kind}", text.encode("utf-8", "surrogatepass"), algorithm="sha256").hexdigest()


def _network(address: str) -> str:
    """One subscriber's addresses as one: of IPv6 they hold the whole /64."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:80]
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)
