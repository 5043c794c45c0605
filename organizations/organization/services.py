"""Organizations, their members and their domains."""

from uuid import UUID

from django.utils.translation import gettext as _

from core.exceptions import Conflict, NotAllowed
from core.models import Operation
from core.services import artifacts, operation, set_scope
from organizations import permissions, policies
from organizations.actors import Actor
from organizations.models import Domain, Membership, Organization, OrganizationRole, Person, User
from organizations.registries import organization_followers, people_followers
from organizations.services.notices import tell_admins
from organizations.services.slugs import add_named


def create_organization(
    *, actor: Actor, name: str, is_regulated: bool = False, uuid: UUID | None = None
) -> Organization:
    """A new organization, of which the acting account is the admin (a trusted actor invites one afterwards).
    `uuid` is the one that the form chose: sent again, it is the same organization. Raises NotAllowed for an
    actor who is not signed in, and SentOtherwise as artifacts.added_already."""
    if actor.account is None and not actor.is_trusted:
        raise NotAllowed(_("Sign in to create an organization."))
    with operation(actor, "organization.created", summary=name) as created:
        fields = {"name": name, "is_regulated": is_regulated}
        if existing := artifacts.added_already(Organization, uuid, fields):
            permissions.check_administer_organization(actor, existing)
            return existing
        organization = add_named(Organization, name, uuid=uuid, is_regulated=is_regulated)
        set_scope(created, organization)
        if actor.account is not None:
            artifacts.add(
                Membership, organization=organization, user=actor.account, role=OrganizationRole.ADMIN
            )
    return organization


def rename_organization(
    *,
    actor: Actor,
    organization: Organization,
    name: str,
    is_regulated: bool | None = None,
    revision: int | None = None,
) -> Organization:
    """Another name, and whether it works in a regulated industry; None leaves that as it is. The address
    stays as it is, because people have saved it. Raises NotAllowed, NotFound, and Stale when someone changed
    it since `revision`."""
    permissions.check_administer_organization(actor, organization)
    fields: dict[str, str | bool] = {"name": name}
    if is_regulated is not None:
        fields["is_regulated"] = is_regulated
    with operation(actor, "organization.renamed", summary=name, place=organization):
        return artifacts.change(organization, revision=revision, **fields)


# --- Members --------------------------------------------------------------------------------------
# These operations name no organization and cannot be undone: taking back a removal or a role behind the
# back of a later admin would be a way around the checks here.


def add_member(
    *,
    actor: Actor,
    organization: Organization,
    email: str,
    name: str = "",
    role: str = OrganizationRole.MEMBER,
    uuid: UUID | None = None,
) -> Membership:
    """The membership of the account with `email`, which is made (without a password) when there is none.
    `uuid` is the one that the form chose: sent again, it is the same membership.

    Raises Conflict when that person is a member already, and SentOtherwise as artifacts.added_already.
    """
    permissions.check_administer_organization(actor, organization)
    user = User.objects.filter(email__iexact=email).first()
    label = str(user) if user else name or email.partition("@")[0]
    with operation(actor, "member.added", summary=label):
        # Of two who add someone at once, the second finds what the first made.
        artifacts.locked(organization)
        user = user or User.objects.filter(email__iexact=email).first()
        fields = {"user": user, "role": role}
        if existing := artifacts.added_already(Membership, uuid, fields, organization_id=organization.pk):
            _check_named(existing, name)
            return existing
        if user is None:
            user = User.objects.create_user(email, name=label)
        elif Membership.objects.filter(organization=organization, user=user).exists():
            raise Conflict(_("%(person)s is already a member.") % {"person": user})
        membership = artifacts.add(Membership, uuid=uuid, organization=organization, user=user, role=role)
        _tell_of_admin(actor, membership, before="")
        return membership


def _tell_of_admin(actor: Actor, membership: Membership, *, before: str) -> None:
    if membership.role == OrganizationRole.ADMIN != before:
        what = _("%(person)s (%(email)s) is now an admin of %(organization)s.") % {
            "person": membership.user,
            "email": membership.user.email,
            "organization": membership.organization,
        }
        tell_admins(actor, membership.organization, _("New admin"), what, exclude=membership.user)


