"""Addresses under which proofs are taken away."""

from __future__ import annotations

from django.urls import path, register_converter

from . import proofs


class EntryKey:
    """32 hexadecimal digits."""

    regex = "[0-9a-f]{32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(EntryKey, "entry")

urlpatterns = [
    path("entry/<entry:key>/bundle.json", proofs.entry_bundle, name="entry_bundle"),
    path("verify/policy.json", proofs.policy, name="verify_policy"),
    path("verify/checkpoint", proofs.checkpoint, name="verify_checkpoint"),
    path("verify/taizhang_verify.py", proofs.verifier, name="verify_program"),
    path("verify/draw_verify.py", proofs.draw_verifier, name="verify_draw"),
    path("verify/teams_verify.py", proofs.teams_verifier, name="verify_teams"),
]
