"""Organizations, who belongs to them, and their domains."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.artifact import Artifact
from core.models.history import Place
from organizations.models.account import User


class Organization(Artifact):
    """A company or a part of one: it has members, people, domains and their discoveries."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True)
    # Health care, banking and the like: there, privacy and classification of data are mandatory.
    is_regulated = models.BooleanField(_("works in a regulated industry"), default=False)
    # It holds the copy of what is rehearsed, has no members, and is thrown away (models.rehearsal).
    is_rehearsal = models.BooleanField(default=False, editable=False)

    class Meta(Artifact.Meta):
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return Place.at(self)


class OrganizationRole(models.TextChoices):
    """What a member may do in an organization; each role may do what the later ones may."""

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
            models.UniqueConstraint(
                name="membership_one_per_user",
                fields=("organization", "user"),
                condition=models.Q(deleted_at=None),
            ),
            models.CheckConstraint(
                name="membership_role", condition=models.Q(role__in=OrganizationRole.values)
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} of {self.organization}"


class Domain(Artifact):
    """A business domain: start with the boundaries that exist already."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField()
    description = models.TextField(_("what it does"), max_length=2000, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                name="domain_slug_in_organization",
                fields=("organization", "slug"),
                condition=models.Q(deleted_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.name
