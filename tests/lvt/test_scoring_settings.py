"""The facilitator chooses, while preparing, which use cases an activity scores."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lvt.models import UseCase
from lvt.rounds.selectors import latest_round, use_cases_of
from tests import factories
from tests.factories import SYSTEM
from workshops.models import Activity
from workshops.room.running.services import start_workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity():
    workshop = factories.workshop()
    for name in ("HCP 360", "Next best action"):
        factories.make(UseCase, discovery=workshop.discovery, name=name)
    return factories.activity(workshop, kind="scoring", title="Score")


def _send(client_of, activity: Activity, **fields: object):
    workshop = activity.track.workshop
    facilitator = factories.access(workshop.discovery)
    address = reverse("discovery:activity_edit", args=[workshop.discovery.slug, workshop.uuid, activity.uuid])
    form = {"title": "Score", "minutes": "20", "instructions": "", "revision": "1"}
    return client_of(facilitator).post(address, {**form, **fields})


def _scored(activity: Activity) -> list[str]:
    start_workshop(actor=SYSTEM, workshop=activity.track.workshop)
    opened = latest_round(activity)
    assert opened is not None
    return [use_case.name for use_case in use_cases_of(opened)]


def test_the_round_is_about_the_chosen_use_cases(client_of, activity):
    chosen = UseCase.objects.get(name="Next best action")

    answer = _send(client_of, activity, **{"settings-use_cases": [str(chosen.uuid)]})

    assert answer.status_code in (200, 302, 303)
    assert _scored(Activity.objects.get(pk=activity.pk)) == ["Next best action"]


def test_none_chosen_means_all(client_of, activity):
    _send(client_of, activity)

    assert _scored(Activity.objects.get(pk=activity.pk)) == ["HCP 360", "Next best action"]


def test_a_foreign_use_case_cannot_be_chosen(client_of, activity):
    foreign = factories.make(UseCase, discovery=factories.discovery(), name="Somebody else's")

    answer = _send(client_of, activity, **{"settings-use_cases": [str(foreign.uuid)]})

    assert answer.status_code == 422
    assert Activity.objects.get(pk=activity.pk).settings == {}


def test_the_form_offers_the_use_cases_of_the_discovery(client_of, activity):
    workshop = activity.track.workshop
    facilitator = factories.access(workshop.discovery)
    address = reverse("discovery:activity_edit", args=[workshop.discovery.slug, workshop.uuid, activity.uuid])

    page = client_of(facilitator).get(address).content.decode()

    assert page.count('name="settings-use_cases"') == 2
    assert "Next best action" in page
