"""Entries that change no row of a record: something was read, a token was issued, a day's refusals were counted.

They stand beside what `perform` writes and are written by the program itself, never by a module. Who may read the
restricted part of one is decided in `restricted`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from taizhang.basis.text import Text
from taizhang.basis.uuid7 import uuid7
from taizhang.kernels.ledger import canonical_json

from . import clock
from .actor import Actor
from .catalogue import installed
from .hand import Hand
from .writing import write_entry

#: How the actions of these entries end, and what a person calls them.
WORDS: Mapping[str, Text] = {
    "opened": Text("查阅", "Opened"),
    "account_opened": Text("开通账号（运维）", "Account opened by the operator"),
    "account_reset": Text("重置密码（运维）", "Password reset by the operator"),
    "token_issued": Text("签发接口令牌", "API token issued"),
    "token_revoked": Text("吊销接口令牌", "API token revoked"),
    "key_changed": Text("更换日志密钥", "Key of the log changed"),
    "refusals_closed": Text("拒绝记录封账", "Journal of refusals closed"),
}

#: What people call the facts that this program puts into entries by itself.
LABELS: Mapping[str, Text] = {
    "purpose": Text("查阅用途", "Opened for"),
    "fields": Text("查阅内容", "What was opened"),
    "entry": Text("查阅的存证", "Entry that was opened"),
    "way": Text("查阅方式", "Read by way of"),
    "account": Text("登录名", "Sign-in name"),
    "signs_in": Text("可以登录", "May sign in"),
    "tokens_ended": Text("令牌全部失效", "All tokens ended"),
    "token": Text("令牌编号", "Number of the token"),
    "label": Text("用途", "What it is for"),
    "expires_at": Text("有效期至", "Good until"),
    "until": Text("封账至", "Closed up to"),
    "refusals": Text("拒绝条数", "Refusals"),
    "root": Text("汇总哈希", "Hash over all rows"),
    "refused": Text("拒绝代码", "Code of the refusal"),
    "status": Text("结果代码", "Code of the outcome"),
    "reason": Text("理由", "Reason"),
    "facts": Text("所依据的事实", "Facts it followed from"),
    "document_numbers": Text("文号", "Document numbers"),
    "from": Text("原公钥", "Key before"),
    "to": Text("新公钥", "Key from now on"),
    "size": Text("条数", "Entries"),
    # A batch that is accepted, and each part of it that is applied.
    "file": Text("原文件的哈希", "Hash of the file"),
    "template": Text("模板", "Template"),
    "rows": Text("行数", "Rows"),
    "chunk": Text("第几段", "Part"),
    "of": Text("共几段", "Parts in all"),
}

#: In the entry of a part of a batch this counts rows; everywhere else it is a code.
CHUNK, CHUNK_LABELS = ".chunk", {"refused": Text("未收的行数", "Rows not taken")}


def words(action: str) -> Text | None:
    """What an entry of this program's own is called; None for an action that a module declares or declared."""
    return WORDS.get(action.rpartition(".")[2])


def note(
    actor: Actor,
    action: str,
    *,
    subject: str | None = None,
    matter: str | None = None,
    others: Sequence[str] = (),
    public: Mapping[str, Any] | None = None,
    restricted: Mapping[str, Any] | None = None,
    cause: str | None = None,
) -> str:
    """The entry is in the ledger once the caller's transaction is; gives its key.

    Raises:
        KeyError: an action that has no words.
    """
    if words(action) is None:
        raise KeyError(f"{action}: say in noting.WORDS what people call it")
    now = clock.now()
    hand = Hand(actor, uuid7(now), now, installed())
    hand.others += others
    write_entry(
        hand,
        action=action,
        law="",
        subject=subject,
        matter=matter,
        lines=[],
        public=canonical_json(dict(public or {})),
        restricted=canonical_json(dict(restricted or {})),
        cause=cause,
    )
    return hand.entry
