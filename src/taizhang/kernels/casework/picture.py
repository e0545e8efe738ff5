"""A track as a picture: mermaid text for documents, and an SVG of our own for pages.

The SVG runs downwards, because labels of moves need width and a phone has little of it: the main line on one side, other
states beside it. Moves to the next state are straight arrows; all others share lanes in the gutters. The same input always
gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html import escape
from unicodedata import east_asian_width

from taizhang.basis.text import Text

from .core import BACK, STAY, Lifecycle, Move, State, Track
from .lint import edges

Labels = Mapping[str, Text]

_W, _FONT, _SMALL = 144, 14, 12
_PORT, _LANE, _GAP, _PAD, _NAME = 18, 9, 34, 8, 92
#: Colours that hold when the page's style sheet says nothing of these classes.
_PAPER, _INK, _LINE, _NOW, _PAST, _REFUSAL = "#ffffff", "#1f2933", "#5c6b7a", "#0b5cad", "#e8eef4", "#a4262c"


def mermaid(lifecycle: Lifecycle, track_key: str, language: str = "zh", labels: Labels | None = None) -> str:
    """The track as a mermaid `stateDiagram-v2`. `labels` are the names of the actions; without one the key is shown."""
    track = lifecycle.track(track_key)
    names = {s.key: f"s{i}" for i, s in enumerate(track.states)}
    lines = ["stateDiagram-v2", *(f'  state "{_plain(s.label.in_(language))}" as {names[s.key]}' for s in track.states)]
    lines.append(f"  [*] --> {names[track.initial]}")
    for source, to, move in edges(lifecycle, track):
        lines.append(f"  {names[source]} --> {names[to]} : {_plain(_called(move, labels, language))}")
    for move, state, word in _notes(lifecycle, track, language):
        lines.append(f"  {names[state.key]} : {_plain(f'{word} {_called(move, labels, language)}')}")
    lines += [f"  {names[s.key]} --> [*]" for s in track.states if s.final]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Text in which mermaid finds nothing to obey."""
    return "".join(f"#{ord(c)};" if c in '"#;:<>{}[]|`\\%' else " " if c in "\r\n" else c for c in text)


def _called(move: Move, labels: Labels | None, language: str) -> str:
    return labels[move.action].in_(language) if labels and move.action in labels else move.action.rpartition(".")[2]


def _notes(lifecycle: Lifecycle, track: Track, language: str) -> list[tuple[Move, State, str]]:
    """Moves without an arrow of their own: back to the state that was left, and those that stay."""
    back = Text("↩ 退回原状态：", "↩ back:").in_(language)
    found = [(m, s, back) for m in lifecycle.moves if m.track == track.key and m.to == BACK for s in track.states if m.applies_from(s.key)]
    stay = [(m, s, "↻") for m in lifecycle.moves if m.track == track.key and m.to == STAY and m.sources for s in track.states if s.key in m.sources]
    return found + stay


@dataclass
class _Group:
    """The arrows of one action to one state, drawn as one lane with a tap at each source."""

    move: Move
    label: str
    to: str
    sources: list[str]
    side: str = "next"
    lane: int = 0


@dataclass
class _Box:
    state: State
    lines: list[str]
    notes: list[str]
    x: float = 0
    y: float = 0
    #: Room for one port: more where a name of two lines stands at an arrow.
    room: int = _PORT
    #: Ports on the left and right side: (group, enters).
    ports: dict[str, list[tuple[int, bool]]] = field(default_factory=lambda: {"left": [], "right": []})

    @property
    def height(self) -> float:
        text = len(self.lines) * (_FONT + 4) + len(self.notes) * (_SMALL + 4) + 16
        return max(40, text, self.room * (max(map(len, self.ports.values())) + 1))

    def port(self, side: str, group: int, enters: bool) -> float:
        ports = self.ports[side]
        return self.y + self.height * (ports.index((group, enters)) + 1) / (len(ports) + 1)


def width_of(text: str, size: float) -> float:
    """About how wide a text is: a Chinese character is as wide as it is high, a Latin one somewhat more than half."""
    return sum(size if east_asian_width(c) in "WFA" else size * 0.58 for c in text)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """The text in lines that fit, broken at spaces or between Chinese characters."""
    lines = [""]
    for word in _words(text):
        if lines[-1] and width_of((lines[-1] + word).rstrip(), size) > width:
            lines.append("")
        lines[-1] += word if lines[-1] else word.lstrip()
    return [line.rstrip() for line in lines]


