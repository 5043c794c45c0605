"""Forms of workshops."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.forms import ArtifactForm, field_of
from discovery.models import Discovery, SittingStream
from discovery.selectors.default_language import usual_language
from workshops.agenda.agenda_templates.selectors import template_rows
from workshops.agenda.file_format import PlannedActivity
from workshops.agenda.rules import LONGEST_SLOT
from workshops.forms.agenda_picker import AgendaChoices, agendas_in_groups, agendas_that_fit
from workshops.models import Workshop

# Agendas above the gallery.
_IN_SIGHT = 3


def known_zone(name: str) -> str:
    """The name of a time zone as a browser sent it; UTC when there is none of that name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"
    return name


class LocalDateTimeInput(forms.DateTimeInput):
    """A date and a time on the viewer's own clock: js/local-datetime.js fills in the moment that `data-utc`
    names, and the zone in the field `time_zone`."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", attrs={"data-local-datetime": "time_zone", "step": 300})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        if isinstance(value, datetime):
            moment = value if timezone.is_aware(value) else value.replace(tzinfo=ZoneInfo("UTC"))
            context["widget"]["attrs"]["data-utc"] = moment.isoformat()
        return context


class WorkshopForm(ArtifactForm[Workshop]):
    """Name, start, slot, stream, language and purpose."""

    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        required=False,
        help_text=_("Language of the stage. People choose their own on their phones."),
    )
    starts_at = forms.DateTimeField(
        label=_("Starts"),
        required=False,
        widget=LocalDateTimeInput(),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        help_text=_("In your own time zone."),
    )
    time_zone = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Workshop
        fields = ("name", "starts_at", "minutes_available", "stream", "language", "purpose")
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "minutes_available": forms.NumberInput(
                attrs={"class": "short", "inputmode": "numeric", "min": 1, "max": LONGEST_SLOT}
            ),
        }
        help_texts = {
            "minutes_available": _("The agenda shows how far it is over or under."),
            "purpose": _("Shown on people’s phones while they wait for the start."),
            "stream": _(
                "The topic of the workshop. It’s listed under this stream in the overview and in the "
                "list of workshops."
            ),
        }

    def clean_language(self) -> str:
        """The one that is chosen; a form that was sent without it changes nothing."""
        return self.cleaned_data["language"] or str(self.initial["language"])

    def clean_time_zone(self) -> str:
        """A zone that exists; anything else counts as UTC."""
        return known_zone(self.cleaned_data["time_zone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        clock_time: datetime | None = cleaned.get("starts_at")
        if clock_time is not None:
            # The field read it as UTC; the person meant their own clock.
            zone = ZoneInfo(cleaned.get("time_zone") or "UTC")
            try:
                cleaned["starts_at"] = clock_time.replace(tzinfo=zone).astimezone(ZoneInfo("UTC"))
            except OverflowError:
                self.add_error("starts_at", _("Choose a date closer to today."))
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "time_zone"}


class NewWorkshopForm(WorkshopForm):
    """The source of the agenda: nothing, a template, or an earlier workshop of the discovery. Name and stream
    follow from it, unless someone chooses others."""

    adds = True

    agenda = forms.ChoiceField(label=_("Agenda"))
    field_order = ("agenda", "name", "starts_at", "stream", "language", "purpose")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "agenda" in cleaned and not cleaned.get("name") and "name" not in self.errors:
            cleaned["name"] = self.names[cleaned["agenda"]]
        return cleaned

    def values(self) -> dict[str, Any]:
        values = {name: value for name, value in super().values().items() if name != "agenda"}
        source, _colon, key = self.cleaned_data["agenda"].partition(":")
        if source == "own":
            values["stream"] = values["stream"] or self.own[key].stream
        return values

    def __init__(self, *args: Any, discovery: Discovery, agenda: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        del self.fields["minutes_available"]  # the agenda decides it at first
        self.earlier = {str(workshop.uuid): workshop for workshop in discovery.workshops.all()}
        self.initial["language"] = usual_language(discovery)
        self.own = {str(row.template.uuid): row for row in template_rows(discovery.domain.organization)}
        groups = agendas_in_groups(self.own.values(), self.earlier.values())
        stream = field_of(self, "stream", forms.ChoiceField)
        stream.required = False
        stream.choices = [("", _("As in the agenda")), *SittingStream.choices]
        stream.initial = ""
        field = field_of(self, "agenda", forms.ChoiceField)
        from_link = [each for _label, group in groups for each in group if each.value == agenda]
        fits = [each for each in agendas_that_fit(discovery) if each.value != agenda]
        fitting = [*from_link, *fits][:_IN_SIGHT]
        field.widget = AgendaChoices(fitting, groups)
        field.choices = [(label, [(each.value, each.name) for each in group]) for label, group in groups]
        field.initial = (fitting or groups[0][1])[0].value
        self.names = {
            each.value: each.workshop_name or each.name for _label, group in groups for each in group
        }
        agenda_name = self.names.get(self["agenda"].value(), "")
        self.fields["name"].widget.attrs |= {"placeholder": agenda_name, "data-named": "agenda"}

    @property
    def template(self) -> str | None:
        """The key of the chosen template."""
        source, _colon, key = self.cleaned_data["agenda"].partition(":")
        return key if source == "template" else None

    @property
    def planned(self) -> tuple[PlannedActivity, ...]:
        """The activities of the chosen template of the organization."""
        source, _colon, key = self.cleaned_data["agenda"].partition(":")
        return self.own[key].activities if source == "own" else ()

    @property
    def source(self) -> Workshop | None:
        """The workshop whose agenda is taken over."""
        source, _colon, key = self.cleaned_data["agenda"].partition(":")
        return self.earlier[key] if source == "workshop" else None
