"""The list and the rosters as rules: what holds on a day, which class a score gives, who counts as an inspector, what a version says."""

from __future__ import annotations

import csv
import hashlib
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

#: Class letter and the score from which it holds, the lowest first; `TOP` is the highest score that there is.
Bands = tuple[tuple[str, int], ...]
TOP: Final = 1000

#: Columns of each version, the first ones tell its rows apart and put them in order.
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "items": ("code", "name", "organ", "kind", "basis", "method", "applies_to", "yearly_limit", "published_on", "valid_from"),
    "objects": ("uscc", "name", "place", "sector", "park", "tags", "risk_class", "zero_report_year", "listed_from"),
    "inspectors": ("inspector", "name", "organ", "standing", "certificate", "certificate_until", "may_lead", "fields", "listed_from"),
    "interests": ("inspector", "uscc", "kind", "since", "until"),
}
#: How many of the columns tell the rows of a version apart.
KEYS: Final[Mapping[str, int]] = {"items": 1, "objects": 1, "inspectors": 1, "interests": 3}
#: Versions that everybody may read whole; of the others everybody has the hash alone.
PUBLIC_VERSIONS: Final = frozenset({"items"})
_SALT: Final = "#salt "


@dataclass(frozen=True, slots=True)
class Classed:
    """The class of a firm, '' while nothing says it, and what put it there: 'score', an override, or ''."""

    letter: str
    ground: str


def class_of_score(score: int | None, bands: Bands) -> str:
    """The class whose band a score lies in, '' without a score.

    >>> class_of_score(200, (("A", 0), ("B", 200), ("C", 500), ("D", 750)))
    'B'
    """
    if score is None or not 0 <= score <= TOP:
        return ""
    return [letter for letter, lowest in bands if lowest <= score][-1]


def classed(score: int | None, overrides: Iterable[str], floors: Mapping[str, str], bands: Bands) -> Classed:
    """The class that the score gives, or the worse one that an override demands; `floors` has the class of each override.

    >>> classed(120, ["serious_list"], {"serious_list": "D"}, (("A", 0), ("B", 200), ("C", 500), ("D", 750)))
    Classed(letter='D', ground='serious_list')
    """
    letter = class_of_score(score, bands)
    found = Classed(letter, "score" if letter else "")
    for override in sorted(set(overrides)):
        if floors[override] > found.letter:
            found = Classed(floors[override], override)
    return found


def holds(begins: date | None, ends: date | None, day: date) -> bool:
    """Whether something holds on a day: from the first day on, until the day before the last."""
    return (begins is None or begins <= day) and (ends is None or day < ends)


def certified(standing: str, certificate: str, until: date | None, day: date) -> bool:
    """Whether somebody counts as an inspector on a day: an officer with a certificate in force, and nobody else.

    Neither a grid worker nor an auxiliary, a temporary hand or a specialist, whatever paper they show.
    """
    return standing == "official" and bool(certificate) and until is not None and day <= until


def visible(text: str) -> str:
    """The text as the eye has it: without signs that have no width, and with single blanks.

    >>> visible(" 食品\u200b经营 ")
    '食品经营'
    """
    return " ".join("".join(c for c in text if unicodedata.category(c) != "Cf").split())


def item_code(text: str) -> str:
    """The code of an item in its one spelling: two that look alike would be two items, each with a yearly limit of its own.

    >>> item_code("ＳＬ-\u200b０１ ")
    'SL-01'
    """
    return "".join(unicodedata.normalize("NFKC", visible(text)).split())


def reckons(text: str) -> bool:
    """Whether an office program would reckon with the text instead of showing it: versions and files of the exchange are hashed as they are.

    >>> reckons("=1+1"), reckons("＋86"), reckons("食品=经营")
    (True, True, False)
    """
    return unicodedata.normalize("NFKC", text.lstrip()[:1]).startswith(("=", "+", "-", "@"))


def words(text: str) -> tuple[str, ...]:
    """Words that blanks or commas separate, each once, in order."""
    text = visible(text)
    for sign in ("，", ",", "、", ";", "；", "　"):
        text = text.replace(sign, " ")
    return tuple(sorted(set(text.split())))


