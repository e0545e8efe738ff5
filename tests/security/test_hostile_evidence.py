"""Files that lie about themselves."""

from __future__ import annotations

import struct

import pytest

from taizhang.registers import evidence

pytestmark = pytest.mark.django_db


def _dated(day: bytes) -> bytes:
    """A JPEG whose EXIF says that it was taken on a day."""
    entry = struct.pack("<HHII", 0x0132, 2, 20, 26)
    tiff = b"II*\x00" + struct.pack("<IH", 8, 1) + entry + struct.pack("<I", 0) + day + b" 00:00:00\x00"
    return b"\xff\xd8\xff\xe1Exif\x00\x00" + tiff


def test_a_photo_of_the_first_day_of_the_calendar_is_taken_without_a_time(city):
    assert evidence.receive(city.clerk, "a.jpg", [_dated(b"0001:01:01")]).taken_at is None
    assert evidence.receive(city.clerk, "b.jpg", [_dated(b"2026:01:02")]).taken_at is not None
