"""An erased person is named nowhere any more. The test writes their name into every text that has room for
it, erases them, and looks for the name in every table, file, page and document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, models
from django.urls import reverse
from django.utils.text import slugify

from core.models import Editing, Operation
from core.services.operations import operation
from exchange import format as exchange
from exchange.discovery_documents.services import export_document
from exchange.erasure.fields import COPIES, NAMING, OWN, WHOSE, texts_of
from exchange.erasure.names import everywhere
from exchange.erasure.scope import ErasureScope, all_models, history_of
from exchange.erasure.selectors import matches_of, selection_of
from exchange.erasure.services import erase_person
from exchange.format.document_tables import author_fields, label_of, our_models
from exchange.format.table_rules import no_names
from exchange.models import Erasure
from handover.models import HandoverVersion, ReportExport, SectionReview
from handover.report_jobs.selectors import place_of
from handover.reports.document import make_frozen
from organizations.actors import Actor
from organizations.models import AuditEntry, Membership, Person, User
from tests import factories
from tests.architecture.world import World
from workshops.actors import RoomActor
from workshops.models import Participant

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

NAME = "Zoë Quillfeather-O'Byrne"
ADDRESS = "zoe.quillfeather@example.org"
# Fields that people do not read as words, and values that a program chose.
_OF_PROGRAMS = [
    "accent",
    "author",
    "authors",
    "backend_name",
    "became_kind",
    "choices",
    "code",
    "device",
    "digest",
    "exception_class_path",
    "format",
    "function",
    "groups",
    "join_key",
    "key",
    "kind",
    "language",
    "observer_key",
    "options",
    "password",
    "path",
    "phase",
    "queue_name",
    "result_key",
    "result_parts",
    "secret",
    "section",
    "sections",
    "sides",
    "slot",
    "spotlight_kind",
    "task_path",
    "template",
    "time_zone",
    "timezone",
    "token_digest",
    "verb",
    "version",
    "worker_ids",
]
_SOUNDS_LIKE_A_NAME = re.compile(
    r"(^|_)(by|author|authors|label|email|reviewer|who|subject|person|contact|actor|owner)($|_)|_name$"
)


def test_each_field_that_sounds_like_a_name_says_whether_it_is_one() -> None:
    known = {*NAMING, *no_names()}
    heard = {
        f"{label_of(model)}.{field.name}"
        for model in our_models()
        for field in texts_of(model)
        if _SOUNDS_LIKE_A_NAME.search(field.name) and field.name not in author_fields(model)
    }
    assert heard <= known
    fields = {f"{label_of(model)}.{field.name}" for model in our_models() for field in texts_of(model)}
    assert known | COPIES >= {*NAMING, *WHOSE}
    assert known <= fields
    # An account, a participant or a person of the organization: whatever has a name and is somebody.
    of_people = {label for label in map(label_of, our_models()) if _is_somebody(label)}
    assert of_people == set(OWN)


def _is_somebody(label: str) -> bool:
    model = next(each for each in our_models() if label_of(each) == label)
    names = {field.name for field in model._meta.concrete_fields}
    return bool(names & {"display_name", "email"})


@pytest.fixture
def somebody(world: World) -> dict[str, Any]:
    """A person with an account, in the list of people, and in the workshop."""
    own = world.own
    account = factories.access(own.discovery, name=NAME, email=ADDRESS)
    person = factories.make(
        Person,
        organization=own.organization,
        name=NAME,
        email=ADDRESS,
        account=account,
        role_title="Head of Quills",
    )
    guest = factories.participant(own.workshop, NAME, role_title="Head of Quills", account=account)
    with operation(Actor.of_account(account), "test.done", summary=NAME, place=own.discovery):
        pass
    with operation(RoomActor.of_participant(guest), "test.said", summary=NAME, place=own.workshop):
        pass
    return {"account": account, "person": person, "guest": guest}


def test_an_erased_person_is_named_nowhere(
    world: World, somebody: dict[str, Any], django_capture_on_commit_callbacks: Any
) -> None:
    own, other = world.own, world.other
    planted = _plant(own.organization.pk, somebody)
    assert planted >= NAMING
    namesake = factories.participant(other.workshop, NAME)
    _freeze(own)
    file = _report_file(own)
    assert sum(1 for _place in _places()) > len(planted)

    known = matches_of(own.organization, f"  {NAME.upper()} ")
    assert len(known) == 3
    with django_capture_on_commit_callbacks(execute=True):
        erasure = erase_person(
            actor=Actor.of_account(own.admin),
            organization=own.organization,
            selection=selection_of(own.organization, [each.key for each in known], NAME),
            texts=True,
        )

    # In the other organization somebody has the same name.
    left = [place for place in _places() if place != ("workshops_participant", "display_name")]
    assert left == []
    assert Participant.objects.get(pk=namesake.pk).display_name == NAME
    assert not file.exists()
    pseudonym = erasure.pseudonym
    assert Participant.objects.get(pk=somebody["guest"].pk).display_name == pseudonym
    assert Person.objects.get(pk=somebody["person"].pk).name == pseudonym
    assert not User.objects.filter(email=ADDRESS).exists()
    assert not Membership.everything.filter(user=somebody["account"].pk).exists()
    for model in our_models():
        if label_of(model) in {"discovery.Goal", "lvt.Goal"}:
            assert pseudonym in str(list(model._base_manager.values_list("title", flat=True)))
    _check_version(world, pseudonym)
    document = exchange.dump(export_document(actor=factories.SYSTEM, discovery=own.discovery)).decode()
    assert NAME not in document
    assert pseudonym in document


def _check_version(world: World, pseudonym: str) -> None:
    world.own.discovery.refresh_from_db()  # at another address now
    version = HandoverVersion.objects.get(pk=world.own.version.pk)
    assert version.reissued_at is not None
    kept = json.loads(version.document)
    assert pseudonym in {row["display_name"] for row in kept["rows"]["discovery.Participant"]}
    shown = world.client("viewer").get(
        reverse("handover:version_page", args=[world.own.discovery.slug, version.uuid])
    )
    assert f"a person was erased from this version and now appears as {pseudonym}." in shown.content.decode()
    paper = ReportExport.objects.get(version=version)
    assert paper.state == "queued"
    assert f"now appears as {pseudonym}." in paper.source
    assert Erasure.objects.get().pseudonym == pseudonym
    told, own = Operation.objects.filter(verb="person.erased"), world.own
    assert {each.summary for each in told} == {pseudonym}
    assert {each.scope_uuid for each in told} >= {own.organization.uuid, own.discovery.uuid}


# --- Planting -------------------------------------------------------------------------------------


def _plant(organization: int, somebody: dict[str, Any]) -> set[str]:
    """Puts the name into each text of each row; the fields that took it."""
    Editing.objects.create(
        uuid=somebody["person"].uuid,
        editor=somebody["guest"].uuid,
        label=NAME,
        seen_at="2026-01-01T00:00:00Z",
    )
    planted = set()
    scope = ErasureScope.of(frozenset({organization}))
    for model in all_models():
        label = label_of(model)
        fields = [each for each in texts_of(model) if _has_room(each)]
        rows = scope.rows(model)
        for table in filter(lambda each: each is not None, (rows, history_of(model, rows))):
            assert table is not None
            for row in list(table):
                new = {each.attname: _with_name(label, each, row) for each in fields}
                if new:
                    type(row)._base_manager.filter(pk=row.pk).update(**new)
                planted |= {f"{label}.{each.name}" for each in fields}
    # Where it is known of whom a label speaks, it is this person.
    for model in (Operation, AuditEntry):
        scope.rows(model).update(actor_uuid=somebody["account"].uuid)
    SectionReview.everything.update(account=None)
    return planted


def _has_room(field: models.Field[Any, Any]) -> bool:
    if isinstance(field, models.SlugField):
        return True
    if field.name in _OF_PROGRAMS or isinstance(field, models.URLField):
        return False
    return not field.unique and (field.max_length is None or field.max_length >= len(NAME))


def _with_name(label: str, field: models.Field[Any, Any], row: Any) -> Any:
    if isinstance(field, models.SlugField):
        return slugify(f"{NAME} {row.pk}")
    if isinstance(field, models.JSONField):
        # Words, and nothing that programs chose.
        return everywhere(
            getattr(row, field.attname), lambda text: f"{text}, {NAME}" if " " in text else text
        )
    room = field.max_length or 1000
    said = (f"Ask {NAME}, or write to {ADDRESS}: it is theirs {row.pk}", f"{NAME} {row.pk}", NAME)
    naming = f"{label}.{field.name}" in NAMING
    return NAME if naming else next(each for each in said if len(each) <= room)


def _freeze(own: Any) -> None:
    """The version as it would be frozen now, with all these names in it."""
    version = HandoverVersion.objects.get(pk=own.version.pk)
    made = make_frozen(version)
    said = exchange.dump(export_document(actor=factories.SYSTEM, discovery=own.discovery)).decode()
    frozen = {"page": made.page, "document": said}
    HandoverVersion.everything.filter(pk=version.pk).update(**frozen)
    HandoverVersion.history.filter(id=version.pk).update(**frozen)
    ReportExport.objects.filter(version=version).update(source=made.paper)
    assert "Quillfeather" in made.page
    assert "Quillfeather" in made.paper
    assert NAME in said


def _report_file(own: Any) -> Path:
    export = ReportExport.objects.create(
        discovery=own.discovery, requested_by_label=NAME, state="done", format="html"
    )
    place_of(export).parent.mkdir(parents=True, exist_ok=True)
    place_of(export).write_text(NAME)
    return place_of(export)


# --- Looking --------------------------------------------------------------------------------------


def _places() -> Iterator[tuple[str, str]]:
    """Where the name or the address stands: tables with their columns, and files."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  a table of ours
            columns = [each[0] for each in cursor.description]
            for row in cursor.fetchall():
                yield from ((table, name) for name, value in zip(columns, row, strict=True) if _names(value))
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file() and _names(path.read_bytes()):
            yield "files", path.name


def _names(value: Any) -> bool:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    if "\\u" in text:
        text = text.replace("\\u00eb", "ë")
    plain = re.sub(r"&#x27;|&#39;", "'", text).casefold()
    return "quillfeather" in plain
