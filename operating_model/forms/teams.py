"""Forms of teams, today and tomorrow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.forms.artefacts import ArtefactForm
from discovery.forms.people import check_team_name
from discovery.models import Domain, Organization, Person, Team, TeamMembership


def _check_there(form: ArtefactForm[Any], cleaned: dict[str, Any]) -> dict[str, Any]:
    if not cleaned.get("is_today") and not cleaned.get("is_tomorrow"):
        form.add_error("is_tomorrow", _("Choose today, tomorrow or both. What is over can be deleted."))
    return cleaned


class TeamForm(ArtefactForm[Team]):
    """A team, what it answers for today, and what tomorrow."""

    class Meta:
        model = Team
        fields = (
            "name",
            "kind",
            "domain",
            "is_today",
            "responsibilities",
            "is_tomorrow",
            "responsibilities_tomorrow",
        )
        widgets = {
            "responsibilities": forms.Textarea(attrs={"rows": 3}),
            "responsibilities_tomorrow": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "responsibilities_tomorrow": gettext_lazy("Empty for the same as today."),
            "domain": gettext_lazy("None for a team that works for all domains."),
        }

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        domain = self.fields["domain"]
        assert isinstance(domain, forms.ModelChoiceField)  # noqa: S101  narrows the type for mypy
        domain.queryset = Domain.objects.filter(organization=organization)
        domain.empty_label = _("All domains")

    def clean(self) -> dict[str, Any]:
        cleaned = check_team_name(self, super().clean() or self.cleaned_data)
        return _check_there(self, cleaned)


class MemberForm(ArtefactForm[TeamMembership]):
    """Who belongs to the team, and when: anybody of the organization who is not in it."""

    class Meta:
        model = TeamMembership
        fields = ("person", "is_today", "is_tomorrow")

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["person"]
            return
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)  # noqa: S101  narrows the type for mypy
        there = TeamMembership.objects.filter(team=team)
        person.queryset = Person.objects.filter(organization=team.organization_id).exclude(
            pk__in=there.values("person")
        )
        person.empty_label = _("Choose a person")

    def clean(self) -> dict[str, Any]:
        return _check_there(self, super().clean() or self.cleaned_data)
