"""The example projects of every kind: what they are is known without loading the city."""

from __future__ import annotations

from datetime import date

from taizhang.modules.projects import terms
from taizhang.site.example_city.example_kinds import _EXAMPLES, kinds

TODAY, BEGIN = date(2026, 11, 26), date(2026, 1, 5)


def test_there_is_one_of_every_kind_and_each_is_marked_as_an_example_in_both_languages():
    assert {e.kind for e in _EXAMPLES} == {key for key, _ in terms.KINDS}
    assert all("示例" in e.name.zh and "example" in e.name.en and e.summary.startswith("示例") for e in _EXAMPLES)


def test_all_is_done_between_the_first_weeks_and_today():
    days = [day for day, _ in kinds(print, {}, 0, TODAY, BEGIN)]
    assert min(days) > BEGIN and max(days) < TODAY
    assert len(days) == len(_EXAMPLES) + sum(len(e.papers) for e in _EXAMPLES) + 2, "one paper that lapses soon, and one put forward"


def test_some_of_the_reserve_stay_there_with_all_their_papers():
    kept = [e for e in _EXAMPLES if e.papers and not any(verb for _, verb in e.papers)]
    assert len(kept) == 2
