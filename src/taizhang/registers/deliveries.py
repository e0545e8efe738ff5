"""Where the messages of an organ leave to beside the page in the program, and which of them wait to leave.

Each message is sent at least once: a try is written down before it is made, so that a worker that is killed in between tries
again. Every try carries the same name, by which a receiver drops doubles.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Count, Q

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed
from taizhang.frame.declare import Inbox
from taizhang.frame.models import Outbox

from .models import Delivery, Sending
from .records import DELIVERY

#: How long is waited after the first try that failed, after the second, and so on; after the last it is given up.
WAITS: Final = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))
#: The last try is taken for lost with its worker after this time.
_LAST: Final = timedelta(minutes=5)
#: What was never handed over for so long, since sending was off, is no news any more.
STALE: Final = timedelta(days=7)
_AT_ONCE: Final = 500
#: Messages that the page of an inbox shows.
_MOST_READ: Final = 100
_PORTS: Final = {"http": 80, "https": 443}


# -- addresses ------------------------------------------------------------------------------------------------------------


def channels_on() -> list[str]:
    """The channels that the installation is set up for; none unless somebody did."""
    return [c for c, on in (("email", settings.TAIZHANG_SMTP_HOST), ("webhook", settings.TAIZHANG_WEBHOOK_HOSTS)) if on]


def check_address(channel: str, address: str) -> str:
    """The address, which a message may leave to.

    Raises:
        BadInput: no e-mail address, no address of a web hook, or one of a host that the installation does not allow.
    """
    if not address.isascii() or not address.isprintable() or " " in address or len(address) > 300:
        raise _bad("bad_address", Text("地址中有空格、控制符或非ASCII字符，或过长", "The address has spaces, control or other characters, or is too long"))
    if channel == "email":
        try:
            validate_email(address)
        except ValidationError:
            raise _bad("bad_address", Text("这不是电子邮件地址", "This is not an e-mail address")) from None
    elif _impossible_port(address):
        raise _bad(
            "bad_port",
            Text("端口应为1至65535", "A port is a number from 1 to 65535"),
            Text("核对地址中冒号后的数字，或不写端口", "Check the number behind the colon, or leave it out"),
        )
    elif _without_encryption(address):
        raise _bad(
            "not_encrypted",
            Text("允许的主机未写端口的，回调地址须以 https:// 开头", "To a host that is listed without a port a web hook goes by https:// alone"),
            Text("改用 https，或由运维人员在 TAIZHANG_WEBHOOK_HOSTS 写明主机和端口", "Use https, or have host and port listed in TAIZHANG_WEBHOOK_HOSTS"),
        )
    elif not host_allowed(address):
        raise _bad(
            "host_not_allowed",
            Text("本系统不允许向该地址发送回调", "This installation allows no web hook to this address"),
            Text("由运维人员把主机加入 TAIZHANG_WEBHOOK_HOSTS", "Have the host added to TAIZHANG_WEBHOOK_HOSTS by whoever runs the server"),
        )
    return address


def host_allowed(address: str) -> bool:
    """It is an http or https address, without a name or password in it, of a host and port that the settings list.

    A host that is listed without its port is allowed by https on 443 alone.
    """
    try:
        parts = urlsplit(address)
        stated = parts.port
    except ValueError:
        return False
    if stated == 0 or not parts.hostname or "@" in parts.netloc or parts.scheme not in _PORTS or parts.fragment:
        return False
    port = stated or _PORTS[parts.scheme]
    names = {f"{parts.hostname}:{port}"} | ({parts.hostname} if (parts.scheme, port) == ("https", 443) else set())
    return bool(names & set(settings.TAIZHANG_WEBHOOK_HOSTS))


def _impossible_port(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    try:
        return parts.port == 0
    except ValueError:
        return True


def _without_encryption(address: str) -> bool:
    """It is an http address of a host that the settings list without a port."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in settings.TAIZHANG_WEBHOOK_HOSTS and not host_allowed(address)


def _bad(code: str, reason: Text, remedy: Text | None = None) -> BadInput:
    return BadInput(reason, code=code, field="address", remedy=remedy)


def secret_of(delivery: int) -> str:
    """What signs the web hooks of a delivery, as 64 hexadecimal digits; it follows from the installation's own key."""
    return hmac.new(settings.SECRET_KEY.encode(), f"taizhang delivery {delivery}".encode(), "sha256").hexdigest()


# -- what waits -----------------------------------------------------------------------------------------------------------


