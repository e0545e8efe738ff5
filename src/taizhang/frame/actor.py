"""Who acts: a person with the roles that organs have given, for a time, perhaps for somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256

from taizhang.basis.text import Text

#: The rights of the machine itself: derived moves, ticks, sealing of what is due.
SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Post:
    """One appointment in force: a role in an organ, over the places below `place_path` ('' when over none, only the organ).

    `organ_name` and `organ_place` are how the organ and its place are called; a post made without a database has none.
    """

    role: str
    organ: int
    place: int
    place_path: str
    acting_for: int | None = None
    place_kind: str = ""
    organ_name: Text | None = field(default=None, compare=False)
    organ_place: Text | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at an entrance, with the posts in force now; `person` None is the public, or the machine."""

    person: int | None
    posts: tuple[Post, ...] = ()
    rights_of_role: Mapping[str, frozenset[str]] | None = None
    name: str = ""
    machine: bool = False
    #: Where a consent lets this actor look although no post does: ((kind, key), ...).
    granted: tuple[tuple[str, int], ...] = ()
    #: A random key by which somebody who has not signed in is the same caller again; entries never name it.
    client: str = ""

    @property
    def is_public(self) -> bool:
        """Nobody has signed in."""
        return self.person is None and not self.machine

    @property
    def rights(self) -> frozenset[str]:
        """Every right that one of the posts carries."""
        table = self.rights_of_role or {}
        return frozenset(right for post in self.posts for right in table.get(post.role, ()))

    def may(self, right: str) -> bool:
        """True when at least one post carries the right; the machine may do everything that is declared."""
        return self.machine or right in self.rights

    def with_right(self, right: str) -> Actor:
        """The same person, with only the posts that carry a right: where they may use it, not where they may look."""
        if self.machine:
            return self
        table = self.rights_of_role or {}
        return replace(self, posts=tuple(p for p in self.posts if right in table.get(p.role, ())), granted=())

    def over_everything(self) -> bool:
        """True when one of the posts is over the topmost place, and so over all of them."""
        return self.machine or any(path.count("/") == 2 for path in self.place_paths)

    def acting_as(self, post: int) -> Actor:
        """The same person with one of their posts first, which is the one that entries name."""
        chosen = self.posts[post]
        return replace(self, posts=(chosen, *(p for i, p in enumerate(self.posts) if i != post)))

    def in_post_alone(self, post: int) -> Actor:
        """The same person as if one of their posts were the only one."""
        return replace(self, posts=(self.posts[post],), granted=())

    @property
    def organs(self) -> tuple[int, ...]:
        """Organs of the posts, each once, in order."""
        return tuple(dict.fromkeys(p.organ for p in self.posts))

    @property
    def place_paths(self) -> tuple[str, ...]:
        """The tops of the person's subtrees of places; a path below another one is left out."""
        paths = sorted({p.place_path for p in self.posts if p.place_path})
        kept: list[str] = []
        for path in paths:
            if not any(path.startswith(k) for k in kept):
                kept.append(path)
        return tuple(kept)

    @property
    def key(self) -> str:
        """How entries name the actor: keys, never a name. 'p12/o5', 'p12/o5/for9', 'public', 'system'."""
        if self.machine:
            return SYSTEM
        if self.person is None:
            return "public"
        text = f"p{self.person}"
        if self.posts:
            text += f"/o{self.posts[0].organ}"
            if self.posts[0].acting_for:
                text += f"/for{self.posts[0].acting_for}"
        return text


    @property
    def claimant(self) -> str:
        """Whose keys of retries are whose: those of people are their own, those of the public each caller's own."""
        if not self.is_public:
            return self.key
        return f"public/{sha256(self.client.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


PUBLIC = Actor(person=None, name="公众")
MACHINE = Actor(person=None, name="系统", machine=True)


@dataclass(frozen=True, slots=True)
class ActorKey:
    """The parts of an entry's actor: person, organ, and the person for whom it was done."""

    person: int | None
    organ: int | None
    acting_for: int | None

    @classmethod
    def read(cls, text: str) -> ActorKey:
        """The parts of a key written by `Actor.key`."""
        person = organ = acting = None
        for part in text.split("/"):
            if part[:1] == "p" and part[1:].isdigit():
                person = int(part[1:])
            elif part[:1] == "o" and part[1:].isdigit():
                organ = int(part[1:])
            elif part.startswith("for"):
                acting = int(part[3:])
        return cls(person, organ, acting)

    @property
    def people(self) -> frozenset[int]:
        """Both people who stand behind the act: the one who did it and the one it was done for."""
        return frozenset(p for p in (self.person, self.acting_for) if p is not None)


def people_of(actor: Actor) -> frozenset[int]:
    """The person and everybody they act for."""
    return frozenset(p for p in (actor.person, *(post.acting_for for post in actor.posts)) if p is not None)


def within(paths: Iterable[str], path: str) -> bool:
    """True when a place path lies in one of the subtrees."""
    return any(path.startswith(p) for p in paths)
