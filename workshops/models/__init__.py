from workshops.models.agenda_template import AgendaTemplate
from workshops.models.board import ActivityCompletion, Answer, KeyGrant, Note, NoteGroup, Vote
from workshops.models.merging import MergedParticipant
from workshops.models.outcomes import ActionItem, Decision, DecisionLink, ParkingLotItem, Question, Risk
from workshops.models.pairing import PairedDevice
from workshops.models.rehearsal import Rehearsal
from workshops.models.summary import SummaryMail
from workshops.models.workshop import Activity, LeadNotice, Participant, Track, Workshop

__all__ = [
    "ActionItem",
    "Activity",
    "ActivityCompletion",
    "AgendaTemplate",
    "Answer",
    "Decision",
    "DecisionLink",
    "KeyGrant",
    "LeadNotice",
    "MergedParticipant",
    "Note",
    "NoteGroup",
    "PairedDevice",
    "ParkingLotItem",
    "Participant",
    "Question",
    "Rehearsal",
    "Risk",
    "SummaryMail",
    "Track",
    "Vote",
    "Workshop",
]
