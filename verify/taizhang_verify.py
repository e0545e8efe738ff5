#!/usr/bin/env python3
"""Checks one entry of a Taizhang ledger (台账) without trusting whoever runs it. One file, standard library only.

    python3 -S -I taizhang_verify.py BUNDLE.json --policy POLICY.json [--json]

VERIFIED (exit 0) means: the entry's bytes are the ones in the log, every payload and row shown is the one it commits to, and
the log and at least k witnesses of the policy signed a tree that contains it. Anything else is NOT VERIFIED (exit 1), with
the reason. The policy is the reader's own: a JSON object with "log" (a key line), "witnesses" (a list of {"name", "vkey"}),
"k", and optionally "max_age_seconds".

Sources: RFC 6962 and RFC 9162 (tree), RFC 8032 (Ed25519), C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from hashlib import sha256, sha512
from typing import Any, NamedTuple, TypeVar

Result = TypeVar("Result")

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_ENTRY_BYTES = 65_535
MAX_SIGNATURES = 100
CLOCK_SKEW_SECONDS = 300
#: Public halves of key pairs whose private half anybody can read (test data of transparency-dev/tessera).
PUBLISHED_KEYS = frozenset({"4dO7hDeEQgwc2pzp8BIyyreso3HbzQ0j6g7nEIWSRLE="})


class Wrong(Exception):
    """Something that was given does not hold, said in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


# -- Ed25519 (RFC 8032 section 5.1), points as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z ----------------------------

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)

Point = tuple[int, int, int, int]
NEUTRAL: Point = (0, 1, 1, 0)


def add(a: Point, b: Point) -> Point:
    """The sum of two points; a point may be added to itself."""
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    p, q, r, s = f - e, h - g, h + g, f + e
    return p * q % P, r * s % P, q * r % P, p * s % P


def decode_point(encoded: bytes) -> Point | None:
    """The point of 32 bytes; None when they are not the one spelling of a point on the curve."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if len(encoded) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def encode_point(point: Point) -> bytes:
    """The 32 bytes of a point."""
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


def has_small_order(point: Point) -> bool:
    """True for the eight points under which signatures can be made without a private key."""
    for _ in range(3):
        point = add(point, point)
    return point[0] == 0 and point[1] == point[2]


_BASE = decode_point((4 * pow(5, -1, P) % P).to_bytes(32, "little"))
assert _BASE is not None
BASE: Point = _BASE


def ed25519_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """True for a signature over the message that only the holder of the public key's other half can have made."""
    key, commit = decode_point(public), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or commit is None or s >= ORDER:
        return False
    if has_small_order(key) or has_small_order(commit):
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % ORDER
    minus_key = (P - key[0], key[1], 1, P - key[3])
    # s * BASE - h * key, both multiplications in one pass over the bits.
    steps = (NEUTRAL, BASE, minus_key, add(BASE, minus_key))
    total = NEUTRAL
    for bit in range(252, -1, -1):
        total = add(total, total)
        step = (s >> bit & 1) | (h >> bit & 1) << 1
        if step:
            total = add(total, steps[step])
    return encode_point(total) == signature[:32]


# -- tree (RFC 6962 section 2.1, RFC 9162 section 2.1.3.2) -------------------------------------------------------------


def leaf_hash(entry: bytes) -> bytes:
    """The leaf of one entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two neighbouring subtrees."""
    return sha256(b"\x01" + left + right).digest()


def tree_root(entries: list[bytes]) -> bytes:
    """The root over a list of entries."""
    edge: list[bytes] = []
    for count, entry in enumerate(entries):
        hash_ = leaf_hash(entry)
        while count & 1:
            hash_, count = node_hash(edge.pop(), hash_), count >> 1
        edge.append(hash_)
    if not edge:
        return sha256(b"").digest()
    folded = edge.pop()
    while edge:
        folded = node_hash(edge.pop(), folded)
    return folded


