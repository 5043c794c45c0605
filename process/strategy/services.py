"""The questions that an organization's data strategy begins with."""

from core.models import Operation
from core.services import artifacts, operation
from discovery.selectors.default_language import in_language_of
from organizations import permissions
from organizations.actors import Actor
from organizations.models import Organization
from process.models import StrategyQuestion
from process.shipped import QUESTIONS


def take_shipped_questions(*, actor: Actor, organization: Organization) -> Operation:
    """Add the shipped questions that the organization does not have. Raises NotAllowed or NotFound."""
    permissions.check_start_discovery(actor, organization)
    with operation(actor, "strategy.begun", summary=str(organization), place=organization) as current:
        with in_language_of(organization):
            shipped = [{"key": each.key, "text": str(each.text)} for each in QUESTIONS]
        artifacts.add_missing(StrategyQuestion, "key", shipped, organization=organization)
    return current
