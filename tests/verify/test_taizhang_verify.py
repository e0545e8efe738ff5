"""The stand-alone verifier as an outsider runs it: a bare Python, a bundle, a policy of one's own."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.kernels.ledger.sample import LOG, NOW, POLICY, VECTORS, WITNESSES, entry, good_bundle, signer

from taizhang.kernels import ledger
from verify import taizhang_verify

SCRIPT = Path(taizhang_verify.__file__)
GOOD = good_bundle()
POLICY_TEXT = str(POLICY)

Bundle = dict[str, Any]


def run(tmp_path: Path, bundle: Bundle | bytes, policy: str | None = POLICY_TEXT, *more: str) -> tuple[int, str]:
    """Exit status and output of the script in a Python without site-packages and without our environment."""
    file = tmp_path / "bundle.json"
    file.write_bytes(bundle if isinstance(bundle, bytes) else json.dumps(bundle, ensure_ascii=False).encode())
    arguments = [sys.executable, "-S", "-I", str(SCRIPT), str(file), *more]
    if policy is not None:
        (tmp_path / "policy.json").write_text(policy, encoding="utf-8")
        arguments += ["--policy", str(tmp_path / "policy.json")]
    done = subprocess.run(arguments, capture_output=True, timeout=60)
    assert b"Traceback" not in done.stderr
    assert done.stderr == b""
    return done.returncode, done.stdout.decode()


def states(bundle: Bundle, policy: str | None = POLICY_TEXT, now: float = NOW) -> dict[str, str]:
    """The state of each check, in this process."""
    raw = json.dumps(bundle, ensure_ascii=False).encode("utf-8", "surrogatepass")
    checks, _ = taizhang_verify.verify(raw, None if policy is None else policy.encode(), now)
    found = {check.name: check.state for check in checks}
    assert len(found) == len(checks), "a check was reported twice"
    assert taizhang_verify.is_verified(checks) == (not set(found.values()) - {"passed", "not shown"})
    return found


def offline_states(bundle: Bundle) -> dict[str, str]:
    """The checks that need no policy: the fast ones."""
    return {name: state for name, state in states(bundle, None).items() if name not in ("policy", "log", "witnesses")}


def test_a_good_bundle_is_verified_by_a_bare_python(tmp_path: Path) -> None:
    status, output = run(tmp_path, GOOD)
    assert (status, output.splitlines()[-1]) == (0, "VERIFIED 已核验"), output
    for name in ("policy", "bundle", "entry", "public", "restricted", "rows", "inclusion", "log", "witnesses"):
        assert f"[通过 passed] {taizhang_verify.LABELS[name]} {name}: " in output
    assert "action: inspection.draw" in output


def test_the_answer_can_be_had_as_json(tmp_path: Path) -> None:
    status, output = run(tmp_path, GOOD, POLICY_TEXT, "--json")
    answer = json.loads(output)
    assert (status, answer["verified"], answer["entry"]["action"]) == (0, True, "inspection.draw")
    assert all(check["state"] == "passed" and check["zh"] and check["en"] for check in answer["checks"])


def test_the_script_imports_nothing_but_the_standard_library() -> None:
    imported = {
        line.split()[1].split(".")[0]
        for line in SCRIPT.read_text(encoding="utf-8").splitlines()
        if line.startswith(("import ", "from "))
    }
    assert imported <= sys.stdlib_module_names


def test_without_a_policy_it_says_what_it_could_check_and_does_not_verify(tmp_path: Path) -> None:
    status, output = run(tmp_path, GOOD, None)
    assert (status, output.splitlines()[-1]) == (1, "NOT VERIFIED 未通过核验")
    assert "[缺失 missing] 信任策略 policy" in output
    assert "[通过 passed] 包含证明 inclusion" in output


# -- damage -----------------------------------------------------------------------------------------------------------


def at(*path: Any, to: Any) -> Callable[[Bundle], None]:
    """An edit: the value at a path becomes another, or what a function makes of it."""

    def edit(bundle: Bundle) -> None:
        inner: Any = bundle
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = to(inner[path[-1]]) if callable(to) else to

    return edit


def other_checkpoint(change: Callable[[str], str]) -> Callable[[Bundle], None]:
    return at("proof", to=change)


def without_line(name: str) -> Callable[[str], str]:
    return lambda proof: "".join(f"{line}\n" for line in proof[:-1].split("\n") if not line.startswith(f"— {name} "))


def false_line(name: str) -> Callable[[str], str]:
    """One bit of that signer's signature is turned over."""

    def change(proof: str) -> str:
        out = []
        for line in proof.split("\n"):
            if line.startswith(f"— {name} "):
                value = bytearray(b64decode(line.split()[2]))
                value[20] ^= 1
                line = f"— {name} {b64encode(value).decode()}"
            out.append(line)
        return "\n".join(out)

    return change


