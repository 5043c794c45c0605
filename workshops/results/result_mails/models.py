"""Recipients of a mail with the results of a workshop."""

from django.db import models

from core.models import exactly_one
from organizations.models.account import User
from workshops.workshop.models import Participant, Workshop

RESULTS, DOUBLE = "results", "results_again"
"""What the outbox calls the mail, and one whose address gets another."""


class SummaryMail(models.Model):
    """The one mail about a workshop to a participant who left their `address`, or to a member (`account`).

    It is in the outbox from `queued_at` on, until it was sent or given up. The address is deleted as the mail
    is sent, at `sent_at`, and where another mail of the workshop goes to it. `language` is the one in which
    it was asked for; without it, the mail is in that of the workshop.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="summary_mails")
    participant = models.OneToOneField(
        Participant, null=True, blank=True, on_delete=models.CASCADE, related_name="summary_mail"
    )
    account = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                name="summary_once",
                fields=("workshop", "account"),
                condition=models.Q(account__isnull=False),
            ),
            exactly_one("summary_to_one", "participant", "account"),
        )

    def __str__(self) -> str:
        return f"{self.workshop} for {self.participant or self.account}"
