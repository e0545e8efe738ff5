"""The one way in which the child refuses a file."""

from __future__ import annotations


class Fault(Exception):
    """The file is not read: `code` names the sentence the parent shows, `values` fill its places."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values
