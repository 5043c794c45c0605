"""The form of the decision on the shortlist."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.artifacts import PlainForm
from core.forms.typed import field_of
from lvt.models import UseCase


class ShortlistForm(PlainForm):
    """`choices` are the use cases with their words, in the order of the ranking; what is chosen keeps that
    order. `close` says how little separates some of them. `uuid` is chosen with the empty form, so that the
    same form sent twice decides once."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    use_cases = forms.MultipleChoiceField(
        label=_("On the shortlist"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one use case for the shortlist.")},
    )
    reason = forms.CharField(
        label=_("Why these"),
        help_text=_("What makes them the right start, beyond the score? The report shows it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Say why: without the reason the decision cannot be understood later.")
        },
    )
    decided_by = forms.CharField(
        label=_("Who decided"),
        help_text=_("A person, a body, or the whole room."),
        max_length=200,
        required=False,
    )
    dissent = forms.CharField(
        label=_("Who dissented, and why"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, choices: Sequence[tuple[UseCase, str]], *args: Any, close: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["uuid"] = uuid4()
        self._use_cases = {str(use_case.uuid): use_case for use_case, _words in choices}
        field = field_of(self, "use_cases", forms.MultipleChoiceField)
        field.help_text = " ".join(close)
        field.choices = [(str(use_case.uuid), words) for use_case, words in choices]

    def chosen(self) -> list[UseCase]:
        """The chosen use cases in the order of the ranking."""
        wanted = set(self.cleaned_data["use_cases"])
        return [use_case for uuid, use_case in self._use_cases.items() if uuid in wanted]
