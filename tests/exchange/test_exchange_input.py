"""Files that hold no discovery, or a broken, foreign or hostile one: a clear message, nothing written."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from core.models import Operation
from core.services import artifacts
from core.services.operations import operation
from discovery.models import Discovery
from exchange.discovery_documents.forms import DiscoveryFileForm
from exchange.discovery_documents.services import NotImported, export_file, import_document
from exchange.format import dump
from exchange.format.archive_reader import DOCUMENT, document_in
from exchange.format.reading import InvalidDocument, read_document
from organizations.models import Organization, Person
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.exchange.exchanging import Document, emptied, exported, goal_of, read_anew, small_discovery
from tests.factories import SYSTEM, make

pytestmark = pytest.mark.django_db


@pytest.fixture
def discovery() -> Discovery:
    return small_discovery()


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any) -> str:
    """The document of a small discovery that is gone: written once, for it takes longer than reading it."""
    with django_db_blocker.unblock(), transaction.atomic():
        text = json.dumps(exported(small_discovery()))
        transaction.set_rollback(True)
    return text


@pytest.fixture
def document(written: str) -> Document:
    document: Document = json.loads(written)
    return document


def _set(**fields: Any) -> Callable[[Document], object]:
    return lambda document: goal_of(document).update(fields)


def _thousand_unknown(document: Document) -> None:
    goal = goal_of(document)
    document["rows"]["lvt.Goal"] += [
        {**goal, "uuid": str(uuid4()), "owner": str(uuid4())} for _number in range(1000)
    ]


BROKEN: dict[str, tuple[Callable[[Document], object], str]] = {
    "another format": (lambda d: d.update(format="something"), "contains no Headwaters discovery"),
    "a newer version": (lambda d: d.update(version=2), r"version 2 .* reads version 1"),
    "a version that is none": (lambda d: d.update(version="1"), r"version \? "),
    "true as version": (lambda d: d.update(version=True), "reads version 1"),
    "an unknown part": (lambda d: d.update(extra=1), "“extra” isn’t recognized"),
    "a part less": (lambda d: d.pop("history"), "“history” is missing"),
    "no tables": (lambda d: d.update(rows=[]), "“rows” contains no tables"),
    "an unknown table": (lambda d: d["rows"].update({"lvt.Wish": []}), "“lvt.Wish” isn’t recognized"),
    "accounts": (lambda d: d["rows"].update({"discovery.User": []}), "“discovery.User” isn’t recognized"),
    "a table less": (lambda d: d["rows"].pop("lvt.Goal"), "“lvt.Goal” is missing"),
    "a table that is none": (
        lambda d: d["rows"].update({"lvt.Goal": {}}),
        "“lvt.Goal” isn’t a list of rows",
    ),
    "rows that are none": (lambda d: d["rows"].update({"lvt.Goal": [1]}), "“lvt.Goal” isn’t a list of rows"),
    "what was left out, unreadable": (lambda d: d.update(left_out=[{}]), "“left_out” can’t be read"),
    "an unknown field": (_set(color="red"), "lvt.Goal, row 1: “color” isn’t recognized"),
    "a primary key": (_set(id=1), "“id” isn’t recognized"),
    "a field less": (lambda d: goal_of(d).pop("title"), "lvt.Goal, row 1: “title” is missing"),
    "a number as text": (_set(title=5), "lvt.Goal, row 1, title: This isn’t text"),
    "a text as number": (_set(position="5"), "position: This isn’t a whole number"),
    "true as number": (_set(position=True), "position: This isn’t a whole number"),
    "a huge number": (_set(position=10**30), "position: This is too large"),
    "a number out of range": (_set(wip_limit=-1), "wip_limit: Enter 1 or more."),
    "too long a text": (_set(title="x" * 201), "title: Use at most 200 characters: this has 201."),
    "none where something is needed": (_set(title=None), "title: This is required"),
    "a character that nobody types": (_set(title="a\0b"), "title: This contains control characters"),
    "half a character": (_set(title="\ud800"), "title: This contains control characters"),
    "a time that is none": (_set(created_at="yesterday"), "created_at: This isn’t a valid date and time"),
    "a month that is none": (
        _set(created_at="2026-13-01T00:00:00.000000Z"),
        "created_at: This isn’t a valid date and time",
    ),
    "no identifier": (_set(uuid="1"), "row 1, uuid: This isn’t an identifier"),
    "an identifier in another form": (
        _set(owner="{" + str(uuid4()) + "}"),
        "owner: This isn’t an identifier",
    ),
    "a list as identifier": (_set(owner=[]), "owner: This isn’t an identifier"),
    "an unknown owner": (
        _set(owner=str(uuid4())),
        "Goal “Goal” – lvt.Goal, row 1, owner: The file contains no person",
    ),
    "a thousand unknown identifiers": (
        _thousand_unknown,
        "lvt.Goal, row 2, owner: .* Also in 999 more rows, such as Goal “Goal”",
    ),
    "a goal as owner": (
        lambda d: goal_of(d).update(owner=goal_of(d)["uuid"]),
        "owner: The file contains no person with",
    ),
    "one identifier twice": (
        lambda d: d["rows"]["lvt.Hypothesis"][0].update(uuid=goal_of(d)["uuid"]),
        "Another row already has this identifier",
    ),
    "no discovery": (lambda d: d["rows"].update({"discovery.Discovery": []}), "exactly one discovery"),
    "two organizations": (
        lambda d: d["rows"]["discovery.Organization"].append(
            {**d["rows"]["discovery.Organization"][0], "uuid": str(uuid4())}
        ),
        "exactly one organization",
    ),
    "none of the choices": (
        lambda d: d["rows"]["lvt.ScoringMethod"][0].update(combination="guess"),
        "combination: “guess” isn’t one of the options: sum, mean, ratio",
    ),
    "settings that are a list": (
        lambda d: d["rows"]["discovery.Activity"][0].update(settings=[]),
        "settings: This has the wrong type",
    ),
    "settings without a ground": (
        lambda d: d["rows"]["discovery.Activity"][0].update(settings=_nested(60)),
        "settings: This is nested too deeply",
    ),
    "a text that no form takes": (_set(description="x" * 20_001), "description: This text is too long"),
    "what an activity cannot be set to": (
        lambda d: d["history"]["discovery.Activity"][0].update(settings={"slides": []}),
        "history of discovery.Activity, row 1, settings: “slides” isn’t a setting",
    ),
    "history of something else": (
        lambda d: d["history"]["lvt.Goal"][0].update(uuid=str(uuid4())),
        "Goal “Goal” – history of lvt.Goal, row 1: The file contains no goal with the identifier",
    ),
    "history of an unknown type": (
        lambda d: d["history"]["lvt.Goal"][0].update(history_type="x"),
        "history of lvt.Goal, row 1: Unknown type of change",
    ),
    "history of nobody": (
        lambda d: d["history"]["lvt.Goal"][0].update(operation=None),
        "history of lvt.Goal, row 1: This isn’t an identifier",
    ),
}


def _nested(depth: int) -> dict[str, Any]:
    return {"in": _nested(depth - 1)} if depth else {}


@pytest.mark.sweep(sample=12)
@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_said_and_nothing_is_written(document: Document, name: str) -> None:
    breaking, message = BROKEN[name]
    breaking(document)
    data = json.dumps(document).encode()
    with emptied():
        with pytest.raises(NotImported, match=message):
            import_document(actor=SYSTEM, data=data)
        assert not Organization.everything.exists()
        assert not Operation.objects.exists()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "incomplete or isn’t JSON"),
        (b"\xff\xfe\x00", "not a text file"),
        (b"[]", "contains no Headwaters discovery"),
        (b"null", "contains no Headwaters discovery"),
        (b'{"format": NaN}', "invalid numbers or is nested"),
        (b"[" * 100_000, "nested too deeply|incomplete"),
        (b'{"a": ' + b"9" * 5000 + b"}", "nested too deeply|contains no Headwaters discovery"),
    ],
)
def test_what_is_no_document(data: bytes, message: str) -> None:
    with pytest.raises(InvalidDocument, match=message):
        read_document(data)


def test_a_file_that_is_cut_off_anywhere(document: Document) -> None:
    data = dump(document)
    for share in range(1, 20):
        with pytest.raises(InvalidDocument, match="incomplete or isn’t JSON"):
            read_document(data[: len(data) * share // 20])


def test_many_problems_are_counted_and_the_first_are_said(document: Document) -> None:
    goal = goal_of(document)
    document["rows"]["lvt.Goal"] = [
        {**goal, "uuid": str(uuid4()), f"no_field_{number}": 1} for number in range(50)
    ]
    document["rows"]["lvt.Hypothesis"] = []
    document["history"]["lvt.Goal"] = document["history"]["lvt.Hypothesis"] = []
    with pytest.raises(InvalidDocument) as raised:
        read_document(json.dumps(document).encode())
    assert str(raised.value).count("isn’t recognized") == 10
    assert "And 40 more problems." in str(raised.value)
    file = SimpleUploadedFile("document.json", json.dumps(document).encode())
    form = DiscoveryFileForm(files=MultiValueDict({"file": [file]}))
    assert len(form.errors["file"]) == 11, "each stands in a line of its own"


def test_addresses_that_would_harm_are_refused(document: Document) -> None:
    goal = document["rows"]["lvt.Goal"][0]
    finding = {
        **{name: goal[name] for name in ("uuid", "revision", "created_at", "modified_at", "deleted_at")},
        **{"discovery": document["discovery"], "stream": "", "title": "Found", "detail": "", "evidence": ""},
        **{"uuid": str(uuid4()), "position": 0, "link": " JavaScript:alert(1)"},
    }
    document["rows"]["discovery.Finding"] = [finding]
    with pytest.raises(InvalidDocument, match="This isn’t a valid link"):
        read_document(json.dumps(document).encode())


# --- What is here already -------------------------------------------------------------------------


def test_a_discovery_that_is_here_is_not_imported_again(discovery: Discovery) -> None:
    data = export_file(actor=SYSTEM, discovery=read_anew(discovery))
    with pytest.raises(NotImported, match="already exists as “Commercial discovery”"):
        import_document(actor=SYSTEM, data=data)
    with pytest.raises(NotImported, match="already exists in another organization"):
        import_document(actor=SYSTEM, data=data, organization=factories.organization())
    with operation(SYSTEM, "discovery.deleted"):
        artifacts.trash(discovery)
    with pytest.raises(NotImported, match="in the trash"):
        import_document(actor=SYSTEM, data=data)


def test_identifiers_of_another_organization_are_refused(document: Document) -> None:
    with emptied():
        other = make(Person, organization=factories.organization(), name="Foreign")
        mine = factories.organization("Mine")
        (person,) = document["rows"]["discovery.Person"]
        text = dump(document).decode().replace(person["uuid"], str(other.uuid))
        for organization in (mine, None):
            with pytest.raises(NotImported, match=f"1 identifier that is already used here: {other.uuid}"):
                import_document(actor=SYSTEM, data=text.encode(), organization=organization)
        assert not Discovery.everything.exists()
        other.refresh_from_db()
        assert other.name == "Foreign"


def test_operations_of_others_are_not_taken_over(document: Document) -> None:
    with emptied():
        other = factories.discovery()
        with operation(SYSTEM, "goal.added", place=other) as theirs:
            pass
        taken = next(row["uuid"] for row in document["operations"])
        text = dump(document).decode().replace(taken, str(theirs.uuid))
        with pytest.raises(NotImported, match="1 identifier that is already used here"):
            import_document(actor=SYSTEM, data=text.encode())


def test_what_the_database_refuses_is_said_and_nothing_is_written(document: Document) -> None:
    vision = {
        **{name: goal_of(document)[name] for name in ("revision", "created_at", "modified_at", "deleted_at")},
        **{"discovery": document["discovery"], "statement": "One of two"},
    }
    document["rows"]["lvt.Vision"] = [{**vision, "uuid": str(uuid4())} for _number in range(2)]
    with emptied():
        with pytest.raises(NotImported, match=r"“One of two” – lvt\.Vision, row 2, discovery: This is the"):
            import_document(actor=SYSTEM, data=json.dumps(document).encode())
        assert not Organization.everything.exists()


# --- Archives, pages, commands --------------------------------------------------------------------


def _zipped(**files: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_the_document_of_an_archive_is_found() -> None:
    archive = _zipped(**{"report.pdf": b"%PDF", DOCUMENT: b"{}"})
    assert document_in(archive) == b"{}"
    assert document_in(b"{}") == b"{}"
    with pytest.raises(InvalidDocument, match="contains no discovery"):
        document_in(_zipped(**{"other.json": b"{}"}))
    for broken in (archive[:40], archive[:-30], b"PK\x03\x04"):
        with pytest.raises(InvalidDocument, match="incomplete or damaged"):
            document_in(broken)


def test_an_archive_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exchange.format.archive_reader.LARGEST", 1000)
    with pytest.raises(InvalidDocument, match="too large"):
        document_in(_zipped(**{DOCUMENT: b" " * 1001}))


def test_somebody_uploads_looks_and_imports(
    client: Any, document: Document, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    with emptied():
        here = factories.organization("Here")
        account = factories.member(here, OrganizationRole.FACILITATOR)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        url = reverse("discovery:import_upload", args=[here.slug])
        assert "Import a discovery" in client.get(url).content.decode()
        assert "Choose a file." in client.post(url).content.decode()
        broken = client.post(url, {"file": io.BytesIO(b"{")})
        assert broken.status_code == 422
        assert "incomplete or isn’t JSON" in broken.content.decode()

        sent = client.post(url, {"file": io.BytesIO(dump(document))})
        assert sent.status_code == 303
        checked = sent.headers["Location"]
        looked = client.get(checked).content.decode()
        assert "Import “Commercial discovery”?" in looked
        assert "It comes from “Acme Health”" in looked
        assert not Discovery.objects.exists()

        done = client.post(checked)
        made = Discovery.objects.get()
        assert done.headers["Location"] == reverse("discovery:discovery_overview", args=[made.slug])
        assert made.domain.organization == here
        assert client.get(done.headers["Location"]).status_code == 200
        # Sent twice, it is imported once: the file is gone.
        assert client.post(checked).headers["Location"] == url
        again = client.post(url, {"file": io.BytesIO(dump(document))})
        assert "already exists as “Commercial discovery”" in again.content.decode()
        # What was kept for one organization is nothing for another.
        elsewhere = factories.organization("Elsewhere")
        client.force_login(
            factories.member(elsewhere, OrganizationRole.ADMIN),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        foreign = client.get(checked.replace(here.slug, elsewhere.slug))
        assert foreign.status_code == 302


def test_the_command_says_what_is_wrong(tmp_path: Any) -> None:
    file = tmp_path / "discovery.json"
    file.write_text("{")
    with pytest.raises(CommandError, match="incomplete or isn’t JSON"):
        call_command("import_discovery", file)
    with pytest.raises(CommandError, match="Can't read"):
        call_command("import_discovery", tmp_path / "nothing.json")
    with pytest.raises(CommandError, match=r"Organization .nobody. not found"):
        call_command("import_discovery", file, organization="nobody")
    with pytest.raises(CommandError, match=r"isn.t an email address"):
        call_command("import_discovery", file, facilitator="nobody")
    with pytest.raises(CommandError, match=r"Discovery .nothing. not found"):
        call_command("export_discovery", "nothing", output=file)
