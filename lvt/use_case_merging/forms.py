"""The forms of a merge: which cards, and whose version of each part stays."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import QueryDict

from core.forms import PlainForm
from lvt.use_case_merging.selectors import Choice


class MergeCardsForm(PlainForm):
    """For each part in which cards differ, the card whose version stays (by uuid): that of the card that
    stays, unless someone chooses another."""

    def __init__(self, data: QueryDict | None, *, choices: Sequence[Choice]) -> None:
        super().__init__(data)
        for choice in choices:
            self.fields[choice.part] = forms.ChoiceField(
                label=choice.label,
                choices=[(str(version.card), version.words) for version in choice.versions],
                initial=str(choice.versions[0].card),
                widget=forms.RadioSelect,
            )

    def take(self) -> dict[str, UUID]:
        """By part, the card whose version stays."""
        return {part: UUID(value) for part, value in self.cleaned_data.items()}
