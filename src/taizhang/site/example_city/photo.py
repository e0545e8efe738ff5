"""A drawn photo of a building site that says when and where it was 'taken', as a telephone would write it."""

from __future__ import annotations

import io
import random
import struct
from datetime import datetime
from importlib.resources import files

from PIL import Image, ImageDraw


def photo(taken: datetime, latitude_e6: int | None, longitude_e6: int | None) -> bytes:
    """A JPEG with EXIF: local time, and a place where both coordinates (millionths of a degree) are given.

    Another time or place is another picture: of two sites nobody takes the same one.
    """
    picture = _drawn(f"{taken:%Y%m%d%H%M} {latitude_e6} {longitude_e6}")
    block = b"Exif\x00\x00" + _tiff(taken, latitude_e6, longitude_e6)
    # After the two bytes that begin a JPEG comes the first segment: this one, then the picture's own.
    return picture[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + picture[2:]


def _drawn(what: str) -> bytes:
    """The drawing of a site, behind buildings and cranes that stand otherwise on each of them."""
    chance = random.Random(what)  # noqa: S311 - a drawing
    with Image.open(io.BytesIO((files(__package__) / "site_photo.jpg").read_bytes())) as drawing:
        site = drawing.convert("RGB")
    width, height = site.size
    draw = ImageDraw.Draw(site)
    wide, high = width // 9, height // 8
    for column in range(9):
        for floor in range(chance.randrange(3), 8):
            shade = chance.randrange(20, 235)
            left, top = column * wide, floor * high
            draw.rectangle((left, top, left + wide - 4, top + high - 3), fill=(shade, shade, min(shade + 20, 255)))
            draw.rectangle((left + 12, top + 12, left + wide - 20, top + high - 18), fill=(shade // 2,) * 3)
    written = io.BytesIO()
    site.save(written, "JPEG", quality=80)
    return written.getvalue()


def _tiff(taken: datetime, latitude_e6: int | None, longitude_e6: int | None) -> bytes:
    located = latitude_e6 is not None and longitude_e6 is not None
    stamp = taken.strftime("%Y:%m:%d %H:%M:%S").encode() + b"\x00"
    main_at, entries = 8, 2 if located else 1
    exif_at = main_at + 2 + 12 * entries + 4
    stamp_at = exif_at + 2 + 12 + 4
    gps_at = stamp_at + len(stamp)
    main = struct.pack("<H", entries) + struct.pack("<HHII", 0x8769, 4, 1, exif_at)
    if located:
        main += struct.pack("<HHII", 0x8825, 4, 1, gps_at)
    exif = struct.pack("<H", 1) + struct.pack("<HHII", 0x9003, 2, len(stamp), stamp_at) + bytes(4)
    body = main + bytes(4) + exif + stamp
    if latitude_e6 is not None and longitude_e6 is not None:
        body += _gps(gps_at, latitude_e6, longitude_e6)
    return b"II*\x00" + struct.pack("<I", main_at) + body


def _gps(at: int, latitude_e6: int, longitude_e6: int) -> bytes:
    first = at + 2 + 12 * 4 + 4
    tags = struct.pack("<H", 4)
    tags += struct.pack("<HHI", 1, 2, 2) + (b"N" if latitude_e6 >= 0 else b"S") + bytes(3)
    tags += struct.pack("<HHII", 2, 5, 3, first)
    tags += struct.pack("<HHI", 3, 2, 2) + (b"E" if longitude_e6 >= 0 else b"W") + bytes(3)
    tags += struct.pack("<HHII", 4, 5, 3, first + 24) + bytes(4)
    return tags + _degrees(abs(latitude_e6)) + _degrees(abs(longitude_e6))


def _degrees(value_e6: int) -> bytes:
    degrees, rest = divmod(value_e6, 1_000_000)
    minutes, rest = divmod(rest * 60, 1_000_000)
    return struct.pack("<6I", degrees, 1, minutes, 1, rest * 60 // 1_000, 1_000)
