"""compose.yaml passes every setting on, asks whether the server answers, and takes any password."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from config.settings import OUR_APPS
from tests.warm import ROOT, House

# What compose sets for the container itself, or leaves out.
NOT_PASSED = {
    "PORT": "that of the container is 8000; outside it is another",
    "DATABASE_URL": "the database is its own",
    "DATABASE_PASSWORD": "from POSTGRES_PASSWORD",
    "REDIS_URL": "Redis is its own",
    "HEADWATERS_LISTEN": "a container is reached from outside",
    "HEADWATERS_VAR_DIR": "var/ of the checkout, which is mounted",
    "HEADWATERS_DEBUG": "the start refuses it for an https:// address",
}
_READ = re.compile(
    r"""(?:environ\.get\(|environment\(|environ\[|_flag\()\s*"([A-Z_]+)"|"(HEADWATERS_[A-Z_]+)\""""
)
# Of requests, and of the system.
_OTHERS = re.compile(r"HTTP_|CONTENT_TYPE|REQUEST_METHOD|SOURCE_DATE_EPOCH|PATH_INFO|REMOTE_ADDR")


@pytest.fixture
def app() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]["app"]


def _documented() -> set[str]:
    """The settings that docs/operations.md lists."""
    section = (ROOT / "docs/operations.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}


def _read() -> set[str]:
    """The settings that the code reads."""
    modules = (path for app in OUR_APPS for path in (ROOT / app).rglob("*.py"))
    names = {one or other for path in modules for one, other in _READ.findall(path.read_text())}
    return {name for name in names if not _OTHERS.match(name)}


def test_every_setting_is_documented_and_passed(app: Any) -> None:
    assert _read() == _documented()
    passed = set(app["environment"])
    assert _documented() - passed == {name for name in NOT_PASSED if name not in app["environment"]}
    assert passed - _documented() == set()
    for name, value in app["environment"].items():
        assert name in NOT_PASSED or value is None or f"${{{name}:" in value, name


def test_each_service_says_whether_it_is_well(app: Any) -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    assert {name for name, service in services.items() if "healthcheck" not in service} == set()
    assert "http://127.0.0.1:8000/healthz" in app["healthcheck"]["test"]


HARD = """a/b?c#d%41@e:f&g=h i'j"k\\l$m+n"""


def test_any_password_reaches_the_database_as_it_is() -> None:
    house = House(
        {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": "postgres://headwaters@database:5432/headwaters",
            "DATABASE_PASSWORD": HARD,
            "HEADWATERS_SECRET_KEY": "a key that the processes share, and long enough to be believed",
            "PYTHONPATH": str(ROOT),
        }
    )
    try:
        said = house.python(
            "from django.db import connection; given = connection.get_connection_params();"
            "print(repr([given[name] for name in ('host', 'port', 'user', 'dbname', 'password')]))"
        )
    finally:
        house.close()
    assert said.strip() == repr(["database", 5432, "headwaters", "headwaters", HARD])
