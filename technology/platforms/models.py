"""The platform: its parts, its capabilities today, and the capabilities that it needs."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, in_choices, once, optional_link
from discovery.models import Discovery
from organizations.models import Person, Team
from products.models import DataProduct

_MATURITY = [MinValueValidator(0), MaxValueValidator(5)]


class Platform(Artifact):
    """A platform, who owns it, and how it aligns with the others."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="platforms")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("services"), max_length=2000, blank=True)
    owner = optional_link(Person, "+", _("platform owner"))
    team = optional_link(Team, "platforms", _("platform team"))
    alignment = models.TextField(_("alignment with the other platforms"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (once("platform_name_in_discovery", Lower("name"), "discovery"),)


class PlatformFeedback(Artifact):
    """Feedback of a team that uses the platform, and its owner's answer."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="feedback")
    text = models.CharField(_("feedback"), max_length=300)
    team = optional_link(Team, "+", _("given by"))
    said_on = models.DateField(_("given on"), null=True, blank=True)
    answer = models.TextField(_("response"), max_length=2000, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        verbose_name = _("feedback on a platform")
        verbose_name_plural = _("feedback on platforms")

    def __str__(self) -> str:
        return self.text


class PlatformChange(Artifact):
    """A change of the platform that its owner plans, and announces to the teams that use it."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="changes")
    name = models.CharField(_("change"), max_length=200)
    detail = models.TextField(_("action for teams"), max_length=2000, blank=True)
    comes_on = models.DateField(_("effective on"), null=True, blank=True)
    told_on = models.DateField(_("announced on"), null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("comes_on", "pk")
        verbose_name = _("platform change")
        verbose_name_plural = _("platform changes")


class Plane(models.TextChoices):
    """The planes of a platform, by whom they serve."""

    INFRASTRUCTURE = "infrastructure", _("Data infrastructure")
    EXPERIENCE = "experience", _("Data product developer experience")
    SUPERVISION = "supervision", _("Mesh supervision")


class Capability(Artifact):
    """A capability of a platform, in one of the three planes. Maturity is 0 (doesn't exist) to 5, None while
    it isn't assessed. `gap_…` describe how the gap between today's and the needed maturity is closed: effort
    in person-weeks, person, date. `key` is that of the shipped catalog, "" for others."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="capabilities")
    platform = optional_link(Platform, "capabilities", _("platform"))
    plane = models.CharField(_("plane"), max_length=14, choices=Plane.choices)
    key = models.CharField(max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    today = models.PositiveSmallIntegerField(
        _("maturity today, 0 to 5"), null=True, blank=True, validators=_MATURITY
    )
    needed = models.PositiveSmallIntegerField(
        _("maturity needed, 0 to 5"), null=True, blank=True, validators=_MATURITY
    )
    evidence = models.TextField(_("evidence"), max_length=2000, blank=True)
    owner = optional_link(Person, "+", _("owner"))
    how_to_get = models.TextField(_("access"), max_length=2000, blank=True)
    link = models.URLField(_("documentation link"), max_length=500, blank=True)
    gap_effort = models.DecimalField(
        _("effort in person-weeks"),
        max_digits=7,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    gap_closer = optional_link(Person, "+", _("gap owner"))
    gap_until = models.DateField(_("until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name_plural = _("capabilities")
        constraints = (
            in_choices("capability_plane", "plane", Plane),
            models.CheckConstraint(
                name="capability_maturity",
                condition=(models.Q(today=None) | models.Q(today__lte=5))
                & (models.Q(needed=None) | models.Q(needed__lte=5)),
                violation_error_message=_("Maturity is a number from 0 to 5."),
            ),
            once("capability_name_in_plane", Lower("name"), "discovery", "plane"),
        )


class ProductNeed(Artifact):
    """The product needs the capability at this maturity."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="needs")
    capability = models.ForeignKey(Capability, on_delete=models.CASCADE, related_name="needs")
    level = models.PositiveSmallIntegerField(_("needed maturity, 1 to 5"), validators=_MATURITY)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            once("productneed_once", "product", "capability"),
            models.CheckConstraint(name="productneed_level", condition=models.Q(level__gte=1, level__lte=5)),
        )

    def __str__(self) -> str:
        return f"{self.product} needs {self.capability}"
