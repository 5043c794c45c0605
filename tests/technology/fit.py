"""A data product that passes every check of the fitness functions, and ways to break one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from organizations.models import Person
from products.models import (
    AccessRule,
    DataProduct,
    InputPort,
    Measurement,
    OutputPort,
    PortColumn,
    Slo,
    SloWindow,
    Source,
)
from technology.models import SharingChoice
from tests.factories import SYSTEM, make


def fit_product(discovery: Discovery, name: str = "HCP 360") -> DataProduct:
    """Everything is said of it, and what was measured is met."""
    placed = {"discovery": discovery, "domain": discovery.domain}
    owner = make(Person, organization=discovery.domain.organization, name=f"Owner of {name}")
    product = make(
        DataProduct,
        **placed,
        name=name,
        kind="consumer_oriented",
        job="Shows what an HCP cares about.",
        description="Interests, past contacts and consent of each HCP.",
        owner=owner,
        sharing="approval",
        access_default="deny",
        access_policy="Field force only.",
        agreement_url="https://data.example.org/agreement",
        catalog_url=f"https://catalog.example.org/{name}/".replace(" ", "-"),
        classification="confidential",
        privacy="personal",
        privacy_note="Deleted after a year.",
    )
    source = make(Source, **placed, name=f"Source of {name}")
    make(InputPort, product=product, source=source, kind="api")
    port = make(
        OutputPort,
        product=product,
        name="Profiles",
        kind="table",
        format="Parquet",
        location=f"s3://mesh/{name}/".replace(" ", "-"),
        example="hcp_id\nH-1",
        version="1.0.0",
    )
    make(PortColumn, port=port, name="hcp_id", description="Who it is", is_personal=True)
    make(
        SharingChoice, port=port, pattern="copy", reason="Another cloud", cautions="Their steward keeps them"
    )
    make(AccessRule, product=product, effect="allow", basis="role", subject="Field force")
    slo = make(Slo, product=product, kind="freshness", indicator="loaded", sentence="Loaded before 9:00")
    make(SloWindow, slo=slo, target=Decimal(99))
    now = timezone.now()
    make(
        Measurement,
        slo=slo,
        starts_at=now - timedelta(hours=2),
        ends_at=now - timedelta(hours=1),
        total=Decimal(1000),
        bad=Decimal(1),
    )
    return product


def change(artifact: Any, **fields: Any) -> None:
    with operation(SYSTEM, "test.changed"):
        artifacts.change(artifact, **fields)


def trash(artifact: Any) -> None:
    with operation(SYSTEM, "test.trashed"):
        artifacts.trash(artifact)


def _product(**fields: Any) -> Callable[[DataProduct], None]:
    return lambda product: change(product, **fields)


def _port(**fields: Any) -> Callable[[DataProduct], None]:
    return lambda product: change(OutputPort.objects.get(product=product), **fields)


def _column(**fields: Any) -> Callable[[DataProduct], None]:
    return lambda product: change(PortColumn.objects.get(port__product=product), **fields)


def _twin(product: DataProduct) -> None:
    twin = make(
        DataProduct, discovery=product.discovery, domain=product.domain, name="Twin", kind="source_oriented"
    )
    location = OutputPort.objects.get(product=product).location
    make(OutputPort, product=twin, name="Same place", kind="table", location=location.rstrip("/"))


def _same_entry(product: DataProduct) -> None:
    """Another product gives the same address, such as that of the whole catalog."""
    make(
        DataProduct,
        discovery=product.discovery,
        domain=product.domain,
        name="Twin",
        kind="source_oriented",
        catalog_url=product.catalog_url.rstrip("/"),
    )


def _miss(product: DataProduct) -> None:
    change(Measurement.objects.get(slo__product=product), bad=Decimal(900))


def _contradict(product: DataProduct) -> None:
    make(AccessRule, product=product, effect="deny", basis="role", subject="field force")


def _silent_port(product: DataProduct) -> None:
    """A second port, of which nothing but its columns is missing."""
    make(
        OutputPort,
        product=product,
        name="Silent",
        kind="api",
        format="JSON",
        location="https://api.example.org/silent",
    )


def _no_policy(product: DataProduct) -> None:
    change(product, access_policy="")
    trash(AccessRule.objects.get(product=product))


# By the key of a check: what makes it, and no other check, fail.
BREAKS: dict[str, Callable[[DataProduct], None]] = {
    "self_describable.description": _product(description="Profiles"),
    "self_describable.syntax": _silent_port,
    "self_describable.semantics": _column(description=""),
    "self_describable.example": _port(example=""),
    "self_describable.catalog": _product(catalog_url=""),
    "addressable.uri": _port(location="third shelf"),
    "addressable.unique": _twin,
    "discoverable.contact": _product(owner=None),
    "discoverable.job": _product(job=""),
    "discoverable.catalog": _same_entry,
    "discoverable.agreement": _product(agreement_url=""),
    "secure.default_deny": _product(access_default="allow"),
    "secure.policy": _no_policy,
    "secure.consistent": _contradict,
    "secure.classification": _product(classification=""),
    "secure.personal_data": _product(privacy_note=""),
    "secure.copies": lambda product: change(SharingChoice.objects.get(port__product=product), cautions=""),
    "trustworthy.promised": lambda product: trash(SloWindow.objects.get(slo__product=product)),
    "trustworthy.kept": _miss,
    "trustworthy.inputs": lambda product: trash(Source.objects.get(input_ports__product=product)),
    "interoperable.standard_port": lambda product: change(
        OutputPort.objects.get(product=product), kind="dashboard"
    ),
    "interoperable.standard_format": _port(format="our own"),
    "interoperable.version": _port(version="first"),
}
# Where one lack is two: a port that delivers to people only has no format for programs either.
ALSO = {
    "interoperable.standard_port": {"interoperable.standard_format"},
    "self_describable.catalog": {"discoverable.catalog"},
}
