"""The pages of data products: the list, the template that is edited where it stands, and who may do it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, UseCase
from organizations.models import Person, Team
from products.design.connections.services import connect, connect_consumer, connect_producer
from products.design.product import services
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    ProductConsumer,
    ProductKind,
    ProductMeasure,
    ProductState,
    ProductUseCase,
    Source,
)
from tests import factories
from tests.sending import HOSTILE, HTMX
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, account):
    return client_of(account)


@pytest.fixture
def rate(editor, discovery):
    goal = factories.make(Goal, discovery=discovery, title="Higher success")
    return kinds.add(
        actor=editor, draft=MEASURE.new(goal, name="Engagement rate", unit="%", target=Decimal(40))
    )


def _url(name, discovery, *args):
    return reverse(f"products:{name}", args=[discovery.slug, *args])


def _page(client, product):
    return client.get(_url("product", product.discovery, product.uuid)).content.decode()


def _form(client, product, part):
    url = _url("product_edit", product.discovery, product.uuid, part)
    return client.get(url, headers=HTMX).content.decode()


# --- The list -------------------------------------------------------------------------------------


def test_nothing_yet_offers_the_step(client, client_of, discovery):
    page = client.get(_url("product_list", discovery)).content.decode()
    assert "No data product yet" in page
    assert _url("product_add", discovery) in page
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    assert _url("product_add", discovery) not in viewer.get(_url("product_list", discovery)).content.decode()


def test_the_list_is_narrowed_down_by_state_and_type(client, discovery, product, feeder):
    for query, shown in (
        ("", {"HCP 360", "Field visits"}),
        ("?kind=source_oriented", {"Field visits"}),
        ("?state=proposed&kind=consumer_oriented", {"HCP 360"}),
        ("?state=live", set()),
        ("?state=nonsense&kind=%3Cb%3E", {"HCP 360", "Field visits"}),
    ):
        page = client.get(_url("product_list", discovery) + query).content.decode()
        names = {each.name for each in DataProduct.objects.all() if f'data-name="{each.name}"' in page}
        assert names == shown, query
        assert ("No data products match" in page) is (not shown)


def test_a_use_case_without_a_product_offers_to_design_one(client, editor, discovery, product):
    adrift = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Next best action"))
    page = client.get(_url("product_list", discovery)).content.decode()
    assert "1 use case has no data product yet" in page
    assert _url("product_for", discovery, adrift.uuid) in page
    services.change_product(actor=editor, product=product, use_cases=[adrift])
    page = client.get(_url("product_list", discovery)).content.decode()
    assert _url("product_for", discovery, adrift.uuid) not in page


def test_the_list_names_one_use_case_and_counts_several(client, editor, discovery, product, use_case):
    address = reverse("lvt:use_case", args=[discovery.slug, use_case.uuid])
    assert (
        f'<a href="{address}">{use_case.name}</a>'
        in client.get(_url("product_list", discovery)).content.decode()
    )
    second = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Next best action"))
    services.change_product(actor=editor, product=product, use_cases=[use_case, second])
    page = client.get(_url("product_list", discovery)).content.decode()
    assert address not in page
    assert f'<a href="{_url("product", discovery, product.uuid)}#serves">2 use cases<' in page


def test_products_are_ordered_by_hand(client, discovery, product, feeder):
    order = {"products": [str(feeder.uuid), str(product.uuid)]}
    assert client.post(_url("product_order", discovery), order, headers=HTMX).status_code == 204
    assert list(DataProduct.objects.all()) == [feeder, product]


def test_pages_cost_the_same_queries_however_much_there_is(
    client, editor, discovery, product, feeder, use_case, django_assert_num_queries
):
    connect(actor=editor, product=product, origin=feeder)
    connect_producer(actor=editor, product=product, name="CRM")
    connect_consumer(actor=editor, product=product, name="PJP")
    costs = {}
    for url in (_url("product_list", discovery), _url("product", discovery, product.uuid)):
        client.get(url)
        with CaptureQueriesContext(connection) as small:
            client.get(url)
        costs[url] = len(small)
    for number in range(4):
        more = services.add_product(
            actor=editor, discovery=discovery, name=f"P{number}", kind=ProductKind.SOURCE_ORIENTED
        )
        connect(actor=editor, product=product, origin=more)
        connect_producer(actor=editor, product=product, name=f"S{number}")
        connect_consumer(actor=editor, product=product, name=f"C{number}")
    for url, cost in costs.items():
        with django_assert_num_queries(cost):
            client.get(url)


def test_a_missing_owner_is_one_item_with_its_step(client, product):
    missing = _page(client, product).partition('id="missing"')[2].partition("</section>")[0]
    assert missing.count("No owner yet.") == missing.count("Assign an owner") == 1
    assert ">Owner</a>" not in missing
    assert ">Description</a>" in missing


# --- Adding, deleting, moving ---------------------------------------------------------------------


def test_a_product_is_added_and_opens_as_a_template(client, discovery, use_case):
    sent = {
        "name": "Consent",
        "kind": "source_oriented",
        "job": "Says who agreed",
        "use_cases": [use_case.uuid],
    }
    added = client.post(_url("product_add", discovery), sent)
    made = DataProduct.objects.get()
    assert added["Location"] == _url("product", discovery, made.uuid)
    page = _page(client, made)
    for text in ("Consent", "Says who agreed", "Source-oriented", use_case.name, "Commercial"):
        assert text in page


def test_a_name_that_is_taken_is_an_error_beside_the_field(client, discovery, product, feeder):
    for url, sent in (
        (_url("product_add", discovery), {"name": "hcp 360", "kind": "source_oriented"}),
        (
            _url("product_edit", discovery, feeder.uuid, "name"),
            {"name": "hcp 360", "kind": "source_oriented", "revision": feeder.revision},
        ),
    ):
        refused = client.post(url, sent, headers=HTMX)
        assert refused.status_code == 422
        assert "already exists in this domain" in refused.content.decode()
        assert 'value="hcp 360"' in refused.content.decode()
    assert DataProduct.objects.count() == 2


def test_deleting_offers_the_undo(client, editor, discovery, product):
    gone = client.post(_url("product_delete", discovery, product.uuid))
    assert gone.status_code == 303
    assert client.get(_url("product", discovery, product.uuid)).status_code == 404
    undo(actor=editor, target=Operation.objects.get(verb="product.deleted"))
    assert "HCP 360" in _page(client, product)


def test_the_state_moves_along_the_table_and_back(client, editor, discovery, product):
    page = _page(client, product)
    assert "Start building" not in page
    moved = client.post(_url("product_state", discovery, product.uuid), {"state": "planned"}, headers=HTMX)
    assert moved.status_code == 200
    assert "Start building" in moved.content.decode()
    assert "undo" in moved["HX-Trigger"]
    refused = client.post(_url("product_state", discovery, product.uuid), {"state": "live"}, headers=HTMX)
    assert refused.status_code == 409
    assert DataProduct.objects.get().state == ProductState.PLANNED
    assert client.post(_url("product_state", discovery, product.uuid), {"state": "x"}).status_code == 409


# --- The drawing ----------------------------------------------------------------------------------


def test_every_part_is_edited_where_it_stands(client, discovery, product, rate):
    organization = discovery.domain.organization
    person = factories.make(Person, organization=organization, name="Jonas Lind")
    team = factories.make(Team, organization=organization, name="Field force")
    parts: dict[str, dict[str, Any]] = {
        "name": {"name": "HCP 720", "kind": "source_oriented"},
        "job": {"job": "Says everything"},
        "description": {"description": "All of it"},
        "ownership": {"owner": person.pk, "team": team.pk},
        "effort": {"effort": "4", "effort_low": "3", "effort_high": "6.5", "effort_confidence": "2"},
        "delivers": {"delivers": rate.pk},
    }
    for part, sent in parts.items():
        url = _url("product_edit", discovery, product.uuid, part)
        form = client.get(url, headers=HTMX).content.decode()
        assert f'data-in-place="slot-{part}"' in form
        product.refresh_from_db()
        saved = client.post(url, {**sent, "revision": product.revision}, headers=HTMX)
        assert (part, saved.status_code, saved["HX-Retarget"]) == (part, 200, "#template")
    page = _page(client, product)
    for text in ("HCP 720", "Says everything", "All of it", "Jonas Lind", "Field force", "6.5", "Medium"):
        assert text in page
    assert client.get(_url("product_edit", discovery, product.uuid, "state")).status_code == 404


def test_a_part_with_nothing_to_choose_says_so(client, discovery, product):
    form = _form(client, product, "ownership")
    assert form.count("No one to choose yet") == 2
    form = _form(client, product, "delivers")
    assert "None: it serves use cases" in form


def test_measures_stand_once_under_what_they_hang_on(client, editor, discovery, product, rate):
    other = MEASURE.new(factories.make(Goal, discovery=discovery, title="Lower cost"), name="Cost per visit")
    kinds.add(actor=editor, draft=other)
    kinds.add(actor=editor, draft=MEASURE.new(rate.goal, name="Reach"))
    form = _form(client, product, "delivers")
    listed = re.findall(r'<optgroup label="(.+?)">|>([^<]+)</option>', form)
    assert ["".join(each) for each in listed] == [
        "None: it serves use cases",
        *("Higher success", "Engagement rate", "Reach"),
        *("Lower cost", "Cost per visit"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"effort_low": "5", "effort_high": "3"},
        {"effort": "9", "effort_high": "8"},
        {"effort": "-1"},
        {"effort": "=1+1"},
    ],
)
def test_an_effort_that_makes_no_sense_is_an_error_beside_the_field(client, discovery, product, wrong):
    sent = {**wrong, "revision": product.revision}
    refused = client.post(_url("product_edit", discovery, product.uuid, "effort"), sent, headers=HTMX)
    assert refused.status_code == 422
    assert "has-error" in refused.content.decode()


def test_a_rule_does_not_speak_of_an_effort_that_could_not_be_read(client, editor, discovery, product):
    product = services.change_product(actor=editor, product=product, effort_low=Decimal(5))
    sent = {"effort_low": "abc", "effort": "3", "revision": product.revision}
    refused = client.post(_url("product_edit", discovery, product.uuid, "effort"), sent, headers=HTMX)
    assert refused.context["form"].errors == {"effort_low": ["Enter a number."]}


def test_two_who_change_the_same_part_see_both_versions(client, editor, discovery, product):
    services.change_product(actor=editor, product=product, job="Theirs")
    url = _url("product_edit", discovery, product.uuid, "job")
    shown = client.post(url, {"job": "Mine", "revision": product.revision}, headers=HTMX)
    assert shown.status_code == 409
    assert "Mine" in shown.content.decode()
    assert "Theirs" in shown.content.decode()
    assert DataProduct.objects.get().job == "Theirs"
    # Another part is nobody else's business.
    url = _url("product_edit", discovery, product.uuid, "description")
    assert (
        client.post(url, {"description": "x", "revision": product.revision}, headers=HTMX).status_code == 200
    )


def test_a_producer_is_picked_or_made_by_name(client, discovery, product, feeder):
    url = _url("producer_add", discovery, product.uuid)
    assert '<option value="Field visits">' in client.get(url, headers=HTMX).content.decode()
    for name, kind in (
        ("CRM", "source"),
        ("crm", "integration"),
        ("Marketing hub", "integration"),
        ("field VISITS", "source"),
        ("Consent", "product"),
    ):
        assert client.post(url, {"name": name, "kind": kind}, headers=HTMX).status_code == 200
    ports = InputPort.objects.filter(product=product)
    assert [str(port.source or port.feeder) for port in ports] == [
        "CRM",
        "Marketing hub",
        "Field visits",
        "Consent",
    ]
    assert Source.objects.get(name="Marketing hub").kind == "integration"
    assert DataProduct.objects.get(name="Consent").kind == ProductKind.SOURCE_ORIENTED
    refused = client.post(url, {"name": "hcp 360", "kind": "product"}, headers=HTMX)
    assert refused.status_code == 422
    assert "from itself" in refused.content.decode()

    page = _page(client, product)
    assert page.count("shape-remove") == 4
    port = ports.get(source__name="CRM")
    removed = client.post(_url("producer_remove", discovery, product.uuid, port.uuid), headers=HTMX)
    assert "undo" in removed["HX-Trigger"]
    assert InputPort.objects.filter(product=product).count() == 3


def test_a_producer_that_is_gone_says_so(client, editor, discovery, product, feeder):
    connect(actor=editor, product=product, origin=feeder)
    services.delete_product(actor=editor, product=feeder)
    assert "Deleted" in _page(client, product)


def test_a_consumer_is_picked_or_made_by_name(client, discovery, product):
    url = _url("consumer_link_add", discovery, product.uuid)
    for name in ("Patient Journey Partners", "patient journey partners", "Marketing"):
        assert client.post(url, {"name": name}, headers=HTMX).status_code == 200
    assert [row.name for row in Consumer.objects.all()] == ["Marketing", "Patient Journey Partners"]
    link = ProductConsumer.objects.get(product=product, consumer__name="Marketing")
    removed = client.post(_url("consumer_link_remove", discovery, product.uuid, link.uuid), headers=HTMX)
    assert "undo" in removed["HX-Trigger"]
    assert ProductConsumer.objects.count() == 1


def test_use_cases_and_measures_are_linked_one_by_one(client, editor, discovery, product, rate, use_case):
    second = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Next best action"))
    args = discovery, product.uuid
    add = _url("product_use_case_add", *args)
    for _time in range(2):  # sent twice it is answered as the first time
        assert client.post(add, {"use_case": second.pk}, headers=HTMX).status_code == 200
    assert Operation.objects.filter(verb="product.linked").count() == 1
    client.post(_url("product_measure_add", *args), {"measure": rate.pk}, headers=HTMX)
    page = _page(client, product)
    assert "Shared by 2 use cases" in page
    assert "Engagement rate" in page
    # What is linked is not offered again, and nothing of another discovery is.
    assert second not in client.get(add, headers=HTMX).context["form"].fields["use_case"].queryset
    foreign = factories.make(UseCase, discovery=factories.discovery(), name="Foreign")
    for wrong in (foreign.pk, "x", ""):
        assert client.post(add, {"use_case": wrong}, headers=HTMX).status_code == 422
    client.post(_url("product_use_case_remove", *args, use_case.uuid), headers=HTMX)
    client.post(_url("product_measure_remove", *args, rate.uuid), headers=HTMX)
    assert [link.use_case for link in ProductUseCase.objects.all()] == [second]
    assert not ProductMeasure.objects.exists()


def test_a_name_of_another_discovery_of_the_domain_is_not_taken_silently(client, discovery, product):
    neighbor = factories.discovery(discovery.domain)
    for model in (Source, Consumer):
        factories.make(model, discovery=neighbor, domain=discovery.domain, name="Taken")
    for name in ("producer_add", "consumer_link_add"):
        sent = {"name": "taken", "kind": "source"}
        assert client.post(_url(name, discovery, product.uuid), sent, headers=HTMX).status_code == 409


def test_hostile_text_comes_through_inert(client, editor, discovery, product):
    services.change_product(
        actor=editor, product=product, name=HOSTILE[:110], job=HOSTILE, description=HOSTILE
    )
    for name in ("producer_add", "consumer_link_add"):
        sent = {"name": HOSTILE[:100], "kind": "source"}
        assert client.post(_url(name, discovery, product.uuid), sent, headers=HTMX).status_code == 200
    for page in (_page(client, product), client.get(_url("product_list", discovery)).content.decode()):
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    for wrong in ("", "x" * 121, "\x07\u202e"):
        for name in ("producer_add", "consumer_link_add"):
            sent = {"name": wrong, "kind": "source"}
            assert client.post(_url(name, discovery, product.uuid), sent, headers=HTMX).status_code == 422


def test_viewers_look_and_change_nothing(client_of, discovery, product):
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    page = _page(viewer, product)
    assert "HCP 360" in page
    assert "hx-post" not in page.split('id="template"')[1]
    for name in ("product_delete", "product_state", "product_aggregate", "producer_add", "consumer_link_add"):
        assert viewer.post(_url(name, discovery, product.uuid)).status_code == 403
