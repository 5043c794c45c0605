"""What Headwaters of 2026-11-23 left, as a database and as a backup, comes up today; what is newer, or older
than that, is refused in a sentence.

docs/testing.md says how `tests/upgrades/1.0.0.tar.xz` was made.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from core.version import VERSION
from tests.config.installations import Installation, new_database
from tests.warm import ROOT

MADE = ROOT / "tests/upgrades/1.0.0.tar.xz"
PAGES = """
import json
from django.conf import settings
from django.test import Client, override_settings
from workshops.demo import FACILITATOR, SLUG
from discovery.models import Discovery
from organizations.models import User
client = Client(headers={"host": "localhost"})
client.force_login(
    User.objects.get(email=FACILITATOR), backend="django.contrib.auth.backends.ModelBackend"
)
organization = Discovery.objects.get(slug=SLUG).domain.organization.slug
workshop = Discovery.objects.get(slug=SLUG).workshops.order_by("pk").last()
addresses = [
    "/", f"/organizations/{organization}/", f"/organizations/{organization}/portfolio/",
    f"/w/{workshop.code}/console/",
    *(f"/d/{SLUG}/{page}" for page in (
        "", "why/", "tree/", "use-cases/", "prioritization/", "products/", "landscape/", "technology/",
        "operating-model/", "report/", "handover/", "glossary/",
    )),
]
plain = {"staticfiles": {"BACKEND": "tests.plain_static.Storage"}}
with override_settings(STORAGES=settings.STORAGES | plain):
    print("answered", json.dumps({each: client.get(each, follow=True).status_code for each in addresses}))
"""
PREPARE = """
import io
from django.core.management import CommandError, call_command
said = io.StringIO()
try:
    call_command("prepare", stderr=said)
    print("said", said.getvalue())
except CommandError as error:
    print("refused:", error)
"""
SCHEMA = """
import json
from config import installation_check
print("schema", json.dumps(installation_check.schema(installation_check.migrations())))
"""
FAILING = """
from contextlib import suppress
from django.core.management import call_command
from config import database_tables

def fail():
    raise RuntimeError

database_tables.bring_up_to_date = fail
with suppress(RuntimeError):
    call_command("prepare")
"""
DRAWN = """
import json
from django.db.migrations.state import ModelState
render, drawn = ModelState.render, []
ModelState.render = lambda state, apps: (drawn.append(state.name), render(state, apps))[1]
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the database and the backup of that day."""
    folder = tmp_path_factory.mktemp("made")
    with tarfile.open(MADE) as archive:
        for name in archive.getnames():
            file = archive.extractfile(name)
            assert file is not None
            (folder / name).write_bytes(file.read())
    return folder


@pytest.fixture(scope="module")
def upgraded(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with the database of that day, prepared by this program, whose words are in `said`."""
    folder = tmp_path_factory.mktemp("upgraded")
    shutil.copy(made / "headwaters.sqlite3", folder / "database.sqlite3")
    it = Installation(folder)
    (folder / "said").write_text(it.python(f"{DRAWN}{PREPARE}print('drawn', json.dumps(len(drawn)))"))
    yield it
    it.leave()


def lost(old: Path, new: Path) -> list[str]:
    """The rows of the old database that the new one does not have, value by value."""
    gone = []
    with closing(sqlite3.connect(old)) as before, closing(sqlite3.connect(new)) as after:
        for (table,) in before.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if table == "sqlite_sequence":
                continue
            columns = ", ".join(f'"{column[1]}"' for column in before.execute(f"PRAGMA table_info({table})"))
            query = f'SELECT {columns} FROM "{table}"'  # noqa: S608  names of our tables
            left = Counter(before.execute(query).fetchall()) - Counter(after.execute(query).fetchall())
            gone += [f"{table} {row}" for row in left]
    return gone


@pytest.mark.sqlite
def test_the_database_comes_up_with_every_row(made: Path, upgraded: Installation) -> None:
    assert lost(made / "headwaters.sqlite3", upgraded.database) == []
    (own,) = upgraded.rows()["core.Installation"]
    assert (own["version"], own["schema"]) == (VERSION, upgraded.told(SCHEMA, "schema"))
    assert set(upgraded.told(PAGES, "answered").values()) == {200}


