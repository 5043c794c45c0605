"""What a discovery's overview leads to, and what its readiness says, before and after the handover."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from discovery.discoveries.selectors import overview
from discovery.selectors.next_steps import next_step
from handover.reports.document import FrozenReport
from handover.section_reviews import services as section_reviews
from handover.selectors.readiness import readiness_of
from handover.versions import services as versions
from lvt.models import UseCase
from lvt.shortlist.services import decide
from process.models import DeltaVisit, Learning
from products.design.product.services import change_product
from products.models import DataProduct
from tests import factories
from tests.factories import SYSTEM, make
from tests.handover.freezing import change
from tests.workshops.addresses import url
from workshops.models import ActionItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery():
    return factories.three_streams()


@pytest.fixture
def freeze(monkeypatch, discovery):
    monkeypatch.setattr(versions, "make_frozen", lambda version: FrozenReport("<p>Report</p>", ""))
    return lambda: versions.freeze_version(actor=SYSTEM, discovery=discovery)


def shown(discovery):
    """Place and label of the next step; None without one."""
    step = next_step(discovery, overview(discovery))
    return None if step is None else (str(step.place), str(step.label))


def why(discovery):
    """What the overview says of the next step."""
    step = next_step(discovery, overview(discovery))
    assert step is not None
    return str(step.missing)


def asked(discovery):
    return section_reviews.ask_for_review(
        actor=SYSTEM, discovery=discovery, sections=["findings"], reviewer="Amara Osei"
    )[0]


def said_of_review(discovery):
    lines = [line for group in readiness_of(discovery).groups for line in group.lines if line.key == "review"]
    return [str(each.words) for line in lines for each in line.missing]


def test_the_overview_names_the_first_gap_and_its_place_in_the_process(client_of, discovery):
    place, label = shown(discovery)
    page = client_of(factories.access(discovery)).get(url("discovery_overview", discovery)).content.decode()

    assert place == "Accelerate"
    assert f"Next step · {place}" in page
    assert f'id="next-step">{label}' in page


def test_after_the_shortlist_its_data_products_are_next(discovery):
    before = shown(discovery)
    assert before[0] == "Accelerate"
    use_case = make(UseCase, discovery=discovery, name="Churn")
    activity = factories.activity(factories.workshop(discovery), "decide")
    decide(actor=SYSTEM, activity=activity, use_cases=[use_case], reason="It pays")
    assert shown(discovery)[1] == "Data products"
    here = {"discovery": discovery, "domain": discovery.domain}
    product = make(DataProduct, **here, name="Contracts", kind="source_oriented")
    assert shown(discovery)[1] == "Data products"
    assert "No data product serves Churn yet" in why(discovery)
    change_product(actor=SYSTEM, product=product, use_cases=[use_case])
    assert shown(discovery) == before


def test_after_a_version_is_frozen_no_gap_leads_back_but_what_follows_the_handover_is_next(
    client_of, discovery, freeze
):
    visit = make(DeltaVisit, discovery=discovery, name="First", held_on=timezone.localdate())
    freeze()
    after = "After the handover of version 1"
    assert shown(discovery) == (after, "Lessons learned")
    page = client_of(factories.access(discovery)).get(url("discovery_overview", discovery)).content.decode()
    assert f"Next step · {after}" in page
    assert 'class="next"' not in page

    make(Learning, discovery=discovery, title="Ask early")
    yesterday = timezone.localdate() - timedelta(days=1)
    action = make(ActionItem, discovery=discovery, title="Name owners", due=yesterday)
    assert why(discovery) == "1 action is open. 1 of them is overdue."
    change(action, state="done")
    assert shown(discovery) == (after, "Data Mesh delta, revisited")
    change(visit, held_on=timezone.localdate() + timedelta(days=90))
    assert shown(discovery) is None


def test_the_review_of_the_next_version_comes_before_all_that_follows_the_one_before(discovery, freeze):
    freeze()
    review = asked(discovery)
    assert shown(discovery) == ("Handover", "Review of version 2")

    section_reviews.answer_review(actor=SYSTEM, review=review, state="objected", comment="No")
    assert why(discovery) == "Changes requested by Amara Osei."
    section_reviews.answer_review(actor=SYSTEM, review=review, state="approved")
    assert shown(discovery) == ("After the handover of version 1", "Lessons learned")


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (None, ["."]),
        ("asked", ["before Amara Osei answered for “Findings and recommendations”."]),
        ("objected", ["although Amara Osei had requested changes in “Findings and recommendations”."]),
        ("approved", []),
    ],
)
def test_readiness_says_of_a_frozen_version_how_it_was_reviewed(discovery, freeze, state, expected):
    if state:
        review = asked(discovery)
        if state != "asked":
            section_reviews.answer_review(actor=SYSTEM, review=review, state=state, comment="Because")
    freeze()

    sentences = said_of_review(discovery)
    assert [words.split("frozen")[1].strip(", ") for words in sentences] == expected
    assert all("ersion 1 " in words for words in sentences)


def test_the_page_says_what_was_handed_over_and_who_approved_it(client_of, discovery, freeze):
    section_reviews.answer_review(actor=SYSTEM, review=asked(discovery), state="approved")
    freeze()

    page = (
        client_of(factories.access(discovery))
        .get(url("handover:handover_readiness", discovery))
        .content.decode()
    )

    assert "1 of 1 requested review approved it." in page
    assert "No one was asked" not in page
