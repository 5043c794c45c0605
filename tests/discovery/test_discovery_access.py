"""Who has access to a discovery: given, changed, taken back."""

from __future__ import annotations

import pytest

from core.exceptions import Conflict, Invalid, NotAllowed
from core.models import Operation
from discovery.discoveries import services
from discovery.discoveries.models import DiscoveryRole
from discovery.models import DiscoveryAccess
from organizations.actors import Actor
from organizations.models import Membership
from tests import factories
from tests.workshops.addresses import url
from workshops.services.undo import undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def facilitator(discovery):
    return factories.access(discovery, DiscoveryRole.FACILITATOR, name="Fiona")


def test_access_is_given_changed_and_taken_back(client_of, discovery, facilitator):
    member = factories.member(discovery.domain.organization, name="Eda")
    browser = client_of(facilitator)

    sent = {"user": member.pk, "role": "viewer"}
    answers = [browser.post(url("access_add", discovery), sent) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert Operation.objects.filter(verb="access.granted").count() == 1
    refused = browser.post(url("access_add", discovery), {**sent, "role": "editor"})
    assert refused.status_code == 409
    granted = DiscoveryAccess.objects.get(user=member)
    browser.post(
        url("access_edit", discovery, granted.uuid), {"role": "editor", "revision": granted.revision}
    )
    granted.refresh_from_db()
    assert granted.role == DiscoveryRole.EDITOR

    browser.post(url("access_remove", discovery, granted.uuid))
    assert client_of(member).get(url("discovery_overview", discovery)).status_code == 404


def test_only_members_of_the_organization_get_access_and_only_once(client_of, discovery, facilitator):
    stranger = factories.user()

    answer = client_of(facilitator).post(
        url("access_add", discovery), {"user": stranger.pk, "role": "viewer"}
    )

    assert answer.status_code == 422
    with pytest.raises(Invalid):
        services.grant_access(actor=factories.SYSTEM, discovery=discovery, user=stranger, role="viewer")
    with pytest.raises(Conflict):
        services.grant_access(actor=factories.SYSTEM, discovery=discovery, user=facilitator, role="viewer")


def test_a_member_who_removes_themselves_is_sent_home(client_of, discovery, facilitator):
    granted = DiscoveryAccess.objects.get(user=facilitator)

    assert client_of(facilitator).post(url("access_remove", discovery, granted.uuid))["Location"] == "/"


def test_a_demoted_facilitator_cannot_undo_their_demotion(discovery, facilitator):
    granted = DiscoveryAccess.objects.get(user=facilitator)
    services.change_access(actor=factories.SYSTEM, access=granted, role=DiscoveryRole.EDITOR)

    with pytest.raises(NotAllowed):
        undo(actor=Actor.of_account(facilitator), target=Operation.objects.get(verb="access.changed"))


def test_the_access_list_asks_a_fixed_number_of_queries(
    client_of, discovery, facilitator, django_assert_max_num_queries
):
    for _number in range(6):
        factories.access(discovery)
    assert Membership.objects.count() > 6
    browser = client_of(facilitator)

    with django_assert_max_num_queries(12):
        browser.get(url("discovery_access", discovery))
