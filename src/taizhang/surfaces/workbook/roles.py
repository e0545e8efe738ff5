"""What the caller looks for in a sheet: roles with the words people head such columns with. Nothing here knows a domain."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from taizhang.basis.errors import BadInput
from taizhang.basis.money import Unit
from taizhang.basis.text import Text

from .model import Cell

Kind = Literal["amount", "date", "date_range", "code", "text", "place", "organ", "integer", "stage"]
#: Reads one filled cell; a refusal is returned, not raised.
CellReader = Callable[[Cell], object | BadInput]


@dataclass(frozen=True, slots=True)
class Role:
    """A meaning a column may have.

    `words` are headings in full or in part; 'A/B' asks for B under a heading that contains A. `unit` is taken for an
    amount when neither heading nor note names one. A date_range `fills` the keys of a start and a finish. `reader`
    replaces the reading that belongs to the kind, and `problem` is then the code of a cell it refuses.

    Raises:
        ValueError: on construction, for a date_range that fills nothing or an amount without a unit.
    """

    key: str
    label: Text
    words: tuple[str, ...]
    kind: Kind = "text"
    required: bool = False
    unit: Unit | None = None
    fills: tuple[str, str] | None = None
    reader: CellReader | None = None
    problem: str = "text"

    def __post_init__(self) -> None:
        if (self.kind == "date_range") != (self.fills is not None):
            raise ValueError(f"{self.key}: a date_range, and nothing else, fills a start and a finish")
        if self.kind == "amount" and self.unit is None:
            raise ValueError(f"{self.key}: an amount needs a unit to fall back on")

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys under which values of this role appear in a row."""
        return self.fills or (self.key,)
