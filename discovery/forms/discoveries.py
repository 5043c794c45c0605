"""Forms of discoveries and of access to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms.artifacts import ArtifactForm
from core.forms.typed import field_of
from discovery import process
from discovery.models import Discovery, DiscoveryAccess, Domain
from discovery.selectors.discoveries import accounts_without_access
from discovery.selectors.organizations import accounts_of

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class _DatesMixin:
    """The end is not before the start; the error stands beside the end."""

    cleaned_data: dict[str, Any]

    def clean_ends_on(self) -> date | None:
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            raise forms.ValidationError(_("The end lies before the start."))
        return ends_on


class NewDiscoveryForm(_DatesMixin, ArtifactForm[Discovery]):
    """A discovery to start: `domains` are those where the person may start one."""

    adds = True

    template = forms.ChoiceField(
        label=_("Start from"),
        choices=[(key, template.name) for key, template in process.TEMPLATES.items()],
        widget=forms.RadioSelect,
        initial="three_streams",
    )

    class Meta:
        model = Discovery
        fields = ("domain", "template", "name", "starts_on", "ends_on")
        widgets = {
            "name": forms.TextInput(attrs={"autofocus": True}),
            "starts_on": _DATE,
            "ends_on": _DATE,
        }

    def __init__(self, *args: Any, domains: list[Domain], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        domain = field_of(self, "domain", forms.ModelChoiceField)
        domain.queryset = Domain.objects.filter(pk__in=[each.pk for each in domains])
        domain.empty_label = None
        several = len({each.organization_id for each in domains}) > 1
        # With several organizations a domain's name alone may be ambiguous.
        domain.choices = [
            (each.pk, f"{each.organization}: {each}" if several else str(each)) for each in domains
        ]


class DiscoveryForm(_DatesMixin, ArtifactForm[Discovery]):
    class Meta:
        model = Discovery
        fields = ("name", "starts_on", "ends_on")
        widgets = {"starts_on": _DATE, "ends_on": _DATE}


class AccessForm(ArtifactForm[DiscoveryAccess]):
    """Who of the organization gets access, and as what. Those who have access are not offered, and are taken
    when the form is sent twice."""

    class Meta:
        model = DiscoveryAccess
        fields = ("user", "role")
        labels = {"user": _("Member")}
        help_texts = {
            "user": _("Somebody is missing? An admin adds them to the members of the organization first."),
            "role": _(
                "Viewers look, editors change what the discovery holds, facilitators run workshops too."
            ),
        }

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = field_of(self, "user", forms.ModelChoiceField)
        accounts = accounts_of(discovery.domain.organization)
        user.queryset = accounts if self.is_bound else accounts_without_access(discovery)
        user.empty_label = _("Choose a member")


class AccessRoleForm(ArtifactForm[DiscoveryAccess]):
    class Meta:
        model = DiscoveryAccess
        fields = ("role",)
