"""The list of what needs attention on the overview of a discovery, and the next step beside it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import formats, timezone

from discovery.discoveries.models import DiscoveryRole
from discovery.discoveries.selectors import added_parts, overview
from discovery.selectors.attention import attention_points
from discovery.selectors.next_steps import next_step
from handover.section_reviews import services as section_reviews
from handover.section_reviews.selectors import title_of
from organizations.actors import Actor
from products.models import AccessRequest, DataProduct, OutputPort, ProductState
from products.promises.measurements.services import record
from tests import factories
from tests.factories import SYSTEM, make
from tests.handover.freezing import change
from tests.products.promising import day, freshness
from tests.workshops.addresses import url
from workshops.models import ActionItem, WorkshopState

pytestmark = pytest.mark.django_db

HEADING = 'id="attention-title"'


@pytest.fixture
def discovery():
    return factories.three_streams()


@pytest.fixture
def product(discovery):
    here = {"discovery": discovery, "domain": discovery.domain}
    return make(DataProduct, **here, name="Visits", kind="source_oriented", state=ProductState.LIVE)


def words_of(discovery, account=None):
    """What needs attention, each with its remark."""
    return [(point.words, point.detail) for point in attention_points(discovery, account)]


def test_no_list_is_shown_while_nothing_needs_attention(client_of, discovery, product):
    freshness(SYSTEM, product)
    make(ActionItem, discovery=discovery, title="Later", due=timezone.localdate() + timedelta(days=1))
    make(ActionItem, discovery=discovery, title="Some day")
    page = client_of(factories.access(discovery)).get(url("discovery_overview", discovery)).content.decode()
    assert attention_points(discovery, None) == []
    assert HEADING not in page


def test_overdue_actions_are_one_point_that_names_the_oldest(client_of, discovery):
    today = timezone.localdate()
    late = today - timedelta(days=3)
    action = make(ActionItem, discovery=discovery, title="Name owners", due=late)
    shown = formats.date_format(late, "SHORT_DATE_FORMAT")
    assert words_of(discovery) == [("1 action is overdue", f"“Name owners”, due {shown}")]
    make(ActionItem, discovery=discovery, title="Ask legal", due=today - timedelta(days=1))
    assert words_of(discovery) == [("2 actions are overdue", f"The oldest: “Name owners”, due {shown}")]
    viewer = client_of(factories.access(discovery, DiscoveryRole.VIEWER))
    page = viewer.get(url("discovery_overview", discovery)).content.decode()
    assert page.index('class="rows"', page.index(HEADING)) < page.index("2 actions are overdue")
    assert f'<a href="{url("discovery_actions", discovery)}">2 actions are overdue</a>' in page
    change(action, state="done")
    assert [words for words, _detail in words_of(discovery)] == ["1 action is overdue"]


def test_violated_promises_are_grave_and_come_first(discovery, product):
    make(ActionItem, discovery=discovery, title="Late", due=timezone.localdate() - timedelta(days=1))
    slo = freshness(SYSTEM, product)
    record(actor=SYSTEM, slo=slo, measurements=[day(0, 9)])
    promise, action, *_others = attention_points(discovery, None)
    assert promise.words == "1 promise is violated"
    assert promise.detail == "Freshness of Visits, 4 misses too many"
    assert promise.url == reverse("products:slo", args=[discovery.slug, slo.uuid])
    assert promise.is_grave
    assert not action.is_grave
    record(actor=SYSTEM, slo=freshness(SYSTEM, product), measurements=[day(0, 9)])
    both = attention_points(discovery, None)[0]
    assert both.words == "2 promises are violated"
    page = reverse("products:promises", args=[discovery.slug])
    assert both.url == f"{page}#promises-violated"
    assert attention_points(discovery, None, exclude=page)[0] == both, "the step to that page tells none"


@pytest.mark.parametrize(
    ("days", "state", "is_asked"),
    [
        (1, WorkshopState.PLANNED, True),
        (30, WorkshopState.PLANNED, False),
        (-2, WorkshopState.PLANNED, False),
        (None, WorkshopState.PLANNED, False),
        (0, WorkshopState.LIVE, True),
    ],
)
def test_people_are_missed_from_a_week_before_the_workshop(days, state, is_asked):
    discovery = factories.discovery()
    starts_at = None if days is None else timezone.now() + timedelta(days=days)
    workshop = factories.workshop(discovery, "Priorities", starts_at=starts_at, state=state)
    factories.activity(workshop, "scoring", "scoring")
    factories.participant(workshop, "Ann", "business")
    points = attention_points(discovery, None)
    assert [(point.words, point.detail) for point in points] == (
        [("People are missing for “Priorities”", "No one has joined yet for: IT")] if is_asked else []
    )
    own = reverse("discovery:workshop", args=[discovery.slug, workshop.uuid])
    assert [point.url for point in points] == ([f"{own}#needed"] if is_asked else [])
    factories.participant(workshop, "Ira", "it")
    assert attention_points(discovery, None) == []


def test_an_approval_is_asked_of_the_account_and_missed_by_the_others(discovery):
    account = factories.access(discovery, DiscoveryRole.VIEWER, name="Amara")
    of_findings = {"actor": SYSTEM, "discovery": discovery, "sections": ["findings"]}
    section_reviews.ask_for_review(**of_findings, account=account)
    section_reviews.ask_for_review(**of_findings, reviewer="Yuki Sato")
    own, others = attention_points(discovery, account)
    assert (own.words, own.detail) == ("Your approval is requested", str(title_of("findings")))
    assert own.url.endswith("#mine")
    assert others.words == "The review of version 1 isn’t complete"
    assert "Yuki Sato" in others.detail
    assert "Amara" not in others.detail
    assert [point.words for point in attention_points(discovery, None)] == [others.words]
    assert attention_points(discovery, None, exclude=others.url) == []


def test_requests_for_access_lead_to_the_oldest(discovery, product):
    port = make(OutputPort, product=product, name="Table", kind="table")
    first = make(AccessRequest, port=port, who="Marketing", purpose="Campaigns")
    assert words_of(discovery) == [("1 request for access has no answer", "Marketing, for Visits")]
    make(AccessRequest, port=port, who="Sales", purpose="Visits")
    (point,) = attention_points(discovery, None)
    assert point.words == "2 requests for access have no answer"
    assert point.url.endswith(f"#slot-{first.uuid}")


def test_the_next_step_does_not_repeat_the_card_of_a_live_workshop(discovery):
    actor = Actor.of_account(factories.access(discovery))
    live = factories.workshop(discovery, "Live one", state=WorkshopState.LIVE)
    factories.workshop(discovery, "Planned", starts_at=timezone.now() + timedelta(hours=1))
    [(_template, about)] = added_parts(discovery, actor, "top")
    assert about["urls"] == {reverse("discovery:workshop", args=[discovery.slug, live.uuid])}
    step = next_step(discovery, overview(discovery))
    assert step is not None
    assert next_step(discovery, overview(discovery), exclude=about["urls"]) == step
    assert next_step(discovery, overview(discovery), exclude={str(step.url)}) is None
