"""The form of the decision on the shortlist."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm, field_of
from lvt.models import UseCase
from lvt.shortlist.services import NO_REASON, NOTHING_CHOSEN


class ShortlistForm(PlainForm):
    """`use_cases` can be chosen, in the order of the ranking, which what is chosen keeps. `uuid` comes with
    the form, so that the same form sent twice decides once."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    use_cases = forms.MultipleChoiceField(
        label=_("On the shortlist"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": NOTHING_CHOSEN},
    )
    reason = forms.CharField(
        label=_("Reason for this choice, in one sentence"),
        max_length=4000,
        widget=forms.Textarea(
            attrs={"rows": 2, "class": "said", "data-key": "d", "data-key-label": _("Write the decision")}
        ),
        error_messages={"required": NO_REASON},
    )
    against = forms.CharField(
        label=_("Reason for skipping higher-ranked use cases"),
        help_text=_("Only needed if you skip a use case with a higher place."),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1}),
    )
    decided_by = forms.CharField(
        label=_("Decided by"),
        max_length=200,
        required=False,
    )
    dissent = forms.CharField(
        label=_("Dissent and reasons"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1}),
    )

    def __init__(self, use_cases: Sequence[UseCase], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._use_cases = {str(use_case.uuid): use_case for use_case in use_cases}
        field = field_of(self, "use_cases", forms.MultipleChoiceField)
        field.choices = [(uuid, use_case.name) for uuid, use_case in self._use_cases.items()]

    def chosen(self) -> list[UseCase]:
        """The chosen use cases in the order of the ranking."""
        uuids = set(self.cleaned_data["use_cases"])
        return [use_case for uuid, use_case in self._use_cases.items() if uuid in uuids]
