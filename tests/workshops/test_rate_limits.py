"""Limits: guessing codes is stopped, joining is not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.exceptions import TooMany
from core.models.token_buckets import TokenBucket
from organizations.web.client_address import client_address
from tests import factories
from workshops.actors import RoomActor
from workshops.web import authorization, rate_limits


def guess(number: int) -> str:
    alphabet = "ZYXWVT"
    return "Z9Z" + "".join(alphabet[(number // len(alphabet) ** place) % len(alphabet)] for place in range(3))


@pytest.mark.django_db
def test_two_hundred_people_behind_one_address_join():
    workshop = factories.workshop()
    url = reverse("discovery:join", args=[workshop.code])

    for number in range(200):
        response = Client().post(url, {"display_name": f"Person {number}", "side": "it", "role_title": ""})
        assert response.status_code == 302

    assert workshop.participants.count() == 200
    assert not TokenBucket.objects.exists()


@pytest.fixture
def _no_time_passes(monkeypatch):
    """No bucket fills up meanwhile: after half a second or five another code is allowed."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_time_passes")
def test_guessing_codes_is_stopped_and_says_for_how_long():
    workshop = factories.workshop()
    client = Client()
    statuses = [
        client.post(reverse("discovery:join_code"), {"code": guess(number)}).status_code
        for number in range(60)
    ]

    assert set(statuses[:40]) == {404}
    assert set(statuses[40:]) == {429}
    stopped = client.post(reverse("discovery:join_code"), {"code": workshop.code})
    assert stopped.status_code == 429  # else the answers would still tell which codes exist
    assert 1 <= int(stopped["Retry-After"]) <= 5
    assert "Too many wrong codes from here" in stopped.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["join", "room", "stage", "events"])
def test_every_door_counts_wrong_codes(address):
    factory = RequestFactory().get("/")

    Client().get(reverse(f"discovery:{address}", args=["ZZZZZZ"]))

    bucket = TokenBucket.objects.get(key=f"codes:{client_address(factory)}")
    assert bucket.tokens == pytest.approx(rate_limits.WRONG_CODES_OF_ADDRESS.burst - 1, abs=0.1)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_time_passes")
def test_people_in_the_room_are_never_asked(client_of):
    workshop = factories.workshop()
    anna = client_of(factories.participant(workshop))
    for key, limit in (
        ("codes:127.0.0.1", rate_limits.WRONG_CODES_OF_ADDRESS),
        ("codes", rate_limits.WRONG_CODES),
    ):
        TokenBucket.objects.create(key=key, tokens=0, updated_at=timezone.now())
        assert limit.wait_for_one(0) > 0

    assert anna.get(reverse("discovery:room", args=[workshop.code])).status_code == 200
    assert Client().get(reverse("discovery:join", args=[workshop.code])).status_code == 429


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_time_passes")
def test_a_flood_from_everywhere_does_not_lock_out_who_never_guessed():
    workshop = factories.workshop()
    TokenBucket.objects.create(key="codes", tokens=0, updated_at=timezone.now())
    TokenBucket.objects.create(key="codes:127.0.0.1", tokens=30, updated_at=timezone.now())

    guesser = Client().get(reverse("discovery:join", args=[workshop.code]))
    innocent = Client(REMOTE_ADDR="198.51.100.7").get(reverse("discovery:join", args=[workshop.code]))

    assert (guesser.status_code, innocent.status_code) == (429, 200)


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_time_passes")
def test_a_bucket_fills_up_again():
    request = RequestFactory().get("/")
    for _time in range(41):
        rate_limits.count_wrong_code(request)
    with pytest.raises(TooMany):
        rate_limits.check_may_try_code(request)

    TokenBucket.objects.update(updated_at=timezone.now() - timedelta(seconds=10))

    rate_limits.check_may_try_code(request)
    TokenBucket.objects.update(updated_at=timezone.now() - timedelta(hours=2))
    rate_limits.count_wrong_code(RequestFactory(REMOTE_ADDR="198.51.100.7").get("/"))
    assert not TokenBucket.objects.filter(key="codes:127.0.0.1").exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_time_passes")
def test_what_is_refused_writes_nothing():
    request = RequestFactory().get("/")
    for _time in range(int(rate_limits.WRONG_KEYS_OF_ADDRESS.burst)):
        rate_limits.count_wrong_key(request)
    for _time in range(int(rate_limits.DIGITS_OF_ADDRESS.burst)):
        rate_limits.count_digits(request)

    for count in (rate_limits.count_wrong_key, rate_limits.count_digits):
        with CaptureQueriesContext(connection) as asked, pytest.raises(TooMany):
            count(request)
        assert [query["sql"].split()[0] for query in asked] == ["SELECT"]


@pytest.mark.parametrize(
    ("proxies", "forwarded", "remote", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),  # invented by the client
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.2", "192.0.2.1", "203.0.113.9"),
        (2, "", "192.0.2.1", "192.0.2.1"),
        (0, "", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        (0, "", "::ffff:192.0.2.1", "192.0.2.1"),
        (1, "nonsense", "192.0.2.1", "unknown"),
    ],
)
def test_the_address_of_a_client(settings, proxies, forwarded, remote, address):
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert client_address(RequestFactory(REMOTE_ADDR=remote).get("/", headers=headers)) == address


def press_on(participant):
    for _time in range(100):
        rate_limits.check_write_rate(participant)


@pytest.mark.django_db
def test_a_participant_writes_fast_but_not_without_end(django_assert_num_queries):
    anna, ben = (RoomActor.of_participant(factories.participant(factories.workshop())) for _time in range(2))

    with django_assert_num_queries(0):
        for _time in range(200):
            rate_limits.check_write_rate(anna)
        with pytest.raises(TooMany) as refused:
            press_on(anna)
        rate_limits.check_write_rate(ben)

    assert refused.value.retry_after == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("_no_time_passes")
def test_a_cookie_of_another_room_is_no_pass(client_of):
    anna = factories.participant(factories.workshop())
    request = RequestFactory().get("/")
    request.COOKIES.update({name: cookie.value for name, cookie in client_of(anna).cookies.items()})
    TokenBucket.objects.create(key="codes:127.0.0.1", tokens=0, updated_at=timezone.now())

    with pytest.raises(TooMany):
        authorization.workshop_for_code(request, "ZZZZZZ")
    assert authorization.workshop_for_code(request, anna.workshop.code) == anna.workshop
