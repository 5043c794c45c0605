"""Further fields of the forms of teams and of roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import KindForm, field_of
from organizations.models import RoleAllocation, TeamMembership


class TeamMemberForm(KindForm[TeamMembership]):
    """A person joins the team: anyone who is not in it. Later only the time changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["person"]
            return
        person = field_of(self, "person", forms.ModelChoiceField)
        there = self.others.values("person")
        person.queryset = self.kind.choices(self.instance)["person"].exclude(pk__in=there)


class AllocationForm(KindForm[RoleAllocation]):
    """A person fills a role with a share of their time."""

    share = forms.IntegerField(label=_("Share of time in percent"), min_value=1, max_value=100)
