"""Rows of spotlights: the one that a title names stands out, and figures have units."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format

from discovery.models import Discovery
from tests.demo import loaded
from tests.factories import make
from workshops.demo import SLUG
from workshops.models import Decision
from workshops.registries import spotlights


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield Discovery.objects.get(slug=SLUG)


def drawn(demo: Discovery, key: str, uuid: str = "") -> tuple[dict[str, Any], str]:
    """The context of the spotlight, and its content on a stage."""
    context = spotlights.get(key).context(demo, uuid or str(demo.uuid))
    assert context is not None
    return context, render_to_string(spotlights.get(key).template, {**context, "audience": "stage"})


def test_the_product_with_the_most_failures_comes_first(demo: Discovery) -> None:
    context, _html = drawn(demo, "supervision")
    failures = [[result.state for result in each.functions].count("red") for each in context["fitness"]]
    assert failures == sorted(failures, reverse=True)
    assert failures[0] > failures[-1]


def test_the_day_of_a_late_step_is_marked(demo: Discovery) -> None:
    _context, html = drawn(demo, "recommendations")
    assert html.count('class="is-late"') == html.count("Overdue") > 0


@pytest.mark.django_db
def test_the_newest_decisions_are_shown_each_with_its_date_and_what_it_lacks(demo: Discovery) -> None:
    for number in range(13):
        make(Decision, discovery=demo, title=f"Decision {number}")
    context, html = drawn(demo, "decisions")
    assert len(context["decisions"]) == 12
    assert context["more"] == Decision.objects.filter(discovery=demo).count() - 12
    assert html.count(date_format(timezone.localdate(), "SHORT_DATE_FORMAT")) == 12
    assert html.count("Not recorded") == sum(not each.decided_by for each in context["decisions"]) == 12


def test_ends_of_a_scale_that_all_criteria_have_are_in_the_heads(demo: Discovery) -> None:
    context, html = drawn(demo, "method")
    assert context["ends"] == [0, 5]
    assert html.count("0 points</th>") == html.count("5 points</th>") == 1
    assert html.count('class="num off-stage"') == 2 * len(context["criteria"])


def test_the_request_to_the_room_is_in_the_card_of_a_pair(demo: Discovery) -> None:
    context, html = drawn(demo, "overlaps")
    assert len(context["pairs"]) == 1
    assert html.index("Decide: one data product") < html.index("</ul>", html.index("</ul>") + 1)


def test_the_widest_difference_names_the_end_of_its_scale(demo: Discovery) -> None:
    names = {label: uuid for uuid, label in spotlights.get("spread").choices(demo)}
    context, html = drawn(demo, "spread", names["Digital customer engagement dashboard"])
    assert str(context["apart"].criterion) == "Effort"
    assert "5 = Least effort" in html.replace("\u2068", "").replace("\u2069", "")


def test_a_criterion_that_someone_skipped_has_their_number(demo: Discovery) -> None:
    names = {label: uuid for uuid, label in spotlights.get("spread").choices(demo)}
    context, html = drawn(demo, "spread", names["Digital customer engagement dashboard"])
    plain = html.replace("\u2068", "").replace("\u2069", "")
    assert "Skipped: Time criticality (1 person)</p>" in plain
    # The bars and those who skipped are the people who scored the use case.
    bars = {sum(lane.total for lane in cell.strip.lanes) + cell.skipped for cell in context["ranked"].cells}
    assert bars == {10} == {context["ranked"].evidence.people}


def test_an_effort_names_the_end_of_its_scale_among_the_others(demo: Discovery) -> None:
    names = {label: uuid for uuid, label in spotlights.get("spread").choices(demo)}
    context, html = drawn(demo, "spread", names["HCP 360 dashboard"])
    assert str(context["apart"].criterion) != "Effort"
    assert context["headline"].startswith("HCP 360 dashboard: ")
    assert "Effort (5 = Least effort)" in html
