"""Navigation and progress of a discovery for the tree, the cards and prioritization."""

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from core.labels import ngettext_lazy
from discovery import registries
from discovery.checkpoint_standings import checkpoint_standing, with_count
from discovery.discoveries.selectors import asks_for
from discovery.models import Discovery
from lvt.hypothesis_ranking.selectors import by_value
from lvt.methods.presets import PRESETS
from lvt.models import Goal, ScoringMethod, UseCase, Vision
from lvt.ranking_evidence.selectors import MISSING
from lvt.registries import portfolio_pages
from lvt.rounds.selectors import current_results
from lvt.selectors.open_points import gaps_of
from lvt.selectors.ranking_results import Results
from lvt.shortlist.selectors import shortlist
from lvt.tree import selectors as tree
from lvt.use_cases import selectors as use_cases
from organizations.actors import Actor
from organizations.registries import Action, AddedPage, organization_pages


def register_own() -> None:
    """Register the areas and pages of the navigation, and the checkpoints of this app."""
    learned = AddedPage("learned", gettext_lazy("Lessons"), "lvt:portfolio_learned", 10)
    portfolio_pages.register(learned)
    registries.found_pages.register(
        registries.FoundPage(learned.key, learned.label, learned.url_name, of_organization=True),
        registries.FoundPage(
            "hypotheses", gettext_lazy("Hypotheses by value"), "lvt:hypotheses", "priorities"
        ),
        registries.FoundPage("weights", gettext_lazy("Other weights"), "lvt:weights", "priorities"),
    )
    organization_pages.register(
        AddedPage(
            "portfolio",
            gettext_lazy("Portfolio"),
            "lvt:portfolio",
            15,
            about=gettext_lazy("The goals of all domains, and the hypotheses behind them"),
            rows=lambda organization: Goal.objects.filter(discovery__domain__organization=organization),
        )
    )
    registries.areas.register(
        registries.NavigationArea("value", gettext_lazy("Value"), "tree", 30, filled_by=(Vision, Goal))
    )
    registries.added_parts.register(
        registries.AddedPart("value", 10, "lvt/overview.html", _at_a_glance, page="first")
    )
    registries.areas.register(
        registries.NavigationArea("priorities", gettext_lazy("Priorities"), "bulb", 40, filled_by=(UseCase,))
    )
    for page in (
        registries.NavigationPage(
            "tree",
            gettext_lazy("Value tree"),
            "lvt:tree",
            "value",
            10,
            "goals",
            used_by=(Vision, Goal),
            terms=("LVT", "MoS"),
            words=(gettext_lazy("Bets"), gettext_lazy("Vision, goals, hypotheses and initiatives")),
        ),
        registries.NavigationPage(
            "diagram",
            gettext_lazy("Value tree diagram"),
            "lvt:tree_diagram",
            "value",
            20,
            "goals",
            used_by=(Vision, Goal),
        ),
        registries.NavigationPage(
            "use_cases",
            gettext_lazy("Use cases"),
            "lvt:use_case_list",
            "priorities",
            10,
            "use_cases",
            used_by=(UseCase,),
            words=(gettext_lazy("Use-case statement"), "Loose ends"),
        ),
        registries.NavigationPage(
            "prioritization",
            gettext_lazy("Prioritization"),
            "lvt:prioritization",
            "priorities",
            20,
            "ranking",
            used_by=(ScoringMethod,),
            words=("Scoring matrix",),
        ),
        registries.NavigationPage(
            "method",
            gettext_lazy("Method"),
            "lvt:method",
            "priorities",
            30,
            "ranking",
            used_by=(ScoringMethod,),
            words=(*(preset.name for preset in PRESETS.values()), "WSJF", "CD3"),
        ),
    ):
        registries.navigation.register(page)
    registries.findables.register(registries.Findable(Vision, "statement", _visions, _tree))
    registries.actions.register(
        Action(
            "tree",
            gettext_lazy("Edit the value tree"),
            "lvt:tree",
            (
                *("vision", "write vision", "hypothesis", "add hypothesis", "initiative", "add initiative"),
                *("measure", "add measure", "KPI", "metric"),
            ),
            done_by="lvt:goal_add",
            icon="edit",
        ),
        Action(
            "score",
            gettext_lazy("Plan a scoring workshop"),
            "discovery:workshop_create",
            ("score", "scoring", "rate", "vote", "dot voting", "prioritize", "rank use cases"),
            icon="vote",
        ),
        Action(
            "method",
            gettext_lazy("Change the criteria"),
            "lvt:method",
            ("criteria", "weights", "weighting", "scoring method", "scale"),
            done_by="lvt:method_change",
            icon="edit",
        ),
    )
    for order, (key, label, hint) in enumerate(
        (
            ("vision", gettext_lazy("Vision"), vision_standing),
            ("goals", gettext_lazy("Goals"), goals_standing),
            ("hypotheses", gettext_lazy("Hypotheses"), hypotheses_standing),
            ("measures", gettext_lazy("Measures of success"), measures_standing),
            ("use_cases", gettext_lazy("Use cases"), use_cases_standing),
            ("ranking", gettext_lazy("Scored by both sides"), ranking_standing),
            ("shortlist", gettext_lazy("Shortlist"), shortlist_standing),
        ),
        start=1,
    ):
        registries.checkpoints.register(registries.Checkpoint(key, label, "accelerate", "", order * 10, hint))
    # No discovery waits for it.
    label = gettext_lazy("Hypotheses by value")
    registries.checkpoints.register(
        registries.Checkpoint("hypotheses_by_value", label, "", "", 35, hypotheses_by_value_standing)
    )