def _check_named(membership: Membership, name: str) -> None:
    """Raises SentOtherwise when the account was made with the membership, under another name than this. The
    name that is sent for an account that was there before counts for nothing."""
    operation_added = artifacts.first_version(membership).operation
    is_new = membership.user.date_joined >= operation_added.at
    if is_new and (name or membership.user.email.partition("@")[0]) != operation_added.summary:
        artifacts.refuse_other_words(membership)


def change_member(
    *, actor: Actor, membership: Membership, role: str, revision: int | None = None
) -> Membership:
    """Another role. Raises NotAllowed, NotFound, Conflict when it would leave the organization without an
    admin, and Stale when someone changed it since `revision`."""
    permissions.check_administer_organization(actor, membership.organization)
    with operation(actor, "member.changed", summary=str(membership.user)):
        locked = _locked(membership)
        if locked.role == OrganizationRole.ADMIN and role != OrganizationRole.ADMIN:
            policies.check_leaves_an_admin(locked)
        _members_changed(membership)
        before = locked.role
        result = artifacts.change(membership, revision=revision, role=role)
        _tell_of_admin(actor, result, before=before)
        return result


def remove_member(*, actor: Actor, membership: Membership) -> None:
    """End the membership, and with it the access to every discovery of the organization, by links too.

    Raises Conflict for the last admin.
    """
    permissions.check_administer_organization(actor, membership.organization)
    with operation(actor, "member.removed", summary=str(membership.user)):
        locked = _locked(membership)
        if locked.role == OrganizationRole.ADMIN:
            policies.check_leaves_an_admin(locked)
        also = [row for each in organization_followers for row in each.goes_with_member(membership)]
        _members_changed(membership)
        artifacts.trash(membership, *also)
        people = Person.everything.filter(organization=membership.organization, account=membership.user)
        for each in people_followers:
            each.on_leave(people)


def _locked(membership: Membership) -> Membership:
    """The membership as it is now, until the transaction ends: of two admins who demote each other at once,
    the second waits here and then counts again, also someone who became an admin meanwhile."""
    artifacts.locked(membership.organization)
    return artifacts.locked(membership)


def _members_changed(membership: Membership) -> None:
    for follower in organization_followers:
        follower.members_changed(membership.organization)


# --- Domains --------------------------------------------------------------------------------------


def add_domain(
    *,
    actor: Actor,
    organization: Organization,
    name: str,
    description: str = "",
    uuid: UUID | None = None,
) -> Domain:
    """A new domain of the organization. `uuid` is the one that the form chose: sent again, it is the same
    domain. Raises NotAllowed, NotFound, and SentOtherwise as artifacts.added_already."""
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "domain.added", summary=name, place=organization):
        fields = {"name": name, "description": description}
        if existing := artifacts.added_already(Domain, uuid, fields, organization_id=organization.pk):
            return existing
        scope = {"organization": organization}
        return add_named(Domain, name, scope=scope, uuid=uuid, description=description)


def whole_domain(*, actor: Actor, organization: Organization) -> Domain:
    """The domain that stands for the whole organization; made unless it is there. Raises NotAllowed."""
    permissions.check_start_discovery(actor, organization)
    name = _("Whole organization")
    with operation(actor, "domain.added", summary=name, place=organization) as current:
        artifacts.locked(organization)
        domain = Domain.objects.filter(organization=organization, is_whole=True).first()
        current.was_sent_before = domain is not None
        if domain is None:
            domain = add_named(Domain, name, scope={"organization": organization}, is_whole=True)
    domain.organization = organization
    return domain


def change_domain(
    *, actor: Actor, domain: Domain, name: str, description: str, revision: int | None = None
) -> Domain:
    """Change name and description. Raises NotAllowed, NotFound, and Stale when someone changed it since
    `revision`."""
    permissions.check_start_discovery(actor, domain.organization)
    with operation(actor, "domain.changed", summary=name, place=domain.organization):
        return artifacts.change(domain, revision=revision, name=name, description=description)


def delete_domain(*, actor: Actor, domain: Domain) -> Operation:
    """Put the domain into the trash, with what apps say that goes with it, such as its discoveries. Raises
    Conflict while one of them must stay."""
    permissions.check_administer_organization(actor, domain.organization)
    with operation(actor, "domain.deleted", summary=domain.name, place=domain.organization) as current:
        also = [row for each in organization_followers for row in each.goes_with_domain(domain)]
        artifacts.trash(domain, *also)
    return current
