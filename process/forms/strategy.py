"""Forms of the domains that come first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.forms.artifacts import ArtifactForm
from discovery.models import Domain, Organization
from process.models import OnboardingCandidate
from process.models.strategy import Boundary


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
