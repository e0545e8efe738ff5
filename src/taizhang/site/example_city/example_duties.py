"""A duty catalogue and a register of terms for the example: who usually answers for what, in words of our own, to be confirmed by an office.

The terms are those that the source page names, with the members that it lists itself; of the others it says 'not stated'.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

Do = Callable[..., Any]

#: Its columns `organ` and `words` are also those that `taizhang commitments extract --duties` reads.
DUTIES: Final = Path(__file__).with_name("duties.csv")
TERMS: Final = Path(__file__).with_name("terms.csv")
#: Mark M of the handbook: kept as dated configuration, and somebody has to confirm it.
GROUND: Final = "示例职责目录：按常见分工编写，须由机构编制部门核对 [M]"
SAID_BY: Final = "来源页（报纸访谈）原文"
WHO: Final = "erqi-supervision"


def duties(do: Do, organs: Mapping[str, Any], place: Any, *, district: str = "erqi", city: str = "zhengzhou", who: str = WHO) -> None:
    """The catalogue stands in the register of a district, for its own organs and those of the city that are there."""
    lines = []
    with DUTIES.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            organ = organs.get(f"{district if line['level'] == 'district' else city}.{line['key']}")
            if organ is not None:
                lines.append(f"{organ.name}\t{line['words']}\t{line['says']}\t{GROUND}")
    do(who, "commitments.enter_duties", place, lines="\n".join(lines))


def terms(do: Do, place: Any, *, who: str = WHO) -> None:
    """The terms of the source page stand in the register, and of those that it does not explain nobody says what they mean."""
    with TERMS.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            made = do(who, "commitments.enter_term", place, name=line["name"], ground=SAID_BY)
            for text in filter(None, line["items"].split("、")):
                do(who, "commitments.state_item", made.key, text=text, ground=SAID_BY)
