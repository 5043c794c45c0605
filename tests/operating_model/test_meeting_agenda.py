"""The agenda of a body's meeting: reviews of what it agreed to, and its minutes as a timeline."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from operating_model.governance.selectors import body_line
from operating_model.governance_meetings.web import agenda_of
from operating_model.models import Guardrail
from tests.factories import make
from tests.operating_model.governing import add_body, world as make_world
from workshops.models import Decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return make_world()


def council(world, **fields):
    return add_body(actor=world.editor, discovery=world.discovery, name="Council", kind="domain", **fields)


def of_technology(world):
    """A decision of the platform stream whose review is due."""
    today = timezone.localdate()
    return make(
        Decision, discovery=world.discovery, title="Checked", reason="r", stream="tech", review_on=today
    )


def agenda(which):
    return agenda_of(body_line(which))


def test_a_body_reviews_the_decisions_behind_guardrails_that_it_agreed_to(at):
    which, decision = council(at), of_technology(at)
    assert agenda(which).points == ()
    make(Guardrail, discovery=at.discovery, name="Ports", state="proposed", body=which, decision=decision)
    assert agenda(which).points == ()
    for name in ("Access", "Names"):
        make(Guardrail, discovery=at.discovery, name=name, state="agreed", body=which, decision=decision)
    (point,) = agenda(which).points
    assert (point.key, [item.words for item in point.items]) == ("decisions", ["Checked"])
    assert point.items[0].detail.startswith("review due since ")


def test_a_meeting_has_times_and_its_open_minutes_last(at):
    day = timezone.localdate() + timedelta(days=3)
    which = council(at, first_on=day, at=time(9, 0), timezone="Europe/Zurich", minutes=30)
    assert agenda(which).rows == ()
    decision = of_technology(at)
    make(Guardrail, discovery=at.discovery, name="Access", state="agreed", body=which, decision=decision)
    start = agenda(which).line.next_at.astimezone(UTC)
    first, last = agenda(which).rows
    assert (first.point.key, first.minutes, first.starts_at) == ("decisions", 5, start)
    assert (last.point, last.minutes, last.starts_at) == (None, 25, start + timedelta(minutes=5))
    assert last.height > first.height
    assert agenda(which).ends_at == start + timedelta(minutes=30)


def test_a_full_meeting_has_no_open_minutes_and_one_without_a_time_no_times(at):
    which, decision = council(at, minutes=5), of_technology(at)
    make(Guardrail, discovery=at.discovery, name="Access", state="agreed", body=which, decision=decision)
    (row,) = agenda(which).rows
    assert (row.minutes, row.starts_at) == (5, None)
    assert agenda(which).ends_at is None


def test_times_are_on_the_page(at, client):
    day = timezone.localdate() + timedelta(days=3)
    which, decision = council(at, first_on=day, at=time(9, 0), timezone="UTC", minutes=30), of_technology(at)
    make(Guardrail, discovery=at.discovery, name="Access", state="agreed", body=which, decision=decision)
    client.force_login(at.account)
    html = client.get(f"/d/{at.discovery.slug}/operating-model/governance/bodies/{which.uuid}/agenda/")
    end = datetime.combine(day, time(9, 30), UTC)
    assert f'datetime="{end.isoformat()}"' in html.content.decode()
