from operating_model.models.governance import Body, BodyMember, Cadence, Flow, GovernanceKind
from operating_model.models.guardrails import Deviation, Guardrail, GuardrailState
from operating_model.models.processes import BusinessProcess, ProcessProduct
from operating_model.models.questions import AnswerProposal, Horizon, KeyQuestion, KeyQuestionState
from operating_model.models.responsibilities import Agreement, Duty, DutyPart, RaciPart
from operating_model.models.role_proposals import RoleProposal

__all__ = [
    "Agreement",
    "AnswerProposal",
    "Body",
    "BodyMember",
    "BusinessProcess",
    "Cadence",
    "Deviation",
    "Duty",
    "DutyPart",
    "Flow",
    "GovernanceKind",
    "Guardrail",
    "GuardrailState",
    "Horizon",
    "KeyQuestion",
    "KeyQuestionState",
    "ProcessProduct",
    "RaciPart",
    "RoleProposal",
]
