"""Subjects of the tech stream that a room can assess: the maturity of the platform's capabilities."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core.exceptions import NotFound
from core.services import kinds
from discovery.models import Discovery
from organizations.actors import Actor
from technology import capability_catalog
from technology.capabilities.selectors import capabilities_of
from technology.capabilities.services import add_from_catalog
from technology.models import Capability, Plane
from workshops.registries import AssessedScale, AssessedSubject, AssessmentSource, always, assessment_sources


def register_own() -> None:
    """Register the capabilities."""
    assessment_sources.register(
        AssessmentSource(
            "capabilities",
            _("Platform capabilities: maturity today"),
            40,
            _("How mature is it today?"),
            always(AssessedScale("today", _("Today"), capability_catalog.LEVELS)),
            _capabilities,
            lambda actor, discovery: add_from_catalog(
                actor=actor, discovery=discovery, keys=capability_catalog.BY_KEY
            ),
            _record,
        )
    )


def _capabilities(discovery: Discovery) -> list[AssessedSubject]:
    rows = capabilities_of(discovery)
    return [
        AssessedSubject(row.uuid, row.name, row.description, str(plane.label), {"today": row.today})
        for plane in Plane
        for row in rows
        if row.plane == plane
    ]


def _record(actor: Actor, discovery: Discovery, uuid: UUID, numbers: Mapping[str, int]) -> None:
    capability = Capability.objects.filter(discovery=discovery, uuid=uuid).first()
    if capability is None:
        raise NotFound(_("This was deleted."))
    kinds.change(actor=actor, artifact=capability, today=numbers["today"])
