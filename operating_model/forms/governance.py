"""Forms of governance: seats and flows."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from config.patches.forms import LeavesChecksOut
from discovery.forms.artifacts import ArtifactForm
from discovery.forms.kinds import KindForm
from discovery.forms.typed import field_of
from discovery.models import Person, Role
from operating_model.kinds.governance import FLOW, End, ends
from operating_model.models import Body, BodyMember, Flow


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
        person, role = (field_of(self, name, forms.ModelChoiceField) for name in ("person", "role"))
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


class FlowForm(KindForm[Flow]):
    """Each end is a body or a team, chosen from one list."""

    origin = forms.ChoiceField(label=gettext_lazy("From"))
    end = forms.ChoiceField(label=gettext_lazy("To"))
    sides: ClassVar = {"origin": "from", "end": "to"}
    asked_in: ClassVar = {f"{side}_{end}": name for name, side in sides.items() for end in ("body", "team")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        flow, choices = self.instance, FLOW.choices(self.instance)
        rows = ((_("Bodies"), choices["from_body"]), (_("Teams"), choices["from_team"]))
        options = [(label, [(str(each.uuid), each.name) for each in ends]) for label, ends in rows]
        self.ends: dict[str, End] = {str(each.uuid): each for _label, ends in rows for each in ends}
        for name, side in self.sides.items():
            field = field_of(self, name, forms.ChoiceField)
            field.choices = [("", _("Choose a body or team")), *options]
            end = getattr(flow, f"{side}_body") or getattr(flow, f"{side}_team")
            field.initial = str(end.uuid) if end else ""

    def clean(self) -> dict[str, Any]:
        """Puts what was chosen into the fields of the flow, before its rules are asked."""
        for name, side in self.sides.items():
            for field, end in ends(side, self.ends.get(self.cleaned_data.get(name, ""))).items():
                setattr(self.instance, field, end)
        return super().clean()

    def values(self) -> dict[str, Any]:
        return {name: getattr(self.instance, name) for name in FLOW.field_names}
