"""Physical quantities as they are typed (实物量): one a line, 'name unit amount', and beside the measures that a project reports."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from taizhang.basis.errors import BadInput
from taizhang.basis.text import Text, verbatim

_LARGEST: Final = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of one measure."""

    measure: str
    unit: str
    done: Decimal


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that a project has reported: in which unit, how much last month (None: nothing) and since the start."""

    name: str
    unit: str
    last: Decimal | None = None
    total: Decimal = Decimal(0)

    @property
    def key(self) -> tuple[str, str]:
        """What it is told apart by."""
        return self.name, self.unit


def read_amounts(text: str) -> list[Amount]:
    """The amounts of a text, in its order.

    Raises:
        BadInput: a line that is not 'name unit amount', or an amount that cannot be.
    """
    return [_read(number, line) for number, line in enumerate(_lines(text), 1)]


def _lines(text: str) -> Iterable[str]:
    return filter(None, (part.strip() for part in text.splitlines()))


def _words(line: str) -> list[str]:
    words = line.split()
    # A comma parts the words only where no blank does: in '桩基 根 1,200' it stands for thousands.
    return words if len(words) >= 3 else line.replace("，", " ").replace(",", " ").split()


def _read(number: int, line: str) -> Amount:
    words = _words(line)
    try:
        measure, unit, written = words
        done = Decimal(unicodedata.normalize("NFKC", written).replace(",", ""))
    except (ValueError, InvalidOperation):
        raise BadInput(
            Text(
                "实物量第{n}行“{l}”应写作“名称 单位 数量”，如“桩基 根 120”",
                "Line {n} of the quantities, “{l}”, should read ‘name unit amount’, such as ‘piles pcs 120’",
            ).with_(n=number, l=verbatim(line)),
            code="bad_quantity",
            field="quantities",
        ) from None
    if not done.is_finite() or abs(done) >= _LARGEST:
        raise BadInput(
            Text("实物量第{n}行的数量不合理", "The amount on line {n} cannot be right").with_(n=number),
            code="bad_quantity",
            field="quantities",
        )
    return Amount(measure[:60], unit[:12], round(done, 4))


def beside(text: str, measures: Sequence[Measure]) -> tuple[Mapping[tuple[str, str], str], str]:
    """What a text says of known measures, as it was typed, and the lines that are about others."""
    known = {m.key for m in measures}
    values: dict[tuple[str, str], str] = {}
    others = []
    for line in _lines(text):
        words = _words(line)
        key = (words[0], words[1]) if len(words) > 2 else ("", "")
        if key in known and key not in values:
            values[key] = " ".join(words[2:])
        else:
            others.append(line)
    return values, "\n".join(others)


def together(values: Mapping[tuple[str, str], str], others: str, measures: Sequence[Measure]) -> str:
    """One text of what was typed for known measures, in their order, and the lines about others.

    A line about a known measure counts where its own box is empty.
    """
    said, rest = beside(others, measures)
    lines = []
    for m in measures:
        value = values.get(m.key, "").strip() or said.get(m.key, "")
        if value:
            lines.append(f"{m.name} {m.unit} {value}")
    return "\n".join([*lines, *filter(None, [rest])])
