"""Forms of discoveries and of access to them."""

from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy as _

from core.forms import ArtifactForm, PlainForm, field_of, refusals_in
from discovery import process
from discovery.discoveries.selectors import accounts_without_access
from discovery.models import Discovery, DiscoveryAccess
from discovery.policies import check_dates
from organizations.models import Domain, Organization
from organizations.organization.forms import OrganizationForm
from organizations.organization.selectors import accounts_of

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=_("Language of the workshops and of built-in content. You can change it per workshop."),
    )


class _WithDates(ArtifactForm[Discovery]):
    """The end is not before the start; the error is shown beside the end."""

    def clean_ends_on(self) -> date | None:
        ends_on: date | None = self.cleaned_data["ends_on"]
        with refusals_in(self):
            check_dates(self.cleaned_data.get("starts_on"), ends_on)
        return ends_on


class NewDiscoveryForm(_WithDates):
    """A discovery to start: `domains` are those where the person may start one."""

    adds = True

    template = forms.ChoiceField(
        label=_("Start from"),
        choices=[(key, template.name) for key, template in process.TEMPLATES.items()],
        widget=forms.RadioSelect,
        initial="three_streams",
    )

    language = _language()

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
        if several:
            language = field_of(self, "language", forms.ChoiceField)
            language.choices = [("", _("The organization’s usual language")), *settings.LANGUAGES]
            self.initial["language"] = ""


class FirstDiscoveryForm(PlainForm):
    """The first discovery of someone who belongs to no organization, with its organization and domain."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    organization = forms.CharField(
        label=_("Organization"),
        max_length=Organization._meta.get_field("name").max_length,
        help_text=_("A company, or the part of one that you work with. You’ll be its admin."),
        widget=forms.TextInput(attrs={"autofocus": True}),
    )
    domain = forms.CharField(
        label=_("Domain"),
        max_length=Domain._meta.get_field("name").max_length,
        help_text=_("Start with boundaries that already exist."),
    )
    name = forms.CharField(
        label=_("Name of the discovery"),
        max_length=Discovery._meta.get_field("name").max_length,
        required=False,
        help_text=_("If you leave this empty, it takes the name of the domain."),
    )
    template = forms.ChoiceField(
        label=_("Start from"),
        choices=[(key, template.name) for key, template in process.TEMPLATES.items()],
        widget=forms.RadioSelect,
        initial="three_streams",
    )
    language = _language()
    is_regulated = forms.BooleanField(
        label=capfirst(Organization._meta.get_field("is_regulated").verbose_name),
        help_text=OrganizationForm.base_fields["is_regulated"].help_text,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """The discovery has a name."""
        cleaned = super().clean() or {}
        if not cleaned.get("name"):
            cleaned["name"] = named_after(cleaned.get("domain", ""))
        return cleaned


def named_after(domain: str) -> str:
    """The name of a domain's discovery unless someone chooses another."""
    longest = Discovery._meta.get_field("name").max_length or 0
    return (gettext("%(domain)s discovery") % {"domain": domain})[:longest]


class DiscoveryForm(_WithDates):
    """Name and dates of a discovery that there is."""

    class Meta:
        model = Discovery
        fields = ("name", "starts_on", "ends_on")
        widgets = {"starts_on": _DATE, "ends_on": _DATE}


class AccessForm(ArtifactForm[DiscoveryAccess]):
    """The member of the organization who gets access, and the role. People who have access aren't offered,
    and are accepted when the form is sent twice."""

    class Meta:
        model = DiscoveryAccess
        fields = ("user", "role")
        labels = {"user": _("Member")}
        help_texts = {
            "user": _("Someone missing? An admin has to add them to the organization first."),
            "role": _(
                "Viewers can look, editors can change content, and facilitators can also run workshops."
            ),
        }

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = field_of(self, "user", forms.ModelChoiceField)
        accounts = accounts_of(discovery.domain.organization)
        user.queryset = accounts if self.is_bound else accounts_without_access(discovery)
        user.empty_label = _("Choose a member")


class AccessRoleForm(ArtifactForm[DiscoveryAccess]):
    """The role of someone who has access already."""

    class Meta:
        model = DiscoveryAccess
        fields = ("role",)
