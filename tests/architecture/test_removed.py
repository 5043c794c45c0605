"""The product starts without a folder or module that may be removed, and has the rest of its features."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from specifications.catalogs.exporters import EXPORTERS
from tests.apps import APPS, ROOT

# Modules of formats. `odps4` stays: files in its form are imported, and OpenMetadata has its words.
FORMATS = ("backstage", "datahub", "dprod", "openmetadata", "openslo")
_START = """
import json, sys
sys.path.insert(0, sys.argv[1])
import django
django.setup()
import specifications
assert specifications.__file__.startswith(sys.argv[1])
from django.core.management import call_command
call_command("check")
from django.urls import get_resolver
list(get_resolver().url_patterns)
from specifications.catalogs.exporters import EXPORTERS
print(json.dumps(list(EXPORTERS)))
"""


def formats_without(names: tuple[str, ...], folder: Path) -> list[str]:
    """The formats of a product that starts without these modules."""
    ignored = shutil.ignore_patterns("__pycache__", *(f"{name}.py" for name in names))
    shutil.copytree(ROOT / "specifications", folder / "specifications", ignore=ignored)
    started = subprocess.run(
        [sys.executable, "-c", _START, str(folder)],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "HEADWATERS_VAR_DIR": str(folder), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr
    formats: list[str] = json.loads(started.stdout.splitlines()[-1])
    return formats


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize("names", [FORMATS, FORMATS[::2]], ids="+".join)
def test_a_format_of_catalogs_goes_with_its_module(names: tuple[str, ...], tmp_path: Path) -> None:
    assert formats_without(names, tmp_path) == [key for key in EXPORTERS if key not in names]


FEATURES = [name for names in settings.FEATURES.values() for name in names]
# By feature: the page that it adds to, and a word that is on it with the feature only.
ADDED_TO = {
    "api.webhooks": ("api:discovery_keys", "webhook"),
    "technology.trackers": ("technology:gaps", "tracker"),
}
_LOAD = """
import json, sys
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from config import tables
from discovery.registries import navigation
from workshops import demo
feature, added_to = sys.argv[1:]
assert feature not in settings.INSTALLED_APPS
settings.STORAGES["staticfiles"] = {"BACKEND": "tests.plain_static.Storage"}
call_command("check")
tables.bring_up_to_date()
loaded = demo.load()
client = Client(SERVER_NAME="localhost")
client.force_login(loaded.facilitator)
names = dict.fromkeys([added_to, "discovery:discovery_overview", *(page.url_name for page in navigation)])
answers = {name: client.get(reverse(name, args=[loaded.discovery.slug])) for name in names}
wrong = {name: each.status_code for name, each in answers.items() if each.status_code != 200}
print(json.dumps([wrong, answers[added_to].content.decode()]))
"""


def product_without(feature: str, folder: Path) -> None:
    """Put a product into the folder that lacks the feature and its templates."""
    gone = {ROOT / feature.replace(".", "/"), ROOT / "templates" / feature.replace(".", "/")}
    for path in ROOT.iterdir():
        # Settings look for features beside themselves.
        if path.name == "config" or any(each.is_relative_to(path) for each in gone):
            shutil.copytree(
                path,
                folder / path.name,
                ignore=lambda at, names: {
                    name for name in names if name == "__pycache__" or Path(at, name) in gone
                },
            )
        else:
            (folder / path.name).symlink_to(path)


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_goes_with_its_folder(feature: str, tmp_path: Path) -> None:
    folder, data = tmp_path / "product", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    product_without(feature, folder)
    page, word = ADDED_TO[feature]
    started = subprocess.run(
        [sys.executable, "-c", _LOAD, feature, page],
        cwd=folder,
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HEADWATERS_VAR_DIR": str(data),
            "PATH": os.environ["PATH"],  # of `dot`
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr
    wrong, text = json.loads(started.stdout.splitlines()[-1])
    assert wrong == {}
    assert word not in text.lower()


@pytest.mark.parametrize("feature", FEATURES)
def test_nothing_outside_a_feature_names_it(feature: str) -> None:
    app, own = feature.partition(".")[0], Path(feature.replace(".", "/"))
    addresses = import_module(f"{feature}.urls").urlpatterns
    names = {feature, *(f"{app}:{each.name}" for each in addresses)}
    naming = {
        f"{path.relative_to(ROOT)} names {name}"
        for place in (*APPS, "templates")
        for path in (ROOT / place).rglob("*.*")
        if path.suffix in (".py", ".html") and own not in path.relative_to(ROOT).parents
        if ROOT / "templates" / own not in path.parents
        for name in names
        if name in path.read_text(encoding="utf-8")
    }
    assert naming == set()
