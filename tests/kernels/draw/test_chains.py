"""Routine days: the seeds of a chain are revealed one after another, and whoever leaves one out, forges one or draws twice is found."""

from __future__ import annotations

import hashlib

import pytest

from taizhang.kernels import draw
from taizhang.kernels.draw import campaign

SEEDS = draw.chain_of(b"k" * 40, 30)
BEGIN = draw.ChainState("示例日常抽查", 0, SEEDS[0], 30)
FRAME = draw.frame_of((f"F{n:02}", "S1") for n in range(40))
STRATA = {"S1": draw.Stratum(40, 3, 1)}


def thirty_days() -> tuple[list[tuple[draw.Chain, str]], list[campaign.Drawn]]:
    """What the days committed and revealed, and what they drew."""
    state, days, drawn = BEGIN, [], []
    for day, seed in enumerate(SEEDS[1:], 1):
        committed = campaign.CampaignManifest(f"示例日常抽查第{day}日", [campaign.Part("示例局", FRAME, STRATA)], state.source())
        drawn.append(campaign.redraw({"示例局": FRAME.content}, committed.document(), draw.Revealed(seed=seed)))
        days.append((state.source(), seed))
        state = state.after(seed)
    return days, drawn


def test_a_month_of_daily_draws_is_replayed_and_every_day_draws_others():
    days, drawn = thirty_days()
    end = draw.replayed(BEGIN, days)
    assert (end.number, end.last, end.used_up) == (30, SEEDS[30], True)
    assert len({each.seed for each in drawn}) == 30 and len({firm for each in drawn for _, _, firm in each.chosen()}) > 30
    with pytest.raises(draw.RevealFault, match="used up"):
        end.source()
    with pytest.raises(draw.RevealFault, match="used up"):
        end.after(hashlib.sha256(b"").hexdigest())


def test_a_day_without_a_draw_spends_nothing_and_an_aborted_draw_spends_its_number():
    state = draw.replayed(BEGIN, thirty_days()[0][:11])
    # Nothing happens on a holiday: the next draw is on the next number.
    assert state.source() == draw.Chain("示例日常抽查", 12, SEEDS[11])
    assert state.after(SEEDS[12]).source() == draw.Chain("示例日常抽查", 13, SEEDS[12])


def test_a_seed_that_was_left_out_forged_or_used_twice_is_found():
    days, _ = thirty_days()
    with pytest.raises(draw.RevealFault, match=r"number 13 .* and 12 was the next"):
        draw.replayed(BEGIN, days[:11] + days[12:])
    with pytest.raises(draw.RevealFault, match=r"number 12 .* and 13 was the next"):
        draw.replayed(BEGIN, [*days[:12], days[11]])
    for forged in ("00" * 32, SEEDS[13], SEEDS[12].upper(), ""):
        with pytest.raises(draw.RevealFault, match="not seed 12"):
            draw.replayed(BEGIN, [*days[:11], (days[11][0], forged)])
    with pytest.raises(draw.RevealFault, match="示例别的链"):
        draw.replayed(BEGIN, [(draw.Chain("示例别的链", 1, SEEDS[0]), SEEDS[1])])
    with pytest.raises(ValueError, match="64 hexadecimal"):
        draw.ChainState("x", 0, "abc")
