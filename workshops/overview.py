"""Entries of this app in a discovery's navigation and process: workshops and decisions."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from discovery import registries
from discovery.models import Discovery, PhaseKind, SittingStream
from discovery.permissions import may_facilitate
from organizations.actors import Actor
from organizations.registries import AddedPage, organization_pages
from workshops import overview_actions
from workshops.agenda.agenda_templates.selectors import templates_of
from workshops.models import (
    ActionItem,
    ActionState,
    Decision,
    ParkingLotItem,
    Question,
    Risk,
    Workshop,
    WorkshopState,
)
from workshops.organization_page.selectors import next_workshop
from workshops.registries import AgendaGroup, agenda_groups
from workshops.selectors.current_workshops import coming, happening
from workshops.workshop.selectors import language_of_workshops, workshops_by_stream, workshops_in


def register_own() -> None:
    """Register the areas and pages of the navigation, and the checkpoints of this app."""
    registries.discovery_languages.register(
        registries.DiscoveryLanguage("workshops", 10, language_of_workshops)
    )
    registries.added_parts.register(
        registries.AddedPart("happening", 10, "workshops/overview_workshops.html", _happening, page="top")
    )
    agenda_groups.register(AgendaGroup("workshops", gettext_lazy("Purpose and value"), 10, "accelerate"))
    agenda_groups.register(
        AgendaGroup("priorities", gettext_lazy("Priorities"), 15, "accelerate", "deciding")
    )
    for area in (
        registries.NavigationArea("overview", gettext_lazy("Overview"), "home", 10),
        registries.NavigationArea("workshops", gettext_lazy("Workshops"), "calendar", 20),
        registries.NavigationArea("outcomes", gettext_lazy("Outcomes"), "flag", 80, is_at_foot=True),
    ):
        registries.areas.register(area)
    for page in (
        registries.NavigationPage(
            "overview",
            gettext_lazy("Overview"),
            "discovery:discovery_overview",
            "overview",
            10,
            words=(
                gettext_lazy("Three streams"),
                gettext_lazy("Accelerate, discovery, handover: the phases"),
                gettext_lazy("Missing"),
            ),
        ),
        registries.NavigationPage(
            "workshops", gettext_lazy("Workshops"), "discovery:workshop_list", "workshops", 10
        ),
        registries.NavigationPage(
            "outcomes", gettext_lazy("All"), "discovery:discovery_outcomes", "outcomes", 5
        ),
        registries.NavigationPage(
            "history", gettext_lazy("History"), "discovery:discovery_history", "", 10, icon="history"
        ),
        registries.NavigationPage(
            "access",
            gettext_lazy("Access"),
            "discovery:discovery_access",
            "",
            20,
            icon="lock",
            words=(gettext_lazy("API keys"), "Keys for programs"),
        ),
        registries.NavigationPage(
            "glossary",
            gettext_lazy("Glossary"),
            "discovery:discovery_glossary",
            "overview",
            90,
            words=("Words of the discovery",),
        ),
    ):
        registries.navigation.register(page)
    for order, (name, label, rows) in enumerate(
        (
            ("actions", gettext_lazy("Actions"), ActionItem.objects.filter(state=ActionState.OPEN)),
            ("decisions", gettext_lazy("Decisions"), Decision.objects.all()),
            ("questions", gettext_lazy("Questions"), Question.objects.filter(answer="")),
            ("risks", gettext_lazy("Risks"), Risk.objects.all()),
            ("parking_lot", gettext_lazy("Parking lot"), ParkingLotItem.objects.filter(is_settled=False)),
        ),
        start=1,
    ):
        url_name = f"discovery:discovery_{name}"
        count_words = "" if name in ("decisions", "risks") else gettext_lazy("open")
        registries.navigation.register(
            registries.NavigationPage(
                name, label, url_name, "outcomes", order * 10, rows=rows.all, count_words=count_words
            )
        )
    registries.findables.register(registries.Findable(Workshop, "name", _workshops, _workshop_url))
    registries.findables.register(registries.Findable(Decision, "title", _decisions, _decision_url))
    overview_actions.register_own()
    organization_pages.register(
        AddedPage("overview", gettext_lazy("Domains and discoveries"), "discovery:organization_overview", 10),
        AddedPage(
            "templates",
            gettext_lazy("Agenda templates"),
            "discovery:organization_templates",
            30,
            about=gettext_lazy("Agendas of your own, for the next workshop"),
            rows=templates_of,
        ),
    )
    for stream in SittingStream:
        registries.checkpoints.register(_workshops_checkpoint(stream))
    registries.checkpoints.register(
        registries.Checkpoint(
            "decisions", gettext_lazy("Decisions"), PhaseKind.ACCELERATE, "", 90, decisions_standing
        )
    )


# Where workshops come among what a phase or stream leaves behind, where they are not the last of it.
_PLACES = {SittingStream.ACCELERATE: 50, SittingStream.HANDOVER: 35}


def _workshops_checkpoint(stream: SittingStream) -> registries.Checkpoint:
    """The workshops of a stream. Every discovery begins with one; a later stream may do without."""
    phase, within = stream.place
    is_first = stream == SittingStream.ACCELERATE
    return registries.Checkpoint(
        "workshops" if is_first else f"workshops_{stream.value}",
        gettext_lazy("Workshops"),
        phase,
        within,
        _PLACES.get(stream, 95),
        partial(workshops_standing, stream),
        is_there=lambda discovery: is_first or bool(workshops_by_stream(discovery)[stream]),
    )


def _happening(discovery: Discovery, actor: Actor) -> dict[str, Any] | None:
    may = may_facilitate(actor, discovery)
    workshops = workshops_in(discovery)
    running = happening(((workshop, may) for workshop in workshops), actor.account)
    running = running or coming(workshops, actor.account, may_facilitate=may)
    if not running:
        return None
    open_rooms = [each.workshop for each in running.first if each.workshop.state != WorkshopState.PLANNED]
    return {
        "happening": running,
        "list_url": reverse("discovery:workshop_list", args=[discovery.slug]),
        # The next step that only leads to a live or paused workshop would repeat its card.
        "urls": frozenset(_workshop_url(discovery, workshop) for workshop in open_rooms),
    }


def _workshops(discovery: Discovery) -> QuerySet[Workshop]:
    return Workshop.objects.filter(discovery=discovery)


def _workshop_url(discovery: Discovery, workshop: Workshop) -> str:
    return reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])


def _decisions(discovery: Discovery) -> QuerySet[Decision]:
    return Decision.objects.filter(discovery=discovery)


def _decision_url(discovery: Discovery, decision: Decision) -> str:
    """The log has several pages: its words lead to the one that holds it."""
    log = reverse("discovery:discovery_decisions", args=[discovery.slug])
    return f"{log}?{urlencode({'q': decision.title})}#decision-{decision.uuid}"


def workshops_standing(stream: SittingStream, discovery: Discovery) -> registries.CheckpointStanding:
    """Those of a stream: complete when at least one was held and none is left to hold; else it leads to the
    live or next one."""
    workshops = workshops_by_stream(discovery)[stream]
    ended = sum(workshop.state == WorkshopState.ENDED for workshop in workshops)
    to_hold = len(workshops) - ended
    url = reverse("discovery:workshop_list", args=[discovery.slug])
    if workshops:
        url = f"{url}#{stream.value}"
    upcoming = next_workshop(workshops)
    parts = []
    if ended:
        parts.append(ngettext("%(count)s held", "%(count)s held", ended) % {"count": ended})
    if to_hold:
        parts.append(
            ngettext("%(count)s still to come", "%(count)s still to come", to_hold) % {"count": to_hold}
        )
    summary = ", ".join(parts)
    if upcoming is None:
        missing = "" if ended else _("No workshop planned yet.")
        return registries.CheckpointStanding(
            summary, missing, url, _("Go to the workshops") if ended else _("Plan a workshop")
        )
    url = reverse("discovery:workshop", args=[discovery.slug, upcoming.uuid])
    if upcoming.state == WorkshopState.LIVE:
        return registries.CheckpointStanding(
            summary, _("“%(name)s” is live.") % {"name": upcoming}, url, _("Go to the workshop")
        )
    if upcoming.state == WorkshopState.PAUSED:
        return registries.CheckpointStanding(
            summary, _("“%(name)s” is paused.") % {"name": upcoming}, url, _("Go to the workshop")
        )
    missing = _("“%(name)s” hasn’t taken place yet.") % {"name": upcoming}
    return registries.CheckpointStanding(summary, missing, url, _("Prepare the workshop"))


def decisions_standing(discovery: Discovery) -> registries.CheckpointStanding:
    """Complete with the first decision."""
    count = discovery.decisions.count()
    url = reverse("discovery:discovery_decisions", args=[discovery.slug])
    if not count:
        return registries.CheckpointStanding("", _("No decisions logged yet."), url, _("Log a decision"))
    summary = ngettext("%(count)s decision logged", "%(count)s decisions logged", count) % {"count": count}
    return registries.CheckpointStanding(summary, "", url, _("View the decisions"))
