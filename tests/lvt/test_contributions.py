"""The organization's own tree, and goals of domains that contribute to its goals."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed
from core.services import kinds
from core.services.imports import Refusal, in_words
from discovery import process
from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.services import create_discovery, delete_discovery, start_own
from discovery.models import Discovery, DiscoveryAccess
from discovery.selectors.navigation import pages_of
from exchange.discovery_documents.services import NotImported, export_file, import_document, preview_document
from exchange.services.discovery_text import NewDiscovery, export_text, import_text
from lvt.models import Goal, Hypothesis
from lvt.report import tree_section
from organizations.actors import Actor
from organizations.models import Domain
from organizations.organization.models import OrganizationRole
from organizations.organization.services import whole_domain
from tests import factories
from tests.exchange.exchanging import emptied
from tests.factories import SYSTEM, make
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(discovery: Discovery) -> SimpleNamespace:
    """The tree of an organization, and one of a domain whose goal contributes to it."""
    own = start_own(actor=SYSTEM, organization=discovery.domain.organization)
    above = make(Goal, discovery=own, title="Patients are treated earlier")
    make(Hypothesis, goal=above, statement="Data is shared across domains", state="exploring")
    goal = make(Goal, discovery=discovery, title="More visits that matter", contributes_to=above)
    viewers = {
        "own": factories.access(own, DiscoveryRole.EDITOR, name="Alice"),
        "domain": factories.access(discovery, DiscoveryRole.EDITOR, name="Bob"),
    }
    return SimpleNamespace(own=own, above=above, discovery=discovery, goal=goal, viewers=viewers)


def page_of(both: SimpleNamespace, client: Client, who: str, name: str = "lvt:tree") -> str:
    client.force_login(both.viewers[who])
    which = both.own if who == "own" else both.discovery
    return client.get(reverse(name, args=[which.slug])).content.decode()


def open_to(discovery: Discovery, account: Any) -> None:
    make(DiscoveryAccess, discovery=discovery, user=account, role=DiscoveryRole.VIEWER)


def test_the_tree_of_an_organization_is_made_with_one_press(discovery: Discovery, client: Client) -> None:
    organization = discovery.domain.organization
    client.force_login(factories.member(organization, OrganizationRole.FACILITATOR, name="Fio"))
    overview = reverse("discovery:organization_overview", args=[organization.slug])
    assert "Start its own tree" in client.get(overview).content.decode()
    press = reverse("discovery:organization_tree", args=[organization.slug])
    answer = client.post(press)
    own = Discovery.objects.get(domain__is_whole=True)
    assert answer["Location"] == reverse("discovery:discovery_overview", args=[own.slug])
    assert (own.name, own.is_of_organization) == (f"Goals of {organization}", True)
    assert client.post(press)["Location"] == answer["Location"]
    page = client.get(overview).content.decode()
    assert "Start its own tree" not in page
    assert page.count("The whole organization") == 1
    assert "Whole organization" not in page, "what stands for all domains is none"


def test_it_is_started_by_who_may_and_opened_by_who_may_look_at_it(discovery: Discovery) -> None:
    organization = discovery.domain.organization
    member = Actor.of_account(factories.member(organization))
    with pytest.raises(NotAllowed):
        start_own(actor=member, organization=organization)
    start_own(actor=SYSTEM, organization=organization)
    other = Actor.of_account(factories.member(organization, OrganizationRole.FACILITATOR))
    with pytest.raises(Conflict, match="An admin can give you access"):
        start_own(actor=other, organization=organization)
    assert Domain.objects.filter(is_whole=True).count() == 1


def test_its_process_is_of_no_domain_and_theirs_not_of_it(both: SimpleNamespace) -> None:
    for domain, template in ((both.discovery.domain, "organization"), (both.own.domain, "three_streams")):
        with pytest.raises(Invalid):
            create_discovery(actor=SYSTEM, domain=domain, name="D", template=template)


def test_what_it_does_not_use_is_not_shown(both: SimpleNamespace, client: Client) -> None:
    assert {"tree", "workshops", "handover"} <= pages_of(both.own)
    assert not {"use_cases", "prioritization", "landscape", "why"} & pages_of(both.own)
    page = page_of(both, client, "own")
    assert "Write a use case" not in page
    assert "No use cases yet" not in page
    assert "Data products" not in page
    assert "Use case" in page_of(both, client, "domain")
    assert process.OF_ORGANIZATION.key not in process.TEMPLATES, "nobody starts a domain's discovery from it"


def test_no_list_of_domains_has_what_stands_for_all_of_them(both: SimpleNamespace, client: Client) -> None:
    organization = both.discovery.domain.organization
    client.force_login(factories.member(organization, OrganizationRole.ADMIN, name="Ada"))
    for name in ("discovery:team_add", "process:candidate_add"):
        assert (
            "Whole organization" not in client.get(reverse(name, args=[organization.slug])).content.decode()
        )
    assert "Whole organization" not in client.get(reverse("discovery:discovery_create")).content.decode()
    whole = both.own.domain.uuid
    assert client.get(reverse("discovery:domain_edit", args=[organization.slug, whole])).status_code == 404


def test_each_end_names_the_other_to_who_may_look_at_it(both: SimpleNamespace, client: Client) -> None:
    upward, downward = page_of(both, client, "domain"), page_of(both, client, "own")
    assert both.above.title in upward
    assert f"#goal-{both.above.uuid}" not in upward, "a name and no way, as Bob has no access there"
    assert both.goal.title not in downward
    assert "A goal of Commercial" in downward
    open_to(both.own, both.viewers["domain"])
    open_to(both.discovery, both.viewers["own"])
    assert f"#goal-{both.above.uuid}" in page_of(both, client, "domain")
    assert both.goal.title in page_of(both, client, "own")


def test_both_ends_are_drawn(both: SimpleNamespace, client: Client) -> None:
    open_to(both.discovery, both.viewers["own"])
    drawn = {who: page_of(both, client, who, "lvt:tree_diagram") for who in both.viewers}
    assert "Contributes to: " in drawn["domain"]
    assert "More visits that" in drawn["own"]
    client.force_login(both.viewers["own"])
    board = client.get(reverse("lvt:tree_diagram_file", args=[both.own.slug, "mermaid"])).content.decode()
    assert both.goal.title in board


def test_reports_tell_both_ends_and_name_no_goal_of_another_domain(both: SimpleNamespace) -> None:
    report = {
        each: render_to_string("lvt/report/tree.html", tree_section(each))
        for each in (both.own, both.discovery)
    }
    assert both.above.title in report[both.discovery]
    assert "Contributing goal: A goal of Commercial" in report[both.own]
    assert both.goal.title not in report[both.own]


@pytest.mark.parametrize("gone", ["goal", "discovery", "above"])
def test_what_is_in_the_trash_contributes_to_nothing(
    both: SimpleNamespace, client: Client, gone: str
) -> None:
    artifact = getattr(both, gone)
    type(artifact).everything.filter(pk=artifact.pk).update(deleted_at=artifact.created_at)
    if gone != "above":
        assert "contributions" not in page_of(both, client, "own")
    if gone != "discovery":
        assert "contributions" not in page_of(both, client, "domain")


def test_a_form_offers_goals_of_the_own_organization_that_one_may_look_at(
    both: SimpleNamespace, client: Client
) -> None:
    add = reverse("lvt:goal_add", args=[both.discovery.slug])
    client.force_login(both.viewers["domain"])
    assert both.above.title not in client.get(add).content.decode()
    open_to(both.own, both.viewers["domain"])
    assert both.above.title in client.get(add).content.decode()
    client.post(add, {"title": "Another", "wip_limit": 2, "contributes_to": both.above.pk})
    assert Goal.objects.get(title="Another").contributes_to == both.above


def test_who_may_not_look_at_it_keeps_what_a_goal_contributes_to(
    both: SimpleNamespace, client: Client
) -> None:
    client.force_login(both.viewers["domain"])
    edit = reverse("lvt:goal_edit", args=[both.discovery.slug, both.goal.uuid])
    sent = {"title": "Renamed", "wip_limit": 2, "revision": both.goal.revision}
    client.post(edit, {**sent, "contributes_to": both.above.pk})
    both.goal.refresh_from_db()
    assert (both.goal.title, both.goal.contributes_to) == ("Renamed", both.above)


def refused(artifact: Goal, above: Goal, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as error:
        kinds.change(actor=SYSTEM, artifact=artifact, contributes_to=above)
    assert error.value.field == "contributes_to"


def test_circles_and_goals_of_elsewhere_are_refused(both: SimpleNamespace) -> None:
    elsewhere = start_own(actor=SYSTEM, organization=factories.organization("Other"))
    foreign = make(Goal, discovery=elsewhere, title="Foreign goal")
    sibling = make(Goal, discovery=both.discovery, title="Another goal of the domain")
    refused(both.above, both.goal, "can’t choose this|can’t contribute to another")
    refused(
        both.above,
        make(Goal, discovery=both.own, title="Next"),
        "can’t choose this|can’t contribute to another",
    )
    refused(both.goal, both.goal, "can’t choose this")
    refused(both.goal, sibling, "can’t choose this")
    refused(both.goal, foreign, "can’t choose this")


def test_a_text_of_it_makes_it_anew_in_another_organization(both: SimpleNamespace) -> None:
    text = export_text(actor=SYSTEM, discovery=both.own).encode()
    other = factories.organization("Other")
    import_text(actor=SYSTEM, data=text, into=NewDiscovery(other))
    with pytest.raises(Refusal) as caught:
        import_text(actor=SYSTEM, data=text, into=NewDiscovery(other))
    assert in_words(caught.value.problems[0]).startswith("line 3: The organization already has its own tree.")
    (copy,) = Discovery.objects.filter(domain__organization=other)
    assert copy.is_of_organization
    assert Domain.objects.filter(organization=other).count() == 1


def test_a_text_names_what_a_goal_contributes_to(both: SimpleNamespace) -> None:
    text = export_text(actor=SYSTEM, discovery=both.discovery)
    assert f"contributes_to: {both.above.title}" in text
    import_text(actor=SYSTEM, data=text.encode(), into=NewDiscovery(both.own.domain.organization, "Supply"))
    copy = Goal.objects.get(discovery__domain__name="Supply")
    assert copy.contributes_to == both.above


def test_a_second_tree_of_an_organization_is_refused_however_it_comes(both: SimpleNamespace) -> None:
    data = export_file(actor=SYSTEM, discovery=both.own)
    with emptied():
        held = start_own(actor=SYSTEM, organization=factories.organization("Other"))
        to = held.domain.organization
        for bring in (preview_document, import_document):
            with pytest.raises(NotImported, match=r"already has its own tree.* Nothing was imported"):
                bring(actor=SYSTEM, data=data, organization=to)
        with pytest.raises(Conflict):
            create_discovery(actor=SYSTEM, domain=held.domain, name="Second", template="organization")
        assert list(Discovery.objects.all()) == [held]
        gone = delete_discovery(actor=SYSTEM, discovery=held)
        import_document(actor=SYSTEM, data=data, organization=to)
        with pytest.raises(Conflict, match="already has its own tree"):
            undo(actor=SYSTEM, target=gone)
        assert Discovery.objects.count() == 1


def test_a_document_comes_into_an_organization_that_has_what_stands_for_it(both: SimpleNamespace) -> None:
    files = [export_file(actor=SYSTEM, discovery=each) for each in (both.own, both.discovery)]
    with emptied():
        elsewhere = whole_domain(actor=SYSTEM, organization=factories.organization("Other"))
        to = elsewhere.organization
        made = [import_document(actor=SYSTEM, data=data, organization=to) for data in files]
        assert [each.is_of_organization for each in made] == [True, False]
        assert made[0].domain == elsewhere
        assert not Goal.objects.exclude(contributes_to=None).exists(), "a document tells of one discovery"
