"""A key of a program."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.models.creator_account import MadeByAccount
from core.models import exactly_one
from core.models.key_expiry import WithLastDay
from discovery.models import Discovery
from organizations.models import Organization


class Scope(models.TextChoices):
    """Permissions of a key's program."""

    READ = "read", _("Read content")
    WRITE = "write", _("Write content and states")
    MEASURE = "measure", _("Record measurements of promises")


class ApiKey(WithLastDay, MadeByAccount):
    """Lets a program do in one discovery, or in those of an organization, what its scopes say and `made_by`
    may do. Only the digest of the key is kept. `scopes` are values of Scope, separated by spaces.
    A revoked key stays, with the day on which that happened. One whose maker was erased is revoked."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    discovery = models.ForeignKey(
        Discovery, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("purpose"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("revoked_at", "pk")
        constraints = (exactly_one("apikey_of_one_place", "organization", "discovery"),)

    def __str__(self) -> str:
        return self.name

    @property
    def held_scopes(self) -> list[Scope]:
        return [Scope(each) for each in self.scopes.split()]

    def allows(self, scope: Scope) -> bool:
        return scope in self.held_scopes
