"""What the tree, the cards and prioritization add to a discovery: navigation, and how far they are."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discovery.models import Discovery
from discovery.registries import Checkpoint, NavigationItem, Standing, checkpoints, navigation
from lvt.models import Goal, UseCase
from lvt.selectors import tree, use_cases
from lvt.selectors.open_points import gaps_of
from lvt.selectors.results import MISSING
from lvt.selectors.rounds import current_results
from lvt.selectors.shortlist import shortlist


def register_own() -> None:
    """Register the entries of the navigation and the checkpoints of this app."""
    navigation.register(
        NavigationItem("tree", gettext_lazy("Value tree"), "lvt:tree", "tree", 20, "accelerate")
    )
    navigation.register(
        NavigationItem("use_cases", gettext_lazy("Use cases"), "lvt:use_case_list", "bulb", 30, "accelerate")
    )
    navigation.register(
        NavigationItem(
            "prioritization", gettext_lazy("Prioritization"), "lvt:prioritization", "table", 40, "accelerate"
        )
    )
    for order, (key, label, standing) in enumerate(
        (
            ("vision", gettext_lazy("Vision"), vision),
            ("goals", gettext_lazy("Goals"), goals),
            ("hypotheses", gettext_lazy("Hypotheses"), hypotheses),
            ("measures", gettext_lazy("Measures of success"), measures),
            ("use_cases", gettext_lazy("Use cases"), cards),
            ("ranking", gettext_lazy("Scored by both sides"), ranking),
            ("shortlist", gettext_lazy("Shortlist"), decided),
        ),
        start=1,
    ):
        checkpoints.register(Checkpoint(key, label, "accelerate", "", order * 10, standing))


def vision(discovery: Discovery) -> Standing:
    vision_row = tree.vision_of(discovery)
    return Standing(
        summary=vision_row.statement if vision_row else "",
        missing="" if vision_row else _("Nobody has said yet where this should lead."),
        url=_tree(discovery),
        step=_("Open the value tree") if vision_row else _("Write the vision"),
    )


def goals(discovery: Discovery) -> Standing:
    count = Goal.objects.filter(discovery=discovery).count()
    return Standing(
        summary=ngettext("%(count)s goal", "%(count)s goals", count) % {"count": count} if count else "",
        missing="" if count else _("There is no goal yet."),
        url=_tree(discovery),
        step=_("Open the value tree") if count else _("Add a goal"),
    )


def hypotheses(discovery: Discovery) -> Standing:
    """Complete when each goal has several: one may fail."""
    value_tree = tree.value_tree(discovery)
    gaps = gaps_of(value_tree)
    count = sum(len(goal.hypotheses) for goal in value_tree.goals)
    missing = []
    if not count:
        missing.append(_("There is no hypothesis yet."))
    elif gaps.without_bet:
        words = ngettext(
            "%(count)s goal has no hypothesis.",
            "%(count)s goals have no hypothesis.",
            len(gaps.without_bet),
        )
        missing.append(words % {"count": len(gaps.without_bet)})
    if gaps.with_one_bet:
        words = ngettext(
            "%(count)s goal rests on a single hypothesis: nothing is left when it fails.",
            "%(count)s goals rest on a single hypothesis each: nothing is left when it fails.",
            len(gaps.with_one_bet),
        )
        missing.append(words % {"count": len(gaps.with_one_bet)})
    return Standing(
        summary=ngettext("%(count)s hypothesis", "%(count)s hypotheses", count) % {"count": count}
        if count
        else "",
        missing=" ".join(missing),
        url=_tree(discovery),
        step=_("Add a hypothesis") if missing else _("Open the value tree"),
    )


def measures(discovery: Discovery) -> Standing:
    """Complete when each goal, hypothesis and initiative is measured."""
    gaps = gaps_of(tree.value_tree(discovery))
    count = tree.measures_of(discovery).count()
    missing = []
    if not count:
        missing.append(_("Nothing says yet whether a goal is reached."))
    else:
        for names, words in (
            (
                gaps.goals_unmeasured,
                ngettext(
                    "%(count)s goal has no measure of success.",
                    "%(count)s goals have no measure of success.",
                    len(gaps.goals_unmeasured),
                ),
            ),
            (
                gaps.bets_unmeasured,
                ngettext(
                    "%(count)s hypothesis has no measure of success.",
                    "%(count)s hypotheses have no measure of success.",
                    len(gaps.bets_unmeasured),
                ),
            ),
            (
                gaps.initiatives_unmeasured,
                ngettext(
                    "%(count)s initiative has no measure of success.",
                    "%(count)s initiatives have no measure of success.",
                    len(gaps.initiatives_unmeasured),
                ),
            ),
        ):
            if names:
                missing.append(words % {"count": len(names)})
    return Standing(
        summary=ngettext("%(count)s measure of success", "%(count)s measures of success", count)
        % {"count": count}
        if count
        else "",
        missing=" ".join(missing),
        url=_tree(discovery),
        step=_("Add a measure of success") if missing else _("Open the value tree"),
    )


def cards(discovery: Discovery) -> Standing:
    count = UseCase.objects.filter(discovery=discovery).count()
    loose = use_cases.count_loose_ends(discovery)
    url = reverse("lvt:use_case_list", args=[discovery.slug])
    missing, step = "", _("Open the use cases")
    if not count:
        missing, step = _("There is no use case yet."), _("Write a use case")
    elif loose:
        missing = ngettext(
            "%(count)s use case hangs on no hypothesis.",
            "%(count)s use cases hang on no hypothesis.",
            loose,
        ) % {"count": loose}
        url, step = f"{url}?loose", _("Hang it on a hypothesis")
    return Standing(
        summary=ngettext("%(count)s use case", "%(count)s use cases", count) % {"count": count}
        if count
        else "",
        missing=missing,
        url=url,
        step=step,
    )


def ranking(discovery: Discovery) -> Standing:
    """Complete when business and IT have scored every use case."""
    results = current_results(discovery)
    url = reverse("lvt:prioritization", args=[discovery.slug])
    if results is None:
        workshops = reverse("discovery:workshop_list", args=[discovery.slug])
        return Standing("", _("No scores have been revealed yet."), workshops, _("Prepare a workshop"))
    missing = []
    for side, words in MISSING.items():
        lacking = sum(side in ranked.result.missing_sides for ranked in results.ranking)
        if lacking == len(results.ranking):
            missing.append(str(words))
        elif lacking:
            said = {"words": words, "count": lacking, "of": len(results.ranking)}
            missing.append(_("%(words)s for %(count)s of %(of)s use cases") % said)
    if results.unscored:
        missing.append(
            ngettext(
                "%(count)s use case is not scored",
                "%(count)s use cases are not scored",
                len(results.unscored),
            )
            % {"count": len(results.unscored)}
        )
    count = len(results.ranking)
    summary = ngettext("%(count)s use case ranked", "%(count)s use cases ranked", count) % {"count": count}
    return Standing(summary, f"{'; '.join(missing)}." if missing else "", url, _("Look at the ranking"))


def decided(discovery: Discovery) -> Standing:
    """Complete when a shortlist was decided."""
    chosen = shortlist(discovery)
    url = reverse("lvt:prioritization", args=[discovery.slug])
    if chosen is None:
        return Standing("", _("No shortlist is decided yet."), url, _("Look at the ranking"))
    names = ", ".join(use_case.name for use_case in chosen.use_cases)
    return Standing(names, "", url, _("Read the reason"))


def _tree(discovery: Discovery) -> str:
    return reverse("lvt:tree", args=[discovery.slug])
