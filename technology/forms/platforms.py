"""Forms of platforms and their capabilities."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import Textarea
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discovery.forms.artifacts import ArtifactForm
from discovery.models import Discovery, Team
from lvt.selectors.tree import people_of
from technology import catalog
from technology.models import Capability, DataAsset, Plane, Platform
from technology.selectors.names import taken_by


def free_name(
    model: type[Capability | DataAsset | Platform],
    name: str,
    discovery: Discovery,
    instance: Capability | DataAsset | Platform,
    plane: str = "",
) -> str:
    """`name`, unless something else has it. Raises ValidationError."""
    besides = instance if instance.pk else None
    taken = taken_by(model, discovery, name, besides=besides, plane=plane)
    if taken is not None:
        raise forms.ValidationError(
            _("“%(name)s” exists already. Choose another name.") % {"name": taken.name}
        )
    return name


def choose_people(form: forms.BaseForm, discovery: Discovery, *names: str) -> None:
    """Lets the fields of people offer those of the organization."""
    rows = people_of(discovery)
    for name in names:
        field = form.fields[name]
        field.queryset = rows  # type: ignore[attr-defined]  # a choice of models
        field.empty_label = _("Nobody yet")  # type: ignore[attr-defined]  # as above
        if not rows.exists():
            field.help_text = _("Nobody can be chosen yet: add them on the page of the organization.")


class PlatformForm(ArtifactForm[Platform]):
    class Meta:
        model = Platform
        fields = ("name", "description", "owner", "team", "alignment")
        widgets = {"description": Textarea(attrs={"rows": 3}), "alignment": Textarea(attrs={"rows": 3})}
        help_texts = {
            "alignment": gettext_lazy("What it leaves to other platforms, and how their owners agree on it."),
        }

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discovery = discovery
        choose_people(self, discovery, "owner")
        team = self.fields["team"]
        team.queryset = Team.objects.filter(  # type: ignore[attr-defined]  # a choice of models
            organization=discovery.domain.organization_id
        )
        team.empty_label = _("Nobody yet")  # type: ignore[attr-defined]  # as above

    def clean_name(self) -> str:
        return free_name(Platform, self.cleaned_data["name"], self.discovery, self.instance)


class LevelField(forms.TypedChoiceField):
    """A maturity, each level with what it means; None while nobody has said."""

    def __init__(self, **kwargs: Any) -> None:
        choices = [
            ("", gettext_lazy("Not said yet")),
            *((level, f"{level} · {words}") for level, words in enumerate(map(str, catalog.LEVELS))),
        ]
        super().__init__(choices=choices, coerce=int, empty_value=None, required=False, **kwargs)


class CapabilityForm(ArtifactForm[Capability]):
    """A capability: what it is, how mature, and how to get it."""

    link = forms.URLField(
        label=gettext_lazy("Where it is described"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = Capability
        fields = (
            "plane",
            "name",
            "description",
            "platform",
            "today",
            "needed",
            "evidence",
            "owner",
            "how_to_get",
            "link",
        )
        widgets = {
            "plane": forms.RadioSelect,
            "description": Textarea(attrs={"rows": 2}),
            "evidence": Textarea(attrs={"rows": 2}),
            "how_to_get": Textarea(attrs={"rows": 2}),
        }
        help_texts = {
            "needed": gettext_lazy("Besides what data products need, which is said with each of them."),
            "evidence": gettext_lazy("What today's maturity is judged by: what runs, who uses it."),
            "how_to_get": gettext_lazy("Whom a team asks, and what it gets."),
        }

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.discovery = discovery
        plane = self.fields["plane"]
        if isinstance(plane, forms.ChoiceField):
            plane.choices = Plane.choices  # without an empty one
        for name in ("today", "needed"):
            old = self.fields[name]
            self.fields[name] = LevelField(label=old.label, help_text=old.help_text)
        choose_people(self, discovery, "owner")
        platforms = Platform.objects.filter(discovery=discovery)
        if platforms.exists():
            field = self.fields["platform"]
            field.queryset = platforms  # type: ignore[attr-defined]  # a choice of models
            field.empty_label = _("Of no platform yet")  # type: ignore[attr-defined]  # as above
        else:
            del self.fields["platform"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        name, plane = cleaned.get("name"), cleaned.get("plane")
        if name and plane:
            try:
                free_name(Capability, name, self.discovery, self.instance, plane)
            except forms.ValidationError as taken:
                self.add_error("name", taken)
        return cleaned


class GapPlanForm(ArtifactForm[Capability]):
    """How the gap of a capability is closed."""

    class Meta:
        model = Capability
        fields = ("gap_effort", "gap_closer", "gap_until")
        widgets = {
            "gap_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "gap_effort": forms.NumberInput(attrs={"step": "0.5", "min": "0"}),
        }

    def __init__(self, *args: Any, discovery: Discovery, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_people(self, discovery, "gap_closer")
