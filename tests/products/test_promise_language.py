"""A promise is said in the language of the report: its sentence is computed, so it can be."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from organizations.models import Person
from products.landscape.red_thread.selectors import thread_of
from products.models import DataProduct, Slo
from products.promises.exports import measurements_sheet
from products.promises.measurements.services import record
from products.promises.report import promises_section
from products.promises.selectors import standing_of, standings_of
from products.services.promise_follow_ups import promises_asked_about
from tests import factories
from tests.factories import SYSTEM, make
from tests.products.promising import FIRST, day, freshness
from workshops.models import ActionItem

pytestmark = pytest.mark.django_db

ENGLISH = "99.5% of yesterday’s transactions processed before 9:00 each day, and 98% each month"


@pytest.fixture
def promised():
    discovery = factories.discovery()
    product = make(
        DataProduct, discovery=discovery, domain=discovery.domain, name="Sales", kind="source_oriented"
    )
    return freshness(SYSTEM, product)


def said(slo, language):
    with translation.override(language):
        (standing,) = standings_of(slo.product.discovery)
        section = promises_section(slo.product.discovery)
        drawn = render_to_string("products/report/promises.html", section)
        assert translation.get_language() == language
        return standing.sentence, drawn


def test_a_german_report_says_it_in_german(promised):
    assert promised.sentence == ENGLISH

    sentence, drawn = said(promised, "de")

    assert sentence != ENGLISH
    good = "Yesterday’s transactions processed before 9:00"
    assert sentence == f"{good}: 99,5\u00a0% an jedem Tag und 98\u00a0% in jedem Monat"
    assert "each month" not in drawn
    assert said(promised, "en-us")[0] == ENGLISH


def test_a_german_thread_says_it_in_german(promised):
    with translation.override("de"):
        thread = thread_of(promised.product.discovery, promised.product.uuid)

    assert thread is not None
    # Typed words stay out of the German sentence.
    (line,) = (name for rung in thread.ladder for name in rung.names if "99" in name)
    assert line == (
        "Yesterday’s transactions processed before 9:00: 99,5\u00a0% an jedem Tag, 98\u00a0% in jedem Monat"
    )


def test_a_sentence_of_an_older_version_is_said_as_today(promised):
    Slo.objects.filter(pk=promised.pk).update(sentence=ENGLISH.replace("%", " %"))

    assert said(promised, "en-us")[0] == ENGLISH
    assert "98\u00a0%" in said(promised, "de")[0]


def test_a_sentence_that_was_not_computed_stays(promised):
    Slo.objects.filter(pk=promised.pk).update(sentence="Always of the time")

    assert said(promised, "de")[0] == "Always of the time"


def test_an_owner_is_asked_about_it_in_german(promised):
    product = promised.product
    owner = make(Person, organization=product.domain.organization, name="Ana")
    DataProduct.objects.filter(pk=product.pk).update(owner=owner)

    with translation.override("de"):
        (subject,) = promises_asked_about(product.discovery)
        sentence = standing_of(promised).sentence

    assert subject.name == f"Sales: {sentence}"


def test_a_sheet_of_measurements_says_it_in_german(promised):
    record(actor=SYSTEM, slo=promised, measurements=[day(0, 9)])

    with translation.override("de"):
        sheet = measurements_sheet(promised.product.discovery)
        sentence = standing_of(promised).sentence

    assert sheet is not None
    assert sheet.rows[0][1] == sentence != ENGLISH


def test_a_sentence_without_its_targets_is_made_of_its_parts_alone(promised):
    def without_targets():
        (standing,) = standings_of(promised.product.discovery)
        return standing.without_targets

    assert without_targets() == "Yesterday’s transactions processed before 9:00"
    Slo.objects.filter(pk=promised.pk).update(sentence="Always on time.")
    assert without_targets() == "Always on time."


def test_the_action_after_a_violation_is_in_the_language_of_the_discovery(promised, time_machine):
    factories.workshop(promised.product.discovery, language="de")
    time_machine.move_to(FIRST + timedelta(days=1, hours=12), tick=False)

    record(actor=SYSTEM, slo=promised, measurements=[day(0, 100)])

    action = ActionItem.objects.all()[0]
    assert action.title == "Sales: Eine Zusage wird nicht eingehalten. Zuverlässigkeit vor neuen Funktionen"
    assert action.detail.startswith("Yesterday’s transactions processed before 9:00: 99,5\u00a0%")
    assert " missed" not in action.detail
