"""A drawing of `dot` in fewer bytes, for a page: it looks the same.

`dot` writes each line as curves, to a hundredth of a point, and repeats face and colors at each part. On a
map of two hundred nodes that is most of the page.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from math import hypot

from lxml import etree

from documents.drawing_page_colors import SVG

_CURVES = re.compile(r"M[-\d.,\s]+C[-\d.,\s]+")
_NUMBER = re.compile(r"-?[\d.]+")
_CORNER = re.compile(r"(-?[\d.]+),(-?[\d.]+)")
_NEAR = 0.06
"""Points: what lies no further from a straight line is on it, after rounding to a tenth."""
_LONG = 20
"""Points: how a curve of this length runs is not seen to change by half a point beside it."""
# What parts take from the group around them, where they say nothing themselves.
_OF_WORDS = ("font-family", "font-size")
_OF_LINES = ("fill", "font-family", "font-size", "font-weight")
_OF_EDGES = ("stroke", "stroke-width")
_OF_NODES = ("stroke-width", "stroke-dasharray")

Point = tuple[float, float]


def lighten(root: etree._Element) -> None:
    """Write the drawing in fewer bytes."""
    for element in root.iter("{*}path", "{*}polygon", "{*}polyline", "{*}text"):
        if (d := element.get("d")) is not None:
            element.set("d", path(d))
        if (points := element.get("points")) is not None:
            del element.attrib["points"]
            is_closed = element.tag == f"{{{SVG}}}polygon"
            element.tag = f"{{{SVG}}}path"
            element.set("d", _corners(points, is_closed=is_closed))
        if element.get("stroke-width") == "0":
            del element.attrib["stroke-width"]
            element.set("stroke", "none")
        if element.get("text-anchor") == "start":  # which is what it is anyway
            del element.attrib["text-anchor"]
        for name in ("x", "y", "font-size"):
            if (value := element.get(name)) is not None:
                element.set(name, number(float(value)))
    _number_nodes(root)
    _say_once(root, list(root.iter("{*}text")), _OF_WORDS)
    for group in root.iter("{*}g", "{*}a"):
        group.text = group.tail = None
        for part in group:
            # A blank keeps the lines of a name apart for who hears it: the label of its link says it so.
            part.tail = " " if etree.QName(part).localname == "text" else None
        _join_ground(group)
        _say_once(group, list(group.iterchildren("{*}text")), _OF_LINES)
    for group in list(root.iter("{*}g")):
        _gather_edges(group)
        _gather_nodes(group)


def path(d: str) -> str:
    """The path with straight parts as lines, to a tenth of a point, each place told from the one before. One
    that is not made of a start and curves stays as it is."""
    if not _CURVES.fullmatch(d):
        return d
    numbers = [round(float(each), 1) for each in _NUMBER.findall(d)]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    pieces = [f"M{_joined(*points[0])}"]
    at, corner, way = points[0], points[0], ""
    for first, second, end in zip(points[1::3], points[2::3], points[3::3], strict=True):
        if not _is_straight(at, first, second, end):
            steps = _steps(at, first, second, end)
            if hypot(*steps[-2:]) > _LONG:
                steps[:4] = map(round, steps[:4])
            pieces.append(f"c{_joined(*steps)}")
            way = ""
        elif going := _way(at, end):
            if going == way:  # one line, in two pieces
                pieces.pop()
            else:
                corner = at
            pieces.append(_line(going, corner, end))
            way = going if going != "l" else ""
        at = end
    return "".join(pieces)


def _corners(points: str, *, is_closed: bool) -> str:
    """The path from each of the points to the next; `is_closed`: and back to the first."""
    corners = [(round(float(x), 1), round(float(y), 1)) for x, y in _CORNER.findall(points)]
    if is_closed and corners[0] == corners[-1]:
        corners.pop()
    steps = [step for start, end in pairwise(corners) for step in _steps(start, end)]
    return f"M{_joined(*corners[0])}l{_joined(*steps)}{'z' if is_closed else ''}"


def number(value: float) -> str:
    """The number to a tenth, without a zero after the point."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def _joined(*numbers: float) -> str:
    """The numbers, which no sign says to be apart where one is negative."""
    text = number(numbers[0])
    for each in map(number, numbers[1:]):
        text += each if each[0] == "-" else f",{each}"
    return text


def _steps(start: Point, *points: Point) -> list[float]:
    return [step for x, y in points for step in (x - start[0], y - start[1])]


def _way(start: Point, end: Point) -> str:
    """The direction of a straight line: "h" or "v" with its sign, "l" at an angle; "" if it has no length."""
    across, down = end[0] - start[0], end[1] - start[1]
    if abs(across) < _NEAR and abs(down) < _NEAR:
        return ""
    if abs(down) < _NEAR:
        return "h+" if across > 0 else "h-"
    if abs(across) < _NEAR:
        return "v+" if down > 0 else "v-"
    return "l"


