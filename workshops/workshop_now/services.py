"""A workshop at once, with its discovery, and where the organization is new, with that and its domains."""

from collections.abc import Iterable
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core.exceptions import Invalid
from core.labels import in_language
from discovery import process
from discovery.discoveries.services import create_discovery
from discovery.process import WorkshopPurpose
from discovery.selectors.default_language import language_of_organization
from organizations.actors import Actor
from organizations.models import Domain, Organization
from organizations.organization import services as organizations
from workshops.agenda.workshop_templates import TEMPLATES
from workshops.models import Workshop
from workshops.workshop import services as workshops


@transaction.atomic
def start_workshop(
    *,
    actor: Actor,
    purpose: str,
    agenda: str = "",
    place: Domain | Organization | None = None,
    organization: str = "",
    domains: Iterable[str] = (),
    language: str = "",
    uuid: UUID | None = None,
) -> Workshop:
    """A planned workshop with its own discovery, for a `purpose` (a key of
    `process.WORKSHOP_PURPOSES`), with the `agenda`, or the first of that purpose; all of it or nothing.

    `place` is the domain of the discovery. For an organization as `place`, or a new one with the name
    `organization`, of which the acting account becomes the admin, the `domains` are added, or a first one;
    the discovery is in the first of them. Without a `language`, it is the usual one of the place. `uuid` is
    the one that the form chose: sent again, it is the same workshop.

    Raises Invalid for an unknown purpose, or an agenda of another one, and as the services that it calls.
    """
    plan = process.WORKSHOP_PURPOSES.get(purpose)
    if plan is None:
        raise Invalid(_("Choose a purpose."), "purpose")
    agenda = agenda or plan.agendas[0]
    if agenda not in plan.agendas:
        raise Invalid(_("This agenda is for another purpose. Choose one of the list."), "agenda")
    uuid = uuid or uuid4()
    language = language or _usual_language(place)
    with in_language(language):
        domain = (
            place if isinstance(place, Domain) else _first_domain(actor, place, organization, domains, uuid)
        )
        discovery = create_discovery(
            actor=actor,
            domain=domain,
            name=str(plan.name),
            template=plan.template,
            with_workshops=False,
            uuid=uuid5(uuid, "discovery"),
        )
        # From here on, a second request with the same form finds what the first made.
        is_new = not Workshop.everything.filter(uuid=uuid).exists()
        name, purpose_of_room = _name_and_purpose(plan, agenda)
        workshop = workshops.add_workshop(
            actor=actor,
            discovery=discovery,
            name=name,
            template=agenda,
            purpose=purpose_of_room,
            language=language,
            uuid=uuid,
        )
        if is_new and plan.prepares_others:
            workshops.prepare(actor=actor, discovery=discovery, language=language, exclude=agenda)
    return workshop


def _usual_language(place: Domain | Organization | None) -> str:
    if place is None:
        return settings.LANGUAGE_CODE
    return language_of_organization(place.organization if isinstance(place, Domain) else place)


def _first_domain(
    actor: Actor, place: Organization | None, organization: str, names: Iterable[str], uuid: UUID
) -> Domain:
    """The first of the domains that are added. Their uuids follow from all of their names: a form that is
    sent again with other domains can be told from the first."""
    if place is None:
        place = organizations.create_organization(
            actor=actor, name=organization, uuid=uuid5(uuid, "organization")
        )
    names = tuple(names) or (str(process.FIRST_DOMAIN),)
    new_domains = [
        organizations.add_domain(
            actor=actor, organization=place, name=name, uuid=uuid5(uuid, "\n".join((str(number), *names)))
        )
        for number, name in enumerate(names)
    ]
    return new_domains[0]


def _name_and_purpose(plan: WorkshopPurpose, agenda: str) -> tuple[str, str]:
    """Name and purpose of the workshop: as the process plans the one with this agenda, else as the agenda."""
    for sitting in process.PROCESSES[plan.template].workshops:
        if sitting.agenda == agenda:
            return str(sitting.name), str(sitting.purpose)
    return TEMPLATES[agenda].label, ""
