"""Forms of governance: seats and flows."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import KindForm, field_of
from operating_model.governance.kinds import FLOW, End, ends
from operating_model.models import BodyMember, Flow


class BodySeatForm(KindForm[BodyMember]):
    """Offers people and roles without a seat in the body."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in self.kind.choices(self.instance).items():
            if name in self.fields:
                there = self.others.exclude(**{name: None}).values(name)
                field_of(self, name, forms.ModelChoiceField).queryset = rows.exclude(pk__in=there)


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
        """Puts the chosen ends into the fields of the flow, before its rules are checked."""
        for name, side in self.sides.items():
            for field, end in ends(side, self.ends.get(self.cleaned_data.get(name, ""))).items():
                setattr(self.instance, field, end)
        return super().clean()

    def values(self) -> dict[str, Any]:
        return {name: getattr(self.instance, name) for name in FLOW.field_names}
