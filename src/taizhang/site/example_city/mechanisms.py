"""Every mechanism of the source page, in the order of the page, with what it means and how much of it works.

Only short phrases are kept here, with their place; the page itself is not. `start` and `end` count characters of the source file; a phrase
that the newspaper broke over two columns is printed whole and its span includes the break. How a line is kept true:
docs/how-to/keep-the-source-page-true.md.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final, cast

from taizhang.basis.text import Text

from .systems import ARTICLES, STATUSES, Article, Status, System, system


@dataclass(frozen=True, slots=True)
class Interview:
    """One of the three articles of the page: its place on it, who is asked, and its headline."""

    number: int
    article: Article
    headline: Text
    speaker: Text

    @property
    def title(self) -> Text:
        """Whom the interview is with."""
        return ARTICLES[self.article]


INTERVIEWS: Final[tuple[Interview, ...]] = (
    Interview(
        1,
        "drc",
        Text("乘全会东风启新程 聚发改之力谋突破", "Setting out on the wind of the plenum, breaking through with the strength of development and reform"),
        Text("市发展改革委主任", "Head of the city's DRC"),
    ),
    Interview(
        2,
        "zhongyuan",
        Text(
            "坚持“三标”引领营造“六个环境” 推进高质量发展",
            "Led by the “three standards”, creating the “six environments”, pushing on high-quality growth",
        ),
        Text("中原区委书记", "Party secretary, Zhongyuan"),
    ),
    Interview(
        3,
        "erqi",
        Text("坚定信心奋发有为 高质量推动现代化美好二七实践", "With confidence and energy: a modern and beautiful Erqi, done well"),
        Text("二七区委书记", "Party secretary, Erqi"),
    ),
)

#: What stands before the first heading of an interview.
OPENING: Final = Text("开篇", "Opening")
#: The headings of the page, or the words with which a part begins, under each interview and in its order.
PAGE_HEADINGS: Final[dict[int, dict[str, Text]]] = {
    1: {
        "": OPENING,
        "抓项目促投资": Text("抓项目促投资", "Projects and investment"),
        "抓产业强支撑": Text("抓产业强支撑", "Industry that carries the city"),
        "抓改革优环境": Text("抓改革优环境", "Reform and a better environment"),
        "抓规划谋长远": Text("抓规划谋长远", "Planning for the long term"),
    },
    2: {
        "": OPENING,
        "突出文商旅体融合发展": Text("突出文商旅体融合发展", "Culture, commerce, tourism and sport merged"),
        "突出产业支撑": Text("突出产业支撑", "Industry as the support"),
        "突出项目建设": Text("突出项目建设", "Project building"),
        "突出创新引领": Text("突出创新引领", "Innovation in the lead"),
        "突出招商引资": Text("突出招商引资", "Investment promotion"),
        "突出生态保护": Text("突出生态保护", "Protection of nature"),
        "突出社会治理": Text("突出社会治理", "Governance of society"),
    },
    3: {
        "": OPENING,
        "在推动高质量发展方面": Text("在推动高质量发展方面", "On high-quality growth"),
        "在高效能治理方面": Text("在高效能治理方面", "On effective governance"),
        "作风建设方面": Text("作风建设方面", "On conduct"),
    },
}


@dataclass(frozen=True, slots=True)
class Mechanism:
    """One phrase of the page that asks for something, and what of it works.

    `order` counts within the interview; `paragraph` and `sentence` say where it stands, both 0 in the headline. `english` is the phrase in
    English, `meaning` what it asks for in one plain sentence, `there` what of it is there and what is not. `page` is the address where it
    can be seen and `test` the id of the test that proves it; they and `there` are empty as long as nothing works.
    """

    key: str
    interview: Interview
    order: int
    heading: Text
    paragraph: int
    sentence: int
    phrase: str
    start: int
    end: int
    system: System
    english: str
    meaning: Text
    status: Status
    page: str
    test: str
    there: Text | None

    @property
    def place(self) -> Text:
        """Where in its interview the phrase stands."""
        if not self.paragraph:
            return Text("标题", "headline")
        return Text(f"第{self.paragraph}段第{self.sentence}句", f"paragraph {self.paragraph}, sentence {self.sentence}")


@cache
def mechanisms() -> tuple[Mechanism, ...]:
    """Every mechanism in the order of the page.

    Raises:
        ValueError: when a row claims to work, wholly or in part, and names no page or no test, or does not say what is there.
    """
    with (files(__package__) / "mechanisms.csv").open(encoding="utf-8") as lines:
        return tuple(_mechanism(row) for row in csv.DictReader(lines))


def _mechanism(row: dict[str, str]) -> Mechanism:
    status = cast(Status, row["status"])
    claimed = all(row[name] for name in ("page", "test", "there", "there_zh"))
    if status not in STATUSES or (status != "not yet" and not claimed):
        raise ValueError(f"mechanism {row['key']}: a status other than 'not yet' needs a page, a test and what is there")
    number = int(row["interview"])
    return Mechanism(
        key=row["key"],
        interview=INTERVIEWS[number - 1],
        order=int(row["order"]),
        heading=PAGE_HEADINGS[number][row["heading"]],
        paragraph=int(row["paragraph"]),
        sentence=int(row["sentence"]),
        phrase=row["phrase"],
        start=int(row["start"]),
        end=int(row["end"]),
        system=system(int(row["system"])),
        english=row["english"],
        meaning=Text(row["meaning_zh"], row["meaning"]),
        status=status,
        page=row["page"],
        test=row["test"],
        there=Text(row["there_zh"], row["there"]) if row["there"] else None,
    )
