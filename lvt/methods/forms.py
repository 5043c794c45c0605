"""Forms of the method and its criteria."""

from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ArtifactForm, PlainForm
from lvt.models import Criterion, ScoringMethod
from lvt.scale_steps import BadScale, steps_in


class MethodForm(ArtifactForm[ScoringMethod]):
    """Name and arithmetic of a method of prioritization."""

    class Meta:
        model = ScoringMethod
        fields = ("name", "description", "combination", "top_share")
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "top_share": _(
                "In percent, for a method that sorts into groups. The ranking warns above this "
                "share. Leave empty for no warning."
            ),
        }


class WeightsForm(PlainForm):
    """A weight for each criterion of a method; what is not sent weighs what it does."""

    # A slider is no place for hundreds; heavier criteria keep their weight within its reach.
    _REACH = Decimal(5)

    def __init__(self, data: Mapping[str, str] | None, method: ScoringMethod) -> None:
        super().__init__(data or None)
        self._criteria = list(method.criteria.all())
        self.matters = method.weighs
        for criterion in self._criteria:
            reach = max(self._REACH, criterion.weight)
            self.fields[str(criterion.uuid)] = forms.DecimalField(
                label=criterion.name,
                min_value=0,
                max_value=reach,
                decimal_places=2,
                required=False,
                initial=Decimal(f"{criterion.weight.normalize():f}"),  # "1", not "1.00"
                widget=forms.NumberInput(attrs={"type": "range", "step": "0.25", "min": 0, "max": reach}),
            )

    @property
    def weights(self) -> dict[int, Decimal]:
        """The weight of each criterion, by its primary key; as it is where its field is empty or wrong."""
        self.is_valid()  # what is wrong is not in the cleaned data
        data = self.cleaned_data if self.is_bound else {}
        weights = ((each, data.get(str(each.uuid))) for each in self._criteria)
        return {each.pk: each.weight if weight is None else weight for each, weight in weights}

    @property
    def sliders(self) -> list[tuple[forms.BoundField, Decimal]]:
        """Each field with its current weight."""
        return [(self[str(each.uuid)], self.weights[each.pk]) for each in self._criteria]


class CriterionForm(ArtifactForm[Criterion]):
    """A criterion of a method: its weight, and the steps of its scale."""

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
            "direction": _("If a low number is good, the scale is reversed before adding up."),
            "steps": _(
                "List the answers if they aren’t all the whole numbers from lowest to highest: 1, 2, "
                "3, 5, 8 or 0 Won’t have, 1 Could have."
            ),
            "weight": _("Its weight compared with the other criteria."),
            "part": _(
                "Used only if the method divides by cost, and in Kano: having it is the benefit, not "
                "having it the cost."
            ),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        with suppress(BadScale):  # the model says what is wrong with it
            if steps := steps_in(cleaned.get("steps", "")):
                # What is stored is the place of the step.
                cleaned |= {"scale_min": 0, "scale_max": steps[-1].value}
        low, high = cleaned.get("scale_min"), cleaned.get("scale_max")
        if low is not None and high is not None and low >= high:
            self.add_error("scale_max", _("The highest must be above the lowest."))
        return cleaned
