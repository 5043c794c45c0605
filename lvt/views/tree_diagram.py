"""The value tree as one drawing: a page, and files in the formats of TREE_FORMATS."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from discovery.glossary.reports import footnotes
from discovery.models import Discovery, DiscoveryRole
from discovery.web import access
from discovery.web.drawings import drawing_of
from documents import diagram_formats
from documents.concurrency_limit import takes_turn
from documents.diagrams import DrawingTexts, draw_png, draw_svg
from lvt.drawing import Node, tree_board, tree_source
from lvt.page_drawing import tree_page_source
from lvt.selectors.domain_goal_contributions import contributions_of
from lvt.selectors.silent_bets import silence_in
from lvt.tree import selectors
from organizations.actors import Actor
from organizations.web import Request, page

viewer = access.discovery(DiscoveryRole.VIEWER)


@viewer
@require_safe
def diagram(request: Request, discovery: Discovery) -> HttpResponse:
    """The tree as one drawing. If it can't be drawn, the page has a message."""
    tree = selectors.value_tree(discovery)
    is_empty = not (tree.vision or tree.goals)
    drawing, problem = drawing_of(tree_page_source(_root(discovery, request.actor)), **_words(discovery))
    exports = [
        (each.name, reverse("lvt:tree_diagram_file", args=[discovery.slug, key]))
        for key, each in TREE_FORMATS.items()
    ]
    context = {
        "discovery": discovery,
        "drawing": drawing,
        "problem": problem,
        "is_empty": is_empty,
        "exports": exports,
    }
    return page(request, "lvt/tree/diagram.html", context)


@viewer
@require_safe
@takes_turn
def diagram_file(request: Request, discovery: Discovery, format: str) -> HttpResponse:
    """The tree as a file, in one of TREE_FORMATS."""
    file_format = TREE_FORMATS[format]
    return HttpResponse(
        file_format.make(discovery, request.actor),
        content_type=file_format.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{discovery.slug}-value-tree.{file_format.suffix}"'
        },
    )


def _root(discovery: Discovery, actor: Actor) -> Node:
    tree = selectors.value_tree(discovery)
    ends = contributions_of(discovery, tree.of_goals, actor)
    return selectors.drawing_of(tree, discovery.name, ends, silence_in(discovery, tree).bets)


def _source(discovery: Discovery, actor: Actor) -> str:
    """With footnotes, for a file."""
    root = _root(discovery, actor)
    return tree_source(root, footnotes(discovery, root.texts))


def _board(discovery: Discovery, actor: Actor) -> diagram_formats.Board:
    return tree_board(_root(discovery, actor), _words(discovery)["title"])


@dataclass(frozen=True, slots=True)
class TreeFormat:
    """A way to take the tree along: `suffix` of the file, and its `content_type`."""

    name: str
    suffix: str
    content_type: str
    make: Callable[[Discovery, Actor], str | bytes]


TREE_FORMATS: Mapping[str, TreeFormat] = MappingProxyType(
    {
        "svg": TreeFormat("SVG", "svg", "image/svg+xml", lambda *of: draw_svg(_source(*of), **_words(of[0]))),
        "png": TreeFormat("PNG", "png", "image/png", lambda *of: draw_png(_source(*of))),
        "dot": TreeFormat("DOT (Graphviz)", "dot", "text/vnd.graphviz; charset=utf-8", _source),
        "mermaid": TreeFormat(
            "Mermaid", "mmd", "text/plain; charset=utf-8", lambda *of: diagram_formats.mermaid(_board(*of))
        ),
        "drawio": TreeFormat(
            "draw.io",
            "drawio",
            "application/vnd.jgraph.mxfile",
            lambda *of: diagram_formats.drawio(_board(*of)),
        ),
        "miro": TreeFormat(
            "Miro (CSV)", "csv", "text/csv; charset=utf-8", lambda *of: diagram_formats.board_csv(_board(*of))
        ),
    }
)


def _words(discovery: Discovery) -> DrawingTexts:
    return {
        "title": _("Value tree of %(discovery)s") % {"discovery": discovery.name},
        "description": _("From the vision to goals, hypotheses, use cases and initiatives."),
    }
