"""Contributions of simulated people in activities that belong to no stream."""

from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from organizations.actors import Actor
from workshops.activities.brainstorm import DOT, NOTES_EACH, WRITES as WRITES_NOTE
from workshops.contributions.answers.activity import CHOOSES, READS, WRITES, answer_kind_of
from workshops.contributions.answers.forms import ONE, SCALE, SEVERAL, WORD, WORDS, AnswerContent, AnswerScale
from workshops.contributions.answers.services import give_answer
from workshops.contributions.assessment.activity import RATES
from workshops.contributions.assessment.selectors import scales_in, slot_of, subjects_in
from workshops.contributions.consent.selectors import CONSENTS_FROM, MOST_FINGERS, proposal_of, round_number
from workshops.contributions.notes.selectors import BOARD, NOTES, VOTE, WRITE, board, phase_of, rules_of
from workshops.contributions.notes.services import add_note
from workshops.contributions.questions.activity import SUPPORTED
from workshops.contributions.questions.selectors import questions_of
from workshops.contributions.questions.services import ask
from workshops.contributions.votes.services import give_dots, support
from workshops.dress_rehearsal.registries import PersonTurn, RehearsalScript, rehearsal_scripts
from workshops.dress_rehearsal.rules import Chance
from workshops.models import Activity

# --- One answer of each person --------------------------------------------------------------------


def _answer(answer_of: Callable[[Activity, Chance], AnswerContent]) -> Callable[..., list[PersonTurn]]:
    """Everyone answers once."""

    def send(activity: Activity, actor: Actor, chance: Chance) -> None:
        kind, answer = answer_kind_of(activity), answer_of(activity, chance)
        give_answer(
            actor=actor,
            activity=activity,
            slot=answer.slot,
            number=answer.number,
            text=answer.text,
            choices=answer.choices,
            keys=kind.shown_by(activity),
            check=lambda row: kind.check(row, answer),
        )

    def asked(activity: Activity) -> list[PersonTurn]:
        if answer_kind_of(activity).is_revealed(activity) or answer_kind_of(activity).unready(activity):
            return []
        return [PersonTurn(READS + answer_kind_of(activity).seconds, partial(send, activity))]

    return asked


def _on_scale(activity: Activity, chance: Chance) -> AnswerContent:
    scale = AnswerScale.of(activity.settings)
    return AnswerContent(number=chance.whole(scale.low, scale.high))


def _of_poll(activity: Activity, chance: Chance) -> AnswerContent:
    form, options = activity.settings.get("form", ONE), activity.settings.get("options", [])
    if form == SCALE:
        return _on_scale(activity, chance)
    if form == WORDS:
        return AnswerContent(text=chance.sentence())
    picks = {chance.one_of(options) for _time in range(2 if form == SEVERAL else 1)}
    return AnswerContent(choices=tuple(each for each in options if each in picks))


def _of_check_in(activity: Activity, chance: Chance) -> AnswerContent:
    is_word = activity.settings.get("form", WORD) == WORD
    return AnswerContent(text=chance.word()) if is_word else _on_scale(activity, chance)


def _of_roti(_activity: Activity, chance: Chance) -> AnswerContent:
    return AnswerContent(number=chance.whole(2, 5), text=chance.sentence() if chance.share() < 0.4 else "")


def _of_consent(activity: Activity, chance: Chance) -> AnswerContent:
    fingers = chance.whole(CONSENTS_FROM - 1, MOST_FINGERS)
    reason = chance.sentence() if fingers < CONSENTS_FROM else ""
    return AnswerContent(slot=str(round_number(activity)), number=fingers, text=reason)


def _asked_for_consent(activity: Activity) -> list[PersonTurn]:
    return _answer(_of_consent)(activity) if proposal_of(activity) else []


# --- An assessment --------------------------------------------------------------------------------


def _of_assessment(activity: Activity) -> list[PersonTurn]:
    """Everyone rates one line after the other."""
    if answer_kind_of(activity).is_revealed(activity):
        return []
    scales = scales_in(activity)
    return [
        PersonTurn(RATES, partial(_rate, activity, slot_of(subject.uuid, place), scale.top))
        for subject in subjects_in(activity)
        for place, scale in enumerate(scales)
    ]


def _rate(activity: Activity, slot: str, top: int, actor: Actor, chance: Chance) -> None:
    number = None if chance.share() < 0.1 else chance.whole(0, top)
    give_answer(actor=actor, activity=activity, slot=slot, number=number)


# --- A board, and a list of questions -------------------------------------------------------------


def _of_brainstorm(activity: Activity) -> list[PersonTurn]:
    rules, phase = rules_of(activity), phase_of(activity)
    if phase == WRITE:
        return [PersonTurn(WRITES_NOTE, partial(_note, activity))] * min(NOTES_EACH, rules.notes_each)
    if phase != VOTE:
        return []
    on_board = board(activity, every_note=rules.votes_on == NOTES)
    return _dots([each.uuid for each in on_board], rules.dots, partial(_dot, activity))


def _dots(
    items: Sequence[UUID], dots: int, send: Callable[[UUID, Actor, Chance], object]
) -> list[PersonTurn]:
    """Everyone gives single dots, each to another item: from one on by chance."""

    def nth(place: int, actor: Actor, chance: Chance) -> None:
        first = chance.of_person().one_of(range(len(items)))
        send(items[(first + place) % len(items)], actor, chance)

    return [PersonTurn(DOT, partial(nth, place)) for place in range(min(dots, len(items)))]


def _note(activity: Activity, actor: Actor, chance: Chance) -> None:
    add_note(actor=actor, activity=activity, uuid=chance.uuid(), text=chance.sentence())


def _dot(activity: Activity, item: UUID, actor: Actor, _chance: Chance) -> None:
    give_dots(actor=actor, activity=activity, item=item, dots=1)


def _of_questions(activity: Activity) -> list[PersonTurn]:
    asking = PersonTurn(WRITES, partial(_question, activity))
    return [asking, *[PersonTurn(CHOOSES, partial(_supported, activity))] * SUPPORTED]


def _question(activity: Activity, actor: Actor, chance: Chance) -> None:
    ask(actor=actor, activity=activity, uuid=chance.uuid(), text=chance.sentence())


def _supported(activity: Activity, actor: Actor, chance: Chance) -> None:
    """Of what someone asked by now."""
    if there := questions_of(activity):
        support(actor=actor, activity=activity, question=chance.one_of(there).question.uuid, on=True)


def register_own() -> None:
    """Register what simulated people do in activities of this app."""
    rehearsal_scripts.register(
        RehearsalScript("poll", _answer(_of_poll)),
        RehearsalScript("check_in", _answer(_of_check_in)),
        RehearsalScript("roti", _answer(_of_roti)),
        RehearsalScript("assessment", _of_assessment),
        RehearsalScript("consent", _asked_for_consent),
        RehearsalScript(BOARD, _of_brainstorm),
        RehearsalScript("questions", _of_questions),
    )
