"""`taizhang demo`: the example city, loaded if it is not there, checked, and served on this machine alone."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame import clock, fsck, signing
from taizhang.frame.catalogue import installed
from taizhang.modules.projects.models import Project, ProjectList
from taizhang.registers.models import Account, Place
from taizhang.surfaces.cli.database import migrate

from . import demo, demo_check, example_witnesses
from .example_city.people import PEOPLE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang demo`."""
    parser.add_argument("--check", action="store_true", help="载入并检查，不启动服务 / load and check, do not serve")
    parser.add_argument("--blank", action="store_true", help="只有机构和人员 / organs and people only")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="示例的当天 / the day of the example")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000), help="端口 / port")


def run(options: argparse.Namespace) -> int:
    """0 when the city is as it should be (and, unless --check, was served until it was stopped).

    Raises:
        Conflict: the port is busy, or another city is in the database.
    """
    if not options.check:
        _free(options.port)
    begun = time.monotonic()
    settings.VAR.mkdir(parents=True, exist_ok=True)
    migrate()
    today = options.today or clock.today()
    if Place.objects.exists():
        if not Account.objects.filter(username="erqi-clerk").exists():
            raise Conflict(
                Text("{v} 里已有别的数据", "{v} holds other data already").with_(v=settings.VAR),
                code="other_city",
                remedy=Text("用 TAIZHANG_VAR 指定一个空目录", "Name an empty folder with TAIZHANG_VAR"),
            )
        print(f"示例城市已在 / the example city is in {settings.VAR}")
    else:
        print(f"载入示例城市 / loading the example city: {today}")
        demo.load(today, blank=options.blank)
    signing.witness_example()
    off = [] if options.blank or _is_blank() else demo_check.check(_year_of_data(today))
    if options.check:
        off += [Text(line, line) for line in fsck_lines()]
    for line in (*demo_check.summary(), *(f"不对 / off: {t.zh} / {t.en}" for t in off)):
        print(line)
    print(f"用时 {time.monotonic() - begun:.1f} s")
    if options.check or off:
        return 1 if off else 0
    _collect_static()
    _names()
    return _serve(options.port)


def fsck_lines() -> list[str]:
    """What the full check finds, a line each; nothing when all is explained."""
    report = fsck.check(installed(), clock.now(), policy=signing.policy())
    return [finding.line("zh") for finding in report.findings]


def _is_blank() -> bool:
    return not Project.objects.exists()


def _year_of_data(today: date) -> date:
    newest = ProjectList.objects.order_by("-year").values_list("year", flat=True).first()
    return today if newest is None else date(newest, 12, 31)


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Conflict(
                Text("端口 {p} 已被占用", "Port {p} is in use").with_(p=port),
                code="port_busy",
                remedy=Text("换一个端口：PORT={n} make demo", "Take another: PORT={n} make demo").with_(n=port + 1),
            ) from None


def _collect_static() -> None:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    sources = [p for c in apps.get_app_configs() for p in (Path(c.path) / "static").rglob("*") if p.is_file()]
    if not manifest.exists() or manifest.stat().st_mtime < max(p.stat().st_mtime for p in sources):
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)


def _names() -> None:
    print(f"\n登录名 sign-in names（密码 password: {demo.PASSWORD}）")
    for person in PEOPLE:
        print(f"  {person.sign_in:18} {person.card.zh}")
        print(f"  {'':18} {person.card.en}")


def _serve(port: int) -> int:
    environment = os.environ | {
        "TAIZHANG_PLAIN_HTTP": "1",
        "TAIZHANG_EXAMPLE": "1",
        "TAIZHANG_VAR": str(settings.VAR),
        "PYTHONUNBUFFERED": "1",
        # Whoever tries it does not wait half a minute to see that what they did is witnessed.
        "TAIZHANG_CHECKPOINT_SECONDS": os.environ.get("TAIZHANG_CHECKPOINT_SECONDS") or "6",
    }
    command = [sys.executable, "-m", "taizhang"]
    server = subprocess.Popen([*command, "serve", "--port", str(port)], env=environment)
    witnesses: list[subprocess.Popen[str]] = []
    if not settings.TAIZHANG_WITNESSES:
        witnesses, environment["TAIZHANG_WITNESSES"] = example_witnesses.start(environment)
    worker = subprocess.Popen([*command, "work"], env=environment)
    print(f"\n打开 / open http://127.0.0.1:{port}   （Ctrl-C 停止 / stops）", flush=True)

    def stop(*_: object) -> None:
        server.terminate()

    signal.signal(signal.SIGTERM, stop)
    try:
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        running: list[subprocess.Popen[Any]] = [server, worker, *witnesses]
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
