"""Form of an owner's answers at a check-in."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from core.clean_text import is_visible
from core.forms import PlainForm
from handover.owner_follow_ups.selectors import CheckInLine, Turn
from handover.owner_follow_ups.services import CheckInResponse


class CheckInForm(PlainForm):
    """For each thing that is asked about, how it stands and what was learned: all may be left for later.
    `check_in` is the one that the person saw."""

    check_in = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, turn: Turn | None, lines: Sequence[CheckInLine]
    ) -> None:
        super().__init__(data, initial={"check_in": turn.check_in.uuid if turn else None})
        self.lines = lines
        for line in lines:
            self.fields[_name("said", line.about)] = _field(line)
            self.fields[_name("note", line.about)] = forms.CharField(
                label=_("Lessons learned or obstacles"),
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "class": "said"}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for line in self.lines:
            name, note = _name("said", line.about), _name("note", line.about)
            if cleaned.get(name) in (None, "") and name in cleaned and is_visible(cleaned.get(note) or ""):
                self.add_error(name, _("Enter a status, too."))
        return cleaned

    def responses(self) -> dict[UUID, CheckInResponse]:
        """The answers of a valid form, by the uuid of the artifact that each is about."""
        values = self.cleaned_data
        return {
            line.about: CheckInResponse(values[_name("said", line.about)], values[_name("note", line.about)])
            for line in self.lines
            if values[_name("said", line.about)] not in (None, "")
        }

    def rows(self) -> Iterator[tuple[CheckInLine, BoundField, BoundField]]:
        """The lines of the form, each with its two fields."""
        for line in self.lines:
            yield line, self[_name("said", line.about)], self[_name("note", line.about)]


def _name(part: str, about: UUID) -> str:
    return f"{part}-{about.hex}"


def _field(line: CheckInLine) -> forms.Field:
    column = line.question.column
    if column is None:
        choices = [("", _("No answer yet")), *line.question.choices]
        return forms.ChoiceField(label=str(line.question.label), choices=choices, required=False)
    label = f"{line.question.label} ({line.unit})" if line.unit else str(line.question.label)
    wrong = _("Enter a number, such as 31 or 2.5.")
    return forms.DecimalField(
        label=label,
        max_digits=column.max_digits,
        decimal_places=column.decimal_places,
        required=False,
        error_messages={"invalid": wrong},
        widget=forms.NumberInput(attrs={"class": "short", "step": "any", "inputmode": "decimal"}),
    )
