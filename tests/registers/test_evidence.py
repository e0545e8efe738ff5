"""A picture's time and place: its own word first, the sender's device for what it does not say."""

from __future__ import annotations

import fcntl
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import transaction

from taizhang.basis.errors import BadInput
from taizhang.basis.uuid7 import uuid7
from taizhang.frame import clock
from taizhang.frame.away import Overtaken
from taizhang.frame.catalogue import installed
from taizhang.frame.content import columns, content, content_of
from taizhang.frame.hand import Hand
from taizhang.registers import evidence
from taizhang.registers.evidence import COARSEST_M, STATED_DAYS, Stated
from taizhang.registers.models import Evidence, Upload
from taizhang.site.example_city.photo import photo

pytestmark = pytest.mark.django_db

HERE = {"latitude_e6": 34_723_000, "longitude_e6": 113_641_000, "accuracy_m": 12}


def sent(city, stated=None, *, taken=None, place=(None, None), name="a.jpg"):
    picture = photo((taken or clock.now()).astimezone(clock.ZONE).replace(tzinfo=None), *place)
    return evidence.receive(city.reporter, name, [picture], stated)


def place_of(upload):
    return upload.latitude_e6, upload.longitude_e6, upload.accuracy_m


def test_the_device_says_where_a_picture_was_taken_that_does_not_say_so_itself(city):
    assert place_of(sent(city)) == (None, None, None)
    assert place_of(sent(city, Stated(clock.now(), **HERE))) == (34_723_000, 113_641_000, 12)


def test_what_a_picture_says_itself_stands_and_is_told_from_what_a_device_says(city):
    upload = sent(city, Stated(clock.now(), **HERE), place=(34_700_000, 113_600_000))
    assert place_of(upload) == (34_700_000, 113_600_000, None)


def test_an_old_picture_is_not_from_where_the_device_is_now(city):
    taken = clock.now() - timedelta(days=3)
    upload = sent(city, Stated(clock.now(), **HERE), taken=taken)
    assert place_of(upload) == (None, None, None)
    assert evidence.day_taken(upload) == taken.astimezone(clock.ZONE).date()


@pytest.mark.parametrize(
    ("how", "away"),
    [({"accuracy_m": COARSEST_M + 1}, timedelta(0)), ({}, timedelta(hours=2)), ({}, -timedelta(days=STATED_DAYS, hours=1))],
    ids=["too coarse", "in the future", "too long ago"],
)
def test_a_place_that_proves_nothing_is_not_kept(city, how, away):
    when = clock.now() + away
    assert place_of(sent(city, Stated(when, **(HERE | how)), taken=when)) == (None, None, None)


def test_a_device_gives_a_place_to_pictures_only(city):
    paper = evidence.receive(city.reporter, "a.pdf", [b"%PDF-1.7 example"], Stated(clock.now(), **HERE))
    assert (paper.taken_at, paper.latitude_e6) == (None, None)


def test_what_was_recorded_before_there_was_an_accuracy_keeps_its_digest():
    before = Evidence(sha256="0" * 64, size=1, media_type="image/jpeg", name="a.jpg", subject="projects.project:1", uploaded_at=clock.now())
    assert b"accuracy_m" not in content(before)
    before.accuracy_m = 12
    assert b'"accuracy_m":12' in content(before)
    values = [getattr(before, name) for name in columns(Evidence)]
    assert content_of(Evidence, values) == content(before)


# -- what nobody named in an entry --------------------------------------------------------------------------------------


def a_day_later():
    return clock.on(clock.today() + timedelta(days=2), 9)


def test_what_nobody_used_is_gone_after_a_day_and_what_an_entry_names_stays(city):
    project = city.project()
    used, unused = sent(city, name="used.jpg"), evidence.receive(city.clerk, "unused.pdf", [b"%PDF-1.7 unused"])
    city.do(city.clerk, "projects.add_document", project, kind="other", dated="2026-01-05", number="1", file=evidence.receive(city.clerk, "kept.pdf", [b"%PDF-1.7 kept"]).pk)
    with a_day_later():
        again = evidence.receive(city.other_clerk, "same.jpg", [evidence.path_of(used.sha256).read_bytes()])
        assert evidence.sweep() == 2
        assert evidence.sweep() == 0
    assert again.sha256 == used.sha256 and evidence.path_of(again.sha256).exists(), "the same content was sent again meanwhile"
    assert not evidence.path_of(unused.sha256).exists()
    assert evidence.path_of(Evidence.objects.get().sha256).exists()


def test_nothing_is_swept_while_content_is_being_put_in(city):
    """Between the file and its row nothing refers to it yet: a sweep at that moment would take it away."""
    upload = sent(city)
    swept = threading.Event()
    with a_day_later():
        with evidence._folder_held(Path(configured.MEDIA_ROOT), fcntl.LOCK_SH):
            sweeping = threading.Thread(target=_sweep_lock, args=(swept,))
            sweeping.start()
            assert not swept.wait(0.2)
        assert swept.wait(5)
        sweeping.join(5)
        assert evidence.sweep() == 1
    assert not evidence.path_of(upload.sha256).exists()


def _sweep_lock(done: threading.Event) -> None:
    with evidence._folder_held(Path(configured.MEDIA_ROOT), fcntl.LOCK_EX):
        done.set()


def test_an_upload_that_was_swept_between_choice_and_entry_is_not_named_by_it(city):
    upload = sent(city)
    by = Hand(city.reporter, uuid7(clock.now()), clock.now(), installed())
    Upload.objects.filter(pk=upload.pk).delete()
    with pytest.raises(Overtaken), transaction.atomic():
        evidence.keep(by, upload, "projects.project:1")


# -- a scanner ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("said", "code"), [("exit 0", None), ("grep -q infected \"$1\" && exit 1; exit 0", "infected"), ("exit 2", "not_scanned"), ("kill -9 $$", "not_scanned")])
def test_a_scanner_that_is_named_sees_every_file_before_it_is_taken(city, settings, tmp_path, said, code):
    program = tmp_path / "scanner"
    program.write_text(f"#!/bin/sh\n{said}\n")
    program.chmod(0o700)
    settings.TAIZHANG_SCANNER = str(program)
    if code is None:
        assert evidence.receive(city.clerk, "a.pdf", [b"%PDF-1.7 infected"]).pk
        return
    with pytest.raises(BadInput) as refused:
        evidence.receive(city.clerk, "a.pdf", [b"%PDF-1.7 infected"])
    assert refused.value.code == code
    assert Upload.objects.count() == 0 and not list(Path(settings.MEDIA_ROOT).glob(".incoming-*"))


def test_a_scanner_that_is_not_there_lets_nothing_in(city, settings):
    settings.TAIZHANG_SCANNER = "/nowhere/scanner"
    with pytest.raises(BadInput) as refused:
        evidence.receive(city.clerk, "a.pdf", [b"%PDF-1.7"])
    assert refused.value.code == "not_scanned"
