"""The data assets of today."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.kinds import Display, Layout, Lines, Radios
from products.models import DataProduct, ProductState
from technology.kinds.unique_names import NamedKind
from technology.models import DataAsset


class DataAssetKind(NamedKind[DataAsset]):
    """A data asset of today's architecture."""

    model = DataAsset
    noun = "asset"
    path = "discovery"
    page = "technology:today"
    layout = Layout("name", Radios("kind"), Lines("description", 3), "location", "owner", "becomes")
    # A drawing of today's architecture has its name.
    display = Display(at_length=("location", "owner", "becomes"))
    help_texts = {"location": gettext_lazy("A database, a folder, an address.")}
    empty = {"becomes": pgettext_lazy("data product", "None")}
    on_delete_trash = ("reads", "read_by")

    def choices(self, artifact: DataAsset) -> dict[str, QuerySet[Any]]:
        """A data product of its discovery replaces it."""
        products = DataProduct.objects.filter(discovery=artifact.discovery)
        return {**super().choices(artifact), "becomes": products.exclude(state=ProductState.RETIRED)}


ASSET = DataAssetKind()
