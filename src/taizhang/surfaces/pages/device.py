"""What a browser keeps for one person alone: under which name, and what it is told about it."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from taizhang.frame.actor import Actor


def tag(actor: Actor) -> str:
    """The name under which a browser keeps what is this person's alone: always the same, and it tells nobody whose it is."""
    return salted_hmac("taizhang.device", str(actor.person), algorithm="sha256").hexdigest()[:24] if actor.person else ""