def verify_inclusion(index: int, size: int, leaf: bytes, proof: list[bytes], root: bytes) -> bool:
    """True when the proof leads from the leaf hash at `index` to the root of a tree of `size` leaves."""
    if len(leaf) != 32 or not 0 <= index < size or any(len(p) != 32 for p in proof):
        return False
    at, last, running = index, size - 1, leaf
    for hash_ in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            running = node_hash(hash_, running)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            running = node_hash(running, hash_)
        at, last = at >> 1, last >> 1
    return last == 0 and running == root


# -- reading what was given --------------------------------------------------------------------------------------------


def printable(text: str, limit: int = 160) -> str:
    """Text from a stranger, safe to show: no control or direction characters, not endless."""
    shown = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text[:limit])
    return shown + ("…" if len(text) > limit else "")


def parse_json(raw: bytes) -> Any:
    """What a JSON text says, when it can be read in one way only."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) != len(pairs):
            raise ValueError("a name stands twice in one object")
        return fields

    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError, MemoryError) as error:
        reason = "nested too deep" if isinstance(error, RecursionError) else printable(str(error))
        raise Wrong(f"不是可读的 JSON：{reason}", f"not readable JSON: {reason}") from None


def text_bytes(value: Any, name: str) -> bytes:
    """A JSON string as UTF-8."""
    if not isinstance(value, str):
        raise Wrong(f"{name} 应为文本", f"{name} must be text")
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise Wrong(f"{name} 含半个字符", f"{name} holds half a character") from None


def base64_bytes(value: Any, name: str, length: int | None = None) -> bytes:
    """The bytes of strict base64: one spelling per value."""
    encoded = text_bytes(value, name)
    try:
        decoded = a2b_base64(encoded)
    except ValueError:
        decoded = b""
    if b2a_base64(decoded, newline=False) != encoded or (length is not None and len(decoded) != length):
        size = "" if length is None else f"{length} "
        raise Wrong(f"{name} 不是 {size}字节的规范 base64", f"{name} is not strict base64 of {size}bytes")
    return decoded


def fields_of(value: Any, name: str, needed: set[str], optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """An object with exactly these names: a name that nothing checks could say anything."""
    if not isinstance(value, dict) or not needed <= value.keys() <= needed | optional:
        listed = ", ".join(sorted(needed))
        raise Wrong(f"{name} 应为对象，且恰有：{listed}", f"{name} must be an object with exactly: {listed}")
    return value


def decimal(text: str, name: str) -> int:
    """A size or index: ASCII digits, no leading zero, below 2**63."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text) or int(text) >= 2**63:
        raise Wrong(f"{name} 不是规范的数", f"{name} is not a plain number")
    return int(text)


class Key(NamedTuple):
    """A signing key: its name, its id in signature lines, its 32 public bytes."""

    name: str
    id: bytes
    public: bytes


def parse_key(value: Any, kind: int, whose: str) -> Key:
    """The Ed25519 key of a vkey line, of the kind that is wanted (1 log, 4 witness)."""
    text_bytes(value, whose)
    name, *rest = value.split("+", 2)
    shown = printable(name)
    if len(rest) != 2 or not is_key_name(name):
        raise Wrong(f"{whose}：不是 vkey：{printable(value)}", f"{whose}: not a vkey: {printable(value)}")
    if base64_bytes(rest[1], f"{whose} {shown}")[:1] not in (b"\x01", b"\x04"):
        raise Wrong(
            f"{shown} 的签名算法本程序不认识（只核 Ed25519）", f"{shown}: its way of signing is not known here (only Ed25519 is)"
        )
    body = base64_bytes(rest[1], f"{whose} {shown}", 33)
    key = Key(name, sha256(name.encode() + b"\n" + body).digest()[:4], body[1:])
    if body[0] != kind or key.id.hex() != rest[0]:
        raise Wrong(f"{shown} 的密钥种类或编号不符", f"{shown}: key kind or key id does not fit")
    point = decode_point(key.public)
    if point is None or has_small_order(point):
        raise Wrong(
            f"{shown} 的公钥无效（小阶点或非规范）", f"{shown}: public key is invalid (small order or not canonical)"
        )
    if b2a_base64(key.public, newline=False).decode() in PUBLISHED_KEYS:
        raise Wrong(
            f"{shown} 的私钥已公开（测试密钥），不得信任",
            f"{shown}: its private half is published (a test key); never trust it",
        )
    return key


