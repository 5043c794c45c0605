"""A budget has the same figures on every page, in actions and on agendas."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from discovery.models import Discovery
from operating_model.web.agenda_points import promises_point
from organizations.actors import Actor
from products.models import DataProduct, Slo
from products.promises.measurements.services import record
from products.promises.selectors import standings_of
from tests import factories
from tests.products.promising import FIRST, day, freshness
from workshops.models import ActionItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def slo(editor: Actor, product: DataProduct) -> Slo:
    return freshness(editor, product)


def test_the_page_the_action_and_the_agenda_state_the_same_budget(
    client: Client, editor: Actor, discovery: Discovery, slo: Slo, time_machine: Any
) -> None:
    """0.5% of 1,109 are 5.5, so a sixth miss is one too many everywhere; results name their target."""
    time_machine.move_to(FIRST + timedelta(days=1, hours=12), tick=False)
    record(actor=editor, slo=slo, measurements=[day(0, 9, 1109)])
    window = standings_of(discovery)[0].windows[0]
    assert (window.spent, window.allowed, window.rest) == ("9", "5", "4 misses too many")
    assert window.result == "99.19%, target 99.5% each day"
    action = ActionItem.objects.get()
    assert f"{slo.sentence}.\n{window.result}.\n9 missed, 5 allowed (" in action.detail
    client.force_login(factories.access(discovery))
    page = client.get(reverse("products:slo", args=[discovery.slug, slo.uuid])).content.decode()
    for text in (window.result, "9 missed, 5 allowed", window.rest):
        assert text in page
    point = promises_point(discovery)
    assert point is not None
    assert [each.detail for each in point.items] == [f"violated, {window.rest}"]
