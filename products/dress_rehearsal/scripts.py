"""Actions of simulated people with data products."""

from functools import partial

from organizations.actors import Actor
from products.design.product_votes import selectors as product_votes
from products.design.product_votes.services import give_dots
from products.design.template.activity import PROPOSAL, PROPOSALS_EACH
from products.design.template_proposals.selectors import LOOK
from products.design.template_proposals.services import propose
from products.landscape.activity import MARK_SECONDS, MARKS_EACH
from products.landscape.map_review.selectors import SETTLE
from products.landscape.map_review.services import add_mark
from products.models import DataProduct, MarkKind, TemplatePart
from products.promises.room_usage_patterns import selectors as room_usage
from products.promises.room_usage_patterns.services import write_pattern
from products.promises.usage_patterns.activity import PATTERN
from products.selectors.room_products import (
    MAP_REVIEW,
    PRODUCT_RANKING,
    TEMPLATE_TOGETHER,
    USAGE_PATTERNS,
    product_at,
    products_at,
)
from workshops.contributions.artifact_dots.activity import DOT
from workshops.contributions.artifact_dots.selectors import VOTE, phase_of
from workshops.dress_rehearsal.registries import PersonTurn, RehearsalScript, rehearsal_scripts
from workshops.dress_rehearsal.rules import Chance
from workshops.models import Activity

_OF_WORDS = (TemplatePart.USERS, TemplatePart.VALUE, TemplatePart.TASKS, TemplatePart.ACCESS)


def _marks(activity: Activity) -> list[PersonTurn]:
    return (
        [] if activity.phase == SETTLE else [PersonTurn(MARK_SECONDS, partial(_mark, activity))] * MARKS_EACH
    )


def _mark(activity: Activity, actor: Actor, chance: Chance) -> None:
    kind = chance.one_of(list(MarkKind)).value
    add_mark(actor=actor, activity=activity, kind=kind, text=chance.sentence(), uuid=chance.uuid())


def _proposals(activity: Activity) -> list[PersonTurn]:
    if product_at(activity) is None or activity.phase == LOOK:
        return []
    return [PersonTurn(PROPOSAL, partial(_proposal, activity))] * PROPOSALS_EACH


def _proposal(activity: Activity, actor: Actor, chance: Chance) -> None:
    part, text = chance.one_of(_OF_WORDS), chance.sentence()
    propose(actor=actor, activity=activity, part=part, text=text, uuid=chance.uuid())


def _patterns(activity: Activity) -> list[PersonTurn]:
    if product_at(activity) is None or room_usage.phase_of(activity) != room_usage.WRITE:
        return []
    return [PersonTurn(PATTERN, partial(_pattern, activity))]


def _pattern(activity: Activity, actor: Actor, chance: Chance) -> None:
    write_pattern(
        actor=actor,
        activity=activity,
        uuid=chance.uuid(),
        who=chance.thing(),
        when=chance.sentence(),
        what_breaks=chance.sentence(),
    )


def _dots(activity: Activity) -> list[PersonTurn]:
    """Single dots, each for another product."""
    if phase_of(activity) != VOTE:
        return []
    several = list(products_at(activity))
    dots = min(product_votes.rules_of(activity).dots, len(several))
    return [
        PersonTurn(DOT, partial(_dot, activity, several[place:] + several[:place])) for place in range(dots)
    ]


def _dot(activity: Activity, in_order: list[DataProduct], actor: Actor, chance: Chance) -> None:
    product = in_order[chance.of_person().one_of(range(len(in_order)))]
    give_dots(actor=actor, activity=activity, item=product.uuid, dots=1)


def register_own() -> None:
    """Register what simulated people do in activities of this app."""
    rehearsal_scripts.register(
        RehearsalScript(MAP_REVIEW, _marks),
        RehearsalScript(TEMPLATE_TOGETHER, _proposals),
        RehearsalScript(USAGE_PATTERNS, _patterns),
        RehearsalScript(PRODUCT_RANKING, _dots),
    )
