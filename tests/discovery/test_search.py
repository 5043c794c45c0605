"""Looking something up in a discovery: what is found, in which order, by whom, and at what price."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.kinds.base import artifact_kinds
from core.models import Artifact
from core.name_comparison import plain
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from discovery.search.selectors import MOST, findables, place_of, search
from discovery.selectors.navigation import addresses_of
from lvt.models import Goal, Hypothesis, UseCase
from organizations.web.kind_pages import added_to
from products.models import DataProduct, OutputPort, PortColumn
from tests import factories
from workshops.models import ActionItem, Decision
from workshops.results.outcomes.models import ActionState

pytestmark = pytest.mark.django_db

# Artifacts of a discovery that nobody looks up by name, and why.
NOT_LOOKED_UP = {
    "discovery.DiscoveryAccess": "it bears the name of an account",
    "discovery.Phase": "the overview shows all of them",
    "handover.CheckInLink": "its key is a secret",
    "handover.HandoverVersion": "it has a number",
    "handover.ReportProfile": "the page of reports shows all of them",
    "handover.SectionReview": "it bears the name of who answers",
    "lvt.HypothesisRating": "it is a number, read with its hypothesis",
    "lvt.MeasuredValue": "it is a number, read with its measure",
    "lvt.ScoringMethod": "the page of the method shows it",
    "operating_model.Agreement": "it bears the name of a person",
    "operating_model.Deviation": "it is read with its guardrail",
    "operating_model.BodyMember": "it bears the name of a person or a role",
    "process.DeltaScore": "it is a number, read with its dimension",
    "products.DistinctProducts": "it is a pair of products",
    "products.MapMark": "it is read in its workshop",
    "products.MeasurementKey": "the page of keys shows all of them",
    "products.UsageGroup": "in a room it may be hidden until the reveal",
    "products.UsagePattern": "in a room it may be hidden until the reveal",
    "technology.AssetRead": "it is read with the two assets that it connects",
}


@pytest.fixture
def discovery() -> Discovery:
    return factories.three_streams()


def answers(discovery: Discovery, wanted: str) -> list[str]:
    return [result.name for result in search(discovery, wanted, []).best]


# --- What answers, and how well -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("engag", ["Engagement", "Customer engagement", "Reengage the lapsed"]),
        ("ENGAGEMENT", ["Engagement", "Customer engagement"]),
        ("lapsed reeng", ["Reengage the lapsed"]),
        ("tomas", ["Tomás and the Łódź plant"]),
        ("łodz", ["Tomás and the Łódź plant"]),
        ("gagement cust", ["Customer engagement"]),
        ("  the   ŁÓDŹ ", ["Tomás and the Łódź plant"]),
        ("nothing like it", []),
        ("   ", []),
    ],
)
def test_a_name_answers_by_its_letters_best_first(
    discovery: Discovery, wanted: str, names: list[str]
) -> None:
    for name in ("Reengage the lapsed", "Customer engagement", "Engagement", "Tomás and the Łódź plant"):
        factories.make(Goal, discovery=discovery, title=name)
    assert answers(discovery, wanted) == names


def test_places_are_whole_beginning_words_middle() -> None:
    names = ("ports", "ports of all", "all ports", "exports")
    assert [place_of("ports", name) for name in names] == [0, 1, 2, 3]
    assert place_of("ports", "port") is None
    assert plain("Ääkkönen  STRASSE") == plain("aakkonen straße")
    assert plain("Today’s") == plain("today's")


def test_at_most_twenty_and_how_many_there_are(discovery: Discovery) -> None:
    for number in range(MOST + 5):
        factories.make(Goal, discovery=discovery, title=f"Zebra {number:02}")
    results = search(discovery, "zebra", [])
    assert (len(results.best), results.count) == (MOST, MOST + 5)
    assert results.best[0].name == "Zebra 00"


def test_each_result_leads_to_where_it_is_read(discovery: Discovery, client: Any) -> None:
    client.force_login(factories.access(discovery))
    goal = factories.make(Goal, discovery=discovery, title="Zebra goal")
    factories.make(Hypothesis, goal=goal, statement="Zebra bet")
    factories.make(UseCase, discovery=discovery, name="Zebra case")
    product = factories.make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Zebra data", kind="source_oriented"
    )
    port = factories.make(OutputPort, product=product, name="Zebra port", kind="api")
    factories.make(PortColumn, port=port, name="zebra_id")
    factories.make(ActionItem, discovery=discovery, title="Zebra action", state=ActionState.DONE)
    factories.make(Decision, discovery=discovery, title="Zebra decided", reason="Stripes")
    results = search(discovery, "zebra", []).best
    assert len(results) == 8
    for result in results:
        page, _mark, anchor = result.url.partition("#")
        html = client.get(page, follow=True).content.decode()
        assert result.name in html
        assert not anchor or f'id="{anchor}"' in html


def test_a_part_comes_after_what_is_none_and_says_of_what_it_is(discovery: Discovery) -> None:
    product = factories.make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Zebra data", kind="source_oriented"
    )
    port = factories.make(OutputPort, product=product, name="Zebra", kind="api")
    factories.make(OutputPort, product=product, name="Zebras", kind="api")
    factories.make(PortColumn, port=port, name="zebra_id")
    results = search(discovery, "zebra", []).best
    assert [(each.name, each.of) for each in results] == [
        ("Zebra", "Zebra data"),
        ("Zebra data", ""),
        ("Zebras", "Zebra data"),
        ("zebra_id", "Zebra · Zebra data"),
    ]


def test_pages_are_found_by_their_name_and_by_that_of_their_area(discovery: Discovery) -> None:
    assert answers(discovery, "road") == ["Roadmap"]
    assert "Supervision" in answers(discovery, "platform")


# --- What is not found ----------------------------------------------------------------------------


def test_nothing_of_elsewhere_and_nothing_deleted(discovery: Discovery) -> None:
    other = factories.discovery(discovery.domain)
    factories.make(Goal, discovery=other, title="Zebra elsewhere")
    gone = factories.make(Goal, discovery=discovery, title="Zebra gone")
    factories.make(Hypothesis, goal=gone, statement="Zebra below")
    kinds.delete(actor=factories.SYSTEM, artifact=gone)
    assert answers(discovery, "zebra") == []


def test_every_artifact_of_a_discovery_can_be_looked_up_or_says_why_not() -> None:
    of_discovery = {
        model._meta.label
        for model in apps.get_models()
        if issubclass(model, Artifact) and any(field.name == "discovery" for field in model._meta.fields)
    }
    declared = {kind.key for kind in artifact_kinds if kind.root is Discovery}
    differing = ((of_discovery | declared) - {*findables()}) ^ {*NOT_LOOKED_UP}
    assert not differing, f"give its kind a page or url, or say in NOT_LOOKED_UP why not: {differing}"


# --- The page and the dialog ----------------------------------------------------------------------


def address(discovery: Discovery, wanted: str = "") -> str:
    return f"{reverse('discovery:discovery_search', args=[discovery.slug])}?q={wanted}"


def test_actions_are_for_those_who_may(discovery: Discovery, client: Any) -> None:
    offered = {}
    for role in DiscoveryRole:
        client.force_login(factories.access(discovery, role))
        offered[role] = {
            words
            for words in ("Add a goal", "New workshop")
            if words
            in client.get(address(discovery, "new")).content.decode().replace("<mark>New</mark>", "New")
            + client.get(address(discovery, "add+a")).content.decode().replace("<mark>Add a</mark>", "Add a")
        }
    assert offered == {
        DiscoveryRole.FACILITATOR: {"Add a goal", "New workshop"},
        DiscoveryRole.EDITOR: {"Add a goal"},
        DiscoveryRole.VIEWER: set(),
    }


def test_every_action_has_a_page_of_its_own(discovery: Discovery, client: Any) -> None:
    client.force_login(factories.access(discovery))
    assert len(added_to[Discovery]) > 10
    for pages in added_to[Discovery]:
        with_form = client.get(reverse(pages.add_url_name, args=[discovery.slug]))
        assert (with_form.status_code, "<form" in with_form.content.decode()) == (200, True)


def test_what_is_looked_for_is_text(discovery: Discovery, client: Any) -> None:
    client.force_login(factories.access(discovery))
    factories.make(Goal, discovery=discovery, title="<b>bold</b>")
    html = client.get(address(discovery, "%3Cb")).content.decode()
    assert "<mark>&lt;b</mark>&gt;bold&lt;/b&gt;" in html
    assert "<b>bold" not in html
    assert (
        "No results for “&lt;script&gt;”"
        in client.get(address(discovery, "%3Cscript%3E%00")).content.decode()
    )


def test_the_dialog_gets_the_form_and_no_page(discovery: Discovery, client: Any) -> None:
    client.force_login(factories.access(discovery))
    html = client.get(address(discovery), headers={"HX-Request": "true"}).content.decode()
    assert "data-search" in html
    assert "<html" not in html


def test_pages_that_a_short_form_does_not_use_are_offered_at_once(client: Any) -> None:
    discovery = factories.discovery(template="prioritization")
    client.force_login(factories.access(discovery))
    html = client.get(address(discovery)).content.decode()
    assert "Unused pages of this discovery" in html
    assert reverse("lvt:tree", args=[discovery.slug]) in html


def test_it_takes_as_many_queries_however_much_there_is(discovery: Discovery, client: Any) -> None:
    client.force_login(factories.access(discovery))
    factories.make(Goal, discovery=discovery, title="Zebra 1")
    client.get(address(discovery, "zebra"))
    with CaptureQueriesContext(connection) as few:
        client.get(address(discovery, "zebra"))
    for number in range(2, 30):
        factories.make(Goal, discovery=discovery, title=f"Zebra {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(address(discovery, "zebra"))
    assert len(many) == len(few)


def test_addresses_of_the_navigation_are_those_of_its_pages(discovery: Discovery) -> None:
    assert reverse("lvt:tree", args=[discovery.slug]) in addresses_of(discovery)
