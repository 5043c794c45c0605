"""What programs send: with a key of the discovery, idempotent, and refused in JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import Operation
from core.models.key_expiry import USUAL
from core.rate_limits import Buckets, Limit
from discovery.models import Discovery
from organizations.actors import Actor
from products.models import DataProduct, Measurement, MeasurementKey, Slo
from products.promises.measurements import key_access, views as measurements
from products.services.measurement_keys import (
    add_measurement_key,
    revoke_measurement_key,
    use_measurement_key,
)
from tests import factories
from tests.products.promising import freshness

pytestmark = pytest.mark.django_db

ONE = {"starts_at": "2024-03-04T00:00Z", "ends_at": "2024-03-05T00:00Z", "total": 1000, "missed": 3}


@pytest.fixture
def slo(editor: Actor, product: DataProduct) -> Slo:
    return freshness(editor, product)


@pytest.fixture
def secret(discovery: Discovery) -> str:
    facilitator = Actor.of_account(factories.access(discovery, name="Fio"))
    return add_measurement_key(actor=facilitator, discovery=discovery, name="Pipeline")[1]


def _send(slo: Slo, secret: str, body: Any, *, method: str = "post") -> Any:
    client = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {secret}"})
    url = reverse("products:api_measurements", args=[slo.uuid])
    return getattr(client, method)(url, body, content_type="application/json")


def test_measurements_are_recorded_once(slo: Slo, secret: str) -> None:
    two = {
        "measurements": [ONE, {**ONE, "starts_at": "2024-03-05", "ends_at": "2024-03-06", "missed": "9.5"}]
    }
    first = _send(slo, secret, two)
    assert first.status_code == 200
    answer = first.json()
    assert (answer["added"], answer["replaced"], answer["unchanged"]) == (2, 0, 0)
    assert answer["windows"][0]["state"] == "violated"
    again = _send(slo, secret, two).json()
    assert (again["added"], again["replaced"], again["unchanged"]) == (0, 0, 2)
    changed = _send(slo, secret, {**ONE, "missed": 4}).json()
    assert (changed["added"], changed["replaced"]) == (0, 1)
    assert [(row.bad, row.origin) for row in Measurement.objects.all()] == [
        (4, "api"),
        (pytest.approx(9.5), "api"),
    ]
    assert Operation.objects.filter(actor_label="Pipeline").count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({**ONE, "missed": 2000}, ""),
        ({**ONE, "missed": None}, "missed"),
        ({**ONE, "missed": [1]}, "missed"),
        ({**ONE, "missed": True}, "missed"),
        ({**ONE, "total": "many"}, "total"),
        ({**ONE, "starts_at": 5}, "starts_at"),
        ({**ONE, "starts_at": "0001-01-01T00:00+14:00"}, "starts_at"),
        ({**ONE, "note": 7}, "note"),
        ({**ONE, "note": "x" * 201}, "note"),
        ({}, "starts_at"),
    ],
)
def test_wrong_measurements_are_named(slo: Slo, secret: str, body: Any, field: str) -> None:
    good = {**ONE, "starts_at": "2024-03-08", "ends_at": "2024-03-09"}
    refused = _send(slo, secret, {"measurements": [good, body]})
    assert refused.status_code == 422
    error = refused.json()["errors"][0]
    assert (error["measurement"], error["field"]) == (1, field)
    assert error["error"]
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "5", '{"measurements": [1]}', "[" * 100_000, b"\xff\xfe"])
def test_what_is_no_json_is_refused(slo: Slo, secret: str, body: Any) -> None:
    refused = _send(slo, secret, body)
    assert refused.status_code == 422
    assert refused.json()["error"]


def test_too_many_are_refused_before_any_of_them_is_looked_at(
    slo: Slo, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A megabyte of "{}" would be a million sentences about what is missing."""
    monkeypatch.setattr(measurements, "read_rows", lambda *_args, **_kwargs: pytest.fail("they were read"))
    refused = _send(slo, secret, "[" + ",".join(["{}"] * 2001) + "]")
    assert refused.status_code == 422
    assert "2,000" in refused.json()["error"]


@pytest.mark.parametrize(
    "number", ["NaN", "-Infinity", "1e400", "9" * 5000, '"sNaN"', '"1e999999"', "-0.001"]
)
def test_numbers_that_are_none_are_refused(slo: Slo, secret: str, number: str) -> None:
    times = '"starts_at": "2024-03-04T00:00Z", "ends_at": "2024-03-05T00:00Z"'
    assert _send(slo, secret, f'{{{times}, "total": 9, "missed": {number}}}').status_code == 422
    assert not Measurement.objects.exists()


def test_doors_stay_closed(editor: Actor, slo: Slo, secret: str, discovery: Discovery) -> None:
    for wrong in ("", "x", secret + "x"):
        refused = _send(slo, wrong, ONE)
        assert refused.status_code == 401
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    elsewhere = factories.discovery(factories.domain(name="Elsewhere"), name="Elsewhere")
    other = Actor.of_account(factories.access(elsewhere, name="Else"))
    _key, foreign = add_measurement_key(actor=other, discovery=elsewhere, name="Foreign")
    assert _send(slo, foreign, ONE).status_code == 404
    assert _send(slo, secret, None, method="get").status_code == 405
    key = use_measurement_key(secret=secret)
    assert key is not None
    revoke_measurement_key(actor=Actor.system("test"), key=key[0])
    assert _send(slo, secret, ONE).status_code == 401
    assert not Measurement.objects.exists()


def test_a_key_is_held_to_its_rate(slo: Slo, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_access, "REQUESTS", Limit(burst=2, per_second=0.001))
    monkeypatch.setattr(key_access, "_buckets", Buckets())
    assert [_send(slo, secret, ONE).status_code for _time in range(3)] == [200, 200, 429]
    refused = _send(slo, secret, ONE)
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json()["error"]


def test_a_key_is_refused_after_its_last_day(slo: Slo, secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[Any] = []
    monkeypatch.setattr(key_access, "count_wrong_key", counted.append)
    key = MeasurementKey.objects.get()
    assert key.ends_on == timezone.localdate() + USUAL
    yesterday = timezone.localdate() - timedelta(days=1)
    MeasurementKey.objects.update(ends_on=yesterday)
    refused = _send(slo, secret, ONE)
    assert refused.status_code == 401
    assert yesterday.isoformat() in refused.json()["error"]
    assert "WWW-Authenticate" in refused.headers
    assert len(counted) == 1, "it is limited as a wrong one"
    MeasurementKey.objects.update(ends_on=None)  # made before keys had a last day
    assert _send(slo, secret, ONE).status_code == 200


def test_the_form_of_a_key_refuses_a_day_beside_its_field(
    discovery: Discovery, client_of: Callable[..., Client]
) -> None:
    client = client_of(factories.access(discovery, name="Fio"))
    url = reverse("products:measurement_key_add", args=[discovery.slug])
    page = client.post(url, {"name": "Pipeline", "ends_on": "2020-01-01"})
    assert "Choose a date within the next two years." in page.content.decode()
    assert not MeasurementKey.objects.exists()
    soon = (timezone.localdate() + timedelta(days=20)).isoformat()
    assert "Expires soon" in client.post(url, {"name": "Pipeline", "ends_on": soon}).content.decode()
