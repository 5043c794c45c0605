"""Rules of documents for the process."""

from typing import Any
from uuid import UUID

from exchange.format.table_rules import OF_ORGANIZATION, DocumentRules, document_rules
from organizations.models import Organization
from process.models import StrategyQuestion


def register_own() -> None:
    """Register what this app says of its tables."""
    document_rules.register(
        DocumentRules(
            key="process",
            only_here={"discovery.StrategyQuestion": _shipped_questions},
            texts_left_out={
                "process.OnboardingCandidate": OF_ORGANIZATION,
                "process.StrategyQuestion": OF_ORGANIZATION,
            },
        )
    )


def _shipped_questions(rows: list[dict[str, Any]], organization: Organization) -> dict[UUID, int]:
    """An organization has each shipped question once."""
    questions = StrategyQuestion.objects.filter(organization=organization).exclude(key="")
    here = dict(questions.values_list("key", "pk"))
    return {row["uuid"]: here[row["key"]] for row in rows if row["deleted_at"] is None and row["key"] in here}
