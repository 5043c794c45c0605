"""Presentations and breaks: everybody sees the same slide, turned once; back at the time that was said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine

from core.exceptions import Conflict
from core.forms.field_casts import field_of
from discovery.models import Discovery
from tests import factories
from tests.demo import demo_discovery, put_demo
from tests.factories import SYSTEM
from tests.workshops.answering import answering
from workshops.models import Decision, Track
from workshops.registries import activity_kinds, spotlights
from workshops.room.presentation import forms as presentation
from workshops.room.presentation.forms import PresentationSettings, ShownField, ShownSettings
from workshops.room.presentation.markdown_slides import slides_of
from workshops.room.presentation.selectors import choices_of
from workshops.room.presentation.services import show_slide

pytestmark = pytest.mark.django_db

SLIDES = "# First\n\n---\n\n## Second\n\n<script>alert(1)</script>\n\n---\n\nThird"


def test_everybody_sees_the_slide_that_the_facilitator_shows() -> None:
    room = answering("presentation", {"slides": SLIDES})
    for page in room.screens().values():
        assert "<h1>First</h1>" in page
    assert "Second" in room.screens()["console"]  # the next one, for the facilitator only
    assert not [name for name in ("room", "stage") if "Second" in room.screens()[name]]

    assert room.press("slide_show", room.activity.uuid, seen="1", to="2").status_code == 204
    for name, page in room.screens().items():
        assert "Second" in page, name
        assert "<script>" not in page
    # A second facilitator pressed at the same moment.
    assert room.press("slide_show", room.activity.uuid, seen="1", to="2").status_code == 409
    for wrong in ("0", "4", "-1"):
        assert room.press("slide_show", room.activity.uuid, seen="2", to=wrong).status_code == 409
    assert room.press("slide_show", room.activity.uuid, seen="x", to="2").status_code == 422


def test_a_presentation_that_got_shorter_shows_its_last_slide() -> None:
    room = answering("presentation", {"slides": SLIDES, "slide": 9})
    assert "Third" in room.screens()["stage"]
    empty = answering("presentation")
    assert "Write the slides" in empty.screens()["console"]
    with pytest.raises(Conflict):
        show_slide(actor=SYSTEM, activity=empty.activity, from_slide=0, to=1)


@pytest.mark.parametrize(("bullets", "sizes"), [(16, [16]), (17, [8, 9]), (40, [13, 14, 13])])
def test_a_long_list_continues_on_the_next_slides(bullets: int, sizes: list[int]) -> None:
    lines = "\n".join(f"- Idea {number}\n  more of it" for number in range(bullets))
    slides = slides_of(f"# Ideas\n\n{lines}\n\n---\n\nThe end")
    assert [slide.html.count("<li>") for slide in slides] == [*sizes, 0]
    assert [slide.title for slide in slides] == [*("Ideas" for _part in sizes), "The end"]
    numbers = [int(each) for slide in slides for each in re.findall(r"Idea (\d+)", slide.html)]
    assert numbers == [*range(bullets)]


@pytest.mark.parametrize("numbers", [range(3, 23), [3] * 20])
def test_a_numbered_list_goes_on_counting(numbers: Sequence[int]) -> None:
    first, second = slides_of("\n".join(f"{number}. An idea" for number in numbers))
    assert '<ol start="3">' in first.html
    assert '<ol start="13">' in second.html


def test_a_list_with_text_below_it_stays_on_one_slide() -> None:
    lines = "\n".join(f"- Idea {number}" for number in range(30))
    assert len(slides_of(f"# Ideas\n\n{lines}\n\nAnd a sentence about them")) == 1


def test_artifacts_follow_the_slides_and_may_be_gone() -> None:
    workshop = factories.workshop()
    decision = factories.make(
        Decision, discovery=workshop.discovery, title="We build <it>", reason="It pays", workshop=workshop
    )
    activity = factories.activity(workshop, "presentation")
    form = PresentationSettings(
        {"settings-slides": "# One", "settings-shown": [f"decision:{decision.uuid}"]}, activity=activity
    )
    assert form.is_valid(), form.errors
    room = answering("presentation", {**form.cleaned_data, "slide": 2})
    assert "no longer available" in room.screens()["stage"]  # a decision of another discovery
    own = factories.make(
        Decision, discovery=room.workshop.discovery, title="Ours <too>", reason="Why", workshop=room.workshop
    )
    room = answering("presentation", {"slides": "", "shown": [f"decision:{own.uuid}", "unknown:x"]})
    assert "no longer available" in room.screens()["room"]
    assert "choice" in str(
        PresentationSettings({"settings-shown": ["decision:x"]}, activity=activity).errors["shown"]
    )


def test_slides_have_an_end() -> None:
    activity = factories.activity(factories.workshop(), "presentation")
    endless = PresentationSettings({"settings-slides": "a\n---\n" * 200}, activity=activity)
    assert "fewer than 100 slides" in str(endless.errors["slides"])
    assert "slides" in PresentationSettings({"settings-slides": "x" * 40_001}, activity=activity).errors


@time_machine.travel(datetime(2026, 3, 5, 22, 50, 30, tzinfo=UTC), tick=False)
def test_a_break_ends_at_a_time_of_day_on_the_facilitators_clock() -> None:
    room = answering("break", minutes=15)
    now = datetime(2026, 3, 5, 22, 50, 30, tzinfo=UTC)

    def until(back_at: str, zone: str) -> tuple[int, datetime | None]:
        answer = room.press("break_until", room.activity.uuid, back_at=back_at, time_zone=zone)
        return answer.status_code, Track.objects.get(workshop=room.workshop).timer_ends_at

    assert until("23:00", "UTC") == (204, datetime(2026, 3, 5, 23, 0, tzinfo=UTC))
    assert until("00:10", "Europe/Berlin") == (204, datetime(2026, 3, 5, 23, 10, tzinfo=UTC))
    assert until("00:10", "No/Where")[1] == datetime(2026, 3, 6, 0, 10, tzinfo=UTC)
    assert until("22:50", "UTC")[0] == 422  # passed, and tomorrow is too late
    assert until("noon", "UTC")[0] == 422
    assert Track.objects.get(workshop=room.workshop).timer_ends_at == now.replace(
        hour=0, minute=10, second=0
    ) + timedelta(days=1)
    assert all("2026-03-06T00:10:00" in page for page in room.screens().values())


def test_slides_that_nobody_saw_came_out_of_nothing() -> None:
    workshop = factories.workshop()
    planned = factories.activity(workshop, "presentation", settings={"slides": SLIDES})
    room = answering("presentation", {"slides": SLIDES})

    assert activity_kinds.get("presentation").results(planned) is None
    assert activity_kinds.get("presentation").results(room.reload()) == {
        "titles": ["First", "Second", "Third"]
    }


def test_what_could_be_shown_is_read_once_and_only_when_somebody_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Discovery] = []

    def choices_of(discovery: Discovery) -> list[tuple[str, str]]:
        asked.append(discovery)
        return [("tree", "Tree")]

    monkeypatch.setattr(presentation, "choices_of", choices_of)
    activity = factories.activity(factories.workshop(), "presentation")
    form = PresentationSettings({"settings-slides": "# One", "settings-shown": ["tree"]}, activity=activity)
    assert form.is_valid()
    assert form.cleaned_data["shown"] == ["tree"]
    assert asked == []
    assert "Tree" in str(form["shown"])
    assert "Tree" in str(form["shown"])
    assert asked == [activity.track.workshop.discovery]


def test_a_name_may_be_shown_when_it_is_offered() -> None:
    put_demo()
    discovery = demo_discovery()
    activity = factories.activity(factories.workshop(discovery), "welcome")
    shown = field_of(ShownSettings(None, activity=activity), "shown", ShownField)
    offered = [name for name, _label in choices_of(discovery)]
    assert {name for name in offered if not shown.valid_value(name)} == set()
    for spotlight in spotlights:
        for wrong in ("", ":", f":{discovery.uuid}", ":x", f":{uuid4()}"):
            assert shown.valid_value(spotlight.key + wrong) == (spotlight.key + wrong in offered)
    assert not shown.valid_value("nothing")
    assert not shown.valid_value("")
