"""Writing platforms: who owns them, who builds them, and how they align."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from core.exceptions import Invalid
from discovery.actors import Actor
from discovery.models import Discovery, Operation, Person, Team
from discovery.services import artifacts
from discovery.services.operations import operation
from technology.models import Capability, Platform
from technology.permissions import check_edit_technology
from technology.services.names import unique_name


def add_platform(
    *,
    actor: Actor,
    discovery: Discovery,
    name: str,
    description: str = "",
    owner: Person | None = None,
    team: Team | None = None,
    alignment: str = "",
    uuid: UUID | None = None,
) -> Platform:
    """A new platform; `uuid` is the one that the form chose: sent again, it is the same platform.

    Raises Invalid for a name that there is already, and for people and teams of another organization.
    """
    check_edit_technology(actor, discovery)
    check_same_organization(discovery, owner, team)
    with operation(actor, "platform.added", summary=name, discovery=discovery):
        uuid = uuid or uuid4()
        sent_before = artifacts.added_already(Platform, uuid, discovery_id=discovery.pk)
        if sent_before is not None:
            return sent_before
        with unique_name(Platform, discovery, name):
            return artifacts.add(
                Platform,
                uuid=uuid,
                discovery=discovery,
                name=name,
                description=description,
                owner=owner,
                team=team,
                alignment=alignment,
                position=artifacts.next_position(Platform.objects.filter(discovery=discovery)),
            )


def change_platform(
    *, actor: Actor, platform: Platform, revision: int | None = None, **fields: Any
) -> Platform:
    """`fields` are those of add_platform. Raises as it does, and Stale."""
    check_edit_technology(actor, platform.discovery)
    check_same_organization(platform.discovery, fields.get("owner"), fields.get("team"))
    name = fields.get("name")
    with (
        operation(actor, "platform.changed", summary=name or platform.name, discovery=platform.discovery),
        unique_name(Platform, platform.discovery, name, besides=platform),
    ):
        return artifacts.change(platform, revision=revision, **fields)


def delete_platform(*, actor: Actor, platform: Platform) -> Operation:
    """Into the trash; its capabilities stay, of no platform. Returns the operation, for undo."""
    check_edit_technology(actor, platform.discovery)
    with operation(actor, "platform.deleted", summary=platform.name, discovery=platform.discovery) as deleted:
        for capability in Capability.objects.filter(platform=platform):
            artifacts.change(capability, platform=None)
        artifacts.trash(platform)
    return deleted


def check_same_organization(discovery: Discovery, *others: Person | Team | None) -> None:
    """Raises Invalid unless all are of the organization of the discovery."""
    organization = discovery.domain.organization_id
    if any(other is not None and other.organization_id != organization for other in others):
        raise Invalid(_("That belongs to another organization."))
