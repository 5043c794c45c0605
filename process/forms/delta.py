"""Forms of the Data Mesh delta."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import is_visible
from discovery.forms.artifacts import ArtifactForm, PlainForm
from discovery.forms.typed import field_of
from discovery.models import Discovery, Person
from process.models import DeltaScore, DeltaVisit
from process.services.delta import MOST

_DATE = {"type": "date"}
# Dates outside these years are typing errors.
_YEARS = range(2000, 2101)


def _sensible(day: date | None) -> date | None:
    if day is not None and day.year not in _YEARS:
        raise forms.ValidationError(_("Check the year."))
    return day


def _said(text: str) -> str:
    if not is_visible(text):
        raise forms.ValidationError(_("Say it in a few words."))
    return text


def _number_field(label: Any) -> forms.TypedChoiceField:
    """A whole number from 0 to 5, or None for not said, as a row of targets."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        coerce=int,
        empty_value=None,
        choices=lambda: [("", _("Not said")), *((number, str(number)) for number in range(MOST + 1))],
        widget=forms.RadioSelect(attrs={"class": "number-row"}),
    )


class VisitForm(ArtifactForm[DeltaVisit]):
    adds = True

    class Meta:
        model = DeltaVisit
        fields = ("name", "held_on")
        widgets = {"held_on": forms.DateInput(attrs=_DATE, format="%Y-%m-%d")}
        help_texts = {"name": gettext_lazy("Such as: Half a year later.")}

    def clean_name(self) -> str:
        return _said(self.cleaned_data["name"])

    def clean_held_on(self) -> date | None:
        return _sensible(self.cleaned_data["held_on"])


class ScoreForm(ArtifactForm[DeltaScore]):
    today = _number_field(gettext_lazy("Today"))
    wanted = _number_field(gettext_lazy("Wanted"))

    class Meta:
        model = DeltaScore
        fields = ("today", "wanted", "evidence")
        widgets = {"evidence": forms.Textarea(attrs={"rows": 2, "class": "said"})}
        help_texts = {"evidence": gettext_lazy("What you saw or heard that says so.")}

    def __init__(self, *args: Any, meaning: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["today"].help_text = escape(meaning)


class GapActionForm(PlainForm):
    """The action that closes a gap."""

    title = forms.CharField(
        label=gettext_lazy("What is to be done"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "said"}),
    )
    owner = forms.ModelChoiceField(
        label=gettext_lazy("Who does it"), queryset=Person.objects.none(), required=False
    )
    due = forms.DateField(label=gettext_lazy("Until"), required=False, widget=forms.DateInput(attrs=_DATE))

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(organization=discovery.domain.organization_id)
        owner = field_of(self, "owner", forms.ModelChoiceField)
        owner.queryset, owner.empty_label = people, _("Nobody yet")

    def clean_title(self) -> str:
        return _said(self.cleaned_data["title"])

    def clean_due(self) -> date | None:
        return _sensible(self.cleaned_data["due"])