def is_key_name(name: str) -> bool:
    """True for a name a signature line can carry."""
    return bool(name) and not any(c.isspace() or c < " " or c == "+" for c in name)


class Policy(NamedTuple):
    """Whom the reader trusts."""

    log: Key
    witnesses: list[Key]
    k: int
    max_age: int | None


def parse_policy(raw: bytes) -> Policy:
    """The reader's policy, refused when VERIFIED under it would mean less than it says."""
    fields = fields_of(parse_json(raw), "policy", {"log", "witnesses", "k"}, frozenset({"max_age_seconds"}))
    if not isinstance(fields["witnesses"], list):
        raise Wrong("witnesses 应为列表", "witnesses must be a list")
    log = parse_key(fields["log"], 1, "log")
    witnesses = []
    for item in fields["witnesses"]:
        fields_of(item, "witness", {"name", "vkey"})
        witness = parse_key(item["vkey"], 4, "witness")
        if item["name"] != witness.name:
            raise Wrong(
                f"见证方名称与 vkey 不符：{printable(witness.name)}",
                f"name differs from vkey: {printable(witness.name)}",
            )
        witnesses.append(witness)
    keys = [log, *witnesses]
    if len({key.public for key in keys}) < len(keys) or len({key.name for key in keys}) < len(keys):
        raise Wrong(
            "有密钥或名称重复使用：一方会被数两次", "a key or name is used twice: one holder would count as two"
        )
    k, age = fields["k"], fields.get("max_age_seconds")
    if type(k) is not int or not 1 <= k <= len(witnesses):
        raise Wrong(f"k 应在 1 与 {len(witnesses)} 之间", f"k must be between 1 and {len(witnesses)}")
    if age is not None and (type(age) is not int or age <= 0):
        raise Wrong("max_age_seconds 应为正整数", "max_age_seconds must be a whole number above 0")
    return Policy(log, witnesses, k, age)


class Proof(NamedTuple):
    """A .tlog-proof taken apart; `number` is the entry's index."""

    number: int
    hashes: list[bytes]
    text: str
    signatures: list[tuple[str, bytes, bytes]]  # name, key id, signature
    origin: str
    size: int
    root: bytes


def parse_proof(value: Any) -> Proof:
    """Index, path, checkpoint and signature lines; nothing is said yet about whether they are true."""
    text_bytes(value, "proof")
    head, _, note = value.partition("\n\n")
    lines = head.split("\n")
    if lines.pop(0) != "c2sp.org/tlog-proof@v1":
        raise Wrong("证明不是 c2sp.org/tlog-proof@v1", "the proof is not c2sp.org/tlog-proof@v1")
    if lines and lines[0].startswith("extra "):
        base64_bytes(lines.pop(0)[6:], "extra")
    if not lines or not lines[0].startswith("index ") or len(lines) > 64:
        raise Wrong("证明缺少序号或路径过长", "the proof lacks its index or its path is too long")
    index = decimal(lines.pop(0)[6:], "index")
    hashes = [base64_bytes(line, "proof hash", 32) for line in lines]
    text, gap, tail = note.rpartition("\n\n")
    text += "\n"
    if not gap or not tail.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise Wrong("检查点不是签名文本（signed note）", "the checkpoint is not a signed note")
    body = text.split("\n")
    if len(body) < 4 or body.pop() or not all(body):
        raise Wrong("检查点应至少三行且无空行", "a checkpoint has three lines or more, none empty")
    signed = tail[:-1].split("\n")
    if len(signed) > MAX_SIGNATURES:
        raise Wrong(f"签名超过 {MAX_SIGNATURES} 行", f"more than {MAX_SIGNATURES} signatures")
    size, root = decimal(body[1], "checkpoint size"), base64_bytes(body[2], "checkpoint root", 32)
    return Proof(index, hashes, text, [parse_signature(line) for line in signed], body[0], size, root)


