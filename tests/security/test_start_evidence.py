"""A start is proved by this project's own photo, on the day on which it was taken."""

from __future__ import annotations

import io
import resource
import struct
import time
from datetime import datetime
from functools import cache

import pytest
from django.test import Client
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from taizhang.basis.errors import BadInput, Conflict, NotAllowed
from taizhang.frame import clock
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger import parse_text, store
from taizhang.kernels.ledger.models import Entry
from taizhang.modules.projects.declared.records import PROJECT
from taizhang.modules.projects.declared.worklist import worklist
from taizhang.modules.projects.models import Document
from taizhang.registers import evidence, pictures
from taizhang.registers.models import Account, Picture
from taizhang.site.example_city import photo as drawn

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: The same photo is drawn once.
photo = cache(drawn.photo)
TAKEN = datetime(2026, 2, 3, 9, 30, tzinfo=clock.ZONE)


def _sent(city, taken=TAKEN):
    return evidence.receive(city.clerk, "a.jpg", [photo(taken, 34_700_000, 113_600_000)]).pk


def _document(city, project, upload, dated="2026-02-03"):
    return city.do(city.clerk, "projects.add_document", project, kind="works_photo", dated=dated, file=upload)


def test_the_day_of_a_photo_is_not_typed_against_what_the_photo_says(city):
    project, upload = city.project(), _sent(city)
    with pytest.raises(BadInput) as refused:
        _document(city, project, upload, dated="2025-12-31")
    assert refused.value.code == "photo_day"
    assert not Document.objects.exists()
    assert _document(city, project, upload).created


@pytest.mark.parametrize("again", ["the same upload", "sent once more"])
def test_a_photo_of_one_projects_works_proves_nothing_of_another(city, again):
    one, other, upload = city.project(), city.project(name="另一示例工程"), _sent(city)
    _document(city, one, upload)
    with pytest.raises(BadInput) as refused:
        _document(city, other, upload if again == "the same upload" else _sent(city))
    assert refused.value.code == "photo_used"
    assert one.name not in refused.value.reason.zh


def test_a_monthly_report_does_not_bring_in_another_projects_photo(city):
    one, other = city.project(), city.project(name="另一示例工程")
    _document(city, one, _sent(city))
    upload = evidence.receive(city.reporter, "b.jpg", [photo(TAKEN, 34_700_000, 113_600_000)])
    with pytest.raises(BadInput) as refused:
        city.do(city.reporter, "projects.report_month", other, period="2026-02", progress="示例", photos=(upload.pk,))
    assert refused.value.code == "photo_used"


# -- photos that look like another project's ------------------------------------------------------------------------------


