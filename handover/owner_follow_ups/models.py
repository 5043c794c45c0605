"""After the handover: the days on which owners are asked what became of it, the link of each of them, and
what they said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, once, optional_link
from discovery.discoveries.models import Discovery
from organizations.people_and_teams.models import Person

ONE_A_DAY = _("There’s already a follow-up on this day.")


class CheckIn(Artifact):
    """A day on which the owners of a discovery are asked."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="check_ins")
    held_on = models.DateField(_("day"))

    class Meta(Artifact.Meta):
        ordering = ("held_on", "pk")
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = (
            once(
                "checkin_once_a_day",
                "discovery",
                "held_on",
                message=ONE_A_DAY,
            ),
        )

    def __str__(self) -> str:
        return self.held_on.isoformat()


class CheckInLink(Artifact):
    """The one link with which an owner answers at each check-in of a discovery, until it is revoked."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="check_in_links")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="check_in_links")
    key = models.CharField(max_length=64, unique=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("owner__name", "pk")
        constraints = (once("checkinlink_one_works", "discovery", "owner", among=models.Q(revoked_at=None)),)

    def __str__(self) -> str:
        return str(self.owner)


class CheckInAnswer(Artifact):
    """The owner's answer at a check-in about one thing: a measure, a promise or an action, as the `kind` of
    question says. `about` is its uuid, and `name` what it was called then."""

    check_in = models.ForeignKey(CheckIn, on_delete=models.CASCADE, related_name="answers")
    owner = optional_link(Person, "+")
    kind = models.CharField(max_length=20)
    about = models.UUIDField()
    name = models.CharField(_("subject"), max_length=500)
    said = models.CharField(_("response"), max_length=120)
    note = models.TextField(_("lessons learned"), max_length=1000, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        verbose_name = _("follow-up answer")
        verbose_name_plural = _("follow-up answers")
        constraints = (once("checkinanswer_once", "check_in", "about"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.said}"
