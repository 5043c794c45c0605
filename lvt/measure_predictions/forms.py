"""Forms for predictions, and for the measure that they are about."""

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import field_of
from lvt.measure_predictions.selectors import MEASURE, measure_of
from lvt.models import Measure
from lvt.tree.selectors import measures_of
from workshops.contributions.answers.forms import AnswerContent, AnswerForm
from workshops.forms.activity_settings import SettingsForm

_TARGET = Measure._meta.get_field("target")
_WRONG = gettext_lazy("Enter a number, such as 31 or 2.5.")


class PredictionSettings(SettingsForm):
    """The measure of success to predict, by its uuid."""

    measure = forms.ChoiceField(
        label=gettext_lazy("Measure of success"),
        help_text=gettext_lazy(
            "To compare predictions, the measure needs a baseline, a target and a due date."
        ),
        required=False,
    )

    def offer(self) -> None:
        measures = measures_of(self.activity.track.workshop.discovery)
        choices = [(str(each.uuid), each.name) for each in measures]
        field = field_of(self, MEASURE, forms.ChoiceField)
        field.choices = [("", _("The first with a target that’s open and not overdue")), *choices]
        field.error_messages["invalid_choice"] = _("This measure was deleted. Choose another one.")

    def clean_measure(self) -> str:
        """Once someone predicted the measure, the choice stays, unless the measure was deleted."""
        uuid: str = self.cleaned_data[MEASURE]
        is_kept = self.activity.pk is not None  # not while an agenda is laid out from a template
        measure = measure_of(self.activity) if is_kept else None
        if measure is not None and uuid != str(measure.uuid) and self.activity.answers.exists():
            raise forms.ValidationError(
                _("People have already made predictions. Add another activity for this measure.")
            )
        return uuid


class PredictionForm(AnswerForm):
    """The value that someone expects, in the unit of the `measure` that they saw."""

    text = forms.DecimalField(
        max_digits=_TARGET.max_digits,
        decimal_places=_TARGET.decimal_places,
        error_messages={"required": _WRONG, "invalid": _WRONG},
    )
    measure = forms.UUIDField(required=False)

    def content(self) -> AnswerContent:
        slot = self.cleaned_data["measure"] or self.activity.settings.get(MEASURE, "")
        return AnswerContent(slot=str(slot), text=f"{self.cleaned_data['text'].normalize() + 0:f}")