def parse_signature(line: str) -> tuple[str, bytes, bytes]:
    """Name, key id and signature bytes of a signature line."""
    dash, _, rest = line.partition(" ")
    name, _, body = rest.partition(" ")
    decoded = base64_bytes(body, "signature")
    if dash != "—" or not is_key_name(name) or len(decoded) < 5:
        raise Wrong(f"不是签名行：{printable(line)}", f"not a signature line: {printable(line)}")
    return name, decoded[:4], decoded[4:]


# -- the checks --------------------------------------------------------------------------------------------------------

ENTRY_FIELDS = {
    *("action", "actor", "at", "cause", "key", "law", "matter", "others"),
    *("public", "restricted", "rows", "subject", "v"),
}


def canonical_entry(value: Any) -> dict[str, Any]:
    """The entry's fields: well-formed, and encoding the fields again gives the same bytes."""
    encoded = text_bytes(value, "entry")
    if len(encoded) > MAX_ENTRY_BYTES:
        raise Wrong(f"条目超过 {MAX_ENTRY_BYTES} 字节", f"the entry exceeds {MAX_ENTRY_BYTES} bytes")
    entry = fields_of(parse_json(encoded), "entry", ENTRY_FIELDS)
    again = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if again != value:
        raise Wrong("条目不是规范编码", "the entry is not in its canonical encoding")

    def need(good: bool, name: str) -> None:
        if not good:
            raise Wrong(f"条目字段不合规：{name}", f"the entry's field is malformed: {name}")

    def is_text(value: Any, pattern: str) -> bool:
        return isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) is not None

    need(type(entry["v"]) is int and entry["v"] == 1, "v")
    for name, pattern in (("action", ".+"), ("actor", ".+"), ("law", ".*"), ("key", "[0-9a-f]{32}")):
        need(is_text(entry[name], pattern), name)
    need(is_text(entry["at"], r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"), "at")
    need(entry["cause"] is None or is_text(entry["cause"], "[0-9a-f]{32}"), "cause")
    for name in ("subject", "matter"):
        need(entry[name] is None or is_text(entry[name], "[^:]+:.+"), name)
    need(isinstance(entry["others"], list) and all(is_text(o, "[^:]+:.+") for o in entry["others"]), "others")
    for name in ("public", "restricted"):
        if entry[name] is not None:
            base64_bytes(entry[name], name, 32)
    rows = fields_of(entry["rows"], "rows", {"count", "root"})
    base64_bytes(rows["root"], "rows.root", 32)
    need(type(rows["count"]) is int and rows["count"] >= 0, "rows.count")
    return entry


class Check(NamedTuple):
    """The outcome of one check: 'passed', 'failed', 'missing' (demanded but absent) or 'not shown' (may be absent)."""

    name: str
    state: str
    zh: str
    en: str


LABELS = {
    "bundle": "文件",
    "entry": "条目",
    "public": "公开内容",
    "restricted": "受限内容",
    "rows": "记录行",
    "inclusion": "包含证明",
    "policy": "信任策略",
    "log": "日志签名",
    "witnesses": "见证签名",
}
STATES = {"passed": "通过", "failed": "不符", "missing": "缺失", "not shown": "未出示"}


def check_payload(name: str, shown: Any, committed: Any) -> Check:
    """A payload that is shown is the one the entry commits to; one that is not shown says nothing."""
    if shown is None:
        if committed is None:
            return Check(name, "not shown", "条目没有这一部分", "the entry has no such part")
        return Check(
            name,
            "not shown",
            "有承诺，内容未出示（或已依法删除）",
            "committed to; its content is not shown, or was erased",
        )
    fields_of(shown, name, {"salt", "payload"})
    salt, payload = base64_bytes(shown["salt"], f"{name}.salt", 32), text_bytes(shown["payload"], f"{name}.payload")
    digest = sha256(b"taizhang/commit/v1\n" + salt + payload).digest()
    if b2a_base64(digest, newline=False).decode() != committed:
        raise Wrong("出示的内容与条目的承诺不符", "the content shown does not match the entry's commitment")
    return Check(name, "passed", "出示的内容与承诺相符", "the content shown matches the commitment")


def check_rows(rows: Any, committed: dict[str, Any]) -> Check:
    """The lines are all the lines of the entry, and each row shown has the digest in its line."""
    if not isinstance(rows, list):
        raise Wrong("rows 应为列表", "rows must be a list")
    if not rows and committed["count"]:
        count = committed["count"]
        return Check(
            "rows", "missing", f"条目涉及 {count} 行，一行未附", f"the entry touches {count} rows; none is given"
        )
    lines, shown = [], 0
    for number, row in enumerate(rows):
        where = f"rows[{number}]"
        fields_of(row, where, {"kind", "key", "op", "digest"}, frozenset({"salt", "content"}))
        kind, key, op = (text_bytes(row[name], f"{where}.{name}").decode() for name in ("kind", "key", "op"))
        digest = base64_bytes(row["digest"], f"{where}.digest", 32)
        if op not in ("w", "d"):
            raise Wrong(f"{where}.op 应为 w 或 d", f"{where}.op must be w or d")
        lines.append(json.dumps([kind, key, op, row["digest"]], ensure_ascii=False, separators=(",", ":")).encode())
        if ("salt" in row) != ("content" in row):
            raise Wrong(f"{where} 的 salt 与 content 应同时出示", f"{where}: salt and content go together")
        if "salt" in row:
            head = json.dumps([kind, key, op], ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            salt, content = (
                base64_bytes(row["salt"], f"{where}.salt", 16),
                text_bytes(row["content"], f"{where}.content"),
            )
            if sha256(b"taizhang/row/v1\n" + salt + head + content).digest() != digest:
                raise Wrong(f"{where} 的内容与摘要不符", f"{where}: the content does not match its digest")
            shown += 1
    root = b2a_base64(tree_root(lines), newline=False).decode()
    if len(lines) != committed["count"] or root != committed["root"]:
        raise Wrong("各行算出的根与条目不符", "the lines do not give the entry's count and root of rows")
    return Check(
        "rows",
        "passed",
        f"{len(lines)} 行相符，其中 {shown} 行出示内容",
        f"{len(lines)} rows match, {shown} with content",
    )


def check_inclusion(encoded: bytes, proof: Proof) -> Check:
    """The entry is a leaf of the tree whose root the checkpoint states."""
    if not verify_inclusion(proof.number, proof.size, leaf_hash(encoded), proof.hashes, proof.root):
        raise Wrong("条目不在检查点的树中", "the entry is not in the tree of the checkpoint")
    return Check(
        "inclusion",
        "passed",
        f"第 {proof.number} 号条目在 {proof.size} 条的树中",
        f"entry {proof.number} is in the tree of {proof.size}",
    )


def check_log(proof: Proof, log: Key) -> Check:
    """The checkpoint is this log's, and each line that claims the log's key is true."""
    lines = [line for line in proof.signatures if line[:2] == (log.name, log.id)]
    if proof.origin != log.name:
        shown = printable(proof.origin)
        raise Wrong(f"检查点属于另一日志：{shown}", f"the checkpoint is of another log: {shown}")
    if not lines:
        return Check("log", "missing", f"没有 {printable(log.name)} 的签名", f"no signature of {printable(log.name)}")
    if not all(ed25519_holds(log.public, proof.text.encode(), signature) for _, _, signature in lines):
        raise Wrong("日志的签名是假的", "the log's signature is false")
    return Check("log", "passed", f"{printable(log.name)} 已签名", f"signed by {printable(log.name)}")


def check_witnesses(proof: Proof, policy: Policy, now: float) -> Check:
    """At least k distinct witnesses of the policy signed this checkpoint, recently enough where the policy says so."""
    known = {(w.name, w.id): w for w in policy.witnesses}
    newest: dict[str, int] = {}
    for name, id_, value in proof.signatures:
        witness = known.get((name, id_))
        if witness is None:
            continue
        at = int.from_bytes(value[:8], "big")
        message = f"cosignature/v1\ntime {at}\n{proof.text}".encode()
        if at >= 2**63 or not ed25519_holds(witness.public, message, value[8:]):
            raise Wrong(f"{printable(name)} 的见证签名是假的", f"the cosignature of {printable(name)} is false")
        newest[name] = max(at, newest.get(name, 0))
    good = set(newest)
    if policy.max_age is not None:
        good = {n for n, at in newest.items() if now - policy.max_age <= at <= now + CLOCK_SKEW_SECONDS}
    if len(good) >= policy.k:
        names = ", ".join(printable(n) for n in sorted(good))
        return Check(
            "witnesses",
            "passed",
            f"{len(good)} 家见证，需 {policy.k}：{names}",
            f"{len(good)} of {policy.k} needed: {names}",
        )
    lacking = ", ".join(printable(w.name) for w in policy.witnesses if w.name not in good)
    if len(newest) >= policy.k:
        raise Wrong(f"见证签名过旧或时间在将来：{lacking}", f"cosignatures are too old or from the future: {lacking}")
    return Check(
        "witnesses",
        "missing",
        f"只有 {len(good)} 家见证，需 {policy.k}；缺：{lacking}",
        f"{len(good)} of {policy.k} needed; missing: {lacking}",
    )


class Report:
    """Collects the outcome of every check; a check that fails never stops the ones that do not need it."""

    def __init__(self) -> None:
        self.checks: list[Check] = []

    def add(self, name: str, state: str, zh: str, en: str) -> None:
        """One outcome."""
        self.checks.append(Check(name, state, zh, en))

    def read(self, name: str, parse: Callable[[], Result]) -> Result | None:
        """What `parse` gives; None, with the reason noted, when it is refused."""
        try:
            return parse()
        except Wrong as wrong:
            self.add(name, "failed", wrong.zh, wrong.en)
            return None

    def run(self, name: str, check: Callable[[], Check]) -> None:
        """The outcome of `check` is noted, refused or not."""
        outcome = self.read(name, check)
        if outcome is not None:
            self.checks.append(outcome)


def parse_bundle(raw: bytes) -> dict[str, Any]:
    """The six fields of a bundle, none of them believed yet."""
    names = {"format", "entry", "public", "restricted", "rows", "proof"}
    bundle = fields_of(parse_json(raw), "bundle", names)
    if bundle["format"] != "taizhang-bundle/1":
        raise Wrong("格式不是 taizhang-bundle/1", "the format is not taizhang-bundle/1")
    return bundle


def verify(bundle_raw: bytes, policy_raw: bytes | None, now: float) -> tuple[list[Check], dict[str, Any] | None]:
    """The outcome of every check, in order, and the entry's fields when they could be read."""
    report = Report()
    policy: Policy | None = None
    if policy_raw is None:
        report.add(
            "policy",
            "missing",
            "未给信任策略（--policy），不知该信谁",
            "no policy (--policy): whom to trust is not known",
        )
    else:
        policy = report.read("policy", lambda: parse_policy(policy_raw))
    if policy is not None:
        of = len(policy.witnesses)
        report.add("policy", "passed", f"{of} 家见证中取 {policy.k}", f"{policy.k} of {of} witnesses")
    bundle = report.read("bundle", lambda: parse_bundle(bundle_raw))
    if bundle is None:
        return report.checks, None
    report.add("bundle", "passed", "格式正确", "well-formed")
    entry = report.read("entry", lambda: canonical_entry(bundle["entry"]))
    if entry is not None:
        report.add("entry", "passed", "规范编码", "canonical")
        report.run("public", lambda: check_payload("public", bundle["public"], entry["public"]))
        report.run("restricted", lambda: check_payload("restricted", bundle["restricted"], entry["restricted"]))
        report.run("rows", lambda: check_rows(bundle["rows"], entry["rows"]))
    proof = report.read("inclusion", lambda: parse_proof(bundle["proof"]))
    if proof is not None and entry is not None:
        report.run("inclusion", lambda: check_inclusion(bundle["entry"].encode(), proof))
    if proof is not None and policy is not None:
        report.run("log", lambda: check_log(proof, policy.log))
        report.run("witnesses", lambda: check_witnesses(proof, policy, now))
    else:
        why = ("证明", "proof") if proof is None else ("信任策略", "policy")
        for name in ("log", "witnesses"):
            report.add(name, "missing", f"未核：没有可用的{why[0]}", f"not checked: no usable {why[1]}")
    return report.checks, entry


#: Every one of these has to pass; a payload may stay unshown.
DEMANDED = ("policy", "bundle", "entry", "rows", "inclusion", "log", "witnesses")


def is_verified(checks: list[Check]) -> bool:
    """True when nothing failed, nothing is missing, and every demanded check was made."""
    passed = {check.name for check in checks if check.state == "passed"}
    return passed.issuperset(DEMANDED) and all(check.state in ("passed", "not shown") for check in checks)


# -- command line ------------------------------------------------------------------------------------------------------


def read_file(path: str) -> bytes:
    """A whole file, unless it is too large to be what it should be."""
    with open(path, "rb") as file:
        raw = file.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        raise OSError(f"larger than {MAX_FILE_BYTES} bytes")
    return raw


def show(checks: list[Check], entry: dict[str, Any] | None, as_json: bool) -> None:
    """Prints what was found, one line a check, and the verdict."""
    verified = is_verified(checks)
    if as_json:
        print(json.dumps({"verified": verified, "checks": [c._asdict() for c in checks], "entry": entry}))
        return
    for check in checks:
        print(f"[{STATES[check.state]} {check.state}] {LABELS[check.name]} {check.name}: {check.zh} / {check.en}")
    if verified and entry is not None:
        for name in ("key", "at", "action", "actor", "subject", "matter", "law"):
            if entry[name]:
                print(f"  {name}: {printable(entry[name])}")
    print("VERIFIED 已核验" if verified else "NOT VERIFIED 未通过核验")


def main(arguments: list[str]) -> int:
    """0 when VERIFIED, otherwise 1, whatever was given."""
    parser = argparse.ArgumentParser(description="核验一条台账条目 / verify one entry of a Taizhang ledger")
    parser.add_argument("bundle", help="证明包 / the bundle (JSON)")
    parser.add_argument("--policy", help="信任策略 / whom you trust (JSON)")
    parser.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    try:
        options = parser.parse_args(arguments)
    except SystemExit as stop:
        return 1 if stop.code else 0
    checks: list[Check] = []
    entry: dict[str, Any] | None = None
    current = "policy"
    try:
        policy_raw = read_file(options.policy) if options.policy else None
        current = "bundle"
        checks, entry = verify(read_file(options.bundle), policy_raw, time.time())
    except OSError as error:
        reason = printable(str(error))
        checks = [Check(current, "missing", f"无法读取：{reason}", f"cannot be read: {reason}")]
    except Exception as error:  # whatever a hostile file provokes, the answer is an answer
        reason = type(error).__name__
        checks, entry = (
            [Check(current, "failed", f"无法处理此文件（{reason}）", f"this file cannot be checked ({reason})")],
            None,
        )
    show(checks, entry, options.json)
    return 0 if is_verified(checks) else 1


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
