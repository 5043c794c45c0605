from organizations.audit.models import AuditEntry, AuditResult
from organizations.looks.models import OrganizationLook
from organizations.models.account import SignInLink, User
from organizations.organization.models import Domain, Membership, Organization, OrganizationRole
from organizations.outbox.models import Mail, Outgoing, OutgoingState
from organizations.people.models import Person, Role, RoleAllocation, Side, Team, TeamKind, TeamMembership
