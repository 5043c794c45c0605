"""Drawings: what people typed is inert in them, and a failure is a sentence."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from lxml import etree

from core.exceptions import DrawingFailed
from documents import diagrams, dot

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    "back\\slash \\N \\G \\n end\\",
    "&amp; &lt;b&gt; &#x41;",
    "bell \x07 null \x00 and \x1b[31m",
    "right \u202e to left \u2067 mark",
    "שלום עולם and مرحبا",
    "{record | <port> field}",
    "x" * 10_000,
    "lone \ud800 surrogate \uffff",
]


def draw(source: str, **options: Any) -> etree._Element:
    return etree.fromstring(diagrams.draw_svg(source, title="A tree", description="It grows", **options))


def words_of(root: etree._Element) -> str:
    return " ".join(element.text or "" for element in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("shape", ["card", "label"])
def test_hostile_text_is_drawn_as_what_it_is(text: str, shape: str) -> None:
    graph = dot.tree("hostile")
    words = dot.card([dot.Words(text, width=60)]) if shape == "card" else dot.label(text, width=60)
    graph.node("one", words)
    graph.node("two", dot.label("calm"))
    graph.edge("one", "two")

    root = draw(graph.source)

    assert {etree.QName(element).localname for element in root.iter()} <= {
        "svg", "g", "title", "desc", "path", "polygon", "polyline", "ellipse", "text"
    }  # fmt: skip
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or "href" in name or name == "style"}
    drawn = words_of(root).replace("\xa0", " ")
    assert "calm" in drawn
    if len(text) < 100:
        assert " ".join(dot.clean(text).split()) in " ".join(drawn.split())
    else:
        assert "…" in drawn


def test_a_screen_reader_hears_what_a_drawing_shows() -> None:
    graph = dot.tree("plain")
    graph.node("one", dot.label("One"))

    root = draw(graph.source)

    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "A tree"  # type: ignore[union-attr]  # None fails the test
    assert root.find(f"{SVG}desc").text == "It grows"  # type: ignore[union-attr]  # None fails the test
    assert root.get("aria-labelledby") == root.find(f"{SVG}title").get("id")  # type: ignore[union-attr]  # as above
    assert (root.get("width"), root.get("height")) == ("27pt", None)
    assert root.get("viewBox")


def test_links_are_added_to_nodes_when_they_are_safe() -> None:
    graph = dot.tree("linked")
    for name in ("good", "quoted", "script", "other"):
        graph.node(name, dot.label(name))

    root = draw(
        graph.source,
        links={
            "good": "/d/x/tree/",
            "quoted": 'https://example.org/?a="onload="alert(1)',
            "script": "javascript:alert(1)",
            "other": "//example.org/",
        },
    )

    links = {link.get("aria-label"): link.get("href") for link in root.iter(f"{SVG}a")}
    assert links == {"good": "/d/x/tree/", "quoted": 'https://example.org/?a="onload="alert(1)'}
    assert root.get("role") == "group"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError("dot"), "Graphviz isn’t installed"),
        (subprocess.TimeoutExpired("dot", 5), "longer than 5 seconds"),
        (subprocess.CompletedProcess([], 1, b"", b"syntax error"), "the drawing program failed"),
        (subprocess.CompletedProcess([], 0, b"<svg", b""), "the drawing program failed"),
    ],
)
def test_a_failure_is_a_sentence(error: Any, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_options: Any) -> Any:
        if isinstance(error, Exception):
            raise error
        return error

    monkeypatch.setattr("documents.diagrams.subprocess.run", fail)
    diagrams._dot.cache_clear()

    with pytest.raises(DrawingFailed, match=sentence):
        draw(f"digraph {{ {sentence!r} }}")


def test_what_cannot_be_drawn_with_bends_is_drawn_with_straight_edges(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = subprocess.run

    def lose_bent_edges(command: list[str], **options: Any) -> Any:
        if "-Gsplines=line" not in command:
            return subprocess.CompletedProcess(command, 1, b"<svg/>", b"Error: lost a b edge")
        return run(command, **options)

    monkeypatch.setattr("documents.diagrams.subprocess.run", lose_bent_edges)

    assert "straight" in words_of(draw("digraph { straight -> on }"))
    assert diagrams.draw_png("digraph { straight -> on }").startswith(b"\x89PNG")


def test_dot_is_stopped_when_it_takes_too_long() -> None:
    with pytest.raises(DrawingFailed, match="too large"):
        draw("digraph { a -> b }", timeout=0.0001)


def test_a_drawing_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = draw("digraph { kept -> here }")
    monkeypatch.setattr("documents.diagrams.subprocess.run", pytest.fail)

    assert etree.tostring(draw("digraph { kept -> here }")) == etree.tostring(first)


def test_a_number_and_its_unit_stay_together() -> None:
    assert dot.wrapped("Engagement rate: 31\u00a0% of 40\u00a0%", width=28) == [
        "Engagement rate: 31\u00a0% of",
        "40\u00a0%",
    ]


def test_nodes_and_edges_can_be_told_apart_by_scripts_and_screen_readers() -> None:
    graph = dot.tree("told")
    for name in ("one", "two", "three"):
        graph.node(name, dot.label(name))
    graph.edge("one", "two")
    graph.edge("two", "three")
    parts = {
        "one": diagrams.Part("The first\x07 <of> two", {"kind": 'a "b'}),
        "two": diagrams.Part("The second"),
    }

    root = draw(graph.source, parts=parts, links={"two": "/two/"})

    told = {group.get("data-node"): group for group in root.iter(f"{SVG}g") if group.get("data-node")}
    assert set(told) == {"one", "two"}
    assert (told["one"].get("role"), told["one"].get("aria-label")) == ("img", "The first <of> two")
    assert told["one"].get("data-kind") == 'a "b'
    link = told["two"].find(f"{SVG}a")
    assert link is not None
    assert (link.get("aria-label"), told["two"].get("aria-label")) == ("The second", None)
    ends = [
        (edge.get("data-from"), edge.get("data-to")) for edge in root.iter(f"{SVG}g") if edge.get("data-from")
    ]
    assert ends == [("one", "two")]
    assert root.get("role") == "group"
    with pytest.raises(ValueError, match="onload"):
        draw(graph.source, parts={"one": diagrams.Part("", {"onload=": "alert(1)"})})


def test_a_picture_is_png() -> None:
    assert diagrams.draw_png("digraph { a -> b }").startswith(b"\x89PNG")
    with pytest.raises(DrawingFailed, match="the drawing program failed"):
        diagrams.draw_png("digraph {")
