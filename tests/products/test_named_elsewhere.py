"""What takes data from a discovery in another one is named only to who may look there: on pages, in the plan
of a merge, and in the report, which does not know its reader."""

from __future__ import annotations

import pytest
from django.urls import reverse

from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from products.design.merging.selectors import merge_plan
from products.design.ports.report import ends_section, ports_section
from products.design.template.selectors import sheet_of, template_of
from products.models import Consumer, DataProduct, InputPort, OutputPort, ProductConsumer, Source, SourceFeed
from technology.architecture.selectors import architecture_of
from tests import factories

pytestmark = pytest.mark.django_db

SECRET = "Project Nightingale"


@pytest.fixture
def elsewhere(discovery, product, feeder):
    """Another discovery of the domain, of which `account` knows nothing, draws on all that there is here."""
    other = factories.discovery(discovery.domain, name="Another discovery")
    here = {"discovery": discovery, "domain": discovery.domain}
    there = {"discovery": other, "domain": discovery.domain}
    crm = factories.make(Source, name="CRM", **here)
    sales = factories.make(Consumer, name="Field sales", **here)
    table = factories.make(OutputPort, product=product, name="Profiles", kind="table")
    taker = factories.make(DataProduct, name=SECRET, kind="consumer_oriented", **there)
    hub = factories.make(Source, name=f"{SECRET} hub", kind="integration", **there)
    factories.make(SourceFeed, source=crm, integration=hub)
    factories.make(InputPort, product=taker, source=crm)
    factories.make(InputPort, product=taker, feeder=product, feeder_port=table, kind="product", position=1)
    factories.make(InputPort, product=taker, feeder=feeder, kind="product", position=2)
    factories.make(ProductConsumer, product=taker, consumer=sales)
    return other


PAGES = ("source_list", "consumer_list", "product", "product_ports")


def text_of(client, product, name):
    where = [product.discovery.slug] if name.endswith("list") else [product.discovery.slug, product.uuid]
    return client.get(reverse(f"products:{name}", args=where), follow=True).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_names_it_to_who_may_look_there(client, account, product, elsewhere, name):
    client.force_login(account)
    hidden = text_of(client, product, name)
    assert SECRET not in hidden
    assert "Data product in Commercial" in hidden
    factories.make(DiscoveryAccess, discovery=elsewhere, user=account, role=DiscoveryRole.VIEWER)
    assert SECRET in text_of(client, product, name)


def test_a_source_says_that_it_goes_into_another_one(client, account, product, elsewhere):
    client.force_login(account)
    assert "A source of Commercial" in text_of(client, product, "source_list")


def test_no_page_links_to_an_address_that_is_not_there(client, account, product, elsewhere):
    factories.make(DiscoveryAccess, discovery=elsewhere, user=account, role=DiscoveryRole.VIEWER)
    client.force_login(account)
    taker = DataProduct.objects.get(name=SECRET)
    for name in PAGES:
        assert f"/d/{product.discovery.slug}/products/{taker.uuid}/" not in text_of(client, product, name)


def test_the_report_does_not_name_it(discovery, product, elsewhere):
    ends = ends_section(discovery)
    said = f"{ports_section(discovery)} {ends} {sheet_of(template_of(product))}"
    assert SECRET not in said
    assert said.count("Data product in Commercial") == 5
    assert ends is not None
    assert ends["elsewhere"] == {"Data product in Commercial": ["HCP 360", "Field visits"]}
    _architecture, rows = architecture_of(discovery)
    users = {row.product.name: row.users for row in rows if row.users}
    assert users == dict.fromkeys(("HCP 360", "Field visits"), ("Data product in Commercial",))


def test_the_plan_of_a_merge_does_not_name_it(product, feeder, elsewhere):
    plan = merge_plan(feeder, product)
    assert SECRET not in str(plan)
    assert "Data product in Commercial" in str(plan)


def test_a_conflict_names_an_earlier_end_to_who_may_look_there(client, account, product, elsewhere):
    """The client names the revision that its form was opened with, so it can name any revision."""
    port = factories.make(
        InputPort, product=product, name="In", feeder=DataProduct.objects.get(name=SECRET), kind="product"
    )
    for fields in ({"feeder": None, "kind": ""}, {"description": "By somebody else"}):
        with operation(factories.SYSTEM, "test.changed"):
            artifacts.change(port, **fields)
    client.force_login(account)
    where = [product.discovery.slug, product.uuid, port.uuid]
    sent = {"name": "Mine", "revision": "1"}
    hidden = client.post(reverse("products:input_port_edit", args=where), sent)
    assert hidden.status_code == 409
    assert SECRET not in hidden.content.decode()
    assert "Data product from elsewhere" in hidden.content.decode()
    factories.make(DiscoveryAccess, discovery=elsewhere, user=account, role=DiscoveryRole.EDITOR)
    named = client.post(reverse("products:input_port_edit", args=where), sent)
    assert SECRET in named.content.decode()
