"""Pages of the demo don't contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from discovery.models import Discovery
from lvt.hypothesis_ranking.selectors import by_value, next_of
from lvt.selectors.bet_lessons import BetOutcome, learned_of
from operating_model.teams.selectors import team_picture
from operating_model.web.domain_agenda_points import domain_points
from products.design.access.selectors import access_rules, who_may_use
from products.models import DataProduct
from technology.gaps.selectors import gap_analysis
from technology.selectors.fitness import fitness_of
from technology.selectors.fitness_trend import trends
from tests.demo import demo_discovery, loaded
from tests.factories import SYSTEM
from workshops.models import WorkshopState
from workshops.selectors.outcome_list import OutcomeFilter, outcome_rows, outcomes_of


@pytest.fixture(scope="class")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[Discovery]:
    with loaded(django_db_blocker):
        yield demo_discovery()


@pytest.mark.django_db
class TestDemo:
    def test_gaps_are_due_in_the_order_in_which_they_are_closed(self, demo: Discovery) -> None:
        analysis = gap_analysis(demo)
        assert all(line.line.capability.gap_until for line in analysis.lines)
        assert not analysis.has_other_dates

    def test_an_open_product_may_be_used_by_everyone(self, demo: Discovery) -> None:
        products = DataProduct.objects.filter(discovery=demo, sharing="open")
        assert products
        for product in products:
            assert who_may_use(product, access_rules(product)) == "Everyone may use it."

    def test_no_hypothesis_that_needs_a_decision_starts_next(self, demo: Discovery) -> None:
        assert {each.hypothesis.state for each in next_of(by_value(demo)).begin} == {"proposed"}

    def test_fitness_never_falls(self, demo: Discovery) -> None:
        for trend in trends([demo], fitness_of(demo)):
            shares = [share for _day, share in trend.days]
            assert shares == sorted(shares)
            assert not trend.new_products

    def test_the_next_workshop_starts_at_nine_tomorrow(self, demo: Discovery) -> None:
        starts_at = demo.workshops.get(state=WorkshopState.PLANNED).starts_at
        assert starts_at is not None
        assert timezone.localtime(starts_at).hour == 9
        assert timezone.localdate(starts_at) > timezone.localdate()

    def test_teams_add_up(self, demo: Discovery) -> None:
        assert team_picture(demo).summary == "5 teams: 1 new, 3 changed, 1 ending."

    def test_what_is_overdue_is_on_top_and_what_is_done_at_the_end(self, demo: Discovery) -> None:
        rows = outcome_rows(demo, outcomes_of(demo, OutcomeFilter()))
        places = [0 if row.is_overdue else 2 if row.state.is_over else 1 for row in rows]
        assert places == sorted(places)
        assert places[0] == 0
        assert places[-1] == 2

    def test_an_ownership_gap_is_no_alarm_on_an_agenda(self, demo: Discovery) -> None:
        """The page of ownership shows it in amber, too."""
        points = {each.key: each for each in domain_points([demo], timezone.localdate()) if each}
        assert {item.tone for item in points["ownership"].items} == {"warn"}

    def test_missing_updates_are_counted_only_where_one_is_missing(self, demo: Discovery) -> None:
        learned = learned_of(SYSTEM, demo.domain.organization)
        assert learned.bets
        assert learned.verdicts == [BetOutcome.HELD, BetOutcome.FAILED, BetOutcome.OPEN]
