"""Data products: who may write them when, their names, their states, and what goes with them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core.exceptions import Conflict, Invalid, NotAllowed, NotFound, Stale
from core.services import artifacts, kinds
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from lvt.measures.kinds import MEASURE
from lvt.models import Goal, UseCase
from organizations.actors import Actor
from organizations.models import Person, Team
from products.design.connections.services import connect
from products.design.product import selectors, services
from products.design.product.kinds import DATA_PRODUCT
from products.design.product.policies import PRODUCT_TRANSITIONS
from products.models import (
    Consumer,
    DataProduct,
    InputPort,
    OutputPort,
    PortColumn,
    ProductConsumer,
    ProductKind,
    ProductMeasure,
    ProductState,
    ProductUseCase,
    Slo,
    SloWindow,
    TemplateAnswer,
    TemplateQuestion,
    UsagePattern,
)
from tests import factories
from workshops.actors import RoomActor
from workshops.services.undo import undo
from workshops.workshop.models import WorkshopState

pytestmark = pytest.mark.django_db


def _add(actor, discovery, name="Consent", kind=ProductKind.SOURCE_ORIENTED, **fields):
    return services.add_product(actor=actor, discovery=discovery, name=name, kind=kind, **fields)


@pytest.fixture
def goal(discovery):
    return factories.make(Goal, discovery=discovery, title="Higher success")


@pytest.fixture
def rate(editor, goal):
    return kinds.add(
        actor=editor, draft=MEASURE.new(goal, name="Engagement rate", unit="%", target=Decimal(40))
    )


# --- Writing --------------------------------------------------------------------------------------


def test_a_product_begins_as_a_proposal_in_the_domain_of_its_discovery(product, discovery, use_case):
    assert product.state == ProductState.PROPOSED
    assert product.domain == discovery.domain
    assert [link.use_case for link in product.use_case_links.all()] == [use_case]


def test_links_are_replaced_by_what_is_named_and_stay_when_nothing_is(editor, discovery, product, rate):
    other = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Next best action"))
    services.change_product(actor=editor, product=product, use_cases=[other], measures=[rate])
    assert [link.use_case for link in ProductUseCase.objects.all()] == [other]
    services.change_product(actor=editor, product=product, name="Renamed")
    assert [link.use_case for link in ProductUseCase.objects.all()] == [other]
    assert [link.measure for link in ProductMeasure.objects.all()] == [rate]
    services.change_product(actor=editor, product=product, measures=[])
    assert not ProductMeasure.objects.exists()


def test_a_stale_change_is_refused(editor, product):
    services.change_product(actor=editor, product=product, revision=product.revision, name="Theirs")
    with pytest.raises(Stale):
        services.change_product(actor=editor, product=product, revision=product.revision, name="Mine")
    assert DataProduct.objects.get().name == "Theirs"


def test_two_who_change_different_fields_do_not_stand_in_each_others_way(editor, product):
    seen = product.revision
    services.change_product(actor=editor, product=product, revision=seen, job="Theirs")
    changed = services.change_product(actor=editor, product=product, revision=seen, name="Mine")
    assert (changed.name, changed.job) == ("Mine", "Theirs")
    with pytest.raises(Stale):
        services.change_product(actor=editor, product=product, revision=seen, name="Again", job="Again")


def test_what_belongs_elsewhere_is_refused(editor, discovery, product):
    foreign = factories.discovery()
    case = kinds.add(actor=factories.SYSTEM, draft=UseCase(discovery=foreign, name="Foreign"))
    goal = factories.make(Goal, discovery=foreign, title="Elsewhere")
    measure = kinds.add(actor=factories.SYSTEM, draft=MEASURE.new(goal, name="Rate", target=Decimal(1)))
    person = factories.make(Person, organization=foreign.domain.organization, name="Mallory")
    team = factories.make(Team, organization=foreign.domain.organization, name="Theirs")
    for wrong in (
        {"use_cases": [case]},
        {"measures": [measure]},
        {"delivers": measure},
        {"owner": person},
        {"team": team},
        {"kind": "sideways"},
    ):
        with pytest.raises(Invalid):
            services.change_product(actor=editor, product=product, **wrong)
        with pytest.raises(Invalid):
            _add(editor, discovery, **{"name": "Wrong", **wrong})
    assert DataProduct.objects.count() == 1


def test_the_effort_lies_in_its_range(editor, product):
    wrongs: tuple[dict[str, Any], ...] = (
        {"effort_low": Decimal(5), "effort_high": Decimal(3)},
        {"effort": Decimal(9), "effort_high": Decimal(8)},
        {"effort": Decimal(1), "effort_low": Decimal(2)},
    )
    for wrong in wrongs:
        with pytest.raises(Invalid):
            services.change_product(actor=editor, product=product, **wrong)
    changed = services.change_product(
        actor=editor, product=product, effort=Decimal(4), effort_low=Decimal(3), effort_high=Decimal(8)
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        DataProduct.objects.filter(pk=changed.pk).update(effort_low=Decimal(9))


@pytest.mark.parametrize("field", ["kind", "state"])
def test_the_database_knows_kinds_and_states(product, field):
    with pytest.raises(IntegrityError), transaction.atomic():
        DataProduct.objects.filter(pk=product.pk).update(**{field: "nonsense"})


# --- Names ----------------------------------------------------------------------------------------


def test_a_name_is_unique_in_the_domain_whatever_its_case(editor, discovery, product):
    with pytest.raises(Invalid, match="exists in this domain"):
        _add(editor, discovery, name="hcp 360")
    neighbor = factories.discovery(discovery.domain)
    with pytest.raises(Invalid):
        _add(factories.SYSTEM, neighbor, name="HCP 360")
    _add(factories.SYSTEM, factories.discovery(), name="HCP 360")
    other = _add(editor, discovery, name="Ärzte")
    with pytest.raises(Invalid):
        services.change_product(actor=editor, product=product, name="ÄRZTE")
    services.change_product(actor=editor, product=other, name="ärzte")
    with pytest.raises(IntegrityError), transaction.atomic():
        DataProduct.objects.filter(pk=other.pk).update(name="hcp 360")


def test_a_name_taken_in_a_race_is_refused_with_a_sentence(editor, discovery, product, monkeypatch):
    asked = []

    def too_early(*args, **kwargs):
        asked.append(args)
        return None if len(asked) == 1 else product

    monkeypatch.setattr("products.design.unique_names.kinds.taken_by", too_early)
    with pytest.raises(Invalid, match="exists in this domain"):
        _add(editor, discovery, name="HCP 360")
    assert len(asked) == 2
    assert DataProduct.objects.count() == 1


def test_a_deleted_products_name_is_free_and_an_undo_then_says_so(editor, discovery, product):
    deleted = services.delete_product(actor=editor, product=product)
    _add(editor, discovery, name="HCP 360")
    with pytest.raises(Conflict, match="took its place"):
        undo(actor=editor, target=deleted)


# --- States ---------------------------------------------------------------------------------------


@pytest.mark.sweep(sample=10)
@pytest.mark.parametrize("before", ProductState)
@pytest.mark.parametrize("after", ProductState)
def test_a_product_moves_as_the_table_says(editor, product, before, after):
    with operation(factories.SYSTEM, "test.moved"):
        artifacts.change(product, state=before)
    if after in PRODUCT_TRANSITIONS[before]:
        done = services.move_product(actor=editor, product=product, state=after)
        assert DataProduct.objects.get().state == after
        undo(actor=editor, target=done)
    else:
        with pytest.raises(Conflict):
            services.move_product(actor=editor, product=product, state=after)
    assert DataProduct.objects.get().state == before


def test_every_state_is_reached_and_none_is_a_dead_end():
    reached = {after for follow in PRODUCT_TRANSITIONS.values() for after in follow}
    assert reached == set(ProductState) == set(PRODUCT_TRANSITIONS)
    assert all(PRODUCT_TRANSITIONS.values())


# --- Trash ----------------------------------------------------------------------------------------


def test_deleting_takes_along_what_belongs_to_it_and_undo_brings_it_back(editor, discovery, product, feeder):
    made = factories.make
    port = made(OutputPort, product=product, name="Table", kind="table")
    slo = made(Slo, product=product, kind="freshness", indicator="x", sentence="y")
    own = [
        port,
        slo,
        made(PortColumn, port=port, name="id"),
        made(InputPort, product=product, kind="product", feeder=feeder),
        made(
            ProductConsumer,
            product=product,
            consumer=made(Consumer, discovery=discovery, domain=discovery.domain, name="PJP"),
        ),
        made(UsagePattern, product=product, who="PJP"),
        made(SloWindow, slo=slo, target=Decimal("99.5")),
        made(TemplateAnswer, product=product, question="users", text="PJP"),
        product.use_case_links.get(),
    ]
    fed = made(InputPort, product=feeder, kind="product", feeder=product)

    deleted = services.delete_product(actor=editor, product=product)
    assert DataProduct.objects.get() == feeder
    for row in own:
        assert not type(row).objects.filter(pk=row.pk).exists(), row
    assert InputPort.objects.get() == fed
    assert Consumer.objects.exists()

    undo(actor=editor, target=deleted)
    for row in own:
        assert type(row).objects.filter(pk=row.pk).exists(), row


def test_products_are_reordered(editor, discovery, product, feeder):
    kinds.reorder(DATA_PRODUCT, actor=editor, parent=discovery, order=[feeder.uuid, product.uuid])
    assert list(selectors.products_of(discovery)) == [feeder, product]
    services.delete_product(actor=editor, product=feeder)
    with pytest.raises(Conflict):
        kinds.reorder(DATA_PRODUCT, actor=editor, parent=discovery, order=[feeder.uuid])


# --- The six questions ----------------------------------------------------------------------------


def test_an_answer_is_given_changed_and_taken_back(editor, product):
    def answer(text, revision=None):
        return services.answer_question(
            actor=editor, product=product, question=TemplateQuestion.USERS, text=text, revision=revision
        )

    assert answer("") is None
    first = answer("PJP", 0)
    with pytest.raises(Stale):
        answer("Marketing", 0)
    with pytest.raises(Stale):
        answer("", 0)
    second = answer("PJP, marketing", first.revision)
    assert TemplateAnswer.objects.get().text == "PJP, marketing"
    answer("", second.revision)
    assert not TemplateAnswer.objects.exists()
    with pytest.raises(Invalid):
        services.answer_question(actor=editor, product=product, question="why", text="x")


@pytest.mark.parametrize("question", ["users", "nonsense"])
def test_the_database_holds_one_answer_to_each_of_the_questions(product, question):
    factories.make(TemplateAnswer, product=product, question="users", text="PJP")
    with pytest.raises(IntegrityError), transaction.atomic():
        TemplateAnswer.objects.bulk_create([TemplateAnswer(product=product, question=question, text="x")])


def test_links_are_made_once(product, use_case, rate):
    factories.make(ProductMeasure, product=product, measure=rate)
    links: list[Any] = [
        ProductUseCase(product=product, use_case=use_case),
        ProductMeasure(product=product, measure=rate),
    ]
    for twice in links:
        with pytest.raises(IntegrityError), transaction.atomic():
            type(twice).objects.bulk_create([twice])


# --- Who may write, and when ----------------------------------------------------------------------


def test_viewers_may_not_and_strangers_see_nothing(discovery, product):
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER))
    stranger = Actor.of_account(factories.access(factories.discovery()))
    for actor, refusal in ((viewer, NotAllowed), (stranger, NotFound)):
        for refused in (
            lambda actor=actor: _add(actor, discovery),
            lambda actor=actor: services.change_product(actor=actor, product=product, name="x"),
            lambda actor=actor: services.move_product(
                actor=actor, product=product, state=ProductState.PLANNED
            ),
            lambda actor=actor: services.delete_product(actor=actor, product=product),
            lambda actor=actor: kinds.reorder(
                DATA_PRODUCT, actor=actor, parent=discovery, order=[product.uuid]
            ),
            lambda actor=actor: services.answer_question(
                actor=actor, product=product, question="users", text="x"
            ),
        ):
            with pytest.raises(refusal):
                refused()
    assert DataProduct.objects.get().name == "HCP 360"


@pytest.fixture
def activity(discovery):
    workshop = factories.workshop(discovery, state=WorkshopState.LIVE)
    made = factories.activity(workshop, title="Design products")
    _move_room(workshop, made)
    return made


def _move_room(workshop, activity):
    with operation(factories.SYSTEM, "test.moved"):
        artifacts.change(workshop.tracks.get(), current=activity)


def test_a_guest_writes_while_the_room_is_at_it(discovery, product, activity):
    workshop = activity.track.workshop
    guest = RoomActor.of_participant(factories.participant(workshop))
    before = workshop.live_revision
    made = _add(guest, discovery, activity=activity)
    services.change_product(actor=guest, product=product, job="Better", activity=activity)
    services.answer_question(actor=guest, product=product, question="users", text="PJP", activity=activity)
    workshop.refresh_from_db()
    assert workshop.live_revision == before + 3
    assert _add(guest, discovery, activity=activity, uuid=made.uuid) == made

    for refused in (
        lambda: _add(guest, discovery, name="x"),
        lambda: services.change_product(actor=guest, product=product, job="x"),
        lambda: services.move_product(actor=guest, product=product, state=ProductState.PLANNED),
        lambda: services.delete_product(actor=guest, product=product),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            refused()
    stranger = RoomActor.of_participant(factories.participant(factories.workshop()))
    with pytest.raises(NotFound):
        _add(stranger, discovery, name="x", activity=activity)

    _move_room(workshop, factories.activity(workshop, title="Next"))
    activity.refresh_from_db()
    for late in (
        lambda: _add(guest, discovery, name="Late", activity=activity),
        lambda: services.change_product(actor=guest, product=product, job="Late", activity=activity),
    ):
        with pytest.raises(Conflict, match="moved on"):
            late()


# --- The list -------------------------------------------------------------------------------------


def test_a_use_case_without_a_product_is_listed_until_one_serves_it(editor, discovery, product, use_case):
    adrift = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Next best action"))
    assert list(selectors.use_cases_without(discovery)) == [adrift]
    services.move_product(actor=editor, product=product, state=ProductState.RETIRED)
    assert list(selectors.use_cases_without(discovery)) == [use_case, adrift]


def test_a_card_names_what_needs_its_product_also_through_others(
    editor, discovery, product, feeder, use_case
):
    connect(actor=editor, product=product, origin=feeder)
    cards = {card.product: card for card in selectors.product_cards(discovery)}
    assert [node.name for node in cards[product].uses.needed_by] == [use_case.name]
    assert [node.name for node in cards[feeder].uses.needed_by] == [use_case.name]
    assert not cards[feeder].uses.is_shared
    second = kinds.add(actor=editor, draft=UseCase(discovery=discovery, name="Next best action"))
    services.change_product(actor=editor, product=product, use_cases=[use_case, second])
    cards = {card.product: card for card in selectors.product_cards(discovery)}
    assert cards[feeder].uses.is_shared

    by_kind = selectors.product_cards(discovery, kind="source_oriented")
    assert [card.product for card in by_kind] == [feeder]
    assert selectors.product_cards(discovery, state="live") == []
