"""Data assets in a search, and the words of an operation that adds many capabilities."""

from __future__ import annotations

import pytest

from discovery.search.selectors import search
from technology import capability_catalog
from technology.capabilities.services import add_from_catalog
from technology.models import DataAsset
from tests import factories
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db


def test_a_search_names_an_asset_by_its_type():
    discovery = factories.discovery()
    make(DataAsset, discovery=discovery, name="Golden record", kind="product")
    make(DataAsset, discovery=discovery, name="Golden extract")
    names = {result.name: result.what for result in search(discovery, "golden", []).best}
    assert names == {"Golden record": "Existing data product", "Golden extract": "Data asset"}


def test_an_operation_names_some_capabilities_and_counts_the_others():
    discovery = factories.discovery()
    keys = list(capability_catalog.BY_KEY)
    few = add_from_catalog(actor=SYSTEM, discovery=discovery, keys=keys[:2])
    assert few.summary == ", ".join(str(capability_catalog.BY_KEY[key].name) for key in keys[:2])
    many = add_from_catalog(actor=SYSTEM, discovery=discovery, keys=keys)
    assert many.summary.endswith(f" and {len(keys) - 8} more")
