"""Named views of lists, and the columns somebody prefers. They are an address each and state nothing: not in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from taizhang.basis.errors import BadInput, Conflict, NotFound
from taizhang.basis.text import Text

from . import clock
from .actor import Actor
from .models import SavedView

#: Views that one person keeps, over all lists; more is a heap in which nothing is found again.
MOST_VIEWS = 60
LONGEST_NAME, LONGEST_QUERY = 60, 2000


@dataclass(frozen=True, slots=True)
class Habits:
    """What one person keeps of one list: its views, their own first, the columns they chose, and the view it begins with."""

    views: tuple[SavedView, ...] = ()
    columns: str = ""
    first: int | None = None


def habits(actor: Actor, listing: str) -> Habits:
    """The person's own views of a list and those that others share with an organ of theirs; one statement."""
    mine = Q(person=actor.person or 0)
    shared = Q(organ__in=actor.organs) & ~Q(name="")
    found = list(SavedView.objects.filter(mine | shared, listing=listing).order_by("name", "id"))
    named = sorted((v for v in found if v.name), key=lambda v: v.person != actor.person)
    opening = next((v for v in found if not v.name), None)
    return Habits(tuple(named), opening.query, opening.first) if opening else Habits(tuple(named))


def own(actor: Actor) -> Sequence[SavedView]:
    """Everything that the person keeps, list by list; under no name how a list opens."""
    return list(SavedView.objects.filter(person=actor.person or 0).order_by("listing", "name", "id"))


def save(actor: Actor, listing: str, name: str, query: str, *, shared: bool) -> SavedView:
    """The address is kept under a name; the person's own view of that name now leads there.

    Raises:
        BadInput: no name or too long a one, too long an address, too many views.
    """
    name = _name(name)
    if len(query) > LONGEST_QUERY:
        raise BadInput(
            Text("筛选和列太多，地址超过 {n} 个字符", "Too many filters and columns: the address has more than {n} characters").with_(n=LONGEST_QUERY),
            code="long_view",
            remedy=Text("减少列或筛选条件", "Choose fewer columns or filters"),
        )
    of_mine = SavedView.objects.filter(person=actor.person or 0).exclude(name="")
    if not of_mine.filter(listing=listing, name=name).exists() and of_mine.count() >= MOST_VIEWS:
        raise BadInput(
            Text("已保存{n}个视图，不能再多", "You have saved {n} views; there can be no more").with_(n=MOST_VIEWS),
            code="too_many_views",
            remedy=Text("先在“我的视图”里删除不用的", "Delete what you no longer use under “My views”"),
        )
    given = {"query": query, "organ": _organ(actor) if shared else None, "saved_at": clock.now()}
    return SavedView.objects.update_or_create(person=actor.person or 0, listing=listing, name=name, defaults=given)[0]


def rename(actor: Actor, key: int, name: str) -> SavedView:
    """The person's own view has another name.

    Raises:
        NotFound: it is nobody's, or somebody else's. Conflict: another view of that list has the name.
    """
    view, name = mine(actor, key), _name(name)
    if SavedView.objects.filter(person=view.person, listing=view.listing, name=name).exclude(pk=view.pk).exists():
        raise Conflict(Text("已有叫“{n}”的视图", "There is a view called “{n}”").with_(n=name), code="name_taken")
    view.name = name
    view.save(update_fields=["name"])
    return view


def share(actor: Actor, key: int, *, shared: bool) -> SavedView:
    """The people of the organ under which the person works now see the view, or nobody else does."""
    view = mine(actor, key)
    view.organ = _organ(actor) if shared else None
    view.save(update_fields=["organ"])
    return view


def delete(actor: Actor, key: int) -> None:
    """The view is gone; whoever began with it begins with the whole list again."""
    mine(actor, key).delete()


def mine(actor: Actor, key: int) -> SavedView:
    """One of the person's own views. Raises NotFound."""
    found = SavedView.objects.filter(pk=key, person=actor.person or 0).exclude(name="").first()
    if found is None:
        raise NotFound(Text("没有这个视图，或者它是别人的", "There is no such view, or it is somebody else's"), code="no_view")
    return found


def choose_columns(actor: Actor, listing: str, columns: str) -> None:
    """The list opens with these columns, wherever the address names none; '' for those of the list itself."""
    _opening(actor, listing, query=columns[:LONGEST_QUERY])


def begin_with(actor: Actor, listing: str, view: int | None) -> None:
    """The list begins with a view that the person may use, or with everything.

    Raises:
        NotFound: a view of another list, or one that is not for them.
    """
    if view is not None and all(v.pk != view for v in habits(actor, listing).views):
        raise NotFound(Text("没有这个视图，或者它是别人的", "There is no such view, or it is somebody else's"), code="no_view")
    _opening(actor, listing, first=view)


def _opening(actor: Actor, listing: str, **given: object) -> None:
    SavedView.objects.update_or_create(person=actor.person or 0, listing=listing, name="", defaults={**given, "saved_at": clock.now()})


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(
            Text("请给视图起一个不超过{n}个字的名字", "Give the view a name of at most {n} characters").with_(n=LONGEST_NAME),
            code="bad_name",
            field="name",
        )
    return name


def _organ(actor: Actor) -> int:
    if not actor.organs:
        raise BadInput(Text("您现在没有岗位，不能共享", "You hold no post now, so there is nobody to share with"), code="no_post")
    return actor.organs[0]
