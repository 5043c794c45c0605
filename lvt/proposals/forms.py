"""Forms of the value tree in a room."""

from typing import Any

from django import forms
from django.forms import Textarea
from django.utils.translation import gettext_lazy

from core.forms import ArtifactForm, form_of, refusals_in
from core.kinds import exclude
from lvt.measures.kinds import MEASURE
from lvt.models import Tier, Vision
from lvt.proposals.selectors import LIST, LONGEST, STRAIGHT
from lvt.tree.kinds import GOAL, HYPOTHESIS
from workshops.contributions.answers.forms import ContributionForm
from workshops.forms.activity_settings import SettingsForm
from workshops.policies import check_fits


class ProposalForm(ContributionForm):
    """A proposal from a phone: a sentence for a tier, and its parent."""

    tier = forms.ChoiceField(choices=Tier.choices)
    text = forms.CharField()
    parent = forms.UUIDField(required=False)
    uuid = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            with refusals_in(self):
                check_fits(cleaned["text"], LONGEST[Tier(cleaned["tier"])])
        return cleaned


class TreeSettings(SettingsForm):
    """The destination of proposals, and the first tier of the room."""

    take_up = forms.ChoiceField(
        label=gettext_lazy("Proposals"),
        choices=(
            (LIST, gettext_lazy("Go to your list first")),
            (STRAIGHT, gettext_lazy("Are added right away")),
        ),
        widget=forms.RadioSelect,
        required=False,
        initial=LIST,
        help_text=gettext_lazy(
            "You accept each one on your list with one tap. What is added right away shows who proposed it."
        ),
    )
    tier = forms.ChoiceField(
        label=gettext_lazy("Start with"),
        choices=Tier.choices,
        required=False,
        initial=Tier.GOAL,
        help_text=gettext_lazy("You move on to the next tier from the console."),
    )

    def clean_take_up(self) -> str:
        return self.cleaned_data["take_up"] or LIST

    def clean_tier(self) -> str:
        return self.cleaned_data["tier"] or Tier.GOAL.value


class RoomVisionForm(ArtifactForm[Vision]):
    """The vision as a room words it, which may replace the one that there is."""

    class Meta:
        model = Vision
        fields = ("statement",)
        widgets = {"statement": Textarea(attrs={"class": "said", "rows": 3})}


# What the console changes of each tier. The goal of a hypothesis, whether it is about data and who owns a bet
# are settled on the page of the tree.
ROOM_FORMS: dict[str, type[ArtifactForm[Any]]] = {
    "vision": RoomVisionForm,
    "goal": form_of(GOAL, exclude(GOAL.layout, "description", "owner", "contributes_to", "wip_limit")),
    "hypothesis": form_of(HYPOTHESIS, exclude(HYPOTHESIS.layout, "about_data", "owner", "goal")),
    "measure": form_of(MEASURE),
}
