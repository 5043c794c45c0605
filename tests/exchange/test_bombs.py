"""A file or a text that is small and would become large is refused beside its field, with what the limit is;
the server's own memory stays as it is."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.imports.packed_documents import values_in
from discovery.discoveries.models import DiscoveryRole
from discovery.models import Discovery
from exchange.format.archive_reader import DOCUMENT, LARGEST, MOST_VALUES
from organizations.organization.models import OrganizationRole
from tests import factories
from tests.documents.bombs import WORKBOOKS, entries
from tests.documents.test_apart import GROWS, peak_since

pytestmark = pytest.mark.django_db


def yaml_laughs() -> bytes:
    lines = ["a0: &a0 [x]", *(f"a{at}: &a{at} [{', '.join([f'*a{at - 1}'] * 9)}]" for at in range(1, 9))]
    return "\n".join(lines).encode()


def packed(**files: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return file.getvalue()


FILES = {
    "a workbook of 28 kB": (
        "a.xlsx",
        WORKBOOKS["elements in one cell"],
        "at most 100,000 elements per part",
    ),
    "a text of aliases": ("a.yaml", yaml_laughs, "Anchors and aliases aren’t supported"),
    "a text of a million values": (
        "a.yaml",
        lambda: b"goals: [" + b"a," * 1_000_000 + b"]",
        "The limit is 200,000",
    ),
    "a text as deep as it is long": ("a.yaml", lambda: b"[" * 400_000, "nested too deeply"),
    "an archive of zeros": (
        "a.zip",
        lambda: packed(a__yaml=b"#" * 300_000_000),
        "at most 5 MB and 200,000",
    ),
    "an archive of many files": ("a.zip", lambda: entries(20_000), "at most 1000 specifications"),
    "a table of empty cells": ("a.csv", lambda: b"a\n" + b"," * 6_000_000, "or 500,000 cells"),
}


@pytest.fixture
def editor(discovery: Discovery, client: Client) -> Client:
    client.force_login(factories.access(discovery, DiscoveryRole.EDITOR, name="Eda Editor"))
    return client


@pytest.mark.parametrize("what", FILES)
def test_a_file_is_refused_with_the_limit_and_the_server_keeps_its_memory(
    editor: Client, discovery: Discovery, what: str
) -> None:
    name, made, said = FILES[what]
    data = made()
    url = reverse("discovery:bring_in", args=[discovery.slug])
    editor.get(url)
    pages = []

    def upload() -> None:
        answer = editor.post(url, {"file": SimpleUploadedFile(name, data)})
        if answer.status_code == 303:
            answer = editor.get(answer["Location"])
        assert answer.status_code == 422
        pages.append(answer.content.decode())

    # The upload itself, and what a form keeps of it.
    assert peak_since(upload) < GROWS + 4 * len(data) + 12_000_000
    assert said in pages[0]


def test_the_refusal_of_a_workbook_stands_beside_its_field(editor: Client, discovery: Discovery) -> None:
    url = reverse("discovery:bring_in", args=[discovery.slug])
    data = WORKBOOKS["merged cells"]()
    answer = editor.post(url, {"file": SimpleUploadedFile("a.xlsx", data)})
    assert answer.status_code == 422
    assert "eight" not in answer.context["form"].errors["file"][0]
    assert "and 8 per cell" in answer.context["form"].errors["file"][0]


def test_a_document_is_counted_before_anything_is_made_of_it(discovery: Discovery, client: Client) -> None:
    organization = discovery.domain.organization
    client.force_login(factories.member(organization, OrganizationRole.FACILITATOR))
    url = reverse("discovery:import_upload", args=[organization.slug])
    client.get(url)
    document = b'{"a": [' + b"{}," * (MOST_VALUES // 2) + b"{}]}"
    data = packed(discovery__json=document)
    assert len(document) < LARGEST
    assert DOCUMENT == "discovery.json"
    pages = []

    def upload() -> None:
        answer = client.post(url, {"file": SimpleUploadedFile("a.zip", data)})
        pages.append((answer.status_code, answer.content.decode()))

    assert peak_since(upload) < GROWS + 12_000_000
    ((status, page),) = pages
    assert status == 422
    assert "The limit is 10 MB and 1,500,000 values" in page


@pytest.mark.parametrize(
    ("document", "count"),
    [
        (b"{}", 2),
        (b'{"a": [1, 2]}', 5),
        (b'"a,[{:"', 1),
        (b'"\\",,,"', 1),
        (b'",,,', 1),
        (b'["\\\\", ","]', 3),
    ],
)
def test_signs_within_texts_are_no_values(document: bytes, count: int) -> None:
    assert values_in(document) == count
