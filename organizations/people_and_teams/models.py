"""People, teams and roles: everything in a discovery is owned by someone, with an account or without."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from core.models import Artifact, in_choices, once, optional_link
from organizations.models.account import User
from organizations.organization.models import Domain, Organization


class Side(models.TextChoices):
    """On which side someone works: scores are compared by it."""

    BUSINESS = "business", _("Business")
    IT = "it", _("IT")
    OTHER = "other", _("Other")


class Person(Artifact):
    """Someone who can own things or fill a role, with or without an account."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="people")
    account = optional_link(User, "people")
    name = models.CharField(_("name"), max_length=120)
    role_title = models.CharField(_("role title"), max_length=120, blank=True)
    side = models.CharField(_("side"), max_length=10, choices=Side.choices, default=Side.BUSINESS)
    email = models.EmailField(_("email"), blank=True)

    class Meta(Artifact.Meta):
        ordering = ("name", "pk")
        verbose_name_plural = _("people")
        constraints = (in_choices("person_side", "side", Side),)

    def __str__(self) -> str:
        """The name; what someone owned says of them when they were deleted that they are gone."""
        if self.deleted_at is None:
            return self.name
        return gettext("%(person)s (no longer listed)") % {"person": self.name}


class TeamKind(models.TextChoices):
    """Purposes of teams."""

    PRODUCT = "product", _("Data product team")
    PLATFORM = "platform", _("Platform team")
    OTHER = "other", _("Other team")


class Team(Artifact):
    """A team as it is today, and as it is to be tomorrow."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="teams")
    domain = optional_link(Domain, "teams")
    name = models.CharField(_("name"), max_length=120)
    responsibilities = models.TextField(_("responsibilities"), max_length=2000, blank=True)
    kind = models.CharField(_("type"), max_length=12, choices=TeamKind.choices, default=TeamKind.OTHER)
    # What it is to answer for tomorrow; "" for the same as today.
    responsibilities_tomorrow = models.TextField(_("responsibilities tomorrow"), max_length=2000, blank=True)
    is_today = models.BooleanField(_("exists today"), default=True)
    is_tomorrow = models.BooleanField(_("will exist tomorrow"), default=True)

    names_within = ("organization_id", "domain_id")

    class Meta(Artifact.Meta):
        ordering = ("name", "pk")
        constraints = (in_choices("team_kind", "kind", TeamKind),)


class TeamMembership(Artifact):
    """That someone belongs to a team, today or tomorrow."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="team_memberships")
    is_today = models.BooleanField(_("member today"), default=True)
    is_tomorrow = models.BooleanField(_("member tomorrow"), default=True)

    class Meta(Artifact.Meta):
        constraints = (once("teammembership_once", "team", "person"),)

    def __str__(self) -> str:
        return f"{self.person} in {self.team}"


class Role(Artifact):
    """A role with its responsibilities, which people fill."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(_("name"), max_length=120)
    responsibilities = models.TextField(_("responsibilities"), max_length=2000, blank=True)
    # That of a role that the method knows (operating_model.shipped), "" for an own one.
    key = models.CharField(max_length=40, blank=True)
    decision_rights = models.TextField(_("decision rights"), max_length=2000, blank=True)

    names_within = ("organization_id",)

    class Meta(Artifact.Meta):
        ordering = ("name", "pk")
        constraints = (once("role_key_once", "organization", "key", among=~models.Q(key="")),)


class RoleAllocation(Artifact):
    """That someone fills a role with a share of their time, in a domain or in all."""

    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="allocations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="allocations")
    domain = models.ForeignKey(
        Domain, null=True, blank=True, on_delete=models.CASCADE, related_name="allocations"
    )
    share = models.PositiveSmallIntegerField(
        _("share of time in percent"), default=100, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta(Artifact.Meta):
        constraints = (
            models.CheckConstraint(
                name="roleallocation_share", condition=models.Q(share__gte=1, share__lte=100)
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} as {self.role}"
