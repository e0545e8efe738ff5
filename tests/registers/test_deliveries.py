"""Messages leave by e-mail and by web hook: once, again after a failure, never when off, and only to hosts that are allowed."""

from __future__ import annotations

import json
import socketserver
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from taizhang.basis.errors import BadInput, Conflict
from taizhang.frame import clock
from taizhang.frame.models import Outbox
from taizhang.frame.perform import perform
from taizhang.registers import deliveries, sending
from taizhang.registers.models import Delivery, Sending
from taizhang.surfaces.cli import working
from tests.city_fixture import City

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=clock.ZONE)
MAILBOX = "office@example.org"


class Mailbox(socketserver.StreamRequestHandler):
    """So much of a mail server as one e-mail needs; it keeps what it was given, or refuses all."""

    def handle(self) -> None:
        server, data = self.server, b""
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                for part in self.rfile:
                    if part == b".\r\n":
                        break
                    data += part
                server.got.append(message_from_bytes(data, policy=policy.default))
            if verb == b"QUIT":
                return  # without the word that would be polite
            self.wfile.write(b"451 later\r\n" if verb == b"MAIL" and server.refuses else b"250 ok\r\n")


class Hook(BaseHTTPRequestHandler):
    """Keeps headers and body of what is posted, and answers with the status it was told."""

    def do_POST(self) -> None:
        self.server.got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


@contextmanager
def serving(server):
    server.got, server.refuses, server.status = [], False, 204
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.fixture
def mail(settings):
    with serving(socketserver.TCPServer(("127.0.0.1", 0), Mailbox)) as server:
        settings.TAIZHANG_SMTP_HOST, settings.TAIZHANG_SMTP_PORT = server.server_address
        settings.TAIZHANG_SMTP_TLS, settings.TAIZHANG_SMTP_FROM = "none", "taizhang@example.org"
        yield server


@pytest.fixture
def hook(settings):
    with serving(HTTPServer(("127.0.0.1", 0), Hook)) as server:
        settings.TAIZHANG_WEBHOOK_HOSTS = [f"127.0.0.1:{server.server_port}"]
        yield server


@pytest.fixture
def city(settings):
    settings.TAIZHANG_SMTP_HOST, settings.TAIZHANG_WEBHOOK_HOSTS = "", []
    with clock.at(NOW):
        yield City()


@pytest.fixture
def organ(city):
    return city.organs["甲区住建局"]


def _set(city, organ, channel: str, address: str) -> Delivery:
    return Delivery.objects.get(pk=perform("office.set_delivery", organ.pk, city.administrator, {"channel": channel, "address": address}).key)


def _told(organ, kind: str = "task_overdue", at: datetime = NOW, **payload) -> Outbox:
    return Outbox.objects.create(at=at, entry="", channel="inbox", to=f"organ:{organ.pk}", payload={"kind": kind, **payload})


def _work(after: timedelta = timedelta()) -> None:
    with clock.at(NOW + after):
        while working.send_messages():
            pass


def _tried() -> int:
    return Sending.objects.get().tries


def test_an_organs_message_leaves_once_by_e_mail_with_words_and_a_link_alone(city, organ, mail, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://taizhang.example.org"]
    delivery = _set(city, organ, "email", MAILBOX)
    message = _told(organ, task=7, note="示例甲的电话")
    _told(next(o for o in city.organs.values() if o.pk != organ.pk))
    _work()
    _work(timedelta(days=2))
    (mail_,) = mail.got
    assert mail_["To"] == MAILBOX and mail_["Subject"] == "任务已逾期 / The deadline has passed"
    assert mail_["X-Taizhang-Delivery"] == f"{message.pk}-{delivery.pk}" and f"-{message.pk}-{delivery.pk}@example.org>" in mail_["Message-ID"]
    text = mail_.get_content()
    assert "https://taizhang.example.org/commitments/messages/" in text and "电话" not in text


def test_a_web_hook_is_signed_so_that_its_receiver_can_check_it(city, organ, hook):
    delivery = _set(city, organ, "webhook", f"http://127.0.0.1:{hook.server_port}/in?a=1")
    _told(organ, kind="task_slip", number="示例〔2026〕1号", note="不外传")
    _work()
    ((headers, body),) = hook.got
    stamp = headers["X-Taizhang-Timestamp"]
    assert headers["X-Taizhang-Signature"] == sending.signature(deliveries.secret_of(delivery.pk), stamp, body)
    assert headers["X-Taizhang-Signature"] != sending.signature(deliveries.secret_of(delivery.pk), stamp, body + b" ")
    said = json.loads(body)
    assert said["words"] == {"zh": "督办单", "en": "A supervision slip"} and said["link"] == "/commitments/messages/"
    assert set(said) == {"id", "kind", "at", "words", "link"} and said["id"] == headers["X-Taizhang-Delivery"]


def test_what_fails_is_tried_again_later_and_later_then_given_up(city, organ, mail):
    _set(city, organ, "email", MAILBOX)
    _told(organ)
    mail.refuses = True
    _work()
    after, tried = timedelta(), [_tried()]
    for wait in deliveries.WAITS:
        _work(after + wait - timedelta(seconds=1))
        early = _tried()
        after += wait
        _work(after)
        tried += [early, _tried()]
    assert tried == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6] and Sending.objects.get().given_up_at is not None
    assert Sending.objects.get().error == "SMTPSenderRefused" and deliveries.given_up() == 1
    mail.refuses = False
    _work(after + timedelta(days=30))
    assert mail.got == []


