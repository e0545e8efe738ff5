"""Open data as declared: the address that everyone may ask, and what each day brings: the package lies ready before anybody does."""

from __future__ import annotations

from taizhang.basis.text import Text
from taizhang.frame.declare import Address, Daily

from ..open_data import kept

READY_DAILY = Daily("projects.open_data", Text("开放数据包", "Package of open data"), kept.make_ready)

OPEN_DATA = Address(
    "/api/oc4ids/",
    Text("公开项目的开放数据（OC4IDS 0.9.5）", "Published projects as open data (OC4IDS 0.9.5)"),
    Text(
        "数据包。全部项目来自一份保存的文件，带 ETag 和 Last-Modified；撤回公开的项目不会再出现在下一次应答里。带条件时现做，最多1,000个项目",
        "The package. All projects come from a file that is kept, with ETag and Last-Modified; a project that was withdrawn is not in the next "
        "answer. A choice is put together on the spot, of at most 1,000 projects",
    ),
    (
        ("q", Text("名称、代码中的字", "Words of the name or the code")),
        ("district", Text("区县编号", "Number of the district")),
        ("stage", Text("认定阶段", "Proved stage")),
    ),
    busy=Text("数据包正在生成，或数据库暂时连不上：按 Retry-After 重试", "The package is being made, or the database is away: try again after Retry-After"),
)
