"""Look of the documents of an organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact


class OrganizationLook(Artifact):
    """Logo and accent color of an organization for its reports. `logo` is a PNG that was drawn again from
    what was uploaded, so nothing but pixels is kept."""

    organization = models.OneToOneField(
        "organizations.Organization", on_delete=models.CASCADE, related_name="look"
    )
    accent = models.CharField(_("accent color"), max_length=7, blank=True)
    logo = models.BinaryField(null=True, blank=True)
    logo_name = models.CharField(max_length=120, blank=True)

    def __str__(self) -> str:
        return f"look of {self.organization}"
