"""What stands in the way of the installation as a whole, each with what to do about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import connection

from taizhang.basis.text import Text, joined, verbatim
from taizhang.frame import clock, signing
from taizhang.frame.catalogue import Catalogue
from taizhang.kernels.ledger import store
from taizhang.registers import deliveries
from taizhang.registers.calendar import calendar
from taizhang.surfaces.cli import database

from . import declarations, queries

#: A term of this many days that begins today is looked at for years whose holidays are not known.
_AHEAD = timedelta(days=120)
#: A head that nobody outside has seen for this long is worth a word.
_UNWITNESSED = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to look at: what it is, what to do, and where; `action` when only its doers can. 'fact' needs nothing done."""

    key: str
    level: Literal["bad", "warn", "fact"]
    what: Text
    remedy: Text
    href: str = ""
    action: str = ""


def notices(catalogue: Catalogue, day: date) -> list[Notice]:
    """Everything that an administrator has to know, the worst first."""
    order = {"bad": 0, "warn": 1, "fact": 2}
    return sorted(_all(catalogue, day), key=lambda n: order[n.level])


def _all(catalogue: Catalogue, day: date) -> Iterator[Notice]:
    held = queries.held_roles(day)
    yield from _roles(catalogue, held)
    yield from _actions(catalogue, held)
    yield from _years(day)
    yield from _parameters(catalogue, day)
    yield from _log()
    yield from _machine()


def _roles(catalogue: Catalogue, held: frozenset[str]) -> Iterator[Notice]:
    empty = [role.label for key, role in catalogue.roles.items() if key not in held]
    if empty:
        yield Notice(
            "empty_roles",
            "warn",
            Text("现在无人任职的岗位（{n}）：{r}", "Roles that nobody holds now ({n}): {r}").with_(
                n=len(empty), r=joined(empty, "、", ", ")
            ),
            Text(
                "在机构页面任命；确不需要的可不理会",
                "Appoint somebody on the page of an organ, where the role is needed",
            ),
            "/list/office.organs/",
        )


def _actions(catalogue: Catalogue, held: frozenset[str]) -> Iterator[Notice]:
    who = declarations.roles_by_action(catalogue, held)
    nobody = [bound.label for key, bound in catalogue.actions.items() if not who[key]]
    if nobody:
        yield Notice(
            "nobody_may",
            "bad",
            Text("现在无人能办的操作（{n}）：{a}", "Actions that nobody may do now ({n}): {a}").with_(
                n=len(nobody), a=joined(nobody, "、", ", ")
            ),
            Text("任命带有相应权限的岗位", "Appoint somebody to a role that carries the right"),
            "/office/lifecycles/",
        )


def _years(day: date) -> Iterator[Notice]:
    known = calendar().years
    unknown = sorted({y for y in (day.year, (day + _AHEAD).year) if y not in known})
    if unknown:
        yield Notice(
            "no_notice",
            "warn",
            Text(
                "{y}年尚无节假日安排通知：跨入该年的期限都是暂定的",
                "There is no holiday notice for {y} yet: deadlines that reach into it are provisional",
            ).with_(y=" ".join(map(str, unknown))),
            Text(
                "通知发布后由最高一级区划的系统管理员载入，期限随之重算",
                "When it is published the system administrator of the topmost place loads it; the deadlines are worked out anew",
            ),
            "/do/office.load_notice/",
            "office.load_notice",
        )


def _parameters(catalogue: Catalogue, day: date) -> Iterator[Notice]:
    open_ones = [p.label for p in declarations.parameters(catalogue, day) if p.in_force and p.law.needs_confirmation]
    if open_ones:
        yield Notice(
            "unconfirmed",
            "warn",
            Text("正在使用、尚未确认的参数（{n}）：{p}", "Parameters in use that are not confirmed ({n}): {p}").with_(
                n=len(open_ones), p=joined(open_ones, "、", ", ")
            ),
            Text(
                "对照原文核实后，由维护人员更新来源标记",
                "Check them against the official text, then have the mark of the source changed",
            ),
            "/office/parameters/",
        )


# -- the ledger -----------------------------------------------------------------------------------------------------------


def _log() -> Iterator[Notice]:
    waiting = store.pending()
    if waiting:
        yield Notice(
            "pending",
            "warn",
            Text("{n} 条存证还没有编号", "{n} entries wait for their number").with_(n=waiting),
            Text("检查 taizhang work 是否在运行", "See whether taizhang work is running"),
        )
    yield _witnessed()


