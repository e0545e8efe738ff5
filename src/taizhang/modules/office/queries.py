"""Reads of the office: posts in force, the journal of refusals, jobs, accounts, organs by place, intakes and batches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet

from taizhang.frame import batches, clock, reading
from taizhang.frame.actor import Actor, ActorKey
from taizhang.frame.models import Batch, IntakeRow, Job, Refusal
from taizhang.frame.search import found_by
from taizhang.registers.models import Account, Appointment, Organ, Person, Place
from taizhang.registers.records import APPOINTMENT, ORGAN, PERSON, PLACE

from . import terms

#: Lines of one page of the journal, of the jobs and of the accounts.
PAGE = 50


def in_force(day: date) -> Q:
    """Appointments that hold on a day."""
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def held_roles(day: date) -> frozenset[str]:
    """Roles that somebody holds on a day."""
    return frozenset(Appointment.objects.filter(in_force(day)).values_list("role", flat=True).distinct())


# -- the journal of refusals ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader of the journal looks for; None and '' leave it open."""

    day: date | None = None
    who: str = ""
    code: str = ""
    before: int | None = None


def refusals(actor: Actor, asked: Asked) -> tuple[list[Refusal], int | None]:
    """A page of refusals, newest first, and the key before which the next page begins.

    Whoever watches the topmost place sees all of them; others see those of organs in their own places. Costs one pass over
    the actors that occur in the journal.
    """
    found = _journal(actor)
    if asked.day is not None:
        end = clock.end_of(asked.day)
        found = found.filter(at__gte=end - timedelta(days=1), at__lt=end)
    if asked.who:
        found = found.filter(_by(asked.who))
    if asked.code:
        found = found.filter(code=asked.code)
    if asked.before is not None:
        found = found.filter(pk__lt=asked.before)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def refusal_codes(actor: Actor) -> list[str]:
    """Codes that occur among the refusals this actor may read, in order."""
    return sorted(_journal(actor).values_list("code", flat=True).distinct())


def _journal(actor: Actor) -> QuerySet[Refusal]:
    watching = actor.with_right(terms.AUDIT)
    tops = set(Place.objects.filter(parent__isnull=True).values_list("path", flat=True))
    if tops <= set(watching.place_paths):
        return Refusal.objects.all()
    organs = set(reading.rows(watching, ORGAN).filter(ORGAN.reached_by(watching)).values_list("id", flat=True))
    actors = Refusal.objects.values_list("actor", flat=True).distinct()
    return Refusal.objects.filter(actor__in=[a for a in actors if ActorKey.read(a).organ in organs])


def _by(who: str) -> Q:
    """Refusals of people of a name, or of an actor's key as the journal writes it."""
    found = Q(actor=who) | Q(actor__startswith=f"{who}/")
    for key in Person.objects.filter(found_by(Person, who, ("name", "name_en"))).values_list("pk", flat=True)[:50]:
        found |= Q(actor=f"p{key}") | Q(actor__startswith=f"p{key}/")
    return found


# -- jobs -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job with the batch it applies, if it applies one; `mine` when the reader began it."""

    job: Job
    batch: Batch | None
    mine: bool
    place: Place | None

    @property
    def percent(self) -> int:
        return self.job.step * 100 // self.job.steps if self.job.steps else 0

    @property
    def stoppable(self) -> bool:
        return self.batch is not None and self.batch.state == "accepted" and self.job.state in ("waiting", "running")


def jobs_of(actor: Actor, before: int | None = None) -> tuple[list[JobLine], int | None]:
    """One's own jobs, newest first; for whoever may, also those of batches accepted in their places."""
    overseer = actor.with_right(terms.JOBS)
    scope = Q(person=actor.person) if actor.person is not None else Q(pk__in=[])
    if overseer.posts:
        reached = Place.objects.filter(PLACE.reached_by(overseer)).values("pk")
        scope |= Q(kind=batches.JOB, subject__in=Batch.objects.filter(place__in=reached).values("pk"))
    found = Job.objects.filter(scope)
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: PAGE + 1])
    held = Batch.objects.in_bulk([j.subject for j in rows if j.kind == batches.JOB and j.subject])
    places = Place.objects.in_bulk([b.place for b in held.values() if b.place])
    lines = []
    for job in rows[:PAGE]:
        batch = held.get(job.subject or 0) if job.kind == batches.JOB else None
        lines.append(JobLine(job, batch, job.person == actor.person, places.get(batch.place or 0) if batch else None))
    return lines, rows[PAGE - 1].pk if len(rows) > PAGE else None


# -- accounts -------------------------------------------------------------------------------------------------------------


def people_with_accounts(actor: Actor, words: str = "", page: int = 1) -> tuple[list[Person], int]:
    """People whose accounts the actor may administer, with their account if they have one, and how many there are."""
    found = Person.objects.filter(PERSON.reached_by(actor.with_right(terms.SECURITY))).select_related("account")
    if words:
        found = found.filter(
            Q(name__contains=words) | Q(name_en__icontains=words) | Q(account__username__icontains=words)
        )
    start = (max(page, 1) - 1) * PAGE
    return list(found.order_by("name", "id")[start : start + PAGE]), found.count()


