"""The example's two witnesses as processes of their own: each with its folder, its memory and its address.

They answer as a witness of another body would, so that what is entered while somebody looks around is witnessed within a
minute. They run on the machine that they watch, beside the log's key: they show how it works and prove nothing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from taizhang.frame import keyfile, signing
from taizhang.kernels.ledger import VerifierKey, parse_checkpoint
from taizhang.surfaces.witness.keeping import Witness


def start(environment: Mapping[str, str]) -> tuple[list[subprocess.Popen[str]], str]:
    """Both run; gives the processes and their addresses, with a comma between, as TAIZHANG_WITNESSES has them."""
    log = signing.signer().key
    running = []
    for number, name in enumerate(signing.EXAMPLE_WITNESSES, 1):
        folder = _remembering(number, name, log)
        words = [sys.executable, "-m", "taizhang.surfaces.witness", "--name", name, "--state", str(folder), "--log", str(log)]
        running.append(subprocess.Popen(words, env=dict(environment), stdout=subprocess.PIPE, text=True))
    return running, ",".join(_address(process) for process in running)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    with process.stdout as said:
        return said.readline().partition(" ")[0].strip()


def _remembering(number: int, name: str, log: VerifierKey) -> Path:
    """The witness's folder: the key that the policy names, and what it saw last, also where that was signed in another process."""
    folder = Path(settings.VAR) / "example-witnesses" / str(number)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / "witness.key").exists():
        keyfile.write_durably(folder / "witness.key", (signing.folder() / f"example-witness-{number}.key").read_text())
    note = signing.newest_note(name)
    # Under another name of the log, which it had before its key was changed, the witness has seen nothing yet.
    seen = [note] if note is not None and parse_checkpoint(note.text).origin == log.name else []
    Witness(name, folder, [log]).restore(seen, never_seen=[log.name])
    return folder
