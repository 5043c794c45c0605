"""Recorded ratings of hypotheses."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, once
from lvt.scoring.models import Criterion
from lvt.tree.models import Hypothesis


class HypothesisRating(Artifact):
    """A room's answer on a hypothesis for one criterion of a method: `number` is a step of the criterion's
    scale, as in a score (lvt.scale_steps)."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="ratings")
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="ratings", verbose_name=_("criterion")
    )
    number = models.PositiveSmallIntegerField(
        _("rating"), validators=[MinValueValidator(0), MaxValueValidator(10)]
    )

    class Meta(Artifact.Meta):
        ordering = ("criterion__position", "pk")
        verbose_name = _("rating of a hypothesis")
        verbose_name_plural = _("ratings of hypotheses")
        constraints = (
            once("hypothesisrating_once", "hypothesis", "criterion"),
            models.CheckConstraint(
                name="hypothesisrating_number", condition=models.Q(number__gte=0, number__lte=10)
            ),
        )

    def __str__(self) -> str:
        return f"{self.criterion}: {self.criterion.step_of(self.number)}"
