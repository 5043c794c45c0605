"""Files that the worker made or is making."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import in_choices
from discovery.discoveries.models import Discovery
from handover.findings.models import HandoverVersion
from organizations.models.account import User


class ExportState(models.TextChoices):
    """States of the worker's progress with a report."""

    HELD = "held", _("Not requested yet")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Ready")
    FAILED = "failed", _("Failed")


class ReportExport(models.Model):
    """One report of a discovery: `percent` and `step` tell how far it is, `path` where below MEDIA_ROOT the
    file lies.

    It says what the discovery says when it is made, but for the PDF of a frozen `version`: that is laid out
    from `source`, HTML that was written when the version was frozen.
    """

    document_label = "discovery.ReportExport"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="exports")
    version = models.OneToOneField(
        HandoverVersion, null=True, blank=True, on_delete=models.CASCADE, related_name="pdf"
    )
    source = models.TextField(blank=True)
    requested_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_by_label = models.CharField(max_length=200)
    format = models.CharField(max_length=8, default="pdf")
    # How it is made, as the profile said when it was asked for: {audience, stream, language, sections}.
    options = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=ExportState.choices, default=ExportState.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=120, blank=True)
    error = models.TextField(blank=True)
    path = models.CharField(max_length=255, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    # How often a worker took it up: a report whose worker was killed is tried once more, then given up.
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            in_choices("reportexport_state", "state", ExportState),
            models.CheckConstraint(name="reportexport_percent", condition=models.Q(percent__lte=100)),
        )

    def __str__(self) -> str:
        return f"{self.format} of {self.discovery}, {self.get_state_display()}"
