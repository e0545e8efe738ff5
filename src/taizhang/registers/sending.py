"""A message leaves the installation: a plain e-mail, or a signed web hook. What it says is a title and a link."""

from __future__ import annotations

import hmac
import http.client
import json
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.models import Outbox

from . import deliveries
from .models import Sending

_TIMEOUT_SECONDS: Final = 5.0
#: So much of an answer is read and thrown away, no more.
_ANSWER_BYTES: Final = 1024
_SIGN_IN: Final = Text("请登录系统查看：", "Sign in to read it: ")


class Unsent(Exception):
    """The try failed; its text is a short code without anything that the other side said."""


def send_next() -> bool:
    """One message that is due was tried and how it ended is written down; false when none is due."""
    row = deliveries.claim()
    if row is None:
        return False
    try:
        if row.tries > len(deliveries.WAITS) + 1:
            raise Unsent("lost")
        _send(row)
        error = ""
    except Unsent as failed:
        error = str(failed)
    except (OSError, smtplib.SMTPException, http.client.HTTPException) as failed:
        error = "timeout" if isinstance(failed, TimeoutError) else type(failed).__name__
    except (ValueError, BadInput):
        # A header that would hold a line break, or an address that is none (any more).
        error = "address"
    deliveries.ended(row, error)
    return True


def _send(row: Sending) -> None:
    message, delivery = Outbox.objects.get(pk=row.outbox), row.delivery
    if delivery.channel not in deliveries.channels_on():
        raise Unsent("off")
    # What the settings allow may have changed since the address was set.
    deliveries.check_address(delivery.channel, delivery.address)
    said = body_of(row, message)
    if delivery.channel == "email":
        _mail(letter(row, delivery.address, said))
    else:
        _post(row, delivery.address, json.dumps(said, ensure_ascii=False).encode())


def body_of(row: Sending, message: Outbox) -> dict[str, Any]:
    """What leaves of a message: its kind in words and the page to read it on, nothing of what it is about."""
    kind = message.payload["kind"]
    inbox = deliveries.inboxes().get(kind)
    if inbox is None:
        raise Unsent("unknown kind")
    words = inbox.words[kind]
    at = message.at.astimezone(clock.ZONE).isoformat(timespec="seconds")
    return {"id": row.name, "kind": kind, "at": at, "words": {"zh": words.zh, "en": words.en}, "link": inbox.page}


def letter(row: Sending, to: str, said: dict[str, Any]) -> EmailMessage:
    """The e-mail. Raises ValueError when a header would hold a line break."""
    sender = settings.TAIZHANG_SMTP_FROM
    mail = EmailMessage()
    mail["From"], mail["To"] = sender, to
    mail["Subject"] = f"{said['words']['zh']} / {said['words']['en']}"
    mail["Message-ID"] = f"<taizhang-{row.name}@{sender.rpartition('@')[2].strip('> ')}>"
    mail["X-Taizhang-Delivery"] = row.name
    mail["Auto-Submitted"] = "auto-generated"
    origin = next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
    link = f"{origin}{said['link']}"
    mail.set_content(f"{said['words']['zh']}\n{_SIGN_IN.zh}{link}\n\n{said['words']['en']}\n{_SIGN_IN.en}{link}\n")
    return mail


def _mail(mail: EmailMessage) -> None:
    host, port = settings.TAIZHANG_SMTP_HOST, settings.TAIZHANG_SMTP_PORT
    if settings.TAIZHANG_SMTP_TLS == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT_SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=_TIMEOUT_SECONDS)
    try:
        if settings.TAIZHANG_SMTP_TLS == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.TAIZHANG_SMTP_USER:
            server.login(settings.TAIZHANG_SMTP_USER, settings.TAIZHANG_SMTP_PASSWORD)
        server.send_message(mail)
        # It was taken: a server that leaves without a word is no reason to send it twice.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()
    finally:
        server.close()


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over the timestamp, a full stop and the body, in hexadecimal."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def _post(row: Sending, address: str, body: bytes) -> None:
    parts = urlsplit(address)
    stamp = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Taizhang-Delivery": row.name,
        "X-Taizhang-Timestamp": stamp,
        "X-Taizhang-Signature": signature(deliveries.secret_of(row.delivery_id), stamp, body),
    }
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    # http.client follows no redirect and knows no proxy: what answers is the host that was allowed.
    connection = kind(parts.hostname or "", parts.port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, headers)
        answer = connection.getresponse()
        answer.read(_ANSWER_BYTES)
        if not 200 <= answer.status < 300:
            raise Unsent(f"status {answer.status}")
    finally:
        connection.close()
