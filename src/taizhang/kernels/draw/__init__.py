"""Verifiable random selection (可验证随机抽取): anyone who has the published files can draw again and gets the same. No database here.

A frame is fixed, its sizes are fixed, both are committed, and only then does the randomness come about. From there on there is
nothing to choose: every id has one ticket, and the smallest tickets win.
"""

from .chains import ChainState, chain_of, replayed
from .frame import Frame, FrameFault, canonical_id, frame_of, read_frame
from .manifest import VERSION, Manifest, Stratum, canonical, commitment, manifest_of
from .permanent import inclusion, order_sample, poisson, shifted
from .pool import Alarm, alarms
from .randomness import (
    Beacon,
    Chain,
    Parties,
    Revealed,
    RevealFault,
    Source,
    event_of,
    numbers_of,
    randomness,
    seed_of,
    signature_of,
)
from .sample import Sample, merged, order, redraw, sample, sample_stream
from .sizes import allocate, share
from .tickets import ticket
from .weighted import pareto, sequential_poisson

__all__ = [
    "VERSION",
    "Alarm",
    "Beacon",
    "Chain",
    "ChainState",
    "Frame",
    "FrameFault",
    "Manifest",
    "Parties",
    "RevealFault",
    "Revealed",
    "Sample",
    "Source",
    "Stratum",
    "alarms",
    "allocate",
    "canonical",
    "canonical_id",
    "chain_of",
    "commitment",
    "event_of",
    "frame_of",
    "inclusion",
    "manifest_of",
    "merged",
    "numbers_of",
    "order",
    "order_sample",
    "pareto",
    "poisson",
    "randomness",
    "read_frame",
    "redraw",
    "replayed",
    "sample",
    "sample_stream",
    "seed_of",
    "sequential_poisson",
    "share",
    "shifted",
    "signature_of",
    "ticket",
]
