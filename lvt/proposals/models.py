"""Proposals of people in a room for the value tree while they draw it together."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, in_choices, optional_link
from lvt.tree.models import Goal, Hypothesis
from workshops.models import Activity, Participant

PROPOSAL_LENGTH = 500


class Tier(models.TextChoices):
    """Tiers of the tree that someone in a room can propose for."""

    VISION = "vision", _("Vision")
    GOAL = "goal", _("Goal")
    HYPOTHESIS = "hypothesis", _("Hypothesis")
    MEASURE = "measure", _("Measure of success")


class Proposal(Artifact):
    """A sentence for one tier of the tree: a hypothesis under a goal, a measure under a goal or a hypothesis.

    `became` is the uuid of what it was turned into; None while it waits on the facilitator's list. One that
    is declined lies in the trash.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="proposals")
    participant = optional_link(Participant, "proposals")
    tier = models.CharField(max_length=10, choices=Tier.choices)
    goal = optional_link(Goal, "proposals")
    hypothesis = optional_link(Hypothesis, "proposals")
    text = models.CharField(_("proposal"), max_length=PROPOSAL_LENGTH)
    became = models.UUIDField(null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (in_choices("proposal_tier", "tier", Tier),)

    def __str__(self) -> str:
        return self.text
