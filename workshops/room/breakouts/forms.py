"""Forms of breakout rooms."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ArtifactForm, PlainForm, field_of
from workshops.models import Track, Workshop
from workshops.room.steering.selectors import facilitators_of


class RoomForm(ArtifactForm[Track]):
    """A room: name, stream, and who leads it."""

    adds = True

    class Meta:
        model = Track
        fields = ("name", "stream", "facilitator")
        labels = {"name": _("Name"), "facilitator": _("Led by")}
        help_texts = {
            "facilitator": _("A facilitator of this discovery. The others can step in at any time.")
        }

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        facilitator = field_of(self, "facilitator", forms.ModelChoiceField)
        facilitator.queryset = facilitators_of(workshop)
        facilitator.empty_label = _("No one in particular")


class AssignForm(PlainForm):
    """The room of each person; without `room` into none."""

    participant = forms.UUIDField()
    room = forms.UUIDField(required=False)
