"""The shared nouns: places, organs, people and their posts, firms, evidence, holiday notices.

Places and organs carry a `path` of keys ('/1/7/23/'), so that a subtree is one range of an index. Codes of official lists
are columns beside the key, never the key: development zones and some areas have none.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from taizhang.frame.records import Recorded, history_of
from taizhang.frame.search import Sought


class Place(Recorded):
    """A place of the tree from province to community, with the time during which it is one."""

    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True)
    code = models.CharField(max_length=12, null=True, unique=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    sought = Sought("name", "name_en", "code")

    def __str__(self) -> str:
        return self.name


PlaceHistory = history_of(Place)


class Organ(Recorded):
    """An organ (机构) that gives posts, holds facts and answers for items."""

    name = models.CharField(max_length=120, unique=True)
    name_en = models.CharField(max_length=160, blank=True)
    short = models.CharField(max_length=60, blank=True, db_index=True)
    short_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=30)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="organs")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    closed_on = models.DateField(null=True)
    sought = Sought("name", "name_en", "short", "short_en")

    def __str__(self) -> str:
        return self.name


OrganHistory = history_of(Organ)


class Person(Recorded):
    """A person who holds posts. The telephone number is personal data."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    sought = Sought("name", "name_en")

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="registers_person_name")]

    def __str__(self) -> str:
        return self.name


PersonHistory = history_of(Person)


class Appointment(Recorded):
    """A person holds a role in an organ over a place, from a day until a day, perhaps acting for somebody else."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=60)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="appointments")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    acting_for = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="covered_by")
    ground = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "valid_from"], name="registers_appointment_who")]


AppointmentHistory = history_of(Appointment)


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by sign-in name, each with its person: every request needs both."""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("person")

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=username)


class Account(AbstractBaseUser):
    """How a person signs in. Not a record: passwords and lock-outs do not belong in a ledger."""

    username = models.CharField(max_length=60, unique=True)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    is_active = models.BooleanField(default=True)
    must_change = models.BooleanField(default=False)
    #: When it was last reset or closed: what was handed out before that opens nothing any more.
    shut_at = models.DateTimeField(null=True)

    USERNAME_FIELD: ClassVar[str] = "username"
    objects: ClassVar[Any] = AccountManager()


class SignInTry(models.Model):
    """Wrong passwords for a name that was typed, from an address; without an address, from all of them. Hashes alone.

    There is a row for whatever was typed, so that a count says nothing about who has an account.
    """

    name = models.CharField(max_length=64)
    address = models.CharField(max_length=64, blank=True)
    failures = models.IntegerField(default=0)
    last_at = models.DateTimeField(db_index=True)
    locked_until = models.DateTimeField(null=True)
    entered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "address"], name="registers_try_once")]
        indexes = [models.Index(fields=["address", "last_at"], name="registers_try_from")]


class Upload(models.Model):
    """A file that was sent and not yet used: its sender may use it in an action within 24 hours, then it is swept."""

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    person = models.BigIntegerField(null=True, db_index=True)
    at = models.DateTimeField(db_index=True)
    taken_at = models.DateTimeField(null=True)
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)
    accuracy_m = models.IntegerField(null=True)
    used = models.BooleanField(default=False)


class Evidence(Recorded):
    """A file that an entry names: its content hash, its type by content, when and where it was taken if that was stated.

    `subject` is the record it proves something for ('projects.project:7'): it is served only to those who may see that.
    `accuracy_m` says that the place is not the file's own: the sender's device stated it, and how far off it may be.
    """

    LATER: ClassVar[dict[str, object]] = {"accuracy_m": None}

    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    subject = models.CharField(max_length=160, db_index=True)
    taken_at = models.DateTimeField(null=True)
    latitude_e6 = models.IntegerField(null=True)
    longitude_e6 = models.IntegerField(null=True)
    accuracy_m = models.IntegerField(null=True)
    uploaded_by = models.BigIntegerField(null=True)
    uploaded_at = models.DateTimeField()
    public = models.BooleanField(default=False)

    @property
    def is_photo(self) -> bool:
        """The content is a picture."""
        return self.media_type.startswith("image/")

    @property
    def located(self) -> bool:
        """The file, or the device that sent it, says where it was taken."""
        return self.latitude_e6 is not None and self.longitude_e6 is not None


EvidenceHistory = history_of(Evidence)


class Picture(models.Model):
    """What the picture of a content looks like: derived from the content, made anew at any time, in no entry.

    `looks` are eight times sixteen hexadecimal digits: as it is, then turned and mirrored; '' when it cannot be opened. The
    bytes of the first stand in columns of their own, by which pictures that are nearly alike are found.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    looks = models.CharField(max_length=128, blank=True)
    byte_0 = models.PositiveSmallIntegerField(null=True, db_index=True)
    byte_1 = models.PositiveSmallIntegerField(null=True, db_index=True)
    byte_2 = models.PositiveSmallIntegerField(null=True, db_index=True)
    byte_3 = models.PositiveSmallIntegerField(null=True, db_index=True)
    byte_4 = models.PositiveSmallIntegerField(null=True, db_index=True)
    byte_5 = models.PositiveSmallIntegerField(null=True, db_index=True)
    byte_6 = models.PositiveSmallIntegerField(null=True, db_index=True)
    byte_7 = models.PositiveSmallIntegerField(null=True, db_index=True)

    @property
    def readable(self) -> bool:
        """It could be opened."""
        return bool(self.looks)


class Enterprise(Recorded):
    """A firm (经营主体) by its unified social credit code; capital in minor units of its own currency."""

    name = models.CharField(max_length=200, db_index=True)
    uscc = models.CharField(max_length=18, unique=True)
    kind = models.CharField(max_length=80, blank=True)
    registered_on = models.DateField(null=True)
    capital_minor = models.BigIntegerField(null=True)
    capital_currency = models.CharField(max_length=3, blank=True)
    capital_as_stated = models.CharField(max_length=80, blank=True)
    scope = models.TextField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="enterprises")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    sought = Sought("name", "uscc")

    def __str__(self) -> str:
        return self.name


EnterpriseHistory = history_of(Enterprise)


class HolidayNotice(Recorded):
    """The State Council's notice of a year: which weekdays are off, which weekend days are worked."""

    year = models.IntegerField(unique=True)
    number = models.CharField(max_length=60, blank=True)
    published_on = models.DateField(null=True)
    off = models.JSONField()
    worked = models.JSONField()

    def __str__(self) -> str:
        return f"{self.year} {self.number}"


HolidayNoticeHistory = history_of(HolidayNotice)


class Delivery(Recorded):
    """Messages to an organ also leave to this address, by e-mail or by web hook, from a moment until they are stopped."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=300)
    since = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "channel", "address"], condition=models.Q(stopped_at__isnull=True), name="registers_delivery_once"
            )
        ]

    def __str__(self) -> str:
        return self.address


DeliveryHistory = history_of(Delivery)


class Sending(models.Model):
    """One message on its way to one address: how often it was tried, when it is tried next, and how it ended. In no entry."""

    outbox = models.BigIntegerField()
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="sendings")
    tries = models.IntegerField(default=0)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["outbox", "delivery"], name="registers_sending_once")]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=models.Q(done_at__isnull=True, given_up_at__isnull=True),
                name="registers_sending_due",
            )
        ]

    @property
    def name(self) -> str:
        """What every try of it is called outside, so that a receiver can drop doubles."""
        return f"{self.outbox}-{self.delivery_id}"


class Token(models.Model):
    """A program's key to the API, in the name of an account. Only its hash is kept: a copy of the database opens nothing."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    sha256 = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked = models.BooleanField(default=False)
