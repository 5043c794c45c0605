"""Scopes of operations: they are stored as a uuid, which is looked up here."""

from core.models import Operation
from discovery.discoveries.models import OF_DISCOVERY
from discovery.models import Discovery
from organizations.models import Organization


def scope_of(operation: Operation) -> Discovery | Organization | None:
    """The discovery, with its organization, or the organization to which the operation belongs, also one that
    was deleted. None for an operation that belongs to none, or whose scope is gone for good."""
    if operation.scope_uuid is None:
        return None
    if operation.scope_kind == OF_DISCOVERY:
        return discovery_of(operation)
    return Organization.everything.filter(uuid=operation.scope_uuid).first()


def discovery_of(operation: Operation) -> Discovery | None:
    """The discovery to which the operation belongs, with its organization; None if it is not a discovery."""
    if operation.scope_uuid is None or operation.scope_kind != OF_DISCOVERY:
        return None
    discoveries = Discovery.everything.select_related("domain__organization")
    return discoveries.filter(uuid=operation.scope_uuid).first()
