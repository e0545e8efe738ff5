"""Where messages leave to, how they fare, and what signs the web hooks of an address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from taizhang.basis.errors import NotFound
from taizhang.basis.text import Text, verbatim
from taizhang.frame.actor import Actor
from taizhang.registers import deliveries, records

from .pages import actor_of, answer

_TITLE = Text("消息送达", "Deliveries")
_CHANNELS = dict(records.CHANNELS)
#: What a try failed by, in words; another code is the name of a fault of the network.
_ERRORS = {
    "timeout": Text("对方没有应答", "no answer in time"),
    "address": Text("地址现在不被允许", "the address is not allowed now"),
    "off": Text("该方式没有配置", "the channel is not configured"),
    "lost": Text("发送进程中断", "the worker was stopped"),
}


@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The addresses that the reader administers, with what waits, went out and was given up."""
    return _page(request, actor_of(request, records.DELIVERIES))


@never_cache
@require_POST
def secret(request: HttpRequest, key: int) -> HttpResponse:
    """The key that signs the web hooks of one address is on the page; it is stored nowhere.

    Raises:
        NotFound: no such web hook that the reader administers.
    """
    actor = actor_of(request, records.DELIVERIES)
    found = deliveries.one(actor, key)
    if found is None or found.channel != "webhook":
        raise NotFound(Text("没有这个网络回调", "There is no such web hook"), code="no_delivery")
    return _page(request, actor, (found, deliveries.secret_of(found.pk)))


def _page(request: HttpRequest, actor: Actor, shown: tuple[Any, str] | None = None) -> HttpResponse:
    on = deliveries.channels_on()
    lines = [
        {
            "line": line,
            "channel": _CHANNELS[line.delivery.channel],
            "off": line.delivery.channel not in on,
            "error": _ERRORS.get(line.error, verbatim(line.error)),
        }
        for line in deliveries.lines(actor)
    ]
    return answer(request, "deliveries.html", {"lines": lines, "shown": shown, "any_on": bool(on)}, _TITLE)
