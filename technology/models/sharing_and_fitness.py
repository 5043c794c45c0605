"""The sharing of an output port's data, and the results of fitness functions over time."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, in_choices, once
from discovery.models import Discovery
from products.models import DataProduct, OutputPort


class SharingPattern(models.TextChoices):
    """The ways in which consumers get the data of a port."""

    VIRTUAL = "virtual", _("Virtual: queried in place")
    NATIVE = "native", _("Native sharing of the platform")
    COPY = "copy", pgettext_lazy("sharing method", "Copy")


class SharingChoice(Artifact):
    """The way in which consumers get the data of a port, and the reason. The answers are those of the
    decision aid, None for questions that didn't come up; `cautions` describe how rules apply to a copy,
    too."""

    port = models.ForeignKey(OutputPort, on_delete=models.CASCADE, related_name="sharing_choices")
    pattern = models.CharField(_("sharing method"), max_length=8, choices=SharingPattern.choices)
    reason = models.TextField(_("why"), max_length=2000)
    is_simple_reporting = models.BooleanField(null=True, blank=True)
    is_same_platform = models.BooleanField(null=True, blank=True)
    needs_locality = models.BooleanField(null=True, blank=True)
    cautions = models.TextField(_("access rules for the copy"), max_length=2000, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            once("sharingchoice_once", "port"),
            in_choices("sharingchoice_pattern", "pattern", SharingPattern),
        )

    def __str__(self) -> str:
        return f"{self.port}: {self.get_pattern_display()}"


class FitnessReading(models.Model):
    """The result of one fitness function for a product on a day: the last of that day counts."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="fitness_readings")
    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="fitness_readings")
    function = models.CharField(max_length=40)
    taken_on = models.DateField()
    passed = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("taken_on", "pk")
        constraints = (
            models.UniqueConstraint(
                name="fitnessreading_once_a_day", fields=("product", "function", "taken_on")
            ),
            models.CheckConstraint(
                name="fitnessreading_passed",
                condition=models.Q(passed__lte=models.F("of")),
                violation_error_message=_("Passed checks can’t exceed the total."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.function}: {self.passed} of {self.of}"
