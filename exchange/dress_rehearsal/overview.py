"""Links to dress rehearsals, and the marks and access of their copies."""

from typing import Any

from django.utils.translation import gettext_lazy

from discovery.models import Discovery
from discovery.registries import DiscoveryFollower, actions, discovery_followers
from organizations.registries import Action
from workshops.dress_rehearsal.selectors import rehearsed_in
from workshops.registries import DiscoveryMark, WorkshopPage, discovery_marks, workshop_pages
from workshops.selectors.search_action_workshops import planned_place


def register_own() -> None:
    """Register the links, the mark, and the access."""
    actions.register(
        Action(
            "rehearse",
            gettext_lazy("Rehearse the workshop"),
            "discovery:rehearsal",
            (
                "rehearse",
                "rehearsal",
                "dress rehearsal",
                "dry run",
                "practice",
                "simulate",
                "test",
                "try out",
            ),
            icon="play",
            place=planned_place,
        )
    )
    workshop_pages.register(
        WorkshopPage(
            "rehearsal",
            gettext_lazy("Dress rehearsal"),
            gettext_lazy("Rehearse"),
            "play",
            "discovery:rehearsal",
        )
    )
    discovery_marks.register(
        DiscoveryMark(
            "rehearsal",
            "exchange/dress_rehearsal/mark.html",
            "exchange/dress_rehearsal/note.html",
            _mark_context,
        )
    )
    discovery_followers.register(DiscoveryFollower("rehearsals", copied_from=_copied_from))


def _mark_context(discovery: Discovery) -> dict[str, Any] | None:
    if not discovery.domain.organization.is_rehearsal:
        return None
    return {"rehearsed": rehearsed_in(discovery)}


def _copied_from(discovery: Discovery) -> Discovery | None:
    """The discovery of the workshop that is rehearsed in this copy."""
    workshop = rehearsed_in(discovery)
    return workshop.discovery if workshop is not None else None
