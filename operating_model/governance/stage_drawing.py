"""The picture of governance as DOT source for a screen that is wider than high.

What spans domains is above the bodies of the domain and for technology, and the teams are below them. So most
flows are straight arrows, with their words beside them. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from django.utils.translation import gettext as _, ngettext

from discovery.state_looks import ItemState, in_state, state_entry
from documents import dot, drawing_key
from documents.boxes import Box
from documents.drawing_key import KeyEntry
from documents.drawing_positions import at, placed_in
from documents.word_widths import ems
from operating_model.governance import drawing
from operating_model.governance.drawing import Arrow, GovernanceBox, GovernancePicture
from operating_model.governance.flow_label_layout import (
    LETTER,
    LINE,
    NEAR,
    WORDS,
    free_behind,
    lines_of,
    most_lines,
    narrowest,
    shared_widths,
)
from workshops.room.drawing_camera.rules import StopGroup

# How wide a body is that has flows with others than those beside it, to one that has none.
_BUSY = 1.4
# The size of names, and the width of a letter in them.
_NAME, _BOLD = 27.0, 0.58
# How wide it is with up to two bodies beside each other, and more for each further one; the room for flows
# between those.
_WIDE, _MORE, _FLOWS = 1000.0, 300.0, 244.0
_LOWEST, _LEAST_GAP, _MOST_GAP = 84.0, 92.0, 116.0
_INSIDE, _BETWEEN = 16.0, 14.0
_NAMED = 165.0  # the least width of a team
_HEADING = 44.0  # above the names of teams
_HEAD, _CLEAR = 10.0, 3.0  # how far an arrowhead reaches, and from it to a box
_PEOPLE_LINES = 2  # of the names of members
_LINE_WIDTH = "2"  # of all outlines
_TEAM = {"style": "filled,rounded", "fillcolor": dot.SUNKEN, "color": dot.INK_3}
_PAGE_SHAPE = 0.6
_KEY = drawing_key.scale_beside(WORDS)


def source(picture: GovernancePicture, *, shape: float) -> str:
    """DOT source of the picture, whose height over width is `shape`. Flows that would run through a box make
    it the drawing of the page, without details."""
    stage = _stage(picture, shape)
    if not stage.has_clear_ways:
        return drawing.source(drawing.short(picture), shape=shape)
    return stage.drawn()


def page_source(picture: GovernancePicture) -> str:
    """DOT source of the picture for a page, with the members of bodies. Words begin at the left of each box,
    where a phone begins to show it."""
    boxes = tuple(replace(box, count=0, people="") for box in picture.boxes)
    without_counts = replace(picture, boxes=boxes)
    page = _stage(without_counts, _PAGE_SHAPE, has_notes=True)
    return page.drawn() if page.has_clear_ways else drawing.source(picture)


def stops(picture: GovernancePicture, *, shape: float) -> list[StopGroup]:
    """The stops of the camera: none of their own where the whole is read, as flows are between all boxes."""
    is_read = _stage(picture, shape).has_clear_ways
    return [] if is_read else [*drawing.rank_groups(drawing.group_teams(picture))]


def _stage(picture: GovernancePicture, shape: float, *, has_notes: bool = False) -> _Stage:
    arrows = drawing.merged_arrows(drawing.group_teams(picture))
    return _Stage(drawing.alike(picture), arrows, shape, has_notes)


# A box or a group of teams from left to right.
_Placed = tuple[Sequence[GovernanceBox], float, float]


@dataclass(slots=True)
class _Stage:
    """The places of the boxes, by the key of the first box of each group; places grow downwards."""

    groups: Sequence[Sequence[GovernanceBox]]
    arrows: Sequence[tuple[Arrow, str]]
    shape: float
    has_notes: bool = False
    wide: float = 0.0
    high: float = 0.0
    places: dict[str, Box] = field(default_factory=dict)

    def __post_init__(self) -> None:
        beside = len([group for group in self.groups if group[0].kind in ("domain", "technology")])
        for teams_in in (self._in_turn, self._below_bodies):
            wide = _WIDE + _MORE * max(beside - 2, 0)
            for _try in range(3):
                self.wide, self.high = wide, self._place(wide, teams_in)
                below = drawing_key.high_of(self._key(), wide, _KEY)
                if self.high + below <= wide * self.shape + 1:
                    break
                wide = (self.high + below) / self.shape
            if self.has_clear_ways:
                return

    def _place(self, wide: float, teams_in: Callable[[Sequence[_Placed], float], list[_Placed]]) -> float:
        """Give each box its place in a drawing of this width. Returns how high it is."""
        bodies = [self._bodies(kinds, wide) for kinds in drawing.RANKS[:2]]
        rows = [row for row in (*bodies, teams_in(bodies[1], wide)) if row]
        highs = [max(self._high_of(group, right - left) for group, left, right in row) for row in rows]
        room = wide * self.shape - sum(highs) - drawing_key.high_of(self._key(), wide, _KEY)
        gap = min(max(room / max(len(rows) - 1, 1), _LEAST_GAP), _MOST_GAP)
        more = max(room - gap * (len(rows) - 1), 0.0) / len(rows)
        down = 0.0
        for row, high in zip(rows, highs, strict=True):
            for group, left, right in row:
                self.places[group[0].key] = Box(left, down, right, down + high + more)
            down += high + more + gap
        return down - gap

    def _bodies(self, kinds: Collection[str], wide: float) -> list[_Placed]:
        """The bodies of these types beside each other, with room for the flows between them."""
        row = sorted(
            (group for group in self.groups if group[0].kind in kinds), key=lambda group: group[0].kind
        )
        inside = {group[0].key for group in row}
        pairs = [{arrow.origin, arrow.end} for arrow, _words in self.arrows]
        between = _FLOWS if any(pair <= inside for pair in pairs) else 2 * _BETWEEN
        # Words of flows to what is above and below need room.
        busy = set[str]().union(*(pair for pair in pairs if not pair <= inside))
        weights = [_BUSY if group[0].key in busy else 1.0 for group in row]
        return _side_by_side(row, weights, 0.0, wide, between)

    def _teams(self, bodies: Sequence[_Placed]) -> list[tuple[list[int], Sequence[GovernanceBox]]]:
        """The groups of teams, each after the places of the bodies above that it has flows with, from left to
        right."""
        at = {group[0].key: number for number, (group, _left, _right) in enumerate(bodies)}
        pairs = [{arrow.origin, arrow.end} for arrow, _words in self.arrows]
        teams = []
        for group in self.groups:
            if group[0].kind == "team":
                linked = set[str]().union(*(pair for pair in pairs if group[0].key in pair))
                teams.append((sorted(at[key] for key in linked & set(at)) or [len(at)], group))
        return sorted(teams, key=lambda each: each[0][0] + each[0][-1])

    def _in_turn(self, bodies: Sequence[_Placed], wide: float) -> list[_Placed]:
        """The teams over the whole width: the more of them in a group, the wider it is."""
        groups = [group for _above, group in self._teams(bodies)]
        weights = [1.0 + len(group) / 2 for group in groups]
        return _side_by_side(groups, weights, 0.0, wide, _BETWEEN)

    def _below_bodies(self, bodies: Sequence[_Placed], wide: float) -> list[_Placed]:
        """Each group of teams below all bodies that it has flows with."""
        teams = self._teams(bodies)
        shares: dict[str, tuple[float, float]] = {}
        for number, (_group, left, right) in enumerate(bodies):
            below = [group for above, group in teams if above[0] <= number <= above[-1]]
            for group, start, end in _side_by_side(below, [1.0] * len(below), left, right, _BETWEEN):
                first, _end = shares.get(group[0].key, (start, end))
                shares[group[0].key] = (first, end)
        return [(group, *shares.get(group[0].key, (0.0, wide))) for _above, group in teams]

    def _high_of(self, group: Sequence[GovernanceBox], width: float) -> float:
        has_note = self.has_notes and group[0].kind != "team"
        return _high_of(group, width) + (_words_high([_note(group[0], width)]) if has_note else 0.0)

    @property
    def has_clear_ways(self) -> bool:
        """True if each arrow is level or upright, without a box on its way, and no box is on another."""
        if any(one.covers(other) for one, other in combinations(self.places.values(), 2)):
            return False
        return all(
            {arrow.origin, arrow.end} <= set(self.places)
            and arrow.origin != arrow.end
            and self._span(arrow) is not None
            for arrow, _words in self.arrows
        )

    def _span(self, arrow: Arrow) -> Box | None:
        """The box between the arrow's ends: both have it as a side. None if there is too little of it, or
        another box in it."""
        one, other = sorted(
            (self.places[arrow.origin], self.places[arrow.end]), key=lambda each: (each.top, each.left)
        )
        left, right = max(one.left, other.left), min(one.right, other.right)
        top, bottom = max(one.top, other.top), min(one.bottom, other.bottom)
        if right - left >= _NAMED * 0.7:
            span = Box(left, one.bottom, right, other.top)
        elif bottom - top >= _LOWEST / 2:
            first, second = sorted((one, other), key=lambda each: each.left)
            span = Box(first.right, top, second.left, bottom)
        else:
            return None
        is_free = not any(span.covers(each) for each in self.places.values())
        return span if is_free and min(span.width, span.height) >= _LOWEST / 2 else None

    def _key(self) -> list[KeyEntry]:
        boxes = [box for group in self.groups for box in group]
        team = {"shape": "box", "penwidth": _LINE_WIDTH, **_TEAM}
        dashed = {"color": dot.INK_3, "style": "dashed", "penwidth": "2"}
        escalations = KeyEntry(_("Escalations only"), dashed, is_line=True)
        entries = (
            (
                any(box.kind != "team" for box in boxes),
                drawing_key.outline(_("Body"), color=dot.INK, style="solid"),
            ),
            (any(box.kind == "team" for box in boxes), KeyEntry(_("Team"), team)),
            (any(box.is_open for box in boxes), state_entry(_("No members yet"), ItemState.LACKING)),
            (any(arrow.is_escalation for arrow, _words in self.arrows), escalations),
        )
        return [entry for is_there, entry in entries if is_there]

    def drawn(self) -> str:
        """DOT source."""
        graph = dot.drawing("governance", direction="LR", between="0", between_ranks="0")
        graph.attr(layout="nop2", pad="0.2")
        graph.attr("node", shape="box", fixedsize="true", penwidth=_LINE_WIDTH)
        graph.attr("edge", color=dot.INK_3, penwidth="2", arrowsize="1.1", fontsize=f"{WORDS:g}")
        for group in self.groups:
            place = self.places[group[0].key]
            if group[0].kind == "team":
                graph.node(group[0].key, label="", **_TEAM, **placed_in(place))
                head = Box(place.left, place.top + _INSIDE / 2, place.right, place.top + _HEADING)
                words = group[0].words if group[1:] and group[0].words else group[0].word
                label = _centered([dot.Words(words, size=WORDS, color=dot.INK_2, width=60, lines=1)])
                graph.node(f"{group[0].key}-word", shape="plain", label=label, **placed_in(head))
                for box, chip in _placed_chips(group, place):
                    text = [dot.Words(box.name, size=WORDS, bold=True, width=_letters(chip.width), lines=2)]
                    look = {"color": dot.INK_3, "style": "rounded,filled", "fillcolor": dot.PAPER}
                    graph.node(f"{box.key}-name", label=_centered(text), **placed_in(chip), **look)
            elif self.has_notes:
                graph.node(group[0].key, **_page_look(group[0], place))
            else:
                graph.node(group[0].key, **placed_in(place), **_body_look(group[0], place.width))
        pairs: dict[frozenset[str], list[tuple[Arrow, str]]] = {}
        for arrow, words in self.arrows:
            pairs.setdefault(frozenset((arrow.origin, arrow.end)), []).append((arrow, words))
        for flows in pairs.values():
            for (arrow, _words), way in zip(flows, self._ways(flows), strict=True):
                style = "dashed" if arrow.is_escalation else "solid"
                graph.edge(arrow.origin, arrow.end, style=style, **way)
        drawing_key.put_key(graph, self._key(), Box(0, self.high, self.wide, self.high), _KEY)
        return str(graph.source)

    def _ways(self, flows: Sequence[tuple[Arrow, str]]) -> Iterator[dict[str, str]]:
        """The line and the words of each flow between two boxes, which share the space between these."""
        span = self._span(flows[0][0]) or Box(0, 0, 0, 0)
        spans = filter(None, (self._span(arrow) for arrow, _words in self.arrows))
        free = free_behind(span, self.wide, [*self.places.values(), *spans])
        shares = shared_widths([words for _arrow, words in flows], span, free)
        left = span.left
        for number, (arrow, words) in enumerate(flows):
            one, other = self.places[arrow.origin], self.places[arrow.end]
            if one.left < other.right and other.left < one.right:
                share = shares[number]
                text = lines_of(words, share - 3 * NEAR, most_lines(span))
                wide = max(map(ems, text), default=0.0) * WORDS
                x = left + 2 * NEAR
                left += share
                ends = [(x, span.top), (x, span.bottom)]
                middle = (x + NEAR + wide / 2, (span.top + span.bottom) / 2)
                is_back, end = one.top > other.top, r"\l"
            else:
                text = lines_of(words, span.width - 2 * NEAR, 3)
                center = (span.top + span.bottom) / 2
                y = center + (number - (len(flows) - 1) / 2) * min(span.height / 3, 2 * NEAR)
                ends = [(span.left, y), (span.right, y)]
                high = len(text) * WORDS * LINE / 2 + NEAR / 2
                middle = ((span.left + span.right) / 2, y + high if number else y - high)
                is_back, end = one.left > other.left, r"\n"
            way = {"pos": _line(*(ends[::-1] if is_back else ends))}
            label = "".join(dot.label(line, len(line) + 1, 1) + end for line in text)
            yield way | ({"label": label, "lp": at(*middle)} if text else {})


def _side_by_side(
    groups: Sequence[Sequence[GovernanceBox]],
    weights: Sequence[float],
    left: float,
    right: float,
    between: float,
) -> list[_Placed]:
    room = right - left - between * (len(groups) - 1)
    row = []
    for group, weight in zip(groups, weights, strict=True):
        width = room * weight / sum(weights)
        row.append((group, left, left + width))
        left += width + between
    return row


def _chips(group: Sequence[GovernanceBox], width: float) -> tuple[int, int, float, float]:
    """The number of teams beside and below each other, and the width and height of each."""
    columns = max(1, min(len(group), int((width - _BETWEEN) / (_NAMED + _BETWEEN))))
    columns = -(-len(group) // -(-len(group) // columns))
    each = (width - 2 * _INSIDE - _BETWEEN * (columns - 1)) / columns
    lines = max(len(dot.wrapped(box.name, _letters(each), 2)) for box in group)
    return columns, -(-len(group) // columns), each, lines * WORDS * LINE + _INSIDE


def _placed_chips(group: Sequence[GovernanceBox], place: Box) -> Iterator[tuple[GovernanceBox, Box]]:
    columns, rows, width, high = _chips(group, place.width)
    between = (place.height - _HEADING - _INSIDE - (rows - 1) * _BETWEEN) / rows - high
    for number, box in enumerate(group):
        row, column = divmod(number, columns)
        left = place.left + _INSIDE + column * (width + _BETWEEN)
        top = place.top + _HEADING + row * (high + between + _BETWEEN)
        yield box, Box(left, top, left + width, top + high + between)


def _letters(width: float) -> int:
    return int((width - _INSIDE) / (WORDS * _BOLD))


def _body_words(box: GovernanceBox, width: float) -> list[dot.Words]:
    """Its name, below its type where the name doesn't tell it, and its members: their names if these have
    room, else their number."""
    is_told = box.word.casefold() in box.name.casefold()
    letters = (width - 2 * _INSIDE) / _BOLD
    word = "" if is_told else box.word
    kind = dot.Words(word, size=WORDS, color=dot.INK_2, width=int(letters / WORDS), lines=2)
    most = int(letters / _NAME)
    even = min(narrowest(box.name, len(dot.wrapped(box.name, most, 4))), most)
    across = int(letters / WORDS)
    members = ngettext("%(count)s member", "%(count)s members", box.count) % {"count": box.count}
    if box.people and len(dot.wrapped(box.people, across, _PEOPLE_LINES + 1)) <= _PEOPLE_LINES:
        members = box.people
    return [
        kind,
        dot.Words(box.name, size=_NAME, bold=True, width=even, lines=4),
        dot.Words(
            members if box.count or box.people else "",
            size=WORDS,
            color=dot.INK_2,
            width=across,
            lines=_PEOPLE_LINES,
        ),
    ]


def _high_of(group: Sequence[GovernanceBox], width: float) -> float:
    if group[0].kind == "team":
        _columns, rows, _each, high = _chips(group, width)
        return _HEADING + _INSIDE + rows * (high + _BETWEEN) - _BETWEEN
    return max(_words_high(_body_words(group[0], width)) + 2 * _INSIDE, _LOWEST)


def _words_high(words: Sequence[dot.Words]) -> float:
    return sum(
        each.size * LINE * len(dot.wrapped(each.text, each.width, each.lines)) for each in words if each.text
    )


def _note(box: GovernanceBox, width: float) -> dot.Words:
    """The members of a body."""
    letters = int((width - 2 * _INSIDE) / (WORDS * LETTER))
    return dot.Words(box.note, size=WORDS, color=dot.INK_2, width=letters, lines=3)


def _page_look(box: GovernanceBox, place: Box) -> dict[str, str]:
    """A body with its members, its words at its left."""
    color, thickness = drawing.BORDERS[box.kind]
    words = [*_body_words(box, place.width), _note(box, place.width)]
    size = (place.width - thickness, place.height - thickness)
    border, line = box.state.value.color(color), box.state.value.line
    label = dot.card(words, border=border, thickness=thickness, line=line, rounded=False, size=size)
    return {"shape": "plain", "label": label, "fixedsize": "false", "pos": placed_in(place)["pos"]}


def _body_look(box: GovernanceBox, width: float) -> dict[str, str]:
    look = {"label": _centered(_body_words(box, width)), "color": dot.INK, "style": "solid"}
    return in_state(look, box.state, thick=4)


def _centered(words: Sequence[dot.Words]) -> str:
    """The label with these words below each other, in the middle of a node."""
    return dot.rows(
        (replace(each, text=line), each.size * LINE)
        for each in words
        if each.text
        for line in dot.wrapped(each.text, each.width, each.lines)
    )


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A straight line with room for an arrowhead at its end, in the form of DOT's `pos`."""
    length = abs(end[0] - start[0]) + abs(end[1] - start[1])
    points, tip = [start], 1 - _CLEAR / length
    end = start[0] + (end[0] - start[0]) * tip, start[1] + (end[1] - start[1]) * tip
    for share in (1 / 3, 2 / 3, 1.0):
        part = share * (1 - _HEAD / (length - _CLEAR))
        points.append((start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part))
    return " ".join([f"e,{at(*end)}", *(at(*point) for point in points)])
