"""When a change is drawn: soon in a quiet room, together in a busy one, behind what people send."""

import pytest

from live.throttle import LONGEST, RETRY, SHARE, SOON, TICK, Throttle


def test_the_first_change_in_a_quiet_room_is_drawn_soon() -> None:
    throttle = Throttle()
    assert throttle.pause(100) == SOON
    throttle.drew(100, 100.02)
    assert throttle.pause(200) == SOON


def test_changes_of_a_busy_room_are_drawn_once_in_a_tick() -> None:
    throttle = Throttle()
    throttle.drew(100, 100.02)
    assert throttle.pause(100.02) == pytest.approx(TICK)
    # The pump stopped in between, because for a moment there was nothing to draw.
    assert throttle.pause(100.03) == pytest.approx(TICK - 0.01)
    assert throttle.pause(100.13) == SOON


def test_quick_drawings_leave_nothing_to_rest_from() -> None:
    throttle = Throttle()
    throttle.drew(100, 100.02)
    assert throttle.rest(100.12, 0.0) <= 0


def test_it_rests_in_proportion_to_drawing_and_sending() -> None:
    throttle = Throttle()
    throttle.drew(100, 100.1)
    # A tick after the end of the drawing, of which 0.02 s were late: the loop was busy sending.
    assert throttle.rest(100.22, 0.02) == pytest.approx(SHARE * 0.12 - 0.12)
    assert throttle.rest(100.22, 0.02) > 0


def test_one_score_after_another_is_no_busy_room() -> None:
    """Two hundred people look on, on a slow machine; all see each change before the next one is made."""
    throttle = Throttle()
    throttle.drew(100, 100.07)
    assert throttle.pause(100.22) == SOON
    assert throttle.rest(100.25, 0.0) <= 0


def test_it_never_rests_longer_than_people_wait_for_a_count() -> None:
    throttle = Throttle()
    throttle.drew(100, 109)
    assert throttle.rest(109, 5.0) == LONGEST


def test_a_tick_that_failed_is_tried_again_later_and_without_a_rest() -> None:
    throttle = Throttle()
    throttle.drew(90, 99)
    throttle.failed(100)
    assert throttle.pause(100) == pytest.approx(RETRY)
    assert throttle.rest(100 + RETRY, 0.0) <= 0
