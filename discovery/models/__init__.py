from discovery.models.agenda_template import AgendaTemplate
from discovery.models.board import ActivityCompletion, Answer, KeyGrant, Note, NoteGroup, Vote
from discovery.models.discovery import Discovery, DiscoveryAccess, Phase, Stream
from discovery.models.glossary import GlossaryTerm
from discovery.models.outcomes import ActionItem, Decision, DecisionLink, ParkingLotItem, Question, Risk
from discovery.models.pairing import PairedDevice
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
    "GlossaryTerm",
    "KeyGrant",
    "LeadNotice",
    "Note",
    "NoteGroup",
    "PairedDevice",
    "ParkingLotItem",
    "Participant",
    "Phase",
    "Question",
    "Rehearsal",
    "Risk",
    "Stream",
    "SummaryMail",
    "Track",
    "Vote",
    "Workshop",
]
