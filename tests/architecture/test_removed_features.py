"""The product starts without the folders of a feature, and no page links to it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings

from tests.apps import APPS, ROOT

# By the name of the feature's folders in the apps: a part of the addresses of its pages.
FEATURES = {
    "dress_rehearsal": "/rehearsal/",
    "starter_repository": "/repository/",
    "tracker_files": "/technology/tasks",
    "webhooks": "/webhooks/",
}
_START = """
import json
import django
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "tests.plain_static.Storage"}
django.setup()
from config import database_tables
from django.core.management import call_command, get_commands
from django.test import Client
from django.urls import get_resolver, reverse
from discovery.registries import navigation
from products.models import DataProduct
from workshops import demo
call_command("check")
database_tables.bring_up_to_date()
loaded = demo.load()
slug, workshop = loaded.discovery.slug, loaded.workshop
product = DataProduct.objects.filter(discovery=loaded.discovery).earliest("pk")
client = Client(SERVER_NAME="localhost")
client.force_login(loaded.facilitator)
# So that the page of the room is that of a phone in it.
client.post(reverse("discovery:join", args=[workshop.code]), {"display_name": "Ann", "side": "business"})
addresses = [
    *(reverse(page.url_name, args=[slug]) for page in navigation),
    reverse("discovery:discovery_overview", args=[slug]),
    reverse("discovery:account_given"),
    reverse("api:discovery_keys", args=[slug]),
    reverse("api:organization_keys", args=[loaded.discovery.domain.organization.slug]),
    reverse("discovery:workshop", args=[slug, workshop.uuid]),
    reverse("discovery:console", args=[workshop.code]),
    reverse("discovery:stage", args=[workshop.code]),
    reverse("discovery:room", args=[workshop.code]),
    reverse("products:product_tab", args=[slug, product.uuid, "interface"]),
]
answers = {each: client.get(each) for each in addresses}
print(json.dumps({
    "pages": {each: [answer.status_code, answer.content.decode()] for each, answer in answers.items()},
    "commands": sorted(get_commands()),
    "names": sorted(
        name
        for pattern in get_resolver().url_patterns
        for name in getattr(pattern, "reverse_dict", ())
        if isinstance(name, str)
    ),
}))
"""


def modules_of(feature: str) -> list[str]:
    """The packages of the feature in all apps."""
    return [name for names in settings.FEATURES.values() for name in names if name.endswith(f".{feature}")]


def names_of(feature: str) -> list[str]:
    """The names of the addresses of the feature."""
    urls = [f"{module}.urls" for module in modules_of(feature)]
    patterns = [
        pattern
        for module in urls
        if (ROOT / f"{module.replace('.', '/')}.py").exists()
        for pattern in import_module(module).urlpatterns
    ]
    return [each.name for pattern in patterns for each in getattr(pattern, "url_patterns", [pattern])]


def places_of(feature: str) -> list[Path]:
    """The folders of the feature: its packages, and their templates."""
    paths = [module.replace(".", "/") for module in modules_of(feature)]
    return [ROOT / folder / path for path in paths for folder in (".", "templates")]


def product_without(feature: str, folder: Path) -> None:
    """Put a product without the feature into the folder."""
    gone = places_of(feature)
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


def test_every_feature_of_the_settings_is_here() -> None:
    assert {name.rpartition(".")[2] for names in settings.FEATURES.values() for name in names} == set(
        FEATURES
    )


@pytest.mark.parametrize("feature", FEATURES)
def test_nothing_outside_names_it(feature: str) -> None:
    places = places_of(feature)
    names = [*map(re.escape, modules_of(feature)), *(rf":{name}\b" for name in names_of(feature))]
    named = re.compile("|".join(names))
    outside = [
        str(path.relative_to(ROOT))
        for folder in (*APPS, "templates")
        for path in sorted((ROOT / folder).rglob("*.*"))
        if path.suffix in (".py", ".html") and "migrations" not in path.parts
        if not any(path.is_relative_to(place) for place in places)
        if named.search(path.read_text(encoding="utf-8"))
    ]
    assert names_of(feature)
    assert outside == []


@pytest.mark.sweep(sample=1)
@pytest.mark.parametrize("feature", FEATURES)
def test_the_product_starts_without_it(feature: str, tmp_path: Path) -> None:
    folder, data = tmp_path / "product", tmp_path / "data"
    folder.mkdir()
    data.mkdir()
    product_without(feature, folder)

    started = subprocess.run(
        [sys.executable, "-c", _START],
        cwd=folder,
        env={
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HEADWATERS_VAR_DIR": str(data),
            "PATH": os.environ["PATH"],
        },
        capture_output=True,
        text=True,
        check=False,
    )

    assert started.returncode == 0, started.stderr
    rest = json.loads(started.stdout.splitlines()[-1])
    assert {address: status for address, (status, _text) in rest["pages"].items() if status != 200} == {}
    leading = re.compile(rf'(?:href|action|hx-\w+)="[^"]*{FEATURES[feature]}')
    assert [address for address, (_status, text) in rest["pages"].items() if leading.search(text)] == []
    assert {feature, *names_of(feature)} & {*rest["names"], *rest["commands"]} == set()
