"""The part of the world (world.py) that belongs to the operating model stream."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from core.services import artifacts
from core.services.operations import operation
from operating_model.models import (
    Agreement,
    AnswerProposal,
    Body,
    BodyMember,
    BusinessProcess,
    Deviation,
    Duty,
    DutyPart,
    Flow,
    Guardrail,
    KeyQuestion,
    ProcessProduct,
    RoleProposal,
)
from tests.factories import SYSTEM, make


def operating_model_of(half: SimpleNamespace) -> None:
    """Key questions and what a room says of them, responsibilities, governance; needs the other parts of the
    half."""
    _key_questions(half)
    _responsibilities(half)
    _governance(half)


def _key_questions(half: SimpleNamespace) -> None:
    mark = half.mark
    half.answering = half.activities["key_questions"]
    half.key_question = make(
        KeyQuestion,
        discovery=half.discovery,
        text=f"{mark} key question",
        today=f"{mark} answer of today",
        tomorrow=f"{mark} answer of tomorrow",
        owner=half.person,
    )
    with operation(SYSTEM, "test.chosen"):
        artifacts.change(half.answering, settings={"question": str(half.key_question.uuid)})
    half.answer_proposal = make(
        AnswerProposal,
        activity=half.answering,
        question=half.key_question,
        horizon="tomorrow",
        text=f"{mark} proposed answer",
        author=str(half.participant.uuid),
    )


def _responsibilities(half: SimpleNamespace) -> None:
    mark = half.mark
    half.filling = half.activities["fill_roles"]
    half.role_proposal = make(
        RoleProposal,
        activity=half.filling,
        role=half.role,
        name=f"{mark} proposed person",
        author=str(half.participant.uuid),
    )
    half.agreement = make(
        Agreement,
        discovery=half.discovery,
        person=half.person,
        support=f"{mark} support",
        incentives=f"{mark} incentives",
    )
    half.process = make(
        BusinessProcess,
        discovery=half.discovery,
        name=f"{mark} business process",
        goal=half.goal,
        decisions=f"{mark} decisions in the process",
        framework=f"{mark} how they are taken",
        decider=half.person,
    )
    make(ProcessProduct, process=half.process, product=half.product)
    half.duty = make(Duty, discovery=half.discovery, name=f"{mark} what is done")
    half.duty_part = make(DutyPart, duty=half.duty, role=half.role, part="A")


def _governance(half: SimpleNamespace) -> None:
    mark = half.mark
    half.body = make(
        Body,
        discovery=half.discovery,
        kind="domain",
        name=f"{mark} council",
        purpose=f"{mark} purpose of the council",
        inputs=f"{mark} what it looks at",
        decision_rights=f"{mark} what it decides",
        cadence="monthly",
        first_on=date(2026, 12, 1),
    )
    half.seat = make(BodyMember, body=half.body, person=half.person)
    half.role_seat = make(BodyMember, body=half.body, role=half.role, is_chair=True)
    half.flow = make(
        Flow, discovery=half.discovery, from_team=half.team, to_body=half.body, what=f"{mark} proposals"
    )
    half.guardrail = make(
        Guardrail,
        discovery=half.discovery,
        name=f"{mark} guardrail",
        holds=f"{mark} what holds",
        reason=f"{mark} what it is for",
        state="agreed",
        body=half.body,
        decision=half.decision,
        fitness_check="interoperable.version",
    )
    half.deviation = make(
        Deviation,
        guardrail=half.guardrail,
        product=half.product,
        reason=f"{mark} why it deviates",
        until=date(2030, 1, 1),
    )
