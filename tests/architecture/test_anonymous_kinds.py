"""In every kind of activity that may be anonymous, nothing that is stored leads from what was sent to its
sender."""

from __future__ import annotations

import time

import pytest
from django.utils import timezone

from lvt.models import UseCase
from products.models import DataProduct
from tests.architecture.test_kinds import CONTRIBUTIONS, filled, room_of
from tests.workshops.anonymous import ClientOf, devices
from tests.workshops.test_anonymity import rows_about
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db


def _sent(key: str) -> tuple[str, dict[str, object]]:
    """The address and the fields of what a device sends to an activity of the kind."""
    if key == "prediction":
        return "answer", {"text": "31"}
    if key == "product_ranking":
        return "product-votes", {"item": DataProduct.objects.get().uuid, "dots": 1}
    if key == "card_dots":
        return "card-votes", {"item": UseCase.objects.get().uuid, "dots": 1}
    assert key in CONTRIBUTIONS, "say here what a device sends"
    return CONTRIBUTIONS[key].path, filled(CONTRIBUTIONS[key], "Because")


@pytest.mark.parametrize("key", [kind.key for kind in activity_kinds if kind.may_be_anonymous])
def test_nothing_that_is_stored_leads_to_whoever_sent_it(key: str, client_of: ClientOf) -> None:
    room = room_of(key, is_anonymous=True)
    people = devices(room.workshop, room.activity, client_of, "Ann Anders", "Ben Berger", "Cem Celik")
    before = timezone.now()
    time.sleep(0.01)
    for device in people:
        path, fields = _sent(key)
        clock = int(time.time() * 1000)
        assert device.send(f"{path}/", **fields, device="abc", tap=clock) == 200
    assert rows_about(people, [room.activity], before) >= len(people)
    assert [device.mine()[0] for device in people] == [200] * len(people)