def test_what_failed_once_arrives_with_the_next_try(city, organ, hook):
    _set(city, organ, "webhook", f"http://127.0.0.1:{hook.server_port}/in")
    _told(organ)
    hook.status = 302
    _work()
    assert len(hook.got) == 1 and Sending.objects.get().error == "status 302"
    hook.status = 200
    _work(timedelta(minutes=1))
    _work(timedelta(days=1))
    row = Sending.objects.get()
    assert len(hook.got) == 2 and row.tries == 2 and row.done_at is not None
    assert hook.got[0][0]["X-Taizhang-Delivery"] == hook.got[1][0]["X-Taizhang-Delivery"]


def test_a_worker_that_was_killed_in_the_middle_of_a_try_leaves_it_to_the_next(city, organ, mail):
    _set(city, organ, "email", MAILBOX)
    _told(organ)
    deliveries.queue()
    assert deliveries.claim() is not None  # and then nothing more is heard of this worker
    _work()
    assert mail.got == []
    _work(timedelta(minutes=1))
    assert len(mail.got) == 1


def test_a_last_try_that_was_lost_with_its_worker_is_given_up(city, organ, mail):
    _set(city, organ, "email", MAILBOX)
    _told(organ)
    deliveries.queue()
    Sending.objects.update(tries=len(deliveries.WAITS) + 1)
    _work()
    row = Sending.objects.get()
    assert (row.error, row.given_up_at is not None, mail.got) == ("lost", True, [])


def test_nothing_leaves_by_a_channel_that_is_off_and_nothing_is_kept_for_it(city, organ, hook):
    assert deliveries.channels_on() == ["webhook"]
    _set(city, organ, "email", MAILBOX)
    _told(organ)
    _work()
    assert not Sending.objects.exists() and hook.got == []


def test_messages_from_before_an_address_was_set_or_long_ago_or_of_unknown_kinds_do_not_leave(city, organ, mail):
    _told(organ)
    with clock.at(NOW + timedelta(minutes=1)):
        _set(city, organ, "email", MAILBOX)
    _told(organ, kind="of_nobody", at=NOW + timedelta(minutes=2))
    _work(timedelta(minutes=3))
    _told(organ, at=NOW + timedelta(minutes=4))
    _work(timedelta(days=8))
    assert mail.got == [] and not Sending.objects.exists()


def test_a_stopped_address_gets_nothing_more_not_even_what_waits(city, organ, mail):
    delivery = _set(city, organ, "email", MAILBOX)
    _told(organ)
    deliveries.queue()
    perform("office.stop_delivery", delivery.pk, city.administrator, {})
    _work()
    assert mail.got == []
    with pytest.raises(Conflict):
        perform("office.stop_delivery", delivery.pk, city.administrator, {})
    _set(city, organ, "email", MAILBOX)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/in", "http://elsewhere.example:8080/in", "ftp://allowed.example/in", "http://allowed.example@evil.example/",
        "http://u:p@allowed.example/", "https://allowed.example:444/", "http://[::1", "http://allowed.example:x/", "/in", "http://allowed.example/\r\nX: y",
    ],
)  # fmt: skip
def test_a_host_that_is_not_allowed_is_refused_when_it_is_set(settings, address):
    settings.TAIZHANG_WEBHOOK_HOSTS = ["allowed.example"]
    assert deliveries.check_address("webhook", "https://allowed.example/in?a=1")
    with pytest.raises(BadInput):
        deliveries.check_address("webhook", address)


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://allowed.example/", "not_encrypted"), ("http://allowed.example:80/in", "not_encrypted"), ("http://bare.example:8080/", ""),
        ("https://allowed.example:0/", "bad_port"), ("http://bare.example:0/", "bad_port"), ("https://allowed.example:65536/", "bad_port"),
        ("https://allowed.example:443/", ""), ("http://bare.example/", "host_not_allowed"), ("http://[::1", "host_not_allowed"),
    ],
)  # fmt: skip
def test_a_host_listed_without_a_port_is_for_https_and_a_port_is_one(settings, address, code):
    settings.TAIZHANG_WEBHOOK_HOSTS = ["allowed.example", "bare.example:8080"]
    if not code:
        assert deliveries.check_address("webhook", address) and deliveries.host_allowed(address)
        return
    with pytest.raises(BadInput) as refused:
        deliveries.check_address("webhook", address)
    assert refused.value.code == code and not deliveries.host_allowed(address)


def test_a_host_that_is_no_longer_allowed_is_refused_when_sending(city, organ, hook, settings):
    _set(city, organ, "webhook", f"http://127.0.0.1:{hook.server_port}/in")
    _told(organ)
    settings.TAIZHANG_WEBHOOK_HOSTS = ["other.example"]
    _work()
    assert hook.got == [] and Sending.objects.get().error == "address"


@pytest.mark.parametrize("address", ["a@example.org\r\nBcc: b@example.org", "a@example.org\nX: y", "a b@example.org", "示例@example.org", "none", ""])
def test_an_address_with_which_a_header_could_be_slipped_in_is_refused(address):
    with pytest.raises(BadInput):
        deliveries.check_address("email", address)


def test_a_line_break_cannot_become_a_header_of_an_e_mail(city, organ, mail):
    row = Sending(outbox=1, delivery=_set(city, organ, "email", MAILBOX))
    said = {"words": {"zh": "示例", "en": "Example"}, "link": "/"}
    with pytest.raises(ValueError):
        sending.letter(row, "a@example.org\r\nBcc: b@example.org", said)
    with pytest.raises(ValueError):
        sending.letter(row, MAILBOX, {**said, "words": {"zh": "示例\r\nBcc: b@example.org", "en": "Example"}})


def test_the_same_address_is_set_once_for_an_organ(city, organ):
    _set(city, organ, "email", MAILBOX)
    with pytest.raises(Conflict):
        _set(city, organ, "email", MAILBOX)
