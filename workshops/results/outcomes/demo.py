"""The part of the demo that a room left behind: actions, questions, risks, and the parking lot."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from discovery.models import Discovery, StreamKind
from discovery.registries import DemoPart, demo_parts
from organizations.actors import Actor
from workshops.models import (
    ActionItem,
    ActionState,
    Activity,
    Level,
    ParkingLotItem,
    Question,
    Risk,
    Workshop,
    WorkshopState,
)
from workshops.results.quick_captures import services as captures
from workshops.results.quick_captures.selectors import person_named
from workshops.services.backdated_operations import date_back

# title, owner, due in days from today, stream, state, captured by
ACTIONS = (
    (
        "List the systems that hold contact data, with their owners",
        "Tomás Rivera",
        -2,
        StreamKind.TECH,
        ActionState.OPEN,
        "Yuki Sato",
    ),
    (
        "Ask five Patient Journey Partners what they look up before a visit",
        "Jonas Lind",
        6,
        StreamKind.PRODUCT,
        ActionState.OPEN,
        "Marta Keller",
    ),
    (
        "Agree with the works council and the privacy officer on measurements per person",
        "Noor Haddad",
        13,
        StreamKind.OPERATING_MODEL,
        ActionState.OPEN,
        "Noor Haddad",
    ),
    (
        "Send the ranking to everyone who scored",
        "Frida, facilitator",
        -12,
        "",
        ActionState.DONE,
        "Amara Osei",
    ),
)
# title, answer, captured by
QUESTIONS = (
    (
        "Who owns the consent of a physician: the brand or the field force?",
        "Neither: Amara Osei owns the data product Consent, and the team Customer data builds it.",
        "Priya Raman",
    ),
    ("How long can we keep responses after a consent is withdrawn?", "", "Noor Haddad"),
    (
        "Does engagement count calls as well as messages?",
        "Yes. Both count once per physician and day, so that no one is rewarded for insisting.",
        "Jonas Lind",
    ),
)
# title, likelihood, impact, mitigation, captured by
RISKS = (
    (
        "Contact data of two acquired brands cannot be matched",
        Level.HIGH,
        Level.HIGH,
        "Match one brand manually first, and measure the losses.",
        "Elif Demir",
    ),
    ("The field force sees the dashboard as surveillance", Level.MEDIUM, Level.HIGH, "", "Jonas Lind"),
    (
        "The platform team is busy with the migration until summer",
        Level.MEDIUM,
        Level.MEDIUM,
        "Start with what runs on the old platform.",
        "Elif Demir",
    ),
)
# title, settled, captured by
PARKED = (
    ("Explanation of next best action for physicians", False, "Lucía Ferrer"),
    ("Names of the dashboards", True, "Marta Keller"),
)


def register_own() -> None:
    """Register what the demo captured: decisions, actions, questions, risks."""
    demo_parts.register(DemoPart("outcomes", 40, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """Capture the outcomes of the workshop that was held, by the same services as from a room, and dated to
    its end."""
    ended = Workshop.objects.filter(discovery=discovery, state=WorkshopState.ENDED).first()
    at = _end_of(ended) if ended else timezone.now()
    common: dict[str, Any] = {"discovery": discovery, "workshop": ended, "created_at": at}
    today = timezone.localdate()
    for title, owner, days, stream, state, by in ACTIONS:
        person = person_named(discovery, owner)
        action = ActionItem(
            **common,
            title=title,
            owner=person,
            owner_name="" if person else owner,
            due=today + timedelta(days=days),
            stream=stream,
        )
        captures.add(actor=actor, draft=action, captured_by=by)
        if state != ActionState.OPEN:
            captures.set_action_state(actor=actor, action=action, state=state)
    for title, answer, by in QUESTIONS:
        captures.add(actor=actor, draft=Question(**common, title=title, answer=answer), captured_by=by)
    for title, likelihood, impact, mitigation, by in RISKS:
        risk = Risk(**common, title=title, likelihood=likelihood, impact=impact, mitigation=mitigation)
        captures.add(actor=actor, draft=risk, captured_by=by)
    for title, settled, by in PARKED:
        item = captures.add(actor=actor, draft=ParkingLotItem(**common, title=title), captured_by=by)
        if settled:
            captures.settle_parking_lot_item(actor=actor, item=item)
    if ended:
        date_back(ended, at)


def _end_of(workshop: Workshop) -> datetime:
    ends = Activity.objects.filter(track__workshop=workshop).aggregate(end=Max("ended_at"))["end"]
    return ends or workshop.starts_at or timezone.now()
