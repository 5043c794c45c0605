"""Writing governance: bodies, who sits in them, and what flows between them and teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import available_timezones

from django.db.models import Q
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid
from discovery.actors import Actor
from discovery.models import Discovery, Operation, Person, Role, Team
from discovery.services import artifacts
from discovery.services.operations import operation
from operating_model.models import Body, BodyMember, Cadence, Flow, GovernanceKind
from operating_model.permissions import check_edit_operating_model
from operating_model.standard_governance import STANDARD_BODIES, STANDARD_FLOWS

End = Body | Team
"""Where something flows from or to."""


def add_body(
    *,
    actor: Actor,
    discovery: Discovery,
    name: str,
    kind: str,
    purpose: str = "",
    inputs: str = "",
    decision_rights: str = "",
    cadence: str = "",
    first_on: date | None = None,
    at: time | None = None,
    minutes: int = 60,
    timezone: str = "UTC",
    escalates_to: Body | None = None,
    uuid: UUID | None = None,
) -> Body:
    """A new body, the last one. `uuid` is the one that the form chose: sent again, it is the same body.

    Raises Invalid for a kind, cadence, length (5 to 720 minutes) or time zone that there is not, and for an
    escalation to a body of another discovery.
    """
    check_edit_operating_model(actor, discovery)
    fields: dict[str, Any] = {
        "kind": kind,
        "cadence": cadence,
        "minutes": minutes,
        "timezone": timezone,
        "escalates_to": escalates_to,
    }
    _check_body(discovery, None, fields)
    with operation(actor, "body.added", summary=name, discovery=discovery):
        uuid = uuid or uuid4()
        sent_before = artifacts.added_already(Body, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        return artifacts.add(
            Body,
            uuid=uuid,
            discovery=discovery,
            name=name,
            purpose=purpose,
            inputs=inputs,
            decision_rights=decision_rights,
            first_on=first_on,
            at=at,
            position=artifacts.next_position(Body.objects.filter(discovery=discovery)),
            **fields,
        )


def change_body(*, actor: Actor, body: Body, revision: int | None = None, **fields: Any) -> Body:
    """`fields` are those of add_body. Raises as add_body, Invalid for an escalation to itself, and Stale."""
    check_edit_operating_model(actor, body.discovery)
    _check_body(body.discovery, body, fields)
    with operation(actor, "body.changed", summary=fields.get("name", body.name), discovery=body.discovery):
        return artifacts.change(body, revision=revision, **fields)


def reorder_bodies(*, actor: Actor, discovery: Discovery, order: Sequence[UUID]) -> Operation:
    """Put the bodies of a type into the order of their uuids; the operation, for undo. Raises Conflict when
    one is not (any more) of the type of the first."""
    check_edit_operating_model(actor, discovery)
    with operation(actor, "body.ordered", summary=_("Governing bodies"), discovery=discovery) as done:
        rows = Body.objects.filter(discovery=discovery)
        artifacts.reorder(rows.filter(kind__in=rows.filter(uuid__in=order[:1]).values("kind")), order)
    return done


def delete_body(*, actor: Actor, body: Body) -> Operation:
    """Into the trash, with its seats and what flows in and out; returns the operation, for undo. Bodies that
    escalated to it have to say anew where to."""
    check_edit_operating_model(actor, body.discovery)
    with operation(actor, "body.deleted", summary=body.name, discovery=body.discovery) as deleted:
        flows = Flow.objects.filter(Q(from_body=body) | Q(to_body=body))
        artifacts.trash(*BodyMember.objects.filter(body=body), *flows, body)
    return deleted


def _check_body(discovery: Discovery, body: Body | None, fields: dict[str, Any]) -> None:
    if "kind" in fields and fields["kind"] not in GovernanceKind.values:
        raise Invalid(_("There is no such type of governance."))
    if fields.get("cadence", "") not in ("", *Cadence.values):
        raise Invalid(_("There is no such rhythm."))
    if not 5 <= fields.get("minutes", 60) <= 720:
        raise Invalid(_("A meeting takes 5 minutes to 12 hours."))
    if "timezone" in fields and fields["timezone"] not in available_timezones():
        raise Invalid(_("There is no such time zone."))
    above = fields.get("escalates_to")
    if above is not None and above.discovery_id != discovery.pk:
        raise Invalid(_("That belongs to another discovery."))
    if above is not None and body is not None and above.pk == body.pk:
        raise Invalid(_("A body cannot escalate to itself."))


# --- Who sits in a body ---------------------------------------------------------------------------


def add_member(
    *,
    actor: Actor,
    body: Body,
    person: Person | None = None,
    role: Role | None = None,
    is_chair: bool = False,
) -> BodyMember:
    """A seat for a person, or for the holder of a role. One seat leads the body: `is_chair` takes that from
    the others.

    Raises Invalid for neither, both, or somebody of another organization, Conflict for a seat that they have
    already.
    """
    check_edit_operating_model(actor, body.discovery)
    one = person or role
    if one is None or (person is not None and role is not None):
        raise Invalid(_("Choose a person or a role."))
    if one.organization_id != body.discovery.domain.organization_id:
        raise Invalid(_("That belongs to another organization."))
    with operation(actor, "body.joined", summary=f"{one.name}, {body.name}", discovery=body.discovery):
        artifacts.locked(body)
        if BodyMember.objects.filter(body=body, person=person, role=role).exists():
            raise Conflict(_("%(name)s sits in this body already.") % {"name": one.name})
        if is_chair:
            _nobody_leads(body)
        return artifacts.add(BodyMember, body=body, person=person, role=role, is_chair=is_chair)


def lead_body(*, actor: Actor, member: BodyMember) -> Operation:
    """The seat leads its body from now on, and no other does; returns the operation, for undo."""
    check_edit_operating_model(actor, member.body.discovery)
    summary = f"{member.person or member.role}, {member.body.name}"
    with operation(actor, "body.led", summary=summary, discovery=member.body.discovery) as done:
        artifacts.locked(member.body)
        _nobody_leads(member.body)
        artifacts.change(member, is_chair=True)
    return done


def remove_member(*, actor: Actor, member: BodyMember) -> Operation:
    """The seat goes to the trash; returns the operation, for undo."""
    check_edit_operating_model(actor, member.body.discovery)
    summary = f"{member.person or member.role}, {member.body.name}"
    with operation(actor, "body.left", summary=summary, discovery=member.body.discovery) as done:
        artifacts.trash(member)
    return done


def _nobody_leads(body: Body) -> None:
    for seat in BodyMember.objects.filter(body=body, is_chair=True):
        artifacts.change(seat, is_chair=False)


# --- What flows between them ----------------------------------------------------------------------


def add_flow(
    *, actor: Actor, discovery: Discovery, origin: End, end: End, what: str, uuid: UUID | None = None
) -> Flow:
    """Something flows from a body or team to a body or team. `uuid` is the one that the form chose: sent
    again, it is the same flow.

    Raises Invalid when both are the same, or belong elsewhere.
    """
    check_edit_operating_model(actor, discovery)
    ends = _ends(discovery, origin, end)
    with operation(actor, "flow.added", summary=what, discovery=discovery):
        uuid = uuid or uuid4()
        sent_before = artifacts.added_already(Flow, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        position = artifacts.next_position(Flow.objects.filter(discovery=discovery))
        return artifacts.add(Flow, uuid=uuid, discovery=discovery, what=what, position=position, **ends)


def change_flow(
    *, actor: Actor, flow: Flow, revision: int | None = None, origin: End, end: End, what: str
) -> Flow:
    """Raises as add_flow, and Stale."""
    check_edit_operating_model(actor, flow.discovery)
    ends = _ends(flow.discovery, origin, end)
    with operation(actor, "flow.changed", summary=what, discovery=flow.discovery):
        return artifacts.change(flow, revision=revision, what=what, **ends)


def delete_flow(*, actor: Actor, flow: Flow) -> Operation:
    """Into the trash; returns the operation, for undo."""
    check_edit_operating_model(actor, flow.discovery)
    with operation(actor, "flow.deleted", summary=flow.what, discovery=flow.discovery) as deleted:
        artifacts.trash(flow)
    return deleted


def _ends(discovery: Discovery, origin: End, end: End) -> dict[str, End | None]:
    if type(origin) is type(end) and origin.pk == end.pk:
        raise Invalid(_("Something flows between two of them: choose another end."))
    for one in (origin, end):
        if isinstance(one, Team):
            if one.organization_id != discovery.domain.organization_id:
                raise Invalid(_("That belongs to another organization."))
        elif one.discovery_id != discovery.pk:
            raise Invalid(_("That belongs to another discovery."))
    return {
        "from_body": origin if isinstance(origin, Body) else None,
        "from_team": origin if isinstance(origin, Team) else None,
        "to_body": end if isinstance(end, Body) else None,
        "to_team": end if isinstance(end, Team) else None,
    }


# --- The usual bodies -----------------------------------------------------------------------------


def add_standard_bodies(*, actor: Actor, discovery: Discovery, timezone: str = "UTC") -> Operation:
    """One body of each type of governance that has none yet, with seats for the standard roles that the
    organization has, and what usually flows between the three; returns the operation, for undo.

    Raises Conflict when there is a body of each type.
    """
    check_edit_operating_model(actor, discovery)
    organization = discovery.domain.organization_id
    roles = {role.key: role for role in Role.objects.filter(organization=organization).exclude(key="")}
    with operation(actor, "body.standard_added", summary="", discovery=discovery) as done:
        artifacts.locked(discovery)
        rows = Body.objects.filter(discovery=discovery)
        by_kind: dict[str, Body] = {}
        for body in rows:
            by_kind.setdefault(body.kind, body)
        missing = [standard for standard in STANDARD_BODIES if standard.kind not in by_kind]
        if not missing:
            raise Conflict(_("There is a body of each type already."))
        position = artifacts.next_position(rows)
        new = set()
        for place, standard in enumerate(missing, start=position):
            made = artifacts.add(
                Body,
                discovery=discovery,
                kind=standard.kind,
                name=str(standard.name),
                purpose=str(standard.purpose),
                inputs=str(standard.inputs),
                decision_rights=str(standard.decision_rights),
                cadence=standard.cadence,
                minutes=standard.minutes,
                timezone=timezone,
                position=place,
            )
            by_kind[standard.kind] = made
            new.add(made.pk)
            for number, key in enumerate(key for key in standard.roles if key in roles):
                artifacts.add(BodyMember, body=made, role=roles[key], is_chair=number == 0)
        for standard in missing:
            if standard.escalates_to:
                artifacts.change(by_kind[standard.kind], escalates_to=by_kind[standard.escalates_to])
        position = artifacts.next_position(Flow.objects.filter(discovery=discovery))
        for origin, end, what in STANDARD_FLOWS:
            if new & {by_kind[origin].pk, by_kind[end].pk}:
                artifacts.add(
                    Flow,
                    discovery=discovery,
                    from_body=by_kind[origin],
                    to_body=by_kind[end],
                    what=str(what),
                    position=position,
                )
                position += 1
    return done
