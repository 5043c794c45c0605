"""Forms that people in a room send about key questions and roles."""

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import PlainForm
from operating_model.models import Horizon
from operating_model.role_nominations.models import LONGEST_NAME
from operating_model.services.answer_proposals import MOST, NO_HORIZON
from workshops.contributions.answers.forms import ContributionForm, Sentence


class AnswerProposalForm(ContributionForm):
    """An answer for today or tomorrow, under the uuid that its device gave it."""

    uuid = forms.UUIDField()
    question = forms.UUIDField(required=False)
    horizon = forms.ChoiceField(
        choices=Horizon.choices,
        error_messages={"required": NO_HORIZON},
    )
    text = Sentence(MOST, in_lines=True)


class RoleProposalForm(ContributionForm):
    """A person for a role, under the uuid that its device gave it."""

    uuid = forms.UUIDField()
    role = forms.UUIDField(error_messages={"required": gettext_lazy("Choose a role.")})
    name = Sentence(LONGEST_NAME, empty=gettext_lazy("Enter a name."))


class ChooseQuestionForm(PlainForm):
    """The question that the room moves to."""

    question = forms.UUIDField()
