from discovery.models.account import SignInLink, User
from discovery.models.artefact import Artefact
from discovery.models.board import ActivityCompletion
from discovery.models.discovery import Discovery, DiscoveryAccess, Phase, Stream
from discovery.models.export import ReportExport
from discovery.models.history import Operation
from discovery.models.limits import TokenBucket
from discovery.models.organization import Domain, Membership, Organization
from discovery.models.outcomes import Decision
from discovery.models.people import Person, Role, RoleAllocation, Team, TeamMembership
from discovery.models.workshop import Activity, Participant, Track, Workshop

__all__ = [
    "Activity",
    "ActivityCompletion",
    "Artefact",
    "Decision",
    "Discovery",
    "DiscoveryAccess",
    "Domain",
    "Membership",
    "Operation",
    "Organization",
    "Participant",
    "Person",
    "Phase",
    "ReportExport",
    "Role",
    "RoleAllocation",
    "SignInLink",
    "Stream",
    "Team",
    "TeamMembership",
    "TokenBucket",
    "Track",
    "User",
    "Workshop",
]
