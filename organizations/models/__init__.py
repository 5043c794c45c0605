from organizations.audit.models import AuditEntry
from organizations.looks.models import OrganizationLook
from organizations.models.account import SignInLink, User
from organizations.organization.models import Domain, Membership, Organization
from organizations.outbox.models import Mail, Outgoing, OutgoingState
from organizations.people.models import Person, Role, RoleAllocation, Team, TeamMembership
