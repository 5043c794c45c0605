"""`manage.py prepare` does what is due, and nothing twice."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django.fixtures import Settings

from config import database_tables
from config.management.commands import prepare
from config.static_files import Storage


@pytest.fixture
def static_site(tmp_path: Path, settings: Settings) -> Path:
    """A folder of one style sheet, served as in production."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("p { color: #333333; }\n" * 100)
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.static_files.Storage"},
    }
    return source


def collected(root: Path) -> dict[str, int]:
    return {path.name: path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def test_static_files_are_collected_once(static_site: Path, settings: Settings) -> None:
    prepare.collect_static_files()
    first = collected(settings.STATIC_ROOT)
    prepare.collect_static_files()
    assert "staticfiles.json" in first
    assert any(name.startswith("page.") and name.endswith(".css.gz") for name in first)
    assert collected(settings.STATIC_ROOT) == first


def test_modules_import_each_other_by_names_that_may_be_cached_for_ever(
    static_site: Path, settings: Settings
) -> None:
    (static_site / "app.js").write_text('import { hello } from "./hello.js";\nhello();\n')
    (static_site / "hello.js").write_text("export function hello() {}\n")
    prepare.collect_static_files()
    (app,) = settings.STATIC_ROOT.glob("app.*.js")
    (hello,) = settings.STATIC_ROOT.glob("hello.*.js")
    assert f'"./{hello.name}"' in app.read_text()
    assert not (settings.STATIC_ROOT / "app.js").exists()


def test_a_changed_static_file_is_collected_and_the_earlier_one_stays(
    static_site: Path, settings: Settings
) -> None:
    prepare.collect_static_files()
    before = set(collected(settings.STATIC_ROOT))
    page = static_site / "page.css"
    page.write_text("p { color: #444444; }\n" * 100)
    os.utime(page, (page.stat().st_atime, page.stat().st_mtime + 2))
    prepare.collect_static_files()
    after = set(collected(settings.STATIC_ROOT))
    assert before < after


def test_an_address_is_that_of_the_newest_manifest(static_site: Path, settings: Settings) -> None:
    """Addresses are remembered, and never beyond the file that they name."""
    prepare.collect_static_files()
    storage = Storage()
    first = storage.url("page.css")
    assert first == storage.url("page.css") == f"/static/{next(settings.STATIC_ROOT.glob('page.*.css')).name}"
    (static_site / "page.css").write_text("p { color: #444444; }\n")
    prepare.collect_static_files()
    # The stubs say that a manifest is its files alone; it is files and hash.
    storage.hashed_files, storage.manifest_hash = storage.load_manifest()  # type: ignore[assignment]  # see above
    second = storage.url("page.css")
    assert second == Storage().url("page.css") != first
    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        storage.url("nowhere.css")


def test_a_missing_folder_is_collected_again_although_the_stamp_is_there(
    static_site: Path, settings: Settings
) -> None:
    prepare.collect_static_files()
    shutil.rmtree(settings.STATIC_ROOT)
    prepare.collect_static_files()
    assert (settings.STATIC_ROOT / "staticfiles.json").is_file()


@pytest.mark.sqlite
def test_what_is_kept_is_its_owners_alone(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Passwords' hashes, sessions and scores before the reveal lie there."""
    folder = tmp_path / "var"
    (folder / "files" / "exports").mkdir(parents=True)
    old = [folder / "secret_key", folder / "files" / "exports" / "report.pdf", tmp_path / "apart.sqlite3-wal"]
    elsewhere = tmp_path / "elsewhere"
    for path in (*old, elsewhere):
        path.touch()
        path.chmod(0o644)
    (folder / "link").symlink_to(elsewhere)
    settings.VAR_DIR = folder
    monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "apart.sqlite3")
    prepare.hide_from_others()
    assert [path for path in (folder, *folder.rglob("*"), *old) if path.lstat().st_mode & 0o077] == [
        folder / "link"
    ]
    assert elsewhere.stat().st_mode & 0o777 == 0o644


@pytest.mark.django_db
def test_a_database_that_is_up_to_date_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    called: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(prepare, "collect_static_files", lambda: None)
    call_command("prepare")
    assert called == []


@pytest.mark.django_db
def test_a_database_that_is_behind_is_migrated_before_the_demo(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    called: list[str] = []
    monkeypatch.setattr(prepare, "database_is_behind", lambda: True)
    monkeypatch.setattr(database_tables, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: called.append(name))
    monkeypatch.setattr(prepare, "collect_static_files", lambda: called.append("collectstatic"))
    call_command("prepare", demo=True)
    assert called == ["migrate", "collectstatic", "demo"]
