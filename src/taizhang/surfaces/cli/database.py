"""`taizhang migrate` and `taizhang check`: tables and their protection, and whether everything is as it has to be."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from taizhang.basis.errors import Conflict, NotFound
from taizhang.basis.text import Text
from taizhang.frame.catalogue import installed
from taizhang.frame.following import make_first
from taizhang.frame.search.projection import bring_up_to_date, is_current
from taizhang.kernels.ledger import guard, store, tables
from taizhang.kernels.ledger.sqlite3.base import REQUIRED

from . import fresh
from .speech import say, words

#: Rows of these wait for their number and then go: they are neither only added nor anybody's.
_WAITING = ("ledger_pending",)


def add_migrate(parser: argparse.ArgumentParser) -> None:
    """The arguments of `taizhang migrate`."""
    helped = Text("PostgreSQL：授权给运行角色（台账表只增不改）", "PostgreSQL: grant to the runtime role (ledger tables: add and read only)")
    parser.add_argument("--grant-to", metavar="ROLE", help=words(helped))
    each = Text("新库也逐个执行迁移（慢，结果相同）", "run every migration in a new database too (slower, the same result)")
    parser.add_argument("--one-by-one", action="store_true", help=words(each))


def run_migrate(arguments: argparse.Namespace) -> int:
    """The tables are those of this version, and protected."""
    migrate(arguments.grant_to, one_by_one=arguments.one_by_one)
    say(Text("数据库已就绪", "The database is ready"))
    return 0


def migrate(grant_to: str | None = None, *, one_by_one: bool = False) -> None:
    """The tables are those of this version, the ledger's protection is set anew, and no unguarded connection is left.

    In a new database they are made of the models at once, unless every migration is asked for.
    Search indexes that are absent or made by an older rule are made anew, which takes a second for 30,000 rows; derivations
    that this version brings are made from the rows that are there.

    Raises:
        Conflict: a grant is asked for on SQLite. NotFound: there is no such role.
    """
    if grant_to is not None and connection.vendor != "postgresql":
        raise Conflict(Text("只有 PostgreSQL 有角色", "Only PostgreSQL has roles"), code="no_roles")
    # The guard sits on a connection from its opening on: one that is open already would refuse the migrations.
    connections.close_all()
    try:
        with guard.suspended():
            if not one_by_one and fresh.is_fresh(connection):
                fresh.make_tables(connection)
            else:
                call_command("migrate", interactive=False, verbosity=0)
            with transaction.atomic(), connection.cursor() as cursor:
                for statement in tables.protect(connection.vendor):
                    cursor.execute(statement)
                for statement in _grants(grant_to) if grant_to else ():
                    cursor.execute(statement)
            bring_up_to_date(installed().indexed)
            make_first(installed())
    finally:
        connections.close_all()


def _grants(role: str) -> Iterator[str]:
    """Statements by which a role may run the program and nothing more: the ledger's rows are added, never changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            raise NotFound(
                Text("没有角色 {r}", "There is no role {r}").with_(r=role),
                code="no_role",
                remedy=Text("先由数据库管理员 CREATE ROLE", "Have it made first with CREATE ROLE"),
            )
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
        names = [row[0] for row in cursor.fetchall()]
    to = connection.ops.quote_name(role)
    yield f"GRANT USAGE ON SCHEMA public TO {to}"
    for name in names:
        table = connection.ops.quote_name(name)
        yield f"REVOKE ALL ON TABLE {table} FROM {to}"
        yield f"GRANT {_may(name)} ON TABLE {table} TO {to}"
    # SELECT too: a backup reads where each sequence stands.
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {to}"


def _may(table: str) -> str:
    if table in guard.APPEND_ONLY:
        return "SELECT, INSERT"
    if table in guard.ERASE_ONLY or table in _WAITING:
        return "SELECT, INSERT, DELETE"
    if table == "django_migrations":
        return "SELECT"
    return "SELECT, INSERT, UPDATE, DELETE"


