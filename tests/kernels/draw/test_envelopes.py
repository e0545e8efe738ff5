"""Envelopes: drawn from like names, opened one by one."""

from __future__ import annotations

import pytest

from taizhang.kernels import draw
from taizhang.kernels.draw.envelopes import envelope, opened, openings, sealed, value_of

KEY = bytes(range(32))
NAMES = [f"9141010000000000{n:02}" for n in range(40)]


def test_a_frame_of_envelopes_is_drawn_from_and_only_those_drawn_are_opened():
    by_envelope = sealed(KEY, NAMES)
    frame = draw.frame_of((own, "S1") for own in by_envelope)
    assert not any(name in frame.content.decode() for name in NAMES)
    drawn = draw.sample(frame, {"S1": draw.Stratum(40, 5, 2)}, "seed")[0].chosen
    published = openings(KEY, [by_envelope[own] for own in drawn])
    assert set(opened(published)) == set(drawn) and published.count("\n") == 6
    assert sum(name in published for name in NAMES) == 5


def test_a_name_that_is_not_in_the_envelope_is_found_out():
    published = openings(KEY, NAMES[:2])
    with pytest.raises(ValueError, match=f"line 2: {NAMES[7]} is not in this envelope"):
        opened(published.replace(NAMES[0], NAMES[7]))
    with pytest.raises(ValueError, match="the first line"):
        opened("id,value\n")


def test_a_value_opens_its_own_envelope_and_depends_on_key_and_name():
    one = value_of(KEY, NAMES[0])
    assert len({one, value_of(KEY, NAMES[1]), value_of(KEY[::-1], NAMES[0])}) == 3
    assert envelope(NAMES[0], one) in sealed(KEY, NAMES) and envelope(NAMES[1], one) not in sealed(KEY, NAMES)


def test_a_short_key_a_name_twice_and_one_that_is_not_canonical_are_refused():
    for key, names in ((b"short", NAMES), (KEY, [NAMES[0], NAMES[0]]), (KEY, ["9141ma"])):
        with pytest.raises(ValueError):
            sealed(key, names)
