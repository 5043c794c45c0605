"""The method as data: presets, changes until a round used it, copies afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core.exceptions import Conflict, Invalid, NotAllowed, Stale
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from lvt import scoring_method
from lvt.methods import services
from lvt.methods.presets import PRESETS
from lvt.methods.selectors import as_method, current_method
from lvt.models import Criterion, Score, ScoringMethod, ScoringRound
from lvt.rounds.selectors import current_results, round_results
from lvt.rounds.services import reveal
from lvt.scoring import rules as scoring
from organizations.actors import Actor
from tests import factories
from tests.factories import SYSTEM
from tests.lvt.rooms import scoring_room
from workshops.actors import RoomActor
from workshops.dress_rehearsal.registries import rehearsal_scripts
from workshops.dress_rehearsal.rules import Chance

pytestmark = pytest.mark.django_db
ClientOf = Callable[..., Client]
CRITERION: dict[str, Any] = {
    "name": "Fun",
    "question": "How much fun is it?",
    "scale_min": 1,
    "scale_max": 5,
    "low_label": "",
    "high_label": "",
    "direction": "higher",
    "weight": "2",
    "part": "benefit",
}


@pytest.fixture
def method(discovery: Discovery) -> ScoringMethod:
    return services.ensure_default_method(actor=SYSTEM, discovery=discovery)


def test_of_two_who_begin_at_once_the_second_takes_the_default_of_the_first(
    discovery: Discovery, method: ScoringMethod, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = iter([None])  # the second asked before the first was done
    monkeypatch.setattr(services, "current_method", lambda discovery: next(asked, current_method(discovery)))
    assert services.ensure_default_method(actor=SYSTEM, discovery=discovery) == method


def test_the_default_is_seven_criteria_of_0_to_5(discovery: Discovery, method: ScoringMethod) -> None:
    assert services.ensure_default_method(actor=SYSTEM, discovery=discovery) == method
    criteria = list(method.criteria.all())
    assert [criterion.name for criterion in criteria] == [
        "Business value",
        "Time criticality",
        "Risk reduction",
        "Reach",
        "Impact",
        "Confidence",
        "Effort",
    ]
    assert {(one.scale_min, one.scale_max) for one in criteria} == {(0, 5)}
    assert all(one.weight == 1 for one in criteria)
    assert all(one.question and one.low_label and one.high_label for one in criteria)
    assert (criteria[-1].low_label, criteria[-1].high_label) == ("Most effort", "Least effort")
    assert as_method(method).highest() == 35


@pytest.mark.parametrize("key", PRESETS)
def test_every_preset_becomes_a_method_that_ranks(discovery: Discovery, key: str) -> None:
    made = services.choose_preset(actor=SYSTEM, discovery=discovery, key=key)
    method = as_method(made)
    ballots = [
        scoring_method.Ballot("ann", "business", use_case, criterion.key, value)
        for use_case, good in (("good", True), ("bad", False))
        for criterion in method.criteria
        for value in [criterion.maximum if good != criterion.lower_is_better else criterion.minimum]
    ]
    result = scoring.evaluate(method, ["bad", "good"], ballots)
    assert [one.use_case for one in result.use_cases] == ["good", "bad"]
    assert result.use_cases[0].total == (result.highest or result.use_cases[0].total)


@pytest.mark.parametrize("key", PRESETS)
def test_the_worked_examples_of_a_preset_give_their_totals(discovery: Discovery, key: str) -> None:
    made = services.choose_preset(actor=SYSTEM, discovery=discovery, key=key)
    criteria = list(made.criteria.all())
    assert PRESETS[key].examples
    for example in PRESETS[key].examples:
        ballots = [
            scoring_method.Ballot("ann", "business", example.name, criterion.pk, _value(criterion, given))
            for criterion, given in zip(criteria, example.scores, strict=True)
        ]
        (result,) = scoring.evaluate(as_method(made), [example.name], ballots).use_cases
        assert result.total == Fraction(example.total), example.name


def test_where_a_method_departs_from_its_source_the_page_says_so(
    discovery: Discovery, client_of: ClientOf
) -> None:
    facilitator = client_of(factories.access(discovery))
    url = reverse("lvt:method", args=[discovery.slug])
    page = facilitator.get(url).content.decode()
    for words in (
        "The source uses their mean",
        "The source limits Must to 60% of the effort. Here it’s 60% of the use cases.",
        "rounded to one of nine steps",
    ):
        assert words in page
    assert len(PRESETS["rice"].criteria[0].scale) == 9
    services.choose_preset(actor=SYSTEM, discovery=discovery, key="moscow")
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    assert "The source limits Must to 60%" in viewer.get(url).content.decode()


def _value(criterion: Criterion, worth: str) -> int:
    return next(step.value for step in criterion.scale if step.worth == Fraction(worth))


def test_a_preset_replaces_an_unused_method_and_is_added_to_a_used_one() -> None:
    room = scoring_room()
    chosen = services.choose_preset(actor=SYSTEM, discovery=room.discovery, key="value_and_effort")
    assert list(room.discovery.scoring_methods.order_by("pk")) == [room.method, chosen]
    last = services.choose_preset(actor=SYSTEM, discovery=room.discovery, key="weighted_shortest_job")
    assert list(room.discovery.scoring_methods.order_by("pk")) == [room.method, last]
    assert current_method(room.discovery) == last
    with pytest.raises(Invalid):
        services.choose_preset(actor=SYSTEM, discovery=room.discovery, key="nonsense")


def test_a_used_method_is_frozen_and_its_copy_is_not() -> None:
    room = scoring_room()
    criterion = room.method.criteria.all()[0]
    for change in (
        lambda: services.change_method(actor=SYSTEM, method=room.method, name="x"),
        lambda: services.add_criterion(actor=SYSTEM, method=room.method, name="x", question="x"),
        lambda: services.change_criterion(actor=SYSTEM, criterion=criterion, weight=Decimal(3)),
        lambda: services.delete_criterion(actor=SYSTEM, criterion=criterion),
        lambda: services.reorder_criteria(actor=SYSTEM, method=room.method, order=[criterion.uuid]),
    ):
        with pytest.raises(Conflict, match="copy"):
            change()
    copy = services.copy_method(actor=SYSTEM, method=room.method)
    assert copy.name == "Seven criteria 2"
    assert current_method(room.discovery) == copy
    originals, copies = room.method.criteria.all(), copy.criteria.all()
    assert [one.question for one in copies] == [one.question for one in originals]
    services.change_criterion(actor=SYSTEM, criterion=copies[0], weight=Decimal(3))
    assert room.method.criteria.all()[0].weight == 1
    assert services.copy_method(actor=SYSTEM, method=copy).name == "Seven criteria 3"
    squared = services.change_method(actor=SYSTEM, method=copy, name="Value \u00b2")
    assert services.copy_method(actor=SYSTEM, method=squared).name == "Value \u00b2 2"


def test_a_changed_copy_does_not_change_what_was_revealed() -> None:
    room = scoring_room()
    room.give_total(room.join("Ann"), 4)
    revealed = reveal(actor=SYSTEM, round=room.round)
    copy = services.copy_method(actor=SYSTEM, method=room.method)
    services.change_criterion(actor=SYSTEM, criterion=copy.criteria.all()[0], weight=Decimal(3))
    assert round_results(revealed).ranking[0].total == 4
    current = current_results(room.discovery)
    assert current is not None
    assert current.method == room.method


def test_only_facilitators_change_methods(discovery: Discovery, method: ScoringMethod) -> None:
    editor = Actor.of_account(factories.access(discovery, DiscoveryRole.EDITOR))
    with pytest.raises(NotAllowed):
        services.choose_preset(actor=editor, discovery=discovery, key="value_and_effort")
    with pytest.raises(NotAllowed):
        services.change_method(actor=editor, method=method, name="x")


def test_the_last_criterion_stays(discovery: Discovery) -> None:
    made = services.choose_preset(actor=SYSTEM, discovery=discovery, key="value_and_effort")
    first, second = made.criteria.all()
    services.delete_criterion(actor=SYSTEM, criterion=first)
    with pytest.raises(Conflict, match="at least one"):
        services.delete_criterion(actor=SYSTEM, criterion=second)


def test_somebody_elses_change_is_noticed(method: ScoringMethod) -> None:
    criterion = method.criteria.all()[0]
    services.change_criterion(actor=SYSTEM, criterion=criterion, revision=1, question="Theirs?")
    with pytest.raises(Stale):
        services.change_criterion(actor=SYSTEM, criterion=criterion, revision=1, question="Mine?")


# --- Pages ----------------------------------------------------------------------------------------


def test_the_page_shows_the_method_and_offers_changes_to_facilitators_only(
    discovery: Discovery, method: ScoringMethod, client_of: ClientOf
) -> None:
    url = reverse("lvt:method", args=[discovery.slug])
    page = client_of(factories.access(discovery)).get(url).content.decode()
    assert "Add a criterion" in page
    assert page.count('data-name="') == 7
    page = client_of(factories.access(discovery, DiscoveryRole.VIEWER)).get(url).content.decode()
    assert "Least effort" in page
    assert "Add a criterion" not in page
    assert "Use this method" not in page


def test_the_method_in_use_is_none_to_start_from(
    discovery: Discovery, method: ScoringMethod, client_of: ClientOf
) -> None:
    client, url = client_of(factories.access(discovery)), reverse("lvt:method", args=[discovery.slug])
    choice = 'name="preset" value="seven_criteria"'
    page = client.get(url).content.decode()
    assert choice not in page
    assert page.count('name="preset"') == len(PRESETS) - 1
    services.change_criterion(
        actor=SYSTEM, criterion=method.criteria.all()[0], revision=1, question="What is it worth?"
    )
    assert choice in client.get(url).content.decode(), "a changed method may start from it again"


def test_a_frozen_method_offers_a_copy(client_of: ClientOf) -> None:
    room = scoring_room()
    client = client_of(factories.access(room.discovery))
    url = reverse("lvt:method", args=[room.discovery.slug])
    assert b"Copy and edit" in client.get(url).content
    copy_url = reverse("lvt:method_copy", args=[room.discovery.slug, room.method.uuid])
    assert client.post(copy_url).status_code == 303
    assert b"Copy and edit" not in client.get(url).content


def test_criteria_are_edited_by_forms(
    discovery: Discovery, method: ScoringMethod, client_of: ClientOf
) -> None:
    client = client_of(factories.access(discovery))
    add = reverse("lvt:criterion_add", args=[discovery.slug, method.uuid])
    chosen = client.get(add).context["form"].initial["uuid"]
    for _time in range(2):
        assert client.post(add, {**CRITERION, "uuid": str(chosen)}).status_code == 303
    criterion = Criterion.objects.get(name="Fun")
    assert criterion.weight == 2
    assert criterion.position == 7
    change = reverse("lvt:criterion_change", args=[discovery.slug, criterion.uuid])
    for wrong in (
        {"scale_max": "1"},
        {"scale_min": "-1"},
        {"scale_max": "11"},
        {"name": "\x00"},
        {"weight": "-1"},
        {"direction": "sideways"},
        {"question": "x" * 10_000},
    ):
        response = client.post(change, {**CRITERION, "revision": "1", **wrong})
        assert response.status_code == 422, wrong
    hostile = "<b>\"'&</b> =1+1 \u202egnp"
    assert client.post(change, {**CRITERION, "revision": "1", "question": hostile}).status_code == 303
    assert b"<b>&quot;" not in client.get(reverse("lvt:method", args=[discovery.slug])).content
    assert client.post(change, {**CRITERION, "revision": "1", "question": "Mine?"}).status_code == 409
    assert (
        client.post(reverse("lvt:criterion_delete", args=[discovery.slug, criterion.uuid])).status_code == 303
    )
    assert not Criterion.objects.filter(name="Fun").exists()
    change_method = reverse("lvt:method_change", args=[discovery.slug, method.uuid])
    fields = {"name": "Ours", "description": "", "combination": "mean", "revision": "1"}
    assert client.post(change_method, fields).status_code == 303
    method.refresh_from_db()
    assert (method.name, method.combination) == ("Ours", "mean")


def test_criteria_are_ordered(discovery: Discovery, method: ScoringMethod, client_of: ClientOf) -> None:
    client = client_of(factories.access(discovery))
    url = reverse("lvt:criteria_order", args=[discovery.slug, method.uuid])
    order = [str(one.uuid) for one in method.criteria.all()][::-1]
    assert client.post(url, {"order": order}).status_code == 204
    assert method.criteria.all()[0].name == "Effort"
    assert client.post(url, {"order": ["x"]}, headers={"accept": "application/json"}).status_code == 422


def test_methods_of_other_discoveries_are_not_found(method: ScoringMethod, client_of: ClientOf) -> None:
    other = factories.discovery()
    client = client_of(factories.access(other))
    criterion = method.criteria.all()[0]
    for name, uuid in (
        ("method_change", method.uuid),
        ("criterion_add", method.uuid),
        ("criterion_change", criterion.uuid),
    ):
        assert client.get(reverse(f"lvt:{name}", args=[other.slug, uuid])).status_code == 404
    for name, uuid in (("method_copy", method.uuid), ("criterion_delete", criterion.uuid)):
        assert client.post(reverse(f"lvt:{name}", args=[other.slug, uuid])).status_code == 404


def test_constraints_hold_in_the_database(method: ScoringMethod) -> None:
    for name, model, fields in (
        ("criterion_scale", Criterion, {"scale_min": 5, "scale_max": 5}),
        ("criterion_weight", Criterion, {"weight": Decimal(-1)}),
        ("criterion_direction", Criterion, {"direction": "up"}),
        ("criterion_part", Criterion, {"part": "other"}),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            factories.make(model, method=method, name="x", question="x", **fields)
    with pytest.raises(IntegrityError, match="scoringmethod_combination"), transaction.atomic():
        factories.make(ScoringMethod, discovery=method.discovery, name="x", combination="max")


def test_a_method_of_groups_says_where_each_use_case_is_and_when_the_highest_is_crowded() -> None:
    room = scoring_room("Consent", "Reporting", "Ideas", preset="moscow")
    ann = room.join("Ann")
    for place, value in enumerate((3, 3, 2)):
        room.give(ann, value, place)
    reveal(actor=SYSTEM, round=room.round)
    results = round_results(ScoringRound.objects.get(pk=room.round.pk))
    assert [each.group for each in results.ranking] == ["Must have", "Must have", "Should have"]
    assert results.crowded == "2 of 3 are “Must have”; the method allows 60%."
    assert results.ranking[2].cells[0].range_words == "2 Should have"
    results.method.top_share = 40
    one = replace(results, ranking=results.ranking[1:])
    assert one.crowded == "1 of 2 is “Must have”; the method allows 40%."
    results.method.top_share = 70
    assert results.crowded == ""


def test_a_product_needs_every_criterion_and_divides_by_the_cost() -> None:
    room = scoring_room("For everybody", "For some", preset="rice")
    ann = room.join("Ann")
    room.give_all(ann, 5, 1, 0, 1)  # reach 1000, impact 0.5, confidence 0.5, one person-month
    room.give_all(ann, 4, 3, 1, None, use_case=1)
    reveal(actor=SYSTEM, round=room.round)
    first, last = round_results(ScoringRound.objects.get(pk=room.round.pk)).ranking
    assert first.use_case.name == "For everybody"
    assert first.result.total == 250
    assert (last.result.total, last.problem) == (
        None,
        "Effort is missing",
    )


@pytest.mark.parametrize("key", PRESETS)
def test_simulated_people_give_answers_of_each_scale_and_none_is_refused(key: str) -> None:
    room = scoring_room(preset=key)
    asked = rehearsal_scripts.get("scoring").tasks(room.activity)
    for number in range(10):
        actor = RoomActor.of_participant(room.join(f"Simulated {number}"))
        for place, each in enumerate(asked):
            each.send(actor, Chance(key, number, place))
    assert Score.objects.count() == 10 * len(asked)
    for criterion in room.method.criteria.all():
        values = set(Score.objects.filter(criterion=criterion).values_list("value", flat=True)) - {None}
        assert len(values) > 1
        assert values <= {step.value for step in criterion.scale}
