"""A private key in a file that only its owner can read: made once, never overwritten, refused when others can read it."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from taizhang.kernels.ledger import Ed25519Signer


class BadKeyFile(RuntimeError):
    """A key file that must not be used: others can read it, or it is not one."""


def read(path: Path, kind: int) -> Ed25519Signer:
    """The signer of a key file: its name on the first line, 32 bytes in hexadecimal on the second.

    Raises:
        FileNotFoundError: there is none. BadKeyFile: it can be read by others, or it is malformed.
    """
    with path.open() as file:
        if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
            raise BadKeyFile(f"{path.name} can be read by others; set its mode to 0600 and consider the key known to them")
        lines = file.read().splitlines()
    try:
        name, private = lines
        return Ed25519Signer(name, bytes.fromhex(private), kind)
    except ValueError as error:
        raise BadKeyFile(f"{path.name} is not a key file: {error}") from None


def read_or_make(path: Path, name: str, kind: int) -> Ed25519Signer:
    """The signer of a key file, which has been made under that name if there was none; two at once make one."""
    try:
        return read(path, kind)
    except FileNotFoundError:
        pass
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        write_durably(fresh, f"{name}\n{secrets.token_bytes(32).hex()}\n")
        os.link(fresh, path)
        _sync_folder(path.parent)
    except FileExistsError:
        pass
    finally:
        fresh.unlink(missing_ok=True)
    return read(path, kind)


def write_durably(path: Path, text: str) -> None:
    """A new file of mode 0600 with this text is on the disk.

    Raises:
        FileExistsError: there is one already.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def replace_durably(path: Path, text: str) -> None:
    """The file holds this text or what it held before, whatever happens, and this text once the call has returned."""
    fresh = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    try:
        write_durably(fresh, text)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
