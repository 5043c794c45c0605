"""The pages of ports, sources, consumers and iterations: what they say, and what they refuse."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from core.models import Operation
from core.name_comparison import spelled
from core.services import kinds
from products.models import Consumer, DataProduct, InputPort, Iteration, OutputPort, Source
from products.planning.roadmap.selectors import roadmap_of
from products.planning.roadmap.time_axis import MONTH, DateSpan, axis_for
from tests.sending import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, account):
    client.force_login(account)
    return client


def url(name, product, **more):
    return reverse(f"products:{name}", kwargs={"slug": product.discovery.slug, "uuid": product.uuid, **more})


def test_a_port_is_added_where_it_stands(page, product, feeder):
    added = page.post(
        url("input_port_add", product), {"feeder": feeder.pk, "name": ""}, headers={"HX-Request": "true"}
    )
    assert added.headers["HX-Retarget"] == "#ports"
    assert InputPort.objects.get(product=product).kind == "product"
    assert b"Field visits" in added.content


def test_a_consumer_that_is_sent_twice_is_answered_as_the_first_time(page, editor, product):
    sales = kinds.add(actor=editor, draft=Consumer(discovery=product.discovery, name="Field sales"))
    port = kinds.add(actor=editor, draft=OutputPort(product=product, name="Visits", kind="table"))
    address = url("port_consumer_add", product, port=port.uuid)
    sent, htmx = {"consumer": sales.pk}, {"HX-Request": "true"}

    answers = [page.post(address, sent, headers=htmx) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content == answers[1].content
    assert Operation.objects.filter(verb="product.used").count() == 1
    assert sales not in page.get(address, headers=htmx).context["form"].fields["consumer"].queryset


def test_errors_stand_beside_their_fields(page, editor, product, feeder):
    crm = kinds.add(actor=editor, draft=Source(discovery=product.discovery, name="CRM"))
    both = page.post(url("input_port_add", product), {"source": crm.pk, "feeder": feeder.pk})
    nothing = page.post(url("input_port_add", product), {})
    itself = page.post(url("input_port_add", product), {"feeder": product.pk})
    assert [answer.status_code for answer in (both, nothing, itself)] == [422, 422, 422]
    assert "Choose a source or a data product, not both." in both.content.decode()
    assert not InputPort.objects.exists()


def test_hostile_text_is_shown_as_it_was_written(page, product):
    sent = {"name": HOSTILE, "kind": "table", "example": HOSTILE, "data_set": "\x00\x07", "format": "x" * 121}
    refused = page.post(url("output_port_add", product), sent)
    assert refused.status_code == 422
    page.post(url("output_port_add", product), sent | {"format": "CSV"})
    port = OutputPort.objects.get()
    assert port.data_set == ""
    text = page.get(url("product_ports", product), follow=True).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_two_data_sets_advise_to_split(page, editor, product):
    for name in ("Profile", "PROFILE", "Visits"):
        kinds.add(actor=editor, draft=OutputPort(product=product, name=name, kind="table", data_set=name))
    text = page.get(url("product_ports", product), follow=True).content.decode()
    assert "This data product delivers 2 data sets" in text
    form = page.get(url("product_split", product)).context["form"]
    visits = OutputPort.objects.get(name="Visits")
    assert form.initial["ports"] == [visits.pk]
    assert form.initial["name"] == "Visits"
    page.post(url("product_split", product), {"name": "Visits", "ports": [visits.pk]})
    visits.refresh_from_db()
    assert visits.product == DataProduct.objects.get(name="Visits")
    text = page.get(url("product_ports", product), follow=True).content.decode()
    assert "Delivers several data sets" not in text
    split = Operation.objects.get(verb="product.split")
    assert reverse("discovery:operation_undo", args=[split.uuid]) in text


def test_a_product_without_goal_promise_and_owner_is_an_asset(page, feeder):
    answer = page.get(url("product_ports", feeder), follow=True)
    assert answer.context["test"].met == 0
    assert "is only a data asset so far: it meets 0 of 3 criteria." in answer.content.decode()


def test_sources_that_look_like_the_same_are_named(page, editor, product):
    for name in ("E-mail platform", "Email Platforms"):
        kinds.add(actor=editor, draft=Source(discovery=product.discovery, name=name))
    text = page.get(reverse("products:source_list", args=[product.discovery.slug])).content.decode()
    assert text.count("Possible duplicate of:") == 2
    assert spelled("CRM") != spelled("ERP")


def test_only_integration_sources_bring_together(page, editor, product):
    slug = product.discovery.slug
    crm = kinds.add(actor=editor, draft=Source(discovery=product.discovery, name="CRM"))
    sent = {"name": "Hub", "kind": "source", "feeds": [crm.uuid]}
    assert page.post(reverse("products:source_add", args=[slug]), sent).status_code == 422
    page.post(reverse("products:source_add", args=[slug]), sent | {"kind": "integration"})
    hub = Source.objects.get(name="Hub")
    assert [link.source for link in hub.fed_by.all()] == [crm]
    taken = page.post(reverse("products:source_add", args=[slug]), {"name": "crm", "kind": "source"})
    assert taken.status_code == 422


def test_an_iteration_ends_after_it_starts(page, product):
    sent = {"name": "First", "starts_on": "2026-05-01", "ends_on": "2026-04-30"}
    assert page.post(url("iteration_add", product), sent).status_code == 422
    page.post(url("iteration_add", product), sent | {"ends_on": "2026-05-01"})
    assert Iteration.objects.get().ends_on == date(2026, 5, 1)


def test_the_roadmap_lists_what_has_no_dates_apart(page, editor, product, feeder):
    kinds.add(
        actor=editor,
        draft=Iteration(product=product, name="First", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31)),
    )
    kinds.add(actor=editor, draft=Iteration(product=product, name="Second"))
    roadmap = roadmap_of(product.discovery, date(2026, 2, 1))
    assert [row.product for row in roadmap.rows] == [row.product for row in roadmap.undated] == [product]
    assert roadmap.without == (feeder,)
    (step,) = roadmap.rows[0].steps
    assert step.bar is not None
    assert (step.bar.x, step.bar.width, roadmap.today) == (0, 3 * MONTH, MONTH)
    assert page.get(reverse("products:roadmap", args=[product.discovery.slug])).status_code == 200


def test_columns_grow_with_the_time_that_they_hold():
    def axis(first, last):
        drawn = axis_for([DateSpan(first, last)])
        assert drawn is not None
        return drawn

    def months(first, last):
        return axis(first, last).months

    assert months(date(2026, 1, 15), date(2026, 12, 31)) == 1
    assert months(date(2026, 1, 15), date(2027, 1, 1)) == 3
    assert months(date(2026, 1, 15), date(2030, 1, 1)) == 12
    assert axis_for([DateSpan(None, None)]) is None
    assert axis(date(2026, 2, 11), None).columns[0].start == date(2026, 2, 1)


@pytest.mark.parametrize("name", ["source_list", "consumer_list", "roadmap"])
def test_guests_of_nothing_see_no_page(client, product, name):
    assert client.get(reverse(f"products:{name}", args=[product.discovery.slug])).status_code in (
        302,
        303,
        404,
    )
