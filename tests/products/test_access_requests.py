"""Who asks for access to a port, what the owner answers, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from textwrap import dedent
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from core.selectors.deletion_messages import deletion_in_words
from core.services import kinds
from core.services.imports import Refusal
from discovery.discoveries.models import DiscoveryRole
from exchange.services.discovery_text import import_text
from organizations.actors import Actor
from organizations.models import Person
from products.design.access.selectors import access_rules
from products.models import AccessRequest, AccessRule, Consumer, DataProduct, OutputPort, ProductConsumer
from products.promises.access_requests.selectors import requests_of
from products.promises.access_requests.services import answer_request
from products.services.product_split import split_product
from technology.access_policy.selectors import access_picture
from tests import factories
from tests.factories import make
from tests.sending import HTMX
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    discovery = factories.discovery()
    editor = factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor")
    viewer = factories.access(discovery, DiscoveryRole.VIEWER, name="Vera Viewer")
    owning = factories.access(discovery, DiscoveryRole.VIEWER, name="Olga Owner")
    owner = make(Person, organization=discovery.domain.organization, name="Olga Owner", account=owning)
    product = make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name="Consent",
        kind="source_oriented",
        owner=owner,
    )
    return SimpleNamespace(
        discovery=discovery,
        viewer_account=viewer,
        viewer=Actor.of_account(viewer),
        editor_account=editor,
        editor=Actor.of_account(editor),
        owner=Actor.of_account(owning),
        product=product,
        port=make(OutputPort, product=product, name="Table", kind="table"),
        today=timezone.localdate(),
    )


def asked(at, **fields):
    said = {"who": "Medical affairs", "purpose": "Whom may we invite?", **fields}
    return kinds.add(actor=at.viewer, draft=AccessRequest(port=at.port, **said))


def url(at, name, *args):
    return reverse(f"products:{name}", args=[at.discovery.slug, at.product.uuid, *args])


def test_what_is_granted_becomes_a_rule_and_a_consumer_until_its_day(at):
    request = asked(at, users="machine")
    until = at.today + timedelta(days=30)
    done = answer_request(actor=at.owner, request=request, state="granted", expires_on=until)
    assert (done.state, done.answered_on) == ("granted", at.today)
    assert ProductConsumer.objects.get().consumer.name == "Medical affairs"
    assert [each.words for each in access_rules(at.product)] == ["The program Medical affairs may use it."]
    assert access_picture(at.product).claims == ("Program: Medical affairs",)

    AccessRule.objects.update(until=at.today - timedelta(days=1))
    assert access_picture(at.product).claims == ()
    assert [line.is_over for line in requests_of(at.product)] == [True]


def test_who_asks_and_who_answers_stand_in_the_security_log(at, caplog, django_capture_on_commit_callbacks):
    with caplog.at_level("INFO", "headwaters.security"), django_capture_on_commit_callbacks(execute=True):
        answer_request(actor=at.owner, request=asked(at), state="refused", answer="Not yet.")
    told = [record.getMessage().split()[0] for record in caplog.records]
    assert told == ["access_request.added", "access_request.refused"]


def test_what_ends_takes_with_it_what_came_with_it(at):
    request = answer_request(actor=at.owner, request=asked(at), state="granted")
    other = make(Consumer, discovery=at.discovery, domain=at.discovery.domain, name="Others")
    make(ProductConsumer, product=at.product, consumer=other, port=at.port)
    done = answer_request(actor=at.editor, request=request, state="ended", answer="The study is over.")
    assert done.state == "ended"
    assert not AccessRule.objects.exists()
    assert [link.consumer for link in ProductConsumer.objects.all()] == [other]
    with pytest.raises(Conflict, match="can’t become"):
        answer_request(actor=at.editor, request=done, state="granted")


def test_who_uses_the_port_already_stays_when_their_access_ends(at):
    consumer = make(Consumer, discovery=at.discovery, domain=at.discovery.domain, name="medical affairs")
    make(ProductConsumer, product=at.product, consumer=consumer, port=at.port)
    request = answer_request(actor=at.editor, request=asked(at), state="granted")
    assert Consumer.objects.count() == 1
    answer_request(actor=at.editor, request=request, state="ended")
    assert ProductConsumer.objects.count() == 1


def test_a_consumer_of_another_discovery_is_not_connected(at):
    elsewhere = factories.discovery(at.discovery.domain, "Another discovery")
    make(Consumer, discovery=elsewhere, domain=elsewhere.domain, name="Medical affairs")
    request = answer_request(actor=at.editor, request=asked(at), state="granted")
    assert request.rule is not None
    assert (request.link, ProductConsumer.objects.count()) == (None, 0)


def test_who_got_in_twice_stays_a_consumer_until_the_last_access_ends(at):
    first, second, other = (
        answer_request(actor=at.editor, request=asked(at, **said), state="granted")
        for said in ({}, {"who": "MEDICAL affairs", "users": "machine"}, {"who": "Others"})
    )
    for request, names in ((first, {"Medical affairs", "Others"}), (second, {"Others"}), (other, set())):
        answer_request(actor=at.editor, request=request, state="ended")
        assert {link.consumer.name for link in ProductConsumer.objects.all()} == names


def test_what_is_not_said_again_stays_as_it_was(at):
    until = at.today + timedelta(days=30)
    request = asked(at, expires_on=until)
    request = answer_request(actor=at.editor, request=request, state="granted", answer="For the study.")
    assert (request.answer, request.expires_on) == ("For the study.", until)
    assert AccessRule.objects.get().until == until
    done = answer_request(actor=at.editor, request=request, state="ended")
    assert (done.answer, done.expires_on) == ("For the study.", until)


def test_the_day_is_that_of_the_rule(at):
    late = at.today + timedelta(days=30)
    answer_request(actor=at.editor, request=asked(at), state="granted", expires_on=late)
    kinds.change(actor=at.editor, artifact=AccessRule.objects.get(), until=at.today - timedelta(days=1))
    (line,) = requests_of(at.product)
    assert (line.is_over, line.until) == (True, at.today - timedelta(days=1))
    kinds.change(actor=at.editor, artifact=AccessRule.objects.get(), until=None)
    (line,) = requests_of(at.product)
    assert (line.is_over, line.until) == (False, None)


def test_access_that_is_granted_ends_before_its_request_is_deleted(at, client_of):
    client, request = client_of(at.editor_account), asked(at)
    delete = url(at, "access_request_delete", request.uuid)
    assert delete in client.get(url(at, "product_requests"), headers=HTMX).content.decode()
    request = answer_request(actor=at.editor, request=request, state="granted")
    assert delete not in client.get(url(at, "product_requests"), headers=HTMX).content.decode()
    with pytest.raises(Conflict, match="End the access first"):
        kinds.delete(actor=at.editor, artifact=request)
    assert client.post(delete, headers=HTMX).status_code == 409
    answer_request(actor=at.editor, request=request, state="ended")
    assert delete in client.get(url(at, "product_requests"), headers=HTMX).content.decode()
    kinds.delete(actor=at.editor, artifact=request)
    assert not AccessRequest.objects.exists()


def test_what_was_granted_for_a_port_goes_with_it_and_comes_back(at):
    make(AccessRule, product=at.product, effect="allow", basis="role", subject="Others")
    answer_request(actor=at.editor, request=asked(at), state="granted")
    asked(at, who="Nobody yet")
    deleted = kinds.delete(actor=at.editor, artifact=at.port)
    assert [rule.subject for rule in AccessRule.objects.all()] == ["Others"]
    assert "1 access rule" in deletion_in_words(deleted, at.port, "Port deleted")
    undo(actor=at.editor, target=deleted)
    assert AccessRule.objects.count() == 2


def test_a_refusal_says_why_and_an_answer_comes_once(at):
    request = asked(at)
    with pytest.raises(Invalid, match="Enter a reason"):
        answer_request(actor=at.owner, request=request, state="refused")
    answer_request(actor=at.owner, request=request, state="refused", answer="Ask the study office.")
    assert not AccessRule.objects.exists()
    with pytest.raises(Conflict, match="has been answered"):
        kinds.change(actor=at.editor, artifact=AccessRequest.objects.get(), purpose="Another one")


def test_who_only_looks_asks_and_does_not_answer(at, client_of):
    request = asked(at)
    with pytest.raises(NotAllowed):
        answer_request(actor=at.viewer, request=request, state="granted")
    page = client_of(at.viewer_account).get(url(at, "product_requests"), headers=HTMX).content.decode()
    assert "Whom may we invite?" in page
    assert "Request access to Table" in page
    assert url(at, "access_request_answer", request.uuid) not in page


def test_a_retired_product_answers_clearly_and_keeps_what_was_typed(at, client_of):
    DataProduct.objects.update(state="retired")
    sent = {"who": "Medical affairs", "users": "human", "purpose": "Whom may we invite?"}
    answer = client_of(at.viewer_account).post(
        url(at, "access_request_add", at.port.uuid), sent, headers=HTMX
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Consent is retired, so access can’t be granted anymore." in said
    assert "Whom may we invite?" in said
    assert not AccessRequest.objects.exists()


def test_the_owner_answers_on_the_page(at, client_of):
    request = asked(at)
    client = client_of(at.editor_account)
    answer = url(at, "access_request_answer", request.uuid)
    sent = {"state": "", "answer": "", "expires_on": "", "revision": request.revision}
    assert client.post(answer, sent, headers=HTMX).status_code == 422
    sent |= {"state": "granted", "expires_on": (at.today - timedelta(days=1)).isoformat()}
    assert client.post(answer, sent, headers=HTMX).status_code == 422
    sent |= {"expires_on": at.today.isoformat()}
    assert client.post(answer, sent, headers=HTMX).status_code == 200
    assert AccessRequest.objects.get().state == "granted"
    assert client.post(answer, sent, headers=HTMX).status_code in (409, 422)


def brought_in(at, request):
    text = f"""\
    products:
    - name: Consent
      output_ports:
      - name: Table
        access_requests: [{{who: {request.who}, purpose: {request.purpose}, SAID}}]
    """

    def bring_in(said):
        data = dedent(text).replace("SAID", said).encode()
        import_text(actor=at.editor, data=data, into=at.discovery)
        return AccessRequest.objects.get()

    return bring_in


@pytest.mark.parametrize(
    ("state", "said", "why"),
    [
        ("asked", "state: granted", "can’t grant or end access"),
        ("asked", "state: ended", "can’t become"),
        ("asked", "state: refused", "Enter a reason"),
        ("granted", "state: ended", "can’t grant or end access"),
        ("granted", "state: asked", "can’t become"),
        ("refused", "state: granted", "can’t become"),
    ],
)
def test_a_file_moves_no_request_past_its_transitions(at, state, said, why):
    request = asked(at)
    if state != "asked":
        answer_request(actor=at.editor, request=request, state=state, answer="Because.")
    with pytest.raises(Refusal, match=why):
        brought_in(at, request)(f"answer: '', {said}" if state == "asked" else said)
    assert AccessRequest.objects.get().state == state


def test_a_file_refuses_a_request_with_its_reason_and_brings_in_what_was_answered(at):
    request = asked(at)
    bring_in = brought_in(at, request)
    assert bring_in("state: refused, answer: Ask the study office.").state == "refused"
    kinds.delete(actor=at.editor, artifact=AccessRequest.objects.get())
    assert bring_in("state: granted").state == "granted"


def test_who_may_not_answer_asks_for_themselves(at, client_of):
    organization = at.discovery.domain.organization
    other = make(Person, organization=organization, name="Other")
    own = make(Person, organization=organization, name="Vera Viewer", account=at.viewer_account)
    with pytest.raises(Invalid, match="can’t choose this here"):
        asked(at, asked_by=other)
    add = url(at, "access_request_add", at.port.uuid)
    sent = {"who": "Medical affairs", "users": "human", "purpose": "Visits", "asked_by": other.pk}
    client = client_of(at.viewer_account)
    assert "asked_by" not in client.get(add, headers=HTMX).content.decode()
    assert client.post(add, sent, headers=HTMX).status_code == 200
    assert AccessRequest.objects.get().asked_by == own
    client = client_of(at.editor_account)
    assert "asked_by" in client.get(add, headers=HTMX).content.decode()
    assert client.post(add, sent, headers=HTMX).status_code == 200
    assert AccessRequest.objects.latest("pk").asked_by == other


def test_access_to_a_retired_product_does_not_come_back_by_undo(at):
    request = answer_request(actor=at.editor, request=asked(at), state="granted")
    answer_request(actor=at.editor, request=request, state="ended")
    ended = Operation.objects.get(verb="access_request.ended")
    DataProduct.objects.update(state="retired")
    with pytest.raises(Conflict, match="Consent is retired, so access can’t be granted anymore"):
        undo(actor=at.editor, target=ended)
    assert not AccessRule.objects.exists()
    DataProduct.objects.update(state="live")
    undo(actor=at.editor, target=ended)
    assert AccessRequest.objects.get().state == "granted"
    assert AccessRule.objects.exists()


def test_what_was_granted_goes_with_its_port_to_another_product(at):
    kept = make(OutputPort, product=at.product, name="Stream", kind="stream")
    request = answer_request(actor=at.editor, request=asked(at), state="granted")
    answer_request(actor=at.editor, request=request, state="ended")
    ended = Operation.objects.get(verb="access_request.ended")
    others = kinds.add(actor=at.editor, draft=AccessRequest(port=kept, who="Sales", purpose="Visits"))
    answer_request(actor=at.editor, request=others, state="granted")
    again = answer_request(actor=at.editor, request=asked(at, who="Brand"), state="granted")
    made = split_product(actor=at.editor, product=at.product, name="Split", ports=[at.port])
    rules = AccessRule.objects.values_list("product__name", "subject")
    assert set(rules.all()) == {("Consent", "Sales"), ("Split", "Brand")}
    undo(actor=at.editor, target=ended)
    assert set(rules.all()) == {("Consent", "Sales"), ("Split", "Brand"), ("Split", "Medical affairs")}
    answer_request(actor=at.editor, request=AccessRequest.objects.get(pk=again.pk), state="ended")
    assert ("Split", "Brand") not in rules.all()
    assert made.output_ports.get() == at.port
