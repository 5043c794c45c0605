"""The page of usage patterns and their groups: what is written, moved, refused and brought back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import User
from products.models import Consumer, DataProduct, UsageGroup, UsagePattern
from products.promises.usage_patterns import services as usage
from products.promises.usage_patterns.selectors import usage_of
from tests import factories
from tests.factories import make
from tests.sending import HTMX
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of: Callable[[User | None], Client], account: User) -> Client:
    return client_of(account)


def _url(name: str, discovery: Discovery, *args: Any) -> str:
    return reverse(f"products:{name}", args=[discovery.slug, *args])


def test_patterns_are_written_grouped_and_taken_back(
    client: Client, editor: Actor, discovery: Discovery, product: DataProduct
) -> None:
    consumer = make(Consumer, discovery=discovery, domain=discovery.domain, name="PJP")
    url = _url("usage_pattern_add", discovery, product.uuid)
    assert client.post(url, {"consumer": consumer.pk, "how_fresh": "<b>now</b>"}).status_code == 303
    refused = client.post(url, {"who": " \u0007 "})
    assert refused.status_code == 422
    assert "Enter at least who uses the product" in str(refused.context["form"].errors["who"])
    pattern = UsagePattern.objects.get()
    added = client.post(
        _url("usage_group_add", discovery, product.uuid), {"name": "Fresh", "patterns": [pattern.pk]}
    )
    assert added["Location"].endswith("/usage/#part-usage")
    group = UsageGroup.objects.get()
    page = client.get(_url("product_usage", discovery, product.uuid), follow=True).content.decode()
    assert "&lt;b&gt;now&lt;/b&gt;" in page
    assert f"?group={group.uuid}" in page
    move = _url("pattern_group", discovery, pattern.uuid)
    moved = client.post(move, {"group": ""}, headers=HTMX)
    assert "Removed from its group" in moved.headers["HX-Trigger"]
    assert [card.group for card in usage_of(product)] == [group, None]
    client.post(move, {"group": str(group.uuid)})
    client.post(_url("usage_group_delete", discovery, group.uuid))
    assert [card.group for card in usage_of(product)] == [None]
    deleted = client.post(_url("usage_pattern_delete", discovery, pattern.uuid), headers=HTMX)
    assert "undo" in deleted.headers["HX-Trigger"]
    assert usage_of(product) == []


def test_a_pattern_is_moved_to_a_group_on_its_form_without_a_script(
    client: Client, discovery: Discovery, product: DataProduct, feeder: DataProduct
) -> None:
    pattern = make(UsagePattern, product=product, who="PJP")
    group, foreign = (make(UsageGroup, product=each, name=each.name) for each in (product, feeder))
    url = _url("usage_pattern_edit", discovery, pattern.uuid)
    page = client.get(url).content.decode()
    assert f'<option value="{group.pk}">' in page
    assert f'<option value="{foreign.pk}">' not in page

    sent = {"who": "PJP", "group": group.pk, "revision": pattern.revision}
    assert client.post(url, sent).status_code == 303
    pattern.refresh_from_db()
    assert pattern.group == group

    client.post(url, {"who": "PJP", "group": "", "revision": pattern.revision})
    pattern.refresh_from_db()
    assert pattern.group is None


def test_a_group_comes_back_with_its_patterns(editor: Actor, product: DataProduct) -> None:
    pattern = kinds.add(actor=editor, draft=UsagePattern(product=product, who="PJP"))
    draft = UsageGroup(product=product, name="Fresh")
    group = usage.add_usage_group(actor=editor, draft=draft, patterns=[pattern])
    undo(actor=editor, target=kinds.delete(actor=editor, artifact=group))
    (card,) = usage_of(product)
    assert (card.group, [each.pattern for each in card.patterns]) == (group, [pattern])


def test_what_belongs_elsewhere_is_refused(
    editor: Actor, discovery: Discovery, product: DataProduct, feeder: DataProduct
) -> None:
    pattern = kinds.add(actor=editor, draft=UsagePattern(product=feeder, who="PJP"))
    group = kinds.add(actor=editor, draft=UsageGroup(product=feeder, name="Fresh"))
    foreign = make(Consumer, discovery=discovery, domain=factories.domain(name="Elsewhere"), name="PJP")
    with pytest.raises(Invalid, match="can’t choose this here"):
        kinds.add(actor=editor, draft=UsagePattern(product=product, consumer=foreign))
    with pytest.raises(Invalid, match="can’t choose this here"):
        kinds.add(actor=editor, draft=UsagePattern(product=product, who="x", group=group))
    with pytest.raises(Invalid, match="another data product"):
        usage.group_patterns(actor=editor, product=product, group=None, patterns=[pattern])
    with pytest.raises(Invalid, match="Enter at least who uses the product"):
        kinds.add(actor=editor, draft=UsagePattern(product=product))
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER, name="Vic"))
    with pytest.raises(NotAllowed):
        kinds.delete(actor=viewer, artifact=pattern)
