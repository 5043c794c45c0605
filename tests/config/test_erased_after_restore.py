"""A person who was erased after a backup was made is erased again when it is restored; by identifiers, for
the list outside of the database holds no name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.config.installations import Installation

PEOPLE = """
from discovery.models import Discovery
from lvt.models import Goal
from organizations.models import Membership, Organization, Person, User
from tests import factories
from tests.factories import make
from workshops.demo import SLUG

own = Discovery.objects.get(slug=SLUG)
here, there = own.domain.organization, factories.organization("Elsewhere")
zora = factories.access(own, name="Zora Quillfeather", email="zora@example.org")
make(Membership, organization=there, user=zora)
make(Person, organization=there, name="Zora Quillfeather", account=zora)
gone = factories.member(here, name="Gustav Greenhouse", email="gustav@example.org")
make(Goal, discovery=own, title="As Zora Quillfeather, Gustav Greenhouse and Nora Nightjar said")
print(here.slug)
"""
ERASE = """
from exchange.erasure.selectors import PersonRows
from exchange.erasure import services as erasure
from organizations.actors import Actor
from organizations.models import Organization, User
from tests.exchange.erasing import erase

system, here = Actor.system("test"), Organization.objects.get(slug={slug!r})
for name in ("Zora Quillfeather", "Nora Nightjar"):
    erase(system, here, name)
gustav = User.objects.get(email="gustav@example.org")
erasure.delete_account(actor=Actor.of_account(gustav), account=gustav, texts=True)
"""
SAID = """
import json
from exchange.models import Erasure
from lvt.models import Goal
from organizations.models import Person, User

print("said", json.dumps({
    "title": Goal.objects.get(title__startswith="As ").title,
    "accounts": [each.email for each in User.objects.filter(email__regex="^(zora|gustav)@")],
    "elsewhere": Person.objects.get(organization__name="Elsewhere", account__isnull=False).name,
    "erasures": [[each.number, str(each.uuid)] for each in Erasure.objects.order_by("number")],
}))
"""


FULL = """
import os
from django.core.management import call_command
from exchange.services import erasure_after_restore

class FullDisk:
    def __getattr__(self, name):
        return getattr(os, name)

    def open(self, *_args):
        raise OSError(28, "No space left on device")

erasure_after_restore.os = FullDisk()
call_command("restore", {backup!r}, replace=True)
"""


@pytest.fixture
def installation(tmp_path: Path, prepared: Path):
    made = Installation(tmp_path / "one", prepared=prepared)
    yield made
    made.leave()


def said(installation: Installation) -> dict[str, Any]:
    return dict(json.loads(installation.python(SAID).partition("said ")[2]))


def test_who_was_erased_after_the_backup_is_erased_again(installation: Installation, tmp_path: Path) -> None:
    slug = installation.python(PEOPLE).strip().splitlines()[-1]
    backup = tmp_path / "backup.zip"
    installation.command("backup", backup)
    installation.python(ERASE.format(slug=slug))
    erased = said(installation)

    told = installation.command("restore", backup, "--replace")

    now = said(installation)
    zora, nora, gustav = (f"Former participant {number}" for number, _uuid in erased["erasures"])
    assert f"Erased again: {zora}, {gustav}" in told
    assert f"Erase these people again manually, who were only mentioned in texts: {nora}" in told
    assert erased["title"] == f"As {zora}, {gustav} and {nora} said"
    assert now.pop("title") == f"As {zora}, {gustav} and Nora Nightjar said"
    assert now == {key: value for key, value in erased.items() if key != "title"}
    assert now["accounts"] == ["zora@example.org"]
    assert now["elsewhere"] == "Zora Quillfeather"

    kept = (installation.folder / "erasures.jsonl").read_text()
    assert kept.count('"number"') == 3
    assert not any(name in kept for name in ("Zora", "Nora", "Gustav", "example.org"))
    assert (installation.folder / "erasures.jsonl").stat().st_mode & 0o777 == 0o600
    # Restored once more, nothing is erased twice, and nothing is forgotten.
    assert f"Erased again: {zora}, {gustav}" in installation.command("restore", backup, "--replace")
    assert (installation.folder / "erasures.jsonl").read_text() == kept


def test_a_list_that_is_lost_or_damaged_is_made_of_the_database(
    installation: Installation, tmp_path: Path
) -> None:
    slug = installation.python(PEOPLE).strip().splitlines()[-1]
    backup = tmp_path / "backup.zip"
    installation.command("backup", backup)
    installation.python(ERASE.format(slug=slug))
    before = said(installation)["erasures"]
    (installation.folder / "erasures.jsonl").write_text('{"uuid": "cut o')

    installation.command("restore", backup, "--replace")

    assert said(installation)["erasures"] == before


def test_a_list_that_cannot_be_written_forgets_nobody(installation: Installation, tmp_path: Path) -> None:
    """Where the disk is full, what the database knew is what counts."""
    slug = installation.python(PEOPLE).strip().splitlines()[-1]
    backup = tmp_path / "backup.zip"
    installation.command("backup", backup)
    installation.python(ERASE.format(slug=slug))
    (installation.folder / "erasures.jsonl").unlink()

    installation.python(FULL.format(backup=str(backup)))

    assert said(installation)["accounts"] == ["zora@example.org"]
    assert not (installation.folder / "erasures.jsonl").exists()
