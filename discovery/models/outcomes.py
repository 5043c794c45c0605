"""What a room concludes."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discovery.models.artefact import Artefact
from discovery.models.discovery import Discovery
from discovery.models.workshop import Activity, Workshop


class Decision(Artefact):
    """An entry of the decision log: what, why, and who did not agree."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="decisions")
    workshop = models.ForeignKey(
        Workshop, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="decisions"
    )
    title = models.CharField(_("what was decided"), max_length=200)
    reason = models.TextField(_("why"), max_length=4000)
    decided_by = models.CharField(_("who decided"), max_length=200, blank=True)
    dissent = models.TextField(_("who dissented, and why"), max_length=4000, blank=True)
    decided_at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta(Artefact.Meta):
        ordering = ("-decided_at", "-pk")

    def __str__(self) -> str:
        return self.title