def _words(text: str) -> list[str]:
    words, word = [], ""
    for c in text:
        if east_asian_width(c) in "WF":
            words += [word, c] if word else [c]
            word = ""
        else:
            word += c
            if c == " ":
                words.append(word)
                word = ""
    return [*words, word] if word else words


def main_line(lifecycle: Lifecycle, track: Track) -> list[str]:
    """The longest way forward from the initial state in the declared order; refusals do not lengthen it."""
    place = {s.key: i for i, s in enumerate(track.states)}
    ways = [(a, b) for a, b, _ in edges(lifecycle, track) if place[a] < place[b]]
    best: dict[str, list[str]] = {}
    for state in reversed(track.states):
        after = max((best[b] for a, b in ways if a == state.key), key=lambda line: _weight(track, line), default=[])
        best[state.key] = [state.key, *after]
    return best[track.initial]


def _weight(track: Track, line: list[str]) -> int:
    return sum(0 if track.state(k).refusal else 1 for k in line)


def svg(
    lifecycle: Lifecycle,
    track_key: str,
    language: str = "zh",
    *,
    labels: Labels | None = None,
    now: str | None = None,
    past: Collection[str] = (),
    name: str | None = None,
) -> str:
    """The track as one SVG element: the present state lit, past ones marked, derived moves dashed.

    Nothing is said by colour alone: the present state carries a dot, past ones a tick. `name` prefixes the ids of title and
    description, and has to differ between two pictures of one page. Classes for a style sheet: tz-picture (which wants
    `max-width: 100%; height: auto`, so that a phone shows it whole); tz-box with tz-now, tz-past, tz-final, tz-refusal;
    tz-move with tz-derived; tz-label, tz-note.
    """
    return _Drawing(lifecycle, lifecycle.track(track_key), language, labels, now, past).text(name or f"tz-{track_key}")


