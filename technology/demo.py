"""The technology of the running example: platforms and their capabilities, what the products need of them,
and what there is today.

HCP master data and Field visits read what exists; Digital Engagement waits for streaming and measured
promises, so that the order of closing gaps has something to decide.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from core.services import kinds
from discovery.models import Discovery
from discovery.registries import DemoPart, demo_parts
from lvt.selectors.tree import people_of
from organizations.actors import Actor
from organizations.models import Person, Team
from products.models import DataProduct, Source
from technology import catalog, demo_fitness
from technology.models import (
    AssetKind,
    Capability,
    DataAsset,
    Platform,
    PlatformChange,
    PlatformFeedback,
)
from technology.services import needs, today
from technology.services.capabilities import add_from_catalog

# name, what it offers, owner, team, how it aligns
PLATFORMS = (
    (
        "Data platform",
        "Storage, processing and access for all domains, run in the company's cloud.",
        "Elif Demir",
        "Data platform",
        "Takes what the marketing cloud exports each night; both owners meet every second week.",
    ),
    (
        "Marketing cloud",
        "Campaigns, e-mail and web tracking, rented from a vendor.",
        "Marta Keller",
        "Brand and campaigns",
        "Keeps no data of its own for reports: what others need goes to the data platform.",
    ),
)
# platform, what a team says of it, which team, what becomes of it
FEEDBACK = (
    (
        "Data platform",
        "A new pipeline waits a week for its storage.",
        "Brand and campaigns",
        "Storage is set up by a form from the next release on.",
    ),
    ("Data platform", "We cannot see who reads our tables.", "Field force excellence", ""),
)
# platform, what changes, what teams have to do, days until it comes, days since it was announced
CHANGES = (
    (
        "Data platform",
        "Tables move to a format with versions",
        "Run the tests of each product once against the new storage.",
        45,
        5,
    ),
)
_OURS, _MARKETING = "Data platform", "Marketing cloud"

# key of the catalog: platform, today, evidence, how to get it, effort of the gap, days until it is closed
_Row = tuple[str, int, str, str, str | None, int | None]
CAPABILITIES: dict[str, _Row] = {
    "storage": (_OURS, 4, "All domains use it; a new area takes a form.", "Form on the intranet", None, None),
    "processing": (
        _OURS,
        3,
        "Two teams run pipelines with help of the platform team.",
        "Ask the team",
        "3",
        60,
    ),
    "ingestion": (_OURS, 2, "The CRM is taken in nightly; everything else by hand.", "", "4", 75),
    "streaming": (
        _MARKETING,
        1,
        "Campaign events are exported each night; nobody reads them as they happen.",
        "",
        "8",
        120,
    ),
    "identity": (_OURS, 3, "One sign-on, roles by hand.", "Request in the service desk", None, None),
    "privacy": (_OURS, 1, "Columns are masked by hand in two reports.", "", "5", 90),
    "blueprint": (_OURS, 0, "", "", "6", 100),
    "contracts": (_OURS, 1, "A wiki page describes three tables.", "", "3", 80),
    "deployment": (
        _OURS,
        3,
        "Pipelines are tested and released automatically.",
        "Template repository",
        None,
        None,
    ),
    "quality": (_OURS, 1, "Two checks on the CRM intake.", "", "3", 70),
    "serving": (_OURS, 2, "Tables only; an API was built once.", "", "4", 110),
    "search": (_OURS, 2, "A catalog tool is licensed; half of the tables are in it.", "Catalog", None, None),
    "observability": (_OURS, 0, "", "", "4", 95),
    "semantics": (_OURS, 2, "The HCP identifier is agreed, others are not.", "", None, None),
}
# What each product needs: key, level, what for
NEEDS: dict[str, tuple[tuple[str, int, str], ...]] = {
    "HCP master data": (("storage", 3, ""), ("identity", 3, ""), ("semantics", 2, "One HCP, one identifier")),
    "Consent": (
        ("storage", 3, ""),
        ("privacy", 3, "Consent is personal data"),
        ("quality", 3, "Never contact without consent"),
    ),
    "Field visits": (("ingestion", 2, "Nightly from the CRM"), ("processing", 3, ""), ("quality", 2, "")),
    "Campaign responses": (
        ("ingestion", 3, "E-mail and web, without a person in between"),
        ("streaming", 3, "Responses on the same day"),
        ("contracts", 2, ""),
    ),
    "Content catalog": (("storage", 2, ""), ("contracts", 2, "")),
    "HCP 360": (
        ("serving", 4, "Dashboard and API from one data set"),
        ("privacy", 3, "Only the own professionals"),
        ("contracts", 3, ""),
        ("observability", 3, "Before the morning's visits"),
    ),
    "Digital Engagement": (
        ("streaming", 3, "While the campaign still runs"),
        ("serving", 3, ""),
        ("observability", 3, "Promised to the Marketing Director"),
    ),
}
# name, kind, what it holds, where, owner, what replaces it
ASSETS = (
    (
        "Sales warehouse",
        AssetKind.ASSET,
        "Visits and sales by week.",
        "Warehouse, schema sales",
        "Tomás Rivera",
        "Field visits",
    ),
    (
        "Campaign mart",
        AssetKind.ASSET,
        "Opens and clicks of the last campaigns.",
        "Marketing cloud",
        "Marta Keller",
        "Campaign responses",
    ),
    (
        "Weekly field report",
        AssetKind.ASSET,
        "A spreadsheet that is mailed on Mondays.",
        "Shared drive",
        "Jonas Lind",
        "HCP 360",
    ),
    (
        "HCP golden record",
        AssetKind.PRODUCT,
        "One record for each professional, owned and documented.",
        "Warehouse, schema hcp",
        "Yuki Sato",
        "HCP master data",
    ),
)
# what is read (source or asset), who reads it, how
READS = (
    ("CRM", "Sales warehouse", "Nightly extract"),
    ("E-mail platform", "Campaign mart", "Export of the vendor"),
    ("Web analytics", "Campaign mart", "Export of the vendor"),
    ("HCP master registry", "HCP golden record", "Weekly file"),
    ("Sales warehouse", "Weekly field report", "Copied by hand"),
    ("HCP golden record", "Weekly field report", "Copied by hand"),
    ("HCP golden record", "Sales warehouse", "Database link"),
)


def register_own() -> None:
    """Register the technology of the demo."""
    demo_parts.register(DemoPart("technology", 54, build))
    demo_fitness.register_own()


def build(actor: Actor, discovery: Discovery) -> None:
    """Add platforms, capabilities, needs and today's architecture to the discovery of the demo."""
    people = {person.name: person for person in people_of(discovery)}
    made = _platforms(actor, discovery, people)
    _said_of_platforms(actor, discovery, made)
    _capabilities(actor, discovery, made, people)
    _needs(actor, discovery)
    _today(actor, discovery, people)


