"""What-ifs that are kept under a name, to be compared and chosen from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact
from discovery.models import Discovery


class Scenario(Artifact):
    """A changed world by its name. `changes` says what is otherwise, as the address of the what-if does
    (products.forms.what_if): products and goals by their uuids, efforts, weights, capacity."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=120)
    reason = models.TextField(_("rationale"), max_length=2000, blank=True)
    changes = models.TextField(_("changes"), max_length=4000)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")

    def __str__(self) -> str:
        return self.name
