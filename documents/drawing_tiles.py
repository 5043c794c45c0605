"""Large drawings on paper: as a whole where that can be read, else in parts that overlap, page by page."""

import base64
import copy
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from types import MappingProxyType

from django.utils.translation import gettext as _
from lxml import etree

from core.exceptions import DrawingFailed
from documents.diagrams import FailedDrawing, Part, Picture, draw_svg
from documents.dot import INK, PAPER, clean
from documents.drawing_cuts import Box, parts_of
from documents.drawing_page_colors import SVG
from documents.paper import ABOVE_TABLE, SMALLEST_WORDS, TURNED, UPRIGHT, Page
from documents.svg_geometry import SIZE, ends, points, shift_of, size_of

# A drawing for paper may take longer than a page waits, in seconds.
PATIENCE = 60.0
# No drawing is larger on paper than the text around it: this makes of its eleven points about nine.
LARGEST = 0.85
# On a slide words are as large as on a page that is read from afar.
LARGEST_ON_SLIDES = 1.5
# How far a line of text reaches above and below where it stands, in points of the drawing.
_ASCENT, _DESCENT = 9.0, 3.0
# Below the headings of the lanes, which a strip at the upper edge of each part repeats.
_BELOW_HEADINGS = 8.0
# Pictures are cut a little above their edge.
_BLEED = 12.0
# A drawing in so many parts has an overview. Its references are so large, in points; a line of its index is
# so high, and has about so many letters.
_FOR_OVERVIEW = 3
_REFERENCE = 20.0
_LINE_OF_INDEX, _LETTERS_OF_INDEX = 12.0, 150
# How high the name of a part is, above it, in points.
_LINE_OF_WORDS = 15.0
_FACE = {"font-family": "Inter, 'Inter Variable', sans-serif", "font-weight": "700"}
_PIXELS_PER_POINT = 4 / 3


@dataclass(frozen=True)
class Tile:
    """A part of a drawing: `words` say which one, "" for the whole. `make` makes its picture. The overview of
    a drawing in parts has an `index`: the name of each part, and what it shows."""

    make: Callable[[], Picture]
    words: str
    index: tuple[tuple[str, str], ...] = ()

    @cached_property
    def picture(self) -> Picture:
        """The picture in its size on paper. It is made when it is first asked for: of several ways to lay out
        a drawing, one is shown."""
        return self.make()


# The parts of a drawing, or why there is none.
Drawn = list[Tile] | FailedDrawing


def draw_tiles(
    source: str,
    *,
    title: str,
    description: str,
    parts: Mapping[str, Part] = MappingProxyType({}),
    page: Page = TURNED,
    above_table: bool = False,
    below: float = 0.0,
    largest: float = LARGEST,
) -> Drawn:
    """The drawing of a DOT `source`, as `tiled`; one that fails becomes its reason, and never breaks the
    report. `parts` are those of diagrams.draw_svg."""
    try:
        svg = draw_svg(source, title=title, description=description, parts=parts, timeout=PATIENCE)
    except DrawingFailed as failure:
        return FailedDrawing(str(failure))
    return tiled(
        svg,
        title=title,
        description=description,
        page=page,
        above_table=above_table,
        below=below,
        largest=largest,
    )


def whole(
    source: str,
    *,
    title: str,
    description: str,
    room: Page,
    parts: Mapping[str, Part] = MappingProxyType({}),
) -> Picture | FailedDrawing:
    """The drawing of a DOT `source` in one piece, as large as `room` admits, as for a slide. One that fails
    becomes its reason."""
    try:
        svg = draw_svg(source, title=title, description=description, parts=parts, timeout=PATIENCE)
    except DrawingFailed as failure:
        return FailedDrawing(str(failure))
    root = etree.fromstring(svg)
    _left, _top, width, height = map(float, root.get("viewBox", "0 0 1 1").split())
    box = (0.0, 0.0, width, height)
    scale = min(room[0] / width, room[1] / height, LARGEST_ON_SLIDES)
    return _picture(root, box, [box], scale, f"{clean(title)}. {clean(description)}")


