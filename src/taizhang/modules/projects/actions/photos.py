"""Photos of the works: this project's own, of the day on which they were taken, and what is to be known where they look like another's."""

from __future__ import annotations

from datetime import date

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame.actor import people_of
from taizhang.frame.hand import Hand
from taizhang.registers import evidence as files
from taizhang.registers.models import Evidence, Upload

from .. import queries, terms
from ..models import Document, Project
from .inputs import Reason


def photo_day(photo: Upload, by: Hand) -> date:
    return files.day_taken(photo) or by.today


def check_photo(project: Project, photo: Upload, dated: date) -> None:
    """Nothing, when a photo of the works can be opened, has the day on which it was taken, and is on no other project's file.

    Raises:
        BadInput: otherwise. One that only looks like another project's is taken, and marked.
    """
    taken = files.day_taken(photo)
    if taken is not None and taken != dated:
        raise BadInput(
            Text(
                "照片拍摄于 {t}，日期填的是 {d}：开工日期取自照片，不能另填",
                "The photo was taken on {t}, the date given is {d}: a start has the day of its photo",
            ).with_(t=taken.isoformat(), d=dated.isoformat()),
            code="photo_day",
            field="dated",
            remedy=Text("日期改为拍摄当日，或换一张照片", "Give the day on which it was taken, or another photo"),
        )
    same = Document.objects.filter(kind="works_photo", evidence__sha256=photo.sha256, withdrawn_on__isnull=True)
    if same.exclude(project=project).exists():
        raise BadInput(
            Text("这张照片已是另一项目的现场照片", "This photo is of the site of another project already"),
            code="photo_used",
            field="file",
            remedy=Text("上传本项目现场拍摄的照片", "Send a photo from this project's own site"),
        )
    if photo.media_type.startswith("image/") and not files.readable(photo):
        raise BadInput(
            Text("这张照片打不开，看不出拍的是什么", "This photo cannot be opened: nobody sees what it shows"),
            code="photo_unreadable",
            field="file",
            remedy=Text("换一张能打开的照片，不超过6400万像素", "Send one that can be opened, of at most 64 million pixels"),
        )


def mark_photo(document: Document, kept: Evidence, by: Hand) -> None:
    """The document says whether its day was typed, and which other project's photo its own looks like.

    One that looks like another's proves nothing until somebody of the commission has said why both are right.
    """
    document.day_typed = kept.taken_at is None
    alike = queries.photo_alike(document.project, kept.sha256)
    if alike is not None:
        other, bits = alike
        document.similar_to = other
        by.about(other)
        by.say_restricted(similar_to=f"projects.document:{other.pk}", bits_apart=bits)


def explain_photo(document: Document, by: Hand, *, reason: Reason) -> None:
    """Why a photo that looks like another project's is right is on record under somebody's name; from now on it proves something.

    Raises:
        Conflict: it looks like no other, that was said before, or it is the photo of whoever would say so.
    """
    if document.similar_to_id is None or document.withdrawn_on is not None:
        raise Conflict(
            Text("这份材料没有待说明的近似照片", "This document has no similar photo to be explained"), code="not_similar"
        )
    if document.similar_why is not None:
        raise Conflict(Text("已经说明过", "It has been explained"), code="explained")
    if document.evidence is not None and document.evidence.uploaded_by in people_of(by.actor):
        raise Conflict(
            Text("自己上传的照片，由他人说明", "A photo that one sent oneself is explained by somebody else"),
            code="apart",
            law=terms.LEDGER_RULE,
            remedy=Text("请本单位其他人员办理", "Ask somebody else of your organ"),
        )
    document.similar_why = reason
    by.put(document)
