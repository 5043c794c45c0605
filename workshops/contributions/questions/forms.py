"""Questions of people, and answers of a facilitator."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ArtifactForm
from workshops.contributions.answers.forms import ContributionForm, visible
from workshops.models import Question

LONGEST = 300


class AskForm(ContributionForm):
    """A question; `uuid` was made by the device that sends it."""

    uuid = forms.UUIDField()
    text = forms.CharField(max_length=LONGEST, error_messages={"required": _("Write your question first.")})

    def clean_text(self) -> str:
        text = visible(self.cleaned_data["text"], str(_("Write your question first.")))
        return " ".join(text.split())


class SupportForm(ContributionForm):
    """A question to support, or not any more."""

    item = forms.UUIDField()
    dots = forms.IntegerField(min_value=0, max_value=1)


class AnswerQuestionForm(ArtifactForm[Question]):
    """The answer, as it was given in the room; empty opens the question again."""

    class Meta:
        model = Question
        fields = ("answer",)
        widgets = {"answer": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"answer": _("A sentence is enough. Leave it empty to open the question again.")}
