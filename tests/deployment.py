"""The product as it is deployed: a PostgreSQL server of its own, an owner and a runtime role, `serve` and `work` as processes.

For tests and benchmarks that stop the server, copy it or load it. Everything listens on sockets in a temporary folder and on
127.0.0.1, and is gone afterwards.
"""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[1]
#: As PostgreSQL comes: what it acknowledges is on the disk. The throw-away server of the suite is otherwise.
DURABLE = ("listen_addresses=", "max_wal_senders=4", "wal_keep_size=256MB")
OWNER, RUNTIME, DATABASE = "taizhang_owner", "taizhang", "taizhang"


def _script() -> Any:
    loader = SourceFileLoader("with_postgres", str(ROOT / "scripts" / "with-postgres"))
    loader.path = str(loader.path)
    spec = importlib.util.spec_from_loader("with_postgres", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["with_postgres"] = module
    # No compiled copy beside the script.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


servers = _script()


@dataclass
class Said:
    """An answer over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """One connection to the site, as one person or as nobody; opened again when it breaks."""

    def __init__(self, port: int, token: str = "", language: str = "en", timeout: float = 30, cookie: str = "") -> None:
        self.port, self._timeout = port, timeout
        self._headers = {"Accept-Language": language}
        self._headers |= {"Authorization": f"Bearer {token}"} if token else {}
        self._headers |= {"Cookie": cookie} if cookie else {}
        self._line: http.client.HTTPConnection | None = None

    def get(self, path: str) -> Said:
        return self._ask("GET", path, None, {})

    def act(self, action: str, kind: str, key: int, body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Said:
        """POST of an action on a row."""
        content = json.dumps(body, ensure_ascii=False).encode()
        return self._ask("POST", f"/api/records/{kind}/{key}/{action}/", content, {"Content-Type": "application/json", "If-Match": "*", **(headers or {})})

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Said:
        for last in (False, True):
            fresh = self._line is None
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self._timeout)
            try:
                self._line.request(method, path, body, {**self._headers, **headers})
                answer = self._line.getresponse()
                return Said(answer.status, answer.headers, answer.read())
            except TimeoutError:
                self.close()
                raise
            except (http.client.HTTPException, OSError):
                # The server closes a connection that was idle; a fresh one that breaks is another matter.
                self.close()
                if fresh or last:
                    raise
        raise AssertionError


class Deployment:
    """One city on one server. `taizhang(...)` is the command line; `serve` and `work` run until the end."""

    def __init__(self, server: Any, var: Path) -> None:
        self.server, self.var = server, var
        self.hosts = [str(server.folder)]
        self.port = free_port()
        self.more: dict[str, str] = {}
        self.database = DATABASE
        self._running: list[subprocess.Popen[bytes]] = []

    def url(self, user: str = RUNTIME) -> str:
        """Where the database is; with several servers, whichever of them takes writes."""
        more = "&target_session_attrs=read-write" if len(self.hosts) > 1 else ""
        return f"postgresql:///{self.database}?host={','.join(self.hosts)}&user={user}{more}"

    def environment(self, user: str = RUNTIME, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("TAIZHANG_")}
        return kept | {
            "TAIZHANG_VAR": str(self.var), "TAIZHANG_DB": self.url(user), "TAIZHANG_PLAIN_HTTP": "1", "TAIZHANG_LANG": "en",
            "DJANGO_SETTINGS_MODULE": "taizhang.site.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        } | self.more | more  # fmt: skip

    def taizhang(self, *arguments: object, user: str = RUNTIME, seconds: float = 300, **more: str) -> subprocess.CompletedProcess[str]:
        """A command that has ended."""
        return self._run([sys.executable, "-m", "taizhang", *map(str, arguments)], user, seconds, more)

    def python(self, code: str, *arguments: object, user: str = RUNTIME, seconds: float = 300) -> Any:
        """What a piece of Python in the set-up program printed as JSON on its last line."""
        done = self._run([sys.executable, "-c", f"import django; django.setup()\n{code}", *map(str, arguments)], user, seconds, {})
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def sql(self, statement: str, *values: object, database: str = "") -> list[tuple[Any, ...]]:
        """Rows of a statement, asked past the program as the superuser."""
        with psycopg.connect(host=self.hosts[0], user="tz", dbname=database or self.database, autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def prepare(self, *, by_migrations: bool = False) -> None:
        """Two roles, the database, its tables and what the runtime role may do with them.

        The tables are made of the models, as those of any new database; by all migrations one after the other, where that matters.
        """
        for role in (OWNER, RUNTIME):
            self.sql(f"CREATE ROLE {role} LOGIN", database="postgres")
        self.sql(f"CREATE DATABASE {self.database} OWNER {OWNER} ENCODING 'UTF8' TEMPLATE template0", database="postgres")
        each = ["--one-by-one"] if by_migrations else []
        done = self.taizhang("migrate", "--grant-to", RUNTIME, *each, user=OWNER)
        assert done.returncode == 0, done.stderr

    def serve(self, workers: int = 2, threads: int = 4) -> None:
        """The site answers."""
        self._start("serve", "--port", self.port, "--workers", workers, "--threads", threads)
        until(lambda: _answers(self.port), "the server does not answer")

    def work(self) -> None:
        """The worker runs."""
        self._start("work")

    def stop(self) -> None:
        """What was started has ended."""
        for process in self._running:
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    def said(self) -> str:
        """What the processes wrote to their logs."""
        return "".join(path.read_text(errors="replace") for path in sorted(self.var.glob("*.log")))

    def _start(self, *words: object) -> None:
        with (self.var / f"{words[0]}.log").open("ab") as log:
            command = [sys.executable, "-m", "taizhang", *map(str, words)]
            self._running.append(subprocess.Popen(command, env=self.environment(), cwd=self.var, stdout=log, stderr=log))

    def _run(self, command: list[str], user: str, seconds: float, more: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, env=self.environment(user, **more), cwd=ROOT, capture_output=True, text=True, timeout=seconds, check=False
        )


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(holds: Callable[[], bool], otherwise: str, seconds: float = 60) -> None:
    """Nothing, once it holds. Raises TimeoutError."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(otherwise)
        time.sleep(0.05)


def _answers(port: int) -> bool:
    client = Client(port)
    try:
        return client.get("/sign-in/").status == 200
    except OSError:
        return False
    finally:
        client.close()


@contextmanager
def deployed(folder: Path, settings: tuple[str, ...] = DURABLE, *, by_migrations: bool = False) -> Iterator[Deployment]:
    """A prepared and still empty deployment.

    Raises:
        LookupError: this machine has no PostgreSQL server programs.
    """
    programs = servers.server_programs()
    if programs is None:
        raise LookupError("no PostgreSQL server programs on this machine")
    with servers.throw_away_server(programs, settings) as server:
        deployment = Deployment(server, folder)
        deployment.prepare(by_migrations=by_migrations)
        try:
            yield deployment
        finally:
            deployment.stop()


#: The small city of the tests with so many projects, and a token for each of so many clerks of the district.
CITY = """
import json, sys
from tests.city_fixture import City
from taizhang.registers import accounts, tokens
from taizhang.registers.models import Person
city = City()
projects = [city.project(name=f"示例工程{n}").pk for n in range(int(sys.argv[1]))]
secrets = {}
for name in ("clerk", "chief", "city_clerk", "reporter", "reviewer"):
    account, _ = accounts.open_by_operator(Person.objects.get(pk=city.actors[name].person), name)
    secrets[name] = tokens.issue(account, "test")[1]
print(json.dumps({"projects": projects, "tokens": secrets}))
"""