def _line(way: str, start: Point, end: Point) -> str:
    if way == "l":
        return f"l{_joined(*_steps(start, end))}"
    return f"{way[0]}{number(end[0] - start[0] if way[0] == 'h' else end[1] - start[1])}"


def _is_straight(start: Point, first: Point, second: Point, end: Point) -> bool:
    """Return True if the curve is the line from `start` to `end`: its handles are on it."""
    across, down = end[0] - start[0], end[1] - start[1]
    length = hypot(across, down)
    for x, y in (first, second):
        right, below = x - start[0], y - start[1]
        if length < _NEAR:
            if hypot(right, below) > _NEAR:
                return False
            continue
        if abs(across * below - down * right) > _NEAR * length:
            return False
        if not -_NEAR * length <= across * right + down * below <= length * (length + _NEAR):
            return False
    return True


def _say_once(
    above: etree._Element, parts: list[etree._Element], names: tuple[str, ...], *, fewest: int = 2
) -> None:
    """Move attributes up: the value that most of the parts have is set on the element above them, and they
    lose it. Nothing moves where a part has none, or where there are fewer than `fewest` parts."""
    for name in names:
        counts = Counter(part.get(name) for part in parts)
        if len(parts) < fewest or None in counts or above.get(name) is not None:
            continue
        most = counts.most_common(1)[0][0]
        above.set(name, str(most))
        for part in parts:
            if part.get(name) == most:
                del part.attrib[name]


def _number_nodes(root: etree._Element) -> None:
    """Edges name their nodes by number, in the order of the drawing: a name has forty letters, and each node
    several edges."""
    numbers: dict[str, str] = {}
    for node in root.iter("{*}g"):
        if name := node.get("data-node"):
            numbers[name] = str(len(numbers))
    for edge in root.iter("{*}g"):
        for end in ("data-from", "data-to"):
            if (name := edge.get(end)) in numbers:
                edge.set(end, numbers[name])


def _join_ground(group: etree._Element) -> None:
    """A ground without a line, below a line around the same place without a ground, becomes one shape."""
    grounds: dict[tuple[str, str], etree._Element] = {}
    for shape in list(group.iterchildren("{*}path", "{*}polygon")):
        place = (str(shape.tag), shape.get("d") or shape.get("points") or "")
        if shape.get("stroke") == "none":
            grounds[place] = shape
        elif shape.get("fill") == "none" and (ground := grounds.pop(place, None)) is not None:
            for name, value in shape.attrib.items():
                if name != "fill":
                    ground.set(name, value)
            group.remove(shape)


def _gather_edges(group: etree._Element) -> None:
    """Edges that follow each other and look alike are put into one group, which says how they look; an edge
    alone is such a group itself."""
    for edges in list(_runs(group)):
        gathered = _gathered(group, edges) if len(edges) > 1 else edges[0]
        shapes = [shape for edge in edges for shape in edge]
        _say_once(gathered, shapes, _OF_EDGES)
        # The line of an edge is not filled, its head is; so only heads take it from the group.
        _say_once(gathered, [shape for shape in shapes if shape.get("fill") != "none"], ("fill",), fewest=1)


def _gather_nodes(group: etree._Element) -> None:
    """Nodes that follow each other and have the same face and the same sort of line are put into one group,
    which has them. Words have no line, so they do not take it."""
    for look, nodes in groupby(list(group), _look_of_node):
        run = list(nodes)
        if any(look) and len(run) > 1:
            gathered = _gathered(group, run)
            _say_once(gathered, run, ("font-family",))
            _say_once(gathered, [shape for node in run for shape in node.iter("{*}path")], _OF_NODES)


def _look_of_node(element: etree._Element) -> tuple[str | None, ...]:
    """The face of a node, and how its lines are drawn where all are drawn in one way."""
    if element.get("data-node") is None:
        return ()
    lines = {tuple(shape.get(name) for name in _OF_NODES) for shape in element.iter("{*}path")}
    return (element.get("font-family"), *(lines.pop() if len(lines) == 1 else ()))


def _gathered(group: etree._Element, parts: list[etree._Element]) -> etree._Element:
    """A group in the place of the parts, which are moved into it."""
    gathered = etree.Element(f"{{{SVG}}}g")
    group.insert(group.index(parts[0]), gathered)
    _say_once(gathered, parts, ("aria-hidden",))
    gathered.extend(parts)
    return gathered


def _runs(group: etree._Element) -> Iterator[list[etree._Element]]:
    """Edges in a row whose shapes all have the same lines and no words."""
    for look, edges in groupby(list(group), _look_of_edge):
        run = list(edges)
        if look is not None:
            yield run


def _look_of_edge(element: etree._Element) -> tuple[str, ...] | None:
    if not isinstance(element.tag, str) or element.get("data-from") is None or not len(element):
        return None
    looks = {tuple(shape.get(name, "") for name in _OF_EDGES) for shape in element}
    is_plain = all(etree.QName(shape).localname in ("path", "polygon", "polyline") for shape in element)
    look = looks.pop()
    return look if is_plain and not looks and all(look) else None
