"""An archive that is no whole backup of this version is refused, and nothing of it is restored."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from tests.config.installations import Installation

Members = dict[str, bytes]
TABLE = "database/lvt.goal.jsonl"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Installation]:
    """An installation that holds something, to be replaced."""
    made = Installation(tmp_path_factory.mktemp("target"), prepared=prepared)
    (made.files / "exports").mkdir(parents=True)
    (made.files / "exports" / "report.pdf").write_bytes(b"%PDF")
    yield made
    made.leave()


@pytest.fixture(scope="module")
def genuine(target: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it, of the day before: to restore it would be seen."""
    path = tmp_path_factory.mktemp("genuine") / "backup.zip"
    target.command("backup", path)
    target.python("from workshops.models import Workshop; Workshop.objects.update(message='now')")
    (target.files / "exports" / "report.pdf").write_bytes(b"now")
    return path


@pytest.fixture(scope="module")
def before(target: Installation, genuine: Path) -> tuple[Any, Any]:
    return target.rows(), target.contents()


@pytest.fixture(scope="module")
def answers(
    target: Installation, genuine: Path, before: object, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """By name, what restoring each hostile archive says, one after another in one process."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (change, _sentence) in HOSTILE.items():
        with ZipFile(genuine) as archive:
            members = {each: archive.read(each) for each in archive.namelist()}
        change(members)
        packed(folder / name, members)
    for name, damage in DAMAGED.items():
        (folder / name).write_bytes(damage(genuine.read_bytes()))
    with warnings.catch_warnings(), ZipFile(folder / "a name twice", "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(TABLE, b"")
    return dict(json.loads(target.python(RESTORES.format(folder=str(folder)))))


def packed(path: Path, members: Members) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def said(**changes: Any) -> Callable[[Members], None]:
    """Changes the manifest of the archive."""

    def change(members: Members) -> None:
        members["manifest.json"] = json.dumps(json.loads(members["manifest.json"]) | changes).encode()

    return change


def with_file(name: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        manifest = json.loads(members["manifest.json"])
        manifest["files"][name] = 3
        members["files/" + name] = b"out"
        members["manifest.json"] = json.dumps(manifest).encode()

    return change


def with_row(change_row: Callable[[dict[str, Any]], Any]) -> Callable[[Members], None]:
    """Changes the first goal."""

    def change(members: Members) -> None:
        first, *others = members[TABLE].splitlines()
        row = json.loads(first)
        members[TABLE] = b"\n".join([json.dumps(change_row(row) or row).encode(), *others, b""])

    return change


def without(name: str) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        del members[name]

    return change


def one_row_less(members: Members) -> None:
    members[TABLE] = members[TABLE].split(b"\n", 1)[1]


def twice(members: Members) -> None:
    first, *others = members[TABLE].splitlines()
    members[TABLE] = b"\n".join([first, first, *others[1:], b""])


HOSTILE: dict[str, tuple[Callable[[Members], Any], str]] = {
    "another program's": (without("manifest.json"), "n't a backup of Headwaters"),
    "another format": (said(format="headwaters-discovery"), "n't a backup of Headwaters"),
    "a part unknown": (said(more=1), "n't a backup of Headwaters"),
    "no number": (said(version="newest"), "n't a backup of Headwaters"),
    "a later version": (said(version="99.2.0"), "is from Headwaters 99.2.0, schema "),
    "other migrations": (said(migrations=["lvt.0001_initial"]), "don't match any version of Headwaters"),
    "other tables": (said(tables={}), "don't match its migrations"),
    "above the folder": (with_file("../outside"), "would be outside"),
    "at the root": (with_file("/outside"), "would be outside"),
    "at the other root": (with_file("//outside"), "would be outside"),
    "hidden above": (with_file("exports/../../outside"), "would be outside"),
    "a file too many": (lambda members: members.update({"files/more": b"x"}), "differs from its manifest"),
    "a table too few": (without(TABLE), "differs from its manifest"),
    "a larger file": (said(files={"exports/report.pdf": 9}), "file sizes differ"),
    "a row less": (one_row_less, "rows, and should have"),
    "a row twice": (twice, "lvt.goal cannot hold its rows"),
    "a row of another table": (
        with_row(lambda row: row | {"model": "discovery.user"}),
        "row of lvt.goal cannot be",
    ),
    "a field more": (with_row(lambda row: row["fields"].update(more=1)), "row of lvt.goal cannot be read"),
    "a field less": (
        with_row(lambda row: row["fields"].pop("title") and None),
        "row of lvt.goal cannot be read",
    ),
    "no row": (with_row(lambda row: ["goal"]), "row of lvt.goal cannot be read"),
    "no identifier": (
        with_row(lambda row: row["fields"].update(uuid="none")),
        "row of lvt.goal cannot be read",
    ),
    "a number too large": (with_row(lambda row: row.update(pk=10**30)), "lvt.goal cannot hold its rows"),
    "half a letter": (
        with_row(lambda row: row["fields"].update(title="\ud83d")),
        "lvt.goal cannot hold its rows",
    ),
    "nobody's": (with_row(lambda row: row["fields"].update(discovery=987654)), "rows name others"),
    "empty where it must not": (
        with_row(lambda row: row["fields"].update(title=None)),
        "cannot hold its rows",
    ),
}


def cut_off(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


def changed_inside(whole: bytes) -> bytes:
    middle = len(whole) // 3
    return whole[:middle] + bytes(byte ^ 255 for byte in whole[middle : middle + 64]) + whole[middle + 64 :]


def name_is_no_text(_whole: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr("é", b"")
    return buffer.getvalue().replace("é".encode(), b"\xc3(")


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "cut off": cut_off,
    "changed inside": changed_inside,
    "empty": lambda _whole: b"",
    "no archive": lambda _whole: b"PK not an archive" * 9,
    "a name twice": lambda whole: whole,
    "a name that is no text": name_is_no_text,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_is_refused_with_the_reason(name, answers):
    assert HOSTILE[name][1] in answers[name]


@pytest.mark.parametrize("name", DAMAGED)
def test_what_was_damaged_is_refused(name, answers):
    assert re.search("a complete backup|is damaged|differs from its manifest", answers[name])


def test_nothing_of_them_is_restored(target, before, answers):
    assert set(answers) == {*HOSTILE, *DAMAGED}
    assert (target.rows(), target.contents()) == before
    assert not list(target.folder.rglob(".restoring*"))
    assert not [*target.folder.parent.rglob("outside")]


def test_no_room_is_said_before_anything_is_written(target, genuine, before):
    answer = target.python(FULL.format(path=str(genuine)))

    assert "has only 5" in answer
    assert (target.rows(), target.contents()) == before


def test_no_file_is_no_backup(target, tmp_path):
    assert target.command("restore", tmp_path / "nowhere.zip").endswith("No such file or directory.")


@pytest.mark.parametrize("moment", ["rename", "commit", "fill"])
def test_what_fails_leaves_everything(moment, target, genuine, before):
    """The disk fails, or the database, when rows and files are about to take their places; or our own code
    fails, and the archive is not blamed."""
    assert target.python(FAILS.format(path=str(genuine), moment=moment)).strip() == f"failed: {moment}"

    assert (target.rows(), target.contents()) == before


RESTORES = """
import json
from pathlib import Path
from config.backups import content, restoring
answers = {{}}
for path in Path({folder!r}).iterdir():
    try:
        restoring.restore_backup(path, replace=True)
        answers[path.name] = "restored"
    except content.BackupError as error:
        answers[path.name] = str(error)
print(json.dumps(answers))
"""
FULL = """
import shutil
from pathlib import Path
from config.backups import content, restoring
shutil.disk_usage = lambda folder: type("Usage", (), {{"free": 5}})
try:
    restoring.restore_backup(Path({path!r}), replace=True)
except content.BackupError as error:
    print(error)
"""
FAILS = """
from pathlib import Path
from django.db import OperationalError, connection
from config.backups import restoring

moment = {moment!r}
errors = {{"rename": OSError, "commit": OperationalError, "fill": RuntimeError}}
def fails(*args):
    raise errors[moment](moment)
if moment == "commit":
    connection._commit = fails
elif moment == "fill":
    restoring._fill = fails
else:
    original = Path.rename
    Path.rename = lambda self, target: fails() if self.parent.name == "new" else original(self, target)
try:
    restoring.restore_backup(Path({path!r}), replace=True)
except tuple(errors.values()) as error:
    print("failed:", error)
"""
