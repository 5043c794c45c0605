"""Answers that the worker computed and stores, so that every page, file and program reads the same one."""

from django.db import models
from django.utils import timezone

from discovery.models import Discovery


class KeptAnswer(models.Model):
    """The answer to a question of the cut line (CutLineQuestion), by the key of the
    question: a different question has a different key. `choices` is what cut_line.dump made of it: places and
    numbers, no names. `is_settled`: there is nothing left to search.

    Rows can be worked out again from the discovery, so they have no history and are in no document.
    """

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="kept_answers")
    key = models.CharField(max_length=64)
    choices = models.JSONField()
    is_settled = models.BooleanField()
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-kept_at", "-pk")
        constraints = (models.UniqueConstraint(name="keptanswer_key", fields=("discovery", "key")),)

    def __str__(self) -> str:
        return self.key


class AnswerRequest(models.Model):
    """A request to the worker to compute an answer: the recorded cut line of the discovery with its saved
    scenarios, or a what-if by its `changes`, as an address says them. `key` names these. It begins at
    `due_at`, which moves on while changes come in, and is there until the work ends. `asker` is the uuid of
    the account that asked first, and empty where a change did."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="answer_requests")
    key = models.CharField(max_length=64, blank=True)
    changes = models.TextField(max_length=4000, blank=True)
    due_at = models.DateTimeField()
    asker = models.CharField(max_length=36, blank=True, db_index=True)

    class Meta:
        ordering = ("due_at", "pk")
        constraints = (models.UniqueConstraint(name="answerrequest_key", fields=("discovery", "key")),)

    def __str__(self) -> str:
        return self.changes or str(self.discovery)