def inboxes() -> dict[str, Inbox]:
    """The inbox in which a kind of message is read, by kind; of those whose messages may leave the house."""
    return {kind: m.inbox for m in installed().modules if m.inbox and m.inbox.leaves for kind in m.inbox.words}


def sent_to(organs: Collection[int], kinds: Collection[str]) -> list[Outbox]:
    """The newest messages of some kinds to some organs, the newest first."""
    sent = Outbox.objects.filter(channel="inbox", to__in=[f"organ:{o}" for o in organs], payload__kind__in=list(kinds))
    return list(sent.order_by("-id")[:_MOST_READ])


def queue() -> bool:
    """Messages that no worker looked at are on their way to every address of their organ; true when some were."""
    waiting = Outbox.objects.filter(sent_at__isnull=True, channel="inbox").order_by("id")
    # On SQLite a transaction takes the one write lock: not for nothing, every ten seconds.
    if not waiting.exists():
        return False
    now, kinds, channels = clock.now(), inboxes(), channels_on()
    with transaction.atomic():
        rows = list(waiting.select_for_update(skip_locked=True)[:_AT_ONCE])
        to: dict[str, list[Delivery]] = {}
        for delivery in Delivery.objects.filter(stopped_at__isnull=True, channel__in=channels):
            to.setdefault(f"organ:{delivery.organ_id}", []).append(delivery)
        ways = [
            Sending(outbox=m.pk, delivery=d, next_at=now)
            for m in rows
            if m.at > now - STALE and m.payload.get("kind") in kinds
            for d in to.get(m.to, ())
            if d.since <= m.at
        ]
        Sending.objects.bulk_create(ways, ignore_conflicts=True)
        Outbox.objects.filter(pk__in=[m.pk for m in rows]).update(sent_at=now)
    return bool(rows)


def _open() -> Any:
    return Sending.objects.filter(done_at__isnull=True, given_up_at__isnull=True, delivery__stopped_at__isnull=True)


def claim() -> Sending | None:
    """The message that has waited longest, with this try counted and the next one set; None when none is due.

    One whose last try was lost with its worker is given up.
    """
    now = clock.now()
    due = _open().filter(next_at__lte=now).order_by("next_at", "id")
    if not due.exists():
        return None
    with transaction.atomic():
        row: Sending | None = due.select_for_update(skip_locked=True, of=("self",)).select_related("delivery").first()
        if row is None:
            return None
        row.tries += 1
        row.next_at = next_try(row.tries, now)
        row.save(update_fields=["tries", "next_at"])
    return row


def next_try(tries: int, now: datetime) -> datetime:
    """When it is tried again if the try of this number, counted from one, fails or is lost."""
    return now + (WAITS[tries - 1] if tries <= len(WAITS) else _LAST)


def ended(row: Sending, error: str) -> None:
    """The try succeeded, with '' for its error; or it failed, and after the last one the message is given up."""
    now = clock.now()
    row.error = error[:60]
    if not error:
        row.done_at = now
    elif row.tries > len(WAITS):
        row.given_up_at = now
    row.save(update_fields=["error", "done_at", "given_up_at"])


# -- what an administrator sees -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """An address with how many messages wait for it, went out to it and were given up, and why the last failed."""

    delivery: Delivery
    waiting: int
    done: int
    given_up: int
    error: str


def lines(actor: Actor) -> Sequence[Line]:
    """The addresses that the actor administers and that are in use, by organ."""
    rows = Delivery.objects.filter(DELIVERY.visible(actor), stopped_at__isnull=True).select_related("organ")
    counted = rows.annotate(
        done=Count("sendings", filter=Q(sendings__done_at__isnull=False)),
        lost=Count("sendings", filter=Q(sendings__given_up_at__isnull=False)),
        every=Count("sendings"),
    ).order_by("organ__name", "id")
    return [Line(d, d.every - d.done - d.lost, d.done, d.lost, _last_error(d)) for d in counted]


def _last_error(delivery: Delivery) -> str:
    found = delivery.sendings.exclude(error="").filter(done_at__isnull=True).order_by("-id").first()
    return found.error if found else ""


def one(actor: Actor, key: int) -> Delivery | None:
    """A delivery that the actor administers, by key."""
    return Delivery.objects.filter(DELIVERY.visible(actor), pk=key, stopped_at__isnull=True).select_related("organ").first()


def given_up() -> int:
    """How many messages did not reach an address that is still in use."""
    return Sending.objects.filter(given_up_at__isnull=False, delivery__stopped_at__isnull=True).count()
