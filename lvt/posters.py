"""The value tree and the ranking as posters."""

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from discovery.glossary.reports import footnotes
from discovery.models import Discovery
from discovery.registries import Poster, posters
from documents.posters import best_sheets
from lvt.drawing import tree_source
from lvt.rounds.selectors import current_results
from lvt.selectors.domain_goal_contributions import contributions_of
from lvt.selectors.silent_bets import silence_in
from lvt.shortlist.selectors import shortlist
from lvt.tree.selectors import drawing_of, value_tree

# So many places of the ranking are on a sheet, by how large they are written there.
SIZES = (("largest", 4), ("large", 7), ("medium", 12), ("small", 24), ("smallest", 40))
# Few places lie on a turned sheet, each with the sentence of its card.
FEW = SIZES[1][1]
# What the rows of a sheet share, in pixels: on a turned one, and on an upright one.
TURNED, UPRIGHT = 1640, 2540


def _has_tree(discovery: Discovery) -> bool:
    whole = value_tree(discovery)
    return bool(whole.vision or whole.goals)


def tree(discovery: Discovery) -> dict[str, Any] | None:
    """The tree drawn, and the items without a place in it."""
    if not _has_tree(discovery):
        return None
    whole = value_tree(discovery)
    root = drawing_of(
        whole, discovery.name, contributions_of(discovery, whole.of_goals), silence_in(discovery, whole).bets
    )
    picture = best_sheets(
        [tree_source(root, footnotes(discovery, root.texts))],
        title=_("Value tree of %(name)s") % {"name": discovery.name},
        description=_("From the vision to goals, hypotheses, use cases and initiatives."),
    )
    return {"sheets": picture.tiles, "is_turned": picture.is_turned, "loose_ends": whole.loose_ends}


def _has_ranking(discovery: Discovery) -> bool:
    results = current_results(discovery)
    return results is not None and bool(results.ranking)


def ranking(discovery: Discovery) -> dict[str, Any] | None:
    """Every place of the ranking, with what was decided: as large as all of them fit on a sheet."""
    results = current_results(discovery)
    if results is None or not results.ranking:
        return None
    count = len(results.ranking)
    size, most = next((each for each in SIZES if count <= each[1]), SIZES[-1])
    decided = shortlist(discovery)
    is_turned = count <= FEW
    return {
        "results": results,
        "sheets": [results.ranking[start : start + most] for start in range(0, count, most)],
        "size": size,
        "height": (TURNED if is_turned else UPRIGHT) // max(min(count, most), 3),
        "is_turned": is_turned,
        "decided": {use_case.pk for use_case in decided.use_cases} if decided else set(),
    }


def register_own() -> None:
    """Register the posters of this app."""
    posters.register(
        Poster(
            "tree",
            gettext_lazy("Value tree"),
            10,
            "tree",
            "lvt/report/poster_tree.html",
            tree,
            _has_tree,
            ("diagram",),
        ),
        Poster(
            "ranking",
            gettext_lazy("Ranking"),
            30,
            "prioritization",
            "lvt/report/poster_ranking.html",
            ranking,
            _has_ranking,
            ("method",),
        ),
    )
