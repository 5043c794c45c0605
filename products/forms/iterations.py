"""Forms of the iterations of a product."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import DateInput, Textarea
from django.utils.translation import gettext as _

from discovery.forms.artefacts import ArtefactForm
from products.models import Iteration


class IterationForm(ArtefactForm[Iteration]):
    class Meta:
        model = Iteration
        fields = ("name", "serves", "adds", "starts_on", "ends_on", "done_on")
        widgets = {
            "serves": Textarea(attrs={"rows": 2}),
            "adds": Textarea(attrs={"rows": 2}),
            **{
                name: DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                for name in ("starts_on", "ends_on", "done_on")
            },
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start is not None and end is not None and end < start:
            self.add_error(
                "ends_on", forms.ValidationError(_("An iteration ends on the day it starts, or later."))
            )
        return cleaned
