"""A delivery that is fed by products without any date has no end, only a first possible day."""

from products.planning.roadmap.rules import undated_inputs
from tests.products.maps import EXAMPLE


def test_inputs_without_dates_are_found_through_others() -> None:
    inputs = undated_inputs(EXAMPLE, {"p_visits", "p_campaigns"}, set())
    assert inputs["c_360"] == ("p_visits",)
    assert inputs["c_eng"] == ("p_visits", "p_campaigns")
    assert inputs["p_visits"] == ()


def test_a_live_product_waits_for_nothing_that_feeds_it() -> None:
    inputs = undated_inputs(EXAMPLE, {"p_visits", "p_campaigns"}, {"c_360"})
    assert inputs["c_eng"] == ("p_campaigns",)