def laid_out(*ways: Callable[[Page], Sequence[Drawn]]) -> tuple[Sequence[Drawn], bool]:
    """The drawings of a section, and whether its pages are turned.

    Each of `ways` makes them for pages with the room that it is given. The first in which each can be read
    whole, on upright pages or else on turned ones, is taken; if there is none, that with the fewest parts,
    and of two with as many that on turned pages.
    """
    cut: list[tuple[Sequence[Drawn], bool]] = []
    for make in ways:
        for page in (UPRIGHT, TURNED):
            drawings = make(page)
            if all(isinstance(each, FailedDrawing) or len(each) == 1 for each in drawings):
                return drawings, page == TURNED
            cut.append((drawings, page == TURNED))
    return min(cut, key=lambda drawings: (_count(drawings[0]), not drawings[1]))


def _count(drawings: Sequence[Drawn]) -> int:
    return sum(len(each) for each in drawings if not isinstance(each, FailedDrawing))


def tiled(
    svg: str,
    *,
    title: str,
    description: str,
    page: Page = TURNED,
    above_table: bool = False,
    below: float = 0.0,
    largest: float = LARGEST,
    smallest: float = SMALLEST_WORDS,
    has_overview: bool = True,
) -> list[Tile]:
    """A drawing of diagrams.draw_svg for pages with room for `page`: whole where its smallest words can be
    read, else in parts in which they can. Groups with `data-heading` stand at the top of every part.
    `above_table` leaves room for a short table as far as the drawing can still be read, `below` is what the
    text under the drawing takes of its last page, in points, so that no page holds that text alone.
    `largest` is the scale of a drawing that has room, `smallest` the least size of words, in points. Several
    parts come after an overview with their names, if what stands in them has names."""
    root = etree.fromstring(svg)
    _left, _top, width, height = map(float, root.get("viewBox", "0 0 1 1").split())
    readable = smallest / _smallest_words(root)
    if above_table:
        largest = min(largest, max(readable, min(ABOVE_TABLE[0] / width, ABOVE_TABLE[1] / height)))
    across, whole = page[0] / width, min(page[0] / width, (page[1] - below) / height)
    # One that is only a little too wide is not made smaller still: its words could not be read.
    scale = max(readable, min(largest, whole if whole >= readable else across))
    parts: Mapping[str, Box] = {"": (0.0, 0.0, width, height)}
    if whole < readable:
        room = (page[0] / scale, page[1] / scale)
        under = (below + _LINE_OF_WORDS) / scale if below else 0.0
        cut = dict(parts_of(width, height, room, _strip(root), _nodes(root), below=under))
        parts = {name: box for name, box in cut.items() if _shows(root, box)} or cut
    boxes = list(parts.values())
    tiles = []
    if has_overview and len(boxes) >= _FOR_OVERVIEW and any(_nodes_with_names(root)):
        words = _("All parts")
        alternative = ". ".join(filter(None, (clean(title), words, clean(description))))
        tiles.append(_overview(root, parts, page, alternative, words))
    for name, box in parts.items():
        words = ""
        if len(boxes) > 1:
            words = _("Part %(name)s (%(count)d parts)") % {"name": name, "count": len(boxes)}
        alternative = ". ".join(part for part in (clean(title), words, clean(description)) if part)
        tiles.append(Tile(partial(_picture, root, box, boxes, scale, alternative), words))
    return tiles


def _overview(
    root: etree._Element, parts: Mapping[str, Box], page: Page, alternative: str, words: str
) -> Tile:
    """The whole drawing without its words, which could not be read, with the parts on it by name."""
    _left, _top, width, height = map(float, root.get("viewBox", "0 0 1 1").split())
    strip = _strip(root)
    visible = {name: _visible(box, strip) for name, box in parts.items()}
    index = tuple((name, ", ".join(_names_in(root, box))) for name, box in visible.items())
    lines = sum(math.ceil(len(names) / _LETTERS_OF_INDEX) for _name, names in index)
    scale = min(page[0] / width, max(page[1] / 2, page[1] - lines * _LINE_OF_INDEX) / height)
    drawing = copy.deepcopy(root)
    for text in list(drawing.iter(f"{{{SVG}}}text")):
        if (parent := text.getparent()) is not None:
            parent.remove(text)
    size = _REFERENCE / scale
    for name, (left, top, wide, tall) in visible.items():
        place = {"x": left, "y": top, "width": wide, "height": tall, "stroke-width": 1 / scale}
        frame = etree.SubElement(drawing, f"{{{SVG}}}rect", {"fill": "none", "stroke": INK})
        for key, each in place.items():
            frame.set(key, f"{each:.2f}")
        middle = {"x": f"{left + wide / 2:.2f}", "y": f"{top + tall / 2 + size / 3:.2f}"}
        look = {"text-anchor": "middle", "font-size": f"{size:.2f}", "fill": INK, **_FACE}
        # A white line around the letters, so that they are read above what is drawn.
        around = {"stroke": PAPER, "stroke-width": f"{size / 3:.2f}", "stroke-linejoin": "round"}
        for more in (around, {}):
            text = etree.SubElement(drawing, f"{{{SVG}}}text")
            for key, value in (middle | look | more).items():
                text.set(key, value)
            text.text = name
    whole = (0.0, 0.0, width, height)
    return Tile(partial(_picture, drawing, whole, [whole], scale, alternative), words, index)


