"""Today's architecture as DOT source for a stage: sources at the left, and their readers in columns to the
right. Texts in, text out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby, takewhile

from django.utils.translation import gettext as _

from discovery.drawing_key_entries import key_of, product_entry
from discovery.marks import MARKS
from discovery.state_looks import ItemState, in_state
from documents import dot, drawing_key
from documents.marks import Shape
from documents.stage_node import StageNode
from products.landscape.map_columns import in_order
from products.landscape.stage_columns import Band, BandPicture, banded_source, page_source
from products.landscape.stage_drawing import stage_look
from technology.today.drawing import TodayEdge, TodayNode, TodayPicture, kinds, look_of, word_of
from workshops.room.drawing_camera.rules import StopGroup

_LAST = 3
"""The number of the last column."""
_BESIDE = " · "
"""Between the kinds of a heading."""
_THICK = 8.0
"""The width of a red outline: seen around a color, too."""


def source(picture: TodayPicture, *, shape: float) -> str:
    """DOT source of a drawing whose height over width is `shape`: names without notes."""
    return banded_source(replace(_picture(picture), key=_key(picture)), shape=shape)


def today_page_source(picture: TodayPicture) -> str:
    """The same for a page, with notes."""
    return page_source(_picture(picture, has_notes=True))


def _picture(picture: TodayPicture, *, has_notes: bool = False) -> BandPicture:
    idle = {node.id for node in picture.unread}
    nodes = {node.id: _node(node, is_idle=node.id in idle, has_notes=has_notes) for node in picture.nodes}
    edges = [(edge.source, edge.target, dict[str, str]()) for edge in _edges(picture)]
    return BandPicture(nodes, bands(picture), edges)


def _key(picture: TodayPicture) -> list[drawing_key.KeyEntry]:
    """The meaning of its colors and outlines."""
    idle = {node.id for node in picture.unread}
    kinds_in_use = picture.kinds
    assets = [stage_look(look_of(node)[0]) for node in picture.nodes if node.kind == "asset"]
    existing = [stage_look(look_of(node)[0]) for node in picture.nodes if node.kind == "existing"]
    return [
        *key_of(
            (
                ("source" in kinds_in_use, drawing_key.entry_with_mark(MARKS["producer"])),
                ("integration" in kinds_in_use, drawing_key.entry_with_mark(MARKS["integration"])),
                ("product" in kinds_in_use, product_entry()),
            )
        ),
        *(drawing_key.KeyEntry(word_of("asset"), {**look, "shape": "box"}) for look in assets[:1]),
        *(
            drawing_key.KeyEntry(_("Existing data product, not from this discovery"), look)
            for look in existing[:1]
        ),
        *([_idle_entry()] if idle else []),
    ]


def _idle_entry() -> drawing_key.KeyEntry:
    """The entry of sources without a reader, with their corners."""
    entry = drawing_key.outline(_("Source that nothing reads today"), color=dot.INK, style="solid")
    return replace(entry, look=in_state(entry.look, ItemState.LACKING))


def groups(picture: TodayPicture) -> Iterator[StopGroup]:
    """The bands, for the camera of a stage."""
    for band in bands(picture):
        yield StopGroup(band.key, band.heading, tuple(chain(*band.columns)))


def bands(picture: TodayPicture) -> list[Band]:
    """Columns with the kinds of their nodes as headings. From the first one with mixed kinds, or those of
    another one, all have one heading."""
    by_id = {node.id: node for node in picture.nodes}
    columns, joined = defaultdict[int, list[str]](list), defaultdict[str, list[str]](list)
    for key, column in _columns(picture).items():
        columns[column].append(key)
    for edge in _edges(picture):
        joined[edge.source].append(edge.target)
        joined[edge.target].append(edge.source)
    rows = in_order([columns[number] for number in sorted(columns)], joined)

    def heading(rows: Iterable[Sequence[str]]) -> str:
        of_rows = {by_id[key].kind for key in chain(*rows)}
        return _BESIDE.join(words for words, of in kinds().items() if of_rows & {*of})

    def is_apart(headings: Sequence[str], number: int) -> bool:
        others = chain(*(words.split(_BESIDE) for words in (*headings[:number], *headings[number + 1 :])))
        return headings[number] not in others and _BESIDE not in headings[number]

    parts = [list(of) for _heading, of in groupby(rows, lambda row: heading([row]))]
    headings = [heading(part) for part in parts]
    whole = takewhile(lambda number: is_apart(headings, number), range(len(parts)))
    first = len([*whole])
    parts = [*parts[:first], *([[*chain(*parts[first:])]] if parts[first:] else [])]
    return [Band(f"column-{number}", heading(part), tuple(part)) for number, part in enumerate(parts)]


def _edges(picture: TodayPicture) -> list[TodayEdge]:
    ids = {node.id for node in picture.nodes}
    return [edge for edge in picture.edges if {edge.source, edge.target} <= ids]


def _columns(picture: TodayPicture) -> dict[str, int]:
    """The column of each node: right of what it reads, sources in the first one, and integration sources left
    of all others."""
    others = 1 + ("integration" in picture.kinds)
    first = {"source": 0, "integration": 1}
    columns = {node.id: first.get(node.kind, others) for node in picture.nodes}
    sources = {node.id for node in picture.nodes if node.kind == "source"}
    for _round in range(_LAST):
        for edge in _edges(picture):
            if edge.target not in sources:
                columns[edge.target] = min(max(columns[edge.target], columns[edge.source] + 1), _LAST)
    return columns


def _node(node: TodayNode, *, is_idle: bool, has_notes: bool) -> StageNode:
    look, ink = look_of(node)
    shape = Shape.HEXAGON if look["shape"] == "hexagon" else Shape.RECTANGLE
    look = stage_look(look) | {"shape": "hexagon" if shape is Shape.HEXAGON else "box"}
    if is_idle:
        look = in_state(look, ItemState.LACKING, thick=_THICK)
    is_product = node.kind in ("existing", "product")
    notes = node.notes if has_notes else ()
    return StageNode(node.name, shape, look, ink, bold=is_product, notes=notes)
