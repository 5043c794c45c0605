"""Forms of the decision log."""

from __future__ import annotations

from django import forms

from discovery.forms.artefacts import ArtefactForm
from discovery.models import Decision


class DecisionForm(ArtefactForm[Decision]):
    class Meta:
        model = Decision
        fields = ("title", "reason", "decided_by", "dissent")
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 4, "class": "said"}),
            "dissent": forms.Textarea(attrs={"rows": 2, "class": "said"}),
        }
