"""The capabilities that a data mesh platform usually needs, to start from, as a table of
`technology/tables/`, and the levels of their maturity.

They belong to the three planes of Dehghani, "Data Mesh" (O'Reilly 2022), chapter 9: data infrastructure, data
product developer experience, mesh supervision. Capabilities that come from here can be changed afterwards.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.labels import Text
from core.shipped_tables import read_table


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A capability to start from; `plane` is one of `technology.models.Plane`."""

    key: str
    plane: str
    name: Text
    description: Text


# The meaning of the six levels of maturity, from 0.
LEVELS: tuple[Text, ...] = (
    _("Not available"),
    _("Manual, by individuals"),
    _("Works for one team"),
    _("For several teams, with help"),
    _("Self-service for all teams"),
    _("Self-service, measured and improved"),
)

LEVEL_CHOICES = tuple((level, format_lazy("{} · {}", level, words)) for level, words in enumerate(LEVELS))

CATALOG: Final = read_table(Path(__file__).parent / "tables" / "capabilities.csv", CatalogEntry)
BY_KEY: Mapping[str, CatalogEntry] = MappingProxyType({entry.key: entry for entry in CATALOG})
