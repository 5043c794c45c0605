"""Contributions to an activity of any kind: notes, votes, answers, and "I am done".

`author` is whose it is (discovery.authors): the uuid of a participant, who is then named by `participant`
too, or, in an anonymous activity, what only the holder of an anonymous key can name. Rows of anonymous
authors have random primary keys and no times, so that neither tells in which order people wrote.
"""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, optional_link, random_pk
from workshops.workshop.models import Activity, Participant

AUTHOR_LENGTH = 64
NOTE_LENGTH = 500


class ActivityCompletion(models.Model):
    """A participant said "I am done" with an activity; undoing it deletes the row."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="completions")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="completions")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="activitycompletion_once", fields=("activity", "participant")),
        )

    def __str__(self) -> str:
        return f"{self.participant} is done with {self.activity}"


class KeyGrant(models.Model):
    """A participant was handed an anonymous key for an activity: that, and nothing about the key's use.

    `digest` recognizes the same key when its holder asks again (the answer was lost); what the key wrote is
    named by another digest, and neither leads to the other without the key, which only the browser holds.
    """

    id = models.BigAutoField(primary_key=True, default=random_pk)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="key_grants")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="key_grants")
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = (models.UniqueConstraint(name="keygrant_once", fields=("activity", "participant")),)

    def __str__(self) -> str:
        return f"{self.participant} has a key for {self.activity}"


class NoteGroup(Artifact):
    """Notes that the room put together, with the name it gave them."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="note_groups")
    name = models.CharField(_("name"), max_length=120, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")


class Note(Artifact):
    """A thought on the board. `became_kind` and `became_uuid` name the artifact that it was turned into
    (registries.note_targets)."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="notes")
    author = models.CharField(max_length=AUTHOR_LENGTH)
    participant = optional_link(Participant, "notes")
    text = models.CharField(_("note"), max_length=NOTE_LENGTH)
    group = optional_link(NoteGroup, "notes")
    position = models.IntegerField(default=0)
    became_kind = models.CharField(max_length=40, blank=True)
    became_uuid = models.UUIDField(null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="note_became_something",
                condition=models.Q(became_kind="", became_uuid=None)
                | (~models.Q(became_kind="") & models.Q(became_uuid__isnull=False)),
                violation_error_message=_(
                    "The result of a note needs both a kind and an identifier, or neither."
                ),
            ),
        )

    def __str__(self) -> str:
        # Not what it says: until the reveal no one reads that, in no list and no message either.
        return str(_("a note"))


class Vote(models.Model):
    """The dots that an author gave one item (the uuid of a note, a group or a question) of an activity.

    `device` and `tap` order what one device sent, as with scores.
    """

    id = models.BigAutoField(primary_key=True, default=random_pk)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="votes")
    item = models.UUIDField()
    author = models.CharField(max_length=AUTHOR_LENGTH)
    participant = optional_link(Participant, "votes")
    dots = models.PositiveSmallIntegerField(default=1)
    device = models.CharField(max_length=32, blank=True, default="")
    tap = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="vote_once", fields=("activity", "author", "item")),
            models.CheckConstraint(name="vote_dots", condition=models.Q(dots__lte=100)),
        )

    def __str__(self) -> str:
        return f"{self.dots} for {self.item}"


class Answer(models.Model):
    """The answer of an author in one slot of an activity: a number, a choice or several, words.

    The kind of the activity says which of them it asks for. The last answer of an author counts.
    """

    id = models.BigAutoField(primary_key=True, default=random_pk)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="answers")
    slot = models.CharField(max_length=40, blank=True, default="")
    author = models.CharField(max_length=AUTHOR_LENGTH)
    participant = optional_link(Participant, "answers")
    number = models.SmallIntegerField(null=True, blank=True)
    text = models.CharField(max_length=1000, blank=True, default="")
    choices: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    device = models.CharField(max_length=32, blank=True, default="")
    tap = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(name="answer_once", fields=("activity", "slot", "author")),)

    def __str__(self) -> str:
        return f"answer to {self.activity}"