def add_check(parser: argparse.ArgumentParser) -> None:
    """`taizhang check` takes no arguments."""


def check(arguments: argparse.Namespace | None = None) -> int:
    """Everything that has to hold before the program serves is checked, a line each; 1 when something does not."""
    found = list(faults())
    for fault in found:
        print(f"✗ {fault.zh} / {fault.en}")
    if not found:
        print("✓ 数据库、迁移、保护触发器均正常 / database, migrations and protecting triggers are as they have to be")
    return 1 if found else 0


def faults() -> Iterator[Text]:
    """What does not hold, each with the remedy."""
    waiting = _unapplied()
    if waiting:
        yield Text(
            "有 {n} 个迁移未执行：运行 taizhang migrate", "{n} migration(s) are not applied: run taizhang migrate"
        ).with_(n=waiting)
        # Without the tables nothing else can be asked.
        return
    if connection.vendor == "sqlite":
        yield from _pragmas()
    else:
        yield from _ownership()
        yield from _durability()
    for record in installed().indexed:
        if not is_current(record):
            yield Text(
                "{l}的检索索引缺失或已过时：运行 taizhang migrate", "The search index of {l} is absent or out of date: run taizhang migrate"
            ).with_(l=record.label)
    for name in sorted(store.missing_triggers()):
        yield Text(
            "缺少保护触发器 {t}：由属主运行 taizhang migrate，并运行 taizhang ledger fsck",
            "The protecting trigger {t} is absent: run taizhang migrate as the owner, then taizhang ledger fsck",
        ).with_(t=name)


def _unapplied() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _pragmas() -> Iterator[Text]:
    with connection.cursor() as cursor:
        for name, allowed in REQUIRED.items():
            cursor.execute(f"PRAGMA {name}")
            value = cursor.fetchone()[0]
            if value not in allowed:
                yield Text(
                    "SQLite 的 {p} 是 {v}，应为 {a}", "SQLite's {p} is {v}; it has to be one of {a}"
                ).with_(p=name, v=value, a=", ".join(sorted(str(x) for x in allowed)))


def _ownership() -> Iterator[Text]:
    if os.environ.get("TAIZHANG_ALLOW_OWNER") == "1":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT bool_or(pg_has_role(tableowner, 'USAGE')) FROM pg_tables WHERE tablename LIKE 'ledger\\_%%'),"
            " (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)",
            [],
        )
        owner, superuser = cursor.fetchone()
    if owner or superuser:
        yield Text(
            "以台账表的属主或超级用户身份运行，触发器可被关闭：请用 taizhang migrate --grant-to 授权的角色（试用可设 TAIZHANG_ALLOW_OWNER=1）",
            "This runs as the owner of the ledger's tables or as a superuser, who can switch triggers off: use a role that "
            "taizhang migrate --grant-to has granted (for a trial set TAIZHANG_ALLOW_OWNER=1)",
        )


#: Settings of a PostgreSQL server with which a crash takes away what was acknowledged, or leaves torn pages.
_NEVER_OFF = ("fsync", "full_page_writes", "synchronous_commit")


def _durability() -> Iterator[Text]:
    if os.environ.get("TAIZHANG_ALLOW_LOSS") == "1":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pg_settings WHERE setting = 'off' AND name = ANY(%s) ORDER BY name", [list(_NEVER_OFF)])
        off = [row[0] for row in cursor.fetchall()]
    for name in off:
        yield Text(
            "PostgreSQL 的 {p} 是 off，崩溃会丢失已回执的存证：请改为 on（试用可设 TAIZHANG_ALLOW_LOSS=1）",
            "PostgreSQL's {p} is off, so a crash loses entries that were acknowledged: set it to on "
            "(for a trial set TAIZHANG_ALLOW_LOSS=1)",
        ).with_(p=name)
