"""The value tree in levels for a stage, from the vision to the data products: each is a band, in which what
belongs to something stands below it. Texts in, text out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

import graphviz
from django.utils.translation import gettext as _, ngettext

from discovery.drawing_key_entries import key_of, product_entry, shared_entry
from discovery.marks import MARKS
from discovery.state_looks import (
    ItemState,
    absent_entry,
    aside_entry,
    in_state,
    mark_look,
    missing_entry,
    state_of,
)
from discovery.use_counts import UseCount, counted_name
from documents import dot, drawing_key, drawing_positions
from documents.boxes import Box
from documents.drawing_key import KeyEntry
from documents.marks import Shape
from documents.stage_node import StageNode

_SIZES = (*range(34, 15, -1),)
_SIZES_OF_HEADINGS, _MOST_HEADINGS, _BANNERS = (31.0, 28.0, 25.0, 22.0), 248.0, (36.0, 34.0, 32.0)
_AROUND, _BETWEEN, _BESIDE, _BELOW = 14.0, 8.0, 22.0, 8.0
# The most items of the last level below each other, and how high and wide they are at most.
_MOST_ITEMS, _MOST_HIGH, _MOST_WIDE = (8, 7, 6, 5, 4, 3), 96.0, 460.0
# The smallest letters that are read from the last row: for them, fewer items are enough.
_READ = 23
# Where the letters of goals, hypotheses and use cases are larger than these, those of items are this part of
# them, but no smaller.
_READ_ITEMS, _OF_ITEMS = 24, 0.82
# How much wider than others columns with items may be: these have the most words below each other.
_WIDER = (1.0, 1.3, 1.6)

_MORE: Mapping[str, str] = MappingProxyType(
    {"shape": "box", "style": "rounded", "color": dot.SUNKEN, "penwidth": "0"}
)


@dataclass(frozen=True, slots=True)
class LevelNode:
    """A part of the level of this number, with all below it. `items` are in the last level, each with
    the number of its use cases and its state."""

    key: str
    level: int
    node: StageNode
    below: tuple[LevelNode, ...] = ()
    items: tuple[tuple[str, UseCount, ItemState], ...] = ()

    @property
    def has_items(self) -> bool:
        """True if it has items, and not only an empty place for them."""
        return any(state is not ItemState.MISSING for _name, _uses, state in self.items)

    @property
    def names(self) -> tuple[str, ...]:
        """Its nodes in the drawing."""
        below = (name for each in self.below for name in each.names)
        return (self.key, *below, *(f"{self.key}-{number}" for number in range(len(self.items))))


@dataclass(frozen=True, slots=True)
class LevelTree:
    """The tree: `headings` of the levels, the last one for items; `vision` above all of them."""

    vision: str
    headings: Sequence[str]
    roots: Sequence[LevelNode]


def levels_source(tree: LevelTree, *, shape: float) -> str | None:
    """DOT source of the tree, whose height over width is `shape`; None where it's too large to be read as a
    whole."""

    high = drawing_positions.high_of(drawing_positions.WIDE, shape)
    layouts: list[_Layout] = []
    for most in _MOST_ITEMS:
        tries = (
            drawing_positions.largest(_SIZES, partial(_Layout, tree, high, most, wider)) for wider in _WIDER
        )
        fitting = [layout for layout in tries if layout is not None]
        layouts += [max(fitting, key=lambda layout: layout.size)] if fitting else []
        if layouts and layouts[-1].size >= _READ:
            break
    # The most items in letters that are read from the last row; where none are, the largest letters.
    return max(layouts, key=lambda layout: layout.size).drawn() if layouts else None


@dataclass(slots=True)
class _Layout:
    """The place of each node from left to right, and the height of the nodes of each level."""

    tree: LevelTree
    high: float
    most: int
    wider: float
    size: float
    across: dict[str, tuple[LevelNode, float, float]] = field(default_factory=dict)
    highs: list[float] = field(default_factory=list)
    items: dict[str, tuple[StageNode, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        left = self.headings
        for root in self.tree.roots:
            left = self._place(root, left)
        self.highs = [0.0] * len(self.tree.headings)
        for each, start, end in self.across.values():
            self.highs[each.level] = max(
                self.highs[each.level], self._high_of(each.node, end - start, self.size)
            )
            self.items[each.key] = first_items(each.items, self.most)
        self.highs[-1] = max(map(self._stack_high, self.across), default=0.0)

    @property
    def headings(self) -> float:
        """The width for the headings of levels, no more than their longest word takes."""
        words = " ".join((_("Vision"), *self.tree.headings)).split(" ")
        longest = max(drawing_positions.width_of(word, _SIZES_OF_HEADINGS[0]) for word in words)
        return min(_MOST_HEADINGS, longest + 2 * _AROUND + 1)

    @property
    def column(self) -> float:
        """The width of a column without items."""
        shares = sum(self._share(root) for root in self.tree.roots)
        return (drawing_positions.WIDE - self.headings) / max(shares, 1)

    def _share(self, each: LevelNode) -> float:
        """The width that it takes, in columns without items."""
        return sum(map(self._share, each.below)) or (self.wider if each.has_items else 1.0)

    def _place(self, each: LevelNode, left: float) -> float:
        """Give it and what is below it their places. Returns where they end."""
        right = left + self.column * self._share(each)
        self.across[each.key] = (each, left + _BESIDE / 2, right - _BESIDE / 2)
        start = left
        for child in each.below:
            start = self._place(child, start)
        return right

    @property
    def item_size(self) -> float:
        """The size of the letters of items: the same, or as small as may be read from the last row."""
        return min(self.size, max(_READ_ITEMS, _OF_ITEMS * self.size))

    def _high_of(self, node: StageNode, width: float, size: float) -> float:
        return node.high(node.lines(width, size), width, size)

    def _item_highs(self, key: str) -> list[float]:
        _each, start, end = self.across[key]
        width = min(end - start, _MOST_WIDE)
        return [self._high_of(item, width, self.item_size) for item in self.items[key]]

    def _stack_high(self, key: str) -> float:
        """The height of the items of a node, below each other."""
        highs = self._item_highs(key)
        return sum(highs) + _BELOW * max(len(highs) - 1, 0)

    def _level_high(self, level: int) -> float:
        """The height of a level without what is left."""
        return self.highs[level] + 2 * _AROUND

    @property
    def _levels(self) -> list[int]:
        return [number for number, high in enumerate(self.highs) if high]

    @property
    def _above(self) -> float:
        if not self.tree.vision:
            return 0.0
        size, lines = self._vision()
        return len(lines) * size * drawing_positions.LINE + 2 * _AROUND + _BETWEEN

    def _vision(self) -> tuple[float, list[str]]:
        """The size of its letters, and its lines: one if that takes only a little smaller ones."""
        width = drawing_positions.WIDE - self.headings - 4 * _AROUND
        ways = [
            (size, drawing_positions.lines_of(self.tree.vision, width, size, face=dot.SERIF, most=2))
            for size in _BANNERS
        ]
        return min(ways, key=lambda way: len(way[1]))

    @property
    def _spare(self) -> float:
        key_high = drawing_key.high_of(
            self._key(), drawing_positions.WIDE, drawing_key.scale_beside(self.size)
        )
        highs = sum(self._level_high(level) + _BETWEEN for level in self._levels)
        return self.high - self._above - key_high - highs + _BETWEEN

    @property
    def fits(self) -> bool:
        """True if all of it has room, and no word is broken."""
        return self._spare >= 0 and all(
            node.is_whole(node.lines(min(end - start, wide), size))
            for each, start, end in self.across.values()
            for node, wide, size in (
                (each.node, drawing_positions.WIDE, self.size),
                *((item, _MOST_WIDE, self.item_size) for item in self.items[each.key]),
            )
        )

    def _uses(self) -> Iterator[UseCount]:
        """The numbers of the items in the drawing."""
        for each, _start, _end in self.across.values():
            whole = [item for item in self.items[each.key] if not is_more(item)]
            yield from (uses for _name, uses, _state in each.items[: len(whole)])

    def _key(self) -> list[KeyEntry]:
        looks = [item.look for items in self.items.values() for item in items]
        colors = [look.get("fillcolor") for look in looks]
        states = {*map(state_of, looks)} | {
            state_of(each.node.look) for each, _start, _end in self.across.values()
        }
        return key_of(
            (
                (MARKS["product"].color in colors, product_entry(has_states=True)),
                shared_entry(self._uses()),
                (ItemState.ABSENT in states, absent_entry()),
                (ItemState.MISSING in states, missing_entry()),
                (ItemState.ASIDE in states, aside_entry()),
            )
        )

    def drawn(self) -> str:
        """DOT source."""
        drawing = drawing_positions.plane("levels")
        if self.tree.vision:
            box = Box(0, 0, drawing_positions.WIDE, self._above - _BETWEEN)
            self._head(drawing, "vision", _("Vision"), box)
            banner = drawing_positions.at((self.headings + drawing_positions.WIDE) / 2, box.height / 2)
            size, lines = self._vision()
            label = drawing_positions.label_of(drawing_positions.even(lines), size, face=dot.SERIF)
            drawing.node("vision", label=label, shape="plain", pos=banner)
        down, places = self._above, dict[str, Box]()
        share = self._spare / max(len(self._levels), 1)
        for level in self._levels:
            box = Box(0, down, drawing_positions.WIDE, down + self._level_high(level) + share)
            self._head(drawing, f"level-{level}", self.tree.headings[level], box)
            tall_node = min(self.highs[level] + share / 2, max(self.highs[level], _MOST_HIGH))
            for name, node, place, parent, size in self._placed(level, box, tall_node):
                look = node.drawn(node.lines(place.width, size), place.width, size)
                drawing.node(name, **look, **drawing_positions.placed_in(place))
                if parent in places and not is_more(node):
                    _join(drawing, (parent, places[parent]), (name, place))
                places[name] = place
            down = box.bottom + _BETWEEN
        key_box = Box(0, down - _BETWEEN, drawing_positions.WIDE, self.high)
        drawing_key.put_key(drawing, self._key(), key_box, drawing_key.scale_beside(self.size))
        return str(drawing.source)

    def _head(self, drawing: graphviz.Digraph, name: str, words: str, box: Box) -> None:
        drawing_positions.put_ground(drawing, f"ground-{name}", box)
        size = self._heading_size
        lines = drawing_positions.lines_of(words, self.headings - 2 * _AROUND, size)
        place = Box(box.left + _AROUND, box.top, self.headings, box.bottom)
        drawing_positions.put_left(drawing, f"{name}-heading", lines, size, place)

    @property
    def _heading_size(self) -> float:
        """The largest in which no word of a heading is broken."""
        words = " ".join((_("Vision"), *self.tree.headings)).split(" ")
        sizes = (
            size
            for size in _SIZES_OF_HEADINGS
            if all(drawing_positions.width_of(word, size) <= self.headings - 2 * _AROUND for word in words)
        )
        return next(sizes, _SIZES_OF_HEADINGS[-1])

    def _placed(self, level: int, box: Box, high: float) -> Iterator[tuple[str, StageNode, Box, str, float]]:
        """The nodes of a level with their names, their places, the names of what they are below or beside,
        and the sizes of their letters."""
        middle = (box.top + box.bottom) / 2
        parents = {child.key: each.key for each, _start, _end in self.across.values() for child in each.below}
        for each, start, end in self.across.values():
            if each.level == level:
                place = Box(start, middle - high / 2, end, middle + high / 2)
                yield each.key, each.node, place, parents.get(each.key, ""), self.size
            if level == len(self.highs) - 1:
                yield from self._placed_items(each, start, end, box)

    def _placed_items(
        self, each: LevelNode, start: float, end: float, box: Box
    ) -> Iterator[tuple[str, StageNode, Box, str, float]]:
        """The items of a node below each other, each joined to the one above it."""
        most = max(map(len, self.items.values()), default=1)
        more = (box.height - self._level_high(len(self.highs) - 1)) / max(most, 1)
        aside, begin = max(0.0, (end - start - _MOST_WIDE) / 2), box.top + _AROUND
        above, highs = each.key, self._item_highs(each.key)
        for number, (item, high) in enumerate(zip(self.items[each.key], highs, strict=True)):
            tall = min(high + more, max(high, _MOST_HIGH))
            name, place = f"{each.key}-{number}", Box(start + aside, begin, end - aside, begin + tall)
            yield name, item, place, above, self.item_size
            above = name
            begin += high + more + _BELOW


def _join(drawing: graphviz.Digraph, above: tuple[str, Box], below: tuple[str, Box]) -> None:
    """An upright line."""
    (parent, start), (child, end) = above, below
    x = (end.left + end.right) / 2
    points = [(x, start.bottom), (x, end.top)]
    drawing.edge(parent, child, pos=drawing_positions.way_of(points), arrowhead="none", color=dot.INK_3)


def plain_node(
    text: str,
    border: str,
    *,
    state: ItemState = ItemState.THERE,
    face: str = dot.SANS,
    is_bold: bool = False,
    larger: float = 1.0,
) -> StageNode:
    """A rounded box with this border."""
    look = {"shape": "box", "style": "filled,rounded", "fillcolor": dot.PAPER}
    look |= {"color": border, "penwidth": "2.5"}
    return StageNode(text, Shape.ROUNDED, in_state(look, state), face=face, bold=is_bold, larger=larger)


def gap_node(text: str) -> StageNode:
    """A place that is empty though it should not be, and says so."""
    return plain_node(text, dot.INK_3, state=ItemState.MISSING)


def item_node(name: str, uses: UseCount, state: ItemState) -> StageNode:
    """An item of the last level, with its number; a `MISSING` one is an empty place."""
    if state is ItemState.MISSING:
        return gap_node(name)
    mark = MARKS[uses.mark]
    look = {"shape": "hexagon", **mark_look(mark, state, thick=2.5)}
    return StageNode(counted_name(name, uses), mark.shape, look, mark.ink, bold=True)


def more_node(count: int) -> StageNode:
    """A note in place of so many items."""
    words = ngettext("and %(count)s more", "and %(count)s more", count) % {"count": count}
    return StageNode(words, Shape.ROUNDED, _MORE, dot.INK_2)


def is_more(node: StageNode) -> bool:
    """True if it's the note in place of items."""
    return node.look is _MORE


def first_items(items: Sequence[tuple[str, UseCount, ItemState]], most: int) -> tuple[StageNode, ...]:
    """The items with their numbers; of more than `most`, how many more there are."""
    nodes = [item_node(*item) for item in items]
    if len(nodes) > most:
        nodes[most - 1 :] = [more_node(len(nodes) - most + 1)]
    return tuple(nodes)
