"""The register of guardrails: what holds, how the data products keep it, and why some deviate."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, Invalid
from core.services import kinds
from operating_model.governance.selectors import body_line
from operating_model.governance_meetings.web import agenda_of
from operating_model.guardrails.selectors import register_of
from operating_model.models import Deviation, Guardrail
from products.design.merging.services import merge_products
from products.design.product.services import delete_product
from products.models import DataProduct, OutputPort
from tests.factories import SYSTEM, make
from tests.operating_model.governing import add_body, world
from workshops.registries import spotlights

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def at():
    at = world()
    at.guild = add_body(actor=at.editor, discovery=at.discovery, name="Guild", kind="technology")
    at.visits, at.consent = (product(at, name) for name in ("Field visits", "Consent"))
    make(OutputPort, product=at.consent, name="Table", kind="table", version="one")
    make(OutputPort, product=at.visits, name="Table", kind="table", version="1.0.0")
    return at


def product(at, name):
    return make(
        DataProduct,
        discovery=at.discovery,
        domain=at.discovery.domain,
        name=name,
        kind="source_oriented",
        position=DataProduct.objects.count(),
    )


def guardrail(at, **fields):
    said = {"name": "Contracts have versions", "state": "agreed", "body": at.guild}
    said |= {"fitness_check": "interoperable.version", **fields}
    draft = Guardrail(discovery=at.discovery, **said)
    return kinds.add(actor=at.editor, draft=draft)


def deviate(at, rail, of, **fields):
    draft = Deviation(guardrail=rail, product=of, **{"reason": "It is replaced in spring.", **fields})
    return kinds.add(actor=at.editor, draft=draft)


def line(at, **of):
    (only,) = register_of(at.discovery, today=TODAY, **of).lines
    return only


def test_the_check_that_watches_it_says_which_products_keep_it(at):
    guardrail(at)
    said = line(at)
    assert said.standing == "1 of 2 data products"
    assert [each.product for each in said.breaches] == [at.consent]
    assert said.missing == ()


def test_a_deviation_excuses_a_product_until_its_day(at):
    rail = guardrail(at)
    deviate(at, rail, at.consent, until=TODAY)
    said = line(at)
    assert said.breaches == ()
    assert [each.deviation.product for each in said.deviations] == [at.consent]

    kinds.change(actor=at.editor, artifact=Deviation.objects.get(), until=TODAY - timedelta(days=1))
    said = line(at)
    assert [each.product for each in said.breaches] == [at.consent]
    assert said.missing == ("The deviation of Consent ended on Nov 19, 2026.",)


def test_a_deviation_of_a_product_that_keeps_it_can_go(at):
    deviate(at, guardrail(at), at.visits)
    assert line(at).missing == ("Field visits follows it now. You can delete its deviation.",)


def test_what_nobody_decided_is_a_proposal(at):
    with pytest.raises(Invalid, match="Choose the body that agreed to it"):
        guardrail(at, body=None)
    guardrail(at, body=None, state="proposed", fitness_check="")
    assert line(at).missing == ("No deciding body yet.", "No fitness check yet.")


def test_a_product_deviates_once(at):
    rail = guardrail(at)
    deviate(at, rail, at.consent)
    with pytest.raises(Conflict, match="Consent already has a deviation"):
        deviate(at, rail, at.consent)


def test_a_retired_guardrail_is_judged_no_more_and_a_deleted_product_waits(at):
    rail = guardrail(at)
    deviate(at, rail, at.consent)
    delete_product(actor=at.editor, product=at.consent)
    assert line(at).deviations == ()
    kinds.change(actor=at.editor, artifact=rail, state="retired")
    said = line(at)
    assert (said.judged, said.breaches, said.missing) == (0, (), ())


def test_a_retired_product_is_asked_nothing_more(at):
    deviate(at, guardrail(at), at.consent, until=TODAY - timedelta(days=1))
    assert line(at).missing == ("The deviation of Consent ended on Nov 19, 2026.",)
    DataProduct.objects.filter(pk=at.consent.pk).update(state="retired")
    said = line(at)
    assert ([each.deviation.product for each in said.deviations], said.missing) == ([at.consent], ())


def test_the_technology_body_decides_on_proposals_and_hears_what_is_not_kept(at):
    guardrail(at)
    guardrail(at, name="Standard formats", state="proposed", fitness_check="")
    points = {point.key: point for point in agenda_of(body_line(at.guild)).points}
    assert [(item.words, item.tone) for item in points["guardrails"].items] == [
        ("Standard formats", ""),
        ("Contracts have versions", "bad"),
    ]


def test_the_page_and_a_check_that_there_is_not(at, client_of):
    client = client_of(at.account)
    sent = {
        "name": "Refused by default",
        "state": "agreed",
        "body": at.guild.pk,
        "decided_on": timezone.localdate().isoformat(),
        "fitness_check": "secure.default_deny",
    }
    add = reverse("operating_model:guardrail_add", args=[at.discovery.slug])
    assert client.post(add, {**sent, "fitness_check": "secure.everything"}).status_code == 422
    assert client.post(add, sent).status_code == 303
    page = client.get(reverse("operating_model:guardrails", args=[at.discovery.slug])).content.decode()
    for words in ("Refused by default", "Guild", "Secure: Default access", "no reason given"):
        assert words in page


def test_a_deviation_follows_its_product_into_another(at):
    rail = guardrail(at)
    deviate(at, rail, at.consent, until=TODAY)
    deviate(at, rail, at.visits, reason="Nobody needs it yet.", until=TODAY + timedelta(days=1))
    merge_products(actor=SYSTEM, keep=at.visits, absorb=at.consent)
    only = Deviation.objects.get()
    assert (only.product, only.until) == (at.visits, TODAY + timedelta(days=1))
    assert only.reason == "Nobody needs it yet.\nIt is replaced in spring."


def test_the_room_reads_those_that_hold_or_are_proposed(at):
    spotlight = spotlights.get("guardrails")
    guardrail(at, name="Old rule", state="retired")
    assert spotlight.choices(at.discovery) == []
    assert spotlight.context(at.discovery, str(at.discovery.uuid)) is None
    guardrail(at, name="<b>Proposed</b>", state="proposed", body=None, fitness_check="")
    rail = guardrail(at)
    deviate(at, rail, at.consent)
    assert [uuid for uuid, _label in spotlight.choices(at.discovery)] == [str(at.discovery.uuid)]
    context = spotlight.context(at.discovery, str(at.discovery.uuid))
    assert context is not None
    drawn = render_to_string(spotlight.template, context).replace("\N{NO-BREAK SPACE}", " ")
    assert drawn.index("Contracts have versions") < drawn.index("&lt;b&gt;Proposed")
    exception = "1 exception to “Contracts have versions”: Consent"
    for words in ("1 of 2 data products", exception, "Guild", "Not set"):
        assert words in drawn
    assert "Deviates:" not in drawn, "the title names it"
    assert "Old rule" not in drawn
    assert "It is replaced in spring." not in drawn
    deviate(at, rail, at.visits)
    context = spotlight.context(at.discovery, str(at.discovery.uuid))
    assert context is not None
    assert "Deviates:" in render_to_string(spotlight.template, context)
