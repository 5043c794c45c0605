"""Large drawings are cut between what stands in them."""

from __future__ import annotations

import base64
import re

import pytest
from django.conf import settings
from lxml import etree

from documents import drawing_cuts, drawing_tiles
from documents.paper import SMALLEST_WORDS, TURNED, UPRIGHT

# Rows of boxes, 60 points high, every 100 points, with an edge to the next; and a word in the margin.
_BOX = (
    '<g data-name="Box {number}">'
    '<polygon fill="#fff" points="100,{top} 300,{top} 300,{bottom} 100,{bottom}"/>'
    '<text x="200" y="{middle}">Box {number}</text></g>'
)
_EDGE = (
    '<g><path fill="none" d="M200,{bottom} 200,{next}"/>'
    '<polygon points="199,{next} 201,{next} 200,{next}"/></g>'
)


def drawing(rows: int) -> str:
    inner = "".join(
        (_BOX + _EDGE).format(
            number=number,
            top=100 * number,
            middle=100 * number + 33,
            bottom=100 * number + 60,
            next=100 * number + 100,
        )
        for number in range(rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 {100 * rows}">'
        f'<g transform="translate(0 0)">{inner}<g><text x="10" y="50">Margin</text></g></g></svg>'
    )


def texts(tile: drawing_tiles.Tile) -> list[str]:
    root = etree.fromstring(base64.b64decode(tile.picture.uri.partition(",")[2]))
    return [str(text) for text in root.xpath("//*[local-name() = 'text']/text()")]


def test_no_box_is_cut_in_two_or_comes_twice() -> None:
    overview, *made = drawing_tiles.tiled(drawing(20), title="T", description="D", page=(400.0, 400.0))

    assert len(made) > 1
    assert set(texts(overview)) == {f"A{number}" for number in range(1, len(made) + 1)}
    names = [name for tile in made for name in texts(tile) if name != "Margin"]
    assert names == [f"Box {number}" for number in range(20)]
    # What only stands in the first part is not carried along, where it would be read out with the others.
    assert ["Margin" in texts(tile) for tile in made] == [True] + [False] * (len(made) - 1)
    # All of the drawing is there, and each part has room on the page.
    assert all(tile.picture.height <= 400.0 * 4 / 3 + 0.01 for tile in made)
    scale = made[0].picture.width / (400 * 4 / 3)
    assert round(sum(tile.picture.height for tile in made) * 3 / 4 / scale) == 2000


def test_parts_between_boxes_are_even_where_only_the_height_is_cut() -> None:
    """A thousand points in parts of at most 400 are three of a third each, not two whole ones and a scrap;
    where the width is cut, too, a part is as high as there is room."""
    boxes = [(100.0 * number, 100.0 * number + 60) for number in range(10)]

    even = drawing_cuts.between(1000, 400, boxes, is_even=True)
    full = drawing_cuts.between(1000, 400, boxes, is_even=False)

    assert even == [(0.0, 366.0), (366.0, 300.0), (666.0, 334.0)]
    assert full == [(0.0, 366.0), (366.0, 400.0), (766.0, 234.0)]


def test_a_drawing_without_names_has_no_overview() -> None:
    unnamed = re.sub(r' data-name="Box \d+"', "", drawing(20))

    made = drawing_tiles.tiled(unnamed, title="T", description="D", page=(400.0, 400.0))

    names = [f"A{number}" for number in range(1, len(made) + 1)]
    assert [tile.words for tile in made] == [f"Part {name} ({len(made)} parts)" for name in names]


def test_the_last_part_leaves_room_for_what_stands_below() -> None:
    scale = SMALLEST_WORDS / 14
    page = (400.0 * scale, 400.0 * scale)

    for rows in range(2, 24):
        made = drawing_tiles.tiled(drawing(rows), title="T", description="D", page=page, below=150.0 * scale)
        assert made[-1].picture.height * 3 / 4 <= 250.0 * scale + 0.01


@pytest.mark.parametrize("is_wide", [False, True])
def test_what_an_edge_of_a_part_cuts_leaves_nothing_behind(is_wide: bool) -> None:
    """In two rows, so that no cut goes between the boxes: each stands whole in a part, and nowhere else
    without its words."""
    lines = []
    for across, start in ((10, 0), (110, 66)):
        for along in range(start, 1800, 132):
            left, top, right, low = across, along, across + 60, along + 120
            if is_wide:
                left, top, right, low = top, left, low, right
            lines.append(
                f'<g><polygon points="{left},{top} {right},{top} {right},{low} {left},{low}"/>'
                f'<text x="{left + 4}" y="{top + 20}">{across}-{along}</text></g>'
            )
    size = (2000, 200) if is_wide else (200, 2000)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size[0]} {size[1]}">'
        f'<g transform="translate(0 0)">{"".join(lines)}</g></svg>'
    )

    made = drawing_tiles.tiled(svg, title="T", description="D", page=(300.0, 300.0))

    assert len(made) > 1
    assert {name for tile in made for name in texts(tile)} == set(re.findall(r">(\d+-\d+)<", svg))
    for part in (etree.fromstring(base64.b64decode(tile.picture.uri.partition(",")[2])) for tile in made):
        for group in part.xpath("//*[local-name() = 'g'][*[local-name() = 'polygon']]"):
            assert group.xpath("*[local-name() = 'text']")


def test_what_leaves_no_room_between_is_cut_with_an_overlap() -> None:
    tall = drawing(1).replace("0,60", "0,1900").replace("0 0 400 100", "0 0 400 2000")

    made = drawing_tiles.tiled(tall, title="T", description="D", page=(400.0, 400.0))

    assert sum(tile.picture.height for tile in made) * 3 / 4 > 2000 * SMALLEST_WORDS / 14


def test_a_part_that_holds_nothing_but_a_frame_is_left_out() -> None:
    frame = '<g data-frame=""><path fill="none" d="M0,0 2000,0 2000,2000 0,2000"/></g>'
    framed = drawing(20).replace('<g transform="translate(0 0)">', f'<g transform="translate(0 0)">{frame}')
    wide = framed.replace("0 0 400 2000", "0 0 2000 2000")

    overview, *made = drawing_tiles.tiled(wide, title="T", description="D", page=(400.0, 400.0))

    assert all(any(name.startswith("Box") for name in texts(tile)) for tile in made)
    names = [name for name, _nodes in overview.index]
    assert [tile.words for tile in made] == [f"Part {name} ({len(made)} parts)" for name in names]
    assert set(texts(overview)) == set(names)


def test_the_style_sheet_leaves_a_drawing_as_high_as_it_was_made() -> None:
    """A page that makes it smaller makes its words smaller, too."""
    style = (settings.BASE_DIR / "static/css/report.css").read_text()
    highest = re.findall(r"^(\S.*) {[^}]*max-block-size: ([\d.]+)pt;", style, re.M)
    assert dict(highest) == {".picture img": f"{UPRIGHT[1]:.0f}", ".wide .picture img": f"{TURNED[1]:.0f}"}
