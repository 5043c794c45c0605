"""Reads of organizations: who belongs to one."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import QuerySet

from organizations.models import Domain, Membership, Organization, OrganizationRole, User


def members_of(organization: Organization) -> QuerySet[Membership]:
    """By name, with their accounts."""
    return (
        Membership.objects.filter(organization=organization)
        .select_related("user", "organization")
        .order_by("user__name", "user__email")
    )


def accounts_of(organization: Organization) -> QuerySet[User]:
    """The accounts of the organization's members, by name."""
    return _accounts(members_of(organization))


def _accounts(memberships: QuerySet[Membership]) -> QuerySet[User]:
    return User.objects.filter(pk__in=memberships.values("user")).order_by("name", "email")


def admins_of(organization: Organization) -> QuerySet[User]:
    """Accounts that may do everything in the organization, by name."""
    return _accounts(members_of(organization).filter(role=OrganizationRole.ADMIN))


def domains_of(*organizations: Organization) -> QuerySet[Domain]:
    """The domains of the organizations, without what stands for a whole one."""
    return Domain.objects.filter(organization__in=organizations, is_whole=False)


def domains_to_start_in(user: User) -> list[Domain]:
    """The domains in which the account may start a discovery, by organization and name."""
    domains = Domain.objects.filter(organization__in=organizations_to_start_in(user), is_whole=False)
    return list(domains.select_related("organization").order_by("organization__name", "name", "pk"))


def organizations_to_start_in(user: User) -> QuerySet[Organization]:
    """The organizations in which the account may start a discovery, by name."""
    started_by = (OrganizationRole.ADMIN, OrganizationRole.FACILITATOR)
    own = Membership.objects.filter(user=user, role__in=started_by).values("organization")
    return Organization.objects.filter(pk__in=own).order_by("name", "pk")


def organization_names(user: User) -> list[str]:
    """The names of the organizations that the account belongs to."""
    own = Membership.objects.filter(user=user, organization__deleted_at=None)
    return list(own.values_list("organization__name", flat=True))


def needs_password(user: User) -> bool:
    """True if the person needs a password to come back: they have none, and don't come by a provider."""
    if user.has_usable_password():
        return False
    return not (settings.OIDC_ISSUER and is_linked(user))


def is_linked(user: User) -> bool:
    """True if the account is linked with a person at a provider."""
    return bool(SocialAccount.objects.filter(user=user).exists())


def has_confirmed_address(user: User) -> bool:
    """True if the account's owner opened the link that was sent to its e-mail address."""
    own = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return bool(own.exists())
