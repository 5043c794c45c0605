"""Today's architecture on a stage: readers are right of what they read, and unread sources stand out."""

import re

from documents import dot
from technology.today.drawing import TodayEdge, TodayNode, TodayPicture
from technology.today.selectors import today_headline
from technology.today.stage_drawing import bands, groups, source

PICTURE = TodayPicture(
    (
        TodayNode("crm", "source", "CRM"),
        TodayNode("mail", "source", "Mail"),
        TodayNode("record", "existing", "Record"),
        TodayNode("warehouse", "asset", "Warehouse"),
        TodayNode("report", "asset", "Report"),
    ),
    (
        TodayEdge("crm", "record", "By file"),
        TodayEdge("crm", "warehouse"),
        TodayEdge("record", "warehouse"),
        TodayEdge("warehouse", "report"),
        TodayEdge("warehouse", "unknown"),
    ),
)


def columns_of(picture: TodayPicture) -> list[set[str]]:
    return [set(column) for band in bands(picture) for column in band.columns]


def test_readers_are_right_of_what_they_read() -> None:
    assert columns_of(PICTURE) == [{"crm", "mail"}, {"record"}, {"warehouse"}, {"report"}]
    assert [band.heading for band in bands(PICTURE)] == ["Sources", "Data products", "Data assets"]
    assert [set(group.names) for group in groups(PICTURE)] == [
        {"crm", "mail"},
        {"record"},
        {"warehouse", "report"},
    ]


def test_readers_of_mixed_kinds_have_one_heading() -> None:
    mart, hub = TodayNode("mart", "asset", "Mart"), TodayNode("hub", "integration", "Hub")
    mixed = TodayPicture((*PICTURE.nodes, mart), (*PICTURE.edges, TodayEdge("mail", "mart")))
    assert [band.heading for band in bands(mixed)] == ["Sources", "Data assets · Data products"]
    assert columns_of(mixed) == [{"crm", "mail"}, {"record", "mart"}, {"warehouse"}, {"report"}]
    with_hub = TodayPicture((*mixed.nodes, hub), mixed.edges)
    headings = ["Sources", "Integration sources", "Data assets · Data products"]
    assert [band.heading for band in bands(with_hub)] == headings
    assert columns_of(with_hub)[1] == {"hub"}


def test_assets_in_a_circle_stay_in_the_drawing() -> None:
    circle = TodayPicture(PICTURE.nodes, (*PICTURE.edges, TodayEdge("report", "record")))
    assert {key for column in columns_of(circle) for key in column} == {node.id for node in PICTURE.nodes}
    assert source(circle, shape=0.48)


def test_the_key_names_each_color() -> None:
    product = TodayNode("master", "product", "Master data")
    words = source(TodayPicture((*PICTURE.nodes, product), PICTURE.edges), shape=0.48)
    for entry in ("Source", "Existing data product, not from this discovery", "Data product"):
        assert f">{entry}<" in words
    assert ">Data product<" not in source(PICTURE, shape=0.48)


def test_a_source_that_nothing_reads_is_outlined() -> None:
    assert "Source that nothing reads today" in source(PICTURE, shape=0.48)
    read = TodayPicture(PICTURE.nodes, (*PICTURE.edges, TodayEdge("mail", "record")))
    assert "Source that nothing reads today" not in source(read, shape=0.48)


def without_key(picture: TodayPicture) -> str:
    nodes = source(picture, shape=0.48).split("\n\t")
    return "\n".join(node for node in nodes if not node.startswith('"key-'))


def test_headings_grow_with_the_letters_below_them() -> None:
    crowd = TodayPicture(tuple(TodayNode(f"s{each}", "source", f"Source {each}") for each in range(18)), ())
    few, many = (re.findall(r'POINT-SIZE="?(\d+)', without_key(each)) for each in (PICTURE, crowd))
    assert "34" in few
    assert max(map(int, many)) == 31


def test_the_title_names_or_counts_each_source_that_is_marked() -> None:
    unread = (
        TodayNode("hub", "integration", "Hub"),
        TodayNode("fax", "source", "Fax"),
        TodayNode("lake", "source", "Lake"),
    )
    for count in range(len(unread) + 1):
        shown = TodayPicture((*PICTURE.nodes, *unread[:count]), PICTURE.edges)
        nodes = source(shown, shape=0.49).split("\n\t")
        marked = [node for node in nodes if dot.WRONG in node and not node.startswith('"key-')]
        title = today_headline(shown)
        names = [node.name for node in shown.unread if node.name in title]
        counts = [int(each) for each in re.findall(r"\d+(?= of | integration)", title)]
        assert len(names) + sum(counts) == len(marked) == 1 + count