def _at_a_glance(discovery: Discovery, actor: Actor) -> dict[str, Any] | None:
    vision = tree.vision_of(discovery)
    results = current_results(discovery)
    places = results.placed if results else ()
    first = _first_places(results) if results and places else None
    decided = shortlist(discovery)
    if not (vision or first or decided):
        return None
    shortlisted = {each.pk for each in decided.use_cases} if decided else set()
    is_ranked = bool(first and shortlisted) and shortlisted <= {each.use_case.pk for each in places[:3]}
    return {
        "vision": vision,
        "results": first,
        "shortlist": decided,
        "shortlisted": shortlisted,
        "is_ranked": is_ranked,
    }


def _first_places(results: Results) -> dict[str, Any]:
    """The first three places, with what is the same for all places said once."""
    return {
        "ranking": results.placed[:3],
        "placed": results.placed,
        "is_alike": results.is_alike,
        "has_same_sides": results.has_same_sides,
        "untold": results.untold,
        "key": results.key,
        "maximum": results.maximum,
    }


def _visions(discovery: Discovery) -> QuerySet[Vision]:
    return Vision.objects.filter(discovery=discovery)


def _tree(discovery: Discovery, _vision: Vision) -> str:
    return reverse("lvt:tree", args=[discovery.slug])


def vision_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """The checkpoint of the vision."""
    vision_row = tree.vision_of(discovery)
    return checkpoint_standing(
        discovery,
        "lvt:tree",
        _("Open the value tree") if vision_row else _("Write the vision"),
        vision_row.statement if vision_row else "",
        "" if vision_row else _("No vision yet."),
    )


def goals_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """The checkpoint of goals."""
    count = len(tree.value_tree(discovery).goals)
    return checkpoint_standing(
        discovery,
        "lvt:tree",
        _("Open the value tree") if count else _("Add a goal"),
        with_count(ngettext_lazy("%(count)s goal", "%(count)s goals", "count"), count),
        "" if count else _("No goals yet."),
    )


def hypotheses_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when each goal has several: one may fail."""
    value_tree = tree.value_tree(discovery)
    gaps = gaps_of(value_tree)
    count = sum(len(goal.hypotheses) for goal in value_tree.goals)
    without = ngettext_lazy(
        "%(count)s goal has no hypothesis.", "%(count)s goals have no hypothesis.", "count"
    )
    none_left = ngettext_lazy(
        "%(count)s goal has only stopped hypotheses.",
        "%(count)s goals have only stopped hypotheses.",
        "count",
    )
    with_one = ngettext_lazy(
        "%(count)s goal depends on a single hypothesis, with no fallback.",
        "%(count)s goals each depend on a single hypothesis, with no fallback.",
        "count",
    )
    missing = (
        "" if count else _("No hypotheses yet."),
        with_count(without, len(gaps.without_bet) if count else 0),
        with_count(none_left, len(gaps.with_none_left)),
        with_count(with_one, len(gaps.with_one_bet)),
    )
    return checkpoint_standing(
        discovery,
        "lvt:tree",
        _("Add a hypothesis") if any(missing) else _("Open the value tree"),
        with_count(ngettext_lazy("%(count)s hypothesis", "%(count)s hypotheses", "count"), count),
        *missing,
    )


def hypotheses_by_value_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when each hypothesis that is not stopped is rated."""
    results = by_value(discovery)
    ranked = ngettext_lazy("%(count)s hypothesis rated", "%(count)s hypotheses rated", "count")
    unrated = ngettext_lazy(
        "%(count)s hypothesis is not rated.", "%(count)s hypotheses are not rated.", "count"
    )
    return checkpoint_standing(
        discovery,
        "lvt:hypotheses",
        _("View the order"),
        with_count(ranked, len(results.ranking)) if results else "",
        with_count(unrated, len(results.unrated)) if results else _("No hypotheses rated yet."),
    )


