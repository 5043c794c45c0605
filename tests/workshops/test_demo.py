"""`manage.py demo`: once, whatever happened to it since, and always with a way in."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.utils.timezone import localdate

from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.discoveries.services import delete_discovery
from discovery.models import Discovery
from handover.models import Finding, Recommendation
from operating_model.models import Body, KeyQuestion
from organizations.models import Membership, Organization, Person, Role, User
from process.models import DeltaDimension, SuitabilityStatement
from technology.models import Capability
from tests import factories
from tests.demo import demo_discovery, loaded, run_demo
from workshops.models import ActionItem, ParkingLotItem, Question, Risk, Workshop
from workshops.results.timeline_and_trash.selectors import chapters

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def first(django_db_setup, django_db_blocker):
    """What the run printed that loaded the demo, which each test finds there."""
    with loaded(django_db_blocker) as printed:
        yield printed


def counts() -> list[int]:
    models = (Organization, Discovery, Person, Membership, User, Workshop, Operation)
    return [model._default_manager.count() for model in models]


def test_it_prints_exactly_the_lines_that_scripts_read(first, settings):
    settings.BASE_URL = "https://headwaters.example"
    assert list(first) == ["discovery", "sign_in_link", "join_link", "join_code"]

    printed = run_demo()

    workshop = Workshop.objects.get(code=printed["join_code"])
    assert list(printed) == ["discovery", "sign_in_link", "join_link", "join_code"]
    assert printed["discovery"] == "commercial-discovery"
    assert printed["sign_in_link"].startswith("https://headwaters.example/sign-in/")
    assert printed["join_link"] == f"https://headwaters.example/join/{workshop.code}/"
    assert workshop.discovery.slug == "commercial-discovery"


def test_a_second_run_adds_nothing_but_a_fresh_link(first, client_of):
    before = counts()

    second = run_demo()

    assert counts() == before
    assert first["sign_in_link"] != second["sign_in_link"]
    assert first["join_code"] == second["join_code"]
    browser = client_of()
    browser.post(urlsplit(second["sign_in_link"]).path)
    text = browser.get("/d/commercial-discovery/").content.decode()
    assert "Commercial discovery" in text
    assert "Next step" in text


def test_the_facilitator_has_no_password():
    assert not User.objects.get(email="frida@example.org").has_usable_password()


def test_a_deleted_demo_comes_back(client_of):
    delete_discovery(actor=factories.SYSTEM, discovery=demo_discovery())

    run_demo()

    assert demo_discovery().slug == "commercial-discovery"


def test_there_is_always_a_workshop_to_go_live_with():
    for workshop in Workshop.objects.all():
        with operation(factories.SYSTEM, "test.ended"):
            artifacts.change(workshop, state="ended")

    printed = run_demo()

    assert Workshop.objects.get(code=printed["join_code"]).state == "planned"


def test_a_facilitator_who_was_removed_is_let_in_again():
    with operation(factories.SYSTEM, "test.removed"):
        artifacts.trash(Membership.objects.get(user__email="frida@example.org"))

    run_demo()

    assert Membership.objects.filter(user__email="frida@example.org").exists()


def test_what_ships_is_filled_and_not_doubled():
    """Texts of the demo name what ships by its words: other words would make another row."""
    own = ["What can Patient Journey Partners see of the data about them?"]
    assert list(KeyQuestion.objects.filter(key="").values_list("text", flat=True)) == own
    for model in (Capability, DeltaDimension, Role, SuitabilityStatement):
        assert not model.objects.filter(key="").exists(), model
    assert Body.objects.count() == 3


def test_it_hands_over_what_was_found():
    assert (Finding.objects.count(), Recommendation.objects.count()) == (5, 3)
    assert not Recommendation.objects.filter(action_links=None).exists()


def test_the_past_workshop_is_told_in_its_own_time():
    """Its timeline has a chapter for each activity, and its outcomes carry the day of the workshop."""
    workshop = Workshop.objects.get(name="First ranking")
    operations = Operation.objects.filter(room_uuid=workshop.uuid)
    day = localdate(workshop.starts_at)
    told = chapters(workshop, operations.order_by("-at", "-pk"))
    titles = [chapter.title for chapter in told]
    assert len(titles) == len(set(titles))
    assert titles[-1] == "Welcome"
    assert "Afterwards" not in titles
    words = {entry.words: chapter.title for chapter in told for entry in chapter.entries}
    assert words["Scoring round revealed"] == "Score the use cases"
    assert words["Shortlist decided"] == "Decide the shortlist"
    for captured in (ActionItem, ParkingLotItem, Question, Risk):
        for outcome in captured.objects.filter(workshop=workshop):
            assert localdate(outcome.created_at) == day, outcome
    added = Operation.objects.get(verb="workshop.added", summary=workshop.name)
    assert workshop.starts_at is not None
    assert added.at < workshop.starts_at
