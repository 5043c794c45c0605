"""Catalogs of others that the worker keeps up to date."""

import uuid
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from api.models.creator_account import MadeByAccount
from core.models import in_choices
from discovery.models import Discovery


class Rhythm(models.TextChoices):
    """Rhythms in which changes are sent."""

    CHANGE = "change", _("After each change")
    DAILY = "daily", _("Once a day")
    OFF = "off", _("Only on request")


class Catalog(MadeByAccount):
    """A catalog that gets the specifications of one discovery, as long as `made_by` may manage its keys.
    `token` is sealed. `changed_at` is when something changed last that it gets, and `taken_at` when it had
    taken everything. A stopped one keeps its deliveries. One whose maker was erased goes
    on for its place."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="+")
    address = models.URLField(_("address"), max_length=400)
    token = models.TextField(blank=True)
    rhythm = models.CharField(_("when"), max_length=8, choices=Rhythm.choices, default=Rhythm.CHANGE)
    made_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("stopped_at", "pk")
        constraints = (in_choices("catalog_rhythm", "rhythm", Rhythm),)

    def __str__(self) -> str:
        return self.address

    @property
    def place(self) -> Discovery:
        return self.discovery

    @property
    def host(self) -> str:
        """The host of the address, for the history."""
        return urlsplit(self.address).hostname or ""
