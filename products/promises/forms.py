"""The form of an objective: three or four questions about its indicator, and its windows."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils.translation import gettext as _, gettext_lazy

from core.forms import ArtifactForm, PlainForm, field_of
from documents import rounded_numbers
from products import indicator_wording
from products.models import BudgetBasis, Slo, SloWindow, WindowUnit
from products.promises import rules as pure
from products.promises.services import TargetWindow
from products.promises.slo_validation import MOST_WINDOWS
from products.selectors.promise_words import problem_words

PREFIX = "windows"
_TYPED = ("kind", "basis", "events", "indicator", "threshold", "time_zone")


class SloForm(ArtifactForm[Slo]):
    """A promise. The questions are those of its indicator, the `kind` in the address or the field."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Days begin and end in this time zone."),
        error_messages={"invalid_choice": gettext_lazy("Unknown time zone. Choose one from the list.")},
    )

    class Meta:
        model = Slo
        fields = ("kind", "basis", "events", "indicator", "threshold", "time_zone")
        widgets = {"kind": forms.HiddenInput, "basis": forms.RadioSelect}

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wording_of_kind = indicator_wording.indicator_of(kind)
        questions = {
            "events": (wording_of_kind.ask_events, wording_of_kind.events),
            "indicator": (wording_of_kind.ask_indicator, wording_of_kind.indicator),
            "threshold": (wording_of_kind.ask_threshold, wording_of_kind.threshold),
        }
        for name, (question, example) in questions.items():
            self.fields[name].label = _(question)
            self.fields[name].help_text = _("For example: %(example)s") % {"example": _(example)}
        zone = field_of(self, "time_zone", forms.ChoiceField)
        zone.choices = [(name, name) for name in _zones(self.instance.time_zone)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("basis") == BudgetBasis.EVENTS and not cleaned.get("events"):
            self.add_error("events", _("Enter what is counted, such as “transactions”."))
        return cleaned


def _zones(own: str) -> list[str]:
    names = {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
    return ["UTC", *sorted(names | ({own} & available_timezones() - {"UTC"}))]


_WHICH = (("False", gettext_lazy("Calendar-aligned")), ("True", gettext_lazy("Rolling")))


class WindowForm(PlainForm):
    """One target over one window; cleaned to what promises.services takes."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    target = forms.CharField(
        label=gettext_lazy("Target in percent"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "short"}),
    )
    length = forms.CharField(
        label=gettext_lazy("Window length"),
        max_length=6,
        initial="1",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), choices=WindowUnit.choices)
    is_rolling = forms.ChoiceField(label=gettext_lazy("Window type"), choices=_WHICH)

    def clean_is_rolling(self) -> bool:
        return bool(self.cleaned_data["is_rolling"] == "True")

    def clean_target(self) -> Any:
        try:
            target = pure.parse_target(self.cleaned_data["target"])
        except pure.Nonsense as nonsense:
            raise forms.ValidationError(problem_words(nonsense.problem)) from None
        if target != round(target, 6):
            raise forms.ValidationError(_("Use at most six decimals."))
        return target

    def clean_length(self) -> int:
        text = self.cleaned_data["length"]
        try:
            length = int(text)
        except ValueError:
            raise forms.ValidationError(_("Enter a whole number, such as 28.")) from None
        try:
            pure.Window(length, pure.Unit.DAY)
        except pure.Nonsense as nonsense:
            raise forms.ValidationError(problem_words(nonsense.problem)) from None
        return length

    def window(self) -> TargetWindow:
        """The window of a valid form."""
        return TargetWindow(**self.cleaned_data)


class WindowForms(BaseFormSet[WindowForm]):
    """The windows of an objective: one at least."""

    def windows(self) -> list[TargetWindow]:
        """The windows of valid forms."""
        return [form.window() for form in self.forms]


_Windows: Any = forms.formset_factory(
    WindowForm,
    formset=WindowForms,
    extra=0,
    min_num=1,
    max_num=MOST_WINDOWS,
    absolute_max=MOST_WINDOWS,
    validate_min=True,
    validate_max=True,
)


def window_forms(
    data: QueryDict | None = None, *, initial: Sequence[Mapping[str, str]] | None = None
) -> WindowForms:
    """The forms of the windows, with the sent data or their initial values."""
    formset: WindowForms = _Windows(data, prefix=PREFIX, initial=initial or None)
    return formset


# --- The values in the form, valid or not ---------------------------------------------------------


def typed_in(data: QueryDict) -> dict[str, str]:
    """The fields of the objective as they were sent."""
    return {name: data.get(name, "") for name in _TYPED}


def windows_in(data: QueryDict) -> list[dict[str, str]]:
    """The windows as they were sent."""
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(total), MOST_WINDOWS) if total.isascii() and total.isdigit() and len(total) < 4 else 1
    names = ("uuid", "target", "length", "unit", "is_rolling")
    return [{name: data.get(f"{PREFIX}-{number}-{name}", "") for name in names} for number in range(count)]


def windows_in_words(windows: Iterable[Mapping[str, str]]) -> str:
    """Windows as they were typed, one a line, for people who compare two versions."""
    units, which = dict(WindowUnit.choices), dict(_WHICH)
    lines = []
    for each in windows:
        target = each["target"].strip().removesuffix("%").strip()
        unit = units.get(each["unit"], each["unit"])
        lines.append(f"{target}% · {each['length'].strip()} {unit} · {which.get(each['is_rolling'], '')}")
    return "\n".join(lines)


def windows_as_typed(rows: Iterable[SloWindow]) -> list[dict[str, str]]:
    """The windows that an objective has, as they would be typed."""
    return [
        {
            "uuid": str(row.uuid),
            "target": rounded_numbers.as_typed(row.target),
            "length": str(row.length),
            "unit": row.unit,
            "is_rolling": str(row.is_rolling),
        }
        for row in rows
    ]
