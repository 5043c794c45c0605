"""How an account without a name is shown: its e-mail address is nobody's business but of who may see it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.clean_text import without_addresses
from core.forms.kinds import form_of
from core.models import Operation
from core.services import kinds
from discovery.discoveries.forms import AccessForm
from handover.forms.reviews_and_versions import ReviewRequestForm
from handover.models import Finding, SectionReview
from handover.section_reviews import services as section_reviews
from handover.versions import services as versions
from organizations.actors import Actor
from organizations.models import Person, User
from organizations.organization import services as organizations
from organizations.people_and_teams.kinds import PERSON
from tests import factories
from tests.factories import SYSTEM
from tests.workshops.addresses import url
from workshops.results.decisions import services as decisions
from workshops.room.breakouts.forms import RoomForm

pytestmark = pytest.mark.django_db

ADDRESS = "zora.neale@example.org"


@pytest.fixture
def nameless(discovery):
    return factories.access(discovery, name="", email=ADDRESS)


@pytest.mark.parametrize("name", ["", "  ", ADDRESS, ADDRESS.upper()])
def test_somebody_without_a_name_is_told_apart_without_the_address(name):
    first, second = factories.user(name, email=ADDRESS), factories.user("")

    assert re.fullmatch(r"Unnamed person \([0-9A-F]{4}\)", str(first))
    assert ADDRESS in first.told_apart
    assert first.told_apart != second.told_apart
    assert factories.user("Zora").told_apart == str(factories.user("Zora")) == "Zora"


def test_no_page_that_others_see_says_the_address(client_of, discovery, nameless):
    """Review, decision log, history, report; and what strangers see by a link."""
    actor = Actor.of_account(nameless)
    decisions.add_decision(
        actor=actor, discovery=discovery, title="Begin", reason="Now", decided_by=str(nameless)
    )
    kinds.add(actor=actor, draft=Finding(discovery=discovery, title="F", evidence="Ask data@example.org."))
    (review,) = section_reviews.ask_for_review(
        actor=SYSTEM, discovery=discovery, sections=["findings"], account=nameless
    )
    section_reviews.answer_review(actor=actor, review=review, state="approved")
    version = versions.freeze_version(actor=actor, discovery=discovery)
    link = versions.make_link(
        actor=actor, version=version, label="Board", expires_at=timezone.now() + timedelta(days=1)
    )
    colleague = client_of(factories.access(discovery))

    pages = {
        name: colleague.get(url(name, discovery)).content.decode()
        for name in (
            "handover:handover_review",
            "handover:handover_readiness",
            "handover:handover_versions",
            "discovery_decisions",
            "discovery_history",
            "handover:report",
        )
    }
    pages["version"] = colleague.get(
        url("handover:handover_version", discovery, version.uuid)
    ).content.decode()
    pages["frozen"] = version.page
    assert [name for name, text in pages.items() if ADDRESS in text] == []
    assert "Unnamed person" in pages["frozen"]
    strangers = client_of(None).get(reverse("handover:shared_handover", args=[link.key])).content.decode()
    assert "Ask data@…" in strangers
    assert "example.org" not in strangers
    assert SectionReview.objects.get().reviewer == str(nameless)
    assert not Operation.objects.filter(actor_label__contains="@").exists()


def test_those_who_choose_an_account_see_which_it_is(discovery, nameless):
    organization = discovery.domain.organization
    stranger = factories.member(organization, name="", email="other@example.org")
    workshop = factories.workshop(discovery)

    for field, account in (
        (AccessForm(None, discovery=discovery)["user"], stranger),
        (ReviewRequestForm(None, discovery=discovery)["account"], nameless),
        (form_of(PERSON)(instance=Person(organization=organization))["account"], nameless),
        (RoomForm(None, workshop=workshop)["facilitator"], nameless),
    ):
        assert account.email in str(field)


def test_an_invitation_without_a_name_is_recorded_without_the_address():
    organization = factories.organization()

    organizations.add_member(actor=SYSTEM, organization=organization, email=ADDRESS)

    assert User.objects.get(email=ADDRESS).name == "zora.neale"
    assert Operation.objects.get(verb="member.added").summary == "zora.neale"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("amara@example.org", "amara@…"),
        ('<a href="mailto:a.b+c@mail.example.co.uk">x</a>', '<a href="mailto:a.b+c@…">x</a>'),
        ("ann&#64;example.org, bo&#x40;example.org", "ann@…, bo@…"),
        ("ärzte@münchen.example", "ärzte@…"),
        (
            "@media print{} dbt@1.2.3 at@once 3 @ example.org",
            "@media print{} dbt@1.2.3 at@once 3 @ example.org",
        ),
        ("https://example.org/@name.surname", "https://example.org/@name.surname"),
        ("x" * 300_000 + "@" * 1000, "x" * 300_000 + "@" * 1000),
    ],
)
def test_of_addresses_only_the_names_are_left_for_strangers(text, left):
    assert without_addresses(text) == left