def _witnessed() -> Notice:
    policy, remedy = (
        signing.policy(),
        Text("用 taizhang ledger 设定见证方并请其签署", "Name witnesses with taizhang ledger, and have them sign"),
    )
    if policy is None:
        what = Text(
            "没有设定见证方：掌握密钥的人可以重写全部存证",
            "No witness is named: whoever holds the key could rewrite every entry",
        )
        return Notice("witnessed", "bad", what, remedy)
    seen = store.witnessed(policy.k)
    if seen is None:
        return Notice(
            "witnessed", "bad", Text("还没有任何见证过的树头", "No head of the log has been witnessed yet"), remedy
        )
    size, at = seen[0], _signed_at(seen[0], seen[1], {w.name for w in policy.witnesses})
    beyond, age = store.size() - size, clock.now() - at
    example = all(w.name in signing.EXAMPLE_WITNESSES for w in policy.witnesses)
    late = bool(beyond) and age > _UNWITNESSED
    note = (
        Text("；见证方是示例的，不能证明什么", "; the witnesses are those of the example and prove nothing")
        if example
        else Text("。", ".")
    )
    what = Text(
        "最近一次见证：{t}，{s} 条；其后 {n} 条在窗口内{x}",
        "Last witnessed: {t}, {s} entries; {n} since then are in the window{x}",
    ).with_(t=at.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M"), s=f"{size:,}", n=f"{beyond:,}", x=note)
    return Notice("witnessed", "warn" if late or example else "fact", what, remedy if late or example else _NOTHING)


_NOTHING = Text("无需处理", "Nothing to do")


def _signed_at(size: int, note: str, witnesses: set[str]) -> datetime:
    """When the witnesses signed the head: a cosignature begins with its own time, in seconds."""
    lines = signing.note_with_cosignatures(size, note).signatures
    times = [int.from_bytes(line.value[:8], "big") for line in lines if line.name in witnesses]
    return datetime.fromtimestamp(max(times, default=0), UTC)


# -- the machine ----------------------------------------------------------------------------------------------------------


def _machine() -> Iterator[Notice]:
    for fault in database.faults():
        yield Notice(
            "database", "bad", fault, Text("停止服务，处理后再启动", "Stop serving, put it right, then start again")
        )
    if not settings.TAIZHANG_SCANNER:
        yield Notice(
            "no_scanner",
            "warn",
            Text(
                "没有配置病毒扫描：上传的文件只按类型和内容检查",
                "No virus scanner is configured: uploads are checked by type and content only",
            ),
            Text("用环境变量 TAIZHANG_SCANNER 指定扫描程序", "Name a scanner with TAIZHANG_SCANNER"),
        )
    if settings.PLAIN_HTTP:
        yield Notice(
            "plain_http",
            "warn",
            Text("网页以明文传输（TAIZHANG_PLAIN_HTTP=1）", "Pages travel in the clear (TAIZHANG_PLAIN_HTTP=1)"),
            Text("只限本机试用；正式使用置于 TLS 之后", "For a trial on one machine; put it behind TLS for real use"),
        )
    if lost := deliveries.given_up():
        yield Notice(
            "undelivered",
            "warn",
            Text("{n} 条消息多次未能送达，已放弃", "{n} messages could not be delivered and were given up").with_(n=lost),
            Text("核对送达地址；消息在系统内仍可查看", "Check the addresses; the messages are still read in the program"),
            "/office/deliveries/",
        )
    yield _open_data()
    yield _database()


#: What identifiers of published projects begin with as long as nobody has registered a prefix for the installation.
_PLACEHOLDER = "oc4ids-000000"


def _open_data() -> Notice:
    prefix = str(settings.TAIZHANG_OC4IDS_PREFIX)
    what = Text("公开项目的开放数据编号以 {p} 开头", "Identifiers in the open data of published projects begin with {p}").with_(p=prefix)
    if prefix != _PLACEHOLDER:
        return Notice("open_data", "fact", what, _NOTHING)
    trial = Text("{w}：这是占位前缀，尚未登记，下载的数据包注明仅供试用", "{w}: a placeholder that nobody registered; packages say that they are for trial use")
    remedy = Text(
        "向 Open Contracting Partnership 登记前缀，设为环境变量 TAIZHANG_OC4IDS_PREFIX，再重新启动",
        "Have the Open Contracting Partnership register a prefix, set TAIZHANG_OC4IDS_PREFIX to it, and start again",
    )
    return Notice("open_data", "warn", trial.with_(w=what), remedy)


def _database() -> Notice:
    name = verbatim(settings.DATABASES["default"]["NAME"]).zh.rpartition("/")[2]
    if connection.vendor == "sqlite":
        what = Text(
            "数据库是 SQLite（{n}）：一台机器，一次一个写入",
            "The database is SQLite ({n}): one machine, one writer at a time",
        )
        return Notice(
            "sqlite",
            "fact",
            what.with_(n=name),
            Text("多人同时使用时改用 PostgreSQL", "Use PostgreSQL when many people write at once"),
        )
    what = Text("数据库是 PostgreSQL（{n}）", "The database is PostgreSQL ({n})")
    return Notice("postgresql", "fact", what.with_(n=name), _NOTHING)
