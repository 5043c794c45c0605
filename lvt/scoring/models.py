"""Prioritization: the method as data, rounds, and the scores that people give."""

import uuid
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, in_choices, once
from discovery.models import Discovery
from lvt.scale_steps import BadScale, ScaleStep, scale_of, steps_in, whole_numbers, with_label
from lvt.scoring_method import WEIGHTLESS
from lvt.use_cases.models import UseCase
from workshops.models import Activity, Participant


class Combination(models.TextChoices):
    """Ways to make one number of the points of the criteria of a method."""

    SUM = "sum", _("Weighted sum")
    MEAN = "mean", _("Weighted mean")
    RATIO = "ratio", _("Benefit divided by cost")
    PRODUCT = "product", _("Product, divided by cost")
    KANO = "kano", _("Kano: pairs of answers")


class ScoringMethod(Artifact):
    """The method for scoring use cases of a discovery; frozen as soon as a round used it (lvt.policies).

    `top_share` is for a method that sorts into groups, by one criterion whose steps have names: above so many
    percent of the use cases in the highest group the ranking warns. `of_hypotheses`: only hypotheses are
    rated by it, because that of the use cases cannot be asked of them (lvt.methods.selectors).
    """

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="scoring_methods")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=1000, blank=True)
    combination = models.CharField(
        _("calculation"), max_length=8, choices=Combination.choices, default=Combination.SUM
    )
    top_share = models.PositiveSmallIntegerField(
        _("maximum share in the top group"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    of_hypotheses = models.BooleanField(default=False, editable=False)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (in_choices("scoringmethod_combination", "combination", Combination),)

    @property
    def divides(self) -> bool:
        """Return True if criteria count as a benefit or as a cost."""
        return self.combination in (Combination.RATIO, Combination.PRODUCT)

    @property
    def weighs(self) -> bool:
        """Return True if weights of its criteria change anything."""
        return self.combination not in WEIGHTLESS and len(self.criteria.all()) > 1


def validate_steps(text: str) -> None:
    """Raises ValidationError for a text that is no scale."""
    try:
        steps_in(text)
    except BadScale as error:
        raise ValidationError(str(error)) from error


class Direction(models.TextChoices):
    """The good end of a criterion's scale: high or low."""

    HIGHER = "higher", _("A high number is good")
    LOWER = "lower", _("A low number is good")


class CriterionPart(models.TextChoices):
    """The part of a criterion, benefit or cost, where a method divides one by the other."""

    BENEFIT = "benefit", _("Benefit")
    COST = "cost", _("Cost")


class Criterion(Artifact):
    """`part` matters where the method divides by cost, tells Kano's two questions apart (having it is the
    benefit, being without it the cost), and says which axis of the quadrant it is; `low_label`
    and `high_label` anchor the ends of the scale. `steps` are the answers where these are not all whole
    numbers from `scale_min` to `scale_max` (lvt.scale_steps): then the two do not matter."""

    method = models.ForeignKey(ScoringMethod, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("name"), max_length=60)
    question = models.CharField(_("question"), max_length=300)
    scale_min = models.SmallIntegerField(
        _("lowest"), default=0, validators=[MinValueValidator(0), MaxValueValidator(9)]
    )
    scale_max = models.SmallIntegerField(
        _("highest"), default=5, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    steps = models.CharField(_("steps of the scale"), max_length=300, blank=True, validators=[validate_steps])
    low_label = models.CharField(_("meaning of the lowest"), max_length=60, blank=True)
    high_label = models.CharField(_("meaning of the highest"), max_length=60, blank=True)
    direction = models.CharField(
        _("direction"), max_length=6, choices=Direction.choices, default=Direction.HIGHER
    )
    part = models.CharField(
        _("counts as"), max_length=8, choices=CriterionPart.choices, default=CriterionPart.BENEFIT
    )
    weight = models.DecimalField(
        _("weight"),
        max_digits=6,
        decimal_places=2,
        default=1,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name_plural = _("criteria")
        constraints = (
            models.CheckConstraint(
                name="criterion_scale",
                condition=models.Q(scale_max__gt=models.F("scale_min")),
                violation_error_message=_("A scale’s highest number must be above its lowest."),
            ),
            models.CheckConstraint(name="criterion_weight", condition=models.Q(weight__gte=0)),
            in_choices("criterion_direction", "direction", Direction),
            in_choices("criterion_part", "part", CriterionPart),
        )

    @property
    def scale(self) -> tuple[ScaleStep, ...]:
        """The answers to choose from, lowest first. A text that is no scale, which no form lets in, counts
        for none: a room goes on."""
        with suppress(BadScale):
            return scale_of(self.steps, self.scale_min, self.scale_max)
        return whole_numbers(self.scale_min, self.scale_max)

    @property
    def name_with_best(self) -> str:
        """Its name; of a cost whose highest score is the least cost, with what that score means."""
        best = self.highest
        if self.part != CriterionPart.COST or self.direction != Direction.HIGHER or not best.label:
            return self.name
        return f"{self.name} ({best.number} = {best.label})"

    @property
    def is_worded(self) -> bool:
        """Return True if steps have words for their meaning."""
        return any(step.label for step in self.scale)

    @property
    def lowest(self) -> ScaleStep:
        """The lowest answer, with what it means."""
        return with_label(self.scale[0], self.low_label)

    @property
    def highest(self) -> ScaleStep:
        """The highest answer, with what it means."""
        return with_label(self.scale[-1], self.high_label)

    def step_of(self, value: int) -> ScaleStep:
        """The answer that is stored as `value`; a document may hold one off the scale."""
        return next((step for step in self.scale if step.value == value), ScaleStep(value, str(value)))


class RoundState(models.TextChoices):
    """States of a round of scoring: no one sees results before it is revealed."""

    OPEN = "open", pgettext_lazy("round", "Open")
    REVEALING = "revealing", _("Being revealed")
    REVEALED = "revealed", _("Revealed")


class ScoringRound(Artifact):
    """One go at scoring some use cases in an activity; kept when a new one opens.

    `sides` has the people who count, each with their side, by the participant's uuid, as of the reveal. Later
    changes of people to themselves do not change what the room has seen. `roles` has the roles that they
    named. `steps_shown` counts the steps of the reveal that the room has seen while it is being revealed
    (lvt.selectors.ranking_reveal_steps). `most_each`: each person scores so many use cases, their
    share (ShareUseCase); None where everyone scores all.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="scoring_rounds")
    method = models.ForeignKey(ScoringMethod, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=9, choices=RoundState.choices, default=RoundState.OPEN)
    steps_shown = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)
    revealed_at = models.DateTimeField(null=True, blank=True)
    sides = models.JSONField(default=dict, blank=True)
    roles = models.JSONField(default=dict, blank=True)
    most_each = models.PositiveSmallIntegerField(
        null=True, blank=True, editable=False, validators=[MinValueValidator(1)]
    )

    class Meta(Artifact.Meta):
        ordering = ("number", "pk")
        constraints = (
            once("scoringround_number_once", "activity", "number"),
            once("scoringround_one_open", "activity", among=models.Q(state="open")),
            models.CheckConstraint(
                name="scoringround_revealed_at",
                condition=models.Q(state="open", revealed_at=None)
                | models.Q(state__in=("revealing", "revealed"), revealed_at__isnull=False),
                violation_error_message=_(
                    "A revealed round needs a reveal time, and an open round can’t have one."
                ),
            ),
        )

    def __str__(self) -> str:
        return f"round {self.number} of {self.activity}"


class RoundUseCase(Artifact):
    """A use case that a round scores, in the order in which phones show them."""

    round = models.ForeignKey(ScoringRound, on_delete=models.CASCADE, related_name="use_case_links")
    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="round_links")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (once("roundusecase_once", "round", "use_case"),)

    def __str__(self) -> str:
        return f"{self.use_case} in {self.round}"


class ShareUseCase(models.Model):
    """A use case in the share of one person, in a round of fair shares (lvt.scoring_shares.rules). Who scores
    what stays as it is, unless two people are merged (lvt.selectors.scoring_assignments). Written by
    lvt.scoring_shares.services.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(ScoringRound, on_delete=models.CASCADE, related_name="share_use_cases")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="share_use_cases")
    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="share_use_cases")

    class Meta:
        constraints = (
            models.UniqueConstraint(name="shareusecase_once", fields=("round", "participant", "use_case")),
        )

    def __str__(self) -> str:
        return f"{self.use_case} for {self.participant}"


class Score(models.Model):
    """The score of one person for one use case on one criterion in one round.

    `value` None is "not my field": a skip, never a zero. `late`: it came after the reveal; kept beside the
    one that counts, shown to its author, and not counted. `device` and `tap` order what one device sent, for
    its taps may overtake each other on the way. Written by lvt.scores.services alone, in one statement
    (upsert).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(ScoringRound, on_delete=models.CASCADE, related_name="scores")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="scores")
    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.SmallIntegerField(null=True, blank=True)
    late = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    device = models.CharField(max_length=32, blank=True, default="")
    tap = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="score_once", fields=("round", "participant", "use_case", "criterion", "late")
            ),
            models.CheckConstraint(
                name="score_value", condition=models.Q(value=None) | models.Q(value__gte=0, value__lte=10)
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant}: {self.use_case}, {self.criterion}"
