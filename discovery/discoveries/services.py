"""A discovery: created from a template of the process, kept, and opened to people."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.exceptions import Conflict, Invalid, SentOtherwise
from core.models import Operation
from core.services import artifacts, operation, set_scope
from discovery import permissions, process
from discovery.models import Discovery, DiscoveryAccess, DiscoveryRole, Phase, Stream
from discovery.policies import IS_THERE, check_dates, check_one_of_organization
from discovery.registries import discovery_followers
from discovery.selectors.default_language import usual_language
from organizations.actors import Actor
from organizations.models import Domain, Membership, Organization, User
from organizations.organization import services as organizations
from organizations.permissions import allows, check_start_discovery
from organizations.registries import (
    AuditedPlace,
    OrganizationFollower,
    audited_places,
    organization_followers,
)
from organizations.services.slugs import add_named


def register_own() -> None:
    """Register what becomes of discoveries when members leave or domains are deleted, and where they are."""
    audited_places.register(AuditedPlace("discovery", _audited))
    organization_followers.register(
        OrganizationFollower("discoveries", _members_changed, _goes_with_member, _goes_with_domain)
    )


def _audited(uuid: UUID) -> tuple[int, str] | None:
    rows = Discovery.everything.filter(uuid=uuid).values_list("domain__organization", "name")
    place: tuple[int, str] | None = rows.first()
    return place


def create_discovery(
    *,
    actor: Actor,
    domain: Domain,
    name: str,
    template: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    with_workshops: bool = True,
    language: str = "",
    uuid: UUID | None = None,
) -> Discovery:
    """A discovery of `domain` with the phases, streams and (unless told otherwise) workshops of `template`,
    a key of `process.PROCESSES`; the acting account becomes its facilitator. The workshops are in `language`,
    else in the usual one of the organization. `uuid` is the one that the form chose: sent again, it is the
    same discovery.

    Raises Invalid for an unknown template or language, a template that is not for such a domain, or an end
    before the start, Conflict for a second one of the organization itself, and SentOtherwise as
    artifacts.added_already, also for another language.
    """
    check_start_discovery(actor, domain.organization)
    plan = process.PROCESSES.get(template)
    if plan is None or (plan is process.OF_ORGANIZATION) != domain.is_whole:
        raise Invalid(_("Template not found."))
    check_dates(starts_on, ends_on)
    with operation(actor, "discovery.created", summary=name) as created:
        artifacts.locked(domain)
        values: dict[str, Any] = {"template": template, "starts_on": starts_on, "ends_on": ends_on}
        all_values = {"name": name, **values}
        if existing := artifacts.added_already(Discovery, uuid, all_values, domain_id=domain.pk):
            # The language is that of its workshops.
            if language and with_workshops and usual_language(existing) != language:
                raise SentOtherwise
            return existing
        check_one_of_organization(domain)
        discovery = add_named(Discovery, name, uuid=uuid, domain=domain, **values)
        set_scope(created, discovery)
        if actor.account is not None:
            artifacts.add(
                DiscoveryAccess, discovery=discovery, user=actor.account, role=DiscoveryRole.FACILITATOR
            )
        for position, planned in enumerate(plan.phases):
            phase = artifacts.add(Phase, discovery=discovery, kind=planned.kind, position=position)
            for place, kind in enumerate(planned.streams):
                artifacts.add(Stream, phase=phase, kind=kind, position=place)
        for follower in discovery_followers if with_workshops else ():
            follower.created(actor, discovery, language)
    return discovery


@transaction.atomic
def create_first(
    *,
    actor: Actor,
    organization: str,
    domain: str,
    name: str,
    template: str,
    is_regulated: bool = False,
    language: str = "",
    uuid: UUID | None = None,
) -> Discovery:
    """A discovery with a new organization, of which the acting account becomes the admin, and its first
    domain; all of it or nothing. `uuid` is the one that the form chose: sent again, it is the same discovery.

    Raises as the three services that it calls.
    """
    uuid = uuid or uuid4()
    new = organizations.create_organization(
        actor=actor, name=organization, is_regulated=is_regulated, uuid=uuid5(uuid, "organization")
    )
    first = organizations.add_domain(actor=actor, organization=new, name=domain, uuid=uuid5(uuid, "domain"))
    return create_discovery(
        actor=actor, domain=first, name=name, template=template, language=language, uuid=uuid
    )


@transaction.atomic
def start_own(*, actor: Actor, organization: Organization) -> Discovery:
    """The organization's own discovery, of no single domain: made unless it is there. Raises NotAllowed, and
    Conflict where it is there and the actor may not look at it."""
    check_start_discovery(actor, organization)
    domain = organizations.whole_domain(actor=actor, organization=organization)
    existing = Discovery.objects.filter(domain=domain).select_related("domain__organization").first()
    if existing is None:
        longest = Discovery._meta.get_field("name").max_length or 0
        name = (_("Goals of %(organization)s") % {"organization": organization})[:longest]
        return create_discovery(actor=actor, domain=domain, name=name, template=process.OF_ORGANIZATION.key)
    if not allows(permissions.check_see_discovery, actor, existing):
        raise Conflict(str(IS_THERE))
    return existing


def change_discovery(
    *,
    actor: Actor,
    discovery: Discovery,
    name: str,
    starts_on: date | None,
    ends_on: date | None,
    revision: int | None = None,
) -> Discovery:
    """Another name and other days; the address stays as it is, because people have saved it. Raises
    NotAllowed, NotFound, Invalid for an end before the start, and Stale when someone changed it since
    `revision`."""
    permissions.check_facilitate(actor, discovery)
    check_dates(starts_on, ends_on)
    with operation(actor, "discovery.changed", summary=name, place=discovery):
        return artifacts.change(discovery, revision=revision, name=name, starts_on=starts_on, ends_on=ends_on)


def delete_discovery(*, actor: Actor, discovery: Discovery) -> Operation:
    """Put the discovery into the trash with all that it holds. Everything below a discovery is reached
    through it, so only its own row is marked, and everyone who had access may undo it. Raises Conflict while
    a workshop of it is live or paused."""
    permissions.check_facilitate(actor, discovery)
    with operation(actor, "discovery.deleted", summary=discovery.name, place=discovery) as deletion:
        _let_go(Discovery.objects.filter(pk=discovery.pk))
        artifacts.trash(discovery)
    return deletion


def _let_go(discoveries: QuerySet[Discovery]) -> None:
    for follower in discovery_followers:
        follower.going(discoveries)


# --- Access ---------------------------------------------------------------------------------------


def grant_access(*, actor: Actor, discovery: Discovery, user: User, role: str) -> DiscoveryAccess:
    """Open the discovery to a member of its organization. A person who has access in that role already keeps
    it.

    Raises NotAllowed, NotFound, Invalid for an account that is no member, and Conflict for one that has
    access in another role.
    """
    permissions.check_facilitate(actor, discovery)
    if not Membership.objects.filter(organization=discovery.domain.organization, user=user).exists():
        raise Invalid(_("Only members of the organization can have access."))
    with operation(actor, "access.granted", summary=str(user), place=discovery) as grant:
        artifacts.locked(discovery)
        if access := DiscoveryAccess.objects.filter(discovery=discovery, user=user).first():
            if access.role != role:
                raise Conflict(_("%(person)s already has access.") % {"person": user})
            grant.was_sent_before = True
            return access
        return artifacts.add(DiscoveryAccess, discovery=discovery, user=user, role=role)


def change_access(
    *, actor: Actor, access: DiscoveryAccess, role: str, revision: int | None = None
) -> DiscoveryAccess:
    """Give someone with access another role. Raises NotAllowed, NotFound, and Stale when someone changed it
    since `revision`."""
    permissions.check_facilitate(actor, access.discovery)
    with operation(actor, "access.changed", summary=str(access.user), place=access.discovery):
        change_who_sees(Discovery.objects.filter(pk=access.discovery_id))
        return artifacts.change(access, revision=revision, role=role)


def remove_access(*, actor: Actor, access: DiscoveryAccess) -> Operation:
    """Take the access away; open pages of the person end. Raises NotAllowed, NotFound."""
    permissions.check_facilitate(actor, access.discovery)
    with operation(actor, "access.removed", summary=str(access.user), place=access.discovery) as removed:
        change_who_sees(Discovery.objects.filter(pk=access.discovery_id))
        artifacts.trash(access)
    return removed


def change_who_sees(discoveries: QuerySet[Discovery]) -> None:
    """Tell followers that other people may see these discoveries: open pages ask again. Call it inside the
    operation."""
    for follower in discovery_followers:
        follower.access_changed(discoveries)


# --- What becomes of the organization -------------------------------------------------------------


def _members_changed(organization: Organization) -> None:
    change_who_sees(Discovery.objects.filter(domain__organization=organization))


def _goes_with_member(membership: Membership) -> Iterable[DiscoveryAccess]:
    organization = membership.organization
    return DiscoveryAccess.objects.filter(user=membership.user, discovery__domain__organization=organization)


def _goes_with_domain(domain: Domain) -> Iterable[Discovery]:
    discoveries = Discovery.objects.filter(domain=domain)
    _let_go(discoveries)
    return discoveries
