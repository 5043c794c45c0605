"""Forms of the key questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.forms.artifacts import ArtifactForm
from discovery.models import Discovery, Person
from operating_model.models import KeyQuestion, KeyQuestionState


class KeyQuestionForm(ArtifactForm[KeyQuestion]):
    """A question with its answers for today and tomorrow, its owner and its state."""

    class Meta:
        model = KeyQuestion
        fields = ("text", "today", "tomorrow", "owner", "state")
        widgets = {
            "text": forms.Textarea(attrs={"rows": 2}),
            "today": forms.Textarea(attrs={"rows": 3, "class": "said"}),
            "tomorrow": forms.Textarea(attrs={"rows": 3, "class": "said"}),
            "state": forms.RadioSelect,
        }
        help_texts = {
            "today": gettext_lazy("How it is done now, as it is."),
            "tomorrow": gettext_lazy("How it will be done with data products."),
        }

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101  narrows the type for mypy
        owner.queryset = Person.objects.filter(organization=discovery.domain.organization_id)
        owner.empty_label = _("Nobody yet")
        state = self.fields["state"]
        if isinstance(state, forms.ChoiceField):
            state.choices = KeyQuestionState.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") == KeyQuestionState.DECIDED and not cleaned.get("tomorrow"):
            self.add_error("tomorrow", _("A question is decided with tomorrow’s answer: write it first."))
        return cleaned
