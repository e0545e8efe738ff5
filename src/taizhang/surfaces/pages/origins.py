"""从何而来: the way from an amount on any page to the documents that state it, where an installed module holds such documents."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.frame.actor import Actor
from taizhang.frame.catalogue import installed

#: Amounts of one page that are looked for; a longer table leads back the first of them.
MOST = 200


def origins(actor: Actor, amounts: Iterable[int | None]) -> dict[int, str]:
    """By amount in fen, the address of the sentences that state it; an amount that no document states is not in it.

    One statement for all of them and each module that holds documents. Nothing and zero come from no document.
    """
    asked = list(dict.fromkeys(a for a in amounts if a))[:MOST]
    found: dict[int, str] = {}
    for module in installed().modules:
        if asked and module.stated is not None:
            stated = module.stated
            found |= {fen: stated.url.format(fen=fen) for fen in stated.among(actor, asked) if fen not in found}
    return found
