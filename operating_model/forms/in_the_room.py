"""What people in a room send about key questions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms.artifacts import PlainForm
from operating_model.models import Horizon
from operating_model.services.answer_proposals import MOST
from workshops.forms.answers import ContributionForm, visible


class AnswerProposalForm(ContributionForm):
    """An answer for today or tomorrow, under the uuid that its device gave it."""

    uuid = forms.UUIDField()
    question = forms.UUIDField(required=False)
    horizon = forms.ChoiceField(
        choices=Horizon.choices,
        error_messages={"required": gettext_lazy("Say whether it is so today, or will be tomorrow.")},
    )
    text = forms.CharField(error_messages={"required": gettext_lazy("Write something before you send it.")})

    def clean_text(self) -> str:
        text = visible(self.cleaned_data["text"], _("Write something before you send it.")).strip()
        if len(text) > MOST:
            words = _("Say it in at most %(most)s characters: this has %(now)s.")
            raise forms.ValidationError(words % {"most": MOST, "now": len(text)})
        return text


class ChooseQuestionForm(PlainForm):
    """Which question the room is at."""

    question = forms.UUIDField()
