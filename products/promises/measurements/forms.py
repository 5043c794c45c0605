"""Forms of measurements: one by hand, many from a file, and the keys of programs."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import ArtifactForm, PlainForm, field_of, last_day_field, refusals_in
from products.forms.measurement_import import LARGEST_FILE, RowErrors, read_rows, rows_of_file
from products.models import BudgetBasis, Measurement, MeasurementKey, Slo
from products.promises.measurements.services import NewMeasurement, check_measurement
from products.promises.selectors import zone_of
from workshops.forms.moment_fields import FORMATS, moment_of

_NUMBER = {"inputmode": "decimal", "step": "any", "class": "short"}


class ZonedMoment(forms.DateTimeField):
    """A time as clocks in the objective's time zone show it; cleaned to a moment."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(format=FORMATS[0], attrs={"type": "datetime-local"})
        super().__init__(input_formats=FORMATS, widget=widget, **kwargs)
        self.zone = "UTC"

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None) if _is_moment(value) else value

    def to_python(self, value: Any) -> Any:
        moment = super().to_python(value)
        if moment is None:
            return None
        try:
            return moment_of(moment.replace(tzinfo=None), self.zone)
        except OverflowError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


def _is_moment(value: object) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


class MeasurementForm(ArtifactForm[Measurement]):
    """A measurement of the objective between two times."""

    starts_at = ZonedMoment(label=gettext_lazy("From"))
    ends_at = ZonedMoment(label=gettext_lazy("Until"))

    class Meta:
        model = Measurement
        fields = ("starts_at", "ends_at", "total", "bad", "note")
        widgets = {"total": forms.NumberInput(attrs=_NUMBER), "bad": forms.NumberInput(attrs=_NUMBER)}

    def __init__(self, *args: Any, slo: Slo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slo = slo
        zone = zone_of(slo)
        for name in ("starts_at", "ends_at"):
            field = field_of(self, name, ZonedMoment)
            field.zone = zone
            field.help_text = _("In the time zone of the promise, %(zone)s.") % {"zone": zone}
        for name in ("total", "bad"):
            if (value := self.initial.get(name)) is not None:
                self.initial[name] = f"{value.normalize():f}"
        if slo.basis == BudgetBasis.TIME:
            del self.fields["total"]
            self.fields["bad"].label = _("Seconds in which the promise wasn’t kept")
        else:
            events = {"events": slo.events or _("events")}
            self.fields["total"].label = _("Total %(events)s") % events
            self.fields["bad"].label = _("Of these, missed the promise")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            with refusals_in(self):
                check_measurement(self.slo, self.measurement())
        return cleaned

    def measurement(self) -> NewMeasurement:
        """The measurement of a valid form."""
        values = {name: value for name, value in self.values().items() if name in self.fields}
        return NewMeasurement(**values)


class MeasurementFileForm(PlainForm):
    """A CSV file. `measured` is what it holds; errors name the line and the column."""

    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"empty": gettext_lazy("The file is empty. Download the template and fill it in.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile[Any]] | None = None,
        *,
        slo: Slo,
    ) -> None:
        super().__init__(data, files)
        self.slo = slo
        self.measurements: list[NewMeasurement] = []
        self.lines: list[int] = []

    def clean_file(self) -> UploadedFile[Any]:
        upload: UploadedFile[Any] = self.cleaned_data["file"]
        try:
            rows = rows_of_file(upload.read(LARGEST_FILE + 1))
            self.lines = [number for number, _row in rows]
            needs_total = self.slo.basis != BudgetBasis.TIME
            self.measurements = read_rows(rows, zone_of(self.slo), needs_total=needs_total)
        except RowErrors as wrong:
            raise forms.ValidationError(_sentences(wrong)) from None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None
        return upload

    def refuse(self, row: int, message: str) -> None:
        """Shows the message of a service about the measurement `row` (from 0) beside the field."""
        self.add_error("file", _line(self.lines[row], message))


def _line(number: int, message: str) -> str:
    return _("Line %(line)s: %(message)s") % {"line": number, "message": message}


def _sentences(wrong: RowErrors) -> list[str]:
    sentences = [_line(each.row, f"{each.column}: {each.message}") for each in wrong.errors]
    if wrong.count > len(wrong.errors):
        sentences.append(
            _("And %(count)s more. Nothing was imported.") % {"count": wrong.count - len(sentences)}
        )
    return sentences


class MeasurementKeyForm(ArtifactForm[MeasurementKey]):
    """The label of a key for measurements, and its last day."""

    ends_on = last_day_field()

    class Meta:
        model = MeasurementKey
        fields = ("name", "ends_on")
        help_texts = {"name": gettext_lazy("For example, the pipeline or monitor that will use it.")}
