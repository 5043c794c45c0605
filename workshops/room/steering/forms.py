"""Forms of steering a room."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from core.clean_text import is_visible
from core.forms import PlainForm, field_of, refusals_in
from organizations.models import User
from workshops.models import Workshop
from workshops.policies import check_message
from workshops.room.steering.selectors import facilitators_of, others_of


class SwitchForm(PlainForm):
    """On, or off when nothing is sent."""

    on = forms.BooleanField(required=False)


class SpotlightForm(PlainForm):
    """The artifact to show: a kind of the registry and its key."""

    kind = forms.CharField(max_length=40)
    uuid = forms.UUIDField()


class CameraForm(PlainForm):
    """The stop `to` for the camera, "" for the whole drawing, on the drawing that the facilitator saw."""

    subject = forms.CharField(max_length=120)
    to = forms.CharField(max_length=100, required=False)


class PersonForm(PlainForm):
    """One participant, or no one in particular."""

    uuid = forms.UUIDField(required=False)


class MessageForm(PlainForm):
    """A message to everyone, on one line."""

    message = forms.CharField(
        label=gettext_lazy("Message"),
        help_text=gettext_lazy("It stays on all phones and on the stage until you remove it."),
        error_messages={"required": gettext_lazy("Enter a message for everyone.")},
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )

    def clean_message(self) -> str:
        """On one line. The rule says how long it is: the browser would cut it silently."""
        message = " ".join(self.cleaned_data["message"].split())
        if not is_visible(message):
            raise forms.ValidationError(_("Enter a message for everyone."))
        with refusals_in(self):
            check_message(message, "message")
        return message


class PauseForm(PlainForm):
    """The end of a pause, in the facilitator's words."""

    goes_on = forms.CharField(
        label=gettext_lazy("When do we continue?"),
        help_text=gettext_lazy(
            "Enter a time in your own words, such as “tomorrow at 9:00”. "
            "Leave it empty if you don’t know yet. Everyone can read it during the pause."
        ),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("on Tuesday, March 10, at 9:00")}),
    )

    def clean_goes_on(self) -> str:
        """On one line, as a message is."""
        goes_on = " ".join(self.cleaned_data["goes_on"].split())
        with refusals_in(self):
            check_message(goes_on, "goes_on")
        return goes_on


class HandOverForm(PlainForm):
    """The next leader. Someone who does not facilitate the discovery yet needs the tick that they may."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Who leads from now on?"), empty_label=None
    )
    may_facilitate = forms.BooleanField(
        label=gettext_lazy("Make them a facilitator of this discovery if they aren’t one yet"), required=False
    )

    def __init__(self, *args: Any, workshop: Workshop, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._facilitators = list(facilitators_of(workshop))
        others = list(others_of(workshop))
        to = field_of(self, "to", forms.ModelChoiceField)
        to.queryset = User.objects.filter(pk__in=[each.pk for each in (*self._facilitators, *others)])
        now = workshop.lead_id
        here = [each for each in self._facilitators if each.pk != now]
        here.sort(key=lambda each: each != me)
        groups: list[tuple[str, list[tuple[int, str]]]] = [
            (
                _("Facilitators"),
                [
                    (each.pk, _("%(name)s (you)") % {"name": each} if each == me else each.told_apart)
                    for each in here
                ],
            ),
            (
                _("Members of the organization"),
                [(each.pk, each.told_apart) for each in others if each.pk != now],
            ),
        ]
        to.choices = [group for group in groups if group[1]]
        self._has_choice = any(choices for _label, choices in groups)
        if not others:
            del self.fields["may_facilitate"]

    @property
    def has_choice(self) -> bool:
        """True if there is anyone else."""
        return self._has_choice

    @property
    def gives_access(self) -> bool:
        """True if the chosen person becomes a facilitator by it."""
        to = self.cleaned_data.get("to")
        return to is not None and to not in self._facilitators

    def clean(self) -> dict[str, Any]:
        """Becoming a facilitator is confirmed."""
        cleaned = super().clean() or {}
        if self.gives_access and not cleaned.get("may_facilitate"):
            self.add_error(
                "may_facilitate",
                _("%(name)s doesn’t facilitate this discovery yet. Check the box, or choose someone else.")
                % {"name": cleaned["to"]},
            )
        return cleaned
