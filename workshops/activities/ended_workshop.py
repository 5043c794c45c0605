"""Screens of a workshop that has ended."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from organizations.actors import Actor
from workshops.activities.room_snapshot import first_of_plan
from workshops.actors import participant_behind
from workshops.joining import invitation
from workshops.models import Activity, Participant, Workshop
from workshops.registries import activity_kinds
from workshops.results.quick_captures.selectors import actions_taken_by
from workshops.results.result_mails.selectors import address_left_by, is_mail_offered
from workshops.room.running.selectors import RoomState, people_in
from workshops.selectors.workshop_clock import elapsed_in


def outcomes_of(state: RoomState) -> dict[str, Any]:
    """Decisions, actions, and the activities that the room went through, each with its beginning and the
    minutes that it took."""
    elapsed = elapsed_in(state.workshop)
    return {
        "people": len(state.people),
        "decisions": list(state.workshop.decisions.order_by("decided_at", "pk")),
        "actions": list(state.workshop.actionitems.select_related("owner")),
        "finished": [
            (activity, activity.started_at, elapsed.minutes(activity))
            for activity in state.activities
            if activity.started_at and activity.skipped_at is None
        ],
    }


def closings_of(state: RoomState) -> list[SafeString]:
    """Closing pictures for the stage: of each kind, the last activity that has one."""
    parts: dict[str, SafeString] = {}
    for activity in reversed(state.activities):
        if activity.kind in parts or activity.kind not in activity_kinds or activity.started_at is None:
            continue
        kind = activity_kinds.get(activity.kind)
        context = kind.closing(activity)
        if context is not None:
            parts[activity.kind] = SafeString(render_to_string(f"{kind.template_dir}/closing.html", context))
    return list(parts.values())[::-1]


def results_code(workshop: Workshop) -> SafeString | None:
    """The QR code of the results that were shared; None while there is no link to them."""
    url = invitation.results_url(workshop)
    return invitation.qr_code(url) if url else None


def of_stage(workshop: Workshop, outcomes: Mapping[str, Any], arrivals: SafeString) -> dict[str, Any]:
    """Context of the stage besides `outcomes`: the first activities of the room, who was there, the first
    open questions, the results."""
    is_decided = outcomes["decisions"] or outcomes["actions"]
    did = first_of_plan(outcomes["finished"], 5 if is_decided else 8)
    questions = list(workshop.questions.filter(answer="")[:3])
    return {"did": did, "arrivals": arrivals, "questions": questions, "results": results_code(workshop)}


def draw_mail_offer(workshop: Workshop, participant: Participant, *, is_button: bool = False) -> SafeString:
    """Draw the button or menu item that opens the dialog for the mail; "" where people are not asked. Below
    the end it shows where the mail goes."""
    if not is_mail_offered(workshop, participant):
        return SafeString("")
    address = address_left_by(participant) if is_button else ""
    context = {"workshop": workshop, "is_button": is_button, "address": address}
    return SafeString(render_to_string("workshops/live/mail_offer.html", context).strip())


def draw_own(request: HttpRequest, state: RoomState, actor: Actor) -> SafeString:
    """Draw the part of one person: their actions and what they wrote; "" without any."""
    # Everyone in the workshop: in a breakout room, those of one name are told apart among others.
    participant = participant_behind(actor)
    people = people_in(state.workshop.pk) if participant else []
    person = next((each for each in people if each.participant == participant), None)
    if person is None:
        return SafeString("")
    context = {
        "actions": actions_taken_by(state.workshop, account=person.participant.account_id, name=person.label),
        "mail_offer": draw_mail_offer(state.workshop, person.participant, is_button=True),
        "written": _written_by(actor, state.workshop),
    }
    return SafeString(render_to_string("workshops/live/own_end.html", context, request).strip())


def _written_by(actor: Actor, workshop: Workshop) -> list[tuple[Activity, list[str]]]:
    """Activity by activity; last those that were opened ahead and never reached."""
    texts: dict[Activity, list[str]] = {}
    for kind in activity_kinds:
        for activity, words in kind.written_by(actor, workshop):
            texts.setdefault(activity, []).append(words)
    return sorted(texts.items(), key=lambda each: (each[0].started_at is None, each[0].started_at))
