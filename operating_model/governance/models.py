"""Governance: bodies, their seats, meetings and decision rights, and flows between them."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, exactly_one, in_choices, once
from discovery.models import Discovery
from organizations.models import Person, Role, Team


class GovernanceKind(models.TextChoices):
    """Types of governance, by their subject."""

    PORTFOLIO = "portfolio", _("Portfolio governance")
    DOMAIN = "domain", _("Domain governance")
    TECHNOLOGY = "technology", _("Technology governance")


class Cadence(models.TextChoices):
    """Rhythms of a body's meetings."""

    WEEKLY = "weekly", _("Every week")
    BIWEEKLY = "biweekly", _("Every two weeks")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")


class Body(Artifact):
    """A governing body. Its first meeting is on `first_on` at `at`, in the time zone `timezone`, then by its
    cadence."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="bodies")
    kind = models.CharField(_("type of governance"), max_length=10, choices=GovernanceKind.choices)
    name = models.CharField(_("name"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=2000, blank=True)
    inputs = models.TextField(_("inputs"), max_length=2000, blank=True)
    decision_rights = models.TextField(_("decision rights"), max_length=2000, blank=True)
    cadence = models.CharField(_("meeting frequency"), max_length=10, choices=Cadence.choices, blank=True)
    first_on = models.DateField(_("first meeting"), null=True, blank=True)
    at = models.TimeField(_("start time"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(720)]
    )
    timezone = models.CharField(_("time zone"), max_length=40, default="UTC")
    escalates_to = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="escalated_from",
        verbose_name=_("escalates to"),
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name_plural = _("bodies")
        constraints = (
            in_choices("body_kind", "kind", GovernanceKind),
            models.CheckConstraint(
                name="body_cadence", condition=models.Q(cadence="") | models.Q(cadence__in=Cadence.values)
            ),
            models.CheckConstraint(
                name="body_not_to_itself",
                condition=models.Q(escalates_to=None) | ~models.Q(escalates_to=models.F("id")),
                violation_error_message=_("A body can’t escalate to itself."),
            ),
        )


class BodyMember(Artifact):
    """A member of a body: a person, or the holder of a role."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.CASCADE, related_name="body_seats"
    )
    role = models.ForeignKey(Role, null=True, blank=True, on_delete=models.CASCADE, related_name="body_seats")
    is_chair = models.BooleanField(_("chair"), default=False)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            exactly_one(
                "bodymember_one", "person", "role", message=_("A seat belongs to one person or one role.")
            ),
            once("bodymember_person_once", "body", "person", among=models.Q(person__isnull=False)),
            once("bodymember_role_once", "body", "role", among=models.Q(role__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.person or self.role} in {self.body}"


class Flow(Artifact):
    """A flow from a body or team to a body or team, such as a proposal or a standard."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="governance_flows")
    from_body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.CASCADE, related_name="flows_out"
    )
    from_team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="flows_out"
    )
    to_body = models.ForeignKey(
        Body, null=True, blank=True, on_delete=models.CASCADE, related_name="flows_in"
    )
    to_team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="flows_in"
    )
    what = models.CharField(_("flow"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            exactly_one(
                "flow_one_origin",
                "from_body",
                "from_team",
                message=_("A flow comes from one body or one team."),
            ),
            exactly_one(
                "flow_one_end", "to_body", "to_team", message=_("A flow goes to one body or one team.")
            ),
        )

    def __str__(self) -> str:
        return self.what