def _changed(picture: bytes, how: str) -> bytes:
    """The same photo as another file, with its time and place."""
    if how == "one byte more":
        return picture + b"."
    with Image.open(io.BytesIO(picture)) as opened:
        exif, changed = opened.info["exif"], opened.convert("RGB")
    if how == "smaller":
        changed = changed.resize((changed.width // 2, changed.height // 2))
    elif how == "mirrored":
        changed = ImageOps.mirror(changed)
    elif how == "turned":
        changed = changed.transpose(Image.Transpose.ROTATE_90)
    elif how == "brighter":
        changed = ImageEnhance.Brightness(changed).enhance(1.2)
    elif how == "a word in the corner":
        ImageDraw.Draw(changed).text((10, 10), "PROJECT 2", fill="white")
    written = io.BytesIO()
    changed.save(written, "JPEG", quality=60, exif=exif)
    return written.getvalue()


WAYS = ("one byte more", "saved again", "smaller", "mirrored", "turned", "brighter", "a word in the corner")


def _permitted(city, name="示例中学新建工程"):
    """A project that lacks nothing for its start but the photo."""
    project = city.project(kind="filed", name=name)
    for paper, verb in (("filing_certificate", "file"), ("factor_statement", "secure_factors"), ("construction_permit", "grant_permit")):
        city.document(project, paper)
        city.do(city.clerk, f"projects.{verb}", project)
    city.document(project, "contract")
    city.document(project, "first_payment")
    return project


@pytest.fixture
def two(city):
    """Two projects that lack only the photo; the first one has it now. Its photo as bytes."""
    one, other = _permitted(city), _permitted(city, "另一示例工程")
    picture = photo(TAKEN, 34_700_000, 113_600_000)
    _second(city, one, picture)
    assert one.stage == "started"
    return one, other, picture


def _second(city, other, picture, by=None):
    upload = evidence.receive(by or city.reporter, "b.jpg", [picture]).pk
    made = city.do(by or city.reporter, "projects.add_document", other, kind="works_photo", dated="2026-02-03", file=upload)
    other.refresh_from_db()
    return Document.objects.get(pk=made.key)


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.by_turns(3)
def test_another_projects_photo_proves_no_start_however_it_was_changed(city, two, how):
    one, other, picture = two
    document = _second(city, other, _changed(picture, how))
    assert document.similar_to.project == one
    assert (other.stage, other.started_on) == ("permitted", None)
    facts = PROJECT.facts(other, clock.today(), installed().ask)
    assert "近似" in facts["document.works_photo"].remark.zh


def test_a_photo_of_something_else_is_nobodys_business(city, two):
    _, other, _ = two
    document = _second(city, other, photo(TAKEN, 34_701_000, 113_600_000))
    assert document.similar_to is None and other.stage == "started"


def test_the_same_photo_twice_on_one_project_is_its_own(city, two):
    one, _, picture = two
    assert _second(city, one, _changed(picture, "saved again")).similar_to is None


def test_somebody_of_the_commission_says_why_both_are_right_and_it_is_on_record(city, two):
    _, other, picture = two
    document = _second(city, other, _changed(picture, "saved again"))
    assert "projects.explain_photo" in {t.action for t in worklist(city.clerk, clock.today())}
    with pytest.raises(NotAllowed):
        city.do(city.reporter, "projects.explain_photo", document, reason="同一工地两个项目")
    outcome = city.do(city.clerk, "projects.explain_photo", document, reason="同一工地两个项目")
    other.refresh_from_db()
    assert (other.stage, other.started_on.isoformat()) == ("started", "2026-02-03")
    entry = Entry.objects.get(key=outcome.entry)
    assert (entry.actor, entry.subject) == (city.clerk.key, f"projects.document:{document.pk}")
    with pytest.raises(Conflict) as again:
        city.do(city.chief, "projects.explain_photo", document, reason="再说一遍")
    assert again.value.code == "explained"


def test_nobody_explains_their_own_photo(city, two):
    _, other, picture = two
    document = _second(city, other, _changed(picture, "saved again"), by=city.clerk)
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.explain_photo", document, reason="没有问题")
    assert refused.value.code == "apart"
    city.do(city.chief, "projects.explain_photo", document, reason="同一工地两个项目")


def test_a_paper_that_looks_like_nothing_else_has_nothing_to_be_explained(city, two):
    one, _, _ = two
    with pytest.raises(Conflict) as refused:
        city.do(city.clerk, "projects.explain_photo", Document.objects.filter(project=one, kind="works_photo").get(), reason="示例")
    assert refused.value.code == "not_similar"


def _png(width: int, height: int) -> bytes:
    """A picture that is small as a file and large when it is opened."""
    written = io.BytesIO()
    Image.new("1", (width, height)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize("name", ["a bomb", "half a photo", "no photo at all", "one of a few dots"])
@pytest.mark.by_turns(3)
def test_a_photo_that_cannot_be_opened_shows_nobody_anything(city, name):
    file, content = {
        "a bomb": ("a.png", lambda: _png(20_000, 20_000)),
        "half a photo": ("a.jpg", lambda: photo(TAKEN, 34_700_000, 113_600_000)[:9_000]),
        "no photo at all": ("a.jpg", lambda: b"\xff\xd8\xff" + bytes(5_000)),
        "one of a few dots": ("a.png", lambda: _png(8, 8)),
    }[name]
    sent = content()
    project = city.project()
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    upload = evidence.receive(city.clerk, file, [sent]).pk
    assert time.monotonic() - start < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 64 * 1024
    with pytest.raises(BadInput) as refused:
        _document(city, project, upload)
    assert refused.value.code == "photo_unreadable"


def test_pictures_from_before_are_looked_at_a_few_at_a_time(city, two):
    Picture.objects.all().delete()
    assert pictures.catch_up(evidence.path_of, most=10) == 1
    assert pictures.catch_up(evidence.path_of, most=10) == 0


# -- the day of a photo ---------------------------------------------------------------------------------------------------


def test_a_typed_day_is_marked_and_the_gate_and_the_entry_say_so(city, settings):
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    project = _permitted(city)
    Document.objects.get(project=project, kind="contract")
    city.do(city.clerk, "projects.withdraw_document", Document.objects.get(project=project, kind="contract"), reason="示例")
    upload = evidence.receive(city.reporter, "a.jpg", [_timeless(photo(TAKEN, 34_700_000, 113_600_000))])
    assert upload.taken_at is None and upload.latitude_e6 is not None
    document = _second_of(city, project, upload)
    assert document.day_typed is True
    client = Client(headers={"accept-language": "en"})
    client.force_login(Account.objects.create(username="clerk", person_id=city.clerk.person))
    page = client.get(f"/r/projects.project/{project.pk}/").content.decode()
    assert "its day was typed: the photo itself says none" in page
    city.document(project, "contract")
    proved = Entry.objects.get(action="projects.prove_start")
    assert parse_text(store.disclosure(proved.key, "p").payload)["day_typed"] is True


def test_a_photo_that_says_its_day_itself_is_not_marked(city, two):
    one, _, _ = two
    assert Document.objects.get(project=one, kind="works_photo").day_typed is False
    proved = Entry.objects.get(action="projects.prove_start")
    assert "day_typed" not in parse_text(store.disclosure(proved.key, "p").payload)


def _timeless(picture: bytes) -> bytes:
    """The photo without the time at which it was taken, its place kept: the tag is called something else."""
    return picture.replace(struct.pack("<HH", 0x9003, 2), struct.pack("<HH", 0x9FFF, 2))


def _second_of(city, project, upload) -> Document:
    made = city.do(city.reporter, "projects.add_document", project, kind="works_photo", dated="2026-01-05", file=upload.pk)
    return Document.objects.get(pk=made.key)


def test_a_place_that_only_the_device_states_counts_with_a_reserve(city):
    project = _permitted(city)
    city.do(city.clerk, "projects.withdraw_document", Document.objects.get(project=project, kind="contract"), reason="示例")
    stated = evidence.Stated(clock.now(), 34_700_000, 113_600_000, 20)
    plain = io.BytesIO()
    with Image.open(io.BytesIO(photo(TAKEN, 34_700_000, 113_600_000))) as opened:
        opened.save(plain, "JPEG")
    upload = evidence.receive(city.reporter, "a.jpg", [plain.getvalue()], stated)
    today = clock.today().isoformat()
    city.do(city.reporter, "projects.add_document", project, kind="works_photo", dated=today, file=upload.pk)
    fact = PROJECT.facts(project, clock.today(), installed().ask)["document.works_photo"]
    assert fact.value is True and fact.remark.en == "its place is what the sender's device stated, not the photo's own"
