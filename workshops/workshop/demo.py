"""The part of the demo that is ready to go live: the next workshop, with its whole agenda."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from organizations.actors import Actor
from workshops.workshop.services import add_workshop

NAME = "Workshop 2: use cases and priorities"


def register_own() -> None:
    """Register the workshop of the demo that comes next."""
    demo_parts.register(DemoPart("next_workshop", 90, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """Add the planned workshop; it starts tomorrow at nine and has an hour."""
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_workshop(
        actor=actor,
        discovery=discovery,
        name=NAME,
        template="prioritization",
        starts_at=timezone.make_aware(datetime.combine(tomorrow, time(9))),
        minutes_available=60,
        purpose="Collect more use cases, score all of them together, and decide which ones we start with.",
    )
