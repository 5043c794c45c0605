"""The demo: a fictitious company with a discovery of its commercial domain. Apps add theirs as demo parts."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from core.services import artifacts, operation
from core.services.undo import restore
from discovery import registries
from discovery.discoveries import services as discoveries
from discovery.models import Discovery, DiscoveryRole
from organizations.actors import Actor
from organizations.models import Domain, Organization, OrganizationRole, User
from organizations.organization import services as organizations
from organizations.services.one_time_links import issue_sign_in_link
from workshops.models import Workshop, WorkshopState
from workshops.workshop import services as workshops

SLUG = "commercial-discovery"
FACILITATOR = "frida@example.org"
CO_FACILITATOR = "carlos@example.org"
ACTOR = Actor.system("demo")


@dataclass(frozen=True, slots=True)
class Demo:
    """The demo as it is now, and the workshop that is ready to go live."""

    discovery: Discovery
    facilitator: User
    workshop: Workshop


def load() -> Demo:
    """Make the demo unless it is there; what people did in it since stays.

    A deleted discovery comes back, an account or a workshop to go live with is there afterwards.
    """
    with transaction.atomic():
        discovery = Discovery.everything.filter(slug=SLUG).select_related("domain__organization").first()
        if discovery is None:
            discovery = _build()
        else:
            _bring_back(discovery.domain.organization, discovery.domain, discovery)
        facilitator = _facilitator(discovery.domain.organization)
        return Demo(discovery, facilitator, _workshop_to_run(discovery))


def sign_in_link(demo: Demo) -> str:
    """A fresh link that signs the facilitator in, once."""
    return issue_sign_in_link(actor=ACTOR, user=demo.facilitator)


def join_path(workshop: Workshop) -> str:
    """The address at which people join the workshop."""
    return reverse("discovery:join", args=[workshop.code])


def _build() -> Discovery:
    organization = organizations.create_organization(actor=ACTOR, name="Aurelia Health", is_regulated=True)
    frida = organizations.add_member(
        actor=ACTOR,
        organization=organization,
        email=FACILITATOR,
        name="Frida Facilitator",
        role=OrganizationRole.ADMIN,
    ).user
    carlos = organizations.add_member(
        actor=ACTOR, organization=organization, email=CO_FACILITATOR, name="Carlos Co-facilitator"
    ).user
    domain = organizations.add_domain(
        actor=ACTOR,
        organization=organization,
        name="Commercial",
        description=(
            "Brings health care products to patients faster: sales representatives, called Patient Journey "
            "Partners (PJP), work with health care professionals (HCP)."
        ),
    )
    discovery = discoveries.create_discovery(
        actor=ACTOR,
        domain=domain,
        name="Commercial discovery",
        template="three_streams",
        with_workshops=False,  # the parts of the apps bring workshops with a past
    )
    for user in (frida, carlos):
        discoveries.grant_access(actor=ACTOR, discovery=discovery, user=user, role=DiscoveryRole.FACILITATOR)
    for part in sorted(registries.demo_parts, key=lambda part: part.order):
        part.build(ACTOR, discovery)
    with operation(ACTOR, "demo.dated", summary=discovery.name, place=discovery):
        for workshop in discovery.workshops.filter(state=WorkshopState.ENDED):
            artifacts.change(workshop, lead=frida)
    return discovery


def _bring_back(*artifacts: Organization | Domain | Discovery) -> None:
    """Take these out of the trash, if they are there."""
    in_trash = [each for each in artifacts if each.deleted_at is not None]
    if not in_trash:
        return
    with operation(ACTOR, "demo.restored"):
        for each in in_trash:
            restore(each, {"deleted_at": None}, [each._meta.get_field("deleted_at")])


def _facilitator(organization: Organization) -> User:
    """Frida, made again if she was deleted, as a member who may do everything."""
    frida = User.objects.filter(email=FACILITATOR).first()
    membership = organization.memberships.filter(user=frida).first() if frida else None
    if membership is None:
        membership = organizations.add_member(
            actor=ACTOR,
            organization=organization,
            email=FACILITATOR,
            name="Frida Facilitator",
            role=OrganizationRole.ADMIN,
        )
    return membership.user


def _workshop_to_run(discovery: Discovery) -> Workshop:
    """The latest workshop that has not ended; a new one when all have."""
    latest = discovery.workshops.exclude(state=WorkshopState.ENDED).order_by("-pk").first()
    return latest or workshops.add_workshop(
        actor=ACTOR, discovery=discovery, name="Use cases and priorities", template="prioritization"
    )
