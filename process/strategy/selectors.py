"""Reads of an organization's data strategy, and of that of a domain."""

from dataclasses import dataclass

from core.labels import Text
from discovery.models import Discovery
from discovery.selectors.shipped_texts import in_language_of_now
from organizations.models import Organization
from process.models import StrategyChoice, StrategyQuestion, StrategyState
from process.shipped import QUESTION_TEXTS, QUESTIONS, hint_of


@dataclass(frozen=True, slots=True)
class StrategyLine:
    """A question; `hint` says what an answer holds. `owner` is "" when no one answers for it (any more)."""

    question: StrategyQuestion
    hint: Text
    owner: str

    @property
    def text(self) -> str:
        """The question; a shipped one that no one changed is translated into the reader's language."""
        return in_language_of_now(self.question.text, QUESTION_TEXTS.get(self.question.key))

    @property
    def tone(self) -> str:
        return {StrategyState.AGREED: "good", StrategyState.DRAFTED: "warn"}.get(
            StrategyState(self.question.state), ""
        )


@dataclass(frozen=True, slots=True)
class Strategy:
    """The questions in order, how many have an answer, how many are agreed, and how many of the shipped ones
    the organization does not have."""

    lines: tuple[StrategyLine, ...]
    answer_count: int
    agreed: int
    missing: int

    @property
    def total(self) -> int:
        return len(self.lines)


def choices_of(discovery: Discovery) -> list[StrategyChoice]:
    """The choices of its domain's own data strategy, in their order."""
    return list(StrategyChoice.objects.filter(discovery=discovery).select_related("owner"))


def strategy_of(organization: Organization) -> Strategy:
    """One query."""
    rows = list(StrategyQuestion.objects.filter(organization=organization).select_related("owner"))
    keys = {row.key for row in rows}
    return Strategy(
        tuple(StrategyLine(row, hint_of(row.key), row.owner.name if row.owner else "") for row in rows),
        answer_count=sum(bool(row.answer) for row in rows),
        agreed=sum(row.state == StrategyState.AGREED for row in rows),
        missing=sum(each.key not in keys for each in QUESTIONS),
    )
