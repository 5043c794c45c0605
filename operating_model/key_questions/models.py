"""The key questions of an operating model, and the answers that a room proposes."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, in_choices, once, optional_link
from discovery.models import Discovery
from organizations.models import Person
from workshops.contributions.models import AUTHOR_LENGTH
from workshops.models import Activity


class KeyQuestionState(models.TextChoices):
    """States of a key question."""

    OPEN = "open", pgettext_lazy("question", "Open")
    DECIDED = "decided", pgettext_lazy("question", "Decided")


class KeyQuestion(Artifact):
    """A question that the domain has to answer before it can own data products: the practice of today, and of
    tomorrow. `key` is that of a shipped question, "" for others."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="key_questions")
    key = models.CharField(max_length=40, blank=True)
    text = models.CharField(_("question"), max_length=300)
    today = models.TextField(_("today’s answer"), max_length=4000, blank=True)
    tomorrow = models.TextField(_("tomorrow’s answer"), max_length=4000, blank=True)
    owner = optional_link(Person, "+", _("owner"))
    state = models.CharField(
        _("state"), max_length=8, choices=KeyQuestionState.choices, default=KeyQuestionState.OPEN
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            in_choices("keyquestion_state", "state", KeyQuestionState),
            once("keyquestion_key_once", "discovery", "key", among=~models.Q(key="")),
        )

    def __str__(self) -> str:
        return self.text


class Horizon(models.TextChoices):
    """The time that an answer is about: today or tomorrow."""

    TODAY = "today", _("Today")
    TOMORROW = "tomorrow", _("Tomorrow")


class AnswerProposal(Artifact):
    """An answer to a key question that someone in the room proposed, for today or tomorrow."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="answer_proposals")
    question = models.ForeignKey(KeyQuestion, on_delete=models.CASCADE, related_name="proposals")
    horizon = models.CharField(max_length=8, choices=Horizon.choices)
    text = models.TextField(_("answer"), max_length=1000)
    author = models.CharField(max_length=AUTHOR_LENGTH, blank=True)
    is_taken = models.BooleanField(default=False)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (in_choices("answerproposal_horizon", "horizon", Horizon),)

    def __str__(self) -> str:
        return self.text
