"""What this app itself puts into a discovery's navigation and process: workshops, decisions, the delta."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discovery.models import Discovery
from discovery.models.discovery import PhaseKind
from discovery.models.workshop import WorkshopState
from discovery.registries import (
    Checkpoint,
    NavigationItem,
    OrganizationPage,
    Standing,
    checkpoints,
    navigation,
    organization_pages,
)
from discovery.selectors.delta import delta_of
from discovery.selectors.organizations import next_workshop
from discovery.selectors.strategy import strategy_of
from discovery.selectors.suitability import check_of


def register_own() -> None:
    """Register the entries of the navigation and the checkpoints of this app."""
    for item in (
        NavigationItem("overview", gettext_lazy("Overview"), "discovery:discovery_overview", "home", 10),
        NavigationItem("workshops", gettext_lazy("Workshops"), "discovery:workshop_list", "calendar", 12),
        NavigationItem(
            "why", gettext_lazy("Why Data Mesh"), "discovery:discovery_why", "help", 15, "accelerate"
        ),
        NavigationItem(
            "outcomes", gettext_lazy("Outcomes"), "discovery:discovery_actions", "flag", 55, "results"
        ),
        NavigationItem(
            "delta", gettext_lazy("Data Mesh delta"), "discovery:discovery_delta", "target", 57, "results"
        ),
        NavigationItem(
            "history", gettext_lazy("History"), "discovery:discovery_history", "history", 80, "records"
        ),
        NavigationItem("access", gettext_lazy("Access"), "discovery:discovery_access", "lock", 90, "records"),
    ):
        navigation.register(item)
    for tab in (
        OrganizationPage("strategy", gettext_lazy("Data strategy"), "discovery:organization_strategy", 12),
        OrganizationPage(
            "onboarding", gettext_lazy("Early domains"), "discovery:organization_onboarding", 14
        ),
    ):
        organization_pages.register(tab)
    for checkpoint in (
        Checkpoint("data_strategy", gettext_lazy("Data strategy"), "", "", 10, strategy_standing),
        Checkpoint("workshops", gettext_lazy("Workshops"), PhaseKind.ACCELERATE, "", 50, workshops_standing),
        Checkpoint(
            "suitability",
            gettext_lazy("Is Data Mesh right here?"),
            PhaseKind.ACCELERATE,
            "",
            5,
            why_standing,
        ),
        Checkpoint("delta", gettext_lazy("Data Mesh delta"), PhaseKind.DISCOVERY, "", 90, delta_standing),
        Checkpoint("decisions", gettext_lazy("Decisions"), PhaseKind.ACCELERATE, "", 90, decisions_standing),
    ):
        checkpoints.register(checkpoint)


def workshops_standing(discovery: Discovery) -> Standing:
    """Complete when at least one was held and none is left to hold; else it leads to the live or next one."""
    workshops = list(discovery.workshops.all())
    held = sum(workshop.state == WorkshopState.ENDED for workshop in workshops)
    to_hold = len(workshops) - held
    url = reverse("discovery:workshop_list", args=[discovery.slug])
    upcoming = next_workshop(workshops)
    parts = []
    if held:
        parts.append(ngettext("%(count)s held", "%(count)s held", held) % {"count": held})
    if to_hold:
        parts.append(ngettext("%(count)s to hold", "%(count)s to hold", to_hold) % {"count": to_hold})
    summary = ", ".join(parts)
    if upcoming is None:
        missing = "" if held else _("No workshop is planned.")
        return Standing(summary, missing, url, _("Go to the workshops") if held else _("Plan a workshop"))
    url = reverse("discovery:workshop", args=[discovery.slug, upcoming.uuid])
    if upcoming.state == WorkshopState.LIVE:
        return Standing(summary, _("“%(name)s” is live.") % {"name": upcoming}, url, _("Go to the workshop"))
    if upcoming.state == WorkshopState.PAUSED:
        return Standing(
            summary, _("“%(name)s” is paused.") % {"name": upcoming}, url, _("Go to the workshop")
        )
    missing = _("“%(name)s” is still to be held.") % {"name": upcoming}
    return Standing(summary, missing, url, _("Prepare the workshop"))


def strategy_standing(discovery: Discovery) -> Standing:
    """Complete when every question of the organization's data strategy has an answer."""
    organization = discovery.domain.organization
    strategy = strategy_of(organization)
    url = reverse("discovery:organization_strategy", args=[organization.slug])
    if not strategy.total:
        missing = _("The organization has not asked itself the questions of a data strategy.")
        return Standing("", missing, url, _("Ask them"))
    summary = _("%(answered)s of %(total)s questions answered, %(agreed)s agreed") % {
        "answered": strategy.answered,
        "total": strategy.total,
        "agreed": strategy.agreed,
    }
    missing = _("The others are still to be answered.") if strategy.answered < strategy.total else ""
    return Standing(summary, missing, url, _("Go to the data strategy"))


def why_standing(discovery: Discovery) -> Standing:
    """Complete with a verdict, whichever it is."""
    url = reverse("discovery:discovery_why", args=[discovery.slug])
    check = check_of(discovery)
    if check.is_empty:
        return Standing("", _("Nobody has checked it yet."), url, _("Check whether it fits"))
    if not check.is_decided:
        return Standing("", _("Too few statements are rated for a verdict."), url, _("Rate the statements"))
    return Standing(check.words.title, "", url, _("See the reasons"))


def delta_standing(discovery: Discovery) -> Standing:
    """Complete when every dimension is scored on the latest visit."""
    url = reverse("discovery:discovery_delta", args=[discovery.slug])
    delta = delta_of(discovery)
    total = len(delta.lines)
    if delta.visit is None or not total:
        return Standing("", _("Nobody has said yet how far it is."), url, _("Begin the delta"))
    scored = _("%(scored)s of %(total)s dimensions scored") % {"scored": delta.scored, "total": total}
    if delta.scored < total:
        return Standing(scored, _("The others are still to be scored."), url, _("Score the dimensions"))
    return Standing(scored, "", url, _("See the gaps"))


def decisions_standing(discovery: Discovery) -> Standing:
    """Complete with the first decision."""
    count = discovery.decisions.count()
    url = reverse("discovery:discovery_decisions", args=[discovery.slug])
    if not count:
        return Standing("", _("No decision is logged yet."), url, _("Log a decision"))
    summary = ngettext("%(count)s decision logged", "%(count)s decisions logged", count) % {"count": count}
    return Standing(summary, "", url, _("Read the decisions"))
