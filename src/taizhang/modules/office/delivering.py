"""An administrator says where the messages to an organ leave to, and stops it."""

from __future__ import annotations

from typing import Annotated

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.registers import deliveries, records
from taizhang.registers.models import Delivery, Organ


def set_delivery(
    organ: Organ,
    by: Hand,
    *,
    channel: Annotated[str, Ask(Text("方式", "Channel"), choices=records.CHANNELS, example="email")],
    address: Annotated[
        str,
        Ask(
            Text("地址", "Address"),
            help=Text(
                "填机构的公用邮箱，不填个人邮箱；网络回调填 http 或 https 地址",
                "The organ's own mailbox, not a person's; of a web hook an http or https address",
            ),
            example="office@example.org",
        ),
    ],
) -> Delivery:
    """Messages to the organ from now on also leave to the address.

    Raises:
        BadInput: an address that is none, or a host that is not allowed. Conflict: it is set already.
    """
    address = deliveries.check_address(channel, address.strip())
    if Delivery.objects.filter(organ=organ, channel=channel, address=address, stopped_at__isnull=True).exists():
        raise Conflict(Text("该机构已设置这个地址", "The organ has this address already"), code="delivery_set")
    return by.put(Delivery(organ=organ, channel=channel, address=address, since=by.now))


def stop_delivery(delivery: Delivery, by: Hand) -> None:
    """Nothing more leaves to the address, not even what waits.

    Raises:
        Conflict: it is stopped already.
    """
    if delivery.stopped_at is not None:
        raise Conflict(Text("该送达方式已停用", "The delivery is stopped already"), code="delivery_stopped")
    delivery.stopped_at = by.now
    by.put(delivery)
