"""Who works on which use case: recorded at both ends, drawn on maps and in the architecture, and counted
once."""

from __future__ import annotations

import json
import re

import pytest
from django.urls import reverse

from core.exceptions import Invalid
from core.models import Operation
from core.services import kinds
from lvt.models import UseCase
from products.design.sources_and_consumers.services import say_users, use_product
from products.landscape.map_text_formats import json_text
from products.landscape.rules import Edge, needs, serving, shared_by
from products.landscape.selectors import current_graph, node_id
from products.models import Consumer, ConsumerUseCase, DataProduct, ProductUseCase
from technology.architecture.drawing import action_id, architecture_source
from technology.architecture.selectors import architecture_of
from tests import factories
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def reps(editor, discovery):
    return kinds.add(actor=editor, draft=Consumer(discovery=discovery, name="Sales reps"))


@pytest.fixture
def next_visit(editor, discovery):
    return kinds.add(
        actor=editor,
        draft=UseCase(
            discovery=discovery,
            name="Next best visit",
            example_role="Sales rep",
            example_want="know whom to visit next",
        ),
    )


def edge_of(consumer, use_case):
    return Edge(node_id(consumer), node_id(use_case))


def test_what_a_user_uses_serves_what_they_work_on(editor, discovery, product, feeder, reps, next_visit):
    use_product(actor=editor, product=feeder, consumer=reps)
    assert needs(current_graph(discovery))[node_id(next_visit)] == frozenset()
    kinds.change(actor=editor, artifact=reps, use_cases=[next_visit])
    graph = current_graph(discovery)
    assert edge_of(reps, next_visit) in graph.edges
    assert serving(graph, node_id(next_visit)) == {node_id(feeder)}
    assert needs(graph)[node_id(next_visit)] == {node_id(feeder)}
    assert shared_by(graph)[node_id(feeder)] == (node_id(next_visit),)
    kinds.change(actor=editor, artifact=reps, use_cases=[])
    assert edge_of(reps, next_visit) not in current_graph(discovery).edges


def test_the_map_in_json_draws_the_line(editor, discovery, product, reps, next_visit):
    say_users(actor=editor, use_case=next_visit, consumers=[reps])
    graph = current_graph(discovery)
    edges = json.loads(json_text(graph))["edges"]
    assert {"source": node_id(reps), "target": node_id(next_visit)} in edges


def test_actions_stand_with_their_users_in_the_architecture(editor, discovery, product, reps, next_visit):
    use_product(actor=editor, product=product, consumer=reps)
    say_users(actor=editor, use_case=next_visit, consumers=[reps])
    architecture, _rows = architecture_of(discovery)
    source = architecture_source(architecture)
    assert f'"{node_id(reps)}" -> "{action_id(node_id(next_visit))}"' in source


def test_it_is_chosen_on_the_form_of_the_consumer(client, account, discovery, reps, next_visit):
    client.force_login(account)
    url = reverse("products:consumer_edit", args=[discovery.slug, reps.uuid])
    assert "All data products that it uses count as serving them." in client.get(url).content.decode()
    sent = {"name": "Sales reps", "revision": reps.revision, "use_cases": [next_visit.uuid]}
    assert client.post(url, sent).status_code == 303
    page = client.get(reverse("products:consumer_list", args=[discovery.slug])).content.decode()
    assert "Works on" in page
    assert "Next best visit" in page


def test_it_is_chosen_at_the_use_case_which_suggests_the_role_of_its_example(
    client, account, editor, discovery, product, reps, next_visit
):
    use_product(actor=editor, product=product, consumer=reps)
    client.force_login(account)
    card = client.get(reverse("lvt:use_case", args=[discovery.slug, next_visit.uuid])).content.decode()
    url = reverse("products:use_case_users", args=[discovery.slug, next_visit.uuid])
    assert url in card
    form = client.get(url)
    assert "Sales reps (uses HCP 360)" in form.content.decode()
    assert form.context["form"].initial == {"users": {reps.pk}, "name": ""}
    UseCase.everything.filter(pk=next_visit.pk).update(example_role="Nurse")
    assert client.get(url).context["form"].initial == {"users": set(), "name": "Nurse"}
    assert client.post(url, {"users": [reps.pk], "name": "Nurse"}).status_code == 303
    links = ConsumerUseCase.objects.filter(use_case=next_visit)
    assert {link.consumer.name for link in links} == {"Sales reps", "Nurse"}
    undo(actor=editor, target=Operation.objects.get(verb="use_case.users_said"))
    assert not links.all().exists()
    assert not Consumer.objects.filter(name="Nurse").exists()


def test_the_page_of_a_use_case_names_its_users_and_data_products(
    client, account, editor, discovery, product, reps, next_visit
):
    client.force_login(account)
    address = reverse("lvt:use_case", args=[discovery.slug, next_visit.uuid])

    def facts():
        page = client.get(address).content.decode()
        return re.sub(r"\s*<[^>]+>\s*", " ", page[page.index("<dt>Data products") :].split("</dl>")[0])

    assert facts().split() == ["Data", "products", "None", "yet", "Users", "None", "yet"]
    factories.make(ProductUseCase, product=product, use_case=next_visit)
    say_users(actor=editor, use_case=next_visit, consumers=[reps], name="Nurse")
    assert facts().split() == ["Data", "products", "HCP", "360", "Users", "Nurse", ",", "Sales", "reps"]
    retired = factories.make(
        DataProduct,
        discovery=discovery,
        domain=discovery.domain,
        name="Old",
        kind="aggregate",
        state="retired",
    )
    factories.make(ProductUseCase, product=retired, use_case=next_visit)
    kinds.delete(actor=editor, artifact=reps)
    assert facts().split() == ["Data", "products", "HCP", "360", "Users", "Nurse"]


def test_a_deleted_consumer_works_on_nothing_until_it_is_back(editor, discovery, reps, next_visit):
    say_users(actor=editor, use_case=next_visit, consumers=[reps])
    deleted = kinds.delete(actor=editor, artifact=reps)
    assert not ConsumerUseCase.objects.exists()
    undo(actor=editor, target=deleted)
    assert edge_of(reps, next_visit) in current_graph(discovery).edges


def test_only_use_cases_and_consumers_of_the_discovery(editor, discovery, reps, next_visit):
    elsewhere = factories.discovery(discovery.domain, name="Another")
    foreign = factories.make(UseCase, discovery=elsewhere, name="Elsewhere")
    stranger = factories.make(Consumer, discovery=elsewhere, domain=discovery.domain, name="Stranger")
    with pytest.raises(Invalid):
        kinds.change(actor=editor, artifact=reps, use_cases=[foreign])
    with pytest.raises(Invalid):
        say_users(actor=editor, use_case=next_visit, consumers=[stranger])
    with pytest.raises(Invalid):
        say_users(actor=editor, use_case=next_visit, consumers=[], name="Stranger")
