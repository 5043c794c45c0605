from operating_model.models.governance import Body, BodyMember, Cadence, Flow, GovernanceKind
from operating_model.models.questions import AnswerProposal, Horizon, KeyQuestion, KeyQuestionState
from operating_model.models.responsibilities import Agreement, Duty, DutyPart, Part

__all__ = [
    "Agreement",
    "AnswerProposal",
    "Body",
    "BodyMember",
    "Cadence",
    "Duty",
    "DutyPart",
    "Flow",
    "GovernanceKind",
    "Horizon",
    "KeyQuestion",
    "KeyQuestionState",
    "Part",
]
