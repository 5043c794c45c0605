"""Forms of measures of success and of measured values."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discovery.forms.artefacts import ArtefactForm
from lvt.models import Measure, MeasuredValue

# The same on every phone: a keypad with digits, and any number of decimals that the database keeps.
_NUMBER = {"inputmode": "decimal", "step": "any", "class": "short"}


def _without_zeros(initial: MutableMapping[str, Any], *names: str) -> None:
    """Let numbers stand in their fields without the zeros that the database pads them with."""
    for name in names:
        if (value := initial.get(name)) is not None:
            initial[name] = f"{value.normalize():f}"


class MeasureForm(ArtefactForm[Measure]):
    class Meta:
        model = Measure
        fields = ("name", "unit", "baseline", "target", "due_on")
        widgets = {
            "unit": forms.TextInput(attrs={"class": "short", "placeholder": "%"}),
            "baseline": forms.NumberInput(attrs=_NUMBER),
            "target": forms.NumberInput(attrs=_NUMBER),
            "due_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        help_texts = {
            "unit": _("Such as %, days or €."),
            "target": _("Where it should get to. It can follow later."),
            "baseline": _("Where it stood before. With it, the way to the target can be shown."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_zeros(self.initial, "baseline", "target")

    def clean_target(self) -> Any:
        target = self.cleaned_data["target"]
        if target is not None and self.cleaned_data.get("baseline") == target:
            raise forms.ValidationError(_("The target must differ from the baseline."))
        return target


class ValueForm(ArtefactForm[MeasuredValue]):
    class Meta:
        model = MeasuredValue
        fields = ("measured_on", "value", "note")
        widgets = {
            "value": forms.NumberInput(attrs=_NUMBER),
            "measured_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, measure: Measure | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measure = measure or self.instance.measure
        _without_zeros(self.initial, "value")
        if not self.instance.pk:
            self.initial.setdefault("measured_on", timezone.localdate())

    def clean_measured_on(self) -> date:
        day: date = self.cleaned_data["measured_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        taken = MeasuredValue.objects.filter(measure=self.measure, measured_on=day)
        if taken.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This day has a value already. Change that one instead."))
        return day
