"""Canvases of the value tree, its cards and the matrix: what is asked comes from their kinds."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.kinds import ArtifactKind
from discovery.kinds.paper_forms import BlankField, blanks_of
from discovery.models import Discovery
from discovery.registries import Canvas, canvases
from lvt.measures.kinds import MEASURE
from lvt.methods import presets as methods
from lvt.methods.selectors import current_method
from lvt.models import Vision
from lvt.tree.forms import VisionForm
from lvt.tree.kinds import GOAL, HYPOTHESIS, INITIATIVE
from lvt.use_cases.kinds import USE_CASE

# The example of a card is beside its sentences.
EXAMPLE = "example_"
# So many use cases are compared on one sheet.
COLUMNS = 6
# So many goals are on a sheet, each with so many bets: one may fail.
GOALS, BETS = 3, 2
MEASURES = 4


def card(_discovery: Discovery | None, room: int) -> dict[str, Any]:
    """The fields of a use case: its sentences, its example, and below them its place in the tree."""
    blanks = blanks_of(USE_CASE)
    fields = [blank for blank in blanks if not blank.is_name]
    example = [blank for blank in fields if blank.name.startswith(EXAMPLE)]
    sentences = [blank for blank in fields if blank not in example]
    halves = ((_("The hypothesis"), sentences), (_("An example"), example))
    return {
        "halves": [(heading, _with_heights(half, room - room // 4)) for heading, half in halves],
        "names": [blank for blank in blanks if blank.is_name],
        "height": room // 9,
    }


def _with_heights(blanks: Sequence[BlankField], room: int) -> list[tuple[BlankField, int]]:
    lines = sum(blank.lines for blank in blanks)
    return [(blank, room // lines * blank.lines) for blank in blanks]


def matrix(discovery: Discovery | None, room: int) -> dict[str, Any]:
    """The criteria of the discovery's method with their questions and scales, else those of the default."""
    own = current_method(discovery) if discovery is not None else None
    criteria = list(own.criteria.all()) if own else methods.DEFAULT.criteria
    return {
        "method": own or methods.DEFAULT,
        "criteria": criteria,
        "columns": range(1, COLUMNS + 1),
        "height": room // (len(criteria) + 2),  # names and totals
    }


def tree(_discovery: Discovery | None, room: int) -> dict[str, Any]:
    """The tiers of the tree with what each asks, and the measures of success."""
    leaves = [_tier(INITIATIVE), _tier(USE_CASE, *USE_CASE.field_names[1:])]
    rows_of_bet = len(leaves)
    rows_of_goal = BETS * rows_of_bet
    return {
        "vision": (capfirst(str(Vision._meta.verbose_name)), VisionForm.Meta.help_texts["statement"]),
        "goal": _tier(GOAL),
        "bet": _tier(HYPOTHESIS),
        "leaves": leaves,
        "goals": range(1, GOALS + 1),
        "bets": range(1, BETS + 1),
        "rows_of_bet": rows_of_bet,
        "rows_of_goal": rows_of_goal,
        "rows": GOALS * rows_of_goal,
        "height": room // (GOALS * rows_of_goal + MEASURES + 6),  # and what is between them
        "measure": _tier(MEASURE),
        "measures": range(MEASURES),
    }


def _tier(kind: ArtifactKind[Any], *exclude: str) -> dict[str, Any]:
    """A kind by its name, and what it asks beside its title."""
    blanks = blanks_of(kind, exclude)
    return {
        "name": capfirst(str(kind.model._meta.verbose_name)),
        "several": capfirst(str(kind.model._meta.verbose_name_plural)),
        "blanks": blanks,
        "others": [blank for blank in blanks if blank.name != kind.title],
    }


def register_own() -> None:
    """Register the canvases of this app."""
    canvases.register(
        Canvas("card", _("Use-case card"), 20, "use_cases", "lvt/canvases/card.html", card),
        Canvas(
            "matrix",
            _("Prioritization matrix"),
            30,
            "prioritization",
            "lvt/canvases/matrix.html",
            matrix,
            ("method",),
        ),
        Canvas("tree", _("Lean Value Tree (LVT)"), 10, "tree", "lvt/canvases/tree.html", tree, ("diagram",)),
    )
