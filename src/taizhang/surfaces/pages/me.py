"""我的: the person's own corner, which a telephone has at the foot of every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.frame.actor import Actor
from taizhang.frame.models import Draft
from taizhang.surfaces.entrance import language

from .door import signed_in
from .layout import Link, may_report, page


@require_GET
@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """The posts one works under, what one has begun, and everything that has no room in the bar."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    title = Text("我的", "Me").in_(language(request))
    context = {"drafts": Draft.objects.filter(person=actor.person or 0).count(), "reports": may_report(actor)}
    return page(request, "pages/me.html", context, title=title, crumbs=(Link(title, current=True),))
