"""The one tree of refusals.

    Refused
    ├── NotAllowed   403  the person lacks the right
    ├── NotFound     404  not there, or not in the person's scope: the two look alike
    ├── Conflict     409  wrong state, gate not passed, somebody else was faster
    └── BadInput     422  an input cannot be read or is out of range

Anything that is not a Refused is a fault of the program, never of the person.
"""

from __future__ import annotations

from typing import ClassVar

from .law import Law
from .text import Text


class Refused(Exception):
    """What was asked is not done, nothing was changed, and the person is told why, by which rule, and what to do.

    `code` is a stable word for programs and tests; `field` names an input, or a cell such as 'G24'.
    """

    status: ClassVar[int] = 400

    def __init__(
        self,
        reason: Text,
        *,
        code: str = "",
        field: str | None = None,
        law: Law | None = None,
        remedy: Text | None = None,
        details: tuple[Refused, ...] = (),
    ) -> None:
        super().__init__(reason.zh)
        self.reason, self.code, self.field = reason, code or type(self).__name__.lower(), field
        self.law, self.remedy, self.details = law, remedy, details
        #: True once it is on record, so that it is not put there twice on its way out.
        self.journalled = False

    def in_(self, language: str) -> dict[str, object]:
        """The refusal as plain data in one language, for JSON and templates."""
        return {
            "code": self.code,
            "reason": self.reason.in_(language),
            "field": self.field,
            "law": self.law.cite(language) if self.law else None,
            "remedy": self.remedy.in_(language) if self.remedy else None,
            "details": [d.in_(language) for d in self.details],
        }


class NotAllowed(Refused):
    """The person does not hold the right for this action."""

    status = 403


class NotFound(Refused):
    """There is no such thing for this person."""

    status = 404


class Conflict(Refused):
    """The thing is not in a state in which this can be done."""

    status = 409


class BadInput(Refused):
    """An input is missing, unreadable or out of range."""

    status = 422
