"""The freeze of a batch: exact versions of the list and the rosters, one frame for each department, nobody left out without a reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from taizhang.basis.errors import Conflict
from taizhang.basis.text import Text
from taizhang.frame import unguessable
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.kernels import draw
from taizhang.kernels.draw.envelopes import sealed

from .. import terms
from ..models import Batch, BatchPart
from ..queries import draws as queries
from ..queries import rosters
from ..rules import draws as rules
from ..rules.rosters import FirmRow, rows_of
from ..terms import draw_words, visit_words
from .batches import least_ratios, only_initiator
from .rosters import frozen

_LAW = terms.DOUBLE_RANDOM


@dataclass(slots=True)
class _Pools:
    """What the frames of a batch are cut from: whom nobody may draw, who was visited lately, and how often for which item."""

    by_hand: Mapping[str, rules.LeftOut]
    over_cap: frozenset[int]
    inspected: Mapping[int, Mapping[str, int]]
    limits: Mapping[str, tuple[int | None, str]]
    lately: frozenset[int]
    year: int
    left_out: dict[str, rules.LeftOut] = field(default_factory=dict)


def freeze_batch(
    batch: Batch,
    by: Hand,
    *,
    left_out: Annotated[
        str,
        Ask(
            Text("剔除的企业", "Firms left out"),
            help=Text(
                "每行“信用代码 理由”；已达频次上限的自动剔除",
                "Credit code and reason, one a line; those at the yearly cap are left out anyway",
            ),
            multiline=True,
        ),
    ] = "",
) -> None:
    """The rosters are fixed in versions, each department has its frame and its sizes, and the strata their public names.

    Raises:
        Conflict: another department's batch; an item that is in the list no more; a firm whose code cannot be drawn with; an empty frame.
    """
    only_initiator(batch, by)
    day = by.today
    for kind, column in (
        ("items", "items_version"),
        ("objects", "objects_version"),
        ("inspectors", "inspectors_version"),
        ("interests", "interests_version"),
    ):
        setattr(batch, column, frozen(by, batch.place, kind, day))
    parts = list(BatchPart.objects.filter(batch=batch).select_related("organ").order_by("organ__name"))
    pools = _pools(batch, parts, left_out, day)
    parts = _drawing(batch, parts)
    strata = {part.pk: _strata(batch, part, pools, day) for part in parts}
    inner = sorted({name for _, rows in strata.values() for _, name, _ in rows})
    key, seal_key = unguessable.some_bytes(32), unguessable.some_bytes(32)
    public = rules.opaque(inner, key)
    batch.strata, batch.frozen_on = {name: letter for letter, name in public.items()}, day
    seals = {name: own for own, name in _sealed(seal_key, strata.values()).items()}
    batch.seal_key = seal_key.hex()
    odd: list[rules.Odd] = []
    for part in parts:
        found, rows = strata[part.pk]
        odd += _cut(batch, part, [(seals[code], inner, weight) for code, inner, weight in rows], public, found)
        by.put(part)
    assert batch.objects_version
    odd += rules.odd_roster(batch.organ.name, batch.objects_version.size, queries.roster_before(batch))
    odd += rules.odd_again(batch.organ.name, queries.aborted_before(batch))
    batch.excluded = rules.left_out_file(pools.left_out.values(), unguessable.some_bytes(32).hex())
    batch.alarms = [[o.department, o.stratum, o.kind, o.n, o.of] for o in odd]
    by.put(batch)
    by.say(
        frames={part.organ.name: part.frame_sha256 for part in parts},
        sizes={part.organ.name: [part.size, part.take] for part in parts},
        left_out=rules.by_reason(batch.excluded),
        pool_alarms=[[o.department, o.stratum, o.kind] for o in odd if o.kind != rules.TELLS],
    )
    # Which class a public stratum stands for is for regulators. The key of the envelopes is in no entry: whoever read it before the
    # commitment could freeze anew until a seed that they know spares somebody. The row that holds it is under this entry's root.
    by.say_restricted(strata=batch.strata)


def _pools(batch: Batch, parts: Sequence[BatchPart], left_out: str, day: date) -> _Pools:
    year = batch.window_from.year
    each, both = visit_words.CAP_EACH.on(day), visit_words.CAP_TOGETHER.on(day)
    codes = sorted({code for part in parts for code in part.items})
    assert batch.items_version is not None
    listed = {row["code"]: row for row in rows_of(batch.items_version.content)}
    if gone := [code for code in codes if code not in listed]:
        raise Conflict(
            Text("事项{c}已不在公布的清单中，不得检查", "Item {c} is in the published list no more, and may not be inspected").with_(c=gone[0]),
            code="unpublished_item", law=terms.DISCIPLINE, remedy=Text("请该部门重新填报本部门部分", "Ask its department to state its part anew"),
        )  # fmt: skip
    limits = {
        code: (int(limit) if (limit := listed[code]["yearly_limit"]) else None, listed[code]["applies_to"])
        for code in codes
    }
    return _Pools(
        {row.code: row for row in rules.read_left_out(left_out)},
        queries.over_cap(batch, each.value, both.value) if each and both else frozenset(),
        queries.inspected_of_year(codes, year),
        limits,
        queries.visited_since(rules.lately(day)),
        year,
    )


def _drawing(batch: Batch, parts: Sequence[BatchPart]) -> list[BatchPart]:
    """The parts that draw, which leave room in a visit for those that attach. Raises Conflict."""
    drawing = [part for part in parts if not part.attached]
    attached = len(parts) - len(drawing)
    if batch.most_departments is not None and batch.most_departments <= attached:
        raise Conflict(
            Text("一次进门最多{m}个部门，附于发起部门的已有{n}个", "{m} departments come with one visit at most, and {n} attach to it").with_(
                m=batch.most_departments, n=attached
            ),
            code="no_room", law=_LAW, remedy=Text("放宽一次进门的部门数，或请部门自己抽取", "Let more come with one visit, or let a department draw itself"),
        )  # fmt: skip
    return drawing


def _strata(batch: Batch, part: BatchPart, pools: _Pools, day: date) -> tuple[int, list[tuple[str, str, int]]]:
    """How many were left out of a part, and its rows (code, stratum inside, weight)."""
    rows, out = [], 0
    for firm in rosters.firm_rows(batch.place, day, part.chosen):
        wanted = [code for code in part.items if not pools.limits[code][1] or pools.limits[code][1] in firm.tags]
        if not wanted:
            continue
        if reason := _reason(firm, wanted, pools):
            pools.left_out[firm.uscc] = rules.LeftOut(firm.uscc, reason)
            out += 1
            continue
        inner = rules.stratum_of(firm.risk_class, firm.zero_report_year, pools.year - 1, rules.ZERO in part.full)
        rows.append((firm.uscc, inner, rules.weight_of(firm.risk_class, firm.enterprise in pools.lately)))
    return out, rows


def _sealed(key: bytes, parts: Iterable[tuple[int, Sequence[tuple[str, str, int]]]]) -> dict[str, str]:
    """Every firm of the frames by its envelope, which is the same in all of them: so departments meet at one firm."""
    codes = sorted({code for _, rows in parts for code, _, _ in rows})
    for code in codes:
        try:
            if draw.canonical_id(code, "credit_code") != code:
                # Another row may hold the same code as it ought to be written: one firm, two tickets.
                raise ValueError("not written as codes are, in capital letters")
        except ValueError as error:
            raise Conflict(
                Text("“{c}”不能用来抽取：{e}", "{c} cannot be drawn with: {e}").with_(c=code, e=str(error)), code="bad_code", law=_LAW,
                remedy=Text("更正登记，或写明理由后剔除", "Correct the register, or leave the firm out with the reason"),
            ) from None  # fmt: skip
    return sealed(key, codes)


def _reason(firm: FirmRow, wanted: Sequence[str], pools: _Pools) -> str:
    """Why a firm cannot be drawn, '' when it can."""
    if named := pools.by_hand.get(firm.uscc):
        return named.reason
    if firm.enterprise in pools.over_cap:
        return draw_words.OVER_CAP
    done = pools.inspected.get(firm.enterprise)
    if done and all((most := pools.limits[code][0]) is not None and done.get(code, 0) >= most for code in wanted):
        return draw_words.ITEM_LIMIT
    return ""


def _cut(
    batch: Batch, part: BatchPart, rows: list[tuple[str, str, int]], public: Mapping[str, str], out: int
) -> list[rules.Odd]:
    """The part has its frame and sizes, by the public names of the strata; gives what is odd about them."""
    if not rows:
        raise Conflict(
            Text("“{o}”没有可抽的企业", "There is no firm that {o} could draw").with_(o=part.organ.name), code="empty_frame", law=_LAW,
            remedy=Text("核对名录库和该部门选择的范围", "Look at the roster and at whom the department chose"),
        )  # fmt: skip
    # Where all are equally likely a column of weights would say nothing.
    weighted = len({weight for _, _, weight in rows}) > 1
    frame = draw.frame_of((name, public[inner], weight) if weighted else (name, public[inner]) for name, inner, weight in rows)
    counts: dict[str, int] = {}
    for _, inner, _ in rows:
        counts[inner] = counts.get(inner, 0) + 1
    sizes = {public[inner]: stratum for inner, stratum in rules.sizes(counts, {**_dated(batch), **part.ratios}).items()}
    whole = {name for name in sizes if name == public.get(rules.ZERO)}
    part.frame, part.frame_sha256, part.size = frame.content.decode(), frame.sha256, len(rows)
    part.take = sum(s.take for s in sizes.values())
    part.strata = {
        name: {"size": s.size, "take": s.take, "substitutes": s.substitutes} for name, s in sorted(sizes.items())
    }
    drawn_by_lot = {name: s for name, s in sizes.items() if name not in whole}
    return rules.odd(part.organ.name, drawn_by_lot, queries.pool_before(batch, part), out)


def _dated(batch: Batch) -> dict[str, list[int]]:
    """The ratios of the day of the freeze, for a class that the part did not name."""
    return {letter: [percent, 100] for letter, percent in least_ratios(batch.frozen_on or batch.window_from).items()}
