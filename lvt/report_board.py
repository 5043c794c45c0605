"""What a board reads of value and priorities, on the executive page and on slides: what was decided and why,
how sure the order is, and who was heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.registries import ReportSection, executive_parts
from lvt.models import Goal, Hypothesis, UseCase
from lvt.selectors.results import RankedUseCase
from lvt.selectors.rounds import current_results, rankings
from lvt.selectors.shortlist import shortlist
from lvt.selectors.tree import ValueTree, value_tree

# So many use cases at most, sentences on how close places are, and differences between the sides.
MOST_USE_CASES = 5
MOST_CLOSE = 2
MOST_DIFFERENCES = 2


@dataclass(frozen=True, slots=True)
class Pursued:
    """A use case with its place, None before it was scored, and the hypothesis and the goal that it is for,
    None for a loose end."""

    use_case: UseCase
    ranked: RankedUseCase | None
    hypothesis: Hypothesis | None
    goal: Goal | None


def decided(discovery: Discovery) -> dict[str, Any] | None:
    """The vision, and the shortlist with what it is for. Before it was decided, what comes first so far: by
    the ranking, else in the order of the tree."""
    tree, chosen = value_tree(discovery), shortlist(discovery)
    if tree.is_empty:
        return None
    cases = chosen.use_cases if chosen else tuple(_first(tree, discovery))
    ranked = rankings(discovery)
    behind = {
        use_case.pk: (bet.hypothesis, goal.goal)
        for goal in tree.goals
        for bet in goal.hypotheses
        for use_case in bet.use_cases
    }
    return {
        "vision": tree.vision,
        "shortlist": chosen,
        "rows": [
            Pursued(each, ranked.get(each.pk), *behind.get(each.pk, (None, None)))
            for each in cases[:MOST_USE_CASES]
        ],
        "more": max(len(cases) - MOST_USE_CASES, 0),
    }


def _first(tree: ValueTree, discovery: Discovery) -> Iterator[UseCase]:
    results = current_results(discovery)
    if results and results.ranking:
        yield from (each.use_case for each in results.ranking)
        return
    yield from (each for goal in tree.goals for bet in goal.hypotheses for each in bet.use_cases)
    yield from tree.loose_ends


def sure(discovery: Discovery) -> dict[str, Any] | None:
    """The places of the ranking, how surely each is held, and which of them are close."""
    results = current_results(discovery)
    if results is None or not results.ranking:
        return None
    return {
        "results": results,
        "rows": results.ranking[:MOST_USE_CASES],
        "more": max(len(results.ranking) - MOST_USE_CASES, 0),
        "close": results.close_places(MOST_USE_CASES)[:MOST_CLOSE],
    }


def heard(discovery: Discovery) -> dict[str, Any] | None:
    """How many people of which side scored, and where the sides differ most."""
    results = current_results(discovery)
    if results is None or not results.people_count:
        return None
    return {
        "results": results,
        "sides": [(side, count) for side, count in results.people.items() if count],
        "differences": [each for each in results.disagreements if each.gap][:MOST_DIFFERENCES],
    }


def register_own() -> None:
    """Register what executives read of it."""
    folder = "lvt/report"
    executive_parts.register(
        ReportSection(
            "decided", gettext_lazy("What was decided, and why"), 10, f"{folder}/decided.html", decided
        ),
        ReportSection("sure", gettext_lazy("How sure the order is"), 12, f"{folder}/sure.html", sure),
        ReportSection("heard", gettext_lazy("Who was heard"), 14, f"{folder}/heard.html", heard),
    )
