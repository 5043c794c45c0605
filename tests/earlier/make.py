"""Writes the files that tests/exchange/test_earlier_files.py reads: a discovery with little history as a
document, as a text and as a spreadsheet in two languages, and a sheet of scores.

Run once before labels change, in a checkout of the commit before:

    export HEADWATERS_VAR_DIR=$(mktemp -d)
    manage.py migrate
    manage.py demo
    python -m tests.earlier.make tests/earlier/NAME.tar.xz
"""

from __future__ import annotations

import os
import sys
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

NAMES = ("discovery.json", "discovery.yaml", "discovery.xlsx", "discovery-de.xlsx", "scores.xlsx")


def make(archive: Path) -> None:
    """Write the files into an archive that is not there yet."""
    with TemporaryDirectory() as folder, tarfile.open(archive, "x:xz") as file:
        _write(Path(folder))
        for name in NAMES:
            file.add(Path(folder) / name, name)


def _write(folder: Path) -> None:
    from django.core.management import call_command

    from discovery.models import Discovery
    from lvt.exports_score_book import score_book
    from organizations.models import Domain
    from workshops.demo import SLUG

    document, text, sheets, german, scores = (folder / name for name in NAMES)
    call_command("export_text", SLUG, output=text)
    organization = Domain.objects.get(discoveries__slug=SLUG).organization
    whole = text.read_text(encoding="utf-8")
    head, _name, rest = whole.partition("\n  organization: ")
    copy = folder / "copy.yaml"
    # What belongs to the organization is in no document of the discovery.
    lines = (head.replace("name: ", "name: Copy of ") + rest[rest.index("\n") :]).splitlines(keepends=True)
    own = (line for line in lines if not line.lstrip().startswith("contributes_to:"))
    copy.write_text("".join(own), encoding="utf-8")
    call_command("import_text", copy, organization=organization.slug, domain="Sales")
    copy.unlink()
    made = Discovery.objects.exclude(slug=SLUG).order_by("-pk")[0]
    call_command("export_discovery", made.slug, output=document)
    call_command("export_text", made.slug, output=text)
    call_command("report", made.slug, format="xlsx", output=sheets)
    call_command("report", made.slug, format="xlsx", language="de", output=german)
    scores.write_bytes(score_book(Discovery.objects.get(slug=SLUG)))
    for book in (sheets, german, scores):
        _unpack(book)


def _unpack(book: Path) -> None:
    """Keep what is in it without compression, so that the archive compresses it better."""
    with zipfile.ZipFile(book) as file:
        content = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(book, "w", zipfile.ZIP_STORED) as file:
        for name, data in content.items():
            file.writestr(name, data)


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    make(Path(sys.argv[1]))
