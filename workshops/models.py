"""The models of the app, where Django looks for them, and their choices."""

from workshops.agenda.agenda_templates.models import AgendaTemplate
from workshops.contributions.models import ActivityCompletion, Answer, KeyGrant, Note, NoteGroup, Vote
from workshops.joining.device_pairing.models import DeviceKind, PairedDevice
from workshops.joining.participant_merges.models import MergedParticipant
from workshops.rehearsal.models import Rehearsal, RehearsalState
from workshops.results.outcomes.models import (
    ActionItem,
    ActionState,
    CapturedOutcome,
    Decision,
    DecisionLink,
    Level,
    Likelihood,
    OutcomeState,
    ParkingLotItem,
    Question,
    Risk,
)
from workshops.results.result_mails.models import SummaryMail
from workshops.workshop.models import Activity, LeadNotice, Participant, Track, Workshop, WorkshopState
