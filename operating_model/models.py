"""The models of the app, where Django looks for them, and their choices."""

from operating_model.business_processes.models import BusinessProcess, ProcessProduct
from operating_model.governance.models import Body, BodyMember, Cadence, Flow, GovernanceKind
from operating_model.guardrails.models import Deviation, Guardrail, GuardrailState
from operating_model.key_questions.models import AnswerProposal, Horizon, KeyQuestion, KeyQuestionState
from operating_model.responsibilities.models import Agreement, Duty, DutyPart, RaciPart
from operating_model.role_nominations.models import RoleProposal
