"""A backup from before the first release, when tables had other labels and lacked later fields."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from config.backups import older as backups
from tests.config.installations import Installation

MANIFEST = "manifest.json"
# By label of today, that of before; and by table, its fields of which older rows lack the given value.
BEFORE = """
import json
from django.apps import apps
from exchange.format.rules import later_fields
from exchange.format.shape import label_of

def before(model):
    artifact = getattr(model, "instance_type", None)
    label = label_of(artifact or model)
    app, _, name = label.lower().partition(".")
    return f"{app}.historical{name}" if artifact else label.lower()

every = apps.get_models(include_auto_created=True)
later = {label_of(model): model._meta.label_lower for model in every}
print("before", json.dumps([
    {model._meta.label_lower: before(model) for model in every},
    {later[label]: fields for label, fields in later_fields().items()},
]))
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[Installation]:
    """The demo."""
    made = Installation(tmp_path_factory.mktemp("older"), prepared=prepared)
    yield made
    made.leave()


@pytest.fixture(scope="module")
def older(source: Installation) -> Path:
    """A backup of it as an older version wrote it, with work that its worker had not done yet."""
    now, path = source.folder / "now.zip", source.folder / "older.zip"
    source.command("backup", now)
    labels, later = source.told(BEFORE, "before")
    assert labels["workshops.workshop"] == "discovery.workshop"
    with ZipFile(now) as archive, ZipFile(path, "w", ZIP_DEFLATED) as written:
        manifest = json.loads(archive.read(MANIFEST))
        tables = {}
        for label, table in manifest["tables"].items():
            rows = [json.loads(line) for line in archive.read(f"database/{label}.jsonl").splitlines()]
            left_out = {
                name
                for name, value in later.get(label, {}).items()
                if all(row["fields"][name] == value for row in rows)
            }
            before = labels[label]
            if label == "django_tasks_database.dbtaskresult":
                rows[0]["fields"]["task_path"] = "discovery.services.gone.task"
            for row in rows:
                row["model"] = before
                for name in left_out:
                    del row["fields"][name]
                if label == "contenttypes.contenttype":
                    named = labels.get(f"{row['fields']['app_label']}.{row['fields']['model']}")
                    row["fields"]["app_label"] = (named or row["fields"]["app_label"]).partition(".")[0]
            written.writestr(
                f"database/{before}.jsonl", "".join(f"{json.dumps(row)}\n" for row in rows).encode()
            )
            fields = [name for name in table["fields"] if name not in left_out]
            tables[before] = {"fields": fields, "rows": table["rows"]}
        gone = ("workshops.", "organizations.", "exchange.", "core.")
        kept = [
            name
            for name in manifest["migrations"]
            if not (name.startswith(gone) and name.endswith(".0001_initial"))
        ]
        assert kept != manifest["migrations"]
        written.writestr(MANIFEST, json.dumps({**manifest, "tables": tables, "migrations": kept}))
    return path


def test_rows_of_older_tables_come_back_whole(source: Installation, older: Path, tmp_path: Path) -> None:
    restored = Installation(tmp_path / "restored")

    assert restored.command("restore", older).startswith(f"{older}: restored ")

    expected, rows = source.rows(), restored.rows()
    gone = expected["django_tasks_database.DBTaskResult"].pop(0)
    assert gone["id"] not in {each["id"] for each in rows["django_tasks_database.DBTaskResult"]}
    assert [table for table in expected if rows[table] != expected[table]] == []
    restored.leave()


@pytest.mark.parametrize(
    "change",
    [
        {"migrations": ["discovery.0002_later"]},
        {"tables": {"discovery.goal": {"fields": ["id"], "rows": 0}}},
    ],
)
def test_what_only_a_later_version_knows_is_refused(
    older: Path, tmp_path: Path, change: dict[str, Any]
) -> None:
    """A migration that is none of the first ones, and rows of a table that there is not."""
    path, restored = tmp_path / "changed.zip", Installation(tmp_path / "restored")
    with ZipFile(older) as archive, ZipFile(path, "w") as written:
        manifest = json.loads(archive.read(MANIFEST))
        manifest["migrations"] += change.get("migrations", [])
        for label, table in change.get("tables", {}).items():
            manifest["tables"][label] = {**table, "rows": 1}
            written.writestr(f"database/{label}.jsonl", "{}\n")
        for name in archive.namelist():
            if name != MANIFEST:
                written.writestr(name, archive.read(name))
        written.writestr(MANIFEST, json.dumps(manifest))

    assert "other tables than" in restored.command("restore", path)
    restored.leave()


def test_each_task_of_the_product_is_known() -> None:
    root = Path(__file__).parents[2]
    tasks = {
        ".".join([*path.relative_to(root).with_suffix("").parts, name])
        for folder in ("services", "reports")
        for path in root.glob(f"*/{folder}/**/*.py")
        for name in re.findall(r"^@task\(.*\)\ndef (\w+)", path.read_text(), re.MULTILINE)
    }
    assert len(tasks) >= 7
    assert {path for path in tasks if not backups._is_task(path)} == set()


@pytest.mark.parametrize(
    "path",
    [
        "this.s",
        "antigravity.webbrowser",
        "django_tasks.task",
        "exchange.services.retention.schedule",
        None,
        3,
    ],
)
def test_nothing_else_that_a_backup_names_is_imported(path: Any) -> None:
    assert not backups._is_task(path)
    assert not {"this", "antigravity"} & sys.modules.keys()
