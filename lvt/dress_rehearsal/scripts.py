"""Answers of simulated people on value tree, use cases and scores."""

from decimal import Decimal
from functools import partial
from uuid import UUID

from lvt.activities.write_use_cases import CARD
from lvt.card_dots.activity import READS as READS_NAME
from lvt.kinds.room_updates import TREE_TOGETHER
from lvt.longlist_funnel.selectors import CARD_DOTS, cards_to_score, rules_of
from lvt.longlist_funnel.services import give_dots
from lvt.measure_predictions.activity import Prediction
from lvt.measure_predictions.selectors import PREDICTION, measure_of
from lvt.models import Criterion, Measure, RoundState, ScoringRound, Tier, UseCase
from lvt.proposals.selectors import CLOSED, parents_for, tier_of
from lvt.proposals.services import propose
from lvt.room_cards.selectors import own_cards
from lvt.room_cards.services import add_card
from lvt.rounds.selectors import criteria_of, latest_round, use_cases_of
from lvt.rounds.services import reveal
from lvt.scores.services import give_score
from lvt.scoring.activity import READS, SCORES
from lvt.scoring_shares.selectors import share_of
from lvt.tree.activity import PROPOSAL
from lvt.writing_groups.selectors import size_of
from organizations.actors import Actor
from workshops import permissions
from workshops.contributions.answers.activity import READS as READS_QUESTION, answer_kind_of
from workshops.contributions.answers.services import give_answer
from workshops.contributions.artifact_dots.activity import DOT
from workshops.contributions.artifact_dots.selectors import VOTE, phase_of
from workshops.dress_rehearsal.registries import PersonTurn, RehearsalScript, rehearsal_scripts
from workshops.dress_rehearsal.rules import Chance
from workshops.models import Activity
from workshops.permissions import check_take_part

_NOT_MY_FIELD = 0.08


def _scores(activity: Activity) -> list[PersonTurn]:
    """Each use case on each criterion; in a round of fair shares those of each person's share."""
    latest = latest_round(activity)
    if latest is None or latest.state != RoundState.OPEN:
        return []
    criteria, use_cases = criteria_of(latest), use_cases_of(latest)
    return [
        PersonTurn(
            SCORES + (READS if place == 0 else 0), partial(_score, activity, latest, number, criterion)
        )
        for number in range(min(latest.most_each or len(use_cases), len(use_cases)))
        for place, criterion in enumerate(criteria)
    ]


def _score(
    activity: Activity,
    latest: ScoringRound,
    number: int,
    criterion: Criterion,
    actor: Actor,
    chance: Chance,
) -> None:
    participant = permissions.check_take_part(actor, activity.track.workshop)
    own = share_of(latest, participant)
    if number >= len(own):
        return
    value = chance.whole(criterion.scale[0].value, criterion.scale[-1].value)
    give_score(
        actor=actor,
        workshop=activity.track.workshop,
        round=latest.uuid,
        use_case=own[number].uuid,
        criterion=criterion.uuid,
        value=None if chance.share() < _NOT_MY_FIELD else value,
    )


def _reveal(activity: Activity, actor: Actor) -> bool:
    latest = latest_round(activity)
    if latest is None or latest.state == RoundState.REVEALED:
        return False
    reveal(actor=actor, round=latest)
    return True


def _cards(activity: Activity) -> list[PersonTurn]:
    return [PersonTurn(CARD, partial(_card, activity))]


def _card(activity: Activity, actor: Actor, chance: Chance) -> None:
    """One card of each person, or of each group."""
    if size_of(activity) > 1 and own_cards(activity, check_take_part(actor, activity.track.workshop)):
        return
    add_card(
        actor=actor,
        activity=activity,
        uuid=chance.uuid(),
        name=chance.thing(),
        we_believe=chance.sentence(),
        will_help=chance.sentence(),
        known_by=chance.sentence(),
    )


def _dots(activity: Activity) -> list[PersonTurn]:
    """Everyone reads the use cases, and gives single dots, each to another one."""
    if phase_of(activity) != VOTE:
        return []
    several = list(cards_to_score(activity.track.workshop.discovery))
    dots = min(rules_of(activity).dots, len(several))
    return [
        PersonTurn(
            DOT + (READS_NAME * len(several) if place == 0 else 0),
            partial(_dot, activity, several[place:] + several[:place]),
        )
        for place in range(dots)
    ]


def _dot(activity: Activity, in_order: list[UseCase], actor: Actor, chance: Chance) -> None:
    use_case = in_order[chance.of_person().one_of(range(len(in_order)))]
    give_dots(actor=actor, activity=activity, item=use_case.uuid, dots=1)


def _proposals(activity: Activity) -> list[PersonTurn]:
    """One sentence for the tier that is asked for, below something that is there."""
    tier = tier_of(activity)
    if tier is None:
        return []
    options = [uuid for _of, each in parents_for(activity.track.workshop.discovery, tier) for uuid, _ in each]
    if not options and tier in (Tier.HYPOTHESIS, Tier.MEASURE):
        return []
    return [PersonTurn(PROPOSAL, partial(_proposal, activity, tier, options))]


def _proposal(activity: Activity, tier: Tier, options: list[str], actor: Actor, chance: Chance) -> None:
    parent = UUID(chance.one_of(options)) if options else None
    uuid = chance.uuid()
    propose(actor=actor, activity=activity, tier=tier, text=chance.sentence(), parent=parent, uuid=uuid)


def _predictions(activity: Activity) -> list[PersonTurn]:
    """Everyone predicts one number between the measure's baseline and its target, or near its target."""
    measure = measure_of(activity)
    if measure is None or answer_kind_of(activity).is_revealed(activity):
        return []
    return [PersonTurn(READS_QUESTION + Prediction.seconds, partial(_predict, activity, measure))]


def _predict(activity: Activity, measure: Measure, actor: Actor, chance: Chance) -> None:
    target = measure.target if measure.target is not None else Decimal(100)
    began = measure.baseline if measure.baseline is not None else target / 2
    value = began + (target - began) * chance.whole(0, 12) / 10
    text = f"{round(value, 2).normalize() + 0:f}"
    give_answer(actor=actor, activity=activity, slot=str(measure.uuid), text=text)


def register_own() -> None:
    """Register what simulated people do in activities of this app."""
    rehearsal_scripts.register(
        RehearsalScript("scoring", _scores, onward=_reveal),
        RehearsalScript("write_use_cases", _cards),
        RehearsalScript(CARD_DOTS, _dots),
        RehearsalScript(PREDICTION, _predictions),
        # The tier that the agenda asks for, and not the others after it.
        RehearsalScript(TREE_TOGETHER, _proposals, phases=(CLOSED,)),
    )
