"""Sessions are in no backup, and no restore brings one back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.config.installations import COMMAND, Installation

pytestmark = pytest.mark.sqlite
SIGNED_IN = """
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from organizations.models import User
session = SessionStore()
session.create()
UserSession.objects.create(user=User.objects.first(), ip="0.0.0.0", session_key=session.session_key)
"""
OF_BEFORE = "from config.backups import content\ncontent.SIGNED_IN = ()\n"


@pytest.fixture
def used(prepared: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation with the demo, in which somebody is signed in."""
    made = Installation(tmp_path / "used", prepared=prepared)
    made.python(SIGNED_IN)
    assert sessions(made) == [1, 1]
    yield made
    made.leave()


def sessions(installation: Installation) -> list[int]:
    """How many rows its tables of sessions have."""
    rows = installation.rows()
    return [len(rows[table]) for table in ("sessions.Session", "usersessions.UserSession")]


def kept(path: Path) -> list[int]:
    """How many rows of these tables a backup has: by its manifest, and in fact."""
    tables = ("sessions.session", "usersessions.usersession")
    with ZipFile(path) as archive:
        told = json.loads(archive.read("manifest.json"))["tables"]
        held = [len(archive.read(f"database/{table}.jsonl").splitlines()) for table in tables]
    return [*(told[table]["rows"] for table in tables), *held]


def test_a_backup_holds_none_and_a_restore_ends_them(used: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    used.command("backup", backup)
    assert kept(backup) == [0, 0, 0, 0]

    assert "restored" in used.command("restore", backup, "--replace")

    assert sessions(used) == [0, 0]


def test_those_in_a_backup_of_before_are_left_out(used: Installation, tmp_path: Path) -> None:
    backup = tmp_path / "backup.zip"
    used.python(OF_BEFORE + COMMAND.format(arguments=f'"backup", {str(backup)!r}'))
    assert kept(backup) == [1, 1, 1, 1]

    assert "restored" in used.command("restore", backup, "--replace")

    assert sessions(used) == [0, 0]
