"""The mail after a workshop, as its tests leave addresses, send it and read it."""

from __future__ import annotations

from datetime import date

from django.core import mail

from tests.factories import make
from tests.outbox import work
from workshops.actors import RoomActor
from workshops.models import ActionItem, Decision
from workshops.results import services as results
from workshops.results.result_mails import services as summaries
from workshops.room.running import services as running

ADDRESS = "anna@example.org"


def end_with_results(actor, workshop):
    """Start and end the workshop, with a decision and two actions, and share its results."""
    running.start_workshop(actor=actor, workshop=workshop)
    said = {"discovery": workshop.discovery, "workshop": workshop}
    make(Decision, title="Meters <first> & fast", reason="It costs most", **said)
    make(ActionItem, title="Ask the grid team", owner_name="Anna", due=date(2026, 12, 1), **said)
    make(ActionItem, title="Something of Ben", owner_name="Ben", **said)
    running.end_workshop(actor=actor, workshop=workshop)
    return results.share_results(actor=actor, workshop=workshop, parts=["decisions", "actions"])


def leave(person, address=ADDRESS):
    summaries.leave_address(actor=RoomActor.of_participant(person), workshop=person.workshop, address=address)


def send(actor, workshop):
    count = summaries.mail_results(actor=actor, workshop=workshop)
    work()
    return count


def sent_to(address):
    (message,) = [each for each in mail.outbox if each.to == [address]]
    return message
