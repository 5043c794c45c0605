"""Scenarios: what-ifs under a name, to be compared and chosen from, and on the screens of a room."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, optional_link
from discovery.models import Discovery
from workshops.models import Decision, Workshop


class Scenario(Artifact):
    """A changed world by its name. `changes` are its differences, as in the address of the what-if
    (products.planning.what_if.forms): products and goals by their uuids, efforts, weights, capacity.
    `decision` chose it."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="scenarios")
    name = models.CharField(_("name"), max_length=120)
    reason = models.TextField(_("rationale"), max_length=2000, blank=True)
    changes = models.TextField(_("changes"), max_length=4000)
    decision = optional_link(Decision, "scenarios", _("decision"))

    @property
    def decided_by(self) -> Decision | None:
        """Its decision; None without one, or after that was deleted."""
        return self.decision if self.decision and not self.decision.deleted_at else None

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        verbose_name = _("scenario")
        verbose_name_plural = _("scenarios")


class ShownWhatIf(models.Model):
    """The what-if that a room has on its screens. `changes` are as those of a scenario, and follow the page
    on which a facilitator changes them.

    `device` and `tap` order what one such page sent, as with votes."""

    room = models.OneToOneField(Workshop, on_delete=models.CASCADE, related_name="what_if")
    changes = models.TextField(max_length=4000, blank=True)
    device = models.CharField(max_length=32, blank=True, default="")
    tap = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.changes or str(self.room)
