from organizations.models.account import SignInLink, User
from organizations.models.audit import AuditEntry
from organizations.models.looks import OrganizationLook
from organizations.models.organization import Domain, Membership, Organization
from organizations.models.outbox import Mail, Outgoing, OutgoingState
from organizations.models.people import Person, Role, RoleAllocation, Team, TeamMembership

__all__ = [
    "AuditEntry",
    "Domain",
    "Mail",
    "Membership",
    "Organization",
    "OrganizationLook",
    "Outgoing",
    "OutgoingState",
    "Person",
    "Role",
    "RoleAllocation",
    "SignInLink",
    "Team",
    "TeamMembership",
    "User",
]
