"""Conclusions of a room."""

from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.labels import Text
from core.models import Artifact, in_choices, optional_link
from discovery.discoveries.models import Discovery, StreamKind
from organizations.people_and_teams.models import Person
from workshops.contributions.models import AUTHOR_LENGTH
from workshops.workshop.models import Activity, Workshop


@dataclass(frozen=True, slots=True)
class OutcomeState:
    """The word for a state, "" where none is shown, with its tone ("good", "warn" or ""), and whether no one
    has to act any more. Every page shows this word."""

    label: Text = ""
    tone: str = ""
    is_over: bool = False


class Decision(Artifact):
    """An entry of the decision log: what, why, and who did not agree."""

    DATED_BY = "decided_at"
    outcome_state = OutcomeState()

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="decisions")
    workshop = optional_link(Workshop, "decisions")
    activity = optional_link(Activity, "decisions")
    title = models.CharField(_("decision"), max_length=200)
    reason = models.TextField(_("why"), max_length=4000)
    decided_by = models.CharField(_("decided by"), max_length=200, blank=True)
    dissent = models.TextField(_("dissent and reasons"), max_length=4000, blank=True)
    decided_at = models.DateTimeField(_("when"), default=timezone.now)
    alternatives = models.TextField(_("alternatives, and why not"), max_length=4000, blank=True)
    review_on = models.DateField(_("review on"), null=True, blank=True)
    stream = models.CharField(_("stream"), max_length=16, blank=True, choices=StreamKind.choices)
    link = models.URLField(_("link"), max_length=500, blank=True)

    @property
    def decided_on(self) -> date:
        """The day on which it was decided, in the time zone of the reader."""
        return timezone.localdate(self.decided_at)

    @property
    def is_review_due(self) -> bool:
        """True from the day on which it's to be reviewed."""
        return self.review_on is not None and self.review_on <= timezone.localdate()

    class Meta(Artifact.Meta):
        ordering = ("-decided_at", "-pk")

    def __str__(self) -> str:
        return self.title


class DecisionLink(Artifact):
    """A link to the subject of a decision: a page of this discovery, or one elsewhere."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("description"), max_length=200)
    url = models.CharField(_("address"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    @property
    def is_elsewhere(self) -> bool:
        """True if it leads away from this site."""
        return not self.url.startswith("/")

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.label


class CapturedOutcome(Artifact):
    """Base of outcomes that are captured anywhere in a discovery. `captured_by` names who said it."""

    DATED_BY = "created_at"

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="%(class)ss")
    workshop = optional_link(Workshop, "%(class)ss")
    activity = optional_link(Activity, "%(class)ss")
    title = models.CharField(_("summary"), max_length=300)
    detail = models.TextField(_("more about it"), max_length=4000, blank=True)
    captured_by = models.CharField(max_length=200, blank=True)

    class Meta(Artifact.Meta):
        abstract = True
        ordering = ("pk",)

    @property
    def outcome_state(self) -> OutcomeState:
        """The state that pages show; none without a rule of its kind."""
        return OutcomeState()

    def __str__(self) -> str:
        return self.title


_SETTLED = OutcomeState(_("Settled"), "good", is_over=True)
_ANSWERED = OutcomeState(_("Answered"), "good", is_over=True)
_UNANSWERED = OutcomeState(pgettext_lazy("question", "Open"), "warn")


class ParkingLotItem(CapturedOutcome):
    """Something for later, set aside so that the room can go on. `is_settled`: no one has to come back to
    it."""

    is_settled = models.BooleanField(_("settled"), default=False)

    @property
    def outcome_state(self) -> OutcomeState:
        return _SETTLED if self.is_settled else OutcomeState()


class ActionState(models.TextChoices):
    """State of an action: still to be done, or not any more."""

    OPEN = "open", pgettext_lazy("action", "Open")
    DONE = "done", pgettext_lazy("action", "Done")
    DROPPED = "dropped", pgettext_lazy("action", "Dropped")


_STATES_OF_ACTIONS = {
    ActionState.OPEN: OutcomeState(),
    ActionState.DONE: OutcomeState(ActionState.DONE.label, "good", is_over=True),
    ActionState.DROPPED: OutcomeState(ActionState.DROPPED.label, is_over=True),
}


class ActionItem(CapturedOutcome):
    """An action with its person and day. `owner` is someone of the organization, `owner_name` anyone else."""

    owner = optional_link(Person, "action_items")
    owner_name = models.CharField(_("owner"), max_length=120, blank=True)
    due = models.DateField(_("due"), null=True, blank=True)
    stream = models.CharField(_("stream"), max_length=16, blank=True, choices=StreamKind.choices)
    state = models.CharField(_("state"), max_length=8, choices=ActionState.choices, default=ActionState.OPEN)

    @property
    def outcome_state(self) -> OutcomeState:
        return _STATES_OF_ACTIONS[ActionState(self.state)]

    @property
    def responsible(self) -> str:
        """Name of the person who has taken it; "" when no one has."""
        return str(self.owner) if self.owner else self.owner_name

    @property
    def responsible_name(self) -> str:
        """The name alone, as it is typed and filtered by."""
        return self.owner.name if self.owner else self.owner_name

    @property
    def is_left_behind(self) -> bool:
        """True if its owner was deleted since."""
        return self.owner is not None and self.owner.deleted_at is not None

    class Meta(Artifact.Meta):
        ordering = ("due", "pk")
        constraints = (in_choices("actionitem_state", "state", ActionState),)


class Question(CapturedOutcome):
    """A question, open until it has an `answer`. In an activity it has an author like a note."""

    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    author = models.CharField(max_length=AUTHOR_LENGTH, blank=True)

    @property
    def outcome_state(self) -> OutcomeState:
        return _ANSWERED if self.answer else _UNANSWERED


class Level(models.IntegerChoices):
    """Likelihood or impact of a risk; the words fit an impact."""

    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")


class Likelihood(models.IntegerChoices):
    """The levels, in words that fit a likelihood."""

    LOW = Level.LOW.value, pgettext_lazy("likelihood", "Low")
    MEDIUM = Level.MEDIUM.value, pgettext_lazy("likelihood", "Medium")
    HIGH = Level.HIGH.value, pgettext_lazy("likelihood", "High")


class Risk(CapturedOutcome):
    """A risk with its likelihood and impact, and the steps against it (`mitigation`)."""

    likelihood = models.PositiveSmallIntegerField(
        _("likelihood"), choices=Likelihood.choices, default=Level.MEDIUM
    )
    impact = models.PositiveSmallIntegerField(_("impact"), choices=Level.choices, default=Level.MEDIUM)
    mitigation = models.TextField(_("mitigation"), max_length=4000, blank=True)

    @property
    def weight(self) -> int:
        """Likelihood × impact, 1 to 9."""
        return self.likelihood * self.impact

    class Meta(CapturedOutcome.Meta):
        constraints = (
            models.CheckConstraint(
                name="risk_levels",
                condition=models.Q(likelihood__in=Level.values, impact__in=Level.values),
                violation_error_message=_("Likelihood and impact must be low, medium or high."),
            ),
        )
