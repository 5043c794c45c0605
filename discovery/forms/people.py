"""Forms of people, teams and roles. Each knows its organization, so that only what belongs to it can be
chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from discovery.forms.accounts import by_address
from discovery.forms.artifacts import ArtifactForm
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
        account = self.fields["account"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101  narrows the type for mypy
        account.queryset = accounts_of(organization)
        account.empty_label = _("No account")
        by_address(account)


class TeamMemberForm(ArtifactForm[TeamMembership]):
    """Who joins the team: anybody who is not in it."""

    class Meta:
        model = TeamMembership
        fields = ("person",)

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(organization=team.organization_id)
        _choose_person(
            self.fields["person"],
            people.exclude(pk__in=TeamMembership.objects.filter(team=team).values("person")),
        )


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
        _choose_person(self.fields["person"], Person.objects.filter(organization=role.organization_id))
        _choose_domain(self.fields["domain"], role.organization, _("All domains"))

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


def _choose_person(field: forms.Field, people: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  narrows the type for mypy
    field.queryset = people
    field.empty_label = _("Choose a person")


def _choose_domain(field: forms.Field, organization: Organization, none: Any) -> None:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  narrows the type for mypy
    field.queryset = Domain.objects.filter(organization=organization)
    field.empty_label = none