class _Drawing:
    """Boxes and lanes of one track, laid out once and then written."""

    def __init__(
        self,
        lifecycle: Lifecycle,
        track: Track,
        language: str,
        labels: Labels | None,
        now: str | None,
        past: Collection[str],
    ) -> None:
        self.track, self.language, self.now, self.past = track, language, now, past
        self.main = main_line(lifecycle, track)
        notes = _notes(lifecycle, track, language)
        self.boxes = {
            s.key: _Box(
                s,
                wrapped(self._mark(s.key) + s.label.in_(language), _FONT, _W - 20),
                [x for m, at, w in notes if at is s for x in wrapped(f"{w} {_called(m, labels, language)}", _SMALL, _W - 16)],
            )
            for s in track.states
        }
        self.groups = self._grouped(lifecycle, labels)
        self._ports()
        self._place()

    def _mark(self, key: str) -> str:
        return "● " if key == self.now else "✓ " if key in self.past else ""

    def _grouped(self, lifecycle: Lifecycle, labels: Labels | None) -> list[_Group]:
        at = {k: i for i, k in enumerate(self.main)}
        groups: dict[tuple[object, ...], _Group] = {}
        for source, to, move in edges(lifecycle, self.track):
            both = source in at and to in at
            side = "next" if both and at[to] == at[source] + 1 else "left" if both else "right"
            key = (move.action, to, move.derived, side, source if side == "next" else "")
            group = groups.setdefault(key, _Group(move, _called(move, labels, self.language), to, [], side))
            group.sources.append(source)
            if side != "next" and len(wrapped(group.label, _SMALL, _NAME)) > 1:
                self.boxes[to].room = _PORT + _SMALL
        return list(groups.values())

    def _ports(self) -> None:
        """Each lane gets its place in a gutter, and each box a port for every lane that touches it."""
        order = self._heights()
        for side in ("left", "right"):
            lanes = [g for g in self.groups if g.side == side]
            # Short lanes lie next to the boxes, long ones outside: fewer crossings.
            lanes.sort(key=lambda g: (max(abs(order[s] - order[g.to]) for s in g.sources), order[g.to]))
            for lane, group in enumerate(lanes):
                group.lane = lane
        for i, group in enumerate(self.groups):
            if group.side == "next":
                continue
            for key in [*group.sources, group.to]:
                # A box beside the main line looks towards it: its ports are on its left.
                side = "left" if group.side == "left" or key not in self.main else "right"
                self.boxes[key].ports[side].append((i, key == group.to))
        for box in self.boxes.values():
            for ports in box.ports.values():
                # What leads upwards leaves above what leads downwards.
                ports.sort(key=lambda p: (self._far_end(p, order), p))

    def _heights(self) -> dict[str, float]:
        """About where each box will stand: on the main line in order, beside it next to the first state that leads there."""
        order = {k: float(i) for i, k in enumerate(self.main)}
        for n, key in enumerate(k for k in self.boxes if k not in self.main):
            first = [order[s] for g in self.groups if g.to == key for s in g.sources if s in self.main]
            order[key] = min(first, default=0.0) + 0.5 + n / 100
        return order

    def _far_end(self, port: tuple[int, bool], order: Mapping[str, float]) -> float:
        group, enters = self.groups[port[0]], port[1]
        return sum(order[s] for s in group.sources) / len(group.sources) if enters else order[group.to]

    def _gutter(self, side: str) -> float:
        """Width of a gutter: its lanes, with the names of moves over them, each in at most two lines."""
        groups = [g for g in self.groups if g.side == side]
        names = [max(width_of(x, _SMALL) for x in wrapped(g.label, _SMALL, _NAME)) for g in groups]
        return max(names, default=0) + 18 + len(groups) * _LANE if groups else 0

    def _place(self) -> None:
        order = self._heights()
        beside = sorted((k for k in self.boxes if k not in self.main), key=order.__getitem__)
        self.left = _PAD + self._gutter("left")
        y: float = _PAD
        for key in self.main:
            box = self.boxes[key]
            peers = sum(1 for g in self.groups if g.side == "next" and g.to == key)
            # Beyond two, names of moves to the same state need room one under the other.
            box.x, box.y = self.left, y + max(peers - 2, 0) * (_SMALL + 2)
            y = box.y + box.height + _GAP
        bottom = y - _GAP
        straight = max((width_of(g.label, _SMALL) for g in self.groups if g.side == "next"), default=0)
        # The lanes keep clear of the names beside the straight arrows, as far as a phone allows.
        self.lanes_at = self.left + _W + min(max(14, straight + 14 - _W / 2), 48)
        aside = self.lanes_at + self._gutter("right")
        y = _PAD
        for key in beside:
            box = self.boxes[key]
            sources = [s for g in self.groups if g.to == key for s in g.sources if s in self.main]
            box.x, box.y = aside, max(y, self.boxes[sources[0]].y + 20 if sources else y)
            y = box.y + box.height + 20
            bottom = max(bottom, box.y + box.height)
        right = aside + _W if beside else max(self.left + _W, self.left + _W / 2 + 10 + straight)
        self.width, self.height = right + _PAD, bottom + _PAD

    # -- writing ----------------------------------------------------------------------------------------------------

    def text(self, name: str) -> str:
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="tz-picture" viewBox="0 0 {_n(self.width)} {_n(self.height)}" '
            f'width="{_n(self.width)}" role="img" aria-labelledby="{escape(name)}-title {escape(name)}-desc" font-family="inherit">',
            f'<title id="{escape(name)}-title">{escape(self.track.label.in_(self.language))}</title>',
            f'<desc id="{escape(name)}-desc">{escape(self._description())}</desc>',
        ]
        arrows = [self._arrow(i, g) for i, g in enumerate(self.groups)]
        # Names come after all lines, so that no lane runs through a word.
        parts += [line for line, _ in arrows] + [label for _, label in arrows]
        parts += [self._box(b) for b in self.boxes.values()]
        return "\n".join([*parts, "</svg>"]) + "\n"

    def _description(self) -> str:
        def names(keys: Collection[str]) -> str:
            return Text("、", ", ").in_(self.language).join(self.track.label_of(k).in_(self.language) for k in keys)

        said = [Text("主线：{k}。", "Main line: {k}.").in_(self.language).format(k=names(self.main))]
        beside = [k for k in self.boxes if k not in self.main]
        if beside:
            said.append(Text("其他：{k}。", "Beside it: {k}.").in_(self.language).format(k=names(beside)))
        past = [k for k in self.boxes if k in self.past]
        if past:
            said.append(Text("已经过：{k}。", "Passed: {k}.").in_(self.language).format(k=names(past)))
        if self.now in self.boxes:
            said.append(Text("当前：{k}。", "Now: {k}.").in_(self.language).format(k=names([self.now])))
        return " ".join(said)

    def _box(self, box: _Box) -> str:
        s = box.state
        lit, past = s.key == self.now, s.key in self.past
        classes = ["tz-box", *(c for c, on in (("tz-now", lit), ("tz-past", past), ("tz-final", s.final), ("tz-refusal", s.refusal)) if on)]
        fill = _NOW if lit else _PAST if past else _PAPER
        stroke = _REFUSAL if s.refusal else _NOW if lit else _LINE
        ink = _PAPER if lit else _INK
        parts = [
            f'<g class="{" ".join(classes)}"><rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_W}" height="{_n(box.height)}" '
            f'rx="6" fill="{fill}" stroke="{stroke}" stroke-width="{3 if s.final else 1.5}"/>'
        ]
        lines = [(x, _FONT, "tz-label") for x in box.lines] + [(x, _SMALL, "tz-note") for x in box.notes]
        y = box.y + (box.height - sum(size + 4 for _, size, _ in lines)) / 2
        for words, size, kind in lines:
            y += size + 4
            parts.append(_words_at(words, box.x + _W / 2, y - 4, size, kind, ink, "middle"))
        return "".join([*parts, "</g>"])

    def _arrow(self, i: int, group: _Group) -> tuple[str, str]:
        kind = "tz-move tz-derived" if group.move.derived else "tz-move"
        to = self.boxes[group.to]
        if group.side == "next":
            path, head, label = self._straight(group, to)
        else:
            path, head, label = self._lane(i, group)
        dash = ' stroke-dasharray="5 4"' if group.move.derived else ""
        return (
            f'<g class="{kind}"><path d="{path}" fill="none" stroke="{_LINE}" stroke-width="1.5"{dash}/>'
            f'<path d="{head}" fill="{_LINE}"/></g>',
            label,
        )

    def _straight(self, group: _Group, to: _Box) -> tuple[str, str, str]:
        """An arrow to the next state; of several the first has its label on the left, the others theirs on the right."""
        peers = [g for g in self.groups if g.side == "next" and g.to == group.to]
        nth = peers.index(group)
        above = self.boxes[group.sources[0]]
        x = to.x + _W / 2 + (nth - (len(peers) > 1) / 2) * 14
        top = above.y + above.height
        at = (top + to.y) / 2 + 3 + (max(nth - 1, 0) - max(len(peers) - 2, 0) / 2) * (_SMALL + 2)
        leftward = len(peers) > 1 and nth == 0
        label = _words_at(
            group.label, x - 8 if leftward else to.x + _W / 2 + 8 + 7 * (len(peers) > 1) * (2 * len(peers) - 3), at, _SMALL, "tz-note", _INK,
            "end" if leftward else "start",
        )
        return f"M{_n(x)} {_n(top)}V{_n(to.y)}", f"M{_n(x)} {_n(to.y)}l-4.5 -9h9z", label

    def _lane(self, i: int, group: _Group) -> tuple[str, str, str]:
        """A vertical lane with a tap at each source and one arrow into the target; the label stands over that arrow."""
        outward = group.side == "left"
        lefts, lanes = (sum(1 for g in self.groups if g.side == side) for side in ("left", "right"))
        x = _PAD + 4 + (lefts - 1 - group.lane) * _LANE if outward else self.lanes_at + (lanes - 1 - group.lane) * _LANE
        ends: list[tuple[float, float]] = []
        for key, enters in [*((k, False) for k in group.sources), (group.to, True)]:
            box = self.boxes[key]
            side = "left" if outward or key not in self.main else "right"
            ends.append((box.x if side == "left" else box.x + _W, box.port(side, i, enters)))
        ys = [y for _, y in ends]
        path = f"M{_n(x)} {_n(min(ys))}V{_n(max(ys))}" + "".join(f"M{_n(ex)} {_n(ey)}H{_n(x)}" for ex, ey in ends)
        ex, ey = ends[-1]
        from_left = ex > x
        head = f"M{_n(ex)} {_n(ey)}l{-9 if from_left else 9} -4.5v9z"
        # The first line stands over the arrow, a second one under it.
        label = "".join(
            _words_at(line, ex - 12 if from_left else ex + 12, ey - 4 + nth * (_SMALL + 4), _SMALL, "tz-note", _INK, "end" if from_left else "start")
            for nth, line in enumerate(wrapped(group.label, _SMALL, _NAME))
        )
        return path, head, label


def _words_at(words: str, x: float, y: float, size: int, kind: str, ink: str, anchor: str) -> str:
    halo = ' stroke="#ffffff" stroke-width="3" paint-order="stroke"' if anchor != "middle" else ""
    return (
        f'<text class="{kind}" x="{_n(x)}" y="{_n(y)}" font-size="{size}" text-anchor="{anchor}" fill="{ink}"{halo}>{escape(words)}</text>'
    )


def _n(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")
