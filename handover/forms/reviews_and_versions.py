"""Forms of the review before the handover, of frozen versions and shared links."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import is_visible
from core.forms import ArtifactForm, PlainForm, field_of, refusals_in
from discovery.models import Discovery
from handover.models import ReviewState, SectionReview
from handover.owner_follow_ups.kinds import check_to_come
from handover.owner_follow_ups.models import ONE_A_DAY
from handover.section_reviews.selectors import WHOLE, accounts_to_ask, reviewable
from organizations.forms.accounts import AccountChoice
from organizations.models import User

_DAYS = (
    (7, gettext_lazy("A week")),
    (30, gettext_lazy("30 days")),
    (90, gettext_lazy("90 days")),
    (365, gettext_lazy("A year")),
)
_CHECK_INS = ("first", "second", "third")
_FURTHEST = timedelta(days=3 * 365)


class ReviewRequestForm(PlainForm):
    """Asks someone with access to the discovery, or anyone else by name, to look through sections."""

    account = AccountChoice(
        queryset=User.objects.none(),
        to_field_name="uuid",
        required=False,
        label=gettext_lazy("Person with access"),
        empty_label=gettext_lazy("Someone else"),
        help_text=gettext_lazy("They’ll answer on this page."),
    )
    reviewer = forms.CharField(
        max_length=120,
        required=False,
        label=gettext_lazy("Someone else"),
        help_text=gettext_lazy("A name, with a role if that helps. A facilitator records their answer."),
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("Sections to review"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one section.")},
    )

    def __init__(self, data: QueryDict | None = None, *, discovery: Discovery) -> None:
        super().__init__(data, initial={"sections": [WHOLE]})
        field_of(self, "account", forms.ModelChoiceField).queryset = accounts_to_ask(discovery)
        field_of(self, "sections", forms.ChoiceField).choices = list(reviewable().items())

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        has_name = is_visible(cleaned.get("reviewer", ""))
        if cleaned.get("account") and has_name:
            self.add_error("reviewer", _("Choose one: a person with access, or someone else."))
        return cleaned


class ReviewAnswerForm(ArtifactForm[SectionReview]):
    """A reviewer's answer about a section of the report, with the requested changes."""

    class Meta:
        model = SectionReview
        fields = ("state", "comment")
        labels = {"state": gettext_lazy("Is this correct?")}
        widgets = {"state": forms.RadioSelect, "comment": forms.Textarea(attrs={"rows": 4, "class": "said"})}
        help_texts = {"comment": gettext_lazy("If you want changes, describe them and give the reason.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = (ReviewState.APPROVED, ReviewState.OBJECTED)
        words = {ReviewState.APPROVED: _("Yes, I approve"), ReviewState.OBJECTED: _("No, I want changes")}
        state = field_of(self, "state", forms.ChoiceField)
        state.choices = [(each.value, words[each]) for each in answers]
        if self.instance.state not in answers:
            self.initial["state"] = ""


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, show_hidden_initial=True)


class FreezeForm(PlainForm):
    """The note on the version, and the days on which owners are asked about its results; with `warnings`, a
    confirmation of these. `days` are those that it begins with."""

    note = forms.CharField(
        max_length=2000,
        required=False,
        label=gettext_lazy("Changes in this version"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    first = _day(gettext_lazy("First follow-up"))
    second = _day(gettext_lazy("Second follow-up"))
    third = _day(gettext_lazy("Third follow-up"))
    knowingly = forms.BooleanField(
        label=gettext_lazy("Freeze it anyway"),
        error_messages={"required": gettext_lazy("Check this box to freeze it despite the gaps.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, warnings: str = "", days: Sequence[date] = ()
    ) -> None:
        super().__init__(data, initial=dict(zip(_CHECK_INS, days, strict=False)))
        self.fields["first"].help_text = _(
            "On these dates, owners report on measures, promises and actions through one link. "
            "Clear a date to cancel it. Follow-ups after these three stay."
        )
        if warnings:
            self.fields["knowingly"].help_text = warnings
        else:
            del self.fields["knowingly"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        days: set[date] = set()
        for name in _CHECK_INS:
            day = cleaned.get(name)
            if day is None:
                continue
            with refusals_in(self):
                check_to_come(day, name)
            if day > timezone.localdate() + _FURTHEST:
                self.add_error(name, _("Choose a day within the next three years."))
            elif day in days:
                self.add_error(name, ONE_A_DAY)
            days.add(day)
        return cleaned

    def days(self) -> list[date]:
        """The days that were chosen."""
        return sorted(self.cleaned_data[name] for name in _CHECK_INS if self.cleaned_data[name])

    def offered(self) -> list[date]:
        """The days that stood in the fields when the form was opened; what is no day counts for nothing."""
        days: list[date] = []
        for name in _CHECK_INS:
            with suppress(forms.ValidationError):
                day = self.fields[name].to_python(self.data.get(self[name].html_initial_name))
                days += [day] if day else []
        return days


class HandoverLinkForm(PlainForm):
    """For whom the link is, and how long it lives."""

    label = forms.CharField(
        max_length=120,
        label=gettext_lazy("Recipient"),
        help_text=gettext_lazy("So you know later whose link to revoke."),
    )
    days = forms.TypedChoiceField(
        choices=_DAYS, coerce=int, initial=30, label=gettext_lazy("Valid for"), widget=forms.RadioSelect
    )

    def clean_label(self) -> str:
        label: str = self.cleaned_data["label"]
        if not is_visible(label):
            raise forms.ValidationError(_("Enter a recipient."))
        return label

    def values(self) -> dict[str, Any]:
        """Arguments of the service."""
        days = timedelta(days=self.cleaned_data["days"])
        return {"label": self.cleaned_data["label"], "expires_at": timezone.now() + days}
