"""The Lean Value Tree: vision, goals, hypotheses (bets), initiatives; measures of success belong to any of
the last three."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, in_choices, once, optional_link
from discovery.models import Discovery
from organizations.models import Person


class Vision(Artifact):
    """The difference that it makes once all of this has worked; a discovery has one."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="visions")
    statement = models.TextField(_("vision"), max_length=1000)

    class Meta(Artifact.Meta):
        constraints = (once("vision_one_per_discovery", "discovery"),)

    def __str__(self) -> str:
        return self.statement


class Goal(Artifact):
    """`wip_limit`: how many of its bets may be in progress (exploring or in delivery) at once.
    `contributes_to`: the goal of the organization that a domain's goal helps to reach."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(_("goal"), max_length=200)
    description = models.TextField(_("definition of success"), max_length=2000, blank=True)
    owner = optional_link(Person, "+", _("owner"))
    wip_limit = models.PositiveSmallIntegerField(
        _("hypotheses in progress at once"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    contributes_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contributions",
        verbose_name=_("contributes to"),
    )
    position = models.PositiveIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="goal_wip_limit", condition=models.Q(wip_limit__gte=1, wip_limit__lte=20)
            ),
        )

    def __str__(self) -> str:
        return self.title

    def has_room(self, in_progress: int) -> bool:
        """Return True if one more of its bets may begin, where so many others are in progress."""
        return in_progress < self.wip_limit


class BetState(models.TextChoices):
    """States in the life of a hypothesis; `policies/bet_states.py` has the possible next ones."""

    PROPOSED = "proposed", pgettext_lazy("hypothesis", "Proposed")
    EXPLORING = "exploring", _("Exploring")
    IN_DELIVERY = "in_delivery", _("In delivery")
    PAYING_OFF = "paying_off", _("Paying off")
    ADJUSTED = "adjusted", _("Adjusted")
    STOPPED = "stopped", _("Stopped")


# What counts as work in progress of a goal.
IN_PROGRESS = frozenset({BetState.EXPLORING, BetState.IN_DELIVERY})


class Hypothesis(Artifact):
    """A bet on how a goal is reached. Efforts that are not about data are shown too, marked as such."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="hypotheses")
    statement = models.TextField(_("hypothesis"), max_length=1000)
    state = models.CharField(_("state"), max_length=12, choices=BetState.choices, default=BetState.PROPOSED)
    about_data = models.BooleanField(_("about data"), default=True)
    owner = optional_link(Person, "+", _("owner"))
    position = models.PositiveIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name_plural = _("hypotheses")
        constraints = (in_choices("hypothesis_state", "state", BetState),)

    def __str__(self) -> str:
        return self.statement


class Initiative(Artifact):
    """An initiative that validates a hypothesis."""

    hypothesis = models.ForeignKey(Hypothesis, on_delete=models.CASCADE, related_name="initiatives")
    name = models.CharField(_("initiative"), max_length=200)
    description = models.TextField(_("validation of the hypothesis"), max_length=2000, blank=True)
    about_data = models.BooleanField(_("about data"), default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")


class Measure(Artifact):
    """A measure of success of exactly one goal, hypothesis or initiative.

    One that a room just proposed has no `target` yet.
    """

    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.CASCADE, related_name="measures")
    hypothesis = models.ForeignKey(
        Hypothesis, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    initiative = models.ForeignKey(
        Initiative, null=True, blank=True, on_delete=models.CASCADE, related_name="measures"
    )
    name = models.CharField(_("measure of success"), max_length=200)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=16, decimal_places=4, null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    @property
    def is_awaited(self) -> bool:
        """Return True unless its hypothesis was stopped: then no one waits for its target."""
        bet = self.initiative.hypothesis if self.initiative is not None else self.hypothesis
        return bet is None or bet.state != BetState.STOPPED

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name = _("measure of success")
        verbose_name_plural = _("measures of success")
        constraints = (
            models.CheckConstraint(
                name="measure_hangs_on_one",
                condition=(
                    models.Q(goal__isnull=False, hypothesis=None, initiative=None)
                    | models.Q(goal=None, hypothesis__isnull=False, initiative=None)
                    | models.Q(goal=None, hypothesis=None, initiative__isnull=False)
                ),
                violation_error_message=_(
                    "A measure must be linked to exactly one goal, hypothesis or initiative."
                ),
            ),
        )


class MeasuredValue(Artifact):
    """The value of a measure of success on a day."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="values")
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    measured_on = models.DateField(_("measured on"))
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("measured_on", "pk")
        constraints = (once("measuredvalue_one_a_day", "measure", "measured_on"),)

    def __str__(self) -> str:
        return f"{self.value} on {self.measured_on}"
