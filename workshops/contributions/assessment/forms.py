"""Answers of people when a room assesses something, and the settings of a facilitator for it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from workshops.contributions.answers.forms import AnswerContent, AnswerForm
from workshops.contributions.assessment.selectors import SKIP, assessed_in, scales_in, slot_of, subjects_in
from workshops.forms.activity_settings import SettingsForm
from workshops.models import Activity
from workshops.registries import assessment_sources


def _choices() -> list[tuple[str, str]]:
    in_order = sorted(assessment_sources, key=lambda each: each.order)
    return [(each.key, str(each.label)) for each in in_order]


class AssessmentSettings(SettingsForm):
    """The subject of an assessment."""

    what = forms.ChoiceField(
        label=gettext_lazy("Subject"),
        choices=_choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any, *, activity: Activity) -> None:
        super().__init__(data, activity=activity)
        self.initial.setdefault("what", assessed_in(activity).key)

    def clean_what(self) -> str:
        """Once someone answered, it stays, and while the room is in it: it began with what is rated."""
        what: str = self.cleaned_data["what"]
        is_kept = self.activity.pk is not None  # not while an agenda is laid out from a template
        if not is_kept or what == assessed_in(self.activity).key:
            return what
        if self.activity.answers.exists():
            raise forms.ValidationError(_("People have already rated. Add another activity for this."))
        if self.activity.started_at is not None and self.activity.ended_at is None:
            raise forms.ValidationError(_("The room is in this activity now. Add another activity for this."))
        return what


class AssessmentForm(AnswerForm):
    """One number, or a skip, for a `subject` on the scale at this place."""

    subject = forms.UUIDField()
    scale = forms.IntegerField(min_value=0)
    number = forms.CharField(error_messages={"required": gettext_lazy("Choose a number, or skip it.")})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        scales = scales_in(self.activity)
        if cleaned["subject"] not in {each.uuid for each in subjects_in(self.activity)}:
            raise forms.ValidationError(_("This was deleted. Your screen shows the current list."))
        if cleaned["scale"] >= len(scales):
            raise forms.ValidationError(_("This couldn’t be read. Reload the page."))
        top = scales[cleaned["scale"]].top
        if cleaned["number"] not in (SKIP, *map(str, range(top + 1))):
            ends = {"low": scales[cleaned["scale"]].mark(0), "high": scales[cleaned["scale"]].mark(top)}
            off = _("Choose a number from %(low)s to %(high)s.") % ends
            self.add_error("number", off)
        return cleaned

    def content(self) -> AnswerContent:
        data = self.cleaned_data
        number = None if data["number"] == SKIP else int(data["number"])
        return AnswerContent(slot=slot_of(data["subject"], data["scale"]), number=number)
