"""From a long list of use cases to a short one: dots from phones, the best go to scoring, and others are
called back."""

from core.services import artifacts, kinds
from discovery.permissions import check_edit_discovery
from lvt.longlist_funnel.selectors import best_of, ranked_cards, rules_of
from lvt.models import UseCase
from organizations.actors import Actor
from workshops.contributions.votes.services import Votable, dots_on
from workshops.models import Activity

_IS_VOTED_ON = """
    card.deleted_at IS NULL AND card.below_best IS NULL
    AND NOT EXISTS (SELECT 1 FROM lvt_hypothesis bet
                    WHERE bet.id = card.hypothesis_id AND bet.state = 'stopped')
"""
_CARDS = Votable(
    there=f"""
        EXISTS (SELECT 1 FROM lvt_usecase card
                WHERE card.uuid = %(item)s AND card.discovery_id = workshop.discovery_id AND {_IS_VOTED_ON})
    """,  # noqa: S608  texts of ours alone
    counts=f"""
        EXISTS (SELECT 1 FROM lvt_usecase card WHERE card.uuid = other.item AND {_IS_VOTED_ON})
    """,  # noqa: S608  texts of ours alone
)


give_dots = dots_on(_CARDS, rules_of)


def keep_best(activity: Activity) -> None:
    """Inside the operation that shows the results of a vote: what is below the best isn't scored by default,
    and keeps the reason."""
    ranking = ranked_cards(activity, is_shown=False)
    best = best_of(ranking, rules_of(activity).keep)
    for row in ranking:
        if row.dots < best.least:
            artifacts.change(row.thing, below_best=best.count, dots_then=row.dots)


def call_back(*, actor: Actor, use_case: UseCase) -> UseCase:
    """The use case goes to scoring after all; an open round can include it. Raises NotAllowed and NotFound;
    nothing happens to one that goes there already."""
    check_edit_discovery(actor, use_case.discovery)
    with kinds.writing(actor, "called_back", use_case):
        return artifacts.change(use_case, below_best=None, dots_then=None)
