"""Migrations never change once they are recorded: databases have them (docs/adr/0026)."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

from core.version import VERSION
from tests import migrations


def test_recorded_migrations_are_as_they_were() -> None:
    assert migrations.changed(migrations.migrations(), migrations.recorded()) == []


def test_every_migration_is_recorded() -> None:
    assert set(migrations.migrations()) == set(migrations.recorded()), "bin/record records a new one"


def test_a_version_has_one_set_of_tables() -> None:
    """A database says which version it is of. `bin/record-migrations` says what to do."""
    there = migrations.schema(migrations.migrations())

    assert migrations.versions().get(VERSION) == there, "a change of tables needs a version of its own"
    assert len({*migrations.versions().values()}) == len(migrations.versions())


@pytest.mark.django_db
def test_models_are_as_migrations_leave_them() -> None:
    """`manage.py makemigrations` writes what is missing."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_changed_or_deleted_migration_is_not_recorded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "lvt" / "migrations"
    folder.mkdir(parents=True)
    (folder / "0001_initial.py").write_text("first")
    monkeypatch.setattr(migrations, "ROOT", tmp_path)
    monkeypatch.setattr(migrations, "RECORDED", tmp_path / "recorded")
    monkeypatch.setattr(migrations, "VERSIONS", tmp_path / "versions")
    migrations.record()
    (folder / "0002_later.py").write_text("second")
    with pytest.raises(SystemExit, match="raise core/version"):
        migrations.record()
    monkeypatch.setattr(migrations, "VERSION", "9.0.0")
    migrations.record()
    assert migrations.versions().keys() == {VERSION, "9.0.0"}
    assert list(migrations.recorded()) == ["lvt/migrations/0001_initial.py", "lvt/migrations/0002_later.py"]
    (folder / "0001_initial.py").write_text("other")
    with pytest.raises(SystemExit, match="0001_initial"):
        migrations.record()
    (folder / "0001_initial.py").unlink()
    with pytest.raises(SystemExit, match="0001_initial"):
        migrations.record()