def account_of(person: int) -> Account | None:
    """The account of a person."""
    return Account.objects.filter(person=person).first()


# -- people and organs ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Posts:
    """Appointments of a person, newest first: own ones, those held for somebody else, and who covers for them."""

    own: list[Appointment]
    acting: list[Appointment]
    covered: list[Appointment]


def posts_of(actor: Actor, person: int) -> Posts:
    """The appointments of a person that the actor may see."""
    rows = reading.rows(actor, APPOINTMENT).order_by("-valid_from", "-id")
    held = list(rows.filter(person=person))
    return Posts(
        [a for a in held if a.acting_for_id is None],
        [a for a in held if a.acting_for_id is not None],
        list(rows.filter(acting_for=person)),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """An organ, how many people hold posts in it, and those of the posts that the reader may see."""

    organ: Organ
    people: int
    posts: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A place of the tree with its organs; `organs` and `people` count what stands below it too."""

    place: Place
    depth: int
    own: tuple[Held, ...]
    organs: int
    people: int


def organ_tree(actor: Actor, day: date, words: str = "") -> list[Branch]:
    """Places that have organs, in the order of the tree, each with its organs and how many people hold posts there."""
    organs = reading.rows(actor, ORGAN).order_by("name", "id")
    if words:
        organs = organs.filter(found_by(Organ, words, ("name", "name_en", "short", "short_en")))
    held, posts = _people_by_organ(day), _posts_by_organ(actor, day)
    by_place: dict[str, list[Held]] = {}
    for organ in organs:
        found = Held(organ, held.get(organ.id, 0), tuple(posts.get(organ.id, ())))
        by_place.setdefault(organ.place.path, []).append(found)
    above = {path[: i + 1] for path in by_place for i, c in enumerate(path) if c == "/"}
    places = list(Place.objects.filter(path__in=above).order_by("path"))
    # The path of the topmost place may itself have several parts.
    first = min((p.path.count("/") for p in places), default=0)
    return [_branch(place, place.path.count("/") - first, by_place) for place in places]


def _branch(place: Place, depth: int, by_place: Mapping[str, Sequence[Held]]) -> Branch:
    below = [held for path, all_held in by_place.items() if path.startswith(place.path) for held in all_held]
    return Branch(place, depth, tuple(by_place.get(place.path, ())), len(below), sum(h.people for h in below))


def _posts_by_organ(actor: Actor, day: date) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = {}
    for post in reading.rows(actor, APPOINTMENT).filter(in_force(day)).order_by("person__name", "id"):
        found.setdefault(post.organ_id, []).append(post)
    return found


def _people_by_organ(day: date) -> dict[int, int]:
    rows = Appointment.objects.filter(in_force(day)).values("organ").annotate(n=Count("person", distinct=True))
    return dict(rows.values_list("organ", "n"))


# -- batches --------------------------------------------------------------------------------------------------------------


def unfinished(actor: Actor, kind: str, sha256: str, place: int) -> Batch | None:
    """The batch of the same file, place and person that was accepted and has not been applied to its end."""
    rows = reading.rows(actor, batches.BATCH).filter(kind=kind, file_sha256=sha256, place=place, state="accepted")
    return rows.order_by("-id").first()


def latest_batches(actor: Actor, kinds: Sequence[str]) -> list[Batch]:
    """The newest batches of some kinds that the actor accepted."""
    return list(reading.rows(actor, batches.BATCH).filter(kind__in=kinds).order_by("-accepted_at")[:8])


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is: rows done, of which new, known before and otherwise worded there, refused."""

    batch: Batch
    job: Job | None
    done: int
    new: int
    differing: int
    refused: int

    @property
    def finished(self) -> bool:
        return self.batch.state != "accepted" or (self.job is not None and self.job.state in ("failed", "refused"))

    @property
    def percent(self) -> int:
        return self.done * 100 // max(self.batch.rows_count, 1)

    @property
    def known(self) -> int:
        return self.done - self.new - self.refused


def progress_of(batch: Batch) -> Progress:
    """How far a batch is now."""
    rows = IntakeRow.objects.filter(intake=batch.intake, outcome__isnull=False)
    counts = rows.aggregate(
        done=Count("id"),
        new=Count("id", filter=Q(outcome__new=True)),
        differing=Count("id", filter=Q(outcome__differs__isnull=False)),
        refused=Count("id", filter=Q(outcome__refused__isnull=False)),
    )
    job = Job.objects.filter(kind=batches.JOB, subject=batch.pk).order_by(F("id").desc()).first()
    return Progress(batch, job, **counts)


def places_for(actor: Actor, right: str) -> list[Place]:
    """Places that a right reaches, down to districts and zones; of those below only where a post itself is."""
    with_right = actor.with_right(right)
    wanted = Q(kind__in=("province", "city", "county", "zone")) | Q(pk__in=[p.place for p in with_right.posts])
    rows = reading.rows(with_right, PLACE).filter(PLACE.reached_by(with_right)).filter(wanted)
    return list(rows.order_by("path"))


def names_of_paths(paths: Collection[str], lang: str) -> dict[str, str]:
    """The names of places by path."""
    rows = Place.objects.filter(path__in=paths)
    return {p.path: PLACE.name_of(p, lang) for p in rows}
