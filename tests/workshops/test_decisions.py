"""The decision log: what was decided, why, and who did not agree; nothing of it is lost."""

from __future__ import annotations

import pytest

from core.exceptions import Invalid, NotAllowed, NotFound
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from tests.workshops.addresses import url
from workshops.models import Decision
from workshops.results.decisions import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def decision(discovery, account):
    return services.add_decision(
        actor=Actor.of_account(account), discovery=discovery, title="Start with HCP 360", reason="Ranks first"
    )


def test_a_decision_is_logged_with_its_reason_and_shown(client_of, discovery, account):
    browser = client_of(account)

    answer = browser.post(
        url("decision_add", discovery),
        {"title": "Start with HCP 360", "reason": "It ranks\nfirst", "decided_by": "All", "dissent": "Yuki"},
    )

    assert answer.status_code == 303
    text = browser.get(url("discovery_decisions", discovery)).content.decode()
    for expected in ("Start with HCP 360", "It ranks<br>first", "All", "Yuki"):
        assert expected in text


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("title", "x" * 10_000), ("reason", " "), ("reason", "x" * 10_000)]
)
def test_what_is_missing_or_too_long_is_said_beside_the_field_and_kept(
    client_of, discovery, account, field, value
):
    sent = {"title": "A title", "reason": "A reason", field: value}

    answer = client_of(account).post(url("decision_add", discovery), sent)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'class="errorlist' in text
    assert ("A reason" if field == "title" else "A title") in text


def test_a_stale_edit_shows_both_versions_and_loses_neither(client_of, discovery, account, decision):
    services.change_decision(
        actor=Actor.of_account(factories.access(discovery, name="Otto Other")),
        decision=decision,
        title="Start with consent",
        reason="Ranks first",
    )
    sent = {"title": "Start with NBA", "reason": "It is <b>cheap</b>", "revision": decision.revision}
    browser = client_of(account)

    answer = browser.post(url("decision_edit", discovery, decision.uuid), sent)

    text = answer.content.decode()
    assert answer.status_code == 409
    for version in ("Start with consent", "Start with NBA", "Ranks first", "&lt;b&gt;cheap", "Otto Other"):
        assert version in text
    assert Decision.objects.get().title == "Start with consent"

    revision = text.split('name="revision" value="')[1].split('"')[0]
    browser.post(url("decision_edit", discovery, decision.uuid), {**sent, "revision": revision})
    assert Decision.objects.get().title == "Start with NBA"


def test_a_third_edit_in_between_is_noticed_again(client_of, discovery, account, decision):
    actor = Actor.of_account(account)
    services.change_decision(actor=actor, decision=decision, title="Second")
    services.change_decision(actor=actor, decision=decision, title="Third")

    answer = client_of(account).post(
        url("decision_edit", discovery, decision.uuid), {"title": "Mine", "reason": "R", "revision": 2}
    )

    assert answer.status_code == 409
    assert "Third" in answer.content.decode()


def test_a_deleted_decision_comes_back(client_of, discovery, account, decision):
    browser = client_of(account)

    browser.post(url("decision_delete", discovery, decision.uuid))
    assert not Decision.objects.exists()
    assert browser.post(url("decision_edit", discovery, decision.uuid)).status_code == 404

    browser.post(f"/operations/{Operation.objects.get(verb='decision.deleted').uuid}/undo/")
    assert Decision.objects.get() == decision


def test_the_filter_looks_everywhere_and_keeps_its_text(client_of, discovery, account, decision):
    services.add_decision(
        actor=Actor.of_account(account), discovery=discovery, title="Other", reason="R", dissent="ÖKO & co"
    )
    browser = client_of(account)

    def searched(text):
        return browser.get(
            url("discovery_decisions", discovery), {"q": text}, headers={"HX-Request": "true"}
        ).content.decode()

    assert "HCP 360" in searched("RANKS")
    assert "Other" not in searched("ranks")
    assert "Other" in searched("& co")
    assert "<html" not in searched("x")
    hostile = searched('"><script>alert(1)</script>%_')
    assert "No decisions contain" in hostile
    assert "<script>" not in hostile


def test_the_workshop_of_another_discovery_is_refused(discovery, account):
    with pytest.raises(Invalid):
        services.add_decision(
            actor=Actor.of_account(account),
            discovery=discovery,
            title="T",
            reason="R",
            workshop=factories.workshop(),
        )


def test_viewers_read_strangers_find_nothing(client_of, discovery, decision):
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    stranger = factories.user()

    assert client_of(viewer).get(url("discovery_decisions", discovery)).status_code == 200
    assert client_of(viewer).post(url("decision_delete", discovery, decision.uuid)).status_code == 403
    assert client_of(stranger).post(url("decision_delete", discovery, decision.uuid)).status_code == 404
    for person, error in ((viewer, NotAllowed), (stranger, NotFound)):
        with pytest.raises(error):
            services.change_decision(actor=Actor.of_account(person), decision=decision, title="Mine")


def test_a_decision_of_another_discovery_is_not_found_through_ours(client_of, discovery, account):
    foreign = services.add_decision(
        actor=factories.SYSTEM, discovery=factories.discovery(), title="T", reason="R"
    )

    assert client_of(account).post(url("decision_delete", discovery, foreign.uuid)).status_code == 404
    assert Decision.objects.filter(pk=foreign.pk).exists()


def test_the_log_asks_a_fixed_number_of_queries(
    client_of, discovery, account, decision, django_assert_max_num_queries
):
    workshop = factories.workshop(discovery)
    for number in range(6):
        services.add_decision(
            actor=factories.SYSTEM, discovery=discovery, title=f"T{number}", reason="R", workshop=workshop
        )
    browser = client_of(account)

    # Two of them say which pages the navigation of this discovery shows.
    with django_assert_max_num_queries(13):
        browser.get(url("discovery_decisions", discovery))
