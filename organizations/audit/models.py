"""Records for admins of sign-ins, of writes of programs, and of refusals."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.models import in_choices
from organizations.organization.models import Organization


class AuditResult(models.TextChoices):
    """Results of the recorded events."""

    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")


class AuditEntry(models.Model):
    """A line of the audit list of an organization: `event` as the log calls it, by whom, with which key, on
    what and from which address.

    People and keys are named by uuid, and as they were called then; `role` is what the target may do since.
    What a program did on a day, and what was refused to one person or key from one address, is one line with
    its `count`, from `at` to `last_at`. `bundle` tells such lines apart, and is None for one that is not
    counted.
    """

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    last_at = models.DateTimeField(default=timezone.now)
    count = models.PositiveIntegerField(default=1)
    bundle = models.CharField(max_length=64, null=True, blank=True, unique=True)
    event = models.CharField(max_length=60)
    result = models.CharField(max_length=8, choices=AuditResult.choices, default=AuditResult.DONE)
    status = models.PositiveSmallIntegerField(default=0)
    actor_uuid = models.UUIDField(null=True, blank=True)
    actor_label = models.CharField(max_length=200, blank=True)
    key_uuid = models.UUIDField(null=True, blank=True)
    target_uuid = models.UUIDField(null=True, blank=True)
    target_label = models.CharField(max_length=300, blank=True)
    role = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-last_at", "-pk")
        indexes = (models.Index(name="audit_of_organization", fields=("organization", "-last_at")),)
        constraints = (in_choices("audit_result", "result", AuditResult),)

    def __str__(self) -> str:
        return f"{self.event} by {self.actor_label}"
