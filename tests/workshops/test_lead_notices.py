"""Who is handed the lead of a workshop is told until they have read it, and nobody else is."""

from __future__ import annotations

import pytest
from django.urls import reverse

import live
from discovery.discoveries import services as discoveries
from discovery.models import DiscoveryAccess
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from workshops.models import LeadNotice
from workshops.room.running import services as running
from workshops.room.steering import services as steering
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db

SAID = "Frida Frei made you the lead of “Value tree”."


@pytest.fixture
def room():
    return factories.workshop(factories.three_streams(), "Value tree", state=WorkshopState.LIVE)


@pytest.fixture
def frida(room):
    return factories.access(room.discovery, name="Frida Frei")


@pytest.fixture
def gil(room):
    return factories.access(room.discovery, name="Gil Guide")


def pages(room):
    discovery = room.discovery
    organization = discovery.domain.organization.slug
    return {
        "home": reverse("discovery:home"),
        "organization": reverse("discovery:organization_overview", args=[organization]),
        "discovery": reverse("discovery:discovery_overview", args=[discovery.slug]),
        "followed": reverse("process:discovery_delta", args=[discovery.slug]),
        "console": reverse("discovery:console", args=[room.code]),
        "remote": reverse("discovery:remote", args=[room.code]),
    }


def hand_over(room, by, to):
    steering.hand_over(actor=Actor.of_account(by), workshop=room, to=to)


def is_told(browser, room):
    """On every page alike, and where screens ask again."""
    said = {name: browser.get(url).content.decode().count(SAID) for name, url in pages(room).items()}
    said["again"] = browser.get(reverse("discovery:lead_notices")).content.decode().count(SAID)
    assert len(set(said.values())) == 1, said
    return bool(said["again"])


def test_a_new_lead_sees_a_notice_until_they_confirm_it(client_of, room, frida, gil):
    hand_over(room, frida, gil)
    other = factories.access(room.discovery, name="Olga Other")

    assert is_told(client_of(gil), room)
    assert is_told(client_of(gil), room)  # not by looking alone
    assert not is_told(client_of(frida), room)
    assert not is_told(client_of(other), room)
    seen = reverse("discovery:workshop_lead_seen", args=[room.code])
    client_of(other).post(seen)
    assert is_told(client_of(gil), room)

    answer = client_of(gil).post(seen, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert SAID not in answer.content.decode()
    assert not is_told(client_of(gil), room)


def test_it_says_where_to_go_but_not_on_the_console_itself(client_of, room, frida, gil):
    hand_over(room, frida, gil)
    console = pages(room)["console"]
    notice = {
        name: client_of(gil).get(url).content.decode().split('class="note lead-notice"')[1].split("</div>")[0]
        for name, url in pages(room).items()
    }
    leads_there = {name for name, html in notice.items() if f'href="{console}"' in html}
    assert leads_there == {"home", "organization", "discovery", "followed"}
    assert all("I lead “Value tree”" in html for html in notice.values())


@pytest.mark.parametrize(
    "then",
    [
        lambda room, frida, gil: hand_over(room, gil, frida),
        lambda room, frida, gil: hand_over(room, frida, frida),
        lambda room, frida, gil: running.end_workshop(actor=Actor.of_account(frida), workshop=room),
        lambda room, frida, gil: discoveries.remove_access(
            actor=SYSTEM, access=DiscoveryAccess.objects.get(user=gil)
        ),
    ],
    ids=["handed on", "taken back", "ended", "no access any more"],
)
def test_it_goes_when_it_is_not_so_any_more(client_of, room, frida, gil, then):
    hand_over(room, frida, gil)

    then(room, frida, gil)

    said = client_of(gil).get(reverse("discovery:lead_notices")).content.decode()
    assert SAID not in said


def test_the_facilitator_who_starts_the_workshop_has_the_lead(client_of, frida, gil, room):
    planned = factories.workshop(room.discovery, "Value tree")
    factories.activity(planned, "welcome", "Welcome")
    hand_over(planned, frida, gil)
    running.start_workshop(actor=Actor.of_account(frida), workshop=planned)
    assert not LeadNotice.objects.exists()


def test_a_facilitator_who_takes_the_lead_over_sees_no_notice(client_of, room, frida, gil):
    hand_over(room, gil, gil)
    assert not LeadNotice.objects.exists()


def test_open_screens_ask_again(monkeypatch, room, frida, gil):
    told = []

    def changed(workshop_id, *topics, **_rest):
        told.append((workshop_id, *topics))
        return 1

    monkeypatch.setattr(live, "publish_change", changed)
    hand_over(room, frida, gil)
    steering.dismiss_lead_notice(actor=Actor.of_account(gil), workshop=room)
    assert told == [(room.pk, "steering", "lead"), (room.pk, "lead")]
    (region,) = [each for each in live.regions_for("console") if "lead" in each.topics]
    assert region.pull
