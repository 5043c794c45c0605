"""Minutes that a kind of activity needs, as it tells them (workshops.agenda.time_estimates)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from workshops.agenda.time_estimates.rules import AnswerLoad, Easier

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from workshops.activity_kind import Phase
    from workshops.models import Activity


class HasEffort:
    """The part of an ActivityKind from which its minutes are computed."""

    phases: ClassVar[tuple[Phase, ...]]
    # Why no minutes are computed for it; "" where they are.
    no_effort: ClassVar[str] = ""

    def effort_in(self, activity: Activity, people: int) -> Sequence[AnswerLoad]:
        """The answers that each of so many people gives in it, in its order; nothing where `no_effort` has
        the reason, and while there is nothing to give."""
        return ()

    def easier_in(self, activity: Activity, people: int) -> Easier | None:
        """A setting that isn't chosen and lets each of so many people give less; None where there is none."""
        return None

    def talk_rounds(self) -> int:
        """The number of phases in which the room discusses the contributions: those without new ones."""
        return sum(not phase.is_open for phase in self.phases)

    def answer_times(self, activities: QuerySet[Activity]) -> QuerySet[Any, tuple[Any, ...]] | None:
        """The activity, the author and the time of each answer of the first part of `effort_in`: the newest
        activity first, in it one person after another. None where times are not kept."""
        return None
