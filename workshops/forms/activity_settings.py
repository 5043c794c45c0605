"""Forms for the settings of a kind of activity."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import PlainForm
from core.labels import Text
from workshops.models import Activity


class SettingsForm(PlainForm):
    """Base of the settings forms of activity kinds, shown below what every activity has.

    Its cleaned data is kept as JSON in `activity.settings`, so fields clean to what JSON can hold. `activity`
    is the one being changed; one without a track, of an agenda in a file, belongs to no discovery yet.
    """

    def __init__(self, data: Any, *, activity: Activity) -> None:
        super().__init__(data, initial=dict(activity.settings), prefix="settings")
        self.activity = activity
        if activity.track_id is not None:
            self.offer()

    def offer(self) -> None:
        """Set the choices that depend on the discovery of the activity."""


def number_field(label: Any, initial: int, highest: int, help_text: Any = "") -> forms.IntegerField:
    """A number from 1 to `highest`; left empty, it is `initial`."""
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        initial=initial,
        min_value=1,
        max_value=highest,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


class DotsSettings(SettingsForm):
    """Base where people give dots: the question, the `dots` of a person, and `most` of them on one thing.

    `rules` has a value for each field that is left empty, and `too_many` says that `most` is above `dots`.
    """

    rules: ClassVar[Any]
    too_many: ClassVar[Text]

    prompt = forms.CharField(
        label=gettext_lazy("Question"),
        help_text=gettext_lazy(
            "One sentence, if the title isn’t the question. “Instructions” explains how to answer."
        ),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if value in (None, ""):
                cleaned[name] = getattr(self.rules, name)
        if cleaned.get("most", 0) > cleaned.get("dots", 0) and "dots" in cleaned:
            self.add_error("most", str(self.too_many))
        return cleaned
