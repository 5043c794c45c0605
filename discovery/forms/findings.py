"""Forms of findings and recommendations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.text import is_link, is_visible
from discovery.forms.artifacts import ArtifactForm
from discovery.forms.captures import ActionItemForm
from discovery.models import (
    ActionItem,
    Discovery,
    Finding,
    Recommendation,
    RecommendationAction,
    RecommendationFinding,
)
from discovery.models.discovery import StreamKind
from discovery.selectors.earlier import Link
from discovery.selectors.handover import streams_of

_SAID = {"class": "said", "autocomplete": "off"}


def _offer_streams(field: forms.Field, discovery: Discovery) -> None:
    streams = streams_of(discovery) or list(StreamKind)
    choices = [("", _("All of them"))] + [(kind.value, kind.label) for kind in streams]
    field.choices = choices  # type: ignore[attr-defined]  # a ChoiceField


def _visible(title: str) -> str:
    if not is_visible(title):
        raise forms.ValidationError(_("Say it in a few words."))
    return title


class _OnceMixin(forms.BaseForm):
    """`uuid` is chosen with the empty form, so that the same form sent twice adds one thing."""

    def choose_uuid(self, is_new: bool) -> None:
        if is_new:
            self.fields["uuid"] = forms.UUIDField(widget=forms.HiddenInput)
            self.initial["uuid"] = uuid4()


class FindingForm(_OnceMixin, ArtifactForm[Finding]):
    class Meta:
        model = Finding
        fields = ("title", "stream", "detail", "evidence", "link")
        widgets = {
            "title": forms.TextInput(attrs=_SAID),
            "detail": forms.Textarea(attrs={"rows": 3, "class": "said"}),
            "evidence": forms.Textarea(attrs={"rows": 3}),
            "link": forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        }
        help_texts = {
            "evidence": gettext_lazy("What shows it: a number, who said it, what was looked at."),
            "link": gettext_lazy("An address on the web, or a page here, beginning with /d/."),
        }

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_uuid(is_new=self.instance.pk is None)
        _offer_streams(self.fields["stream"], discovery)

    def clean_title(self) -> str:
        return _visible(self.cleaned_data["title"])

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not is_link(link):
            raise forms.ValidationError(_("A link begins with http://, https://, or with / for a page here."))
        return link


class RecommendationForm(_OnceMixin, ArtifactForm[Recommendation]):
    """A recommendation, with the findings that it rests on and the actions that carry it out."""

    links: ClassVar = {
        "findings": Link(RecommendationFinding, "recommendation", "finding"),
        "actions": Link(RecommendationAction, "recommendation", "action"),
    }

    findings = forms.ModelMultipleChoiceField(
        queryset=Finding.objects.none(),
        required=False,
        label=gettext_lazy("Because of"),
        help_text=gettext_lazy("The findings that it rests on."),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="uuid",
    )
    actions = forms.ModelMultipleChoiceField(
        queryset=ActionItem.objects.none(),
        required=False,
        label=gettext_lazy("Carried out by"),
        help_text=gettext_lazy("Actions that there are already; new ones are added on the page."),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="uuid",
    )

    class Meta:
        model = Recommendation
        fields = ("title", "stream", "detail", "findings", "actions")
        widgets = {
            "title": forms.TextInput(attrs=_SAID),
            "detail": forms.Textarea(attrs={"rows": 3, "class": "said"}),
        }

    def __init__(
        self, *args: Any, discovery: Discovery, because_of: Iterable[Finding] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.choose_uuid(is_new=self.instance.pk is None)
        _offer_streams(self.fields["stream"], discovery)
        links: dict[str, Any] = {
            "recommendation_links__deleted_at": None,
            "recommendation_links__recommendation": self.instance.pk,
        }
        for name, rows in (
            ("findings", Finding.objects.filter(discovery=discovery)),
            ("actions", ActionItem.objects.filter(discovery=discovery)),
        ):
            if not rows.exists():
                del self.fields[name]
                continue
            field = self.fields[name]
            field.queryset = rows  # type: ignore[attr-defined]  # a ModelMultipleChoiceField
            field.initial = [row.uuid for row in rows.filter(**links)] if self.instance.pk else []
        if "findings" in self.fields and because_of:
            self.fields["findings"].initial = [each.uuid for each in because_of]

    def clean_title(self) -> str:
        return _visible(self.cleaned_data["title"])


class RecommendedActionForm(_OnceMixin, ActionItemForm):
    """A new action that carries out a recommendation."""

    def __init__(self, *args: Any, recommendation: Recommendation, **kwargs: Any) -> None:
        super().__init__(
            *args,
            instance=ActionItem(discovery=recommendation.discovery, stream=recommendation.stream),
            **kwargs,
        )
        self.choose_uuid(is_new=True)
        del self.fields["state"]
