"""Forms of the decision log."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django import forms
from django.conf import settings
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, pgettext

from core.forms import ArtifactForm, refusals_in
from core.kinds import check_year
from discovery.models import StreamKind
from workshops.models import Decision, DecisionLink

_DATE = {"type": "date", "min": "2000-01-01", "max": "2100-12-31"}


class DecisionForm(ArtifactForm[Decision]):
    """An entry of the log. The day on which it was decided is asked for, not the minute."""

    adds = True

    link = forms.URLField(label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https")
    decided_on = forms.DateField(
        label=gettext_lazy("Decided on"),
        required=False,
        widget=forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
    )

    field_order: tuple[str, ...] = (
        "title",
        "reason",
        "alternatives",
        "decided_by",
        "dissent",
        "decided_on",
        "review_on",
        "stream",
        "link",
    )

    class Meta:
        model = Decision
        fields = (
            "title",
            "reason",
            "alternatives",
            "decided_by",
            "dissent",
            "review_on",
            "stream",
            "link",
        )
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 4, "class": "said"}),
            "alternatives": forms.Textarea(attrs={"rows": 3, "class": "said"}),
            "dissent": forms.Textarea(attrs={"rows": 2, "class": "said"}),
            "review_on": forms.DateInput(attrs=_DATE, format="%Y-%m-%d"),
        }
        help_texts = {
            "review_on": gettext_lazy("From this date, it’s marked in the log and on the agendas of bodies."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.decided_before = self.instance.decided_on
        self.fields["decided_on"].initial = self.decided_before
        stream = self.fields["stream"]
        if isinstance(stream, forms.ChoiceField):
            stream.choices = [("", pgettext("stream", "None")), *StreamKind.choices]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("decided_on", "review_on"):
            with refusals_in(self):
                check_year(cleaned.get(name), name)
        decided, review = cleaned.get("decided_on"), cleaned.get("review_on")
        if decided and decided > timezone.localdate():
            self.add_error("decided_on", _("This date is in the future. Log a decision once it’s made."))
        elif decided and review and review < decided:
            self.add_error("review_on", _("This date is before the decision."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """The arguments of a service: a time of the day that was chosen, and none where it stays as it is."""
        values = super().values()
        day = values.pop("decided_on", None)
        if day is not None and day != self.decided_before:
            values["decided_at"] = timezone.make_aware(datetime.combine(day, time(12)))
        return values


class ProposalDecisionForm(DecisionForm):
    """Outcome of a proposal with objections: asked for, because the fingers do not tell it."""

    CARRIED, DROPPED, PUT_OFF = "carried", "dropped", "put_off"

    outcome = forms.ChoiceField(
        label=gettext_lazy("What happens to the proposal?"),
        choices=(
            (CARRIED, gettext_lazy("Adopt it despite the objections")),
            (DROPPED, gettext_lazy("Drop it")),
            (PUT_OFF, gettext_lazy("Postpone it")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what happens to the proposal.")},
    )
    field_order = ("outcome", *DecisionForm.field_order)

    def values(self) -> dict[str, Any]:
        """With the outcome in the title of what was not carried."""
        values = super().values()
        titles = {self.DROPPED: _("“%(title)s” is dropped"), self.PUT_OFF: _("“%(title)s” is postponed")}
        pattern, title = titles.get(values.pop("outcome"), "%(title)s"), values["title"]
        room = (Decision._meta.get_field("title").max_length or 0) - len(pattern % {"title": ""})
        shortened = title if len(title) <= room else title[: room - 1] + "…"
        return {**values, "title": pattern % {"title": shortened}}


class DecisionLinkForm(ArtifactForm[DecisionLink]):
    """The subject of a decision: the address of a page of the discovery as the browser shows it, or one
    elsewhere."""

    class Meta:
        model = DecisionLink
        fields = ("label", "url")
        help_texts = {
            "label": gettext_lazy("For example: the data product HCP 360"),
            "url": gettext_lazy(
                "Copy it from the browser. Use a page of this discovery or any other address."
            ),
        }

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        try:
            parts = urlsplit(url)
        except ValueError:
            raise forms.ValidationError(_("This isn’t a valid address.")) from None
        is_here = not parts.scheme and not parts.netloc
        if is_here or parts.netloc == urlsplit(settings.BASE_URL).netloc:
            return urlunsplit(("", "", parts.path, parts.query, parts.fragment))
        URLValidator(schemes=["http", "https"], message=_("This isn’t a valid address."))(url)
        return url
