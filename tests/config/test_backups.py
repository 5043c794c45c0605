"""What `manage.py backup` writes, `manage.py restore` puts back: every table and every file."""

from __future__ import annotations

import json
import sqlite3
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tests.config.installations import COMMAND, Installation, new_database

EITHER = ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]

# What people go on doing: history, undo, new rows and frozen versions, each with what a restore could break.
GOES_ON = """
import json
from django.conf import settings
from django.test import Client, override_settings
from workshops.demo import FACILITATOR, SLUG
from organizations.actors import Actor
from core.models import Operation
from discovery.models import Discovery
from organizations.models import User
from core.services import kinds
from workshops.services import undo
from handover.models import HandoverVersion
from lvt.models import Goal

frida = User.objects.get(email=FACILITATOR)
actor, discovery = Actor.of_account(frida), Discovery.objects.get(slug=SLUG)
goal = Goal.objects.filter(discovery=discovery).first()
renamed = kinds.change(actor=actor, artifact=goal, title="Renamed after the restore")
undo.undo(actor=actor, target=Operation.objects.order_by("-pk").first())
highest = Goal.everything.latest("pk").pk
added = kinds.add(actor=actor, draft=Goal(discovery=discovery, title="Added after the restore"))
version = HandoverVersion.objects.filter(discovery=discovery).first()
client = Client(headers={"host": "localhost"})
client.force_login(frida, backend="django.contrib.auth.backends.ModelBackend")
plain = {"staticfiles": {"BACKEND": "tests.plain_static.Storage"}}
with override_settings(STORAGES=settings.STORAGES | plain):
    pages = [
        client.get(f"/d/{SLUG}/handover/versions/{version.uuid}/{rest}").status_code
        for rest in ("", "page/", "document.json")
    ]
print("went", json.dumps({
    "title": [goal.title, Goal.objects.get(pk=goal.pk).title],
    "versions": goal.history.count(),
    "number": [highest, added.pk],
    "pages": pages,
}))
"""

# Goals through the service, one after another: each is a row, a version and an operation in one transaction.
WRITES = """
import time
from pathlib import Path
from organizations.actors import Actor
from workshops.demo import FACILITATOR, SLUG
from discovery.models import Discovery
from organizations.models import User
from core.services import kinds
from lvt.models import Goal

actor = Actor.of_account(User.objects.get(email=FACILITATOR))
discovery = Discovery.objects.get(slug=SLUG)
written, slowest = 0, 0.0
while not Path({stop!r}).exists():
    began = time.monotonic()
    kinds.add(actor=actor, draft=Goal(discovery=discovery, title=f"Written meanwhile {{written}}"))
    slowest = max(slowest, time.monotonic() - began)
    written += 1
    Path({count!r} + ".new").write_text(str(written))
    Path({count!r} + ".new").replace({count!r})
print("wrote", written, slowest)
"""


def filled(folder: Path, prepared: Path) -> Installation:
    """An installation with the demo and two files, on SQLite."""
    made = Installation(folder, prepared=prepared)
    (made.files / "exports").mkdir(parents=True)
    (made.files / "exports" / "report.pdf").write_bytes(b"%PDF" + bytes(range(256)) * 999)
    (made.files / "exports" / "empty.pdf").touch()
    return made


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Installation]:
    """What is backed up; nobody changes it."""
    made = filled(tmp_path_factory.mktemp("source"), prepared)
    yield made
    made.leave()


@pytest.fixture(scope="module")
def archive(source: Installation) -> Path:
    """A backup of it."""
    path = source.folder / "backup.zip"
    assert "rows and 2 files" in source.command("backup", path)
    return path


@pytest.fixture(scope="module")
def expected(source: Installation) -> tuple[Any, Any]:
    """The rows and files of it."""
    rows = source.rows()
    assert sum(map(len, rows.values())) > 3000
    return rows, source.contents()


@pytest.fixture
def used(tmp_path: Path, prepared: Path) -> Iterator[Installation]:
    """An installation like the source, to be changed."""
    made = filled(tmp_path / "used", prepared)
    yield made
    made.leave()


@pytest.fixture
def started(tmp_path: Path, migrated: Path) -> Iterator[Installation]:
    """An installation that was started, and not used yet."""
    made = Installation(tmp_path / "started", prepared=migrated)
    yield made
    made.leave()


