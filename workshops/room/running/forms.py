"""Forms behind the buttons of the console."""

from django import forms

from core.forms import PlainForm


class MoveForm(PlainForm):
    """`at`: the activity that the facilitator saw as current, "" before any; `to`: where to go, if not by
    `step`."""

    at = forms.UUIDField(required=False)
    to = forms.UUIDField(required=False)
    step = forms.ChoiceField(choices=[("1", "1"), ("-1", "-1")], required=False)

    def clean_step(self) -> int:
        """1 unless the form has another number."""
        return int(self.cleaned_data["step"] or 1)


class TimerForm(PlainForm):
    """An action on the timer; `minutes` for `start`."""

    do = forms.ChoiceField(choices=[(word, word) for word in ("start", "pause", "resume", "extend", "clear")])
    minutes = forms.IntegerField(min_value=1, max_value=480, required=False)


class DoneForm(PlainForm):
    """A participant is done with the activity, or not any more."""

    activity = forms.UUIDField()
    done = forms.BooleanField(required=False)


class PhaseForm(PlainForm):
    """From which phase, as the facilitator saw it, to which."""

    from_ = forms.CharField(max_length=20)
    to = forms.CharField(max_length=20)

    def add_prefix(self, field_name: str) -> str:
        """`from` is a word of Python's, so the field is called otherwise."""
        return super().add_prefix(field_name.rstrip("_"))
