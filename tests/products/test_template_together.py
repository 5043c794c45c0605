"""Filling a template together: proposing on phones, taking up on the console, everybody seeing it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotFound
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from live import Snapshot
from organizations.actors import Actor
from products.design.product.services import add_product, delete_product
from products.design.template.activity import TemplateTogether
from products.design.template_proposals import services
from products.design.template_proposals.selectors import own_proposals, pending_proposals, room_template
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    OutputPort,
    ProductConsumer,
    Source,
    TemplateAnswer,
    TemplatePart,
    TemplateProposal,
    TemplateQuestion,
)
from tests import factories
from tests.factories import SYSTEM, make
from tests.workshops.answering import answering
from workshops.activities.regions import draw_items, draw_main
from workshops.actors import RoomActor
from workshops.contributions import services as contributions
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    """A room that fills the template of a new product."""
    return answering("template_together", {"name": "HCP 360"})


@pytest.fixture
def facilitator(room):
    return Actor.of_account(room.moderator)


@pytest.fixture
def ann(room):
    return room.join("Ann")


def product_of(room):
    return DataProduct.objects.get(uuid=room.reload().settings["product"])


def propose(room, person, part, text, **fields):
    return services.propose(
        actor=RoomActor.of_participant(person),
        activity=room.activity,
        part=TemplatePart(part),
        text=text,
        **fields,
    )


def drawn(room, audience):
    return draw_items(Snapshot(room.workshop.pk, 1, audience, frozenset()))


def test_a_new_product_is_made_at_the_start_and_its_name_is_free(room):
    assert product_of(room).name == "HCP 360"
    discovery = room.workshop.discovery
    workshop = factories.workshop(discovery, "Another sitting")
    again = factories.activity(workshop, "template_together", "HCP 360")
    with operation(SYSTEM, "test.started"):
        services.begin(actor=SYSTEM, activity=again)
    assert DataProduct.objects.count() == 1  # the product of this name is meant
    elsewhere = factories.discovery(discovery.domain, "Elsewhere", slug="elsewhere")
    other = factories.activity(factories.workshop(elsewhere), "template_together", "HCP 360")
    with operation(SYSTEM, "test.started"):
        services.begin(actor=SYSTEM, activity=other)
    assert set(DataProduct.objects.values_list("name", flat=True)) == {"HCP 360", "HCP 360 (2)"}


def test_an_activity_that_was_left_as_it_is_makes_no_product_of_its_own_name():
    room = answering("template_together", {"name": "HCP 360"})
    discovery, live = room.workshop.discovery, DataProduct.objects.get()
    fresh = factories.activity(factories.workshop(discovery), "template_together", "Fill in the template")
    proposed = add_product(actor=SYSTEM, discovery=discovery, name="Proposed", kind="consumer_oriented")
    with operation(SYSTEM, "test.started"):
        services.begin(actor=SYSTEM, activity=fresh)
    assert set(DataProduct.objects.all()) == {live, proposed}
    fresh.refresh_from_db()
    assert fresh.settings["product"] == str(proposed.uuid)


def test_what_phones_send_stands_in_the_template_on_every_screen(room, ann):
    product = product_of(room)
    for part, text, fields in (
        ("producer", "CRM", {}),
        ("output", "Visit sheet", {"kind": "report"}),
        ("consumer", "Sales", {}),
        ("job", "Shows all before a visit", {}),
        ("users", "Representatives", {}),
        ("users", "Their managers", {}),
    ):
        status, said = room.send(ann, "template", uuid=str(uuid4()), part=part, text=text, **fields)
        assert (status, said.get("message")) == (200, "Added to the template"), said
    product.refresh_from_db()
    template = room_template(room.activity, product)
    assert [(line.text, line.by) for line in template.producers] == [("CRM", "Ann")]
    assert [(line.text, line.detail) for line in template.outputs] == [("Visit sheet", "Report")]
    assert [line.text for line in template.consumers] == ["Sales"]
    assert product.job == "Shows all before a visit"
    assert TemplateAnswer.objects.get().text == "Representatives\nTheir managers"
    # The five parts of the drawing, and the questions about users, tasks, access and sources.
    assert (template.filled, template.of) == (9, 11)
    assert template.open_questions == [TemplateQuestion.VALUE, TemplateQuestion.ENGAGEMENT]
    for audience in ("console", "room", "stage"):
        for text in ("CRM", "Visit sheet", "Sales", "Shows all before a visit", "Their managers"):
            assert text in drawn(room, audience), (audience, text)
    results = TemplateTogether().results(room.reload())
    assert results is not None
    assert results["template"].product == product


def test_what_replaces_something_waits_for_the_facilitator(room, ann, facilitator):
    product = product_of(room)
    propose(room, ann, "job", "First job")
    second = propose(room, ann, "job", "Another job")
    name = propose(room, ann, "name", "HCP view")
    assert list(pending_proposals(room.activity)) == [second, name]
    product.refresh_from_db()
    assert (product.name, product.job) == ("HCP 360", "First job")
    console = draw_main(Snapshot(room.workshop.pk, 1, "console", frozenset()))
    assert "Another job" in console
    assert "Another job" not in drawn(room, "stage")

    done = contributions.accept(services.PROPOSALS, actor=facilitator, row=name)
    product.refresh_from_db()
    assert product.name == "HCP view"
    with pytest.raises(Conflict):
        contributions.accept(services.PROPOSALS, actor=facilitator, row=name)
    undo(actor=facilitator, target=done)
    product.refresh_from_db()
    assert product.name == "HCP 360"
    contributions.decline(services.PROPOSALS, actor=facilitator, row=second)
    assert list(pending_proposals(room.activity)) == [name]
    assert [each.state for each in own_proposals(room.activity, ann)] == ["waiting", "in_template"]


def test_a_name_that_is_taken_is_refused_and_stays_on_the_list(room, ann, facilitator):
    add_product(actor=SYSTEM, discovery=room.workshop.discovery, name="Consent", kind="source_oriented")
    proposal = propose(room, ann, "name", "consent")
    with pytest.raises(Invalid, match="exists in this domain"):
        contributions.accept(services.PROPOSALS, actor=facilitator, row=proposal)
    assert list(pending_proposals(room.activity)) == [proposal]


def test_producers_and_consumers_that_exist_are_used_and_not_doubled(room, ann):
    product, discovery = product_of(room), room.workshop.discovery
    feeder = add_product(actor=SYSTEM, discovery=discovery, name="Field visits", kind="source_oriented")
    source = make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    for text in ("crm", "CRM", "field VISITS"):
        propose(room, ann, "producer", text)
    for text in ("Sales", "sales"):
        propose(room, ann, "consumer", text)
    ports = InputPort.objects.filter(product=product)
    assert {(port.source, port.feeder) for port in ports} == {(source, None), (None, feeder)}
    assert ports.count() == 2
    assert Consumer.objects.count() == ProductConsumer.objects.count() == 1
    propose(room, ann, "producer", "HCP 360")  # not itself: a source of this name
    assert not InputPort.objects.filter(product=product, feeder=product).exists()


@pytest.mark.parametrize("part", ["producer", "consumer"])
def test_a_room_is_not_connected_with_what_it_may_not_see(room, ann, facilitator, part):
    """A person who guessed the name of a product in a hidden discovery of the domain would see its state."""
    hidden = factories.discovery(room.workshop.discovery.domain, "Hidden", slug="hidden")
    model = Source if part == "producer" else Consumer
    made = make(model, discovery=hidden, domain=hidden.domain, name="Secret")
    if part == "producer":
        add_product(actor=SYSTEM, discovery=hidden, name="Secret product", kind="source_oriented")
    names = ("secret", "SECRET product") if part == "producer" else ("secret",)
    proposals = [propose(room, ann, part, name) for name in names]
    assert not InputPort.objects.exists()
    assert not ProductConsumer.objects.exists()
    assert set(pending_proposals(room.activity)) == set(proposals)
    for proposal in proposals:
        with pytest.raises(Conflict, match="another discovery"):
            contributions.accept(services.PROPOSALS, actor=facilitator, row=proposal)
    make(DiscoveryAccess, discovery=hidden, user=room.moderator, role=DiscoveryRole.VIEWER)
    contributions.accept(services.PROPOSALS, actor=facilitator, row=proposals[0])
    linked = InputPort.objects.get().source if part == "producer" else ProductConsumer.objects.get().consumer
    assert linked == made


def test_the_list_holds_everything_where_the_activity_says_so():
    room = answering("template_together", {"name": "Consent", "take_up": "list"})
    bo = room.join("Bo")
    proposal = propose(room, bo, "producer", "CRM")
    assert proposal.became is None
    assert not InputPort.objects.exists()
    with pytest.raises(NotFound):
        contributions.accept(services.PROPOSALS, actor=RoomActor.of_participant(bo), row=proposal)
    actor = Actor.of_account(room.moderator)
    contributions.accept(services.PROPOSALS, actor=actor, row=proposal)
    assert list(InputPort.objects.values_list("source__name", flat=True)) == ["CRM"]


def test_sent_twice_it_is_one_proposal_and_only_of_who_sent_it(room, ann):
    uuid = uuid4()
    first = propose(room, ann, "users", "Sales", uuid=uuid)
    assert propose(room, ann, "users", "Sales", uuid=uuid) == first
    assert TemplateProposal.objects.count() == 1
    with pytest.raises(NotFound):
        propose(room, room.join("Bo"), "users", "Sales", uuid=uuid)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"part": "users", "text": " \u200b "}, "text"),
        ({"part": "producer", "text": "x" * 121}, "text"),
        ({"part": "users", "text": "x" * 501}, "text"),
        ({"part": "output", "text": "API"}, "kind"),
        ({"part": "nothing", "text": "x"}, "part"),
    ],
)
def test_what_cannot_be_kept_is_answered_beside_its_field(room, ann, fields, wrong):
    status, said = room.send(ann, "template", uuid=str(uuid4()), **fields)
    assert status == 422
    assert list(said["errors"]) == [wrong]
    assert not TemplateProposal.everything.exists()


def test_the_console_takes_out_and_edits_what_stands_there(room, ann, facilitator):
    product = product_of(room)
    propose(room, ann, "output", "Visit sheet", kind="report")
    propose(room, ann, "users", "Sales")
    client, code = room.console(), room.workshop.code
    port = OutputPort.objects.get()
    url = reverse("products:room_template_take_out", args=[code, "output", port.uuid])
    assert client.post(url).status_code == 204
    assert not OutputPort.objects.exists()
    assert [each.state for each in own_proposals(room.activity, ann)] == ["in_template", "gone"]
    answer = TemplateAnswer.objects.get()
    url = reverse("products:room_template_edit", args=[code, product.uuid, "users"])
    assert "Sales" in client.get(url).content.decode()
    sent = client.post(url, {"text": "Sales and service", "revision": answer.revision})
    assert sent.status_code in (204, 302, 303)
    assert TemplateAnswer.objects.get().text == "Sales and service"
    stale = client.post(url, {"text": "Mine", "revision": answer.revision})
    assert stale.status_code == 409


def test_a_deleted_product_is_said_and_another_can_be_chosen(room, ann, facilitator):
    other = add_product(
        actor=SYSTEM, discovery=room.workshop.discovery, name="Consent", kind="source_oriented"
    )
    delete_product(actor=facilitator, product=product_of(room))
    room.reload()
    with pytest.raises(Conflict, match="deleted"):
        propose(room, ann, "users", "Sales")
    for audience in ("console", "room", "stage"):
        assert "No data product yet" in drawn(room, audience)
    assert "No data product yet" in room.mine(ann)
    url = reverse("products:room_product", args=[room.workshop.code, room.activity.uuid])
    assert room.console().post(url, {"product": str(other.uuid)}).status_code == 204
    room.reload()
    assert "Consent" in drawn(room, "stage")
    foreign = add_product(
        actor=SYSTEM, discovery=factories.discovery(), name="Elsewhere", kind="source_oriented"
    )
    assert room.console().post(url, {"product": str(foreign.uuid)}).status_code == 404


def test_only_who_is_in_the_room_proposes(room):
    stranger = factories.participant(factories.workshop(), "Stranger")
    with pytest.raises(NotFound):
        propose(room, stranger, "users", "Sales")
    status, _said = room.send(room.join("Bo"), "marks", uuid=str(uuid4()), kind="wrong", text="x")
    assert status == 404