def _names_in(root: etree._Element, box: Box) -> list[str]:
    """Names of the nodes that are wholly in the box."""
    drawing = root.find(f"{{{SVG}}}g")
    if drawing is None:
        return []
    across, down = shift_of(drawing)
    names = []
    for name, group in _nodes_with_names(drawing):
        xs, ys = points(group)
        node = (min(xs) + across, min(ys) + down, max(xs) + across, max(ys) + down)
        names += [name] if _is_whole(node, box) else []
    return names


def _nodes_with_names(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """The nodes that have a name, by it."""
    for group in root.iter(f"{{{SVG}}}g"):
        if name := group.get("data-name"):
            yield name, group


def _smallest_words(root: etree._Element) -> float:
    """The size of the smallest words of a drawing, in its own points."""
    return min((size_of(text) for text in root.iter(f"{{{SVG}}}text")), default=SIZE)


def _nodes(root: etree._Element) -> list[Box]:
    """Boxes of all nodes, headings, and words beside edges. Headings reach nowhere downwards: each part
    repeats them."""
    drawing = root.find(f"{{{SVG}}}g")
    if drawing is None:
        return []
    across, down = shift_of(drawing)
    reach = []
    for group in drawing.findall(f"{{{SVG}}}g"):
        if group.get("data-frame") is not None:
            continue
        xs = [edge for text in group.iter(f"{{{SVG}}}text") for edge in ends(text)]
        ys = _lines_of(group)
        if xs and not _is_edge(group):
            own_xs, own_ys = points(group)
            xs, ys = xs + own_xs, ys + own_ys
        if group.get("data-heading"):
            ys = [-down]
        if xs:
            reach.append((min(xs) + across, min(ys) + down, max(xs) - min(xs), max(ys) - min(ys)))
    return reach


def _is_edge(group: etree._Element) -> bool:
    return group.find(f"{{{SVG}}}polygon") is not None and any(
        path.get("fill") == "none" for path in group.findall(f".//{{{SVG}}}path")
    )


def _lines_of(group: etree._Element) -> list[float]:
    """The upper and lower edges of the lines of text in the group."""
    lines = [float(text.get("y", "0")) for text in group.iter(f"{{{SVG}}}text")]
    return [edge for line in lines for edge in (line - _ASCENT, line + _DESCENT)]


def _picture(root: etree._Element, box: Box, boxes: Sequence[Box], scale: float, alternative: str) -> Picture:
    """The box of the drawing as a picture. A drawing of one box is used up for it."""
    is_part = len(boxes) > 1
    part = copy.deepcopy(root) if is_part else root
    left, top, width, height = box
    drawing = part.find(f"{{{SVG}}}g")
    if drawing is not None and is_part:
        strip = _strip(root)
        # Before words are cut: what has none counts as no node.
        _drop_cut_nodes(drawing, _visible(box, strip), [_visible(each, strip) for each in boxes])
        _keep(drawing, box)
        if top > 0:
            _repeat_headings(part, drawing, box)
    part.set("viewBox", f"{left:.2f} {top:.2f} {width:.2f} {height:.2f}")
    part.attrib.pop("width", None)
    return Picture(
        uri=f"data:image/svg+xml;base64,{base64.b64encode(etree.tostring(part)).decode()}",
        alternative=alternative,
        width=width * scale * _PIXELS_PER_POINT,
        height=height * scale * _PIXELS_PER_POINT,
    )


def _keep(drawing: etree._Element, box: Box) -> None:
    """Take out what does not reach into the box, so that a part weighs no more than what it shows."""
    shift = shift_of(drawing)
    for group in drawing.findall(f"{{{SVG}}}g"):
        if not group.get("data-heading") and not _reaches(group, box, shift):
            drawing.remove(group)
    _drop_cut_words(drawing, box)


def _shows(root: etree._Element, box: Box) -> bool:
    """Return True if the box shows anything but frames, headings, edges and the background."""
    drawing = root.find(f"{{{SVG}}}g")
    return drawing is not None and any(
        _reaches(group, box, shift_of(drawing))
        for group in drawing.findall(f"{{{SVG}}}g")
        if group.get("data-frame") is None and not group.get("data-heading") and not _is_edge(group)
    )


def _reaches(group: etree._Element, box: Box, shift: tuple[float, float]) -> bool:
    """Return True if the group reaches into the box; `shift` is that of the drawing."""
    (across, down), (left, top, width, height) = shift, box
    xs, ys = points(group)
    xs = xs or [edge for text in group.iter(f"{{{SVG}}}text") for edge in ends(text)]
    ys = ys or _lines_of(group)
    is_beside = xs and (max(xs) + across < left or min(xs) + across > left + width)
    return not (is_beside or (ys and (max(ys) + down < top or min(ys) + down > top + height)))


def _visible(box: Box, strip: float) -> Box:
    """The part of the box that the strip with the headings doesn't cover."""
    left, top, width, height = box
    return (left, top + strip, width, height - strip) if top > 0 else box


def _drop_cut_nodes(drawing: etree._Element, here: Box, boxes: Sequence[Box]) -> None:
    """Take out the nodes that an edge of the part cuts and that stand whole in another part."""
    across, down = shift_of(drawing)
    for group in drawing.findall(f"{{{SVG}}}g"):
        if group.get("data-frame") is not None or group.get("data-heading") or not _lines_of(group):
            continue
        xs, ys = points(group)
        if not ys or _is_edge(group):
            continue
        node = (min(xs) + across, min(ys) + down, max(xs) + across, max(ys) + down)
        if not _is_whole(node, here) and any(_is_whole(node, each) for each in boxes):
            drawing.remove(group)


def _is_whole(node: Box, box: Box) -> bool:
    """Return True if the node, given by its four edges, is inside the box."""
    left, top, right, bottom = node
    return left >= box[0] and top >= box[1] and right <= box[0] + box[2] and bottom <= box[1] + box[3]


def _drop_cut_words(drawing: etree._Element, box: Box) -> None:
    """Take out lines of text that the left or right edge of the part would cut: parts overlap there, so each
    stands whole in the part beside it."""
    across = shift_of(drawing)[0]
    left, _top, width, _height = box
    whole = drawing.getparent()
    # Where the whole drawing ends.
    end = 0.0 if whole is None else float(whole.get("viewBox", "0 0 1 1").split()[2]) - 1
    for text in list(drawing.iter(f"{{{SVG}}}text")):
        begins, finish = (edge + across for edge in ends(text))
        if (left > 0 and begins < left) or (finish > left + width and left + width < end):
            parent = text.getparent()
            if parent is not None:
                parent.remove(text)


def _headings(drawing: etree._Element) -> list[etree._Element]:
    return [group for group in drawing.findall(f"{{{SVG}}}g") if group.get("data-heading")]


def _strip(root: etree._Element) -> float:
    """The height of the strip with the headings, in points of the drawing; 0 without headings."""
    drawing = root.find(f"{{{SVG}}}g")
    lines = [] if drawing is None else [line for group in _headings(drawing) for line in _lines_of(group)]
    return max(lines) + shift_of(drawing)[1] + _BELOW_HEADINGS if drawing is not None and lines else 0.0


def _repeat_headings(part: etree._Element, drawing: etree._Element, box: Box) -> None:
    left, top, width, _height = box
    headings = _headings(drawing)
    if not headings:
        return
    strip = etree.SubElement(part, f"{{{SVG}}}rect", {"fill": PAPER, "height": f"{_strip(part) + _BLEED:g}"})
    for name, value in (("x", left), ("y", top - _BLEED), ("width", width)):
        strip.set(name, f"{value:.2f}")
    across, down = shift_of(drawing)
    moved = etree.SubElement(part, f"{{{SVG}}}g", {"transform": f"translate({across:.2f} {down + top:.2f})"})
    moved.extend(copy.deepcopy(heading) for heading in headings)
