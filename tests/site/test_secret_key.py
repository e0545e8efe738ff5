"""The key for signed cookies is made once, whoever asks for it first and however many ask at the same moment."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from taizhang.site import settings


def test_workers_that_ask_at_once_have_the_same_key_and_nothing_else_is_left(monkeypatch, tmp_path):
    monkeypatch.delenv("TAIZHANG_SECRET_KEY", raising=False)
    monkeypatch.setattr(settings, "VAR", tmp_path / "var")
    start = Barrier(8)

    def ask(_: int) -> str:
        start.wait(10)
        return settings._secret()

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(ask, range(8)))
    assert len(keys) == 1 and len(keys.pop()) > 50
    (kept,) = (tmp_path / "var").iterdir()
    assert kept.name == "secret_key" and stat.S_IMODE(kept.stat().st_mode) == 0o600
