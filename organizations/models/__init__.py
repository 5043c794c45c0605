from organizations.audit.models import AuditEntry, AuditResult
from organizations.delivery_queue.models import Mail, Outgoing, OutgoingState
from organizations.looks.models import OrganizationLook
from organizations.models.account import SignInLink, User
from organizations.organization.models import Domain, Membership, Organization, OrganizationRole
from organizations.people_and_teams.models import (
    Person,
    Role,
    RoleAllocation,
    Side,
    Team,
    TeamKind,
    TeamMembership,
)