@pytest.mark.sqlite
def test_a_backup_is_made_before(made: Path, upgraded: Installation) -> None:
    (backup,) = (upgraded.folder / "backups").iterdir()

    said = (upgraded.folder / "said").read_text()
    assert f"Backup before the upgrade from 1.0.0 to {VERSION}: {backup}" in said
    assert backup.stat().st_mode & 0o077 == 0
    assert by_label(backup) == by_label(made / "backup.zip")


def by_label(path: Path) -> dict[str, Any]:
    """What a backup holds, with the version that wrote it."""
    with ZipFile(path) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        rows = {
            label: sorted(archive.read(f"database/{label}.jsonl").splitlines(), key=len)
            for label in manifest["tables"]
        }
    read = {
        label: {row["pk"]: row["fields"] for row in map(json.loads, some)} for label, some in rows.items()
    }
    return {**read, "version": manifest["version"], "migrations": manifest["migrations"]}


@pytest.mark.sqlite
def test_models_are_drawn_when_a_migration_needs_them(upgraded: Installation) -> None:
    """Django by itself draws all of some 150 again for each of them, 14,000 with those of the first day,
    which takes most of the time of an upgrade."""
    said = (upgraded.folder / "said").read_text()

    assert int(said.rpartition("drawn ")[2]) < 7000


@pytest.mark.sqlite
def test_the_backup_is_restored_and_migrated(made: Path, upgraded: Installation, tmp_path: Path) -> None:
    restored = Installation(tmp_path / "restored")
    backup = made / "backup.zip"

    assert restored.command("restore", backup) == (
        f"{backup}: restored 3481 rows and 0 files of 2026-11-26T10:47:34+00:00, Headwaters 1.0.0, "
        "schema d4fecead050c"
    )

    assert [
        row for row in lost(made / "headwaters.sqlite3", restored.database) if "migrations" not in row
    ] == []
    there, expected = restored.rows(), upgraded.rows()
    meanwhile = (
        "django_tasks_database.DBTaskResult",
        "sessions.Session",
        "usersessions.UserSession",
    )
    assert [
        label for label in there if len(there[label]) != len(expected[label]) and label not in meanwhile
    ] == []
    assert set(restored.told(PAGES, "answered").values()) == {200}
    restored.leave()


@pytest.mark.services
def test_so_is_it_on_postgresql_in_the_place_of_what_is_there(
    made: Path, upgraded: Installation, tmp_path: Path
) -> None:
    with new_database() as address:
        restored = Installation(tmp_path / "restored", address=address)
        restored.prepare(demo=False)
        assert "restored 3481 rows" in restored.command("restore", made / "backup.zip", "--replace")
        there, expected = restored.rows(), upgraded.rows()
        same = [
            label
            for label in expected
            if label.partition(".")[0]
            not in ("auth", "contenttypes", "core", "django_tasks_database", "sessions", "usersessions")
        ]
        assert len(same) > 150
        assert [label for label in same if there[label] != expected[label]] == []
        assert set(restored.told(PAGES, "answered").values()) == {200}
        restored.leave()


@pytest.mark.services
def test_two_that_start_at_once_on_an_empty_database_take_turns(tmp_path: Path) -> None:
    with new_database() as address:
        both = [Installation(tmp_path / name, address=address) for name in ("first", "second")]
        started = [each.house.start(["manage.py", "prepare"], each.folder / "log") for each in both]
        assert [each.wait(timeout=120) for each in started] == [0, 0], [
            (each.folder / "log").read_text() for each in both
        ]
        said = [(each.folder / "log").read_text() for each in both]
        assert sorted(map(bool, said)) == [False, True]
        assert "isn't the folder of files that other servers of this database use" in "".join(said)
        for each in both:
            each.leave()


def newer(path: Path) -> None:
    """The database of a later version."""
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE core_installation SET version = '7.0.1'")
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('lvt', '0999_x', '')")


@pytest.mark.sqlite
def test_a_database_of_a_later_version_is_refused(prepared: Path, tmp_path: Path) -> None:
    later = Installation(tmp_path / "later", prepared=prepared)
    newer(later.database)

    said = later.python(PREPARE)

    assert said.startswith("refused: This database is from Headwaters 7.0.1, schema ")
    assert said.strip().endswith(
        f"This is {VERSION} and can't read it. Use Headwaters 7.0.1 or a later version."
    )
    log = later.folder / "log"
    server = later.house.start(["-m", "config.serve", "--port", str(later.port)], log)
    assert server.wait(timeout=60) == 3
    assert "This database is from Headwaters 7.0.1" in log.read_text()
    assert "Traceback" not in log.read_text()
    backup = later.command("backup", tmp_path / "later.zip")
    assert backup.startswith("refused: This database is from Headwaters 7.0.1")
    later.leave()


