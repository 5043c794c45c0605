"""What of the value tree and the prioritization can be put on every screen. Scores only once they are
revealed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.registries import Spotlight, spotlights
from lvt.selectors.measures import standing_of
from lvt.selectors.rounds import current_results
from lvt.selectors.tree import goals_of, measures_of, value_tree, vision_of
from lvt.selectors.use_cases import card, use_cases_of


def register_own() -> None:
    """Register them."""
    for spotlight in (
        Spotlight("tree", gettext_lazy("Value tree"), 40, "lvt/spotlights/tree.html", _whole, _tree),
        Spotlight(
            "goal", gettext_lazy("A goal with its bets"), 50, "lvt/spotlights/goal.html", _goals, _goal
        ),
        Spotlight(
            "use_case", gettext_lazy("A use-case card"), 60, "lvt/spotlights/use_case.html", _cards, _card
        ),
        Spotlight(
            "ranking", gettext_lazy("The ranking"), 70, "lvt/spotlights/ranking.html", _ranked, _ranking
        ),
        Spotlight(
            "measure",
            gettext_lazy("A measure of success"),
            80,
            "lvt/spotlights/measure.html",
            _measures,
            _measure,
        ),
    ):
        spotlights.register(spotlight)


def _is_of(discovery: Discovery, uuid: str) -> bool:
    """The tree and the ranking are one of a discovery, and go by its own uuid."""
    return str(discovery.uuid) == uuid


def _whole(discovery: Discovery) -> list[tuple[str, str]]:
    # Whether there is one is asked for every form that offers it: the tree itself is read when it is shown.
    there = vision_of(discovery) is not None or goals_of(discovery).exists()
    return [(str(discovery.uuid), _("The whole tree"))] if there else []


def _tree(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    tree = value_tree(discovery)
    there = tree.vision is not None or tree.goals
    return {"tree": tree} if there and _is_of(discovery, uuid) else None


def _goals(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(goal.uuid), goal.title) for goal in goals_of(discovery)]


def _goal(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    goals = value_tree(discovery).goals
    branch = next((each for each in goals if str(each.goal.uuid) == uuid), None)
    return None if branch is None else {"branch": branch, "number": goals.index(branch) + 1}


def _cards(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(each.uuid), each.name) for each in use_cases_of(discovery)]


def _card(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    found = next((each for each in use_cases_of(discovery) if str(each.uuid) == uuid), None)
    return None if found is None else {"card": card(found)}


def _ranked(discovery: Discovery) -> list[tuple[str, str]]:
    if current_results(discovery) is None:
        return []
    return [(str(discovery.uuid), _("The ranking as it stands"))]


def _ranking(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    results = current_results(discovery) if _is_of(discovery, uuid) else None
    return None if results is None else {"results": results}


def _measures(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(each.uuid), each.name) for each in measures_of(discovery)]


def _measure(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    found = next((each for each in measures_of(discovery) if str(each.uuid) == uuid), None)
    return None if found is None else {"standing": standing_of(found)}
