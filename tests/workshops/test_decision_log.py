"""What the decision log says besides what and why: alternatives, days, stream, links; and its filters."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from core.exceptions import Invalid, NotAllowed
from core.models import Operation
from discovery.discoveries.models import DiscoveryRole
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.sending import HTMX
from tests.workshops.addresses import url
from workshops.models import Decision, DecisionLink
from workshops.reports.sections import decisions as report_section
from workshops.results.decisions import services
from workshops.results.decisions.selectors import DecisionFilter, decisions_of, decisions_to_review
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


def logged(discovery, title="Start", **fields):
    return services.add_decision(actor=SYSTEM, discovery=discovery, title=title, reason="R", **fields)


def days(count):
    return timezone.localdate() + timedelta(days=count)


# --- What an entry says ---------------------------------------------------------------------------


def test_all_that_is_entered_is_shown_and_reported(client_of, discovery, account):
    browser = client_of(account)
    sent = {
        "title": "Customer data gets a team",
        "reason": "Both need it",
        "alternatives": "Leave it <b>there</b>",
        "decided_on": days(-3).isoformat(),
        "review_on": days(20).isoformat(),
        "stream": "operating_model",
    }
    assert browser.post(url("decision_add", discovery), sent).status_code == 303
    made = Decision.objects.get()
    assert made.decided_on == days(-3)
    services.add_decision_link(
        actor=SYSTEM, decision=made, label="The tree <i>", url=f"/d/{discovery.slug}/tree/"
    )
    page = browser.get(url("discovery_decisions", discovery)).content.decode()
    report = render_to_string("workshops/reports/decisions.html", report_section(discovery))
    for text in (page, report):
        for expected in ("Leave it &lt;b&gt;there", "Operating model", "The tree &lt;i&gt;"):
            assert expected in text
    assert f'href="/d/{discovery.slug}/tree/"' in page
    assert "Review on" in page


def test_the_moment_stays_unless_another_day_is_chosen(client_of, discovery, account):
    made = logged(discovery, decided_at=timezone.now() - timedelta(days=5, hours=3))
    browser = client_of(account)
    sent = {"title": "T", "reason": "R", "decided_on": made.decided_on.isoformat(), "revision": 1}
    browser.post(url("decision_edit", discovery, made.uuid), sent)
    changed = Decision.objects.get()
    assert (changed.title, changed.decided_at) == ("T", made.decided_at)
    sent |= {"decided_on": days(-9).isoformat(), "revision": 2}
    browser.post(url("decision_edit", discovery, made.uuid), sent)
    assert Decision.objects.get().decided_on == days(-9)
    sent = {"title": "T", "reason": "Other", "revision": 3}  # as programs send it that know no day
    browser.post(url("decision_edit", discovery, made.uuid), sent)
    assert Decision.objects.get().decided_on == days(-9)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("decided_on", "tomorrow"),
        ("decided_on", 3),
        ("decided_on", "0202-01-01"),
        ("review_on", "9999-01-01"),
        ("review_on", "2020-01-01"),
        ("stream", "sales"),
        ("alternatives", "x" * 4001),
        ("link", "javascript:alert(1)"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client_of, discovery, account, field, value):
    sent = {
        "title": "A title",
        "reason": "A reason",
        "decided_on": days(-1).isoformat(),
        field: days(value).isoformat() if isinstance(value, int) else value,
    }
    answer = client_of(account).post(url("decision_add", discovery), sent)
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert "A reason" in answer.content.decode()
    assert not Decision.objects.exists()


def test_services_refuse_a_stream_that_there_is_not(discovery):
    with pytest.raises(Invalid):
        logged(discovery, stream="sales")
    with pytest.raises(Invalid):
        services.change_decision(actor=SYSTEM, decision=logged(discovery), stream="sales")


# --- Links ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("/d/{slug}/tree/?a=1#goal", "/d/{slug}/tree/?a=1#goal"),
        ("http://localhost:8000/d/{slug}/products/", "/d/{slug}/products/"),
        ("https://example.org/paper", "https://example.org/paper"),
        ("  https://example.org/  ", "https://example.org/"),
    ],
)
def test_a_page_of_the_discovery_or_an_address_elsewhere_is_linked(client_of, discovery, account, sent, kept):
    made = logged(discovery)
    answer = client_of(account).post(
        url("decision_link_add", discovery, made.uuid),
        {"label": "About", "url": sent.format(slug=discovery.slug)},
    )
    assert answer.status_code == 303
    assert DecisionLink.objects.get().url == kept.format(slug=discovery.slug)


@pytest.mark.parametrize(
    "sent",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/d/{slug}/",
        "/d/another-discovery/tree/",
        "/d/{slug}/../another/",
        "http://localhost:8000/admin/",
        "ftp://example.org/",
        "no address",
        "http://[",
        "",
        "https://example.org/" + "x" * 500,
    ],
)
def test_any_other_address_is_refused_beside_the_field(client_of, discovery, account, sent):
    made = logged(discovery)
    answer = client_of(account).post(
        url("decision_link_add", discovery, made.uuid),
        {"label": "About", "url": sent.format(slug=discovery.slug)},
    )
    assert answer.status_code == 422
    assert not DecisionLink.objects.exists()


def test_links_go_with_their_decision_and_come_back_with_it(client_of, discovery, account):
    made = logged(discovery)
    link = services.add_decision_link(
        actor=SYSTEM, decision=made, label="About", url=f"/d/{discovery.slug}/tree/"
    )
    deleted = services.delete_decision(actor=SYSTEM, decision=made)
    assert not DecisionLink.objects.exists()
    undo(actor=SYSTEM, target=deleted)
    assert DecisionLink.objects.get() == link
    browser = client_of(account)
    browser.post(url("decision_link_remove", discovery, made.uuid, link.uuid))
    assert not DecisionLink.objects.exists()
    browser.post(f"/operations/{Operation.objects.get(verb='decision.unlinked').uuid}/undo/")
    assert DecisionLink.objects.get() == link
    foreign = services.add_decision_link(
        actor=SYSTEM, decision=logged(factories.discovery()), label="X", url="https://example.org"
    )
    gone = browser.post(url("decision_link_remove", discovery, made.uuid, foreign.uuid))
    assert gone.status_code == 404
    viewer = factories.access(discovery, DiscoveryRole.VIEWER)
    with pytest.raises(NotAllowed):
        services.remove_decision_link(actor=Actor.of_account(viewer), link=link)
    with pytest.raises(Invalid):
        services.add_decision_link(actor=SYSTEM, decision=made, label="X", url="javascript:alert(1)")


# --- Filters --------------------------------------------------------------------------------------


def test_filters_keep_what_is_looked_for(discovery):
    room = factories.workshop(discovery)
    logged(discovery, "Due", review_on=days(-1), stream="tech")
    logged(discovery, "Later", review_on=days(9), workshop=room)
    logged(discovery, "Against", dissent="Yuki", alternatives="Wait for summer")
    today = timezone.localdate()

    def titles(**sent):
        return sorted(each.title for each in decisions_of(discovery, DecisionFilter.of(sent), today=today))

    assert titles() == ["Against", "Due", "Later"]
    assert titles(stream="tech") == ["Due"]
    assert titles(stream="-") == ["Against", "Later"]
    assert titles(workshop=str(room.uuid)) == ["Later"]
    assert titles(workshop="-") == ["Against", "Due"]
    assert titles(only="due") == ["Due"]
    assert titles(only="planned") == ["Due", "Later"]
    assert titles(only="dissent") == ["Against"]
    assert titles(only="alternatives") == ["Against"]
    assert titles(q="SUMMER") == ["Against"]
    assert titles(stream="tech", only="dissent") == []
    assert titles(stream="odd", workshop="' OR 1=1", only="<script>") == ["Against", "Due", "Later"]
    assert not DecisionFilter.of({"stream": "odd"}).is_set
    assert [each.title for each in decisions_to_review(discovery, days(30))] == ["Due", "Later"]
    assert [each.title for each in decisions_to_review(discovery, today)] == ["Due"]


def test_the_page_keeps_the_filter_says_what_is_due_and_when_nothing_fits(client_of, discovery, account):
    for number in range(52):
        logged(discovery, f"D{number}", review_on=days(-1), stream="tech")
    browser = client_of(account)
    text = browser.get(url("discovery_decisions", discovery), {"stream": "tech", "only": "due"}).content
    assert b"Review due since" in text
    assert b"&amp;stream=tech&amp;only=due" in text
    none = browser.get(url("discovery_decisions", discovery), {"stream": "product"}, headers=HTMX)
    assert b"No decisions match." in none.content
    assert b"<html" not in none.content


def test_links_cost_no_further_queries(client_of, discovery, account, django_assert_max_num_queries):
    for number in range(6):
        made = logged(discovery, f"D{number}")
        for _each in range(3):
            services.add_decision_link(
                actor=SYSTEM, decision=made, label="L", url=f"/d/{discovery.slug}/tree/"
            )
    browser = client_of(account)
    with django_assert_max_num_queries(15):
        browser.get(url("discovery_decisions", discovery))
