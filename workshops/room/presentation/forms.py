"""Content of presentations and talks, and turning slides; the end of a break."""

from datetime import datetime, timedelta
from functools import cache
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.clean_text import clean_text
from core.forms import PlainForm, field_of
from core.selectors.request_cache import one_reading
from workshops.forms.activity_settings import SettingsForm
from workshops.models import Activity
from workshops.room.presentation.markdown_slides import MOST_SLIDES, slides_of
from workshops.room.presentation.selectors import choices_of, may_be_shown
from workshops.workshop.forms import known_zone

LONGEST = 40_000
_SOON = timedelta(hours=8)


class ShownField(forms.MultipleChoiceField):
    """Names of what a discovery may show; a name is checked without reading all that it could be."""

    activity: Activity | None = None

    def valid_value(self, value: Any) -> bool:
        return self.activity is not None and may_be_shown(self.activity.track.workshop.discovery, str(value))


class ShownSettings(SettingsForm):
    """Parts of the discovery that an activity shows: names of presentation.selectors."""

    shown = ShownField(
        label=_("Ready to show"),
        help_text=_("Parts of this discovery that the console can show on every screen with one click."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def offer(self) -> None:
        @cache
        def choices() -> list[tuple[str, str]]:
            with one_reading():
                return choices_of(self.activity.track.workshop.discovery)

        field = field_of(self, "shown", ShownField)
        field.activity = self.activity
        # Read when the form is shown, because it asks the whole discovery.
        field.choices = choices


class PresentationSettings(ShownSettings):
    """Slides in Markdown, and what of the discovery is shown after them."""

    slides = forms.CharField(
        label=_("Slides"),
        help_text=_(
            "Markdown: # heading, - list, **bold**, [link](https://…). A line of three dashes (---) begins "
            "the next slide."
        ),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "class": "mono", "spellcheck": "true"}),
    )
    field_order = ("slides", "shown")

    def __init__(self, data: Any, *, activity: Activity) -> None:
        super().__init__(data, activity=activity)
        self.fields["shown"].label = _("Show after the slides")
        self.fields["shown"].help_text = _("Artifacts and diagrams of this discovery, each on its own slide.")

    def clean_slides(self) -> str:
        text = clean_text(self.cleaned_data["slides"])
        if len(slides_of(text)) >= MOST_SLIDES:
            raise forms.ValidationError(
                _("A presentation must have fewer than %(most)s slides. Split it in two."),
                params={"most": MOST_SLIDES},
            )
        return text


class SlideForm(PlainForm):
    """The slide that the facilitator saw, and the one to show."""

    seen = forms.IntegerField(min_value=0)
    to = forms.IntegerField()


class BackAtForm(PlainForm):
    """The end of a break, on the facilitator's clock in `time_zone`."""

    back_at = forms.TimeField(input_formats=["%H:%M", "%H:%M:%S"])
    time_zone = forms.CharField(max_length=64, required=False)

    def seconds(self) -> int:
        """From now until then, today or after midnight. Raises ValidationError for more than eight hours."""
        zone = ZoneInfo(known_zone(self.cleaned_data["time_zone"]))
        now = timezone.now().astimezone(zone)
        then = datetime.combine(now.date(), self.cleaned_data["back_at"], zone)
        if then <= now:
            then += timedelta(days=1)
        remaining = then - now
        if remaining > _SOON:
            raise forms.ValidationError(_("This time has already passed. Choose a later one."))
        return max(1, ceil(remaining.total_seconds()))  # never a minute early
