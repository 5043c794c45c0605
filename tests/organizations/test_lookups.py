"""What addresses name is found once, and not read again with what hangs on it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from core.exceptions import NotFound
from discovery.models import Discovery
from organizations.web.url_objects import find

pytestmark = pytest.mark.django_db


def test_what_was_found_holds_what_it_was_asked_by(
    discovery: Discovery, django_assert_num_queries: Any
) -> None:
    organization = discovery.domain.organization
    rows = Discovery.objects.select_related("domain")
    with django_assert_num_queries(1):
        row = find(rows, domain__organization=organization, uuid=discovery.uuid)
        assert row.domain.organization is organization


def test_what_was_not_read_with_the_row_is_not_read_for_it(
    discovery: Discovery, django_assert_num_queries: Any
) -> None:
    organization = discovery.domain.organization
    with django_assert_num_queries(1):
        find(Discovery.objects.all(), domain__organization=organization, uuid=discovery.uuid)
    with pytest.raises(NotFound):
        find(Discovery.objects.all(), domain__organization=organization, uuid=uuid4())
