"""Steps of apps when people come into a workshop, or into one of its breakout rooms."""

from workshops.registries import arrivals


def welcome(workshop_id: int) -> None:
    """Let every app deal with those who have come, behind the room's lock. Apps find out who is new."""
    for each in arrivals:
        each.welcome(workshop_id)