def _platforms(actor: Actor, discovery: Discovery, people: dict[str, Person]) -> dict[str, Platform]:
    teams = {team.name: team for team in Team.objects.filter(organization=discovery.domain.organization)}
    return {
        name: kinds.add(
            actor=actor,
            draft=Platform(
                discovery=discovery,
                name=name,
                description=description,
                owner=people.get(owner),
                team=teams.get(team),
                alignment=alignment,
            ),
        )
        for name, description, owner, team, alignment in PLATFORMS
    }


def _said_of_platforms(actor: Actor, discovery: Discovery, made: dict[str, Platform]) -> None:
    day = timezone.localdate()
    teams = {team.name: team for team in Team.objects.filter(organization=discovery.domain.organization)}
    for platform, text, team, answer in FEEDBACK:
        said = PlatformFeedback(platform=made[platform], text=text, team=teams[team], answer=answer)
        kinds.add(actor=actor, draft=said)
    for platform, name, detail, ahead, ago in CHANGES:
        change = PlatformChange(platform=made[platform], name=name, detail=detail)
        change.comes_on, change.told_on = day + timedelta(days=ahead), day - timedelta(days=ago)
        kinds.add(actor=actor, draft=change)


def _capabilities(
    actor: Actor, discovery: Discovery, made: dict[str, Platform], people: dict[str, Person]
) -> None:
    # In the order of the catalog, so that the numbers run through the planes.
    keys = [entry.key for entry in catalog.CATALOG if entry.key in CAPABILITIES]
    add_from_catalog(actor=actor, discovery=discovery, keys=keys)
    for capability in Capability.objects.filter(discovery=discovery):
        platform, level, evidence, how_to_get, effort, days = CAPABILITIES[capability.key]
        planned: dict[str, Any] = {}
        if effort is not None and days is not None:
            planned = {
                "gap_effort": Decimal(effort),
                "gap_closer": people.get("Elif Demir" if platform == _OURS else "Tomás Rivera"),
                "gap_until": timezone.localdate() + timedelta(days=days),
            }
        kinds.change(
            actor=actor,
            artifact=capability,
            platform=made[platform],
            today=level,
            evidence=evidence,
            how_to_get=how_to_get,
            owner=people.get("Elif Demir" if platform == _OURS else "Marta Keller"),
            **planned,
        )


def _needs(actor: Actor, discovery: Discovery) -> None:
    known = {each.key: each for each in Capability.objects.filter(discovery=discovery)}
    for product in DataProduct.objects.filter(discovery=discovery, name__in=NEEDS):
        wanted = NEEDS[product.name]
        needs.set_needs(
            actor=actor,
            product=product,
            levels={known[key]: level for key, level, _reason in wanted},
            reasons={known[key]: reason for key, _level, reason in wanted},
        )


def _today(actor: Actor, discovery: Discovery, people: dict[str, Person]) -> None:
    products = {product.name: product for product in DataProduct.objects.filter(discovery=discovery)}
    ends: dict[str, Source | DataAsset] = {
        source.name: source for source in Source.objects.filter(discovery=discovery)
    }
    readers: dict[str, DataAsset] = {}
    for name, kind, description, location, owner, becomes in ASSETS:
        asset = DataAsset(
            discovery=discovery,
            name=name,
            kind=kind,
            description=description,
            location=location,
            owner=people.get(owner),
            becomes=products.get(becomes),
        )
        ends[name] = readers[name] = kinds.add(actor=actor, draft=asset)
    for origin, reader, how in READS:
        today.add_read(actor=actor, discovery=discovery, origin=ends[origin], reader=readers[reader], how=how)
