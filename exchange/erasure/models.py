"""The record that a person was erased, without their name."""

import uuid

from django.db import models
from django.utils import timezone

from core.models import optional_link
from organizations.organization.models import Organization


class Erasure(models.Model):
    """A person gave way to the pseudonym with this `number`, which no other person gets; in `organization`,
    or with None in all that their account belonged to. No one asked for it when the time of a guest was
    over. `uuids` are those of the rows that were the person's: they name no one, and older files still have
    them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField(default=timezone.now)
    is_asked_for = models.BooleanField(default=True)
    # Whether texts that people wrote were looked through, too, and for names of a single word as well.
    in_texts = models.BooleanField(default=True)
    in_words = models.BooleanField(default=False)
    uuids: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    organization = optional_link(Organization, "erasures")

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.pseudonym

    @property
    def pseudonym(self) -> str:
        # The same in every language: it is kept in rows and documents, as a name is.
        return f"Former participant {self.number}"
