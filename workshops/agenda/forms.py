"""Forms of an agenda."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ArtifactForm, PlainForm, field_of
from workshops import policies
from workshops.activity_kind import ActivityKind
from workshops.agenda.rules import LONGEST_ACTIVITY
from workshops.forms.activity_settings import SettingsForm
from workshops.models import Activity
from workshops.registries import activity_kinds, kinds_in_groups


class ActivityForm(ArtifactForm[Activity]):
    """Fields of every activity, and below them the settings of its kind, if there are any."""

    class Meta:
        model = Activity
        fields = ("title", "minutes", "instructions", "facilitation_notes", "is_anonymous")
        widgets = {
            "minutes": forms.NumberInput(
                attrs={"class": "short", "inputmode": "numeric", "min": 1, "max": LONGEST_ACTIVITY}
            ),
            "instructions": forms.Textarea(attrs={"rows": 3}),
            "facilitation_notes": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "facilitation_notes": _("Only facilitators see these, on the console."),
            "instructions": _("Shown on everyone’s phone and on the stage."),
            "is_anonymous": _(
                "No one sees who wrote what, not even you. You can’t change this once the activity opens or "
                "starts."
            ),
        }

    def __init__(self, data: Any = None, *, instance: Activity, **kwargs: Any) -> None:
        super().__init__(data, instance=instance, **kwargs)
        if policies.anonymity_is_settled(instance) or not _may_be_anonymous(instance):
            del self.fields["is_anonymous"]
        self.settings_form = _settings_form(instance, data)
        if self.settings_form is not None:
            for name, field in self.settings_form.fields.items():
                self.fields[self.settings_form.add_prefix(name)] = field
                value = self.settings_form.initial.get(name, field.initial)
                self.initial[self.settings_form.add_prefix(name)] = value

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.settings_form is not None and not self.settings_form.is_valid():
            for name, errors in self.settings_form.errors.items():
                prefixed = self.settings_form.add_prefix(name)
                if prefixed in self.fields and prefixed not in self.errors:
                    self.add_error(prefixed, list(errors))
        return cleaned

    def entered(self, name: str) -> Any:
        of_kind = self.settings_form
        if of_kind is not None and name.startswith(of_kind.add_prefix("")):
            return of_kind.cleaned_data[name.removeprefix(of_kind.add_prefix(""))]
        return super().entered(name)

    def values(self) -> dict[str, Any]:
        values: dict[str, Any] = {
            name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.cleaned_data
        }
        if self.settings_form is not None:
            values["settings"] = {**self.instance.settings, **self.settings_form.cleaned_data}
        return values


class ActivityTimeForm(ArtifactForm[Activity]):
    """The fields that change most often while a room is live: the title and the minutes, in place."""

    class Meta:
        model = Activity
        fields = ("title", "minutes")
        widgets = {"minutes": ActivityForm.Meta.widgets["minutes"]}


class ActivityMinutesForm(ArtifactForm[Activity]):
    """The minutes alone, as the edge of a row sends them."""

    class Meta:
        model = Activity
        fields = ("minutes",)


def _may_be_anonymous(activity: Activity) -> bool:
    kind = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
    return kind is not None and kind.may_be_anonymous


def _settings_form(activity: Activity, data: Any) -> SettingsForm | None:
    kind: ActivityKind | None = activity_kinds.get(activity.kind) if activity.kind in activity_kinds else None
    if kind is None or kind.settings_form is None:
        return None
    return kind.settings_form(data, activity=activity)


class AddActivityForm(PlainForm):
    """One click adds a kind of activity with its own title and minutes, at the end or before another one."""

    kind = forms.ChoiceField(label=_("Kind"))
    before = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = field_of(self, "kind", forms.ChoiceField)
        kind.choices = [
            (group, [(entry.key, entry.label) for entry in kinds]) for group, kinds in kinds_in_groups()
        ]


class NewActivityForm(AddActivityForm):
    """An activity added while the room is live: its kind, and what is to differ from the kind's own."""

    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Leave empty to use the default.")
    )
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=LONGEST_ACTIVITY,
        required=False,
        help_text=_("Leave empty to use the default."),
        widget=ActivityForm.Meta.widgets["minutes"],
    )
    place = forms.ChoiceField(
        label=_("Position"),
        choices=[("next", _("After the current activity")), ("end", _("At the end"))],
        widget=forms.RadioSelect,
        initial="next",
    )
    uuid = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
