"""Files made by somebody who means harm: refused with a sentence, and nothing of theirs reaches others."""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import timedelta
from html.parser import HTMLParser
from time import process_time
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from core.services.operations import operation
from discovery.models import Discovery
from exchange.discovery_documents.services import NotImported, import_document
from exchange.format import dump
from exchange.format.archive_reader import DOCUMENT, document_in
from exchange.format.reading import InvalidDocument, read_document
from handover.models import HandoverVersion
from handover.versions.services import make_link
from handover.web.html_reports import answer_page, answer_styles, as_file
from lvt.models import Goal
from organizations.actors import Actor
from organizations.models import OrganizationLook
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.exchange.exchanging import Document, emptied, exported
from tests.factories import SYSTEM, make


@pytest.fixture
def document(db: None) -> Document:
    discovery = factories.discovery()
    make(Goal, discovery=discovery, title="Goal")
    return exported(discovery)


def _artifact(document: Document, /, **fields: Any) -> dict[str, Any]:
    goal = document["rows"]["lvt.Goal"][0]
    base = {name: goal[name] for name in ("revision", "created_at", "modified_at", "deleted_at")}
    return {**base, "uuid": str(uuid4()), **fields}


def _finding(document: Document, **fields: Any) -> None:
    plain = {"stream": "", "title": "Found", "detail": "", "evidence": "", "link": "", "position": 0}
    row = _artifact(document, discovery=document["discovery"], **(plain | fields))
    document["rows"]["discovery.Finding"] = [row]


def _version(document: Document, **fields: Any) -> None:
    plain: dict[str, Any] = {"number": 1, "note": "", "frozen_by": "Amara", "approvals": [], "document": ""}
    plain["frozen_at"] = "2026-01-01T00:00:00.000000Z"
    row = _artifact(document, discovery=document["discovery"], page="", **plain)
    document["rows"]["discovery.HandoverVersion"] = [row | fields]


