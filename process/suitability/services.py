"""The suitability check of a discovery: statements, how far each is true, and by which evidence."""

from core.models import Operation
from core.services import artifacts, kinds, operation
from discovery import permissions
from discovery.models import Discovery
from discovery.selectors.default_language import in_language_of
from organizations.actors import Actor
from process.models import SuitabilityStatement
from process.shipped import STATEMENTS


def take_shipped_statements(*, actor: Actor, discovery: Discovery) -> Operation:
    """Add the shipped statements that the check does not have. Raises NotAllowed or NotFound."""
    permissions.check_edit_discovery(actor, discovery)
    with operation(actor, "suitability.begun", summary=discovery.name, place=discovery) as current:
        with in_language_of(discovery):
            shipped = [
                {"key": each.key, "aspect": each.aspect, "text": str(each.text)} for each in STATEMENTS
            ]
        artifacts.add_missing(SuitabilityStatement, "key", shipped, discovery=discovery)
    return current


def rate_statement(*, actor: Actor, statement: SuitabilityStatement, score: int | None) -> Operation:
    """Say how far it is true, from 0 to 4; None takes it back. The operation, for undo. Raises NotAllowed or
    NotFound."""
    permissions.check_edit_discovery(actor, statement.discovery)
    with kinds.writing(actor, "rated", statement) as rated:
        kinds.update(statement, score=score)
    return rated
