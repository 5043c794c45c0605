"""Responsibilities: support and incentives of people in roles, and the responsibility matrix."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, in_choices, once
from discovery.models import Discovery
from organizations.models import Person, Role


class Agreement(Artifact):
    """The agreement with a person who takes on roles: the support they get, and their incentives."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="agreements")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="agreements")
    support = models.TextField(_("support"), max_length=2000, blank=True)
    incentives = models.TextField(_("incentives"), max_length=2000, blank=True)
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (once("agreement_once", "discovery", "person"),)

    def __str__(self) -> str:
        return str(self.person)


class Duty(Artifact):
    """A row of the responsibility matrix: an activity that roles are responsible for."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="duties")
    name = models.CharField(_("activity"), max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name_plural = _("duties")


class RaciPart(models.TextChoices):
    """The parts that roles have in a duty, by the letters of RACI."""

    RESPONSIBLE = "R", _("Responsible: does it")
    ACCOUNTABLE = "A", _("Accountable: owns the result")
    CONSULTED = "C", _("Consulted: asked beforehand")
    INFORMED = "I", _("Informed: told afterwards")


class DutyPart(Artifact):
    """The part of a role in a duty. A role may have two: it answers for its own work."""

    duty = models.ForeignKey(Duty, on_delete=models.CASCADE, related_name="parts")
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="duty_parts")
    part = models.CharField(_("part"), max_length=1, choices=RaciPart.choices)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            once("dutypart_once", "duty", "role", "part"),
            in_choices("dutypart_part", "part", RaciPart),
        )

    def __str__(self) -> str:
        return f"{self.role}: {self.part}"
