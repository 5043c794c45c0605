"""The origins and users of data: sources, consumers, and the ports of products."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from core.models import Artifact, in_choices, once, optional_link
from discovery.models import Discovery
from lvt.models import UseCase
from organizations.models import Domain
from products.design.product.models import DataProduct


class SourceKind(models.TextChoices):
    """The way of data from a source: directly, or through an integration."""

    SOURCE = "source", _("Source")
    INTEGRATION = "integration", _("Integration source")


class Source(Artifact):
    """A system that produces data; an integration source brings together what others produce.

    Names are unique in the domain, whatever their case.
    """

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="sources")
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="sources")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("type"), max_length=12, choices=SourceKind.choices, default=SourceKind.SOURCE)
    description = models.TextField(_("description"), max_length=2000, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("name", "pk")
        constraints = (
            once("source_name_in_domain", Lower("name"), "domain"),
            in_choices("source_kind", "kind", SourceKind),
        )


class SourceFeed(Artifact):
    """An integration source takes what the source produces."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="feeds")
    integration = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="fed_by")

    class Meta(Artifact.Meta):
        constraints = (
            once("sourcefeed_once", "source", "integration"),
            models.CheckConstraint(
                name="sourcefeed_not_itself",
                condition=~models.Q(source=models.F("integration")),
                violation_error_message=_("A source can’t combine itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.source} feeds {self.integration}"


class Consumer(Artifact):
    """A group of people, a role, or a system that uses data products. Names are unique in the domain."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="consumers")
    domain = models.ForeignKey(Domain, on_delete=models.CASCADE, related_name="consumers")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=2000, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("name", "pk")
        constraints = (once("consumer_name_in_domain", Lower("name"), "domain"),)


class OutputKind(models.TextChoices):
    """In which form a data product gives data out."""

    API = "api", _("API")
    TABLE = "table", _("Table")
    FILE = "file", _("File")
    STREAM = "stream", pgettext_lazy("of data", "Stream")
    DASHBOARD = "dashboard", _("Dashboard")
    REPORT = "report", _("Report")
    VIRTUAL = "virtual", _("Virtual database")


class OutputPort(Artifact):
    """A product's delivery of its data set. `data_set` is the name of that: a second name in one product is a
    sign that a second product is wanted. `version` is that of its contract."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="output_ports")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("type"), max_length=10, choices=OutputKind.choices)
    data_set = models.CharField(_("data set"), max_length=120, blank=True)
    format = models.CharField(_("format"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=500, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    example = models.TextField(_("example data"), max_length=4000, blank=True)
    version = models.CharField(_("version"), max_length=20, default="1.0.0")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (in_choices("outputport_kind", "kind", OutputKind),)


class ColumnType(models.TextChoices):
    """The logical types of the Open Data Contract Standard."""

    STRING = "string", _("Text")
    INTEGER = "integer", _("Whole number")
    NUMBER = "number", pgettext_lazy("data type", "Number")
    BOOLEAN = "boolean", _("Yes or no")
    DATE = "date", _("Date")
    TIMESTAMP = "timestamp", _("Date and time")
    TIME = "time", _("Time of day")
    OBJECT = "object", _("Object")
    ARRAY = "array", _("List")


class PortColumn(Artifact):
    """A column of what an output port delivers."""

    port = models.ForeignKey(OutputPort, on_delete=models.CASCADE, related_name="columns")
    name = models.CharField(_("column"), max_length=120)
    type = models.CharField(_("type"), max_length=10, choices=ColumnType.choices, default=ColumnType.STRING)
    description = models.CharField(_("description"), max_length=500, blank=True)
    is_required = models.BooleanField(_("always filled"), default=False)
    is_personal = models.BooleanField(_("personal data"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            once("portcolumn_once", "port", "name"),
            in_choices("portcolumn_type", "type", ColumnType),
        )


class ProductConsumer(Artifact):
    """The consumer uses the product: through `port`, or through one that is not known yet."""

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="consumer_links")
    consumer = models.ForeignKey(Consumer, on_delete=models.CASCADE, related_name="product_links")
    port = optional_link(OutputPort, "consumer_links")

    class Meta(Artifact.Meta):
        constraints = (
            once("productconsumer_once_by_port", "product", "consumer", "port"),
            once("productconsumer_once", "product", "consumer", among=models.Q(port=None)),
        )

    def __str__(self) -> str:
        return f"{self.consumer} uses {self.product}"


class ConsumerUseCase(Artifact):
    """The consumer works on the use case: the products that it uses serve it (docs/adr/0035)."""

    consumer = models.ForeignKey(Consumer, on_delete=models.CASCADE, related_name="use_case_links")
    use_case = models.ForeignKey(UseCase, on_delete=models.CASCADE, related_name="consumer_links")

    class Meta(Artifact.Meta):
        constraints = (once("consumerusecase_once", "consumer", "use_case"),)

    def __str__(self) -> str:
        return f"{self.consumer} works on {self.use_case}"


class InputKind(models.TextChoices):
    """In which form a data product takes data in."""

    USER_INTERFACE = "user_interface", _("User interface")
    API = "api", _("API")
    EXTRACTOR = "extractor", _("Extractor")
    FILE = "file", _("File")
    STREAM = "stream", pgettext_lazy("of data", "Stream")
    PRODUCT = "product", _("Output port of another product")


class InputPort(Artifact):
    """A product's supply of data: from a `source`, or from another product, the `feeder`, through its
    `feeder_port` where that is known. Neither, while it is open.

    `kind` is "" until known, and PRODUCT exactly when there is a feeder. What it points to may be in the
    trash: the port stays and says so.
    """

    product = models.ForeignKey(DataProduct, on_delete=models.CASCADE, related_name="input_ports")
    name = models.CharField(_("name"), max_length=120, blank=True)
    kind = models.CharField(_("type"), max_length=16, choices=InputKind.choices, blank=True)
    source = optional_link(Source, "input_ports", _("source"))
    feeder = optional_link(DataProduct, "fed_ports", _("data product that feeds it"))
    feeder_port = optional_link(OutputPort, "fed_ports", _("output port"))
    format = models.CharField(_("format"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=500, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="inputport_kind", condition=models.Q(kind="") | models.Q(kind__in=InputKind.values)
            ),
            models.CheckConstraint(
                name="inputport_one_origin",
                condition=models.Q(source=None) | models.Q(feeder=None),
                violation_error_message=_("Choose a source or a data product, not both."),
            ),
            models.CheckConstraint(
                name="inputport_not_itself",
                condition=models.Q(feeder=None) | ~models.Q(feeder=models.F("product")),
                violation_error_message=_("A data product can’t feed itself."),
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.source or self.feeder or _("an input port"))
