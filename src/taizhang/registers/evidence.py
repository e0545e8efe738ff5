"""Files: sent, kept by their content, typed by what they are, and served only through a record."""

from __future__ import annotations

import fcntl
import hashlib
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame import clock
from taizhang.frame.actor import Actor
from taizhang.frame.away import Overtaken
from taizhang.frame.hand import Hand

from . import pictures, scanning
from .models import Evidence, Picture, Upload

#: Largest file that is taken, and what it may be: name ending, type, and how its content begins.
LIMIT_BYTES = 20 * 1024 * 1024
TYPES: tuple[tuple[str, bytes, tuple[str, ...]], ...] = (
    ("image/jpeg", b"\xff\xd8\xff", (".jpg", ".jpeg")),
    ("image/png", b"\x89PNG\r\n\x1a\n", (".png",)),
    ("image/webp", b"RIFF", (".webp",)),
    ("application/pdf", b"%PDF-", (".pdf",)),
    ("application/zip", b"PK\x03\x04", (".xlsx", ".docx", ".ofd")),
)
_BY_ENDING = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ofd": "application/ofd",
}


def media_type(name: str, head: bytes) -> str:
    """The type of a file by its content, which its name has to agree with.

    Raises:
        BadInput: content and name disagree, or the type is not one that proves anything.
    """
    ending = Path(name).suffix.lower()
    for kind, magic, endings in TYPES:
        if head.startswith(magic) and (kind != "image/webp" or head[8:12] == b"WEBP"):
            if ending in endings:
                return _BY_ENDING.get(ending, kind)
            raise BadInput(
                Text("“{n}”的内容与文件名不一致", "The content of “{n}” is not what its name says").with_(n=name[:80]),
                code="type_mismatch",
                remedy=Text("按文件实际类型改名后重新上传", "Rename it to what it is and send it again"),
            )
    raise BadInput(
        Text("不接受“{n}”这种文件", "Files such as “{n}” are not taken").with_(n=name[:80]),
        code="type_refused",
        remedy=Text("可上传 JPG、PNG、WEBP、PDF、XLSX、DOCX、OFD", "JPG, PNG, WEBP, PDF, XLSX, DOCX and OFD are"),
    )


def path_of(sha256: str) -> Path:
    """Where a content lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


@dataclass(frozen=True, slots=True)
class Stated:
    """Where and when the sender's device says it took a picture, and how far off the place may be."""

    taken_at: datetime
    latitude_e6: int | None = None
    longitude_e6: int | None = None
    accuracy_m: int | None = None


#: A place that may be further off than this is no place on a site.
COARSEST_M = 500
#: A device vouches for what it took within these days, and for the minute in which the file says that it was taken.
STATED_DAYS = 31
_SAME_MOMENT = timedelta(minutes=30)


