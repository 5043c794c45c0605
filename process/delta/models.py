"""The Data Mesh delta: where a domain is, where it wants to be, and the gap, by stream and over time."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, in_choices, once, optional_link
from discovery.discoveries.models import Discovery, StreamKind
from workshops.results.outcomes.models import ActionItem


class DeltaDimension(Artifact):
    """Something that is scored in a stream. `key` is that of a shipped dimension, "" for an own one."""

    document_label = "discovery.DeltaDimension"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="delta_dimensions")
    stream = models.CharField(_("stream"), max_length=16, choices=StreamKind.choices)
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("dimension"), max_length=120)
    description = models.TextField(_("meaning"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            in_choices("deltadimension_stream", "stream", StreamKind),
            once("deltadimension_key_once", "discovery", "key", among=~models.Q(key="")),
        )


class DeltaVisit(Artifact):
    """Each time that the delta is looked at: first in the discovery, later when it is revisited."""

    document_label = "discovery.DeltaVisit"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="delta_visits")
    name = models.CharField(_("occasion"), max_length=120)
    held_on = models.DateField(_("date"))

    class Meta(Artifact.Meta):
        ordering = ("held_on", "pk")


class DeltaScore(Artifact):
    """The domain's present score and target in a dimension, 0 to 5 each, None while missing. `action` closes
    the gap."""

    document_label = "discovery.DeltaScore"

    visit = models.ForeignKey(DeltaVisit, on_delete=models.CASCADE, related_name="scores")
    dimension = models.ForeignKey(DeltaDimension, on_delete=models.CASCADE, related_name="scores")
    today = models.PositiveSmallIntegerField(_("today"), null=True, blank=True)
    wanted = models.PositiveSmallIntegerField(_("target"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)
    action = optional_link(ActionItem, "delta_scores")

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            once("deltascore_once", "visit", "dimension"),
            models.CheckConstraint(
                name="deltascore_scale",
                condition=(models.Q(today=None) | models.Q(today__lte=5))
                & (models.Q(wanted=None) | models.Q(wanted__lte=5)),
                violation_error_message=_("Today and target are numbers from 0 to 5."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.dimension}: {self.today} of {self.wanted}"
