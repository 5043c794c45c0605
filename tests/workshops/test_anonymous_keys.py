"""The keys of anonymous activities: who gets one, what it opens, and that nothing names it."""

from __future__ import annotations

import logging
import secrets
from uuid import uuid4

import pytest
from django.test import Client

from core.models.token_buckets import TokenBucket
from core.rate_limits import Limit
from tests import factories
from tests.workshops.anonymous import ClientOf, Device, devices, start, workshop_in_welcome
from workshops.models import KeyGrant, Note, Workshop
from workshops.web import rate_limits
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return workshop_in_welcome()


def test_the_same_key_is_signed_again_and_a_second_device_is_told(
    workshop: Workshop, client_of: ClientOf
) -> None:
    activity = start(workshop)
    (ann,) = devices(workshop, activity, client_of, "Ann")
    first = ann.presented
    assert ann.fetch_key() == 200, "the answer was lost, so it is asked for again"
    assert ann.presented == first
    second = Device(client_of(ann.participant), ann.participant, activity)
    answer = second.client.post(
        f"{second.base}key/", {"key": second.key}, headers={"Accept": "application/json"}
    )
    assert answer.status_code == 409
    assert "another device" in answer.json()["error"]
    assert KeyGrant.objects.count() == 1


def test_forged_foreign_and_other_activities_keys_are_refused(
    workshop: Workshop, client_of: ClientOf
) -> None:
    one, other = start(workshop), start(workshop)
    (ann,) = devices(workshop, one, client_of, "Ann")
    elsewhere = Device(ann.client, ann.participant, other)
    for presented in (
        "",
        "x",
        ann.key,
        f"{secrets.token_hex(32)}.{ann.presented.partition('.')[2]}",
        f"{ann.key}.{secrets.token_hex(32)}",
        f"{ann.key}.ü\N{RIGHT-TO-LEFT OVERRIDE}".encode().decode("latin-1"),
    ):
        ann.presented = presented
        assert ann.write("not mine") == 403, presented
        assert ann.mine()[0] == 403, presented
    ann.fetch_key()
    elsewhere.presented = ann.presented
    assert elsewhere.write("not of this activity") == 403
    assert Note.objects.count() == 0


def test_what_is_no_key_gets_no_signature(workshop: Workshop, client_of: ClientOf) -> None:
    activity = start(workshop)
    ann = Device(client_of(factories.participant(workshop, "Ann")), factories.participant(workshop), activity)
    for wrong in ("", "abc", "g" * 64, "A" * 64, "0" * 10_000, "<b>" + "0" * 61):
        ann.key = wrong
        assert ann.fetch_key() == 422
    assert KeyGrant.objects.count() == 0


def test_a_cookie_alone_does_not_let_anybody_write(workshop: Workshop, client_of: ClientOf) -> None:
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    answer = ann.client.post(
        f"{ann.base}notes/",
        {"uuid": str(uuid4()), "text": "by cookie"},
        headers={"Accept": "application/json"},
    )
    assert answer.status_code == 403
    assert "anonymous" in answer.json()["error"]
    assert Note.objects.count() == 0


def test_keys_are_limited_per_person_and_writes_per_key(
    workshop: Workshop, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    (ann, ben) = devices(workshop, start(workshop), client_of, "Ann", "Ben")
    monkeypatch.setattr(rate_limits, "WRITES", Limit(burst=3, per_second=0.001))
    rate_limits._writes.clear()
    assert [ann.fetch_key() for _time in range(4)] == [200, 200, 200, 429]
    rate_limits._writes.clear()
    assert [ann.write("quick") for _time in range(4)] == [200, 200, 200, 429]
    assert ben.write("I am somebody else") == 200
    rate_limits._writes.clear()


def test_wrong_codes_of_others_behind_the_address_keep_no_key_out(
    workshop: Workshop, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "WRONG_CODES_OF_ADDRESS", Limit(burst=1, per_second=0.001))
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    assert Client().get("/join/ZZZZZZ/").status_code == 404
    assert Client().get("/join/ZZZZZZ/").status_code == 429
    assert ann.write("still here") == 200
    assert "still here" in ann.mine()[1]
    assert ann.mine("f" * 64 + "." + "0" * 64)[0] == 429


def test_a_key_guesses_no_codes_for_free(workshop: Workshop, client_of: ClientOf) -> None:
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    other = factories.workshop(state=WorkshopState.LIVE)
    ann.base = ann.base.replace(workshop.code, "ZZZZZZ")
    assert ann.mine()[0] == 404
    assert TokenBucket.objects.exists(), "counted as a wrong code"
    ann.base = ann.base.replace("ZZZZZZ", other.code)
    assert ann.mine()[0] == 404


def test_one_sees_ones_own_and_nothing_of_others(workshop: Workshop, client_of: ClientOf) -> None:
    ann, ben = devices(workshop, start(workshop), client_of, "Ann", "Ben")
    ann.write("the secret of Ann")
    assert "the secret of Ann" in ann.mine()[1]
    assert "the secret of Ann" not in ben.mine()[1]
    page = ann.client.get(f"/w/{workshop.code}/").content.decode()
    assert "the secret of Ann" not in page, "the page came with a cookie, so it holds nothing of hers"
    assert "data-needs-key" in page


def test_no_log_names_a_key(
    workshop: Workshop, client_of: ClientOf, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    (ann,) = devices(workshop, start(workshop), client_of, "Ann")
    ann.write("fine")
    real = ann.presented
    ann.presented = real[:-1] + ("0" if real[-1] != "0" else "1")
    assert ann.write("forged") == 403
    mine = [record for record in caplog.records if not record.name.startswith("django.db")]
    for secret in (ann.key, real, ann.author):
        assert secret not in "\n".join(record.getMessage() for record in mine)
