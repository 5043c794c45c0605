"""What this app itself puts into a discovery's navigation and process: workshops and decisions."""

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
    Standing,
    checkpoints,
    navigation,
)
from discovery.selectors.organizations import next_workshop


def register_own() -> None:
    """Register the entries of the navigation and the checkpoints of this app."""
    for item in (
        NavigationItem("overview", gettext_lazy("Overview"), "discovery:discovery_overview", "home", 10),
        NavigationItem("workshops", gettext_lazy("Workshops"), "discovery:workshop_list", "calendar", 12),
        NavigationItem(
            "outcomes", gettext_lazy("Outcomes"), "discovery:discovery_actions", "flag", 55, "results"
        ),
        NavigationItem(
            "history", gettext_lazy("History"), "discovery:discovery_history", "history", 80, "records"
        ),
        NavigationItem("access", gettext_lazy("Access"), "discovery:discovery_access", "lock", 90, "records"),
    ):
        navigation.register(item)
    for checkpoint in (
        Checkpoint("workshops", gettext_lazy("Workshops"), PhaseKind.ACCELERATE, "", 50, workshops_standing),
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


def decisions_standing(discovery: Discovery) -> Standing:
    """Complete with the first decision."""
    count = discovery.decisions.count()
    url = reverse("discovery:discovery_decisions", args=[discovery.slug])
    if not count:
        return Standing("", _("No decision is logged yet."), url, _("Log a decision"))
    summary = ngettext("%(count)s decision logged", "%(count)s decisions logged", count) % {"count": count}
    return Standing(summary, "", url, _("Read the decisions"))
