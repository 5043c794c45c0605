"""Dates and times as people type them, on their own clock."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import PlainForm, refusals_in
from workshops.policies import check_deadline
from workshops.workshop.forms import LocalDateTimeInput

FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


def moment_of(clock_time: datetime, zone_name: str) -> datetime:
    """The moment (UTC) at which clocks in the zone show what was typed; of the two of a night when clocks are
    set back, the later. A zone that does not exist counts as UTC.

    Raises ValidationError for an hour that clocks leap over, and OverflowError at the ends of time.
    """
    try:
        zone = ZoneInfo(zone_name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = ZoneInfo("UTC")
    local = clock_time.replace(tzinfo=zone, fold=1)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise forms.ValidationError(
            _("This time doesn’t exist, because clocks go forward that night. Choose another.")
        )
    return moment


class DeadlineForm(PlainForm):
    """Until when people take part ahead of the workshop. `until` is cleaned to a moment that is to come."""

    until = forms.DateTimeField(
        label=_("Open until"),
        widget=LocalDateTimeInput(),
        input_formats=FORMATS,
        help_text=_("In your own time zone. Everyone sees the deadline in theirs."),
        error_messages={
            "required": _("Choose a date and a time."),
            "invalid": _("Choose a date and a time."),
        },
    )
    time_zone = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        clock_time: datetime | None = cleaned.get("until")
        if clock_time is None:
            return cleaned
        try:
            cleaned["until"] = moment_of(clock_time.replace(tzinfo=None), cleaned.get("time_zone", ""))
        except forms.ValidationError as error:
            self.add_error("until", error)
        except OverflowError:
            self.add_error("until", _("Choose a date closer to today."))
        else:
            with refusals_in(self):
                check_deadline(cleaned["until"], timezone.now())
        return cleaned
