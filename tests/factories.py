"""Things to test with: each call makes one artifact in an operation of the system, with speaking defaults."""

from __future__ import annotations

import itertools
from typing import Any, TypeVar

from django.utils import timezone

from core.kinds.base import ArtifactKind
from core.models import Artifact
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery, DiscoveryAccess
from organizations.actors import Actor
from organizations.models import Domain, Membership, Organization, User
from organizations.organization.models import OrganizationRole
from workshops.joining.device_pairing.models import DeviceKind
from workshops.joining.device_pairing.selectors import digest
from workshops.models import Activity, PairedDevice, Participant, Track, Workshop

SYSTEM = Actor.system("test")
_numbers = itertools.count(1)


A = TypeVar("A", bound=Artifact)


def make(model: type[A], **fields: Any) -> A:
    """An artifact of any model, attributed to the system."""
    with operation(SYSTEM, "test.made"):
        return artifacts.add(model, **fields)


def hung(kind: ArtifactKind[A], scope: Artifact, **fields: Any) -> A:
    """An artifact of the kind on the first thing in its discovery or organization that it can hang on."""
    draft = kind.new(kind.parents(scope)[0], **{kind.title: "One", **fields})
    with operation(SYSTEM, "test.made"):
        return artifacts.insert(draft)


def user(name: str = "Alice Facilitator", **fields: Any) -> User:
    email = fields.pop("email", f"user{next(_numbers)}@example.org")
    return User.objects.create_user(email, fields.pop("password", None), name=name, **fields)


def organization(name: str = "Acme Health", **fields: Any) -> Organization:
    return make(Organization, name=name, slug=fields.pop("slug", f"acme-{next(_numbers)}"), **fields)


def member(
    organization: Organization, role: OrganizationRole = OrganizationRole.MEMBER, **fields: Any
) -> User:
    """An account that the organization invited."""
    with operation(SYSTEM, "test.made"):
        account = user(**fields)
        artifacts.add(Membership, organization=organization, user=account, role=role)
    return account


def domain(organization_: Organization | None = None, name: str = "Commercial", **fields: Any) -> Domain:
    return make(
        Domain,
        organization=organization_ or organization(),
        name=name,
        slug=fields.pop("slug", f"domain-{next(_numbers)}"),
        **fields,
    )


def discovery(domain_: Domain | None = None, name: str = "Commercial discovery", **fields: Any) -> Discovery:
    return make(
        Discovery,
        domain=domain_ or domain(),
        name=name,
        slug=fields.pop("slug", f"discovery-{next(_numbers)}"),
        template=fields.pop("template", "three_streams"),
        **fields,
    )


def three_streams() -> Discovery:
    """A discovery with all phases and streams of the process, as people begin one."""
    return create_discovery(
        actor=SYSTEM, domain=domain(), name="Commercial discovery", template="three_streams"
    )


def access(discovery: Discovery, role: DiscoveryRole = DiscoveryRole.FACILITATOR, **fields: Any) -> User:
    """An account that is a member of the organization and has `role` in the discovery."""
    account = member(discovery.domain.organization, **fields)
    make(DiscoveryAccess, discovery=discovery, user=account, role=role)
    return account


def facilitator_who_edits(discovery: Discovery) -> User:
    """A facilitator of the organization who edits the discovery."""
    account = member(discovery.domain.organization, OrganizationRole.FACILITATOR, name="Fio")
    make(DiscoveryAccess, discovery=discovery, user=account, role=DiscoveryRole.EDITOR)
    return account


def workshop(
    discovery_: Discovery | None = None, name: str = "Use cases and priorities", **fields: Any
) -> Workshop:
    """A workshop with the track for everybody."""
    made = make(Workshop, discovery=discovery_ or discovery(), name=name, **fields)
    make(Track, workshop=made)
    return made


def activity(workshop: Workshop, kind: str = "welcome", title: str = "Welcome", **fields: Any) -> Activity:
    track = workshop.tracks.get(breakout=None)
    return make(
        Activity,
        track=track,
        kind=kind,
        title=title,
        position=fields.pop("position", track.activities.count()),
        **fields,
    )


def paired(workshop: Workshop, by: User, kind: DeviceKind, secret: str) -> PairedDevice:
    """A device that `by` has paired, and that holds this secret."""
    now = timezone.now()
    return PairedDevice.objects.create(
        workshop=workshop,
        kind=kind,
        made_by=by,
        expires_at=now,
        secret_digest=digest(secret),
        browser="Chrome, Android",
        paired_at=now,
    )


def participant(
    workshop: Workshop, name: str = "Head of Marketing", side: str = "business", **fields: Any
) -> Participant:
    return Participant.objects.create(workshop=workshop, display_name=name, side=side, **fields)
