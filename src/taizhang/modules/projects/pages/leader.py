"""The leader's screen (领导一屏): a sentence with a number above each picture, and every number opens what it counts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from taizhang.basis.text import Text
from taizhang.surfaces.entrance import language
from taizhang.surfaces.pages import layout
from taizhang.surfaces.pages.door import actor_of
from taizhang.surfaces.pages.origins import origins

from . import leading
from .drawing import MODULE, crumb


@require_GET
def leader(request: HttpRequest) -> HttpResponse:
    """Investment against the plan, lights, what waits for the leader, the red list, starts, and the ranking."""
    actor, lang = actor_of(request), language(request)
    moment = leading.when(layout.day_asked(request))
    money = leading.money(actor, moment, lang)
    context = {
        "moment": moment,
        "money": money,
        "plan_origin": origins(actor, [money["plan_fen"]]).get(money["plan_fen"] or 0, ""),
        "lights": leading.light_numbers(actor, moment),
        "asked": leading.asked(actor),
        "stuck": leading.stuck(actor, lang),
        "starts": leading.starts(actor, moment, lang),
        "ranking": leading.ranking(actor, moment, lang),
    }
    return layout.page(
        request,
        "projects/leader.html",
        context,
        title=Text("领导一屏", "Leader's screen").in_(lang),
        crumbs=(crumb("领导一屏", "Leader's screen", request),),
        module=MODULE,
        as_of=True,
    )
