"""Objectives, what was measured of them, and the actions that a violation opens."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.exceptions import Invalid, NotAllowed, NotFound, Stale
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from organizations.actors import Actor
from organizations.models import Person
from products.design.product.services import delete_product
from products.models import DataProduct, InputPort, Measurement, MeasurementKey, Slo, SloWindow, UsageGroup
from products.promises.measurements.services import InvalidRow, change_measurement, delete_measurement, record
from products.promises.selectors import promised_by_inputs, standing_of, standings, standings_of, too_tight
from products.promises.services import TargetWindow, add_slo, change_slo, delete_slo
from products.selectors.promise_preview import preview
from products.services.measurement_keys import (
    add_measurement_key,
    revoke_measurement_key,
    use_measurement_key,
)
from tests import factories
from tests.factories import make
from tests.products.promising import FIRST, day, freshness
from workshops.models import ActionItem
from workshops.results.quick_captures.services import set_action_state
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def slo(editor: Actor, product: DataProduct) -> Slo:
    return freshness(editor, product)


def _at(number: int) -> Any:
    return FIRST + timedelta(days=number, hours=12)


# --- Objectives -----------------------------------------------------------------------------------


def test_an_objective_says_its_sentence(slo: Slo) -> None:
    assert slo.sentence == (
        "99.5% of yesterday’s transactions processed before 9:00 each day, and 98% each month"
    )
    assert [(row.target, row.unit) for row in slo.windows.all()] == [
        (Decimal("99.5"), "day"),
        (Decimal(98), "month"),
    ]


def test_changing_keeps_the_windows_that_are_named(editor: Actor, slo: Slo) -> None:
    first, second = slo.windows.all()
    windows = [
        TargetWindow(Decimal(99), 2, "week", is_rolling=True, uuid=second.uuid),
        TargetWindow(Decimal(90)),
    ]
    changed = change_slo(actor=editor, slo=slo, events="orders", windows=windows)
    assert changed.sentence == ("99% of orders processed before 9:00 over the last 2 weeks, and 90% each day")
    assert next(row.pk for row in SloWindow.objects.filter(slo=slo)) == second.pk
    assert not SloWindow.objects.filter(pk=first.pk).exists()
    with pytest.raises(Stale):
        change_slo(actor=editor, slo=slo, revision=slo.revision, events="visits")


@pytest.mark.parametrize(
    ("windows", "said"),
    [
        ([TargetWindow(Decimal(100))], "leaves no budget"),
        ([TargetWindow(Decimal(0))], "promises nothing"),
        ([TargetWindow(Decimal(99), 0)], "window needs a length"),
        ([TargetWindow(Decimal(99), 1, "fortnight")], "isn’t one of the options"),
        ([], "at least one window"),
        ([TargetWindow(Decimal(99))] * 7, "six windows"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(
    editor: Actor, product: DataProduct, windows: list[TargetWindow], said: str
) -> None:
    with pytest.raises(Invalid, match=said):
        add_slo(actor=editor, product=product, kind="freshness", indicator="in time", windows=windows)
    assert not Slo.objects.exists()


def test_only_editors_promise(discovery: Discovery, product: DataProduct, slo: Slo) -> None:
    viewer = Actor.of_account(factories.access(discovery, DiscoveryRole.VIEWER, name="Vic"))
    window = [TargetWindow(Decimal(99))]
    with pytest.raises(NotAllowed):
        add_slo(actor=viewer, product=product, kind="other", indicator="x", windows=window)
    with pytest.raises(NotAllowed):
        change_slo(actor=viewer, slo=slo, events="x")
    with pytest.raises(NotAllowed):
        delete_slo(actor=viewer, slo=slo)
    with pytest.raises(NotAllowed):
        record(actor=viewer, slo=slo, measurements=[day(0, 1)])
    stranger = Actor.of_account(factories.user("Sam Stranger"))
    with pytest.raises(NotFound):
        delete_slo(actor=stranger, slo=slo)


def test_a_group_of_another_product_is_refused(
    editor: Actor, product: DataProduct, feeder: DataProduct
) -> None:
    group = make(UsageGroup, product=feeder, name="Elsewhere")
    with pytest.raises(Invalid, match="another data product"):
        add_slo(
            actor=editor,
            product=product,
            kind="other",
            indicator="x",
            windows=[TargetWindow(Decimal(99))],
            group=group,
        )


def test_deleting_can_be_undone_with_all_that_was_measured(editor: Actor, slo: Slo) -> None:
    record(actor=editor, slo=slo, measurements=[day(0, 1)])
    operation = delete_slo(actor=editor, slo=slo)
    assert standings_of(slo.product.discovery) == []
    undo(actor=editor, target=operation)
    (standing,) = standings_of(slo.product.discovery, at=_at(0))
    assert [window.standing.spent for window in standing.windows] == [1, 1]
    delete_product(actor=editor, product=slo.product)
    assert standings_of(slo.product.discovery) == []


@pytest.mark.parametrize(
    ("model", "wrong"),
    [
        (SloWindow, {"target": 0}),
        (SloWindow, {"target": 100}),
        (SloWindow, {"target": 99, "length": 0}),
        (SloWindow, {"target": 99, "length": 1001}),
        (SloWindow, {"target": 99, "unit": "moon"}),
        (Measurement, {"starts_at": FIRST, "ends_at": FIRST, "total": 1, "bad": 0}),
        (Measurement, {"starts_at": FIRST, "ends_at": _at(0), "total": 1, "bad": 2}),
        (Measurement, {"starts_at": FIRST, "ends_at": _at(0), "total": 1, "bad": -1}),
    ],
)
def test_the_database_refuses_it_too(slo: Slo, model: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(model, slo=slo, **wrong)


@pytest.mark.parametrize("wrong", [{"kind": "speed"}, {"basis": "luck"}])
def test_the_database_knows_the_choices(product: DataProduct, wrong: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Slo, product=product, indicator="x", sentence="x", **{"kind": "other", **wrong})


def test_a_start_is_measured_once(slo: Slo) -> None:
    make(Measurement, slo=slo, starts_at=FIRST, ends_at=_at(0), total=1, bad=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Measurement, slo=slo, starts_at=FIRST, ends_at=_at(1), total=1, bad=0)


# --- Measurements ---------------------------------------------------------------------------------


def test_sent_again_it_replaces_and_sent_unchanged_it_writes_nothing(editor: Actor, slo: Slo) -> None:
    first = record(actor=editor, slo=slo, measurements=[day(0, 1), day(1, 2)])
    assert (first.new, first.replaced, first.unchanged) == (2, 0, 0)
    again = record(actor=editor, slo=slo, measurements=[day(0, 1), day(1, 3), day(2, 0)])
    assert (again.new, again.replaced, again.unchanged) == (1, 1, 1)
    assert record(actor=editor, slo=slo, measurements=[day(0, 1)]).operation is None
    assert [row.bad for row in Measurement.objects.filter(slo=slo)] == [1, 3, 0]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(day(1, 0), ends_at=FIRST + timedelta(days=1)), "must be after"),
        (replace(day(1, 0), ends_at=timezone.now() + timedelta(days=2)), "future"),
        (replace(day(1, 0), starts_at=FIRST.replace(year=1999)), "year 2000"),
        (day(1, 1001), "can’t be more than the total"),
        (day(1, -1), "Enter numbers from 0 up"),
        (day(1, 0, 10**15), "Enter numbers from 0 up"),
        (day(1, 0, None), "Enter the total"),
        (replace(day(1, 0), starts_at=FIRST + timedelta(hours=12)), "sent with it"),
        (
            replace(day(8, 0), starts_at=FIRST + timedelta(days=8, hours=12)),
            "overlaps an earlier measurement",
        ),
    ],
)
def test_one_wrong_measurement_and_none_is_recorded(editor: Actor, slo: Slo, wrong: Any, said: str) -> None:
    record(actor=editor, slo=slo, measurements=[day(8, 0)])
    with pytest.raises(InvalidRow, match=said) as refused:
        record(actor=editor, slo=slo, measurements=[day(0, 0), wrong])
    assert refused.value.row == 1
    assert Measurement.objects.filter(slo=slo).count() == 1


def test_time_is_measured_in_seconds(editor: Actor, product: DataProduct) -> None:
    up = add_slo(
        actor=editor,
        product=product,
        kind="availability",
        basis="time",
        indicator="it answers",
        windows=[TargetWindow(Decimal(99), 28, "day", is_rolling=True)],
    )
    assert up.sentence == "it answers for 99% of the time over the last 28 days"
    record(actor=editor, slo=up, measurements=[day(0, 2100, None)])
    (window,) = standing_of(up, at=_at(3)).windows
    assert (window.allowed, window.spent, window.rest) == ("6 h 43 min", "35 min", "6 h 8 min left")
    assert window.state == "kept"
    with pytest.raises(InvalidRow, match="more seconds than there are between"):
        record(actor=editor, slo=up, measurements=[day(1, 0, 86_401)])


def test_a_measurement_is_changed_and_deleted(editor: Actor, slo: Slo) -> None:
    record(actor=editor, slo=slo, measurements=[day(0, 1), day(1, 1)])
    row = Measurement.objects.filter(slo=slo)[0]
    change_measurement(actor=editor, measurement=row, values=day(0, 2))
    row.refresh_from_db()
    assert row.bad == 2
    with pytest.raises(InvalidRow, match="overlaps an earlier measurement"):
        change_measurement(actor=editor, measurement=row, values=day(1, 2))
    operation = delete_measurement(actor=editor, measurement=row)
    assert Measurement.objects.filter(slo=slo).count() == 1
    undo(actor=editor, target=operation)
    assert Measurement.objects.filter(slo=slo).count() == 2


# --- Where it stands ------------------------------------------------------------------------------


def test_each_window_stands_alone(editor: Actor, slo: Slo) -> None:
    record(actor=editor, slo=slo, measurements=[day(0, 0), day(1, 9)])
    both = standing_of(slo, at=_at(1))
    of_day, of_month = both.windows
    assert both.tightest is of_day
    assert standing_of(slo, at=_at(-5)).tightest is None
    assert (of_day.state, of_day.rest, of_day.allowed) == ("violated", "4 misses too many", "5")
    assert (of_month.state, of_month.rest, of_month.allowed) == ("kept", "31 misses left", "40")
    later = standing_of(slo, at=_at(5)).windows[0]
    assert (later.is_now, later.state) == (False, "violated"), "the latest day that was measured"
    assert standing_of(slo, at=_at(-5)).state == "unmeasured"


@pytest.mark.parametrize(
    ("missed", "of", "said"),
    [
        ("9", "1109.091", ("9", "5", "4 misses too many", "of 1,109 measured")),  # 5.545 allowed
        ("5", "1109.091", ("5", "5.5", "0.5 misses left", "of 1,109 measured")),
        ("5.6", "1180", ("5.6", "5.9", "0.3 misses left", "of 1,180 measured")),
        ("4.96", "1000", ("4.96", "5", "0.04 misses left", "of 1,000 measured")),
        ("5", "1000", ("5", "5", "nothing left", "of 1,000 measured")),
        # 121.69 are left, and 340 less 219 are shown beside it.
        ("218.56", "68050", ("219", "340", "121 misses left", "of 68,050 measured")),
        ("0", "100", ("0", "0.5", "0.5 misses left", "of 100 measured")),
        ("0", "10", ("0", "0.1", "0.1 misses left", "of 10 measured")),
        ("4.673", "362.2", ("5", "1", "4 misses too many", "of 362 measured")),  # 2.862 too many
    ],
)
def test_counts_are_whole_and_never_say_that_nothing_is_left_when_something_is(
    editor: Actor, slo: Slo, missed: str, of: str, said: tuple[str, ...]
) -> None:
    slo.events = "transactions of the previous day"  # a month counts those of more than a day
    record(actor=editor, slo=slo, measurements=[day(0, Decimal(missed), Decimal(of))])
    window = standing_of(slo, at=_at(0)).windows[0]
    assert (window.spent, window.allowed, window.rest, window.counted_words) == said


def test_the_most_urgent_come_first_in_three_queries(
    editor: Actor, discovery: Discovery, product: DataProduct, slo: Slo, django_assert_num_queries: Any
) -> None:
    others = [freshness(editor, product) for _number in range(4)]
    record(actor=editor, slo=others[1], measurements=[day(0, 9)])
    record(actor=editor, slo=others[3], measurements=[day(0, 2)])
    record(actor=editor, slo=others[2], measurements=[day(0, 5)])
    with django_assert_num_queries(3):
        listed = standings_of(discovery, at=_at(0))
    assert [each.state for each in listed] == ["violated", "violated", "kept", "unmeasured", "unmeasured"]
    assert [each.slo.pk for each in listed][:3] == [others[1].pk, others[2].pk, others[3].pk]
    with django_assert_num_queries(3):
        assert len(standings(product, at=_at(0))) == 5


def test_inputs_limit_what_can_be_promised(
    editor: Actor, product: DataProduct, feeder: DataProduct, slo: Slo
) -> None:
    make(InputPort, product=product, feeder=feeder)
    assert promised_by_inputs(product, "freshness") == []
    freshness(editor, feeder)
    inputs = promised_by_inputs(product, "freshness")
    assert inputs == [("Field visits", Decimal("99.5"))]
    (warning,) = too_tight([Decimal("99.9")], inputs)
    assert "Field visits promises only 99.5%" in warning
    assert too_tight([Decimal("99.5")], inputs) == []
    both = [*inputs, ("Consent", Decimal("99.9"))]
    (warning,) = too_tight([Decimal("99.5")], both)
    assert "99.40%" in warning
    said = preview(
        product,
        {"kind": "freshness", "basis": "time", "indicator": "it answers", "time_zone": "UTC"},
        [{"target": "99.9", "length": "28", "unit": "day", "is_rolling": "True"}],
    )
    assert said.sentence == "it answers for 99.9% of the time over the last 28 days"
    assert "40 min" in said.lines[0].text
    assert "Field visits" in said.warnings[0]


def test_what_a_retired_input_promised_bounds_nothing(
    editor: Actor, product: DataProduct, feeder: DataProduct
) -> None:
    make(InputPort, product=product, feeder=feeder, kind="product")
    freshness(editor, feeder)
    assert len(promised_by_inputs(product, "freshness")) == 1
    DataProduct.objects.filter(pk=feeder.pk).update(state="retired")
    assert promised_by_inputs(product, "freshness") == []


# --- A violation ----------------------------------------------------------------------------------


def test_a_violation_opens_an_action_for_nobody_who_was_deleted(
    editor: Actor, slo: Slo, time_machine: Any
) -> None:
    time_machine.move_to(FIRST + timedelta(days=1, hours=12), tick=False)
    gone = make(Person, organization=slo.product.domain.organization, name="Gone")
    DataProduct.objects.update(owner=gone)
    Person.objects.filter(pk=gone.pk).update(deleted_at=timezone.now())
    fresh = Slo.objects.select_related("product__owner").get(pk=slo.pk)
    (action, *_others) = record(actor=editor, slo=fresh, measurements=[day(0, 50)]).actions
    assert action.owner is None


def test_a_violation_opens_one_action_for_the_owner(editor: Actor, slo: Slo, time_machine: Any) -> None:
    time_machine.move_to(FIRST + timedelta(days=3, hours=12), tick=False)
    owner = make(Person, organization=slo.product.discovery.domain.organization, name="Olga Owner")
    DataProduct.objects.filter(pk=slo.product.pk).update(owner=owner)
    slo.product.refresh_from_db()
    assert record(actor=editor, slo=slo, measurements=[day(0, 4)]).actions == ()
    (action,) = record(actor=editor, slo=slo, measurements=[day(0, 6)]).actions
    assert action.owner == owner
    assert "Reliability before features" in action.title
    assert "6 missed, 5 allowed (Mar 4, 2024, 00:00 – Mar 5, 2024, 00:00)." in action.detail
    window = slo.windows.get(unit="day")
    assert window.action == action
    # Not again while it is open, nor for the same day when it is done; for another day again.
    assert record(actor=editor, slo=slo, measurements=[day(1, 9)]).actions == ()
    set_action_state(actor=editor, action=action, state="done")
    assert record(actor=editor, slo=slo, measurements=[day(1, 10)]).actions == ()
    assert len(record(actor=editor, slo=slo, measurements=[day(2, 5)]).actions) == 1, "used up is violated"
    assert ActionItem.objects.count() == 2


def test_undoing_the_measurement_takes_its_action_back(editor: Actor, slo: Slo, time_machine: Any) -> None:
    time_machine.move_to(FIRST + timedelta(days=1, hours=12), tick=False)
    done = record(actor=editor, slo=slo, measurements=[day(0, 6)])
    assert done.operation is not None
    undo(actor=editor, target=done.operation)
    assert not ActionItem.objects.exists()
    assert len(record(actor=editor, slo=slo, measurements=[day(0, 6)]).actions) == 1


# --- Keys -----------------------------------------------------------------------------------------


def test_keys_are_made_by_facilitators_and_kept_as_digests(editor: Actor, discovery: Discovery) -> None:
    with pytest.raises(NotAllowed):
        add_measurement_key(actor=editor, discovery=discovery, name="Pipeline")
    facilitator = Actor.of_account(factories.access(discovery, name="Fio"))
    key, secret = add_measurement_key(actor=facilitator, discovery=discovery, name="Pipeline")
    assert secret not in str(MeasurementKey.objects.values().get(pk=key.pk))
    held = use_measurement_key(secret=secret)
    assert held is not None
    assert held[0] == key
    assert MeasurementKey.objects.get(pk=key.pk).last_used_at is not None
    assert use_measurement_key(secret=secret + "x") is None
    with pytest.raises(NotAllowed):
        revoke_measurement_key(actor=editor, key=key)
    revoked = revoke_measurement_key(actor=facilitator, key=key)
    assert use_measurement_key(secret=secret) is None
    with pytest.raises(NotAllowed):
        undo(actor=editor, target=revoked)
