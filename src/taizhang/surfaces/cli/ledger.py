"""`taizhang ledger`: the log checked, proved, signed, witnessed and numbered from the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

from taizhang.basis.errors import Refused
from taizhang.basis.text import Text
from taizhang.frame import clock, fsck, proofs, signing
from taizhang.frame.actor import MACHINE, PUBLIC
from taizhang.frame.catalogue import installed
from taizhang.kernels.ledger import BadNote, BadPolicy, parse_note, parse_vkey, store
from taizhang.registers.evidence_check import check_evidence

from ..proofs import VERIFIER
from ..witness.keeping import Witness
from ..witness.pushing import Unwitnessed, last_seen, push, standing
from ..witness.serving import serve


class Command(NamedTuple):
    """One word after `taizhang`: its name, what it takes, and what it does (giving the exit code)."""

    name: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def add_arguments(parser: ArgumentParser) -> None:
    """The parser knows every word after `taizhang ledger`."""
    words = parser.add_subparsers(dest="word", required=True)
    one = words.add_parser("fsck", help="全量自检 / check everything against the entries")
    one.add_argument("--json", action="store_true", help="输出 JSON / print JSON")
    one.add_argument("--policy", type=Path, help="信任策略文件 / the policy to judge witnesses by")
    one.add_argument("--seen", type=Path, action="append", default=[], help="见证方所见的检查点 / a checkpoint fetched from a witness")
    one.add_argument("--witness", action="append", default=[], metavar="URL", help="直接向见证方取 / ask this witness what it saw")
    one.add_argument("--evidence", action="store_true", help="核对证据文件 / read every file of evidence")
    one.add_argument("--quick", action="store_true", help="不查数据库文件本身 / leave out the database's own check")
    one.set_defaults(call=_fsck)
    one = words.add_parser("verify", help="核验一个证明包 / check a bundle as an outsider does")
    one.add_argument("bundle", type=Path)
    one.add_argument("--policy", type=Path)
    one.set_defaults(call=_verify)
    one = words.add_parser("proof", help="取一条的证明包 / the bundle of one entry")
    one.add_argument("entry")
    one.add_argument("--public", action="store_true", help="只含公众可见部分 / only what the public may see")
    one.set_defaults(call=_proof)
    one = words.add_parser("checkpoint", help="签发检查点 / sign the head")
    one.add_argument("--witnessed", metavar="NAME", help="某见证方签过的最大检查点 / the largest that this witness signed")
    one.set_defaults(call=_checkpoint)
    one = words.add_parser("change-key", help="换一个日志密钥和名称 / sign under a new key and name from now on")
    one.add_argument("origin", help="新名称 / the new name")
    one.set_defaults(call=_change_key)
    one = words.add_parser("sequence", help="给待入链条目编号 / number the entries that wait (PostgreSQL)")
    one.add_argument("--forever", action="store_true", help="一直运行 / go on until stopped")
    one.add_argument("--every", type=float, default=0.02, metavar="SECONDS")
    one.add_argument("--sign-every", type=float, default=30, metavar="SECONDS", help="一直运行时多久签一次 / how often to sign")
    one.set_defaults(call=_sequence)
    one = words.add_parser("policy", help="查看或设定见证方 / show or set who the witnesses are")
    one.add_argument("--witness", action="append", default=[], metavar="VKEY")
    one.add_argument("-k", type=int, default=2, help="至少几家 / how many are enough")
    one.set_defaults(call=_policy)
    _add_witness(words.add_parser("witness", help="见证 / witnesses"))


def _add_witness(parser: ArgumentParser) -> None:
    words = parser.add_subparsers(dest="witness_word", required=True)
    one = words.add_parser("serve", help="运行一个见证方 / be a witness")
    one.add_argument("--name", required=True)
    one.add_argument("--state", required=True, type=Path)
    one.add_argument("--port", type=int, default=0)
    one.add_argument("--log", action="append", required=True, metavar="VKEY")
    one.set_defaults(call=_serve)
    one = words.add_parser("push", help="把最新检查点送去见证 / send the newest checkpoint")
    one.add_argument("url", nargs="+")
    one.set_defaults(call=_push)
    one = words.add_parser("seen", help="见证方最后所见 / what a witness saw last")
    one.add_argument("url")
    one.set_defaults(call=_seen)
    one = words.add_parser("standing", help="见证方与本日志是否一致 / how witnesses stand to this log")
    one.add_argument("url", nargs="+")
    one.set_defaults(call=_standing)
    one = words.add_parser("restore", help="见证方丢了记忆：告诉它最后见过什么 / tell a witness what it saw last")
    one.add_argument("--name", required=True)
    one.add_argument("--state", required=True, type=Path)
    one.add_argument("--log", action="append", required=True, metavar="VKEY")
    one.add_argument("--seen", action="append", default=[], type=Path, help="它签过的检查点 / a checkpoint that it signed")
    one.add_argument("--never-seen", action="append", default=[], metavar="ORIGIN", help="从未签过的日志 / a log it never signed for")
    one.set_defaults(call=_restore)
    one = words.add_parser("example", help="示例见证，不证明任何事 / two example witnesses here, which prove nothing")
    one.set_defaults(call=_example)


def run(options: Namespace) -> int:
    """What the words ask for is done; 0 when all is well, 1 when something is wrong."""
    call: Callable[[Namespace], int] = options.call
    try:
        return call(options)
    except Refused as refused:
        _note(refused.reason)
    except (Unwitnessed, BadNote, BadPolicy, signing.Rewritten, OSError) as error:
        print(error, file=sys.stderr)
    return 1


LEDGER = Command("ledger", add_arguments, run)


# -- the words -------------------------------------------------------------------------------------------------------


def _fsck(options: Namespace) -> int:
    policy = signing.policy(options.policy)
    if options.policy and policy is None:
        raise BadPolicy(f"{options.policy} is not there")
    seen = [parse_note(path.read_text()) for path in options.seen]
    if options.witness and policy is None:
        raise BadPolicy("asking witnesses needs a policy that names them")
    seen += [parse_note(last_seen(url, policy.log.name)) for url in options.witness if policy]
    vkey = signing.folder() / "log.vkey"
    report = fsck.check(
        installed(),
        clock.now(),
        log_key=parse_vkey(vkey.read_text().strip()) if vkey.exists() else None,
        policy=policy,
        seen=seen,
        earlier=signing.earlier_keys(),
        progress=_progress,
        quick=options.quick,
        further=(check_evidence,) if options.evidence else (),
    )
    print(json.dumps(_plain(report), ensure_ascii=False) if options.json else "\n".join(_lines(report, policy is not None)))
    return 0 if report.clean else 1


def _progress(part: str, done: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{part}: {done:,}   ", end="", file=sys.stderr, flush=True)


def _plain(report: fsck.Report) -> dict[str, object]:
    plain = asdict(report) | {"clean": report.clean}
    plain["findings"] = [{"code": f.code, "where": f.where, "zh": f.text.zh, "en": f.text.en} for f in report.findings]
    return plain


def _lines(report: fsck.Report, trusted: bool) -> list[str]:
    say = _language()
    lines = [finding.line(say) for finding in report.findings]
    if report.found > len(report.findings):
        more = Text("……另有 {n} 处", "... and {n} more").with_(n=report.found - len(report.findings))
        lines.append(more.in_(say))
    covered = Text("条目 {e}，行版本 {r}，检查点 {c}，待入链 {p}", "{e} entries, {r} versions of rows, {c} checkpoints, {p} pending")
    lines.append(covered.with_(e=report.entries, r=report.rows, c=report.checkpoints, p=len(report.pending)).in_(say))
    window = report.window
    text = Text(
        "敞口：最后见证于 {w} 条，其后 {n} 条，{s} 秒；这一段持有日志私钥者仍可改写",
        "Window: last witnessed at {w}, {n} entries and {s} s since then; whoever holds the log's key can still rewrite those",
    )
    lines.append(text.with_(w=window.witnessed, n=window.entries, s="—" if window.seconds is None else window.seconds).in_(say))
    journal = Text(
        "拒绝记录：封账至 {u}，其后 {n} 条未封", "Journal of refusals: closed up to {u}, {n} since then"
    ).with_(u=report.journal_until or "—", n=report.journal_open)
    lines.append(journal.in_(say))
    if not trusted:
        lines.append(Text("没有信任策略：见证签名未核", "No policy: cosignatures were not judged").in_(say))
    verdict = Text("自检通过", "CLEAN") if report.clean else Text("发现 {n} 处不符", "{n} FINDINGS").with_(n=report.found)
    return [*lines, verdict.in_(say)]


def _verify(options: Namespace) -> int:
    given = ["--policy", str(options.policy)] if options.policy else []
    if not given and signing.policy_path().exists():
        given = ["--policy", str(signing.policy_path())]
    return subprocess.run([sys.executable, "-S", "-I", str(VERIFIER), str(options.bundle), *given], check=False).returncode


def _proof(options: Namespace) -> int:
    print(json.dumps(proofs.bundle(PUBLIC if options.public else MACHINE, options.entry), ensure_ascii=False))
    return 0


def _checkpoint(options: Namespace) -> int:
    if options.witnessed:
        note = signing.newest_note(options.witnessed)
        if note is None:
            _note(Text("该见证方没有签过", "That witness has signed nothing"))
            return 1
        print(note, end="")
        return 0
    if signing.checkpoint() is None:
        _note(Text("还没有条目", "There are no entries yet"))
        return 1
    print(signing.newest_note(), end="")
    return 0


def _change_key(options: Namespace) -> int:
    print(signing.change_key(options.origin))
    signing.checkpoint()
    _note(Text("请把新公钥交给每个见证方，以新公钥重启", "Give the new key to every witness and have it started with that"))
    return 0


def _sequence(options: Namespace) -> int:
    if not options.forever:
        print(store.sequence_pending())
        return 0
    signed = time.monotonic()
    while True:
        numbered = store.sequence_pending()
        if time.monotonic() - signed >= options.sign_every:
            signing.checkpoint()
            signed = time.monotonic()
        if not numbered:
            time.sleep(options.every)


def _policy(options: Namespace) -> int:
    if options.witness:
        print(signing.set_policy(tuple(parse_vkey(text) for text in options.witness), options.k), end="")
        return 0
    chosen = signing.policy()
    print(chosen if chosen else f"log: {signing.signer().key}", end="" if chosen else "\n")
    return 0


def _serve(options: Namespace) -> int:
    return serve(options.name, options.state, [parse_vkey(text) for text in options.log], options.port)


def _push(options: Namespace) -> int:
    signing.checkpoint()
    wrong = 0
    for url in options.url:
        try:
            print(url, ", ".join(push(url)))
        except Unwitnessed as error:
            print(error, file=sys.stderr)
            wrong = 1
    return wrong


def _seen(options: Namespace) -> int:
    print(last_seen(options.url, signing.signer().key.name), end="")
    return 0


def _standing(options: Namespace) -> int:
    wrong, say = 0, _language()
    for url in options.url:
        try:
            found = standing(url)
        except Unwitnessed as error:
            print(error, file=sys.stderr)
            wrong = 1
            continue
        print(f"{url} {found.state}: {found.text.in_(say)}")
        wrong = wrong or int(not found.sound)
    return wrong


def _restore(options: Namespace) -> int:
    witness = Witness(options.name, options.state, [parse_vkey(text) for text in options.log])
    sizes = witness.restore([parse_note(path.read_text()) for path in options.seen], options.never_seen)
    for origin, size in sorted(sizes.items()):
        print(f"{origin} {size}")
    return 0


def _example(options: Namespace) -> int:
    head = signing.witness_example()
    if head is None:
        _note(Text("还没有条目", "There are no entries yet"))
        return 1
    _note(
        Text(
            "示例见证方的私钥就在本机，证明不了独立性；正式使用请由其他单位运行见证方",
            "The example witnesses' keys lie on this machine and prove nothing; have other bodies run the witnesses",
        )
    )
    return 0


def _language() -> str:
    return next((v for v in map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG")) if v), "zh")


def _note(text: Text) -> None:
    print(text.in_(_language()), file=sys.stderr)


def parser() -> ArgumentParser:
    """A parser of its own, for those who run this word alone."""
    made = ArgumentParser(prog="taizhang ledger")
    add_arguments(made)
    return made


def main(arguments: Sequence[str]) -> int:
    """The words after `taizhang ledger`; Django has been set up."""
    return run(parser().parse_args(arguments))