HOSTILE: dict[str, tuple[Callable[[Document], object], str]] = {
    "a list as discovery": (lambda d: d.update(discovery=[]), "exactly one discovery"),
    "an object as organization": (lambda d: d.update(organization={}), "exactly one organization"),
    "a list as identifier of a past": (
        lambda d: d["history"]["lvt.Goal"][0].update(uuid=[]),
        "history of lvt.Goal, row 1: This isn’t an identifier",
    ),
    "an address without a name": (
        lambda d: d["rows"]["discovery.Discovery"][0].update(slug=""),
        "slug: This is required",
    ),
    "before the first day in some zones": (
        lambda d: _finding(d, created_at="0001-01-01T00:00:00.000000Z"),
        "created_at: This isn’t a valid date and time",
    ),
    "after the last day in some zones": (
        lambda d: _finding(d, created_at="9999-12-31T23:00:00.000000Z"),
        "created_at: This isn’t a valid date and time",
    ),
    "a program as link, in two lines": (
        lambda d: _finding(d, link="java\nscript:alert(1)"),
        "link: This isn’t a valid link",
    ),
    "a program as link, with a tab": (
        lambda d: _finding(d, link="\tdata\t:text/html,x"),
        "link: This isn’t a valid link",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_said(document: Document, name: str) -> None:
    breaking, message = HOSTILE[name]
    breaking(document)
    with pytest.raises(InvalidDocument, match=message):
        read_document(json.dumps(document).encode())


def test_a_file_that_says_two_things_is_refused(document: Document) -> None:
    data = b'{"version": 2, ' + json.dumps(document).encode()[1:]
    with pytest.raises(InvalidDocument, match="“version” appears twice"):
        read_document(data)


def test_operations_of_another_organization_are_not_added_to(document: Document) -> None:
    with emptied():
        with operation(SYSTEM, "person.added", place=factories.organization("Theirs")) as theirs:
            pass
        taken = document["operations"][0]["uuid"]
        text = dump(document).decode().replace(taken, str(theirs.uuid))
        with pytest.raises(NotImported, match=f"1 identifier that is already used here: {theirs.uuid}"):
            import_document(actor=SYSTEM, data=text.encode(), organization=factories.organization("Mine"))
        assert not Discovery.everything.exists()


@pytest.mark.parametrize(
    ("role", "accent"), [(OrganizationRole.FACILITATOR, ""), (OrganizationRole.ADMIN, "#112233")]
)
def test_only_admins_give_their_organization_a_look(
    document: Document, role: OrganizationRole, accent: str
) -> None:
    look = _artifact(
        document, organization=document["organization"], accent="#112233", logo=None, logo_name=""
    )
    document["rows"]["discovery.OrganizationLook"] = [look]
    with emptied():
        here = factories.organization("Here")
        actor = Actor.of_account(factories.member(here, role))
        import_document(actor=actor, data=json.dumps(document).encode(), organization=here)
        assert [each.accent for each in OrganizationLook.objects.all()] == ([accent] if accent else [])


# --- Archives -------------------------------------------------------------------------------------


def _zipped(content: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        archive.writestr(DOCUMENT, content)
    return target.getvalue()


@pytest.mark.parametrize("method", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_only_what_we_pack_is_unpacked(method: int) -> None:
    with pytest.raises(InvalidDocument, match="Pack it as ZIP"):
        document_in(_zipped(b"{}", method))


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2]
)
def test_a_damaged_archive_is_said_wherever_it_is_damaged(method: int) -> None:
    chance = random.Random(1)
    whole = _zipped(b'{"a": 1}' * 200, method)
    for _attempt in range(400):
        data = bytearray(whole)
        for _byte in range(chance.randint(1, 4)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        try:
            document_in(bytes(data))
        except InvalidDocument:
            continue


@pytest.mark.parametrize("content", [b" " * (10 * 1024 * 1024 + 1), b"[]" * 2_000_001, b"{}" * 2_000_001])
def test_what_would_fill_the_memory_is_not_taken(content: bytes) -> None:
    for data in (content, _zipped(content)):
        with pytest.raises(InvalidDocument, match="too large to import on a page"):
            document_in(data)


# --- Frozen versions that somebody else made ------------------------------------------------------

_PROGRAM = '<html><head></head><body><script src="/static/js/htmx.js"></script><form></form></body></html>'


def test_a_frozen_page_runs_nothing_and_sends_nothing(client: Any, document: Document) -> None:
    """Its HTML may come from a file, so not even scripts of ours may be started by it."""
    _version(document, page=_PROGRAM)
    made = import_document(actor=SYSTEM, data=_elsewhere(document))
    version = HandoverVersion.objects.get(discovery=made)
    soon = timezone.now() + timedelta(days=1)
    link = make_link(actor=SYSTEM, version=version, label="All", expires_at=soon)
    client.force_login(factories.access(made), backend="django.contrib.auth.backends.ModelBackend")
    for url in (
        reverse("handover:shared_handover", args=[link.key]),
        reverse("handover:version_page", args=[made.slug, version.uuid]),
        reverse("handover:review_read", args=[made.slug, "findings"]),
    ):
        policy = client.get(url).headers["Content-Security-Policy"]
        for directive in ("script-src", "form-action", "connect-src"):
            assert f"{directive} 'none'" in policy
    file = client.get(reverse("handover:version_file", args=[made.slug, version.uuid])).content.decode()
    before = file.partition(_PROGRAM)[0]
    assert 'http-equiv="Content-Security-Policy"' in before
    assert "default-src 'none'" in before
    assert "script-src" not in before


@pytest.mark.parametrize("piece", ["<style ", "<style>", "</style ", "<link ", "<style></style ", "<meta "])
def test_a_frozen_page_that_never_ends_what_it_begins_holds_nobody_up(piece: str) -> None:
    """The whole process waits for a regular expression: one that looks for an end again at every beginning
    takes minutes for a page like this, and hours for one that is as large as a file may be."""
    page = piece * 60_000
    before = process_time()
    assert answer_page(page, "/styles.css").status_code == 200
    assert as_file(page)
    assert answer_styles(page).status_code == 200
    assert process_time() - before < 3


class _Metas(HTMLParser):
    """What the elements `meta` of a page ask of browsers."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.asked: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self.asked += [value or "" for name, value in attrs if name == "http-equiv"]


@pytest.mark.parametrize("place", ["<head>{}</head><p>a", "<head></head><p>a{}", "<svg>{}</svg>", "{}"])
@pytest.mark.parametrize(
    "element",
    [
        "<meta http-equiv=refresh content='0;url=https://example.org'>",
        '<META\nCONTENT="0;url=https://example.org" HTTP-EQUIV="Refresh">',
        "<meta/http-equiv=refresh/content=0;url=https://example.org>",
        "<meta name='<' http-equiv=refresh content='0;url=https://example.org'>",
        "<me<meta x>ta http-equiv=refresh content='0;url=https://example.org'>",
        "<me<link>ta http-equiv=refresh content='0;url=https://example.org'>",
        "<meta http-equiv=refresh content='0;url=https://example.org'",
    ],
)
def test_no_frozen_page_leads_its_reader_away(place: str, element: str) -> None:
    page = place.format(element)
    assert not _Metas(answer_page(page, "/styles.css").content.decode()).asked
    # A page that is kept begins with our policy, and holds no other.
    assert _Metas(as_file(page)).asked == ["Content-Security-Policy"]


def test_of_a_frozen_page_all_styles_come_from_their_address() -> None:
    page = "<head><STYLE media='print'>a{}</STYLE ><link href=x><style>b{}</style><title>T</title></head>c"
    shown = answer_page(page, "/styles.css").content.decode()
    assert "{}" not in shown
    assert shown.startswith("<head><title>T</title>")
    assert shown.endswith("</head>c")
    assert answer_styles(page).content.decode() == "a{}\nb{}"


@pytest.mark.parametrize("approvals", [[1], [{"at": 5}], [{"state": []}], [{"at": "2026-13-01T00:00"}]])
def test_approvals_that_are_none_are_passed_over(
    client: Any, document: Document, approvals: list[Any]
) -> None:
    _version(document, approvals=approvals)
    made = import_document(actor=SYSTEM, data=_elsewhere(document))
    version = HandoverVersion.objects.get(discovery=made)
    client.force_login(factories.access(made), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(reverse("handover:handover_version", args=[made.slug, version.uuid]))
    assert answer.status_code == 200


def _elsewhere(document: Document) -> bytes:
    """As if nothing of it was here: every row by another name."""
    text = json.dumps(document)
    tables = [*document["rows"].values(), document["operations"]]
    for name in {row["uuid"] for rows in tables for row in rows if "uuid" in row}:
        text = text.replace(name, str(uuid4()))
    return text.encode()
