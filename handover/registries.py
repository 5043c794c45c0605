"""Plug-in points for apps above: they register from AppConfig.ready()."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.labels import Text
from core.registry import Registry
from documents.localized_numbers import in_unit
from handover.readiness import ReadinessItem

if TYPE_CHECKING:
    from django.db.models import DecimalField

    from core.models import Artifact
    from discovery.models import Discovery
    from organizations.actors import Actor
    from organizations.models import Person


@dataclass(frozen=True, slots=True)
class CheckInSubject:
    """Something that its `owner` is asked about at a check-in: what it is called, and where it stands. What
    is measured has a `unit`."""

    about: Artifact
    owner: Person
    name: str
    standing: Text = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class CheckInQuestion:
    """A question to owners at a check-in. `subjects(discovery)` are what is asked about; the answer is one of
    the `choices`, values with their words, or a number that the `column` holds. `record(actor, subject,
    value, note)` writes it where it belongs, inside the operation of the answer. Sorted by `order`."""

    key: str
    order: int
    label: Text
    subjects: Callable[[Discovery], Iterable[CheckInSubject]]
    record: Callable[[Actor, CheckInSubject, Any, str], None]
    choices: tuple[tuple[str, Text], ...] = ()
    column: DecimalField[Any, Any] | None = None

    def in_words(self, value: Any, unit: str) -> str:
        """The saved text of an answer."""
        if self.choices:
            return str(dict(self.choices)[value])
        return in_unit(value, unit)


check_in_questions: Registry[CheckInQuestion] = Registry("questions at check-ins")
readiness: Registry[ReadinessItem] = Registry("checks before the handover")
