"""Live rooms hear of what is changed elsewhere: on pages, or by the room of another workshop."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.db import transaction

import live
from discovery.models import Discovery, Track
from discovery.models.workshop import WorkshopState


def tell_rooms(discovery: Discovery, kinds: Iterable[str]) -> None:
    """The live rooms of the discovery that are at an activity of these kinds are drawn again."""
    _tell(_rooms(discovery, kinds))


def tell_other_rooms(discovery: Discovery, kinds: Iterable[str], workshop_id: int) -> None:
    """The same for a change that the room of a workshop made, which knows already.

    After the commit: two rooms that held their own lock and waited for the other's would wait forever.
    """
    others = [room for room in _rooms(discovery, kinds) if room != workshop_id]
    if others:
        transaction.on_commit(partial(_tell, others))


def _rooms(discovery: Discovery, kinds: Iterable[str]) -> list[int]:
    tracks = Track.objects.filter(
        workshop__discovery=discovery, workshop__state=WorkshopState.LIVE, current__kind__in=kinds
    )
    return sorted(set(tracks.values_list("workshop", flat=True)))


def _tell(workshops: list[int]) -> None:
    for workshop in workshops:
        # What phones choose from and what is written about it are in their own part.
        live.changed(workshop, "items", "activity", "progress")
