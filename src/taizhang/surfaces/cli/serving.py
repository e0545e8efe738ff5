"""`taizhang serve`: the check, then static files, then gunicorn in this process's place."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text

from .database import check
from .speech import words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang serve`."""
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--workers", type=int, default=2, help=words(Text("进程数", "processes")))
    parser.add_argument("--threads", type=int, default=4, help=words(Text("每进程线程数", "threads of each process")))


def run(arguments: argparse.Namespace) -> int:
    """gunicorn has taken the place of this process; 1 when the check fails.

    Raises:
        Conflict: the port is busy.
    """
    if check() != 0:
        return 1
    free_or_refused(arguments.host, arguments.port)
    collect_static()
    print(words(Text("地址", "address")) + f": http://{arguments.host}:{arguments.port}/", flush=True)
    if not settings.PLAIN_HTTP:
        print(words(_BEHIND_TLS), flush=True)
    # A connection that is open here would be shared by whatever comes after.
    connections.close_all()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.site.settings")
    os.execv(sys.executable, _command(arguments))  # noqa: S606 - no shell is wanted


_BEHIND_TLS = Text(
    "登录要求 HTTPS：请放在 TLS 反向代理之后；本机试用设 TAIZHANG_PLAIN_HTTP=1",
    "Signing in needs HTTPS: put it behind a proxy with TLS; for a trial on this machine set TAIZHANG_PLAIN_HTTP=1",
)


def _command(arguments: argparse.Namespace) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "taizhang.site.wsgi:application",
        *("--bind", f"{arguments.host}:{arguments.port}"),
        *("--worker-class", "gthread"),
        *("--workers", str(arguments.workers)),
        *("--threads", str(arguments.threads)),
        *("--timeout", "60"),
        *("--log-level", "warning"),
    ]


def free_or_refused(host: str, port: int) -> None:
    """Nothing, when the port can be taken. Raises Conflict."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise Conflict(
                Text("端口 {p} 已被占用，或不能使用", "Port {p} is busy, or may not be used").with_(p=port),
                code="port_busy",
                remedy=Text("换一个：taizhang serve --port {n}", "Take another: taizhang serve --port {n}").with_(n=port + 1),
            ) from None


def collect_static() -> bool:
    """Static files under their hashed names are there and newer than their sources; True when they had to be made."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    newest = max((path.stat().st_mtime for path in _sources()), default=0.0)
    if manifest.exists() and manifest.stat().st_mtime >= newest:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    return True


def _sources() -> Iterator[Path]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield Path(storage.path(name))
