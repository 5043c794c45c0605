"""The pages about the landscape: what they show to whom, what they cost, and what a merge asks for."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.exceptions import DrawingFailed
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from documents import diagrams, pending_drawings
from lvt.models import Goal, Hypothesis, UseCase
from organizations.models import Team
from products.design.product import services
from products.landscape.drawing import NOT_THERE
from products.landscape.selectors import graph_of
from products.models import DataProduct, InputPort, ProductUseCase, Source
from products.selectors.map_focus_choices import teams_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(account):
    signed_in = Client()
    signed_in.force_login(account)
    return signed_in


@pytest.fixture
def linked(discovery, product, feeder):
    """CRM → Field visits → HCP 360 → its use case."""
    crm = factories.make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    factories.make(InputPort, product=feeder, source=crm)
    factories.make(InputPort, product=product, feeder=feeder, kind="product")
    return crm


def get(client, name, discovery, query="", **headers):
    url = reverse(f"products:{name}", args=[discovery.slug])
    return client.get(url + query, headers=headers)


def test_the_map_names_its_nodes_and_links_them(client, discovery, product, feeder, linked):
    page = get(client, "landscape", discovery).content.decode()
    assert f'data-node="product-{product.uuid}"' in page
    numbers = {name: str(number) for number, name in enumerate(re.findall(r'data-node="([^"]*)"', page))}
    ends = numbers[f"product-{feeder.uuid}"], numbers[f"product-{product.uuid}"]
    assert ends in re.findall(r'data-from="(\d+)" data-to="(\d+)"', page)
    assert f'href="{reverse("products:product", args=[discovery.slug, product.uuid])}"' in page
    assert "Drawing…" not in page


def test_the_legend_says_what_a_dashed_outline_is(client, discovery, linked):
    """Products that are being built are drawn like live ones."""
    assert {"proposed", "planned", "retired"} == NOT_THERE
    page = get(client, "landscape", discovery).content.decode()
    assert "Dashed: not built yet, or retired" in page


def test_a_map_that_is_not_drawn_yet_comes_later_and_once(client, discovery, linked, monkeypatch):
    monkeypatch.setattr(pending_drawings.drawing_for, "__kwdefaults__", {"person": None, "patience": 0.0})
    monkeypatch.setattr(pending_drawings, "_ask_for", lambda known, source, person: None)
    pending_drawings._maps.clear()
    page = get(client, "landscape", discovery).content.decode()
    assert "Drawing…" in page
    assert 'hx-trigger="load delay:500ms"' in page


def test_what_cannot_be_drawn_is_said_on_the_page(client, discovery, linked, monkeypatch):
    def fail(source, timeout):
        raise DrawingFailed("This is too large to be drawn.")

    pending_drawings._maps.clear()
    monkeypatch.setattr(diagrams, "drawn_by_dot", fail)
    assert "This is too large to be drawn." in get(client, "landscape", discovery).content.decode()


def test_the_table_says_the_same(client, discovery, product, linked):
    page = get(client, "landscape", discovery, "?view=table").content.decode()
    for words in ("CRM", "Field visits", "HCP 360", "HCP 360 dashboard", "Source-oriented data product"):
        assert words in page


def test_the_table_costs_the_same_however_much_is_in_it(client, editor, discovery, linked):
    def counted():
        with CaptureQueriesContext(connection) as queries:
            get(client, "landscape", discovery, "?view=table")
        return len(queries)

    counted()
    before = counted()
    for number in range(6):
        more = services.add_product(
            actor=editor, discovery=discovery, name=f"Product {number}", kind="source_oriented"
        )
        factories.make(InputPort, product=more, source=linked)
    assert counted() == before


def test_a_landscape_of_nothing_says_what_to_do(client, discovery):
    page = get(client, "landscape", discovery).content.decode()
    assert "Nothing to draw yet" in page
    assert reverse("products:product_add", args=[discovery.slug]) in page


def test_a_use_case_without_a_product_is_offered_one(client, editor, discovery, linked):
    case = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Next best action"))
    page = get(client, "landscape", discovery, "?view=table").content.decode()
    assert reverse("products:product_for", args=[discovery.slug, case.uuid]) in page
    page = get(client, "landscape", discovery, f"?use_case={case.uuid}").content.decode()
    assert "No data product serves “Next best action” yet." in page


def test_filters_narrow_the_table(client, editor, discovery, product, linked):
    services.add_product(actor=editor, discovery=discovery, name="Lonely", kind="source_oriented")
    case = product.use_case_links.get().use_case
    page = get(client, "landscape", discovery, f"?view=table&use_case={case.uuid}").content.decode()
    table = page.partition("<tbody>")[2]
    assert "Field visits" in table
    assert "Lonely" not in table
    page = get(client, "landscape", discovery, "?view=table&state=live&domain=%27%22%3Cb%3E").content.decode()
    assert "No data products match these filters" in page


def test_other_discoveries_are_seen_by_who_may_see_them(client, account, discovery, linked):
    other = factories.discovery(factories.domain(discovery.domain.organization, name="Medical"))
    factories.make(
        DataProduct, discovery=other, domain=other.domain, name="Trial results", kind="source_oriented"
    )
    assert (
        "Trial results"
        not in get(client, "landscape_organization", discovery, "?view=table").content.decode()
    )
    factories.make(DiscoveryAccess, discovery=other, user=account, role=DiscoveryRole.VIEWER)
    page = get(client, "landscape_organization", discovery, "?view=table").content.decode()
    assert "Trial results" in page
    assert reverse("products:product", args=[other.slug, other.data_products.get().uuid]) in page


def test_the_organization_follows_what_changes_in_discoveries_that_are_seen(client, account, discovery):
    address = f"{reverse('discovery:pulse', args=[discovery.slug])}?of=organization"
    other = factories.discovery(factories.domain(discovery.domain.organization, name="Medical"))
    before = client.get(address).json()["pulse"]
    services.add_product(actor=factories.SYSTEM, discovery=other, name="Trials", kind="source_oriented")
    assert client.get(address).json()["pulse"] == before
    factories.make(DiscoveryAccess, discovery=other, user=account, role=DiscoveryRole.VIEWER)
    assert client.get(address).json()["pulse"] > before
    page = get(client, "landscape_organization", discovery, "?view=table").content.decode()
    assert f'data-follow="{address}"' in page


# --- Overlaps and merging -------------------------------------------------------------------------


@pytest.fixture
def twin(editor, discovery, product, feeder):
    made = services.add_product(
        actor=editor, discovery=discovery, name="HCP profile", kind="consumer_oriented", job="Another job"
    )
    for each in (product, made):
        factories.make(InputPort, product=each, feeder=feeder, kind="product")
    return made


def test_overlaps_name_shared_products_and_pairs(client, editor, discovery, product, twin):
    second = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Next best action"))
    factories.make(ProductUseCase, product=product, use_case=second)
    page = get(client, "landscape_overlaps", discovery).content.decode()
    assert "Shared by 2 use cases:" in page
    assert "Both use data from Field visits." in page
    assert reverse("products:product_merge", args=[discovery.slug, product.uuid, twin.uuid]) in page


@pytest.mark.parametrize("alike", ["", "0", "101", "many", "<b>"])
def test_a_nonsense_threshold_is_explained(client, discovery, product, alike):
    answer = get(client, "landscape_overlaps", discovery, f"?alike={alike}")
    assert answer.status_code == 422
    assert "whole number from 10 to 100" in answer.content.decode()


def test_merging_shows_both_sides_and_then_offers_the_undo(client, discovery, product, twin):
    url = reverse("products:product_merge", args=[discovery.slug, product.uuid, twin.uuid])
    page = client.get(url).content.decode()
    for words in ("Another job", "Shows all that is known", "in both, kept once:", "data-confirm="):
        assert words in page
    assert client.post(url, {"job": "take"}).status_code == 422
    answer = client.post(url, {"job": "take", "name": "keep"})
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).content.decode()
    assert "was merged into" in page
    assert "/operations/" in page
    product.refresh_from_db()
    assert product.job == "Another job"


def test_merging_what_was_merged_is_told(client, discovery, product, twin, feeder):
    url = reverse("products:product_merge", args=[discovery.slug, product.uuid, twin.uuid])
    client.post(url, {"job": "keep", "name": "keep"})
    for answer in (client.post(url, {"job": "keep", "name": "keep"}), client.get(url)):
        assert answer.status_code == 409
        assert "“HCP profile” was merged or deleted in the meantime." in answer.content.decode()


# --- Before and after -----------------------------------------------------------------------------


def compare(client, discovery, earlier, later, zone="Europe/Berlin"):
    return get(client, "landscape_compare", discovery, f"?from={earlier}&to={later}&time_zone={zone}")


def test_the_list_says_what_is_new(client, discovery, linked):
    today = timezone.now().date()
    page = compare(client, discovery, today - timedelta(days=1), today, "UTC").content.decode()
    assert "HCP 360" in page
    assert "CRM → Field visits" in page
    assert "New" in page


@pytest.mark.parametrize(
    ("earlier", "later", "reason"),
    [
        ("2026-02-30", "2026-03-01", "isn’t a valid date"),
        ("", "2026-03-01", "Choose a date."),
        ("0001-01-01", "9999-12-31", "in the future"),
        ("1970-01-01", "1970-01-02", "nothing to compare before that"),
        ("<script>", "=1+1", "isn’t a valid date"),
    ],
)
def test_nonsense_days_are_explained(client, discovery, earlier, later, reason):
    answer = compare(client, discovery, earlier, later, "Mars/Olympus")
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_the_second_day_comes_after_the_first(client, discovery):
    today = timezone.now().date()
    answer = compare(client, discovery, today, today, "UTC")
    assert "Choose a date after the first one." in answer.content.decode()


# --- What stands in the middle --------------------------------------------------------------------


def test_a_goal_stands_for_its_use_cases(client, editor, discovery, product, feeder, linked):
    services.add_product(actor=factories.SYSTEM, discovery=discovery, name="Lonely", kind="source_oriented")
    goal = factories.make(Goal, discovery=discovery, title="Know whom we visit")
    case = product.use_case_links.get().use_case
    bet = factories.make(Hypothesis, goal=goal, statement="It helps")
    kinds.change(actor=editor, artifact=case, hypothesis=bet)
    page = get(client, "landscape", discovery, "?find=know+whom+we+VISIT").content.decode()
    assert f'name="focus" value="goal-{goal.uuid}"' in page
    assert f'data-node="product-{product.uuid}"' in page
    lonely = discovery.data_products.get(name="Lonely")
    assert f'data-node="product-{lonely.uuid}"' not in page
    # It is named among what is folded, and leads to its own map.
    assert f"?focus=product-{lonely.uuid}" in page
    table = get(client, "landscape", discovery, f"?view=table&focus=goal-{goal.uuid}").content.decode()
    assert "Lonely" not in table.partition("<tbody>")[2]


def test_what_is_looked_up_is_found_offered_or_said_to_be_missing(client, discovery, product, linked):
    page = get(client, "landscape", discovery, "?find=hcp").content.decode()
    assert "Which one do you want to see?" in page
    page = get(client, "landscape", discovery, "?find=%3Cb%3E").content.decode()
    assert "No results for “&lt;b&gt;” on the landscape." in page
    page = get(client, "landscape", discovery, f"?find=&focus=product-{product.uuid}").content.decode()
    assert "Show everything" not in page
    kept = get(client, "landscape", discovery, f"?find=HCP+360&focus=product-{product.uuid}").content.decode()
    assert "Show everything" in kept
    for nonsense in ("?focus=product-1", "?focus=%00", "?use_case=x", "?find=" + "a" * 3000):
        assert get(client, "landscape", discovery, nonsense).status_code == 200


def test_the_middle_is_a_node_of_any_kind(client, discovery, product, feeder, linked):
    for key in (f"source-{linked.uuid}", f"product-{feeder.uuid}"):
        page = get(client, "landscape", discovery, f"?focus={key}").content.decode()
        assert f'data-node="{key}"' in page
        answer = client.get(
            reverse("products:landscape_export", args=[discovery.slug, "json"]), {"focus": key}
        )
        assert {each["name"] for each in answer.json()["nodes"]} >= {"CRM", "Field visits", "HCP 360"}


def test_teams_of_products_are_told_where_they_may_be_seen(editor, discovery, product, feeder):
    team = factories.make(Team, organization=discovery.domain.organization, name="Sales data", kind="product")
    kinds.change(actor=editor, artifact=product, team=team)
    graph = graph_of(discovery)
    assert teams_of(graph, [discovery.slug]) == {f"product-{product.uuid}": "Sales data"}
    assert teams_of(graph, []) == {}
