"""Forms of people, teams and roles. Each knows its organization, so that only what belongs to it can be
chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from discovery.forms.accounts import by_address
from discovery.forms.artifacts import ArtifactForm
from discovery.forms.typed import field_of
from discovery.models import Domain, Organization, Person, Role, RoleAllocation, Team, TeamMembership
from discovery.selectors.organizations import accounts_of


class PersonForm(ArtifactForm[Person]):
    adds = True

    class Meta:
        model = Person
        fields = ("name", "side", "role_title", "email", "account")
        help_texts = {
            "role_title": _("As on the business card: Marketing Director."),
            "account": _("Links the person to somebody who signs in here."),
        }
        widgets = {"side": forms.RadioSelect}

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "account", accounts_of(organization), _("No account"))
        by_address(self.fields["account"])


class TeamMemberForm(ArtifactForm[TeamMembership]):
    """Who joins the team: anybody who is not in it."""

    class Meta:
        model = TeamMembership
        fields = ("person",)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(organization=team.organization_id)
        there = TeamMembership.objects.filter(team=team).values("person")
        _offer(self, "person", people.exclude(pk__in=there), _("Choose a person"))


class AllocationForm(ArtifactForm[RoleAllocation]):
    """Who fills the role, where, and with how much of their time."""

    class Meta:
        model = RoleAllocation
        fields = ("person", "domain", "share")

    def __init__(self, *args: Any, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        self.fields["share"] = forms.IntegerField(
            label=self.fields["share"].label, min_value=1, max_value=100, initial=100
        )
        people = Person.objects.filter(organization=role.organization_id)
        _offer(self, "person", people, _("Choose a person"))
        domains = Domain.objects.filter(organization=role.organization_id)
        _offer(self, "domain", domains, _("All domains"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        person = cleaned.get("person")
        rows = RoleAllocation.objects.filter(role=self.role, person=person, domain=cleaned.get("domain"))
        if person is not None and rows.exclude(pk=self.instance.pk).exists():
            self.add_error(
                "person",
                _("%(person)s fills this role there already. Change the share instead.") % {"person": person},
            )
        return cleaned


def _offer(form: forms.BaseForm, name: str, rows: QuerySet[Any], empty: Any) -> None:
    field = field_of(form, name, forms.ModelChoiceField)
    field.queryset = rows
    field.empty_label = empty
