"""A discovery of one domain, its phases and streams, and who may see it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, OperationPlace, in_choices, once
from organizations.models.account import User
from organizations.organization.models import Domain

# The kind of scope (models.history.Place) of what belongs to a discovery.
OF_DISCOVERY = "discovery"
# The verb of the operation that brings a discovery from a file.
IMPORTED = "discovery.imported"
# That of the one that starts a discovery from the last of its domain.
CARRIED_ON = "discovery.carried_on"


class Discovery(Artifact):
    """The discovery of one domain, with its phases and streams. `template` names its process
    (discovery.process)."""

    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="discoveries")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True, max_length=80)
    template = models.CharField(_("template"), max_length=40)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("-created_at", "-pk")
        verbose_name_plural = _("discoveries")
        constraints = (
            models.CheckConstraint(
                name="discovery_ends_after_start",
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                violation_error_message=_("The end date must be after the start date."),
            ),
        )

    @property
    def place(self) -> OperationPlace:
        return OperationPlace.at(self)

    @property
    def is_of_organization(self) -> bool:
        """True if it is the organization's own, with goals to which those of its domains contribute."""
        return self.domain.is_whole


class DiscoveryRole(models.TextChoices):
    """Roles of people in a discovery; each role may do what the later ones may."""

    FACILITATOR = "facilitator", _("Facilitator")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")


class DiscoveryAccess(Artifact):
    """The role of an account in a discovery."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="accesses")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="discovery_accesses")
    role = models.CharField(
        _("role"), max_length=12, choices=DiscoveryRole.choices, default=DiscoveryRole.VIEWER
    )

    class Meta(Artifact.Meta):
        verbose_name = _("access to the discovery")
        verbose_name_plural = _("access to the discovery")
        constraints = (
            once("discoveryaccess_one_per_user", "discovery", "user"),
            in_choices("discoveryaccess_role", "role", DiscoveryRole),
        )

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()} of {self.discovery}"


class PhaseKind(models.TextChoices):
    """The phases of a discovery, in their order."""

    ACCELERATE = "accelerate", _("Accelerate")
    DISCOVERY = "discovery", _("Discovery")
    HANDOVER = "handover", _("Handover")


class StreamKind(models.TextChoices):
    """The streams that run side by side within the phase of discovery."""

    OPERATING_MODEL = "operating_model", _("Operating model")
    PRODUCT = "product", _("Product")
    TECH = "tech", _("Technology")


class SittingStream(models.TextChoices):
    """The subject of a sitting, in the order of the process: a stream, or a phase that runs as one."""

    ACCELERATE = PhaseKind.ACCELERATE.value, PhaseKind.ACCELERATE.label
    OPERATING_MODEL = StreamKind.OPERATING_MODEL.value, StreamKind.OPERATING_MODEL.label
    PRODUCT = StreamKind.PRODUCT.value, StreamKind.PRODUCT.label
    TECH = StreamKind.TECH.value, StreamKind.TECH.label
    HANDOVER = PhaseKind.HANDOVER.value, PhaseKind.HANDOVER.label

    @property
    def place(self) -> tuple[str, str]:
        """Its phase and its stream, "" for a phase that runs as one."""
        if self.value in StreamKind.values:
            return PhaseKind.DISCOVERY.value, self.value
        return self.value, ""


class Phase(Artifact):
    """A phase of a discovery. Its streams run within it."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=12, choices=PhaseKind.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            once("phase_kind_once", "discovery", "kind"),
            in_choices("phase_kind", "kind", PhaseKind),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Stream(Artifact):
    """A stream that the discovery runs within a phase."""

    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="streams")
    kind = models.CharField(max_length=16, choices=StreamKind.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            once("stream_kind_once", "phase", "kind"),
            in_choices("stream_kind", "kind", StreamKind),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())
