"""Ratings of the hypotheses in all trees of the demo: answers of their rooms, as recorded."""

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from lvt.methods.services import ensure_method_of_hypotheses
from lvt.models import HypothesisRating
from lvt.tree.selectors import hypotheses_of
from organizations.actors import Actor

# By how a hypothesis begins, what it got on the seven criteria, in their order. The training is not rated.
RATINGS = {
    "Giving a PJP a 360° view": "5443453",  # 28
    "Understanding how HCPs react": "4444442",  # 26
    "Suggesting the next step": "4434432",  # 24
    "Asking for consent": "3444333",  # 24, the same place
    "A call within two days": "5543443",  # 28
    "A reminder before": "4334354",  # 26
    "Domains that share": "5345431",  # 25
    "Hospitals that see": "4333422",  # 21
    "One consent": "4455332",  # 26
}


def register_own() -> None:
    """Register the ratings of the demo: after all of its texts."""
    demo_parts.register(DemoPart("ratings", 99, build))


def build(actor: Actor, discovery: Discovery) -> None:
    """Rate the hypotheses of all discoveries of the organization."""
    for each in Discovery.objects.filter(domain__organization=discovery.domain.organization):
        bets = [(bet, _numbers(bet.statement)) for bet in hypotheses_of(each)]
        if any(numbers for _bet, numbers in bets):
            method = ensure_method_of_hypotheses(actor=actor, discovery=each)
            for bet, numbers in bets:
                for criterion, number in zip(method.criteria.all(), numbers, strict=False):
                    draft = HypothesisRating(hypothesis=bet, criterion=criterion, number=int(number))
                    kinds.add(actor=actor, draft=draft)


def _numbers(statement: str) -> str:
    return next((numbers for start, numbers in RATINGS.items() if statement.startswith(start)), "")
