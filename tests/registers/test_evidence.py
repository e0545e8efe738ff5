"""A picture's time and place: its own word first, the sender's device for what it does not say."""

from __future__ import annotations

from datetime import timedelta

import pytest

from taizhang.frame import clock
from taizhang.frame.content import columns, content, content_of
from taizhang.registers import evidence
from taizhang.registers.evidence import COARSEST_M, STATED_DAYS, Stated
from taizhang.registers.models import Evidence
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
