"""The words after `taizhang`, by hand: adding one is a line here. Each has a name, its arguments, and what it does."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from taizhang.basis.text import Text
from taizhang.modules.commitments import commands as commitments
from taizhang.modules.office import commands as office
from taizhang.modules.projects import commands as projects
from taizhang.surfaces.cli import (
    accounts,
    backup,
    database,
    docs,
    ledger,
    looking,
    new_module,
    restore,
    searching,
    serving,
    verbs,
    working,
)

from . import demo_command, django_commands, first_administrator

Command = tuple[str, Callable[[ArgumentParser], None], Callable[[Namespace], int]]

COMMANDS: tuple[Command, ...] = (
    ("do", verbs.add_do, verbs.do),
    ("actions", verbs.add_actions, verbs.actions),
    ("show", looking.add_show, looking.show),
    ("list", looking.add_list, looking.listed),
    ("search", searching.add_search, searching.run_search),
    ("migrate", database.add_migrate, database.run_migrate),
    ("rebuild", searching.add_rebuild, searching.run_rebuild),
    ("check", database.add_check, database.check),
    ("serve", serving.add_arguments, serving.run),
    ("work", working.add_arguments, working.run),
    ("appoint", first_administrator.add_arguments, first_administrator.run),
    ("account", accounts.add_account, accounts.account),
    ("password", accounts.add_password, accounts.password),
    ("token", accounts.add_token, accounts.token),
    ("ledger", ledger.add_arguments, ledger.run),
    ("backup", backup.add_arguments, backup.run),
    ("restore", restore.add_arguments, restore.run),
    ("office", office.add_arguments, office.run),
    ("projects", projects.add_arguments, projects.run),
    ("commitments", commitments.add_arguments, commitments.run),
    ("docs", docs.add_arguments, docs.run),
    ("new-module", new_module.add_arguments, new_module.run),
    ("demo", demo_command.add_arguments, demo_command.run),
    ("manage", django_commands.add_arguments, django_commands.run),
)

#: One line each for `taizhang --help`.
WORDS: dict[str, Text] = {
    "do": Text("办理一个操作", "do an action"),
    "actions": Text("列出全部操作", "list all actions"),
    "show": Text("查看一条记录", "show a record"),
    "list": Text("查看一个清单", "show a list"),
    "search": Text("检索", "search"),
    "migrate": Text("建立或升级数据库", "make or upgrade the database"),
    "rebuild": Text("重建检索索引等派生数据", "make search indexes and other derivations anew"),
    "check": Text("启动前检查", "check before starting"),
    "serve": Text("提供网页和接口", "serve pages and API"),
    "work": Text("后台处理", "background work"),
    "appoint": Text("任命首任管理员", "appoint the first administrator"),
    "account": Text("建立账号", "make an account"),
    "password": Text("重置密码", "reset a password"),
    "token": Text("接口令牌", "API tokens"),
    "ledger": Text("存证：自检、证明、见证", "the ledger: check, prove, witness"),
    "backup": Text("备份", "back up"),
    "restore": Text("恢复备份，也用于从 SQLite 迁到 PostgreSQL", "restore a backup; also from SQLite into PostgreSQL"),
    "office": Text("登记簿导入", "import a register"),
    "projects": Text("项目台账导入", "import a workbook of projects"),
    "commitments": Text("读出文件中的任务", "the tasks that a document names"),
    "docs": Text("模块说明页", "the pages of the modules"),
    "new-module": Text("新建模块", "write a new module"),
    "demo": Text("示例城市", "the example city"),
    "manage": Text("Django 自带命令", "Django's own commands"),
}
