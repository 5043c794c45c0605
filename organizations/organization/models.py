"""Organizations, who belongs to them, and their domains."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, OperationPlace, in_choices, once
from organizations.models.account import User


class Organization(Artifact):
    """A company or a part of one: it has members, people, domains and their discoveries."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True)
    # Health care, banking and the like: there, privacy and classification of data are mandatory.
    is_regulated = models.BooleanField(_("works in a regulated industry"), default=False)
    # How many bets of all its discoveries together may be in progress at once
    # (lvt.organization_portfolio.selectors).
    wip_limit = models.PositiveSmallIntegerField(
        _("hypotheses in progress at once, across all domains"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    # It holds the copy of what is rehearsed, has no members, and is thrown away (models.rehearsal).
    is_rehearsal = models.BooleanField(default=False, editable=False)

    class Meta(Artifact.Meta):
        ordering = ("name", "pk")

    @property
    def place(self) -> OperationPlace:
        return OperationPlace.at(self)


class OrganizationRole(models.TextChoices):
    """Roles of members in an organization; each role may do everything that the later ones may."""

    ADMIN = "admin", _("Admin")
    FACILITATOR = "facilitator", _("Facilitator")
    MEMBER = "member", _("Member")


class Membership(Artifact):
    """The role of an account in an organization."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(
        _("role"), max_length=12, choices=OrganizationRole.choices, default=OrganizationRole.MEMBER
    )

    class Meta(Artifact.Meta):
        constraints = (
            once("membership_one_per_user", "organization", "user"),
            in_choices("membership_role", "role", OrganizationRole),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} of {self.organization}"


class Domain(Artifact):
    """A business domain: start with the boundaries that exist already. One of them may stand for the whole
    organization (`is_whole`): only the organization's own discovery belongs to it, and no list of domains
    shows it."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField()
    description = models.TextField(_("description"), max_length=2000, blank=True)
    is_whole = models.BooleanField(_("represents the whole organization"), default=False, editable=False)

    class Meta(Artifact.Meta):
        ordering = ("name", "pk")
        constraints = (
            once("domain_slug_in_organization", "organization", "slug"),
            once("domain_one_whole", "organization", among=models.Q(is_whole=True)),
        )
