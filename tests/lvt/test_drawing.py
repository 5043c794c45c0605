"""The drawing of the value tree: complete, inert, and never in the way of the page."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from django.urls import reverse
from lxml import etree

from core.exceptions import DrawingFailed
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.state_looks import ItemState
from documents import diagrams
from documents.diagrams import draw_svg
from lvt.drawing import STYLES, Node, tree_board, tree_source
from lvt.models import Goal, Hypothesis, UseCase
from lvt.tree import services as tree
from organizations.actors import Actor
from tests import factories

HOSTILE = "<b>\"'& \\N \\G ]]> </svg><script>alert(1)</script> javascript: \u202e\x07\x1b[31m =1+1"


def _draw(*nodes):
    root = Node("vision", "vision", "Faster", children=nodes)
    return draw_svg(tree_source(root), title="Tree", description="All of it")


def test_every_tier_is_drawn_and_joined():
    case = Node("use_case", "c", "HCP 360", caption="Use case")
    bet = Node("hypothesis", "h", "A view helps", children=(Node("initiative", "i", "Pilot"), case))
    other = Node("hypothesis", "o", "Train people", caption="Not about data", state=ItemState.ASIDE)
    svg = _draw(Node("goal", "g", "Higher success", notes=("Rate: 31 %, target 40",), children=(bet, other)))

    for text in (
        "Faster",
        "Higher success",
        "31 %, target 40",
        "A view helps",
        "Pilot",
        "HCP 360",
        "Not about data",
    ):
        assert text in svg
    assert svg.count("stroke-dasharray") == 1


def _bet(name: str, children: int) -> Node:
    cases = (Node("use_case", f"{name}{place}", f"Board {place}") for place in range(children))
    text = "If crews see the next step ten minutes earlier, they act before delay spreads"
    return Node("hypothesis", name, text, caption="Exploring", notes=(f"{text}.",), children=tuple(cases))


def test_no_edge_swings_back_or_crosses_another():
    goals = (
        Node(
            "goal",
            f"g{place}",
            "No bag left behind",
            children=tuple(_bet(f"{place}b{n}", 2) for n in range(3)),
        )
        for place in range(3)
    )
    tree = Node("vision", "vision", "Faster", children=tuple(goals))
    svg = etree.fromstring(diagrams.drawn_by_dot(tree_source(tree), timeout=5))
    edges = [  # the points of each, from the parent on
        [tuple(map(float, point.split(","))) for point in re.findall(r"-?[\d.]+,-?[\d.]+", path.get("d", ""))]
        for path in svg.iterfind(".//{*}g[@class='edge']/{*}path")
    ]

    assert len(edges) == 3 * (1 + 3 * (1 + 2))
    assert all(points == sorted(points, key=lambda point: point[0]) for points in edges)
    for one, other in combinations(edges, 2):
        is_below = one[0][1] - other[0][1], one[-1][1] - other[-1][1]
        same_tier = abs(one[0][0] - other[0][0]) < 30
        assert not same_tier or is_below[0] * is_below[1] >= 0


@pytest.mark.parametrize("kind", [kind for kind in STYLES if kind != "vision"])
@pytest.mark.parametrize("text", [HOSTILE, "x" * 10_000, "שלום עולם", "", "\x00\x01"])
def test_whatever_people_wrote_is_drawn_inert(kind, text):
    svg = _draw(Node(kind, "node", text, caption=text, notes=(text,)))
    assert "<script" not in svg
    assert "href" not in svg
    assert "onerror" not in svg
    assert "\u202e" not in svg
    assert "\x1b" not in svg
    assert len(svg) < 40_000


@pytest.fixture
def discovery(db):
    discovery = factories.discovery()
    actor = Actor.system("test")
    tree.set_vision(actor=actor, discovery=discovery, statement=HOSTILE)
    goal = kinds.add(actor=actor, draft=Goal(discovery=discovery, title="Higher success"))
    bet = kinds.add(actor=actor, draft=Hypothesis(goal=goal, statement="A view helps", about_data=False))
    kinds.add(actor=actor, draft=UseCase(discovery=discovery, name="HCP 360", hypothesis=bet))
    return discovery


def test_the_drawing_is_a_page_and_a_file(client_of, discovery):
    client = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    page = client.get(reverse("lvt:tree_diagram", args=[discovery.slug])).content.decode()
    assert "Not about data, proposed" in page
    assert "<script>alert" not in page

    file = client.get(reverse("lvt:tree_diagram_file", args=[discovery.slug, "svg"]))
    assert file["Content-Type"] == "image/svg+xml"
    assert f'filename="{discovery.slug}-value-tree.svg"' in file["Content-Disposition"]
    assert file.content.startswith(b"<svg")

    starts = {
        "png": b"\x89PNG",
        "dot": b"digraph",
        "mermaid": b"flowchart",
        "drawio": b"<mxfile",
        "miro": b"Text,",
    }
    for format, start in starts.items():
        url = reverse("lvt:tree_diagram_file", args=[discovery.slug, format])
        assert f'href="{url}"' in page
        assert client.get(url).content.startswith(start), format


def test_the_board_has_a_box_for_each_node_and_none_over_another():
    case = Node("use_case", "c", "HCP 360", caption="Use case")
    bet = Node("hypothesis", "h", "A view helps", children=(Node("initiative", "i", "Pilot"), case))
    root = Node(
        "vision",
        "v",
        "Faster",
        children=(Node("goal", "g", "First", children=(bet,)), Node("goal", "n", "Next")),
    )
    board = tree_board(root, "Tree")

    assert [(box.id, box.column, box.row) for box in board.boxes] == [
        ("v", 0, 0),
        ("g", 1, 0),
        ("h", 2, 0),
        ("i", 3, 0),
        ("c", 3, 1),
        ("n", 1, 2),
    ]
    assert board.arrows == (("v", "g"), ("g", "h"), ("h", "i"), ("h", "c"), ("v", "n"))


def test_a_drawing_that_fails_is_a_sentence_on_the_page(client_of, discovery, monkeypatch):
    def fail(*_args, **_kwargs):
        raise DrawingFailed("Graphviz is not installed.")

    monkeypatch.setattr(diagrams, "_dot", fail)
    client = client_of(factories.access(discovery, DiscoveryRole.VIEWER))

    page = client.get(reverse("lvt:tree_diagram", args=[discovery.slug]))
    assert page.status_code == 200
    assert "Graphviz is not installed." in page.content.decode()
    assert client.get(reverse("lvt:tree_diagram_file", args=[discovery.slug, "svg"])).status_code == 503
