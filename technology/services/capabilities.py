"""Writing the capabilities of platforms: what they are, how mature they are, and how gaps are closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import Invalid, NotFound
from discovery.actors import Actor
from discovery.models import Discovery, Operation
from discovery.services import artifacts
from discovery.services.operations import operation
from technology import catalog
from technology.models import Capability, Plane, Platform, ProductNeed
from technology.permissions import check_edit_technology
from technology.selectors.names import taken_by
from technology.services.names import unique_name
from technology.services.platforms import check_same_organization


def add_capability(
    *,
    actor: Actor,
    discovery: Discovery,
    plane: str,
    name: str,
    uuid: UUID | None = None,
    **fields: Any,
) -> Capability:
    """A new capability at the end of its plane. `fields` are those of the model: description, platform,
    today, needed, evidence, owner, how_to_get, link, gap_effort, gap_closer, gap_until.

    `uuid` is the one that the form chose: sent again, it is the same capability. Raises Invalid for a plane
    that there is not, a name that the plane has already, a level that is not 0 to 5, and for people and
    platforms of elsewhere.
    """
    check_edit_technology(actor, discovery)
    _check(discovery, {"plane": plane, **fields})
    with operation(actor, "capability.added", summary=name, discovery=discovery):
        uuid = uuid or uuid4()
        sent_before = artifacts.added_already(Capability, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        return _add(discovery, plane, name, uuid=uuid, **fields)


def add_from_catalog(*, actor: Actor, discovery: Discovery, keys: Iterable[str]) -> Operation:
    """The entries of the catalog with these keys as capabilities, in its words and the language of now; those
    whose key or name is there already are left. Returns the operation, for undo.

    Raises NotFound for a key that the catalog does not have.
    """
    check_edit_technology(actor, discovery)
    try:
        entries = [catalog.BY_KEY[key] for key in dict.fromkeys(keys)]
    except KeyError:
        raise NotFound(_("The catalog does not have this capability.")) from None
    there = set(Capability.objects.filter(discovery=discovery).values_list("key", flat=True))
    missing = [
        entry
        for entry in entries
        if entry.key not in there and not taken_by(Capability, discovery, str(entry.name), plane=entry.plane)
    ]
    summary = ", ".join(str(entry.name) for entry in missing)
    with operation(actor, "capability.added", summary=summary, discovery=discovery) as added:
        for entry in missing:
            description = str(entry.description)
            _add(discovery, entry.plane, str(entry.name), key=entry.key, description=description)
    return added


def change_capability(
    *, actor: Actor, capability: Capability, revision: int | None = None, **fields: Any
) -> Capability:
    """`fields` are those of add_capability. Raises as it does, and Stale."""
    check_edit_technology(actor, capability.discovery)
    _check(capability.discovery, fields)
    name = fields.get("name", capability.name)
    plane = fields.get("plane", capability.plane)
    with (
        operation(actor, "capability.changed", summary=name, discovery=capability.discovery),
        unique_name(Capability, capability.discovery, name, besides=capability, plane=plane),
    ):
        return artifacts.change(capability, revision=revision, **fields)


def reorder_capabilities(*, actor: Actor, discovery: Discovery, order: Sequence[UUID]) -> Operation:
    """Put the capabilities of a plane into the order of their uuids; the operation, for undo. Raises Conflict
    when one is not (any more) in the plane of the first."""
    check_edit_technology(actor, discovery)
    with operation(actor, "capability.ordered", summary=_("Capabilities"), discovery=discovery) as done:
        rows = Capability.objects.filter(discovery=discovery)
        artifacts.reorder(rows.filter(plane__in=rows.filter(uuid__in=order[:1]).values("plane")), order)
    return done


def delete_capability(*, actor: Actor, capability: Capability) -> Operation:
    """Into the trash, with what products need of it; undo brings back both. Returns the operation."""
    check_edit_technology(actor, capability.discovery)
    with operation(
        actor, "capability.deleted", summary=capability.name, discovery=capability.discovery
    ) as deleted:
        artifacts.trash(*ProductNeed.objects.filter(capability=capability), capability)
    return deleted


def _add(discovery: Discovery, plane: str, name: str, **fields: Any) -> Capability:
    siblings = Capability.objects.filter(discovery=discovery, plane=plane)
    with unique_name(Capability, discovery, name, plane=plane):
        return artifacts.add(
            Capability,
            discovery=discovery,
            plane=plane,
            name=name,
            position=artifacts.next_position(siblings),
            **fields,
        )


def _check(discovery: Discovery, fields: dict[str, Any]) -> None:
    if fields.get("plane", Plane.INFRASTRUCTURE) not in Plane.values:
        raise Invalid(_("There is no such plane."))
    for level in (fields.get("today"), fields.get("needed")):
        if level is not None and not 0 <= level <= 5:
            raise Invalid(_("Maturity goes from 0 to 5."))
    if (fields.get("gap_effort") or 0) < 0:
        raise Invalid(_("An effort is not negative."))
    platform: Platform | None = fields.get("platform")
    if platform is not None and platform.discovery_id != discovery.pk:
        raise Invalid(_("That platform belongs to another discovery."))
    check_same_organization(discovery, fields.get("owner"), fields.get("gap_closer"))