def masked(certificate: str) -> str:
    """A certificate's number of which only the ends are shown.

    >>> masked("16010012345")
    '16*******45'
    """
    if len(certificate) <= 4:
        return "*" * len(certificate)
    return certificate[:2] + "*" * (len(certificate) - 4) + certificate[-2:]


@dataclass(frozen=True, slots=True)
class FirmRow:
    """A firm of the roster as a draw reads it."""

    key: int
    enterprise: int
    uscc: str
    name: str
    place_path: str
    sector: str
    park: str
    tags: tuple[str, ...]
    risk_class: str
    zero_report_year: int | None


#: By what a draw may choose its firms; each names a list, and a firm has to fit one of each list that is given.
CHOICES: Final = ("sectors", "parks", "tags", "classes", "places")


def check_choice(chosen: Mapping[str, Sequence[str]]) -> None:
    """Nothing, when firms can be chosen by all that is named.

    Raises:
        KeyError: they cannot.
    """
    if unknown := set(chosen) - set(CHOICES):
        raise KeyError(f"firms are not chosen by {sorted(unknown)}")


def fits(firm: FirmRow, chosen: Mapping[str, Sequence[str]]) -> bool:
    """Whether a firm is among those that were chosen; a list that is absent or empty chooses all.

    Sectors are beginnings of codes of GB/T 4754, places are paths.
    """
    if (wanted := chosen.get("sectors")) and not firm.sector.startswith(tuple(wanted)):
        return False
    if (wanted := chosen.get("parks")) and firm.park not in wanted:
        return False
    if (wanted := chosen.get("tags")) and not set(wanted) & set(firm.tags):
        return False
    if (wanted := chosen.get("classes")) and firm.risk_class not in wanted:
        return False
    wanted = chosen.get("places")
    return not wanted or firm.place_path.startswith(tuple(wanted))


# -- versions -------------------------------------------------------------------------------------------------------------


def canonical(kind: str, rows: Iterable[Mapping[str, object]]) -> str:
    """The text of a version: UTF-8, LF, a heading, rows in the order of their columns."""
    columns = COLUMNS[kind]
    lines = sorted(tuple(cell(row[name]) for name in columns) for row in rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return out.getvalue()


def salted(content: str, salt: str) -> str:
    """A version that is not public begins with a salt: the hash of a short list whose rows can be guessed would tell them."""
    return f"{_SALT}{salt}\n{content}"


def cell(value: object) -> str:
    """A value as versions and exchange files write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    # One line for each row, whatever was typed.
    return " ".join(str(value).split())


def digest(content: str) -> str:
    """SHA-256 of a version's bytes, in hexadecimal."""
    return hashlib.sha256(content.encode()).hexdigest()


def without_salt(content: str) -> str:
    """The heading and rows of a version: what is compared to see whether anything changed."""
    return content.partition("\n")[2] if content.startswith(_SALT) else content


def rows_of(content: str) -> list[dict[str, str]]:
    """The rows of a version, by column."""
    return list(csv.DictReader(io.StringIO(without_salt(content), newline="")))


@dataclass(frozen=True, slots=True)
class Difference:
    """What one version has that another has not, and rows that say something else: (row before, row after)."""

    added: tuple[Mapping[str, str], ...]
    gone: tuple[Mapping[str, str], ...]
    changed: tuple[tuple[Mapping[str, str], Mapping[str, str]], ...]


def difference(kind: str, earlier: str, later: str) -> Difference:
    """How a later version differs from an earlier one of the same kind."""
    names = COLUMNS[kind][: KEYS[kind]]
    before, after = ({tuple(row[n] for n in names): row for row in rows_of(text)} for text in (earlier, later))
    return Difference(
        tuple(row for key, row in sorted(after.items()) if key not in before),
        tuple(row for key, row in sorted(before.items()) if key not in after),
        tuple((before[key], row) for key, row in sorted(after.items()) if key in before and before[key] != row),
    )
