"""The six questions, what their answers fill in, and products that are designed backwards from a use case."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from core.exceptions import Invalid, NotAllowed
from core.models import Operation
from core.services import kinds
from discovery.discoveries.models import DiscoveryRole
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, UseCase
from organizations.actors import Actor
from products import answer_extraction
from products.design.connections.services import connect, connect_consumer
from products.design.from_use_case import services as backwards
from products.design.from_use_case.forms import proposed_name
from products.design.product.services import add_product, answer_question
from products.design.template_guide.selectors import offers_of
from products.design.template_guide.services import take_over
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    OutputPort,
    ProductConsumer,
    ProductKind,
    ProductUseCase,
    Source,
    TemplateAnswer,
    TemplateQuestion,
)
from tests import factories
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(client_of, account):
    return client_of(account)


def _url(name, discovery, *args):
    return reverse(f"products:{name}", args=[discovery.slug, *args])


# --- Taking answers apart -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("", []),
        ("PJP\nMarketing", ["PJP", "Marketing"]),
        ("- PJP\n* marketing team\n3) Field force.", ["PJP", "Marketing team", "Field force"]),
        ("CRM, web analytics; consent and Event registrations", None),
        ("pjp, PJP, Pjp", ["Pjp"]),
        ("x" * 121 + "\nCRM", ["CRM"]),
        ("-, ;\n . a", []),
    ],
)
def test_items_of_an_answer(text, items):
    expected = ["CRM", "Web analytics", "Consent", "Event registrations"] if items is None else items
    assert answer_extraction.items(text) == [answer_extraction.AnswerItem(name) for name in expected]


@pytest.mark.parametrize(
    "line",
    [
        "Marketing uses it, sales too",
        "Patient Journey Partners before each visit to a clinic, managers once a week",
        "It is for the field force. Marketing, later",
        "Everybody who prepares a visit",
    ],
)
def test_a_sentence_stays_whole_and_is_known_as_prose(line):
    assert answer_extraction.items(f"- {line}.\nCRM") == [
        answer_extraction.AnswerItem(line, is_prose=True),
        answer_extraction.AnswerItem("CRM"),
    ]


def test_names_that_prose_speaks_of_are_found_as_whole_words():
    known = ["CRM", "Consent", "Web", "HCP master data"]
    assert answer_extraction.mentioned(
        "It needs HCP  master data and the crm, not scrm or websites", known
    ) == [
        "HCP master data",
        "CRM",
    ]


def test_no_answer_fills_in_more_than_a_template_holds():
    assert (
        len(answer_extraction.items("\n".join(f"Item {number}" for number in range(500))))
        == answer_extraction.MOST
    )


def test_kinds_of_ports_are_read_from_words():
    assert answer_extraction.port_kinds("A dashboard, and as a REST API; no one wants a tablet") == [
        "api",
        "dashboard",
    ]
    assert answer_extraction.port_kinds("They talk to each other") == []


def test_a_long_answer_is_cut_at_a_word():
    assert answer_extraction.sentence("  Says \n more ", 500) == "Says more"
    assert answer_extraction.sentence("word " * 200, 20) == "word word word…"


# --- What is offered, and taken over --------------------------------------------------------------


def _answer(editor, product, question, text):
    return answer_question(actor=editor, product=product, question=question, text=text)


def test_what_stands_in_the_template_is_not_offered_again(editor, product, feeder):
    connect_consumer(actor=editor, product=product, name="PJP")
    connect(actor=editor, product=product, origin=feeder)
    offered = offers_of(product, TemplateQuestion.USERS, "pjp, Marketing")
    assert [offer.words for offer in offered] == ["Marketing"]
    offered = offers_of(product, TemplateQuestion.INPUTS, "Field visits, CRM, HCP 360")
    assert [(offer.words, offer.mark) for offer in offered] == [("CRM", "producer")]
    assert offers_of(product, TemplateQuestion.TASKS, product.job) == []


def test_prose_offers_what_it_speaks_of_and_itself_unticked(editor, product, feeder):
    text = "It needs to know of Field visits, and whatever we see in the calendar"
    offered = offers_of(product, TemplateQuestion.INPUTS, text)
    assert [(offer.words, offer.is_sure) for offer in offered] == [("Field visits", True), (text, False)]
    connect_consumer(actor=editor, product=product, name="PJP")
    other = kinds.add(actor=editor, draft=Consumer(discovery=product.discovery, name="Marketing"))
    said = "Marketing would look at it, PJP as well. " * 4  # longer than a name
    offered = offers_of(product, TemplateQuestion.VALUE, said)
    assert [(offer.words, offer.is_sure) for offer in offered] == [(other.name, True)]


def test_the_answers_fill_the_template_and_one_undo_takes_it_back(editor, product, feeder):
    for question, text in (
        (TemplateQuestion.USERS, "PJP, Marketing"),
        (TemplateQuestion.INPUTS, "CRM\nfield visits"),
        (TemplateQuestion.TASKS, "Prepares a visit"),
        (TemplateQuestion.ACCESS, "By API or as a table"),
    ):
        _answer(editor, product, question, text)
        chosen = [offer.key for offer in offers_of(product, question, text)]
        assert len(chosen) in (1, 2)
        take_over(actor=editor, product=product, question=question, keys=[*chosen, "port:evil"])
        assert offers_of(DataProduct.objects.get(pk=product.pk), question, text) == []
    assert [link.consumer.name for link in ProductConsumer.objects.order_by("pk")] == ["PJP", "Marketing"]
    assert {str(port) for port in InputPort.objects.all()} == {"CRM", "Field visits"}
    assert InputPort.objects.get(feeder=feeder).product == product
    assert DataProduct.objects.get(pk=product.pk).job == "Prepares a visit"
    assert sorted(port.kind for port in OutputPort.objects.all()) == ["api", "table"]
    undo(actor=editor, target=Operation.objects.filter(verb="product.filled").latest("pk"))
    assert not OutputPort.objects.exists()


def test_what_was_not_chosen_stays_out(editor, product):
    _answer(editor, product, TemplateQuestion.USERS, "PJP, Marketing")
    take_over(actor=editor, product=product, question=TemplateQuestion.USERS, keys=["consumer:PJP"])
    assert [row.name for row in Consumer.objects.all()] == ["PJP"]


# --- The pages ------------------------------------------------------------------------------------


def test_a_group_is_walked_through_the_six_questions(client, discovery, product):
    args = discovery, product.uuid
    assert client.get(_url("product_guide", *args))["Location"] == _url("guide_question", *args, "users")
    here = _url("guide_question", *args, "users")
    page = client.get(here).content.decode()
    assert "Who uses it, and whom does it serve?" in page
    assert "Question 1 of 6" in page

    saved = client.post(here, {"text": "PJP\nMarketing"})
    assert saved["Location"] == _url("guide_take", *args, "users")
    offered = client.get(saved["Location"]).content.decode()
    assert 'value="consumer:PJP"' in offered
    taken = client.post(saved["Location"], {"take": ["consumer:PJP"]})
    assert taken["Location"] == _url("guide_question", *args, "value")
    assert [row.name for row in Consumer.objects.all()] == ["PJP"]

    # An answer that offers nothing leads on; nothing chosen too; the last one leads to the template.
    saved = client.post(_url("guide_question", *args, "engagement"), {"text": "They talk"})
    assert saved["Location"] == _url("guide_question", *args, "tasks")
    assert client.get(_url("guide_take", *args, "engagement"))["Location"] == saved["Location"]
    assert client.post(_url("guide_take", *args, "users"))["Location"] == _url(
        "guide_question", *args, "value"
    )
    last = client.post(_url("guide_question", *args, "inputs"), {"text": ""})
    assert last["Location"] == _url("product", *args)
    assert client.get(_url("product_guide", *args))["Location"] == _url("guide_question", *args, "value")
    assert TemplateAnswer.objects.count() == 2


def test_two_groups_that_answer_at_once_see_both_versions(client, editor, discovery, product):
    here = _url("guide_question", discovery, product.uuid, "users")
    client.get(here)
    _answer(editor, product, TemplateQuestion.USERS, "Theirs")
    shown = client.post(here, {"text": "Mine", "revision": "0"})
    assert shown.status_code == 409
    page = shown.content.decode()
    assert "Theirs" in page
    assert "Mine" in page
    assert TemplateAnswer.objects.get().text == "Theirs"
    assert client.post(here, {"text": "Mine", "revision": "1"}).status_code == 303


def test_an_answer_that_is_too_long_stays_in_the_form(client, discovery, product):
    here = _url("guide_question", discovery, product.uuid, "users")
    refused = client.post(here, {"text": "x" * 2001})
    assert refused.status_code == 422
    assert "x" * 2001 in refused.content.decode()


def test_viewers_do_not_fill_in(client_of, discovery, product):
    account = factories.access(discovery, DiscoveryRole.VIEWER)
    viewer = client_of(account)
    for name in ("guide_question", "guide_take"):
        assert viewer.post(_url(name, discovery, product.uuid, "users"), {"text": "x"}).status_code == 403
    with pytest.raises(NotAllowed):
        take_over(
            actor=Actor.of_account(account), product=product, question=TemplateQuestion.USERS, keys=["x"]
        )


# --- Designed backwards ---------------------------------------------------------------------------


@pytest.fixture
def rate(editor, discovery, use_case):
    goal = factories.make(Goal, discovery=discovery, title="Higher success")
    made = kinds.add(
        actor=editor, draft=MEASURE.new(goal, name="Engagement rate", unit="%", target=Decimal(40))
    )
    kinds.change(actor=editor, artifact=use_case, measures=[made])
    return made


@pytest.mark.parametrize(
    ("use_case_name", "name"),
    [
        ("HCP 360 dashboard", "HCP 360"),
        ("Next best action", "Next best action"),
        ("Dashboard", "Dashboard"),
        ("Churn Report", "Churn"),
    ],
)
def test_the_name_is_proposed_from_the_use_case(use_case, use_case_name, name):
    use_case.name = use_case_name
    assert proposed_name(use_case) == name


def test_a_use_case_gets_its_product_its_inputs_and_the_product_that_measures_it(
    client, editor, discovery, use_case, rate, feeder
):
    source = factories.make(Source, discovery=discovery, domain=discovery.domain, name="CRM")
    url = _url("product_for", discovery, use_case.uuid)
    page = client.get(url).content.decode()
    for text in ('value="HCP 360"', "Engagement rate", "Field visits", "CRM"):
        assert text in page
    assert page.index("Engagement rate") < page.index('value="HCP 360"')  # the measure comes first
    sent = {
        "name": "HCP 360",
        "job": "Shows all",
        "measured": [rate.pk],
        "feeders": [feeder.pk],
        "sources": [source.pk],
        "new_inputs": "Web analytics\n\n  Events \nweb analytics",
    }
    made = client.post(url, sent)
    product = DataProduct.objects.get(name="HCP 360")
    assert made["Location"] == _url("product", discovery, product.uuid)
    assert product.kind == ProductKind.CONSUMER_ORIENTED
    assert {str(port) for port in InputPort.objects.filter(product=product)} == {
        "Field visits",
        "CRM",
        "Web analytics",
        "Events",
    }
    measuring = DataProduct.objects.get(name="Measure: Engagement rate")
    assert measuring.delivers == rate
    assert ProductUseCase.objects.filter(use_case=use_case).count() == 2
    # One operation: one undo takes all of it back.
    undo(actor=editor, target=Operation.objects.get(verb="product.designed"))
    assert list(DataProduct.objects.all()) == [feeder]
    assert [row.name for row in Source.objects.all()] == ["CRM"]


def test_a_measure_that_has_its_product_is_not_offered_again(client, editor, discovery, use_case, rate):
    backwards.propose_for(
        actor=editor, discovery=discovery, use_case=use_case, name="HCP 360", measured=[rate]
    )
    page = client.get(_url("product_for", discovery, use_case.uuid)).content.decode()
    assert 'name="measured"' not in page
    assert 'name="feeders"' in page
    backwards.propose_for(actor=editor, discovery=discovery, use_case=use_case, name="Other", measured=[rate])
    assert DataProduct.objects.filter(delivers=rate).count() == 1


def test_the_measuring_product_finds_a_name_that_is_free(editor, discovery, use_case, rate):
    add_product(
        actor=editor, discovery=discovery, name="measure: ENGAGEMENT rate", kind=ProductKind.SOURCE_ORIENTED
    )
    backwards.propose_for(
        actor=editor, discovery=discovery, use_case=use_case, name="HCP 360", measured=[rate]
    )
    assert DataProduct.objects.get(delivers=rate).name == "Measure: Engagement rate (2)"


def test_what_cannot_be_designed_stays_in_the_form(client, discovery, use_case, product):
    url = _url("product_for", discovery, use_case.uuid)
    for wrong in ({"name": "hcp 360"}, {"name": ""}, {"name": "New", "new_inputs": "x" * 121}):
        refused = client.post(url, wrong)
        assert refused.status_code == 422
        assert "has-error" in refused.content.decode()
    foreign = kinds.add(
        actor=factories.SYSTEM, draft=UseCase(discovery=factories.discovery(), name="Foreign")
    )
    assert client.get(_url("product_for", discovery, foreign.uuid)).status_code == 404
    with pytest.raises(Invalid):
        backwards.propose_for(actor=factories.SYSTEM, discovery=discovery, use_case=foreign, name="x")


def test_the_pages_of_use_cases_offer_it(client, client_of, discovery, use_case):
    step = _url("product_for", discovery, use_case.uuid)
    for url in (
        reverse("lvt:use_case", args=[discovery.slug, use_case.uuid]),
        reverse("lvt:use_case_list", args=[discovery.slug]),
    ):
        assert step in client.get(url).content.decode()
        viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
        assert step not in viewer.get(url).content.decode()
