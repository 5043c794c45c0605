"""Links that show one frozen version to everybody who has them, until they expire or are revoked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Invalid
from core.models import Operation
from core.models.token_buckets import TokenBucket
from core.rate_limits import Limit
from core.services import kinds
from discovery.discoveries import services as discoveries
from discovery.discoveries.models import DiscoveryRole
from handover.models import Finding, HandoverLink
from handover.versions import services as versions
from handover.web.html_reports import as_file
from tests import factories
from tests.factories import SYSTEM
from tests.handover.freezing import change, freeze
from tests.workshops.addresses import url
from workshops.web import rate_limits

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(discovery):
    return factories.access(discovery, name="Frida Facilitator")


@pytest.fixture
def link(plain_report, discovery):
    return versions.make_link(
        actor=SYSTEM,
        version=freeze(discovery),
        label="Board",
        expires_at=timezone.now() + timedelta(days=7),
    )


def shared(link):
    return reverse("handover:shared_handover", args=[link.key])


def test_a_link_shows_the_frozen_version_and_only_that(client, discovery, link):
    kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="Written afterwards"))

    answer = client.get(shared(link))

    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Report 1" in text
    assert "Written afterwards" not in text
    assert 'name="robots" content="noindex' in text
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer.headers["Cache-Control"]
    # The policy refuses styles in a page: they come from an address of their own.
    assert "<style" not in text
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    styles = client.get(text.split('rel="stylesheet" href="')[1].split('"')[0])
    assert styles.content == b"p{color:red}"
    assert styles.headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("reader", ["stranger", "member"])
def test_what_was_frozen_is_a_page_of_nowhere(client, client_of, facilitator, discovery, link, reader):
    """It may have come in a file (exchange.format): it runs nothing and is not of this site."""
    if reader == "stranger":
        answer = client.get(shared(link))
    else:
        answer = client_of(facilitator).get(url("handover:version_page", discovery, link.version.uuid))
    policy = answer.headers["Content-Security-Policy"]
    (sandbox,) = (part.split() for part in policy.split(";") if part.split()[0] == "sandbox")
    assert not {"allow-scripts", "allow-same-origin", "allow-forms", "allow-top-navigation"} & set(sandbox)
    assert "script-src 'none'" in policy


@pytest.mark.parametrize(
    "closed",
    [
        lambda link: change(link, expires_at=timezone.now()),
        lambda link: versions.revoke_link(actor=SYSTEM, link=link),
        lambda link: discoveries.delete_discovery(actor=SYSTEM, discovery=link.version.discovery),
    ],
)
def test_after_expiry_revocation_and_deletion_it_shows_nothing(client, link, closed):
    assert client.get(shared(link)).status_code == 200
    closed(link)
    never = reverse("handover:shared_handover", args=["never-was"])

    for address in (shared(link), reverse("handover:shared_handover_styles", args=[link.key])):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Report 1" not in answer.content.decode()
        assert answer.content.decode().count("no longer works") == client.get(never).content.decode().count(
            "no longer works"
        )


def test_a_guesser_waits_and_the_holder_of_a_link_does_not(monkeypatch, client, link):
    monkeypatch.setattr(rate_limits, "WRONG_CODES_OF_ADDRESS", Limit(burst=3, per_second=0.001))
    guessed = [
        client.get(reverse("handover:shared_handover", args=[f"guess-{number}"])).status_code
        for number in range(5)
    ]

    assert guessed == [404, 404, 404, 429, 429]
    assert client.get(shared(link)).status_code == 200


def test_an_expired_link_is_no_guess(client, link):
    versions.revoke_link(actor=SYSTEM, link=link)
    client.get(shared(link))

    assert not TokenBucket.objects.exists()


def test_a_link_is_made_listed_and_revoked_for_good(client_of, plain_report, discovery, facilitator):
    version = freeze(discovery)
    browser = client_of(facilitator)
    page = url("handover:handover_version", discovery, version.uuid)

    browser.post(
        url("handover:handover_link_add", discovery, version.uuid), {"label": "<b>Board</b>", "days": "30"}
    )
    link = HandoverLink.objects.get()
    text = browser.get(page).content.decode()
    assert shared(link) in text
    assert "&lt;b&gt;Board" in text
    assert timedelta(days=29) < link.expires_at - timezone.now() <= timedelta(days=30)

    browser.post(url("handover:handover_link_revoke", discovery, link.uuid))
    assert shared(link) not in browser.get(page).content.decode()
    revoked_at = HandoverLink.objects.get().revoked_at
    assert revoked_at is not None
    assert versions.revoke_link(actor=SYSTEM, link=link).revoked_at == revoked_at
    revoked = Operation.objects.filter(verb="handover_link.revoked").earliest("pk")
    assert browser.post(reverse("discovery:operation_undo", args=[revoked.uuid])).status_code == 409


@pytest.mark.parametrize("role", [DiscoveryRole.VIEWER, DiscoveryRole.EDITOR])
def test_links_are_shown_to_facilitators_only(client_of, discovery, link, role):
    person = factories.access(discovery, role)

    text = (
        client_of(person).get(url("handover:handover_version", discovery, link.version.uuid)).content.decode()
    )

    assert link.key not in text


@pytest.mark.parametrize("sent", [{"label": "", "days": "30"}, {"label": "Board", "days": "4000"}, {}])
def test_a_link_without_a_name_or_for_ever_is_refused(client_of, plain_report, discovery, facilitator, sent):
    version = freeze(discovery)

    answer = client_of(facilitator).post(url("handover:handover_link_add", discovery, version.uuid), sent)

    assert answer.status_code == 422
    for days in (-1, 0, 400):
        with pytest.raises(Invalid):
            versions.make_link(
                actor=SYSTEM,
                version=version,
                label="X",
                expires_at=timezone.now() + timedelta(days=days),
            )
    assert not HandoverLink.objects.exists()


def test_what_was_frozen_can_be_read_and_kept(client, client_of, plain_report, discovery):
    version = freeze(discovery)
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    editor = client_of(factories.access(discovery, DiscoveryRole.EDITOR))

    assert b"Report 1" in viewer.get(url("handover:version_page", discovery, version.uuid)).content
    shown = viewer.get(url("handover:version_page", discovery, version.uuid)).content.decode()
    # A page in the sandbox asks for its styles as a stranger.
    styles = client.get(shown.split('rel="stylesheet" href="')[1].split('"')[0])
    assert styles.content == b"p{color:red}"
    assert client.get(reverse("handover:version_styles", args=["made-up"])).status_code == 404
    kept = viewer.get(url("handover:version_file", discovery, version.uuid))
    assert kept.content.decode() == as_file(version.page)
    assert kept.headers["Content-Disposition"].startswith("attachment")
    document = editor.get(url("handover:version_document", discovery, version.uuid))
    assert document.content.decode() == version.document
    assert viewer.get(url("handover:version_document", discovery, version.uuid)).status_code == 403


def test_a_section_is_read_as_it_would_be_handed_over(client_of, discovery, facilitator):
    kinds.add(actor=SYSTEM, draft=Finding(discovery=discovery, title="Five copies of contacts"))
    browser = client_of(facilitator)

    one = browser.get(url("handover:review_read", discovery, "findings")).content.decode()
    other = browser.get(url("handover:review_read", discovery, "people")).content.decode()

    assert "Five copies of contacts" in one
    assert "Five copies of contacts" not in other
    assert browser.get(url("handover:review_styles", discovery, "findings")).status_code == 200
    assert browser.get(url("handover:review_read", discovery, "no-such")).status_code == 404
