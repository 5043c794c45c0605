"""The full report's summary begins with what is asked for, and has the newest decisions and all reviews."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import strip_tags

from discovery.models import Discovery
from handover.report import approvals, reviews_summary, summary
from handover.reports.document import assemble
from handover.reports.options import ReportOptions
from handover.section_reviews.selectors import review_of
from products.planning.what_if.forms import chosen_world
from tests import factories
from tests.demo import demo_discovery, loaded
from tests.factories import make
from workshops.models import Decision
from workshops.reports.sections import decisions_summary

pytestmark = pytest.mark.django_db


def text_of(html: str) -> str:
    return " ".join(strip_tags(html).split())


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


def test_it_begins_with_the_ask_and_names_decisions_and_reviewers(demo: Discovery) -> None:
    context = summary(demo)
    words = [text_of(part) for part in context["parts"]]
    # The room decided on a scenario after the request was estimated: it asks for what that takes.
    assert context["headline"].startswith("Approve 54 person-weeks: 23 for ")
    assert context["headline"].endswith("31 for platform gaps")
    rows = words[0].partition("Person-weeks")[2]
    assert rows.index("HCP 360 dashboard 14") < rows.index("engagement dashboard +9"), "the rows add up"
    first, second = "HCP 360 dashboard", "Digital customer engagement dashboard"
    assert f"{first} is built first: all its new data products are also needed by {second}." in rows
    blocked = (
        "Platform gaps +31 Blocked data products: 6 now, target 0 All 7 close after a product needs them"
    )
    assert f"{blocked} Too little time to close 6 gaps" in rows
    # The demo's days follow today.
    day = r"[A-Z][a-z]+ \d{1,2}, \d{4}"
    moved = (
        rf"To decide: move the due dates of 2 measures past {day}, or add people to close the gaps earlier\."
    )
    assert re.search(moved, rows.replace("\u00a0", " "))
    assert "Total 54 Data products: 23 (17 to 34)" in rows
    assert "No delivery date yet: Campaign responses, Consent, Content catalog." in rows
    chosen = chosen_world(demo)
    assert chosen is not None
    assert chosen.decision is not None
    day = date_format(chosen.decision.decided_on, "F j, Y")
    assert f"Without the decision “{chosen.name}” of {day}: 27 person-weeks, with platform gaps 58." in rows
    whole = " ".join(words)
    for decision in demo.decisions.all():
        assert decision.title in whole
    for review in review_of(demo).reviews:
        assert str(review.reviewer) in whole


def test_the_approvals_have_their_result_as_the_title_and_a_place_to_sign(demo: Discovery) -> None:
    context = approvals(demo)
    assert context is not None
    words = text_of(render_to_string("handover/reports/approvals.html", context))
    assert context["headline"] == "1 of 3 approvals, 1 request for changes"
    assert "name two systems" in words, "the objection"
    options = ReportOptions(sections=("approvals",))
    html = assemble(demo, made_at=timezone.now(), progress=lambda _percent, _words: None, options=options)
    assert html.count("Date and signature") == 1


def test_a_new_discovery_has_neither(demo: Discovery) -> None:
    new = factories.discovery()
    assert reviews_summary(new) is None
    assert decisions_summary(new) is None


def test_only_the_newest_decisions_are_named_and_the_others_counted() -> None:
    discovery, now = factories.discovery(), timezone.now()
    for day in range(8):
        make(
            Decision,
            discovery=discovery,
            title=f"No. {day}",
            reason="x",
            decided_at=now + timedelta(days=day),
        )
    context = decisions_summary(discovery)
    assert context is not None
    assert [each.title for each in context["decisions"]] == [f"No. {day}" for day in (7, 6, 5, 4, 3, 2)]
    words = text_of(render_to_string("workshops/reports/decisions_summary.html", context))
    assert "2 earlier decisions are in the decision log." in words


@pytest.mark.parametrize(("days", "is_due"), [(-1, True), (0, True), (1, False)])
def test_a_review_is_due_from_its_day_on(days: int, is_due: bool) -> None:
    review_on = timezone.localdate() + timedelta(days=days)
    decision = make(
        Decision, discovery=factories.discovery(), title="Own storage", reason="x", review_on=review_on
    )
    words = render_to_string("workshops/reports/decisions.html", {"decisions": [decision]})
    assert ("review overdue since" in words) is is_due
    assert ("review on" in words) is not is_due
