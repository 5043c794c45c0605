"""Forms of the suitability check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import is_visible
from discovery.forms.artifacts import ArtifactForm, PlainForm
from process.models import SuitabilityStatement
from process.models.strategy import Aspect
from process.selectors.suitability import SCALE


def _scale() -> list[tuple[str, str]]:
    return [("", _("Not said")), *((str(score), f"{score} · {word}") for score, word in SCALE)]


class RateForm(PlainForm):
    """A press on the scale: `score` from 0 to 4, nothing to take it back."""

    score = forms.TypedChoiceField(required=False, coerce=int, empty_value=None, choices=_scale)


class StatementForm(ArtifactForm[SuitabilityStatement]):
    score = forms.TypedChoiceField(
        label=gettext_lazy("How far it is true"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=_scale,
        widget=forms.RadioSelect(attrs={"class": "number-row"}),
    )

    class Meta:
        model = SuitabilityStatement
        fields = ("text", "aspect", "score", "evidence", "would_change")
        widgets = {
            "aspect": forms.RadioSelect,
            "evidence": forms.Textarea(attrs={"rows": 2, "class": "said"}),
            "would_change": forms.Textarea(attrs={"rows": 2, "class": "said"}),
        }
        help_texts = {"text": gettext_lazy("Put it so that being true speaks for Data Mesh.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aspect = self.fields["aspect"]
        if isinstance(aspect, forms.ChoiceField):
            aspect.choices = Aspect.choices
        if self.instance.key:  # what a shipped statement speaks of is known
            del self.fields["aspect"]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not is_visible(text):
            raise forms.ValidationError(_("Say it in a few words."))
        return text
