"""The version stands once, and is shown where people look for it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pytest
from django.core.management import call_command
from django.urls import reverse

from core.version import VERSION
from tests import factories

ROOT = Path(__file__).parents[2]


def test_the_changelog_begins_with_it():
    released = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] – \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.M
    )

    assert released[0] == VERSION
    assert released == sorted(
        released, key=lambda each: [int(part) for part in each.split(".")], reverse=True
    )


@pytest.mark.parametrize("command", [["manage.py", "--version"], ["-m", "config.serve", "--version"]])
def test_commands_say_it(command):
    said = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout == f"Headwaters {VERSION}\n"


@pytest.mark.django_db
def test_the_first_page_says_it_to_those_who_signed_in(client_of):
    inside = client_of(factories.user()).get(reverse("discovery:home")).content.decode()
    outside = client_of(None).get(reverse("account_login")).content.decode()

    assert f"<span>Headwaters {VERSION}</span>" in inside
    assert VERSION not in outside


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ending", "member"),
    [("pdf", ""), ("html", ""), ("pptx", "docProps/core.xml"), ("xlsx", "docProps/core.xml")],
)
def test_properties_of_reports_say_it(discovery, tmp_path, settings, ending, member):
    settings.MEDIA_ROOT = tmp_path / "files"
    report = tmp_path / f"report.{ending}"
    call_command("report", discovery.slug, "--format", ending, "--output", str(report))

    if member:
        with ZipFile(report) as archive:
            said = archive.read(member).decode()
    elif ending == "pdf":
        with pikepdf.open(report) as document:
            said = str(document.docinfo)
    else:
        said = report.read_text()

    assert f"Headwaters {VERSION}" in said
