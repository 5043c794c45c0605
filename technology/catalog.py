"""The capabilities that a data mesh platform usually needs, to start from: data only, no Django but the
marking of words for translation.

In the three planes of Dehghani, "Data Mesh" (O'Reilly 2022), chapter 9: data infrastructure, data product
developer experience, mesh supervision. Everything that is taken from here can be changed afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.labels import Text


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A capability to start from; `plane` is one of `technology.models.Plane`."""

    key: str
    plane: str
    name: Text
    description: Text


# What the six levels of maturity mean, from 0.
LEVELS: tuple[Text, ...] = (
    _("Not there"),
    _("By hand, by single people"),
    _("Works for one team"),
    _("Offered to several teams, with help"),
    _("Self-service for all teams"),
    _("Self-service, measured and improved"),
)

LEVEL_CHOICES = tuple((level, format_lazy("{} · {}", level, words)) for level, words in enumerate(LEVELS))

_INFRASTRUCTURE, _EXPERIENCE, _SUPERVISION = "infrastructure", "experience", "supervision"

CATALOG: tuple[CatalogEntry, ...] = (
    CatalogEntry(
        "storage",
        _INFRASTRUCTURE,
        _("Storage for many shapes of data"),
        _("Tables, files and events are kept apart for each product, and grow without a project."),
    ),
    CatalogEntry(
        "processing",
        _INFRASTRUCTURE,
        _("Data processing"),
        _("Products transform batches and streams on computing power that they share and pay by use."),
    ),
    CatalogEntry(
        "ingestion",
        _INFRASTRUCTURE,
        _("Intake from operational systems"),
        _("Connectors take data out of source systems regularly, without burdening them."),
    ),
    CatalogEntry(
        "streaming",
        _INFRASTRUCTURE,
        _("Event streaming"),
        _("Events reach consumers within seconds, and can be read again."),
    ),
    CatalogEntry(
        "query",
        _INFRASTRUCTURE,
        _("Queries across products"),
        _("Consumers query the output ports of several products together, where the data lies."),
    ),
    CatalogEntry(
        "identity",
        _INFRASTRUCTURE,
        _("Identity and access control"),
        _("One identity for people and programs; access by role or attribute, refused by default."),
    ),
    CatalogEntry(
        "privacy",
        _INFRASTRUCTURE,
        _("Encryption and masking"),
        _("Personal data is encrypted, masked or left out, for each consumer as the policy says."),
    ),
    CatalogEntry(
        "orchestration",
        _INFRASTRUCTURE,
        _("Orchestration"),
        _("Runs are scheduled, repeated after a failure, and wait for what they depend on."),
    ),
    CatalogEntry(
        "blueprint",
        _EXPERIENCE,
        _("Blueprints of data products"),
        _("A team starts a product from a template, with its ports, pipeline and checks, in a day."),
    ),
    CatalogEntry(
        "contracts",
        _EXPERIENCE,
        _("Contracts of output ports"),
        _("Schema, meaning and promises are declared once, versioned, and checked at each release."),
    ),
    CatalogEntry(
        "deployment",
        _EXPERIENCE,
        _("Tests and deployment"),
        _("Code, data and policy of a product are tested and released together, by its own team."),
    ),
    CatalogEntry(
        "quality",
        _EXPERIENCE,
        _("Data quality checks"),
        _("Teams declare what their data must satisfy; runs measure it and stop what does not."),
    ),
    CatalogEntry(
        "sandbox",
        _EXPERIENCE,
        _("Try-out with safe data"),
        _("Developers explore with synthetic or masked data before they get access."),
    ),
    CatalogEntry(
        "serving",
        _EXPERIENCE,
        _("Serving by standard ports"),
        _("The same data set is offered as table, file, API or stream without building each anew."),
    ),
    CatalogEntry(
        "models",
        _EXPERIENCE,
        _("Machine learning operations"),
        _("Features, models and predictions are versioned, deployed and watched like other products."),
    ),
    CatalogEntry(
        "search",
        _SUPERVISION,
        _("Catalog and search"),
        _("Everybody finds products, reads what they promise, and asks for access in one place."),
    ),
    CatalogEntry(
        "lineage",
        _SUPERVISION,
        _("Lineage across products"),
        _("Where data comes from and who uses it can be followed across products, column by column."),
    ),
    CatalogEntry(
        "observability",
        _SUPERVISION,
        _("Measured promises"),
        _("Promises (SLOs) of all products are measured the same way, and owners are told when they slip."),
    ),
    CatalogEntry(
        "policies",
        _SUPERVISION,
        _("Policies checked by the platform"),
        _("Global policies are written as code and checked on every product."),
    ),
    CatalogEntry(
        "semantics",
        _SUPERVISION,
        _("Shared identifiers and meanings"),
        _("Products refer to the same things by the same identifiers, so that they can be joined."),
    ),
    CatalogEntry(
        "cost",
        _SUPERVISION,
        _("Cost for each product"),
        _("Every team sees what its product costs and who causes it."),
    ),
)

BY_KEY: Mapping[str, CatalogEntry] = MappingProxyType({entry.key: entry for entry in CATALOG})
