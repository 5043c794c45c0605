"""Forms of the data strategy and of the domains that come first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import is_visible
from discovery.forms.artifacts import ArtifactForm
from discovery.models import Domain, Organization, Person
from process.models import OnboardingCandidate, StrategyQuestion
from process.models.strategy import Boundary, StrategyState


def number_choices(top: int) -> list[tuple[str, str]]:
    """The scale from 0 to `top`, and not saying anything."""
    return [("", _("Not said")), *((str(number), str(number)) for number in range(top + 1))]


def number_field(label: Any, top: int, help_text: Any = "") -> forms.TypedChoiceField:
    """A whole number from 0 to `top`, or None for not said, as a row of targets."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: number_choices(top),
        widget=forms.RadioSelect(attrs={"class": "number-row"}),
    )


class StrategyQuestionForm(ArtifactForm[StrategyQuestion]):
    class Meta:
        model = StrategyQuestion
        fields = ("text", "answer", "owner", "state")
        widgets = {
            "text": forms.TextInput,
            "answer": forms.Textarea(attrs={"rows": 5, "class": "said"}),
            "state": forms.RadioSelect,
        }

    def __init__(self, *args: Any, organization: Organization, hint: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Person.objects.filter(organization=organization)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["answer"].help_text = str(hint)
        state = self.fields["state"]
        if isinstance(state, forms.ChoiceField):
            state.choices = StrategyState.choices

    def clean_text(self) -> str:
        return _visible(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("state") != StrategyState.OPEN and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Write the answer before it is called drafted or agreed."))
        return cleaned


class CandidateForm(ArtifactForm[OnboardingCandidate]):
    """A domain to consider. Which domain it is stays as it is once it is considered."""

    pull = number_field(gettext_lazy("Value it would bring"), 5, gettext_lazy("0 is little, 5 is most."))
    readiness = number_field(
        gettext_lazy("How ready it is"), 5, gettext_lazy("People, data and the will: 0 is nothing, 5 is all.")
    )

    class Meta:
        model = OnboardingCandidate
        fields = ("domain", "pull", "readiness", "reason", "boundary", "boundary_reason")
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3, "class": "said"}),
            "boundary": forms.RadioSelect,
            "boundary_reason": forms.Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "boundary": gettext_lazy(
                "Begin with the boundaries that exist. Move one only where it is seriously in the way."
            ),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["domain"]
        else:
            held = OnboardingCandidate.objects.filter(organization=organization).values("domain")
            free = Domain.objects.filter(organization=organization).exclude(pk__in=held)
            self.fields["domain"].queryset = free  # type: ignore[attr-defined]  # a ModelChoiceField
        boundary = self.fields["boundary"]
        if isinstance(boundary, forms.ChoiceField):
            boundary.choices = Boundary.choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        moved = cleaned.get("boundary") not in (None, Boundary.EXISTING)
        if moved and not cleaned.get("boundary_reason", "").strip():
            self.add_error("boundary_reason", _("Say why the boundary is not the one of today."))
        return cleaned


def _visible(text: str) -> str:
    if not is_visible(text):
        raise forms.ValidationError(_("Say it in a few words."))
    return text
