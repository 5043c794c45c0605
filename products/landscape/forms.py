"""Choices on the pages about the landscape: two dates, a limit of similarity, values for a merged product."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm
from products.design.merging.selectors import FieldChoice, MergePlan
from workshops.workshop.forms import known_zone


class DayInput(forms.DateInput):
    """A day; the viewer's time zone goes into the field `time_zone` (static/js/local-datetime.js)."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"data-local-datetime": "time_zone"})


class CompareForm(PlainForm):
    """Two days of the reader's calendar. `moments` are the ends of both."""

    def __init__(self, data: QueryDict, *, since: datetime) -> None:
        super().__init__(data)
        self.since = since
        for name, label in (("from", _("Before (end of day)")), ("to", _("After (end of day)"))):
            self.fields[name] = forms.DateField(
                label=label,
                widget=DayInput(),
                input_formats=["%Y-%m-%d"],
                error_messages={
                    "required": _("Choose a date."),
                    "invalid": _("This isn’t a valid date. Use a date such as 2026-03-05."),
                },
            )
        self.fields["time_zone"] = forms.CharField(
            max_length=64, required=False, widget=forms.HiddenInput, empty_value="UTC"
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        zone = ZoneInfo(known_zone(cleaned.get("time_zone") or "UTC"))
        earlier, later = cleaned.get("from"), cleaned.get("to")
        now = timezone.now()
        # Before the page's script has sent the reader's time zone, it may be a day later there.
        today = max(now.astimezone(zone).date(), now.date())
        began = self.since.astimezone(zone).date()
        for name in ("from", "to"):
            day = cleaned.get(name)
            if day is not None and day > today:
                self.add_error(name, _("This date is in the future. Choose today or an earlier date."))
            elif day is not None and day < began - timedelta(days=1):
                self.add_error(
                    name,
                    _("The discovery began on %(day)s. There’s nothing to compare before that.")
                    % {"day": began.isoformat()},
                )
        if earlier is not None and later is not None and earlier >= later:
            self.add_error("to", _("Choose a date after the first one."))
        if not self.errors and earlier is not None and later is not None:
            cleaned["moments"] = (_end_of(earlier, zone), _end_of(later, zone))
        return cleaned


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    """The last moment of the day on the clocks of the zone."""
    following = datetime.combine(day + timedelta(days=1), time(), tzinfo=zone)
    return following.astimezone(UTC) - timedelta(microseconds=1)


class ThresholdForm(PlainForm):
    """From how many percent on two products count as nearly the same."""

    alike = forms.IntegerField(
        label=_("Minimum similarity"),
        min_value=10,
        max_value=100,
        initial=50,
        widget=forms.NumberInput(attrs={"step": 5, "inputmode": "numeric"}),
        error_messages={
            name: _("Enter a whole number from 10 to 100.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )


class SetAsideForm(PlainForm):
    """The reason why two similar products are not the same."""

    reason = forms.CharField(
        max_length=300,
        label=_("Why they differ"),
        help_text=_("One sentence for the next person who compares them."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MergeForm(PlainForm):
    """For each difference between both products, the version that stays: the kept product's unless
    someone chooses the other."""

    def __init__(self, data: QueryDict | None, *, plan: MergePlan) -> None:
        super().__init__(data)
        for choice in plan.choices:
            self.fields[choice.key] = forms.ChoiceField(
                label=choice.label,
                choices=_versions(choice),
                initial="keep",
                widget=forms.RadioSelect,
            )

    def take(self) -> list[str]:
        """The keys of the values to take from the absorbed product."""
        return [name for name, value in self.cleaned_data.items() if value == "take"]


def _versions(choice: FieldChoice) -> list[tuple[str, str]]:
    return [("keep", choice.kept_text), ("take", choice.other)]