def measures_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when each goal, hypothesis and initiative is measured."""
    value_tree = tree.value_tree(discovery)
    gaps = gaps_of(value_tree)
    count = sum(1 for _measure in value_tree.measures)
    goals = ngettext_lazy(
        "%(count)s goal has no measure of success.", "%(count)s goals have no measure of success.", "count"
    )
    bets = ngettext_lazy(
        "%(count)s hypothesis has no measure of success.",
        "%(count)s hypotheses have no measure of success.",
        "count",
    )
    initiatives = ngettext_lazy(
        "%(count)s initiative has no measure of success.",
        "%(count)s initiatives have no measure of success.",
        "count",
    )
    missing = [_("No measure shows yet whether a goal is reached.")]
    if count:
        missing = [
            with_count(goals, len(gaps.goals_unmeasured)),
            with_count(bets, len(gaps.bets_unmeasured)),
            with_count(initiatives, len(gaps.initiatives_unmeasured)),
        ]
    return checkpoint_standing(
        discovery,
        "lvt:tree",
        _("Add a measure of success") if any(missing) else _("Open the value tree"),
        with_count(
            ngettext_lazy("%(count)s measure of success", "%(count)s measures of success", "count"), count
        ),
        *missing,
    )


def use_cases_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """The checkpoint of use cases, with the number of those without a hypothesis, where the process of the
    discovery has hypotheses."""
    count, unlinked = use_cases.count_use_cases(discovery)
    loose = unlinked if asks_for(discovery, "hypotheses") else 0
    hanging = ngettext_lazy(
        "%(count)s use case isn’t linked to a hypothesis.",
        "%(count)s use cases aren’t linked to a hypothesis.",
        "count",
    )
    status = checkpoint_standing(
        discovery,
        "lvt:use_case_list",
        _("Open the use cases") if count else _("Write a use case"),
        with_count(ngettext_lazy("%(count)s use case", "%(count)s use cases", "count"), count),
        with_count(hanging, loose) if count else _("No use cases yet."),
    )
    if not loose:
        return status
    return replace(status, url=f"{status.url}?loose", step=_("Link to a hypothesis"))


def ranking_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when business and IT have scored every use case."""
    results = current_results(discovery)
    if results is None:
        missing = _("No scores have been revealed yet.")
        return checkpoint_standing(discovery, "discovery:workshop_list", _("Prepare a workshop"), "", missing)
    lacking = []
    for side, words in MISSING.items():
        count = sum(side in ranked.result.missing_sides for ranked in results.ranking)
        if count == len(results.ranking):
            lacking.append(str(words))
        elif count:
            values = {"words": words, "count": count, "of": len(results.ranking)}
            lacking.append(_("%(words)s for %(count)s of %(of)s use cases") % values)
    unscored = ngettext_lazy(
        "%(count)s use case is not scored", "%(count)s use cases are not scored", "count"
    )
    missing = "; ".join(filter(None, (*lacking, with_count(unscored, len(results.unscored)))))
    ranked = ngettext_lazy("%(count)s use case ranked", "%(count)s use cases ranked", "count")
    return checkpoint_standing(
        discovery,
        "lvt:prioritization",
        _("View the ranking"),
        with_count(ranked, len(results.placed)),
        "" if results.placed else _("No use case has a place yet."),
        f"{missing}." if missing else "",
    )


def shortlist_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete when a shortlist was decided."""
    current = shortlist(discovery)
    return checkpoint_standing(
        discovery,
        "lvt:prioritization",
        _("Read the reason") if current else _("View the ranking"),
        ", ".join(use_case.name for use_case in current.use_cases) if current else "",
        "" if current else _("No shortlist yet."),
    )
