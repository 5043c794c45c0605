"""Content that ships with the program: it is copied in the language of the discovery, fits where it is kept,
and is recognized, in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

from config.message_compiler import compile_all
from core.exceptions import Invalid
from core.labels import in_language
from core.models import Artifact
from core.name_comparison import looks
from discovery import process
from discovery.discoveries.services import create_discovery
from discovery.models import Discovery
from discovery.selectors.default_language import usual_language
from discovery.selectors.shipped_texts import in_language_of_now
from documents.foreign_sheet import ReadSheet
from lvt.methods.presets import PRESETS, called_alike
from lvt.methods.services import choose_preset
from lvt.models import Criterion
from lvt.scale_steps import LONGEST_LABEL
from lvt.services.score_sheet_reader import ScoreSheet
from operating_model.governance.services import add_standard_bodies
from operating_model.key_questions.services import add_shipped_questions
from operating_model.models import Body, Duty, KeyQuestion
from operating_model.responsibilities.services import add_standard_duties
from operating_model.roles.services import add_standard_roles
from operating_model.shipped import SECOND_BODIES, STANDARD_DUTIES, STANDARD_ROLES
from organizations.models import Organization, Role
from process.delta.services import begin_delta
from process.models import DeltaDimension, StrategyQuestion, SuitabilityStatement
from process.shipped import DIMENSIONS
from process.strategy.services import take_shipped_questions
from process.suitability.services import take_shipped_statements
from products.design.template_proposals.services import _says_nothing
from technology.capabilities.services import add_from_catalog
from technology.capability_catalog import CATALOG
from technology.models import Capability
from tests import factories
from tests.factories import SYSTEM
from tests.pseudo import LANGUAGE, Pseudo, pseudo, pseudo_language, unmarked
from workshops.agenda import file_format as agenda_files
from workshops.agenda.services import add_activity
from workshops.agenda.timeline.services import wrong_settings
from workshops.agenda.workshop_templates import ROOM_AGENDA, TEMPLATES, WorkshopTemplate
from workshops.models import Activity, Track, Workshop
from workshops.registries import activity_kinds
from workshops.room.breakouts.services import add_room
from workshops.room.presentation.markdown_slides import slides_of
from workshops.workshop.services import add_workshop

pytestmark = pytest.mark.django_db
LANGUAGES = [key for key, _name in settings.LANGUAGES]
OTHERS = [key for key in LANGUAGES if key != settings.LANGUAGE_CODE]
Copy = Callable[[Discovery], object]
AGENDAS = [*TEMPLATES.values(), ROOM_AGENDA]

COPIES: dict[str, Copy] = {
    "delta": lambda discovery: begin_delta(actor=SYSTEM, discovery=discovery),
    "suitability": lambda discovery: take_shipped_statements(actor=SYSTEM, discovery=discovery),
    "strategy": lambda discovery: take_shipped_questions(actor=SYSTEM, organization=_organization(discovery)),
    "roles": lambda discovery: add_standard_roles(actor=SYSTEM, organization=_organization(discovery)),
    "duties": lambda discovery: add_standard_duties(actor=SYSTEM, discovery=discovery),
    "bodies": lambda discovery: add_standard_bodies(actor=SYSTEM, discovery=discovery),
    "questions": lambda discovery: add_shipped_questions(actor=SYSTEM, discovery=discovery),
    "capabilities": lambda discovery: add_from_catalog(
        actor=SYSTEM, discovery=discovery, keys=[each.key for each in CATALOG]
    ),
    "methods": lambda discovery: [
        choose_preset(actor=SYSTEM, discovery=discovery, key=key) for key in PRESETS
    ],
    "agendas": lambda discovery: [
        add_workshop(actor=SYSTEM, discovery=discovery, name="⟦Ours⟧", template=key) for key in TEMPLATES
    ],
    "activities": lambda discovery: [
        add_activity(actor=SYSTEM, workshop=discovery.workshops.get(), kind=kind.key)
        for kind in activity_kinds
    ],
}
KEYS = ("key", "kind", "language")
# Not for the room, or no sentence: what the copies write besides.
NOT_READ = {
    "workshops.Activity.facilitation_notes": "facilitators read it, in English",
    "workshops.Workshop.code": "a code",
    "workshops.Workshop.name": "typed here",
    "operating_model.Body.timezone": "a key",
}


def _organization(discovery: Discovery) -> Organization:
    return discovery.domain.organization


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    compile_all(settings.BASE_DIR)


@pytest.fixture
def language() -> Iterator[Pseudo]:
    with pseudo_language() as made:
        yield made


def speaking(language: str) -> Discovery:
    """A discovery of this language."""
    made = factories.discovery()
    factories.workshop(made, name="⟦First⟧", language=language)
    return made


def rows() -> Iterator[tuple[Artifact, models.Field[Any, Any], str]]:
    """The texts of all artifacts, with their rows and fields."""
    for model in apps.get_models():
        if not issubclass(model, Artifact):
            continue
        fields = [
            field
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField) and not field.choices
        ]
        for row in model._base_manager.all():
            for field in fields:
                if value := getattr(row, field.name):
                    yield row, field, value


# --- It is copied in the language of the discovery --------------------------------------------------


@pytest.mark.parametrize("key", COPIES)
def test_what_is_copied_is_in_the_language_of_the_discovery(
    language: Pseudo, listed: set[tuple[str, str]], key: str
) -> None:
    discovery = speaking(LANGUAGE)
    factories.make(Role, organization=_organization(discovery), name="⟦Own⟧", key="data_steward")
    before = {row.uuid for row, _field, _value in rows()}
    COPIES[key](discovery)
    copied = [(row, field, value) for row, field, value in rows() if row.uuid not in before]
    assert copied
    # Only PostgreSQL refuses them.
    assert [value for _row, field, value in copied if len(value) > (field.max_length or len(value))] == []
    left = {
        f"{row._meta.label}.{field.name}: {value}"
        for row, field, value in copied
        if any(map(str.isalpha, unmarked(value)))
        and f"{row._meta.label}.{field.name}" not in NOT_READ
        and field.name not in KEYS
    }
    assert left == set()
    texts = "\n".join(value for _row, _field, value in copied)
    unlisted = [text for _context, text in language.asked - listed if any(map(str.isalpha, text))]
    assert [each for each in unlisted if pseudo(each) in texts] == [], "manage.py words doesn't find these"


def test_slides_are_translated_one_by_one(language: Pseudo) -> None:
    made = add_workshop(actor=SYSTEM, discovery=speaking(LANGUAGE), name="Ours", template="kick_off")
    slides = Activity.objects.get(track__workshop=made, kind="presentation").settings["slides"]
    parts = slides.split(agenda_files.SLIDE_BREAK)
    assert len(parts) > 3
    assert all(part.startswith("⟦") and part.endswith("⟧") for part in parts)


def test_a_room_and_an_activity_have_the_language_of_their_workshop() -> None:
    discovery = speaking("fr")
    workshop = add_workshop(actor=SYSTEM, discovery=discovery, name="Deutsch", language="de")
    add_workshop(actor=SYSTEM, discovery=discovery, name="Français", language="fr")
    breakout = add_activity(actor=SYSTEM, workshop=workshop, kind="breakout")
    room = add_room(actor=SYSTEM, activity=breakout, name="Own")
    with translation.override("de"):
        label = str(activity_kinds.get("breakout").label)
        titles = [each.title for each in ROOM_AGENDA.activities]
        streams = [str(label) for _value, label in Track._meta.get_field("stream").flatchoices]
    assert breakout.title == label != "Breakout"
    assert [each.title for each in room.activities.all()] == titles
    assert {each.name for each in breakout.rooms.exclude(pk=room.pk)} <= {*streams}


def test_the_chosen_language_of_a_workshop_counts_for_its_agenda() -> None:
    made = add_workshop(
        actor=SYSTEM, discovery=speaking("fr"), name="Ours", template="kick_off", language="es"
    )
    with translation.override("es"):
        titles = [each.title for each in TEMPLATES["kick_off"].activities]
    assert [each.title for each in Activity.objects.filter(track__workshop=made)] == titles
    assert "Welcome" not in titles


def test_what_a_phone_sets_off_is_in_the_language_of_the_discovery() -> None:
    discovery = speaking("de")
    with translation.override("fr"):
        add_shipped_questions(actor=SYSTEM, discovery=discovery)
        assert translation.get_language() == "fr"
    with translation.override("de"):
        texts = {str(each) for each in _questions()}
    assert {*KeyQuestion.objects.values_list("text", flat=True)} == texts


def _questions() -> Iterator[object]:
    from operating_model.shipped import SHIPPED_QUESTIONS

    return (each.text for each in SHIPPED_QUESTIONS)


def test_a_new_discovery_begins_in_the_language_of_its_organization() -> None:
    first = speaking("es")
    made = create_discovery(
        actor=SYSTEM, domain=factories.domain(_organization(first)), name="Second", template="value_tree"
    )
    (workshop,) = Workshop.objects.filter(discovery=made)
    [planned] = process.TEMPLATES["value_tree"].workshops
    with translation.override("es"):
        assert (workshop.name, workshop.purpose) == (str(planned.name), str(planned.purpose))
    assert workshop.language == usual_language(made) == "es"


def test_a_new_discovery_begins_in_the_language_that_was_chosen() -> None:
    domain = factories.domain()
    made = create_discovery(
        actor=SYSTEM, domain=domain, name="Erste", template="three_streams", language="de"
    )
    with translation.override("de"):
        names = [str(each.name) for each in process.TEMPLATES["three_streams"].workshops]
    rows = Workshop.objects.filter(discovery=made).order_by("pk")
    assert [(each.name, each.language) for each in rows] == [(name, "de") for name in names]
    with pytest.raises(Invalid):
        create_discovery(actor=SYSTEM, domain=domain, name="2", template="three_streams", language="zz")


def test_a_language_that_is_gone_counts_as_english() -> None:
    with in_language("zz"):
        assert translation.get_language() == settings.LANGUAGE_CODE


# --- It fits ----------------------------------------------------------------------------------------


@pytest.mark.sweep(sample=8)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", COPIES)
def test_what_is_copied_fits_in_every_language(language: str, key: str) -> None:
    COPIES[key](speaking(language))
    long = {
        f"{row._meta.label}.{field.name}: {value}"
        for row, field, value in rows()
        if field.max_length and len(value) > field.max_length
    }
    assert long == set()


@pytest.mark.sweep(sample=8)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("agenda", AGENDAS, ids=lambda each: each.key)
def test_an_agenda_is_a_valid_file_in_every_language(language: str, agenda: WorkshopTemplate) -> None:
    with translation.override(language):
        file = agenda_files.AgendaFile(agenda.label, agenda.description, agenda.activities, agenda.stream)
        again = agenda_files.read_agenda(agenda_files.write(file), wrong_settings)
    assert again == file
    for planned, english in zip(again.activities, agenda.file.activities, strict=True):
        assert len(str(planned.title)) <= agenda_files.LENGTHS["title"] - 10, "a title may get a number"
        assert _shape(planned.settings.get("slides", "")) == _shape(english.settings.get("slides", ""))


def _shape(slides: str) -> list[list[str]]:
    """The structure of each slide: its HTML without words."""
    return [re.findall(r"</?[a-z0-9]+", each.html) for each in slides_of(slides)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_body_fits_in_every_language(language: str) -> None:
    with translation.override(language):
        for each in SECOND_BODIES:
            for name, value in each.fields().items():
                longest = getattr(Body._meta.get_field(name), "max_length", None)
                assert longest is None or len(str(value)) <= longest, (name, value)


@pytest.mark.parametrize("language", OTHERS)
def test_a_scale_has_the_same_numbers_in_every_language(language: str) -> None:
    for preset in PRESETS.values():
        for criterion in preset.criteria:
            english = [step.number for step in criterion.scale]
            with translation.override(language):
                scale = criterion.scale
            assert [step.number for step in scale] == english, criterion.name
            assert all(len(step.label) <= LONGEST_LABEL for step in scale), scale
            labels = [looks(step.label) for step in scale if step.label]
            assert len({*labels}) == len(labels), "two answers look alike"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_things_of_a_list_have_one_name(language: str) -> None:
    with translation.override(language):
        lists: dict[str, list[str]] = {
            "roles": [str(each.name) for each in STANDARD_ROLES],
            "duties": [str(each.name) for each in STANDARD_DUTIES],
            "dimensions": [str(each.name) for each in DIMENSIONS],
            "methods": [str(each.name) for each in PRESETS.values()],
            "agendas": [each.label for each in TEMPLATES.values()],
            **{key: [str(each.name) for each in preset.criteria] for key, preset in PRESETS.items()},
        }
        for each in CATALOG:
            lists.setdefault(each.plane, []).append(str(each.name))
    for name, names in lists.items():
        assert len({*map(looks, names)}) == len(names), name


# --- It is recognized -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("then", ["en", "de"])
def test_what_was_copied_in_another_language_is_there_already(language: str, then: str) -> None:
    discovery = speaking(language)
    copied = ("delta", "suitability", "strategy", "duties", "capabilities")
    for key in copied:
        COPIES[key](discovery)
    counted = (DeltaDimension, SuitabilityStatement, StrategyQuestion, Duty, Capability)
    before = [model.objects.count() for model in counted]
    Capability.objects.update(key="")  # as typed by hand
    factories.workshop(discovery, language=then)
    for key in copied:
        COPIES[key](discovery)
    assert [model.objects.count() for model in counted] == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_role_of_the_same_name_becomes_the_standard_one_in_every_language(language: str) -> None:
    organization = _organization(speaking("en"))
    with translation.override(language):
        names = [str(each.name).upper() for each in STANDARD_ROLES]
    for name in names:
        factories.make(Role, organization=organization, name=name)
    add_standard_roles(actor=SYSTEM, organization=organization)
    assert sorted(Role.objects.values_list("name", flat=True)) == sorted(names)
    assert not Role.objects.filter(key="").exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shown", LANGUAGES)
def test_a_shipped_name_is_shown_in_the_language_of_now(language: str, shown: str) -> None:
    for each in DIMENSIONS:
        with translation.override(language):
            stored = str(each.name)
        with translation.override(shown):
            assert in_language_of_now(stored, each.name) == str(each.name)


@pytest.mark.sweep(sample=8)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", PRESETS)
def test_scores_are_read_whatever_the_language_of_method_and_sheet(language: str, key: str) -> None:
    made = choose_preset(actor=SYSTEM, discovery=speaking(language), key=key)
    criteria = list(Criterion.objects.filter(method=made))
    for other in LANGUAGES:
        with translation.override(other):
            heads = [str(each.name) for each in PRESETS[key].criteria]
            steps = [[str(step) for step in each.scale] for each in PRESETS[key].criteria]
        sheet = ScoreSheet([], criteria, {})
        columns = sheet._columns(ReadSheet("Scores", heads))
        assert [columns[head] for head in heads] == criteria
        assert sheet.problems == []
        for criterion, answers in zip(criteria, steps, strict=True):
            for own, answer in zip(criterion.scale, answers, strict=True):
                assert not own.label or looks(answer) in called_alike(str(own))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_that_is_the_name_of_the_activity_says_nothing(language: str) -> None:
    kind = activity_kinds.get("template_together")
    with translation.override(language):
        assert _says_nothing(Activity(kind=kind.key, title=str(kind.label), settings={}))
    assert not _says_nothing(Activity(kind=kind.key, title="HCP profile", settings={}))
