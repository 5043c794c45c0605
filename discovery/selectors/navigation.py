"""What the navigation of a discovery shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import NoReverseMatch, reverse

from core.selectors.once import read_once
from discovery import registries
from discovery.models import Discovery
from discovery.registries import NavigationPage
from discovery.selectors.discoveries import checkpoints_of


@read_once
def pages_of(discovery: Discovery) -> frozenset[str]:
    """The keys of the pages that the discovery uses: those that its process asks for, and those with rows."""
    asked = {"", *checkpoints_of(discovery)}
    others = [page for page in registries.navigation if page.checkpoint not in asked]
    used = _used(discovery, {model for page in others for model in page.used_by})
    return frozenset(
        page.key
        for page in registries.navigation
        if page.checkpoint in asked or used.intersection(page.used_by)
    )


def addresses_of(discovery: Discovery) -> dict[str, NavigationPage]:
    """All pages of the navigation that have an address, by that, in order."""
    addresses: dict[str, NavigationPage] = {}
    for page in sorted(registries.navigation, key=lambda page: page.order):
        with suppress(NoReverseMatch):
            addresses[reverse(page.url_name, args=[discovery.slug])] = page
    return addresses


def page_at(addresses: Mapping[str, NavigationPage], path: str) -> NavigationPage | None:
    """The deepest of the pages under which the path lies."""
    return addresses.get(deepest(addresses, path))


def deepest(addresses: Iterable[str], path: str) -> str:
    """The longest of the addresses that the path begins with, "" when there is none."""
    return max((href for href in addresses if path.startswith(href)), key=len, default="")


def counts_of(discovery: Discovery, pages: Collection[NavigationPage]) -> Mapping[str, int]:
    """How many rows the discovery has of what each page counts, by the key of the page, in one query."""
    rows = {page.key: page.counted() for page in pages if page.counted is not None}
    return _asked(discovery, {key: _count(each) for key, each in rows.items()})


def _used(discovery: Discovery, models: Collection[type[Any]]) -> set[type[Any]]:
    """Those of the models of which the discovery has a row."""
    named = {model._meta.label: model for model in models}
    exists = {
        name: Exists(model._default_manager.filter(discovery=OuterRef("pk"))) for name, model in named.items()
    }
    return {named[name] for name, is_used in _asked(discovery, exists).items() if is_used}


def _asked(discovery: Discovery, questions: Mapping[str, Any]) -> dict[str, Any]:
    if not questions:
        return {}
    (row,) = Discovery.objects.filter(pk=discovery.pk).values_list(*questions.values())
    return dict(zip(questions, row, strict=True))


def _count(rows: QuerySet[Any]) -> Coalesce:
    of_discovery = rows.filter(discovery=OuterRef("pk")).order_by().values("discovery")
    return Coalesce(Subquery(of_discovery.values(count=Count("pk"))), 0)