@pytest.mark.sqlite
def test_a_database_from_before_upgrades_is_refused_with_the_way_out(made: Path, tmp_path: Path) -> None:
    older = Installation(tmp_path / "older")
    shutil.copy(made / "headwaters.sqlite3", older.database)
    with closing(sqlite3.connect(older.database)) as database, database:
        database.execute("DELETE FROM django_migrations WHERE app = 'core'")

    said = older.python(PREPARE)

    assert said.startswith("refused: This database is from before 2026-11-23")
    assert "export_discovery SLUG --output FILE.json" in said
    older.leave()


@pytest.mark.sqlite
def test_a_database_is_not_migrated_beneath_a_server(made: Path, prepared: Path, tmp_path: Path) -> None:
    used = Installation(tmp_path / "used", prepared=prepared)
    with used:
        with closing(sqlite3.connect(used.database)) as database, database:
            database.execute("DELETE FROM django_migrations WHERE app = 'core' AND name LIKE '0002%'")
        assert "already serves this database" in used.python(PREPARE)


@pytest.mark.sqlite
def test_a_second_folder_of_files_is_told_so(prepared: Path, tmp_path: Path) -> None:
    first = Installation(tmp_path / "first", prepared=prepared)
    second = Installation(tmp_path / "second")
    second.environment["DATABASE_URL"] = first.environment["DATABASE_URL"]

    assert first.python(PREPARE).strip() == "said"
    said = second.python(PREPARE)

    assert f"{second.files} isn't the folder of files that other servers of this database use" in said
    marker = said.strip().rpartition(" to ")
    Path(marker[2].rstrip(".")).write_text(marker[0].rpartition(" ")[2])
    assert second.python(PREPARE).strip() == "said"
    first.leave()
    second.leave()


@pytest.mark.sqlite
def test_one_server_without_redis_beside_those_with_it_is_refused(prepared: Path, tmp_path: Path) -> None:
    first = Installation(tmp_path / "first", prepared=prepared)
    first.environment["REDIS_URL"] = "redis://127.0.0.1:1/0"
    second = Installation(tmp_path / "second")
    second.environment["DATABASE_URL"] = first.environment["DATABASE_URL"]
    with first:
        log = second.folder / "log"
        server = second.house.start(["-m", "config.serve", "--port", str(second.port)], log)
        assert server.wait(timeout=60) == 3
        assert "share changes through Redis. Use the same REDIS_URL" in log.read_text()
        second.leave()
        second.environment["REDIS_URL"] = first.environment["REDIS_URL"]
        shutil.copy(first.folder / "demo.json", second.folder)
        with second:
            assert second.process.poll() is None, "and with it, both serve"


@pytest.mark.sqlite
def test_a_database_of_a_later_version_gives_way_to_a_backup(prepared: Path, tmp_path: Path) -> None:
    """Going back, and after an upgrade that failed halfway."""
    later = Installation(tmp_path / "later", prepared=prepared)
    backup = tmp_path / "backup.zip"
    later.command("backup", backup)
    newer(later.database)
    with closing(sqlite3.connect(later.database)) as database, database:
        database.execute("CREATE TABLE lvt_x (id integer)")

    assert "is from another version" in later.command("restore", backup)
    assert "restored" in later.command("restore", backup, "--replace")

    assert later.python(PREPARE).strip() == "said"
    with closing(sqlite3.connect(later.database)) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'lvt_x'").fetchone() == (0,)
    later.leave()


@pytest.mark.sqlite
def test_an_upgrade_that_fails_leaves_no_backup_for_each_attempt(made: Path, tmp_path: Path) -> None:
    it = Installation(tmp_path / "failing")
    shutil.copy(made / "headwaters.sqlite3", it.database)
    for _attempt in range(2):
        it.python(FAILING)
    assert list((it.folder / "backups").glob("*.zip")) == []
    it.leave()
