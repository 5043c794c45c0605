"""Contributions of simulated people to key questions and roles."""

from functools import partial
from uuid import UUID

from operating_model.activities.fill_roles import FILLING
from operating_model.key_questions.activity import ANSWER
from operating_model.key_questions.selectors import KEY_QUESTIONS, LOOK, key_questions_of, question_at
from operating_model.models import Horizon, KeyQuestion, KeyQuestionState
from operating_model.role_nominations.selectors import FILL_ROLES
from operating_model.role_nominations.services import FILLINGS
from operating_model.roles.selectors import ordered_roles
from operating_model.services.answer_proposals import choose_question, propose
from organizations.actors import Actor
from workshops.contributions.services import take
from workshops.dress_rehearsal.registries import PersonTurn, RehearsalScript, rehearsal_scripts
from workshops.dress_rehearsal.rules import Chance
from workshops.models import Activity


def _answers(activity: Activity) -> list[PersonTurn]:
    """Answers to the room's current question, for today and for tomorrow."""
    question = question_at(activity)
    if question is None or activity.phase == LOOK:
        return []
    return [PersonTurn(ANSWER, partial(_answer, activity, question, horizon)) for horizon in Horizon]


def _answer(
    activity: Activity, question: KeyQuestion, horizon: Horizon, actor: Actor, chance: Chance
) -> None:
    text, uuid = chance.sentence(), chance.uuid()
    propose(actor=actor, activity=activity, horizon=horizon, text=text, question=question.uuid, uuid=uuid)


def _fillings(activity: Activity) -> list[PersonTurn]:
    """One proposal for a role that is there."""
    roles = ordered_roles(activity.track.workshop.discovery.domain.organization)
    if not roles or activity.phase == LOOK:
        return []
    return [PersonTurn(FILLING, partial(_fill, activity, [each.uuid for each in roles]))]


def _fill(activity: Activity, roles: list[UUID], actor: Actor, chance: Chance) -> None:
    uuid, role, name = chance.uuid(), chance.one_of(roles), chance.thing()
    take(FILLINGS, actor=actor, activity=activity, uuid=uuid, role=role, name=name)


def _next_question(activity: Activity, actor: Actor) -> bool:
    """Move to the open questions after it, one by one."""
    here = question_at(activity)
    rows = list(key_questions_of(activity.track.workshop.discovery))
    if here is None or activity.phase == LOOK:
        return False
    after = rows[rows.index(here) + 1 :]
    following = next((each for each in after if each.state == KeyQuestionState.OPEN), None)
    if following is not None:
        choose_question(actor=actor, activity=activity, question=following)
    return following is not None


def register_own() -> None:
    """Register the answers and proposals of simulated people."""
    rehearsal_scripts.register(
        RehearsalScript(KEY_QUESTIONS, _answers, onward=_next_question),
        RehearsalScript(FILL_ROLES, _fillings),
    )
