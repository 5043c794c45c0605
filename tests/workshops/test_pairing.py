"""Devices paired with a workshop: by six digits or a link, for that workshop alone, until it ends."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import live
from core.exceptions import Conflict, NotAllowed, NotFound
from core.models import Operation
from core.models.token_buckets import TokenBucket
from discovery.discoveries import services as discoveries
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from exchange.services.retention import purge
from organizations.actors import Actor
from organizations.models import Person
from tests import factories
from tests.factories import make
from tests.workshops.rooms import track_of, workshop_with_talks
from workshops.joining.device_pairing import services as pairing
from workshops.joining.device_pairing.models import DeviceKind
from workshops.joining.device_pairing.selectors import device_with_secret, devices_of, digest
from workshops.models import ActionItem, PairedDevice
from workshops.policies import may_be_undone
from workshops.room.running import services as running
from workshops.web import rate_limits

# The limits count within a minute, which so many tries may take on a busy machine.
NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop():
    return workshop_with_talks("One", "Two")


@pytest.fixture
def closed(monkeypatch):
    """The audiences whose streams were ended."""
    audiences = []
    monkeypatch.setattr(live, "close_streams", lambda _workshop, audience=None: audiences.append(audience))
    return audiences


@pytest.fixture
def offer(actor, workshop, facilitator):
    """Makes a code for a device of a kind."""

    def make(kind=DeviceKind.REMOTE, room=workshop):
        return pairing.offer_pairing(actor=actor, workshop=room, account=facilitator, kind=kind)

    return make


def paired(offer):
    """A browser that typed the digits of the offer."""
    device = Client()
    answer = device.post(reverse("discovery:pair"), {"digits": offer.spoken_digits})
    assert answer.status_code == 302, answer.content.decode()
    return device


def url(name, workshop):
    return reverse(f"discovery:{name}", args=[workshop.code])


def status(device, name, workshop):
    return device.get(url(name, workshop)).status_code


# --- Pairing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DeviceKind)
def test_six_digits_pair_a_device_without_signing_in(offer, workshop, kind):
    made = offer(kind)
    assert len(made.digits) == 6
    device = Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/5"})
    answer = device.post(reverse("discovery:pair"), {"digits": f" {made.digits[:3]}-{made.digits[3:]} "})
    assert answer.headers["Location"] == url(kind, workshop)
    assert device.get(answer.headers["Location"]).status_code == 200
    (held,) = devices_of(workshop)
    assert (held.kind, held.browser, held.digits, held.link_key) == (kind, "Chrome, Android", "", "")
    assert "_auth_user_id" not in device.session
    other = next(each for each in DeviceKind if each != kind)
    assert status(device, other, workshop) == 302
    assert status(device, "console", workshop) == 302


def test_a_link_pairs_by_its_button_and_once(offer, workshop):
    link = reverse("discovery:pair_link", args=[offer().link_key])
    assert "Use this device as the remote" in Client().get(link).content.decode()
    assert not devices_of(workshop).exists(), "a program that looks uses nothing up"
    device = Client()
    assert device.post(link).headers["Location"] == url("remote", workshop)
    assert status(device, "remote", workshop) == 200
    assert [Client().get(link).status_code, Client().post(link).status_code] == [404, 404]


def test_of_two_who_take_an_offer_one_is_paired(offer):
    made = offer()
    pairing.take_pairing(offer=made, browser="")
    with pytest.raises(NotFound, match="has been used"):
        pairing.take_pairing(offer=made, browser="")


def test_a_secret_is_kept_as_a_digest(offer):
    secret = pairing.take_pairing(offer=offer(), browser="")
    assert secret not in str(PairedDevice.objects.values_list())
    assert PairedDevice.objects.get().secret_digest == digest(secret)


def test_no_other_sign_in_ends(offer, workshop, client_of):
    """Neither that of the facilitator, nor one that the device has."""
    elsewhere = client_of(factories.user("Olga Other"))
    session = elsewhere.session.session_key
    elsewhere.post(reverse("discovery:pair"), {"digits": offer().digits})
    assert status(elsewhere, "remote", workshop) == 200
    assert elsewhere.session.session_key == session
    assert elsewhere.get(reverse("discovery:home")).status_code == 200


def test_codes_end_after_ten_minutes_by_the_next_and_by_the_end(offer, actor, workshop):
    first = offer()
    second = offer(DeviceKind.STAGE)
    PairedDevice.objects.filter(pk=second.pk).update(expires_at=timezone.now())
    for made in (first, second):
        assert Client().post(reverse("discovery:pair"), {"digits": made.digits}).status_code == 404
        assert Client().get(reverse("discovery:pair_link", args=[made.link_key])).status_code == 404
    third = offer()
    running.start_workshop(actor=actor, workshop=workshop)
    running.end_workshop(actor=actor, workshop=workshop)
    assert Client().post(reverse("discovery:pair"), {"digits": third.digits}).status_code == 404
    with pytest.raises(Conflict):
        offer()


def test_digits_are_never_open_twice(offer, actor, workshop, monkeypatch):
    another = factories.workshop(workshop.discovery, "Another")
    drawn = iter([7, 7, 8])
    monkeypatch.setattr(
        "workshops.joining.device_pairing.services.secrets.randbelow", lambda _most: next(drawn)
    )
    assert [offer().digits, offer(room=another).digits] == ["000007", "000008"]


# --- Guessing -------------------------------------------------------------------------------------


@pytest.mark.sqlite  # on both, the two tests below take tokens until there are none
@time_machine.travel(NOON, tick=False)
def test_a_code_tried_a_thousand_times_finds_nothing(offer, workshop):
    made = offer()
    guesses = [f"{number:06}" for number in range(1000) if f"{number:06}" != made.digits]
    guesses[500] = made.digits
    guesser = Client()
    answers = [guesser.post(reverse("discovery:pair"), {"digits": each}).status_code for each in guesses]
    assert set(answers) == {404, 429}
    assert answers.count(404) <= rate_limits.DIGITS_OF_ADDRESS.burst
    assert not devices_of(workshop).exists()
    assert guesser.post(reverse("discovery:pair_link", args=[made.link_key])).status_code == 302, (
        "the QR code"
    )


@pytest.mark.sqlite  # as above
@time_machine.travel(NOON, tick=False)
def test_many_addresses_together_find_nothing_either(offer, workshop):
    """Each of them would be within its own limit."""
    made = offer()
    answers = [
        Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}").post(
            reverse("discovery:pair"), {"digits": made.digits if number == 900 else f"{number:06}"}
        )
        for number in range(1000)
        if f"{number:06}" != made.digits
    ]
    tried = [each for each in answers if each.status_code != 429]
    assert len(tried) <= rate_limits.DIGITS.burst + 1
    assert not devices_of(workshop).exists()


def test_who_waited_can_pair_again(offer):
    guesser = Client()
    for number in range(30):
        guesser.post(reverse("discovery:pair"), {"digits": f"{number:06}"})
    said = guesser.post(reverse("discovery:pair"), {"digits": "000000"})
    assert said.status_code == 429
    assert "Too many codes were tried" in said.content.decode()
    TokenBucket.objects.update(updated_at=timezone.now() - timedelta(hours=2))
    paired(offer())


def test_tries_that_are_refused_keep_nobody_waiting_longer(offer):
    guesser = Client()

    def tried():
        return guesser.post(reverse("discovery:pair"), {"digits": "000000"}).status_code

    with time_machine.travel(NOON, tick=False) as clock:
        while tried() != 429:
            pass
        clock.shift(40)
        assert tried() == 429, "a token takes a minute"
        clock.shift(40)
        assert tried() == 404


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "<b>1</b>"])
def test_what_cannot_be_a_code_is_said_and_costs_nothing(typed):
    answer = Client().post(reverse("discovery:pair"), {"digits": typed})
    assert answer.status_code == 422
    assert not TokenBucket.objects.exists()


# --- What a device may do, and how long -----------------------------------------------------------


def test_two_remotes_steer_one_room(offer, workshop):
    one, two = paired(offer()), paired(offer())
    assert one.post(url("workshop_start", workshop)).status_code == 204
    two.post(url("workshop_eyes_up", workshop), {"on": "1"})
    workshop.refresh_from_db()
    assert workshop.eyes_up
    done = Operation.objects.get(verb="workshop.eyes_up")
    assert done.actor_label == f"{workshop.lead} (paired device)"
    assert done.actor_uuid == workshop.lead.uuid


def test_a_remote_shows_what_it_may_open(offer, workshop):
    remote = paired(offer())
    page = remote.get(url("remote", workshop)).content.decode()
    assert url("console", workshop) + '"' not in page
    assert "lead-notices" not in page
    remote.post(url("workshop_start", workshop))
    captured = remote.post(
        url("console_capture", workshop),
        {"kind": "risk", "title": "The data is late", "uuid": "5f8b4a34-6f53-4b0e-9a0c-1d1b8a1f2c3d"},
        headers={"HX-Request": "true"},
    )
    assert "Captured" in captured.headers["HX-Trigger"]
    assert "undo" not in captured.headers["HX-Trigger"]


def test_a_remote_reads_nothing_of_the_console_but_its_own_parts(offer, workshop, actor):
    running.start_workshop(actor=actor, workshop=workshop)
    remote, activity = paired(offer()), track_of(workshop).current
    parts = {
        (surface, key): remote.get(
            reverse("discovery:region", args=[workshop.code, key]) + f"?surface={surface}"
        ).status_code
        for surface in ("remote", "console", "stage")
        for key in ("remote", "progress", "hands", "main", "people", "captured", "devices", "steering")
    }
    assert {each for each, answer in parts.items() if answer == 200} == {
        ("remote", key) for key in ("remote", "progress", "hands")
    }
    board = reverse("discovery:board", args=[workshop.code, activity.uuid, 0])
    assert remote.get(f"{board}?surface=remote").status_code == 404


@pytest.mark.parametrize("name", ["remote", "console_capture", "workshop_message", "workshop_pause"])
def test_a_remote_reads_nothing_beyond_its_workshop(offer, workshop, actor, client_of, facilitator, name):
    make(Person, organization=workshop.discovery.domain.organization, name="Paula Personnel")
    make(ActionItem, discovery=workshop.discovery, title="Elsewhere", owner_name="Olga Owner")
    factories.participant(workshop, "Petra Present")
    running.start_workshop(actor=actor, workshop=workshop)

    shown = paired(offer()).get(url(name, workshop)).content.decode()

    assert not {"Paula", "Olga"} & set(re.findall(r"\w+", shown))
    assert "/d/" not in shown
    assert "/organizations/" not in shown
    assert ("Petra Present" in shown) == (name == "console_capture")
    if name == "console_capture":
        assert "Paula Personnel" in client_of(facilitator).get(url(name, workshop)).content.decode()


def test_a_remote_without_scripts_goes_back_to_the_remote(offer, workshop, actor):
    running.start_workshop(actor=actor, workshop=workshop)
    sent = paired(offer()).post(url("workshop_message", workshop), {"message": "Coffee"})
    assert sent.headers["Location"] == url("remote", workshop)


def test_a_device_is_of_one_workshop(offer, workshop):
    another = factories.workshop(workshop.discovery, "Another")
    device = paired(offer())
    assert status(device, "remote", another) == 302
    (cookie,) = device.cookies.values()
    device.cookies[f"hwd_remote_{another.code}"] = cookie.value
    assert status(device, "remote", another) in (302, 403)
    secret = pairing.take_pairing(offer=offer(), browser="")
    assert device_with_secret(workshop.code, DeviceKind.REMOTE, secret)
    assert device_with_secret(workshop.code, DeviceKind.STAGE, secret) is None
    assert device_with_secret(another.code, DeviceKind.REMOTE, secret) is None


def test_a_pairing_is_ended_from_the_console(offer, closed, workshop, client_of, facilitator):
    remote, stage = paired(offer()), paired(offer(DeviceKind.STAGE))
    console = client_of(facilitator)
    shown = console.get(reverse("discovery:region", args=[workshop.code, "devices"]) + "?surface=console")
    assert shown.content.decode().count("<li data-device=") == 2
    for device in devices_of(workshop):
        end = reverse("discovery:pairing_end", args=[workshop.code, device.uuid])
        assert console.post(end).status_code == 204
    assert closed == ["remote", "stage"]
    for device, name in ((remote, "remote"), (stage, "stage")):
        answer = device.get(url(name, workshop))
        assert answer.status_code == 403
        page = answer.content.decode()
        assert "no longer paired with the workshop" in page
        assert f'<a class="button primary" href="{reverse("discovery:pair")}">' in page
        assert reverse("account_login") not in page
    assert remote.post(url("workshop_start", workshop)).status_code == 403


def test_pairing_ends_with_the_workshop(offer, actor, workshop):
    remote, stage = paired(offer()), paired(offer(DeviceKind.STAGE))
    running.start_workshop(actor=actor, workshop=workshop)
    running.end_workshop(actor=actor, workshop=workshop)
    assert [status(remote, "remote", workshop), status(stage, "stage", workshop)] == [403, 200]
    assert "The workshop has ended" in remote.get(url("remote", workshop)).content.decode()
    running.reopen_workshop(actor=actor, workshop=workshop)
    assert [status(remote, "remote", workshop), status(stage, "stage", workshop)] == [200, 200]
    running.end_workshop(actor=actor, workshop=workshop)
    PairedDevice.objects.filter(kind=DeviceKind.STAGE).update(ends_at=timezone.now())
    assert status(stage, "stage", workshop) == 403, "the stage ends an hour later"


def test_a_device_may_no_more_than_who_paired_it(offer, workshop, facilitator):
    remote, stage = paired(offer()), paired(offer(DeviceKind.STAGE))
    late = offer()
    discoveries.remove_access(actor=factories.SYSTEM, access=DiscoveryAccess.objects.get(user=facilitator))
    assert [status(remote, "remote", workshop), status(stage, "stage", workshop)] == [403, 403]
    with pytest.raises((NotAllowed, NotFound)):
        pairing.take_pairing(offer=late, browser="")


def test_only_facilitators_make_codes(workshop, client_of):
    viewer = factories.access(workshop.discovery, DiscoveryRole.VIEWER, name="Vic Viewer")
    for who in (Actor.of_account(viewer), Actor.nobody()):
        with pytest.raises((NotAllowed, NotFound)):
            pairing.offer_pairing(actor=who, workshop=workshop, account=viewer, kind=DeviceKind.STAGE)
    console = client_of(factories.access(workshop.discovery, name="Gil Guide"))
    assert console.post(url("pairing_offer", workshop), {"kind": "console"}).status_code == 422


def test_the_dialog_shows_code_and_link(workshop, client_of, facilitator):
    console = client_of(facilitator)
    answer = console.post(url("pairing_offer", workshop), {"kind": "remote"}, headers={"HX-Request": "true"})
    made = PairedDevice.objects.get()
    page = answer.content.decode()
    assert made.spoken_digits in page
    assert f"/pair/{made.link_key}/" in page
    assert "<svg" in page


def test_pairing_is_not_undone(offer):
    paired(offer())
    assert not may_be_undone(Operation.objects.get(verb="device.paired"))


def test_the_night_forgets_what_pairs_nothing(offer, actor, workshop):
    paired(offer())
    stale = offer(DeviceKind.STAGE)
    PairedDevice.objects.filter(pk=stale.pk).update(expires_at=timezone.now())
    purge()
    assert PairedDevice.objects.count() == 1
    PairedDevice.objects.update(ends_at=timezone.now() - timedelta(days=2))
    purge()
    assert not PairedDevice.objects.exists()
