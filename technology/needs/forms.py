"""The form of a data product's needs of the platform: one line for each capability."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import PlainForm
from products.models import DataProduct
from technology import capability_catalog
from technology.capabilities.selectors import CapabilityLine, PlaneLines
from technology.models import Capability, ProductNeed


@dataclass(frozen=True, slots=True)
class NeedFields:
    """The two fields of a capability."""

    line: CapabilityLine
    level: forms.BoundField
    reason: forms.BoundField


class NeedsForm(PlainForm):
    """Level and reason for each capability. Lines that the person didn't touch aren't written: someone else
    may have changed them meanwhile."""

    def __init__(
        self, data: QueryDict | None = None, *, product: DataProduct, planes: Sequence[PlaneLines]
    ) -> None:
        super().__init__(data)
        self.planes = planes
        needs = {need.capability_id: need for need in ProductNeed.objects.filter(product=product)}
        levels = [("", gettext_lazy("Not needed")), *capability_catalog.LEVEL_CHOICES[1:]]
        for plane in planes:
            for line in plane.lines:
                need = needs.get(line.capability.pk)
                label = _("Level of %(name)s") % {"name": line.capability.name}
                self.fields[_level(line.capability)] = forms.TypedChoiceField(
                    label=label,
                    choices=levels,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=need.level if need else "",
                    show_hidden_initial=True,
                )
                self.fields[_reason(line.capability)] = forms.CharField(
                    label=_("Reason: %(name)s") % {"name": line.capability.name},
                    max_length=300,
                    required=False,
                    initial=need.reason if need else "",
                    show_hidden_initial=True,
                    widget=forms.TextInput(attrs={"placeholder": _("Reason")}),
                )

    def rows(self) -> Iterator[tuple[PlaneLines, list[NeedFields]]]:
        """The fields by plane, for the page."""
        for plane in self.planes:
            if plane.lines:
                yield (
                    plane,
                    [
                        NeedFields(line, self[_level(line.capability)], self[_reason(line.capability)])
                        for line in plane.lines
                    ],
                )

    def changes(self) -> dict[str, Any]:
        """The person's changes: `levels` and `reasons` by capability, for needs.services.set_needs."""
        levels: dict[Capability, int | None] = {}
        reasons: dict[Capability, str] = {}
        for plane in self.planes:
            for line in plane.lines:
                level, reason = _level(line.capability), _reason(line.capability)
                if level in self.changed_data or reason in self.changed_data:
                    levels[line.capability] = self.cleaned_data[level]
                    reasons[line.capability] = self.cleaned_data[reason]
        return {"levels": levels, "reasons": reasons}


def _level(capability: Capability) -> str:
    return f"level-{capability.uuid}"


def _reason(capability: Capability) -> str:
    return f"reason-{capability.uuid}"
