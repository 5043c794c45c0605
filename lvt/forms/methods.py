"""Forms of the method and its criteria."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.artifacts import ArtifactForm, PlainForm
from lvt.methods import PRESETS
from lvt.models import Criterion, ScoringMethod


class MethodForm(ArtifactForm[ScoringMethod]):
    class Meta:
        model = ScoringMethod
        fields = ("name", "description", "combination", "top_share")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "top_share": _(
                "In percent, for a method that sorts into groups: above it the ranking warns. Empty: never."
            ),
        }


class PresetForm(PlainForm):
    preset = forms.ChoiceField(choices=[(preset.key, preset.name) for preset in PRESETS.values()])


class CriterionForm(ArtifactForm[Criterion]):
    adds = True

    class Meta:
        model = Criterion
        fields = (
            "name",
            "question",
            "scale_min",
            "scale_max",
            "steps",
            "low_label",
            "high_label",
            "direction",
            "weight",
            "part",
        )
        help_texts = {
            "direction": _("Where a low number is good, the scale is turned round before adding up."),
            "steps": _(
                "Where the answers are not all whole numbers from lowest to highest, they stand here: "
                "1, 2, 3, 5, 8 or 0 Won’t have, 1 Could have."
            ),
            "weight": _("How much it counts, compared with the others."),
            "part": _("Matters only where the method divides by cost."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = cleaned.get("scale_min"), cleaned.get("scale_max")
        if low is not None and high is not None and low >= high:
            self.add_error("scale_max", _("The highest must be above the lowest."))
        return cleaned
