"""Forms of governance: seats and flows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.patches.forms import LeavesChecksOut
from discovery.forms.artifacts import ArtifactForm
from discovery.models import Discovery, Person, Role, Team
from operating_model.models import Body, BodyMember, Flow


def _as_choice(field: forms.Field) -> forms.ModelChoiceField[Any]:
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  narrows the type for mypy
    return field


class SeatForm(LeavesChecksOut, ArtifactForm[BodyMember]):
    """A seat for a person, or for the holder of a role."""

    left_out = ("person", "role")  # `clean` asks in words for one of the two

    class Meta:
        model = BodyMember
        fields = ("role", "person", "is_chair")
        help_texts = {"role": gettext_lazy("The people who fill it sit in the body. Or choose a person.")}

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = BodyMember.objects.filter(body=body)
        organization = body.discovery.domain.organization_id
        person, role = _as_choice(self.fields["person"]), _as_choice(self.fields["role"])
        person.queryset = Person.objects.filter(organization=organization).exclude(
            pk__in=seats.exclude(person=None).values("person")
        )
        person.empty_label = _("No person")
        role.queryset = Role.objects.filter(organization=organization).exclude(
            pk__in=seats.exclude(role=None).values("role")
        )
        role.empty_label = _("No role")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        chosen = [name for name in ("role", "person") if cleaned.get(name) is not None]
        if not self.errors and len(chosen) != 1:
            self.add_error("person", _("Choose a role or a person, and one of the two."))
        return cleaned


class FlowForm(ArtifactForm[Flow]):
    """What flows from a body or team to another."""

    origin = forms.ChoiceField(label=gettext_lazy("From"))
    end = forms.ChoiceField(label=gettext_lazy("To"))

    class Meta:
        model = Flow
        fields = ("what",)
        help_texts = {"what": gettext_lazy("Such as: proposals, standards, what was measured.")}

    field_order = ("revision", "origin", "what", "end")

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.filter(discovery=discovery)
        teams = Team.objects.filter(organization=discovery.domain.organization_id)
        self.ends: dict[str, Body | Team] = {str(body.uuid): body for body in bodies}
        self.ends.update((str(team.uuid), team) for team in teams)
        choices = [
            ("", _("Choose a body or team")),
            (_("Bodies"), [(str(body.uuid), body.name) for body in bodies]),
            (_("Teams"), [(str(team.uuid), team.name) for team in teams]),
        ]
        for name in ("origin", "end"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101  narrows the type for mypy
            field.choices = choices
        if self.instance.pk:
            flow = self.instance
            self.fields["origin"].initial = _key(flow.from_body or flow.from_team)
            self.fields["end"].initial = _key(flow.to_body or flow.to_team)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("origin") and cleaned.get("origin") == cleaned.get("end"):
            self.add_error("end", _("Something flows between two of them: choose another end."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What flows, from which body or team, and to which."""
        cleaned = self.cleaned_data
        return {
            "what": cleaned["what"],
            "origin": self.ends[cleaned["origin"]],
            "end": self.ends[cleaned["end"]],
        }


def _key(end: Body | Team | None) -> str:
    return str(end.uuid) if end else ""
