"""An installation in a folder of its own, served as its users serve it: `taizhang demo` with the server and the worker."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TAIZHANG = (sys.executable, "-m", "taizhang")
#: Loading the whole city takes half a minute on a quiet machine.
LOADED_WITHIN = 300


class Town:
    """A database in `folder` and, between `serve` and `stop`, its pages at `url`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.said = ""
        self.process: subprocess.Popen[str] | None = None
        names = {n: v for n, v in os.environ.items() if n not in ("TAIZHANG_DB", "TAIZHANG_SECRET_KEY", "PORT")}
        self.environment = names | {
            "TAIZHANG_VAR": str(folder),
            "TAIZHANG_PLAIN_HTTP": "1",
            "DJANGO_SETTINGS_MODULE": "taizhang.site.settings",
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1",
            "LANG": "en_US.UTF-8",
        }

    def taizhang(self, *words: str) -> subprocess.CompletedProcess[str]:
        """One command to its end."""
        return subprocess.run(
            [*TAIZHANG, *words], env=self.environment, cwd=ROOT, text=True, capture_output=True, timeout=LOADED_WITHIN
        )

    def serve(self, *more: str) -> None:
        """`taizhang demo` has loaded what it loads and answers on a free port."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = self.folder.with_name(f"{self.folder.name}.log")
        with log.open("w") as told:
            self.process = subprocess.Popen(
                [*TAIZHANG, "demo", *more, "--port", str(port)],
                env=self.environment,
                cwd=ROOT,
                text=True,
                stdout=told,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._await(port, log)

    def serve_later(self, days: int) -> None:
        """What is there is served as it would be so many days from now, by processes that the clock of this machine does not stop."""
        self.stop()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = self.folder.with_name(f"{self.folder.name}.later.log")
        command = [sys.executable, "-m", "tests.browser.later", str(days), str(port)]
        with log.open("w") as told:
            self.process = subprocess.Popen(
                command, env=self.environment | {"TAIZHANG_EXAMPLE": "1"}, cwd=ROOT, text=True, stdout=told,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        said = self.said
        self._await(port, log)
        self.said = said

    def _await(self, port: int, log: Path) -> None:
        assert self.process is not None
        self.url = f"http://127.0.0.1:{port}"
        ends = time.monotonic() + LOADED_WITHIN
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > ends:
                self.stop()
                raise RuntimeError(f"the demo does not answer:\n{log.read_text()}")
            time.sleep(0.2)
        self.said = log.read_text()

    @property
    def password(self) -> str:
        """The one that the demo prints for all its sign-in names."""
        found = re.search(r"password: ([\w-]+)", self.said)
        if found is None:
            raise RuntimeError(f"the demo prints no password:\n{self.said}")
        return found[1]

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/sign-in/", timeout=5) as answer:
            return answer.status == 200
        return False

    def stop(self) -> None:
        """The demo, its server and its worker have ended."""
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(15)
        # Only what this object started is in the group that it leads.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(5)
        self.process = None

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What the database holds, read beside the product."""
        uri = f"file:{self.folder / 'taizhang.sqlite3'}?mode=ro"
        with contextlib.closing(sqlite3.connect(uri, uri=True, timeout=20)) as connection:
            return connection.execute(sql, values).fetchall()

    def one(self, sql: str, *values: Any) -> Any:
        """The first column of the first row."""
        return self.rows(sql, *values)[0][0]