@pytest.fixture
def on_postgresql(tmp_path: Path) -> Iterator[Installation]:
    """An installation that was never started, on PostgreSQL."""
    with new_database() as address:
        made = Installation(tmp_path / "on_postgresql", address=address)
        yield made
        made.leave()


def holds(installation: Installation, expected: tuple[Any, Any]) -> None:
    """It has these rows and files."""
    rows, contents = expected
    restored = installation.rows()
    assert [table for table in rows if rows[table] != restored[table]] == []
    assert installation.contents() == contents


def test_every_table_and_every_file_comes_back_where_nothing_was(archive, expected, tmp_path):
    empty = Installation(tmp_path / "empty")

    assert empty.command("restore", archive).startswith(f"{archive}: restored ")

    holds(empty, expected)
    empty.leave()
    kept = [archive, *empty.files.rglob("*")]
    assert [path for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.services
def test_on_postgresql_and_back_on_sqlite_all_is_the_same(
    archive, expected, on_postgresql, started, tmp_path
):
    assert "restored" in on_postgresql.command("restore", archive)
    holds(on_postgresql, expected)

    second = tmp_path / "second.zip"
    assert "rows and 2 files" in on_postgresql.command("backup", second)
    assert "restored" in started.command("restore", second)
    holds(started, expected)

    assert "isn't empty" in on_postgresql.command("restore", second)
    assert "restored" in on_postgresql.command("restore", second, "--replace")
    holds(on_postgresql, expected)


@pytest.mark.parametrize("kind", EITHER)
def test_work_goes_on_after_a_restore(kind, archive, request):
    restored = request.getfixturevalue({"sqlite": "started", "postgresql": "on_postgresql"}[kind])
    restored.command("restore", archive)

    went: dict[str, Any] = restored.told(GOES_ON, "went")

    assert went["title"][0] == went["title"][1]
    assert went["versions"] >= 3
    assert went["number"][1] > went["number"][0]
    assert went["pages"] == [200, 200, 200]


def test_what_an_installation_holds_is_replaced_only_when_told(used, archive, expected):
    (used.files / "exports" / "report.pdf").write_bytes(b"of another day")
    used.python("from workshops.models import Workshop; Workshop.objects.update(message='of another day')")
    changed = used.rows(), used.contents()

    assert "With --replace, the backup replaces" in used.command("restore", archive)
    assert (used.rows(), used.contents()) == changed

    assert "restored" in used.command("restore", archive, "--replace")
    holds(used, expected)


def test_files_alone_are_something_too(archive, started):
    started.files.mkdir(exist_ok=True)
    (started.files / "report.pdf").touch()

    assert "isn't empty" in started.command("restore", archive)


def test_a_link_to_the_folder_of_files_stays(used, archive, expected, tmp_path):
    used.files.rename(tmp_path / "elsewhere")
    used.files.symlink_to(tmp_path / "elsewhere")
    (used.files / "of another day.pdf").touch()

    assert "restored" in used.command("restore", archive, "--replace")

    holds(used, expected)
    assert used.files.readlink() == tmp_path / "elsewhere"


def test_the_folder_of_files_may_be_a_disk_of_its_own(used, archive, expected):
    """A mount point cannot be renamed, and its lost+found belongs to the disk."""
    (used.files / "of another day.pdf").touch()
    (used.files / "lost+found").mkdir()

    assert "restored" in used.python(
        MOUNTED + COMMAND.format(arguments=f'"restore", {str(archive)!r}, "--replace"')
    )

    holds(used, expected)
    assert {path.name for path in used.files.iterdir()} == {".installation", "exports", "lost+found"}


MOUNTED = """
from pathlib import Path
from config.backups import content
original = Path.rename
def rename(self, target):
    if content.files_folder() in (self, Path(target)):
        raise OSError(16, "Device or resource busy")
    return original(self, target)
Path.rename = rename
"""


@pytest.mark.parametrize("command", [("backup",), ("restore", "--replace")])
def test_no_archive_lies_among_the_files_that_it_holds(command, used, archive):
    name, *options = command
    place = used.files / "exports" / "backup.zip"
    place.write_bytes(archive.read_bytes())
    before = used.contents()

    assert "outside of" in used.command(name, place, *options)

    assert used.contents() == before


def test_a_backup_does_not_take_the_place_of_the_database(used):
    before = used.rows()

    assert "is the database" in used.command("backup", used.database)

    assert used.rows() == before


def test_a_server_that_runs_is_not_restored_beneath(used, archive):
    with used:
        assert "Stop it before you restore" in used.command("restore", archive, "--replace")


def test_nor_is_one_whose_worker_runs(used, archive):
    with closing(sqlite3.connect(used.database)) as worker:
        worker.execute("SELECT * FROM django_migrations").fetchall()
        assert "Stop Headwaters and its worker" in used.command("restore", archive, "--replace")

    assert "restored" in used.command("restore", archive, "--replace")


@pytest.mark.services
def test_nor_is_a_database_that_somebody_uses(archive, on_postgresql):
    import psycopg

    with psycopg.connect(on_postgresql.environment["DATABASE_URL"]):
        assert "Stop Headwaters and its worker" in on_postgresql.command("restore", archive)


@pytest.mark.parametrize("kind", EITHER)
def test_a_backup_is_of_one_moment_while_others_write(kind, used, archive, tmp_path, request):
    """Each goal that was written has its version and its operation in the same backup."""
    busy = used
    if kind == "postgresql":
        busy = request.getfixturevalue("on_postgresql")
        busy.command("restore", archive)
    stop, count = tmp_path / "stop", tmp_path / "count"
    backups, known = [tmp_path / f"{number}.zip" for number in range(3)], []
    writer = Installation(busy.folder, address=busy.environment["DATABASE_URL"])

    with ThreadPoolExecutor() as beside:
        writing = beside.submit(writer.python, WRITES.format(stop=str(stop), count=str(count)))
        try:
            while not count.exists():
                assert not writing.done(), writing.result()
            for path in backups:
                before = int(count.read_text())
                assert "rows and 2 files" in busy.command("backup", path)
                known.append((before, int(count.read_text())))
        finally:
            stop.touch()
    written = int(writing.result().split()[1])
    writer.leave()

    assert written > 30
    for path, (before, after) in zip(backups, known, strict=True):
        meanwhile = [
            goal for goal in lines(path, "lvt.goal") if goal["title"].startswith("Written meanwhile")
        ]
        versions = {each["uuid"]: each["operation"] for each in lines(path, "lvt.historicalgoal")}
        operations = {each["pk"] for each in lines(path, "core.operation")}
        assert before <= len(meanwhile) <= after + 1
        assert {versions[goal["uuid"]] for goal in meanwhile} <= operations


def lines(path: Path, table: str) -> list[dict[str, Any]]:
    """The fields of all rows of a table in a backup, with the key of each."""
    with ZipFile(path) as archive:
        rows = [json.loads(line) for line in archive.read(f"database/{table}.jsonl").splitlines()]
    return [{**row["fields"], "pk": row["pk"]} for row in rows]


def test_a_full_disk_leaves_the_backup_before_it(source, tmp_path):
    """As full as a disk can be made without filling one: files of this process cannot grow further."""
    before = tmp_path / "backup.zip"
    before.write_bytes(b"of yesterday")

    assert "Can't write" in source.python(FULL + COMMAND.format(arguments=f'"backup", {str(before)!r}'))

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [
        ("backup.zip", b"of yesterday")
    ]


FULL = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
"""


def test_what_is_half_written_or_belongs_to_the_disk_is_left_out(used, tmp_path, expected):
    (used.files / "lost+found").mkdir()
    (used.files / "lost+found" / "#12").write_bytes(b"%P")
    (used.files / "exports" / ".report.pdf.x1y2z3").write_bytes(b"%P")
    (used.files / ".restoring-x1y2z3" / "old").mkdir(parents=True)
    (used.files / ".restoring-x1y2z3" / "old" / "report.pdf").write_bytes(b"%PDF")

    assert "rows and 2 files" in used.command("backup", tmp_path / "second.zip")


def test_a_file_that_goes_meanwhile_is_left_out(used, tmp_path):
    said = used.python(GONE.format(path=str(tmp_path / "second.zip")))

    assert json.loads(said) == ["exports/empty.pdf"]


GONE = """
import json
from pathlib import Path
from config.backups import writing

original = Path.open
def vanish(self, *args):
    if self.name == "report.pdf":
        self.unlink()
    return original(self, *args)
Path.open = vanish
print(json.dumps(list(writing.write_backup(Path({path!r})).files)))
"""
