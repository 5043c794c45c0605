"""What was stored in the words of an earlier version is recognized: names of standard roles and capabilities,
sentences of promises, people without a name, and choices that a cell shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from django.utils.text import capfirst
from django.utils.translation import override

from core import labels
from core.name_comparison import looks
from core.services.operations import operation
from discovery.models import Discovery
from discovery.selectors.shipped_texts import in_language_of_now
from documents.foreign_sheet import ReadSheet
from exchange.erasure.selectors import names_of, selection_of_account
from exchange.services.spreadsheet_row_parts import is_shown
from lvt.methods import presets as methods
from lvt.methods.presets import PRESETS, called_alike
from lvt.models import Criterion
from lvt.services.score_sheet_reader import ScoreSheet
from operating_model.models import Duty
from operating_model.responsibilities import services as responsibilities
from operating_model.roles import services as roles
from operating_model.shipped import STANDARD_DUTIES, STANDARD_ROLES
from organizations.actors import Actor
from organizations.models import Role
from process.models import SuitabilityStatement
from process.shipped import DIMENSIONS
from products.design.template_proposals.services import _says_nothing
from products.indicator_wording import Aim
from products.selectors import promise_words
from technology import capability_catalog
from technology.capabilities.services import add_from_catalog
from technology.models import Capability
from tests import factories
from tests.factories import SYSTEM, make
from workshops.models import Activity
from workshops.registries import activity_kinds

pytestmark = pytest.mark.django_db
Call = Callable[[object, str], None]
AIMS = [Aim(Decimal("99.5"), 28, "day", True), Aim(Decimal(99), 1, "quarter", False)]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[Call]:
    """Gives a label of now a name that it had before."""

    def call(label: object, before: str) -> None:
        former = {looks(str(label)): (before,)}
        monkeypatch.setattr(labels, "_former", lambda: former)
        methods._names.cache_clear()

    yield call
    methods._names.cache_clear()


def test_who_had_no_name_is_found_in_what_they_did(discovery: Discovery) -> None:
    account = factories.user("", email="zora@example.org")
    for label in ("Somebody without a name (AB12)", "Unnamed person (CD34)", "Jane (entered by John)"):
        with operation(Actor(kind=Actor.of_account(account).kind, label=label, account=account), "test.made"):
            pass
    names = names_of(selection_of_account(account))
    assert {"Somebody without a name (AB12)", "Unnamed person (CD34)", "Jane"} <= names
    assert not {"Somebody without a name", "Unnamed person", "Jane (entered by John)"} & names


@pytest.mark.parametrize(
    ("stored", "basis"),
    [
        (
            "99.5 % of visits recorded in time over the last 28 days, and 99 % each quarter",
            "events",
        ),
        (
            "recorded in time for 99.5 % of the time over the last 28 days, and 99 % each quarter",
            "time",
        ),
    ],
)
def test_a_sentence_that_was_stored_is_translated(stored: str, basis: str) -> None:
    parts = (basis, "visits", "recorded", "in time", AIMS)
    with override("de"):
        for each in (stored, stored.replace(" %", "%")):
            assert promise_words.translated(each, *parts) == capfirst(promise_words.sentence(*parts))
            assert promise_words.translated(each, *parts) != stored
    assert promise_words.translated("Nearly always", *parts) == "Nearly always"


def test_a_standard_role_takes_the_place_of_one_with_its_former_name(
    discovery: Discovery, called: Call
) -> None:
    standard = STANDARD_ROLES[0]
    called(standard.name, "Keeper of the domain")
    own = make(Role, organization=discovery.domain.organization, name="keeper of the DOMAIN")
    roles.add_standard_roles(actor=SYSTEM, organization=discovery.domain.organization)
    own.refresh_from_db()
    assert (own.key, own.name) == (standard.key, "keeper of the DOMAIN")


def test_a_duty_of_a_former_name_is_there_already(discovery: Discovery, called: Call) -> None:
    called(STANDARD_DUTIES[0].name, "Look after it")
    make(Duty, discovery=discovery, name="Look after it")
    responsibilities.add_standard_duties(actor=SYSTEM, discovery=discovery)
    assert Duty.objects.filter(discovery=discovery).count() == len(STANDARD_DUTIES)


def test_a_capability_of_a_former_name_is_there_already(discovery: Discovery, called: Call) -> None:
    entry = capability_catalog.CATALOG[0]
    called(entry.name, "Place for data")
    make(Capability, discovery=discovery, plane=entry.plane, name="Place for data")
    add_from_catalog(actor=SYSTEM, discovery=discovery, keys=[entry.key])
    assert Capability.objects.filter(discovery=discovery).count() == 1


def test_a_text_that_shipped_in_other_words_is_in_the_language_of_now(called: Call) -> None:
    name = DIMENSIONS[0].name
    called(name, "As it was called")
    with override("de"):
        assert in_language_of_now("As it was called", name) == str(name)
        assert in_language_of_now("As nobody called it", name) == "As nobody called it"


def test_a_title_that_is_the_former_name_of_the_activity_says_nothing(called: Call) -> None:
    kind = activity_kinds.get("template_together")
    called(kind.label, "The template, all together")
    for title, says_nothing in (("The template, all together", True), ("HCP profile", False)):
        assert _says_nothing(Activity(kind=kind.key, title=title, settings={})) is says_nothing


def test_a_cell_shows_a_choice_by_its_former_label() -> None:
    column = SuitabilityStatement._meta.get_field("aspect")
    row = SuitabilityStatement(aspect="need")
    assert is_shown("Whether it is needed", row, column)
    assert is_shown("Need", row, column)
    assert not is_shown("Whether it can be done", row, column)
    assert not is_shown("Nothing of the kind", row, column)


def test_scores_are_read_by_former_criteria_and_steps(called: Call) -> None:
    [criterion] = PRESETS["moscow"].criteria
    steps = [str(step) for step in criterion.scale]
    called(criterion.steps, ", ".join(f"{place} Before {place}" for place in range(len(steps))))
    assert looks(steps[1]) in called_alike("1 Before 1")
    assert looks("before 1") in called_alike(criterion.scale[1].label)
    called(criterion.name, "How much it matters")
    sheet = ScoreSheet([], [Criterion(name=str(criterion.name))], {})
    page = ReadSheet("Scores", ["How much it matters"])
    assert [*sheet._columns(page)] == ["How much it matters"]
    assert sheet.problems == []
