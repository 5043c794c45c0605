from discovery.models.account import SignInLink, User
from discovery.models.agenda_template import AgendaTemplate
from discovery.models.board import ActivityCompletion, Answer, KeyGrant, Note, NoteGroup, Vote
from discovery.models.discovery import Discovery, DiscoveryAccess, Phase, Stream
from discovery.models.looks import OrganizationLook
from discovery.models.organization import Domain, Membership, Organization
from discovery.models.outcomes import ActionItem, Decision, DecisionLink, ParkingLotItem, Question, Risk
from discovery.models.pairing import PairedDevice
from discovery.models.people import Person, Role, RoleAllocation, Team, TeamMembership
from discovery.models.rehearsal import Rehearsal
from discovery.models.summary import SummaryMail
from discovery.models.workshop import Activity, LeadNotice, Participant, Track, Workshop

__all__ = [
    "ActionItem",
    "Activity",
    "ActivityCompletion",
    "AgendaTemplate",
    "Answer",
    "Decision",
    "DecisionLink",
    "Discovery",
    "DiscoveryAccess",
    "Domain",
    "KeyGrant",
    "LeadNotice",
    "Membership",
    "Note",
    "NoteGroup",
    "Organization",
    "OrganizationLook",
    "PairedDevice",
    "ParkingLotItem",
    "Participant",
    "Person",
    "Phase",
    "Question",
    "Rehearsal",
    "Risk",
    "Role",
    "RoleAllocation",
    "SignInLink",
    "Stream",
    "SummaryMail",
    "Team",
    "TeamMembership",
    "Track",
    "User",
    "Vote",
    "Workshop",
]
