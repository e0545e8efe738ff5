"""Finds printed rates, growth, points and sums in the text of a bulletin and recomputes each from the figures beside it.

A rate is compared with a total only where the text itself gives one: in the sentence, or, when it is the only one of its kind
and the sentence does not speak of a part, earlier in the paragraph. Otherwise it 'cannot be checked'; no total is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from taizhang.basis.money import UNIT_TEXT
from taizhang.basis.text import Text

from . import words
from .arithmetic import Checked, Printed, Verdict, check_growth, check_points, check_rate, check_sum, decimals_of
from .figures import (
    FAMILY,
    LONGEST_SENTENCE,
    PERCENT,
    QUANTITY,
    STOPS,
    Flat,
    TextFigure,
    any_of,
    clause_of,
    last_of,
    number_of,
    paragraphs,
    printed_of,
    role_of,
)

Kind = Literal["rate", "growth", "points", "sum"]
UNIT_WORDS: Final[dict[str, Text]] = {str(unit): text for unit, text in UNIT_TEXT.items()}
KIND_WORDS: Final[dict[Kind, Text]] = {
    "rate": Text("比例", "rate"),
    "growth": Text("增速", "growth"),
    "points": Text("百分点", "points"),
    "sum": Text("合计", "sum"),
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure as it stands in the text, with its place in it."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One printed figure that follows from others: where it stands, what it follows from, and what the check came to."""

    kind: Kind
    start: int
    end: int
    text: str
    printed: Quoted
    part: Quoted | None
    whole: Quoted | None
    checked: Checked
    #: The figures that are added up, of a sum.
    terms: tuple[Quoted, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return self.checked.verdict


def read_bulletin(text: str) -> list[Statement]:
    """Every statement of a bulletin in the order of the text; offsets are those of the text as it was given."""
    found: list[Statement] = []
    for paragraph in paragraphs(text):
        found += _Reader(text, paragraph).statements()
    found += _of_pairs(text, found)
    return sorted(found, key=lambda s: (s.printed.start, s.start))


# -- one paragraph ----------------------------------------------------------------------------------------------------------


class _Reader:
    """Reads one paragraph sentence by sentence; earlier sentences may give a total to later ones."""

    def __init__(self, source: str, flat: Flat) -> None:
        self.source, self.flat = source, flat
        self.month: int | None = None
        #: Where the sentence that is being read begins, and the totals of the sentences before it, by kind.
        self.begin = 0
        self.before: dict[tuple[str, str], list[TextFigure]] = {}

    def statements(self) -> Iterator[Statement]:
        start = 0
        for n, char in enumerate(self.flat.text + "。"):
            if char in STOPS or n - start > (LONGEST_SENTENCE if char in "，," else 2 * LONGEST_SENTENCE):
                if n > start:
                    self.begin = start
                    yield from self._sentence(start, n)
                start = n + 1

    def _sentence(self, start: int, end: int) -> Iterator[Statement]:
        body = self.flat.text[start:end]
        self.month = _month(body) or self.month
        figures = list(self._figures(start, end))
        rates: list[tuple[int, Decimal]] = []
        for found in PERCENT.finditer(self.flat.text, start, end):
            number = number_of(found["number"])
            here = [f for f in figures if f.end <= found.start()]
            lead = self._lead(start, found.start(), here, rates)
            if found[0].endswith("百分点"):
                statement = self._points(found, number, lead, rates)
            elif any_of(lead, (*words.GROWTH_UP, *words.GROWTH_DOWN)) and not _says_share(lead):
                statement = self._growth(found, number, lead, here)
            else:
                statement = self._rate(found, number, lead, here, [f for f in figures if f.start >= found.end()])
            if not found[0].endswith("百分点"):
                rates.append((found.end(), number))
            if statement is not None:
                yield statement
        yield from self._sums(body, start, figures)
        for figure in figures:
            if figure.role in ("plan", "invested_total") and not figure.aside:
                self.before.setdefault((figure.family, figure.role), []).append(figure)

    def _figures(self, start: int, end: int) -> Iterator[TextFigure]:
        last = start
        for found in QUANTITY.finditer(self.flat.text, start, end):
            after = self.flat.text[found.end() : min(found.end() + 12, end)]
            if after.startswith(words.CLASS_WORDS):
                continue
            left = clause_of(self.flat.text[max(last, found.start() - 16) : found.start()])
            unit, number = found["unit"] or "万元", number_of(found["number"])
            if found["wan"]:
                number = number * 10_000 + number_of(found["wan"])
            yield TextFigure(
                found.start(),
                found.end(),
                unit,
                FAMILY[unit],
                printed_of(number, unit),
                role_of(left, re.split(r"[，,、：:(\d]", after)[0]),
                self._in_brackets(start, found.start()),
            )
            last = found.end()

    def _in_brackets(self, start: int, place: int) -> bool:
        before = self.flat.text[start:place]
        return before.count("(") > before.count(")")

    def _lead(self, start: int, place: int, figures: Sequence[TextFigure], rates: Sequence[tuple[int, Decimal]]) -> str:
        """The words between the last figure and a rate."""
        last = max([start, *(f.end for f in figures), *(end for end, _ in rates)])
        return self.flat.text[max(last, place - 24) : place]

    # -- rates --

    def _rate(
        self, found: re.Match[str], number: Decimal, lead: str, here: Sequence[TextFigure], after: Sequence[TextFigure]
    ) -> Statement | None:
        given = self._given_whole(lead, here)
        said = self.flat.text[max(0, found.start() - 24) : found.start()] if given else lead
        if not _says_share(said) or any_of(said, words.OTHER_RATES):
            return None
        rest = [f for f in here if f is not given]
        part = self._part(found, rest, given, after if any_of(said, words.PLANS) else ())
        if part is None:
            return self._statement("rate", found, None, given, Checked("not_checkable", why=_NO_PART))
        if _DONE_RATE.search(said) and part.role != "done":
            return self._statement("rate", found, None, part, Checked("not_checkable", why=_NO_COUNT))
        wholes = [given] if given else self._wholes(part, rest, said)
        if not wholes:
            checked = check_rate(part.in_unit_of(part), None, number, count=part.is_count)
            return self._statement("rate", found, part, None, _with_unit(checked, part.unit))
        whole, checked = min(
            ((w, check_rate(part.in_unit_of(part), w.in_unit_of(part), number)) for w in wholes),
            key=lambda pair: _LIKELIEST.index(pair[1].verdict),
        )
        return self._statement("rate", found, part, whole, self._doubted(checked, whole, [*here, *after]))

    def _part(
        self, found: re.Match[str], rest: Sequence[TextFigure], given: TextFigure | None, after: Sequence[TextFigure]
    ) -> TextFigure | None:
        """The figure whose share a rate is: what was done before it, what is said to be done after it, or any figure before."""
        aside = self._in_brackets(self.begin, found.start())
        fit = [f for f in rest if f.role in ("done", "whole", "") and (given is None or f.family == given.family)]
        near = [f for f in fit if f.aside == aside] or (fit if aside else [])
        done_after = next((f for f in after if f.role == "done" and not f.aside), None)
        return last_of(f for f in near if f.role == "done") or done_after or last_of(near)

    def _given_whole(self, lead: str, here: Sequence[TextFigure]) -> TextFigure | None:
        """The total that stands between 占 and the rate: 占年度计划238亿元的56%."""
        if not here or not re.fullmatch(r"(?:投资|项目|总数|总量)?(?:的)?(?:比重|比例)?(?:为|达到|达)?", lead):
            return None
        last = here[-1]
        before = self.flat.text[max(0, last.start - 16, *(f.end for f in here[:-1])) : last.start]
        return last if any_of(before, words.SHARE_WORDS) else None

    def _wholes(self, part: TextFigure, here: Sequence[TextFigure], lead: str) -> list[TextFigure]:
        """The totals that the words before a rate may mean, the likeliest first: it is wrong only when none of them gives it."""
        same = [f for f in here if f.family == part.family and f is not part and f.aside == part.aside][::-1]
        wanted = "invested_total" if "总投资" in lead else "plan" if any_of(lead, words.PLANS) else ""
        if wanted:
            named = [f for f in same if f.role == wanted]
            earlier = None if named else self._earlier(part, wanted)
            return named or ([earlier] if earlier else [])
        before = [f for f in same if f.start < part.start]
        larger = [f for f in before if f.role in ("whole", "done", "") and f.printed.value >= part.printed.value]
        return [f for f in before if f.role == "plan"] + larger

    def _earlier(self, part: TextFigure, role: str) -> TextFigure | None:
        """The only total of its kind in the sentences before; none when this sentence speaks of a part of the subject."""
        sentence = self.flat.text[self.begin : part.start]
        # '133个续建项目完成投资…': a count right before the amount names a part of the projects.
        if any_of(sentence, words.PART_OF) or (part.family == "money" and QUANTITY.search(sentence)):
            return None
        found = self.before.get((part.family, role), [])
        return found[0] if len(found) == 1 else None

    def _doubted(self, checked: Checked, whole: TextFigure | None, here: Sequence[TextFigure]) -> Checked:
        """A total from another sentence is named in what is said of a rate that does not agree with it."""
        if checked.verdict != "wrong" or whole is None or whole in here:
            return checked
        why = Text("按前文的“{q}”计算", "computed with “{q}” of an earlier sentence").with_(q=self._quote(whole).text)
        return Checked(checked.verdict, checked.right, checked.implied, why)

    # -- growth, points, sums --

    def _growth(self, found: re.Match[str], number: Decimal, lead: str, here: Sequence[TextFigure]) -> Statement | None:
        now = last_of(f for f in here if f.role in ("done", "whole", "") and not f.aside)
        if now is None:
            return None
        down = any_of(lead, words.GROWTH_DOWN) and not any_of(lead, words.GROWTH_UP)
        base = last_of(f for f in here if f.role == "base" and f.family == now.family)
        more = last_of(f for f in here if f.role == "increment" and f.family == now.family and f.start > now.start)
        before = base.printed if base else None
        if before is None and more is not None:
            change = -more.printed.value if down else more.printed.value
            before = Printed(now.printed.value - change, now.printed.half + more.printed.half)
        if not any_of(lead, words.OVER_LAST_YEAR) and before is None:
            return None
        signed = -number if down else number
        if before is None:
            return self._statement("growth", found, now, None, _with_unit(check_growth(now.in_unit_of(now), None, signed), now.unit))
        return self._statement("growth", found, now, base or more, check_growth(now.printed, before, signed))

    def _points(self, found: re.Match[str], number: Decimal, lead: str, rates: Sequence[tuple[int, Decimal]]) -> Statement | None:
        if not rates or not any_of(lead, words.SCHEDULE) or not any_of(lead, (*words.BEHIND, *words.AHEAD)):
            return None
        end, rate = rates[-1]
        if self.month is None:
            checked = Checked("not_checkable", why=Text("没有写明截至月份", "the month is not stated"))
        else:
            line = Fraction(100 * self.month, 12)
            checked = check_points(rate, line, number)
            ahead = any_of(lead, words.AHEAD) and not any_of(lead, words.BEHIND)
            if checked.verdict != "wrong" and (rate > line) != ahead and number:
                side = Text("方向相反", "it lies on the other side")
                checked = Checked("wrong", why=side)
        printed = self._span(found.start(), found.end())
        start = end - len(f"{rate}%")
        return Statement(
            "points", self.flat.at[max(start, 0)], printed.end, self._between(max(start, 0), found.end()), printed, None, None, checked
        )

    def _sums(self, body: str, start: int, figures: Sequence[TextFigure]) -> Iterator[Statement]:
        for cue in (*words.PARTS_AFTER, *words.ALL_PARTS_AFTER):
            place = body.find(cue)
            if place < 0:
                continue
            at = start + place
            head = last_of(f for f in figures if f.end <= at and f.role != "plan" and not f.aside)
            parts = self._parts([f for f in figures if f.start >= at], head)
            if head is not None and len(parts) >= 2:
                everything = cue in words.ALL_PARTS_AFTER
                yield self._sum(parts, head, check_sum([p.in_unit_of(head) for p in parts], head.in_unit_of(head), all_named=everything))
                return
        for n, total in enumerate(figures):
            if n >= 2 and self.flat.text[max(start, total.start - 6) : total.start].rstrip("为达").endswith(words.SUM_WORDS):
                parts = self._parts(figures[:n], total)
                if len(parts) >= 2:
                    yield self._sum(parts, total, check_sum([p.in_unit_of(total) for p in parts], total.in_unit_of(total), all_named=True))

    def _parts(self, candidates: Sequence[TextFigure], total: TextFigure | None) -> list[TextFigure]:
        """Figures of the total's kind that are named side by side; what was done of a part is no part."""
        if total is None:
            return []
        same = [f for f in candidates if f.family == total.family and f is not total and not f.aside]
        if len({f.role for f in same} - {""}) > 1 or (total.family != "money" and any(f.role == "done" for f in same)):
            return []
        return same

    def _sum(self, parts: Sequence[TextFigure], total: TextFigure, checked: Checked) -> Statement:
        first, last = min(parts[0].start, total.start), max(parts[-1].end, total.end)
        return Statement(
            "sum", self.flat.at[first], self.flat.at[last - 1] + 1, self._between(first, last), self._quote(total), self._quote(parts[0]), None,
            checked, tuple(map(self._quote, parts)),
        )  # fmt: skip

    # -- quoting --

    def _statement(
        self, kind: Kind, found: re.Match[str], part: TextFigure | None, whole: TextFigure | None, checked: Checked
    ) -> Statement:
        printed = self._span(found.start(), found.end())
        near = [f.start for f in (part, whole) if f is not None and f.start >= self.begin]
        first, last = min([*near, found.start()]), max([*(f.end for f in (part, whole) if f is not None), found.end()])
        return Statement(
            kind,
            self.flat.at[first],
            self.flat.at[last - 1] + 1,
            self._between(first, last),
            printed,
            self._quote(part) if part else None,
            self._quote(whole) if whole else None,
            checked,
        )

    def _quote(self, figure: TextFigure) -> Quoted:
        return self._span(figure.start, figure.end)

    def _span(self, start: int, end: int) -> Quoted:
        first, last = self.flat.at[start], self.flat.at[end - 1] + 1
        return Quoted(self.source[first:last], first, last)

    def _between(self, start: int, end: int) -> str:
        return self.flat.text[start:end]


# -- words ------------------------------------------------------------------------------------------------------------------


def _with_unit(checked: Checked, unit: str) -> Checked:
    """The implied totals with the unit in which the figure is printed."""
    if checked.implied is None:
        return checked
    if unit in UNIT_WORDS:
        return replace(checked, implied=Text("{i}{u}", "{i} × {u}").with_(i=checked.implied, u=UNIT_WORDS[unit]))
    return replace(checked, implied=Text(f"{checked.implied.zh}{unit}", checked.implied.en))


_NO_COUNT: Final = Text("没有给出完成的数量", "how many were done is not given")
_NO_PART: Final = Text("没有给出数量和总数", "neither the count nor the total is given")
#: Of several totals that a rate may mean the one that it agrees with is meant.
_LIKELIEST: Final[tuple[Verdict, ...]] = ("right", "rounding", "wrong", "not_checkable")
_TO_THE_RATE = r"(?:约|已|仅|只)?(?:为|达到|达|是|:)?(?:了)?(?:约|仅)?$"
_RATE_END: Final = re.compile(rf"(?:{'|'.join(words.RATE_ENDINGS)}){_TO_THE_RATE}")
_DONE_RATE: Final = re.compile(rf"(?:{'|'.join(words.DONE_RATES)}){_TO_THE_RATE}")
_SHARE: Final = re.compile(rf"(?:{'|'.join(words.SHARE_WORDS)})[^，,、]*$")


def _says_share(lead: str) -> bool:
    return bool(_RATE_END.search(lead) or _SHARE.search(lead))


def _month(sentence: str) -> int | None:
    for pattern in words.MONTH_PATTERNS:
        if (found := re.search(pattern, sentence)) and 1 <= int(found[1]) <= 12:
            return int(found[1])
    named = [m for word, m in words.MONTH_WORDS.items() if word in sentence]
    return min(named) if named else None


# -- 'a of b, c %' ----------------------------------------------------------------------------------------------------------

_PAIRS: Final = (
    re.compile(
        r"(?<![\d.])(?P<part>\d[\d,]{0,20}(?:\.\d{1,9})?)(?:\s{0,3}(?:bn|billion|million|m))?\s{1,3}(?:out\s{1,3}of|of)\s{1,3}(?:the\s{1,3})?(?P<whole>\d[\d,]{0,20}(?:\.\d{1,9})?)"
        r"(?:\s{0,3}(?:bn|billion|million|m)\b)?(?P<between>[^\d.;。；\n]{0,60}?)(?P<rate>(?P<value>\d{1,9}(?:\.\d{1,9})?)\s{0,3}(?:%|per\s?cent))",
        re.IGNORECASE,
    ),
    re.compile(r"(?<![\d./])(?P<part>\d{1,9})/(?P<whole>\d{1,9})(?P<between>[^\d。；;\n]{0,14}?)(?P<rate>(?P<value>\d{1,9}(?:\.\d{1,9})?)\s{0,3}[%％])"),
)


def _of_pairs(text: str, already: Sequence[Statement]) -> Iterator[Statement]:
    """'14 of 20 started, 60 %' and '14/20，60%'."""
    taken = {s.printed.start for s in already}
    for pattern in _PAIRS:
        for found in pattern.finditer(text):
            if found.start("rate") in taken:
                continue
            part, whole = number_of(found["part"]), number_of(found["whole"])
            rounded = decimals_of(part) + decimals_of(whole) > 0
            printed = [Printed(Fraction(n), Fraction(1, 2 * 10 ** decimals_of(n)) if rounded else Fraction(0)) for n in (part, whole)]
            yield Statement(
                "rate",
                found.start(),
                found.end(),
                found[0],
                Quoted(found["rate"], found.start("rate"), found.end("rate")),
                Quoted(found["part"], found.start("part"), found.end("part")),
                Quoted(found["whole"], found.start("whole"), found.end("whole")),
                check_rate(printed[0], printed[1], Decimal(found["value"]), count=not rounded),
            )
