"""What fitness functions said over time: written once a day by worker and command, drawn as a trend."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.models import Operation
from core.services.operations import operation
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.discovery_documents.services import export_file, import_document
from products.models import DataProduct
from technology.models import FitnessReading
from technology.selectors.fitness import fitness_of
from technology.selectors.fitness_trend import DAYS, trends
from technology.services import fitness as services
from tests import factories
from tests.exchange.exchanging import emptied
from tests.factories import SYSTEM
from tests.technology.fit import BREAKS, change, fit_product

TODAY = timezone.localdate


@pytest.fixture
def discovery(db: None) -> Discovery:
    return factories.discovery()


@pytest.fixture(autouse=True)
def _nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_last_requests", {})


def _tasks() -> int:
    return DBTaskResult.objects.filter(task_path="technology.services.fitness.read_fitness").count()


def _read(discovery: Discovery, day: date | None = None) -> int:
    return services.record_readings(discovery=discovery, products=fitness_of(discovery), day=day)


def test_the_last_reading_of_a_day_counts(discovery: Discovery) -> None:
    product = fit_product(discovery)
    assert _read(discovery) == 6
    BREAKS["discoverable.job"](product)
    assert _read(discovery) == 6
    rows = FitnessReading.objects.filter(function="discoverable").values_list("taken_on", "passed", "of")
    assert list(rows) == [(TODAY(), 3, 4)]


def test_the_task_reads_what_is_there(discovery: Discovery) -> None:
    fit_product(discovery)
    services.read_fitness.call(str(discovery.uuid))
    assert FitnessReading.objects.filter(discovery=discovery, taken_on=TODAY()).count() == 6
    services.read_fitness.call(str(uuid4()))  # deleted while it waited


def test_the_first_operation_of_a_day_asks_the_worker(
    discovery: Discovery, django_capture_on_commit_callbacks
) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        operation(SYSTEM, "test.done", place=discovery),
    ):
        assert _tasks() == 0, "what is not kept is not read"
    assert _tasks() == 1
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        with operation(SYSTEM, "test.done", place=discovery):
            pass
        with operation(SYSTEM, "test.done", place=discovery.domain.organization):
            pass
    assert _tasks() == 1
    assert callbacks == [], "later ones ask nothing"


def test_an_import_brings_its_readings_and_asks_for_none(
    discovery: Discovery, django_capture_on_commit_callbacks
) -> None:
    """Else the worker would add to what was imported, and it would export to something else."""
    fit_product(discovery)
    _read(discovery, TODAY() - timedelta(days=2))
    kept = FitnessReading.objects.count()
    data = export_file(actor=SYSTEM, discovery=discovery)
    with emptied():
        with django_capture_on_commit_callbacks(execute=True):
            made = import_document(actor=SYSTEM, data=data)
        assert (_tasks(), FitnessReading.objects.count()) == (0, kept)
        assert export_file(actor=SYSTEM, discovery=made) == data


def test_another_process_does_not_ask_again(discovery: Discovery) -> None:
    fit_product(discovery)
    _read(discovery)
    services.ask_for_readings(discovery.uuid)
    assert _tasks() == 0


def test_a_new_day_asks_again(discovery: Discovery, monkeypatch: pytest.MonkeyPatch) -> None:
    services._last_requests[discovery.uuid] = TODAY() - timedelta(days=1)
    services.ask_for_readings(discovery.uuid)
    assert _tasks() == 1


def test_readings_hold_what_there_is(discovery: Discovery) -> None:
    product = fit_product(discovery)
    said = {"discovery": discovery, "product": product, "function": "secure", "taken_on": TODAY()}
    with pytest.raises(IntegrityError, match="fitnessreading_passed"), transaction.atomic():
        FitnessReading.objects.create(**said, passed=3, of=2)
    FitnessReading.objects.create(**said, passed=1, of=2)
    once = "fitnessreading_once_a_day" if connection.vendor == "postgresql" else "function"
    with pytest.raises(IntegrityError, match=once), transaction.atomic():
        FitnessReading.objects.create(**said, passed=2, of=2)


# --- The trend ------------------------------------------------------------------------------------


def _days(discovery: Discovery, function: str) -> list[tuple[date, Fraction]]:
    (trend,) = [each for each in trends([discovery], fitness_of(discovery)) if each.function.key == function]
    return list(trend.days)


def test_a_trend_ends_in_how_it_is_now(discovery: Discovery) -> None:
    product = fit_product(discovery)
    week = TODAY() - timedelta(days=7)
    _read(discovery, week)
    BREAKS["discoverable.job"](product)
    BREAKS["discoverable.contact"](DataProduct.objects.get(pk=product.pk))
    assert _days(discovery, "discoverable") == [(week, Fraction(1)), (TODAY(), Fraction(1, 2))]
    (trend,) = [
        each for each in trends([discovery], fitness_of(discovery)) if each.function.key == "discoverable"
    ]
    assert (trend.before, trend.now) == ("100", "50")
    assert trend.line is not None


def test_a_product_counts_from_its_first_reading_and_until_the_next(discovery: Discovery) -> None:
    first = fit_product(discovery, "First")
    days = [TODAY() - timedelta(days=each) for each in (9, 6, 3)]
    _read(discovery, days[0])
    second = fit_product(discovery, "Second")
    BREAKS["addressable.uri"](second)  # one of its two checks
    _read(discovery, days[1])
    FitnessReading.objects.filter(product=first, taken_on=days[1]).delete()
    assert _days(discovery, "addressable") == [
        (days[0], 1),
        (days[1], Fraction(3, 4)),
        (TODAY(), Fraction(3, 4)),
    ]


def test_what_is_old_retired_or_elsewhere_is_not_drawn(discovery: Discovery) -> None:
    fit_product(discovery, "Here")
    other = factories.discovery()
    fit_product(other, "Elsewhere")
    _read(other, TODAY() - timedelta(days=1))
    gone = fit_product(discovery, "Gone")
    _read(discovery, TODAY() - timedelta(days=DAYS + 1))
    _read(discovery, TODAY() - timedelta(days=2))
    change(gone, state="retired")
    FitnessReading.objects.filter(product__name="Here", taken_on__gte=TODAY() - timedelta(days=2)).delete()
    assert _days(discovery, "secure") == [(TODAY(), Fraction(1))]
    (line,) = {each.line for each in trends([discovery], fitness_of(discovery))}
    assert line is None
    assert trends([discovery], []) == []


def test_the_dashboard_draws_the_trend_in_words_too(client: Client, discovery: Discovery) -> None:
    product = fit_product(discovery)
    BREAKS["addressable.uri"](product)
    _read(discovery, date.fromordinal(TODAY().toordinal() - 7))
    change(product.output_ports.get(), location="s3://mesh/again/")
    client.force_login(factories.access(discovery, DiscoveryRole.VIEWER))
    page = client.get(reverse("technology:supervision", args=[discovery.slug])).content.decode()
    assert page.count('class="fitness-trend"') == 6
    assert ": 50%" in page
    assert "Today: 100%" in page


def test_what_somebody_wrote_is_saved_though_nobody_can_be_asked(
    discovery: Discovery,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: Any,
) -> None:
    def away(discovery_id: int) -> None:
        raise OSError("no database")

    monkeypatch.setattr(services, "ask_for_readings", away)
    with (
        django_capture_on_commit_callbacks(execute=True),
        operation(SYSTEM, "test.done", place=discovery),
    ):
        pass
    assert Operation.objects.filter(verb="test.done").exists()
    assert "no database" in caplog.text
