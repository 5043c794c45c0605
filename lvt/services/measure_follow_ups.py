"""Questions to owners of measures of success at a check-in, and the destination of their answers."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import if_there
from core.services import kinds
from discovery.models import Discovery
from handover.registries import CheckInQuestion, CheckInSubject, check_in_questions
from lvt.measures.selectors import MeasureStanding
from lvt.models import Measure, MeasuredValue
from lvt.selectors.silent_bets import asked_owner
from lvt.tree.selectors import value_tree
from organizations.actors import Actor
from organizations.models import Person

_NOTE = MeasuredValue._meta.get_field("note").max_length


def register_own() -> None:
    """Register the question about measures."""
    check_in_questions.register(
        CheckInQuestion(
            "measure",
            10,
            _("What is the current value?"),
            measures_asked_about,
            record_value,
            column=MeasuredValue._meta.get_field("value"),
        )
    )


def measures_asked_about(discovery: Discovery) -> Iterator[CheckInSubject]:
    """The measures of success, each for the owner of its bet, or else of the goal; without those of stopped
    bets."""
    for goal in value_tree(discovery).goals:
        yield from _subjects_of(goal.measures, goal.goal.owner)
        for branch in goal.pursued:
            yield from _subjects_of(branch.judged_by, asked_owner(goal.goal, branch.hypothesis))


def _subjects_of(standings: Iterable[MeasureStanding], owner: Person | None) -> Iterator[CheckInSubject]:
    if owner := if_there(owner):
        for each in standings:
            yield CheckInSubject(each.measure, owner, each.measure.name, each.text, each.measure.unit)


def record_value(actor: Actor, question: CheckInSubject, value: Any, note: str) -> None:
    """The value of today; one that the day has already becomes this one, and keeps its note unless there is
    another."""
    measure, today = cast(Measure, question.about), timezone.localdate()
    there = MeasuredValue.objects.filter(measure=measure, measured_on=today).first()
    values = {"value": value} | ({"note": note[:_NOTE]} if note else {})
    if there is not None:
        with kinds.writing(actor, "changed", there):
            kinds.update(there, **values)
        return
    draft = MeasuredValue(measure=measure, measured_on=today, **values)
    with kinds.writing(actor, "added", draft):
        kinds.insert(draft)
