"""Today's architecture: data assets, and their reads."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from core.models import Artifact, exactly_one, in_choices, once, optional_link
from discovery.models import Discovery
from organizations.models import Person
from products.models import DataProduct, Source


class AssetKind(models.TextChoices):
    """Sorts of data assets of today, of which one is an existing data product."""

    ASSET = "asset", _("Data asset")
    PRODUCT = "product", _("Existing data product")


class DataAsset(Artifact):
    """A store of data today, beside the operational systems (`products.Source`): a warehouse table, an
    extract, a report's data mart, or an existing data product. `becomes` is the product that replaces it."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="data_assets")
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("type"), max_length=8, choices=AssetKind.choices, default=AssetKind.ASSET)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    location = models.CharField(_("location"), max_length=300, blank=True)
    owner = optional_link(Person, "+", _("owner"))
    becomes = optional_link(DataProduct, "replaces", _("data product that replaces it"))
    position = models.PositiveSmallIntegerField(default=0)

    @property
    def found_as(self) -> str:
        """The word for it in a search."""
        return self.get_kind_display()

    class Meta(Artifact.Meta):
        ordering = ("position", "pk")
        constraints = (
            in_choices("dataasset_kind", "kind", AssetKind),
            once("dataasset_name_in_discovery", Lower("name"), "discovery"),
        )


class AssetRead(Artifact):
    """Today the asset or product (`reader` or `reader_product`) reads the source or the asset. Reads of
    planned products are recorded as their input ports."""

    discovery = models.ForeignKey(Discovery, on_delete=models.CASCADE, related_name="asset_reads")
    source = models.ForeignKey(
        Source, null=True, blank=True, on_delete=models.CASCADE, related_name="asset_reads"
    )
    asset = models.ForeignKey(
        DataAsset, null=True, blank=True, on_delete=models.CASCADE, related_name="read_by"
    )
    reader = models.ForeignKey(
        DataAsset, null=True, blank=True, on_delete=models.CASCADE, related_name="reads"
    )
    reader_product = models.ForeignKey(
        DataProduct, null=True, blank=True, on_delete=models.CASCADE, related_name="reads"
    )
    how = models.CharField(_("method"), max_length=120, blank=True)

    class Meta(Artifact.Meta):
        ordering = ("pk",)
        constraints = (
            exactly_one(
                "assetread_one_origin",
                "source",
                "asset",
                message=_("Choose one source or one data asset to read from."),
            ),
            exactly_one(
                "assetread_one_reader",
                "reader",
                "reader_product",
                message=_("Choose one data asset or one data product as the reader."),
            ),
            models.CheckConstraint(
                name="assetread_not_itself",
                condition=models.Q(asset=None) | models.Q(reader=None) | ~models.Q(asset=models.F("reader")),
                violation_error_message=_("A data asset can’t read itself."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.reader or self.reader_product} reads {self.source or self.asset}"
