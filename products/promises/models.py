"""Consumers' expectations of a product, its promises (SLI, SLO, error budget), and measurements."""

from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, in_choices, once, optional_link
from core.models.key_expiry import WithLastDay
from discovery.models import Discovery
from products.design.ports.models import Consumer
from products.design.product.models import DataProduct
from workshops.contributions.models import AUTHOR_LENGTH
from workshops.models import ActionItem, Activity, Participant


class UsageGroup(Artifact):
    """Usage patterns of a product that ask for the same, with the name the room gave them."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="usage_groups")
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")


class UsagePattern(Artifact):
    """A consumer's use of a product, and its expectations. `author` is the person in a room who wrote it."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="usage_patterns")
    consumer = optional_link(Consumer, "usage_patterns", _("consumer"))
    who = models.CharField(_("user"), max_length=200, blank=True)
    when = models.CharField(_("when"), max_length=200, blank=True)
    how_often = models.CharField(_("frequency"), max_length=200, blank=True)
    how_fresh = models.CharField(_("freshness"), max_length=200, blank=True)
    how_complete = models.CharField(_("completeness"), max_length=200, blank=True)
    how_fast = models.CharField(_("speed"), max_length=200, blank=True)
    what_breaks = models.CharField(_("impact if late"), max_length=500, blank=True)
    group = optional_link(UsageGroup, "patterns")
    activity = optional_link(Activity, "usage_patterns")
    author = models.CharField(max_length=AUTHOR_LENGTH, blank=True)
    participant = optional_link(Participant, "usage_patterns")
    position = models.PositiveIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.who or str(self.consumer or _("a usage pattern"))


class IndicatorKind(models.TextChoices):
    """The subject of a promise."""

    FRESHNESS = "freshness", _("Freshness")
    COMPLETENESS = "completeness", _("Completeness")
    AVAILABILITY = "availability", _("Availability")
    LATENCY = "latency", _("Latency")
    ACCURACY = "accuracy", _("Accuracy")
    VOLUME = "volume", _("Volume")
    OTHER = "other", pgettext_lazy("indicator", "Other")


class BudgetBasis(models.TextChoices):
    """The unit of a budget: the share of events that were good, or the share of time."""

    EVENTS = "events", _("Events")
    TIME = "time", _("Time")


class Slo(Artifact):
    """A service level objective: the SLI (`kind`, `indicator`), counted in `events` ("transactions") or in
    time, good when `threshold` is held ("before 9:00"). Its targets are in its windows.

    `time_zone` (IANA) is where its days begin. `group` and `pattern` are the expectation that it came from.
    """

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="slos")
    kind = models.CharField(_("indicator"), max_length=14, choices=IndicatorKind.choices)
    indicator = models.CharField(_("metric"), max_length=300)
    threshold = models.CharField(_("good means"), max_length=200, blank=True)
    basis = models.CharField(
        _("counted in"), max_length=8, choices=BudgetBasis.choices, default=BudgetBasis.EVENTS
    )
    events = models.CharField(_("name of the events"), max_length=60, blank=True)
    sentence = models.CharField(_("objective in a sentence"), max_length=500)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    group = optional_link(UsageGroup, "slos")
    pattern = optional_link(UsagePattern, "slos")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        verbose_name = _("SLO")
        verbose_name_plural = _("SLOs")
        constraints = (
            in_choices("slo_kind", "kind", IndicatorKind),
            in_choices("slo_basis", "basis", BudgetBasis),
        )

    def __str__(self) -> str:
        return self.sentence


class WindowUnit(models.TextChoices):
    """The units of the windows in which a promise is kept or not."""

    HOUR = "hour", _("Hours")
    DAY = "day", _("Days")
    WEEK = "week", _("Weeks")
    MONTH = "month", _("Months")
    QUARTER = "quarter", _("Quarters")
    YEAR = "year", _("Years")


class SloWindow(Artifact):
    """A target over a window, checked alone: `target` percent over `length` units, rolling or by calendar.

    `action` is the one that was opened when it was violated.
    """

    slo = models.ForeignKey(Slo, on_delete=models.CASCADE, related_name="windows")
    target = models.DecimalField(
        _("target in percent"),
        max_digits=9,
        decimal_places=6,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    length = models.PositiveSmallIntegerField(
        _("length"), default=1, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    unit = models.CharField(_("unit"), max_length=8, choices=WindowUnit.choices, default=WindowUnit.DAY)
    is_rolling = models.BooleanField(_("rolling"), default=False)
    action = optional_link(ActionItem, "slo_windows")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        verbose_name = _("SLO window")
        verbose_name_plural = _("SLO windows")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(name="slowindow_target", condition=models.Q(target__gt=0, target__lt=100)),
            models.CheckConstraint(
                name="slowindow_length", condition=models.Q(length__gte=1, length__lte=1000)
            ),
            in_choices("slowindow_unit", "unit", WindowUnit),
        )

    def __str__(self) -> str:
        return f"{self.target} % of {self.slo}"


class MeasurementOrigin(models.TextChoices):
    """The origin of a measurement."""

    MANUAL = "manual", _("By hand")
    CSV = "csv", _("CSV")
    API = "api", _("API")


class Measurement(Artifact):
    """A measurement of an SLO between two times: `bad` of `total`, in events or in seconds."""

    slo = models.ForeignKey(Slo, on_delete=models.CASCADE, related_name="measurements")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    total = models.DecimalField(
        _("total"), max_digits=18, decimal_places=3, validators=[MinValueValidator(0)]
    )
    bad = models.DecimalField(_("missed"), max_digits=18, decimal_places=3, validators=[MinValueValidator(0)])
    origin = models.CharField(
        _("origin"), max_length=6, choices=MeasurementOrigin.choices, default=MeasurementOrigin.MANUAL
    )
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("starts_at", "pk")
        constraints = (
            once("measurement_once", "slo", "starts_at"),
            models.CheckConstraint(
                name="measurement_takes_time",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
                violation_error_message=_("A measurement must end after it starts."),
            ),
            models.CheckConstraint(
                name="measurement_bad_of_total",
                condition=models.Q(bad__gte=0, total__gte=0, bad__lte=models.F("total")),
                violation_error_message=_("“Missed” can’t be more than the total."),
            ),
        )

    @property
    def is_of_a_day(self) -> bool:
        """True if it ends a day after it starts."""
        return self.ends_at - self.starts_at == timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.bad} of {self.total} missed"


class MeasurementKey(WithLastDay, Artifact):
    """Lets a program record measurements of a discovery. Only the digest of the key is kept."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="measurement_keys")
    name = models.CharField(_("purpose"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
