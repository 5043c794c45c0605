"""What of the value tree and the prioritization can be put on every screen. Scores only once they are
revealed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from lvt.selectors.measures import standing_of
from lvt.selectors.methods import current_method
from lvt.selectors.rounds import current_results
from lvt.selectors.tree import goals_of, measures_of, value_tree, vision_of
from lvt.selectors.use_cases import card, use_cases_of
from workshops.activities.wholes import first_lines, whole
from workshops.registries import Spotlight, spotlights


def register_own() -> None:
    """Register them."""
    spotlights.register(
        whole(
            "tree",
            gettext_lazy("Value tree"),
            40,
            "lvt/spotlights/tree.html",
            is_there=lambda discovery: vision_of(discovery) is not None or goals_of(discovery).exists(),
            context=_tree,
        ),
        Spotlight(
            "goal", gettext_lazy("A goal with its bets"), 50, "lvt/spotlights/goal.html", _goals, _goal
        ),
        Spotlight(
            "use_case", gettext_lazy("A use-case card"), 60, "lvt/spotlights/use_case.html", _cards, _card
        ),
        whole(
            "worked_cards",
            gettext_lazy("A good card and a hollow one"),
            61,
            "lvt/spotlights/worked.html",
            is_there=lambda _discovery: True,
            context=lambda _discovery: {},
        ),
        whole(
            "cards",
            gettext_lazy("All use-case cards"),
            62,
            "lvt/spotlights/cards.html",
            is_there=lambda discovery: use_cases_of(discovery).exists(),
            context=_all_cards,
        ),
        whole(
            "method",
            gettext_lazy("How we score"),
            64,
            "lvt/spotlights/method.html",
            is_there=lambda discovery: current_method(discovery) is not None,
            context=_method,
        ),
        whole(
            "ranking",
            gettext_lazy("The ranking"),
            70,
            "lvt/spotlights/ranking.html",
            is_there=lambda discovery: current_results(discovery) is not None,
            context=_ranking,
        ),
        Spotlight(
            "measure",
            gettext_lazy("A measure of success"),
            80,
            "lvt/spotlights/measure.html",
            _measures,
            _measure,
        ),
    )


def _tree(discovery: Discovery) -> dict[str, Any] | None:
    tree = value_tree(discovery)
    return {"tree": tree} if tree.vision is not None or tree.goals else None


def _goals(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(goal.uuid), goal.title) for goal in goals_of(discovery)]


def _goal(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    goals = value_tree(discovery).goals
    branch = next((each for each in goals if str(each.goal.uuid) == uuid), None)
    return None if branch is None else {"branch": branch, "number": goals.index(branch) + 1}


def _cards(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(each.uuid), each.name) for each in use_cases_of(discovery)]


def _card(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    use_case = next((each for each in use_cases_of(discovery) if str(each.uuid) == uuid), None)
    return None if use_case is None else {"card": card(use_case)}


def _all_cards(discovery: Discovery) -> dict[str, Any] | None:
    use_cases = list(use_cases_of(discovery))
    return first_lines("use_cases", use_cases) if use_cases else None


def _method(discovery: Discovery) -> dict[str, Any] | None:
    method = current_method(discovery)
    return None if method is None else {"method": method, "criteria": list(method.criteria.all())}


def _ranking(discovery: Discovery) -> dict[str, Any] | None:
    results = current_results(discovery)
    return None if results is None else {"results": results}


def _measures(discovery: Discovery) -> list[tuple[str, str]]:
    return [(str(each.uuid), each.name) for each in measures_of(discovery)]


def _measure(discovery: Discovery, uuid: str) -> dict[str, Any] | None:
    measure = next((each for each in measures_of(discovery) if str(each.uuid) == uuid), None)
    return None if measure is None else {"standing": standing_of(measure)}
