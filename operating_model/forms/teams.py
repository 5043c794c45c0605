"""Forms of who is in a team, today and tomorrow."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from discovery.forms.artifacts import ArtifactForm
from discovery.forms.typed import field_of
from discovery.models import Person, Team, TeamMembership


class MemberForm(ArtifactForm[TeamMembership]):
    """Who belongs to the team, and when: anybody of the organization who is not in it."""

    class Meta:
        model = TeamMembership
        fields = ("person", "is_today", "is_tomorrow")

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["person"]
            return
        person = field_of(self, "person", forms.ModelChoiceField)
        there = TeamMembership.objects.filter(team=team)
        person.queryset = Person.objects.filter(organization=team.organization_id).exclude(
            pk__in=there.values("person")
        )
        person.empty_label = _("Choose a person")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("is_today") and not cleaned.get("is_tomorrow"):
            self.add_error("is_tomorrow", _("Choose today, tomorrow or both. What is over can be deleted."))
        return cleaned