def receive(actor: Actor, name: str, chunks: Iterable[bytes], stated: Stated | None = None) -> Upload:
    """A file is kept under its content hash, bound to its sender for 24 hours.

    What the file itself says of time and place stands. What the sender's device states fills in only what a picture does
    not say, and only where the two agree.

    Raises:
        BadInput: empty, too large, or of a type that is not taken. Nothing of it is left behind.
    """
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    digest, size, head = hashlib.sha256(), 0, b""
    temporary = folder / f".incoming-{os.getpid()}-{os.urandom(8).hex()}"
    try:
        with temporary.open("xb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > LIMIT_BYTES:
                    raise BadInput(
                        Text("文件超过 {m} MB", "The file is larger than {m} MB").with_(m=LIMIT_BYTES // 1024 // 1024),
                        code="too_large",
                        remedy=Text("压缩图片或拆分后上传", "Make the picture smaller or split the file"),
                    )
                if len(head) < 16:
                    head += chunk[:16]
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if size == 0:
            raise BadInput(Text("文件是空的", "The file is empty"), code="empty_file")
        clean = _clean(name)
        kind = media_type(clean, head)
        scanning.refuse_infected(temporary, clean)
        seen = _seen(temporary) if kind == "image/jpeg" else {}
        if stated is not None and kind.startswith("image/"):
            seen = _filled(seen, stated, clock.now())
        target = path_of(digest.hexdigest())
        with _folder_held(folder, fcntl.LOCK_SH):
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(temporary, target)
            upload = Upload.objects.create(
                sha256=digest.hexdigest(), size=size, media_type=kind, name=clean, person=actor.person, at=clock.now(), **seen
            )
    finally:
        temporary.unlink(missing_ok=True)
    if kind.startswith("image/"):
        pictures.look(digest.hexdigest(), target)
    return upload


@contextmanager
def _folder_held(folder: Path, how: int) -> Iterator[None]:
    """While anybody puts content in and notes it, nobody sweeps: the same content may just be sent again."""
    handle = os.open(folder / ".sweeping", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)


def _filled(seen: dict[str, Any], stated: Stated, now: datetime) -> dict[str, Any]:
    """Time and place of a picture, with what the device states where the file is silent and does not contradict it."""
    own = seen.get("taken_at")
    if not now - timedelta(days=STATED_DAYS) <= stated.taken_at <= now + _SAME_MOMENT:
        return seen
    if own is not None and abs(own - stated.taken_at) > _SAME_MOMENT:
        # An old picture from the gallery was not taken where the device is now.
        return seen
    filled = {"taken_at": min(stated.taken_at, now)} | seen
    if "latitude_e6" in seen or stated.accuracy_m is None or stated.accuracy_m > COARSEST_M:
        return filled
    return filled | {
        "latitude_e6": stated.latitude_e6,
        "longitude_e6": stated.longitude_e6,
        "accuracy_m": stated.accuracy_m,
    }


def keep(by: Hand, upload: Upload, subject: str, *, public: bool = False) -> Evidence:
    """The upload is evidence for a record ('kind:key'), named by this entry."""
    evidence = Evidence(
        sha256=upload.sha256,
        size=upload.size,
        media_type=upload.media_type,
        name=upload.name,
        subject=subject,
        taken_at=upload.taken_at,
        latitude_e6=upload.latitude_e6,
        longitude_e6=upload.longitude_e6,
        accuracy_m=upload.accuracy_m,
        uploaded_by=upload.person,
        uploaded_at=upload.at,
        public=public,
    )
    by.put(evidence)
    if not Upload.objects.filter(pk=upload.pk).update(used=True):
        # Its 24 hours ended between the choice and now, and its content may be gone.
        raise Overtaken(
            Text("文件已超过 24 小时，不再保存", "The file is older than 24 hours and no longer kept"),
            code="upload_gone",
            remedy=Text("请重新上传", "Send it again"),
        )
    by.say(evidence=sorted([*by.public.get("evidence", []), upload.sha256]))
    return evidence


def readable(upload: Upload) -> bool:
    """Whether a picture can be opened within the limits of its reader.

    Raises:
        Conflict: too many are being looked at.
    """
    picture = pictures.look(upload.sha256, path_of(upload.sha256))
    if picture is None:
        raise Conflict(
            Text("正在查看的照片太多，这一张还没有看", "Too many pictures are being looked at; this one has not been yet"),
            code="busy",
            remedy=Text("请一分钟后再提交", "Submit again in a minute"),
        )
    return picture.readable


def day_taken(upload: Upload) -> date | None:
    """The day a picture says it was taken, in the city's time."""
    return upload.taken_at.astimezone(clock.ZONE).date() if upload.taken_at else None


def sweep() -> int:
    """Uploads that nobody used within 24 hours are gone, and so is content that nothing refers to; gives how many."""
    old = Upload.objects.filter(at__lt=clock.now() - timedelta(hours=24), used=False)
    hashes = set(old.values_list("sha256", flat=True))
    if not hashes:
        return 0
    with _folder_held(Path(settings.MEDIA_ROOT), fcntl.LOCK_EX):
        return _swept(old, hashes)


def _swept(old: QuerySet[Upload], hashes: set[str]) -> int:
    count = old.delete()[0]
    held = set(Evidence.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    held |= set(Upload.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))
    for sha256 in hashes - held:
        path_of(sha256).unlink(missing_ok=True)
    Picture.objects.filter(sha256__in=hashes - held).delete()
    return count


def _clean(name: str) -> str:
    # A name is only shown, never a path: what is left of folders and control characters is dropped.
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in base if c.isprintable())[-120:] or "file"


def _seen(path: Path) -> dict[str, Any]:
    """When and where a JPEG says it was taken (EXIF); nothing where it does not say so or says it badly."""
    try:
        with path.open("rb") as file:
            return _exif(file.read(256 * 1024))
    except (struct.error, ValueError, IndexError, KeyError, ArithmeticError):
        return {}


def _exif(content: bytes) -> dict[str, Any]:
    at = content.find(b"Exif\x00\x00")
    if at < 0:
        return {}
    tiff = content[at + 6 :]
    order = "<" if tiff[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", tiff, 4)[0]
    main = _tags(tiff, order, first)
    found: dict[str, Any] = {}
    exif = _tags(tiff, order, main[0x8769][1]) if 0x8769 in main else {}
    taken = exif.get(0x9003) or main.get(0x0132)
    if taken and isinstance(taken[1], bytes):
        stamp = datetime.strptime(taken[1].rstrip(b"\x00").decode("ascii"), "%Y:%m:%d %H:%M:%S")
        # A camera keeps no zone; the city's own is what its user saw on it.
        found["taken_at"] = stamp.replace(tzinfo=clock.ZONE).astimezone(UTC)
    if 0x8825 in main:
        gps = _tags(tiff, order, main[0x8825][1])
        latitude, longitude = _degrees(tiff, order, gps, 2, 1, b"S"), _degrees(tiff, order, gps, 4, 3, b"W")
        if (
            latitude is not None
            and longitude is not None
            and abs(latitude) <= 90_000_000
            and abs(longitude) <= 180_000_000
        ):
            found |= {"latitude_e6": latitude, "longitude_e6": longitude}
    return found


_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}


def _tags(tiff: bytes, order: str, offset: int) -> dict[int, tuple[int, Any]]:
    """Tags of one directory: type, and the number or bytes they hold (rationals: the offset)."""
    found: dict[int, tuple[int, Any]] = {}
    for i in range(min(struct.unpack_from(order + "H", tiff, offset)[0], 200)):
        tag, kind, count, value = struct.unpack_from(order + "HHII", tiff, offset + 2 + 12 * i)
        length = _SIZES.get(kind, 1) * count
        if kind == 2:
            start = value if length > 4 else offset + 10 + 12 * i
            found[tag] = (kind, tiff[start : start + min(length, 200)])
        elif kind == 3:
            found[tag] = (kind, struct.unpack_from(order + "H", tiff, offset + 10 + 12 * i)[0])
        else:
            found[tag] = (kind, value)
    return found


def _degrees(
    tiff: bytes, order: str, gps: dict[int, tuple[int, Any]], tag: int, ref: int, negative: bytes
) -> int | None:
    if tag not in gps:
        return None
    degrees = 0
    for i, scale in enumerate((1_000_000, 1_000_000 / 60, 1_000_000 / 3600)):
        above, below = struct.unpack_from(order + "II", tiff, gps[tag][1] + 8 * i)
        degrees += round(above / below * scale)
    sign = -1 if ref in gps and gps[ref][1][:1] == negative else 1
    return sign * degrees
