from organizations.models.account import SignInLink, User
from organizations.models.audit import AuditEntry
from organizations.models.looks import OrganizationLook
from organizations.models.organization import Domain, Membership, Organization
from organizations.models.people import Person, Role, RoleAllocation, Team, TeamMembership

__all__ = [
    "AuditEntry",
    "Domain",
    "Membership",
    "Organization",
    "OrganizationLook",
    "Person",
    "Role",
    "RoleAllocation",
    "SignInLink",
    "Team",
    "TeamMembership",
    "User",
]