DAMAGE: dict[str, tuple[Callable[[Bundle], None], str, str]] = {
    "another format": (at("format", to="taizhang-bundle/2"), "bundle", "failed"),
    "a field more": (lambda b: b.update(note="trust me"), "bundle", "failed"),
    "no proof field": (lambda b: b.pop("proof"), "bundle", "failed"),
    "another actor": (at("entry", to=lambda t: t.replace("0192f3c4", "0192f3c5")), "inclusion", "failed"),
    "another time": (at("entry", to=lambda t: t.replace("2026-03-01", "2026-02-01")), "inclusion", "failed"),
    "a space in the entry": (at("entry", to=lambda t: t.replace('"v":1', '"v": 1')), "entry", "failed"),
    "an entry that is a number": (at("entry", to=7), "entry", "failed"),
    "a field of the entry gone": (at("entry", to=lambda t: t.replace(',"v":1', "")), "entry", "failed"),
    "an entry too large": (at("entry", to=lambda t: t.replace("《", "《" + "x" * 65_535)), "entry", "failed"),
    "a count of rows that is not theirs": (
        at("entry", to=lambda t: t.replace('"count":3', '"count":4')),
        "rows",
        "failed",
    ),
    "v is true": (at("entry", to=lambda t: t.replace('"v":1', '"v":true')), "entry", "failed"),
    "another public payload": (at("public", "payload", to='{"families":4}'), "public", "failed"),
    "another salt": (at("public", "salt", to="Q" * 43 + "="), "public", "failed"),
    "payloads exchanged": (lambda b: b.update(public=b["restricted"]), "public", "failed"),
    "another restricted payload": (at("restricted", "payload", to=lambda t: t + " "), "restricted", "failed"),
    "a payload of another type": (at("restricted", to=[1]), "restricted", "failed"),
    "rows gone": (at("rows", to=[]), "rows", "missing"),
    "one row gone": (lambda b: b["rows"].pop(), "rows", "failed"),
    "rows in another order": (lambda b: b["rows"].reverse(), "rows", "failed"),
    "another row content": (at("rows", 0, "content", to='{"amount":9}'), "rows", "failed"),
    "another row key": (at("rows", 1, "key", to="k9"), "rows", "failed"),
    "another op": (at("rows", 1, "op", to="x"), "rows", "failed"),
    "a row without its salt": (lambda b: b["rows"][0].pop("salt"), "rows", "failed"),
    "rows of another type": (at("rows", to={"0": 1}), "rows", "failed"),
    "another index": (other_checkpoint(lambda p: p.replace("index 11", "index 12")), "inclusion", "failed"),
    "an index with a leading zero": (
        other_checkpoint(lambda p: p.replace("index 11", "index 011")),
        "inclusion",
        "failed",
    ),
    "no proof text": (other_checkpoint(lambda p: ""), "inclusion", "failed"),
    "another size": (other_checkpoint(lambda p: p.replace("\n21\n", "\n22\n")), "log", "failed"),
    "the log's signature gone": (other_checkpoint(without_line(LOG.key.name)), "log", "missing"),
    "the log's signature false": (other_checkpoint(false_line(LOG.key.name)), "log", "failed"),
    "a false signature of the log more": (
        other_checkpoint(lambda p: p + false_line(LOG.key.name)(p).split("\n\n")[-1].split("\n")[0] + "\n"),
        "log",
        "failed",
    ),
    "one witness gone": (other_checkpoint(without_line(WITNESSES[0].key.name)), "witnesses", "missing"),
    "one witness false": (other_checkpoint(false_line(WITNESSES[1].key.name)), "witnesses", "failed"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_each_kind_of_damage_is_named_by_its_check(name: str) -> None:
    edit, check, state = DAMAGE[name]
    damaged = copy.deepcopy(GOOD)
    edit(damaged)
    assert damaged != GOOD
    assert states(damaged)[check] == state


@pytest.mark.parametrize(
    "name",
    ["another actor", "another public payload", "another row content", "the log's signature false", "one witness gone"],
)
def test_damage_is_named_on_the_command_line_in_both_languages(name: str, tmp_path: Path) -> None:
    edit, check, state = DAMAGE[name]
    damaged = copy.deepcopy(GOOD)
    edit(damaged)
    status, output = run(tmp_path, damaged)
    assert (status, output.splitlines()[-1]) == (1, "NOT VERIFIED 未通过核验")
    assert f"[{taizhang_verify.STATES[state]} {state}] {taizhang_verify.LABELS[check]} {check}: " in output
    if name == "one witness gone":
        assert WITNESSES[0].key.name in output


def test_the_good_bundle_is_good_in_this_process_too() -> None:
    assert set(states(GOOD).values()) == {"passed"}


def test_an_erased_payload_leaves_the_entry_verified() -> None:
    erased = {**GOOD, "public": None, "restricted": None}
    found = states(erased)
    assert (found["public"], found["restricted"]) == ("not shown", "not shown")
    assert set(found.values()) == {"passed", "not shown"}


def test_an_entry_without_payloads_cannot_be_given_any() -> None:
    bare = good_bundle()
    assert states({**bare, "entry": bare["entry"].replace('"public":"', '"public":null,"x":"')})["entry"] == "failed"
    text = ledger.canonical(entry(public=None)).decode()
    assert states({**bare, "entry": text})["public"] == "failed"


def test_a_witness_that_signs_twice_counts_once() -> None:
    twice = good_bundle(witnesses=[WITNESSES[0]])
    line = ledger.cosign(ledger.parse_proof(twice["proof"]).note.text, WITNESSES[0], NOW + 1)
    twice["proof"] += f"{line}\n"
    assert states(twice)["witnesses"] == "missing"


def test_a_time_that_no_clock_can_show_is_refused_even_when_signed() -> None:
    assert states(good_bundle(time=2**63 - 1))["witnesses"] == "passed"
    assert states(good_bundle(time=2**63))["witnesses"] == "failed"
    note = ledger.parse_proof(good_bundle(time=2**63)["proof"]).note
    with pytest.raises(ledger.BadSignature):
        ledger.countersigned(note, POLICY)


def test_an_operation_that_is_neither_written_nor_deleted_is_refused() -> None:
    row = {"kind": "plan", "key": "1", "op": "x", "digest": b64encode(bytes(32)).decode()}
    line = json.dumps(["plan", "1", "x", row["digest"]], separators=(",", ":")).encode()
    committed = {"count": 1, "root": b64encode(ledger.rows_root([line])).decode()}
    with pytest.raises(taizhang_verify.Wrong, match="op must be w or d"):
        taizhang_verify.check_rows([row], committed)


def test_nothing_checked_is_nothing_verified() -> None:
    assert not taizhang_verify.is_verified([])


def test_witnesses_outside_the_policy_do_not_count() -> None:
    strangers = [signer(f"stranger{n}.example", ledger.COSIGNATURE) for n in range(5)]
    assert states(good_bundle(witnesses=[WITNESSES[0], *strangers]))["witnesses"] == "missing"


@pytest.mark.parametrize(
    ("age", "state"), [(0, "passed"), (3_600, "passed"), (3_601, "failed"), (-299, "passed"), (-301, "failed")]
)
def test_a_policy_may_demand_recent_witnesses(age: int, state: str) -> None:
    policy = ledger.Policy(POLICY.log, POLICY.witnesses, 2, 3_600)
    assert states(GOOD, str(policy), NOW + age)["witnesses"] == state


def test_the_clock_of_the_reader_is_the_one_that_counts(tmp_path: Path) -> None:
    policy = str(ledger.Policy(POLICY.log, POLICY.witnesses, 2, 3_600))
    assert run(tmp_path, good_bundle(time=int(time.time())), policy)[0] == 0
    assert run(tmp_path, good_bundle(time=int(time.time()) - 7_200), policy)[0] == 1


def test_a_checkpoint_of_another_log_with_the_same_key_is_refused() -> None:
    other = ledger.Ed25519Signer("elsewhere.example", b"e" * 32)
    proof = ledger.parse_proof(GOOD["proof"])
    head = ledger.parse_checkpoint(proof.note.text)
    text = ledger.Checkpoint("elsewhere.example/2", head.size, head.root).text
    note = ledger.Note(text, (ledger.sign_note(text, other), *(ledger.cosign(text, w, NOW) for w in WITNESSES)))
    bundle = {**GOOD, "proof": ledger.format_proof(proof.index, proof.hashes, note)}
    assert states(bundle, str(ledger.Policy(other.key, POLICY.witnesses, 2)))["log"] == "failed"


# -- policies that must not be trusted ----------------------------------------------------------------------------------


def policy_with(**changes: Any) -> str:
    return json.dumps({**json.loads(POLICY_TEXT), **changes})


def named(*keys: ledger.VerifierKey) -> list[dict[str, str]]:
    return [{"name": key.name, "vkey": str(key)} for key in keys]


FIRST, SECOND, _ = POLICY.witnesses
ZERO_KEY = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

BAD_POLICIES = {
    "published log key": policy_with(log=(VECTORS / "tlog_log" / "verifier.vkey").read_text().strip()),
    "published witness key": policy_with(
        witnesses=named(
            FIRST,
            ledger.VerifierKey(
                "w.example", 4, ledger.parse_vkey((VECTORS / "tlog_log" / "verifier.vkey").read_text().strip()).public
            ),
        )
    ),
    "witness key twice": policy_with(witnesses=named(FIRST, ledger.VerifierKey("again.example", 4, FIRST.public))),
    "witness with the log's key": policy_with(
        witnesses=named(FIRST, ledger.VerifierKey("w.example", 4, LOG.key.public))
    ),
    "witness name twice": policy_with(witnesses=named(FIRST, ledger.VerifierKey(FIRST.name, 4, SECOND.public))),
    "name differs from vkey": policy_with(witnesses=[{"name": "x", "vkey": str(FIRST)}, *named(SECOND)]),
    "k zero": policy_with(k=0),
    "k negative": policy_with(k=-1),
    "k above the witnesses": policy_with(k=4),
    "k true": policy_with(k=True),
    "k as text": policy_with(k="2"),
    "k as a fraction": policy_with(k=1.5),
    "no witnesses": policy_with(witnesses=[], k=0),
    "witnesses of another type": policy_with(witnesses={"a": 1}),
    "age zero": policy_with(max_age_seconds=0),
    "a field more": policy_with(trust="all"),
    "log key of witness kind": policy_with(log=str(signer("a.example", ledger.COSIGNATURE).key)),
    "witness key of log kind": policy_with(witnesses=named(FIRST, signer("a.example").key)),
    "key of small order": policy_with(log=f"a.example+{ledger.key_id('a.example', 1, bytes(32)).hex()}+{ZERO_KEY}"),
    "key id of another key": policy_with(log=str(LOG.key).replace("+", "+0", 1)),
    "log of another type": policy_with(log=[1]),
    "half a character": policy_with(log="\ud800+00000000+" + ZERO_KEY),
    "k twice": POLICY_TEXT.replace('"k": 2', '"k": 2, "k": 1'),
    "not JSON": "k = 2",
    "empty": "",
    "deep": "[" * 200_000,
}


@pytest.mark.parametrize("name", BAD_POLICIES)
def test_a_policy_under_which_verified_would_mean_less_is_refused(name: str) -> None:
    found = states(GOOD, BAD_POLICIES[name])
    assert (found["policy"], found["log"], found["witnesses"]) == ("failed", "missing", "missing")


def test_the_published_test_key_is_refused_on_the_command_line(tmp_path: Path) -> None:
    status, output = run(tmp_path, GOOD, BAD_POLICIES["published log key"])
    assert status == 1
    assert "私钥已公开" in output and "published" in output


# -- hostile input ----------------------------------------------------------------------------------------------------

HOSTILE = {
    "empty": b"",
    "nothing": b"null",
    "list": b"[]",
    "deep list": b"[" * 1_000_000,
    "deep object": b'{"a":' * 300_000,
    "deep closed list": b"[" * 50_000 + b"]" * 50_000,
    "huge number": b"1" * 100_000,
    "huge exponent": b'{"format": 1e999999}',
    "not a number": b'{"format": NaN}',
    "not UTF-8": b"\xff\xfe\x00",
    "zeros": bytes(10_000),
    "twice": b'{"format":"taizhang-bundle/1","format":"taizhang-bundle/1"}',
    "byte order mark": b"\xef\xbb\xbf{}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_answered_without_a_traceback(name: str, tmp_path: Path) -> None:
    status, output = run(tmp_path, HOSTILE[name])
    assert (status, output.splitlines()[-1]) == (1, "NOT VERIFIED 未通过核验")
    assert "文件 bundle" in output


def test_files_that_are_not_there_and_arguments_that_make_no_sense_exit_with_1(tmp_path: Path) -> None:
    for arguments in ([str(tmp_path / "no.json")], [], [str(tmp_path)], ["--policy"]):
        done = subprocess.run([sys.executable, "-S", "-I", str(SCRIPT), *arguments], capture_output=True, timeout=60)
        assert done.returncode == 1
        assert b"Traceback" not in done.stderr


JUNK: list[Any] = [
    None, True, -1, 10**4000, 1.5, "", "x", "=", "\ud800", "\u202e\x1b[2J", [], [[]], {}, {"salt": 1}, {"salt": "", "payload": ""},
    "A" * 44, "—", "c2sp.org/tlog-proof@v1\nindex 0\n\n", "c2sp.org/tlog-proof@v1\nindex 0\n\no\n1\nAA==\n\n— a b\n",
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every path into a nested value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(p for step, below in inner for p in places(below, (*path, step)))][0 if path else 1 :]


@pytest.mark.parametrize("place", places(GOOD), ids=lambda p: ".".join(map(str, p)))
def test_any_value_at_any_place_is_answered_and_never_verified(place: tuple[Any, ...]) -> None:
    for junk in JUNK:
        damaged = copy.deepcopy(GOOD)
        at(*place, to=lambda _, junk=junk: junk)(damaged)
        if junk is None and place in (("public",), ("restricted",)):
            continue  # not shown is allowed
        assert set(offline_states(damaged).values()) - {"passed", "not shown"}


def test_junk_in_the_fields_of_an_entry_is_answered() -> None:
    fields = json.loads(GOOD["entry"])
    for name in (*fields, "rows.count", "rows.root"):
        for junk in JUNK:
            changed = copy.deepcopy(fields)
            first, _, second = name.partition(".")
            (changed[first] if second else changed).update({second or first: junk})
            text = json.dumps(changed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            if text != GOOD["entry"]:
                assert "failed" in offline_states({**GOOD, "entry": text}).values()


def test_any_byte_changed_in_a_bundle_is_never_verified_as_something_else() -> None:
    raw, chance = json.dumps(GOOD, ensure_ascii=False).encode(), random.Random(6962)
    for _ in range(300):
        changed = bytearray(raw)
        changed[chance.randrange(len(raw))] = chance.randrange(256)
        checks, _ = taizhang_verify.verify(bytes(changed), None, NOW)
        if "failed" not in {check.state for check in checks}:
            checks, _ = taizhang_verify.verify(bytes(changed), POLICY_TEXT.encode(), NOW)
            if taizhang_verify.is_verified(checks):  # a blank of the JSON, or a line of no known key
                assert {**json.loads(changed), "proof": ""} == {**GOOD, "proof": ""}


def test_control_and_direction_characters_never_reach_the_terminal(tmp_path: Path) -> None:
    evil = good_bundle(of=entry(action="draw\x1b[2J\u202e\nVERIFIED"))
    status, output = run(tmp_path, evil)
    assert status == 0
    assert "\x1b" not in output and "\u202e" not in output
    assert output.splitlines().count("VERIFIED 已核验") == 1
    assert "draw\\u001b[2J\\u202e\\u000aVERIFIED" in output
