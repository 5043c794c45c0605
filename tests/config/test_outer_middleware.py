"""What is said before any view is asked: about encodings, headers, and in the log."""

from __future__ import annotations

import logging
import re

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from config.logs import LogFormat
from config.static_files import add_headers
from tests.architecture.entries import addresses
from tests.config.test_checks import run_settings
from workshops.web.cookies import cookie_name

pytestmark = pytest.mark.django_db


def test_no_page_asks_for_the_camera() -> None:
    assert "camera=()" in Client().get("/")["Permissions-Policy"]


@pytest.mark.sweep(sample=6)
@pytest.mark.parametrize("method", ["PROPFIND", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/join/", "/join/ABC-DEF/", "/accounts/login/", "/d/nowhere/"])
def test_a_method_that_no_address_takes_is_said_to_be_none(method: str, path: str) -> None:
    answer = Client(enforce_csrf_checks=True).generic(method, path)
    assert answer.status_code == 405
    assert answer["Allow"] == "GET, HEAD, OPTIONS, POST"
    assert "Content-Security-Policy" in answer


def test_static_files_run_nothing() -> None:
    headers: dict[str, str] = {}
    add_headers(headers, "img/logo.svg", "/static/img/logo.svg")  # type: ignore[arg-type]  # the library hands over such a mapping
    assert headers == {"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff"}


def test_over_https_cookies_are_of_this_host_alone(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("HEADWATERS_BASE_URL", "https://headwaters.example.org")
    served = run_settings()
    names = (served["SESSION_COOKIE_NAME"], served["CSRF_COOKIE_NAME"])
    assert names == ("__Host-sessionid", "__Host-csrftoken")
    assert served["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    settings.COOKIE_PREFIX = served["COOKIE_PREFIX"]
    assert cookie_name("abc-def") == "__Host-hw_ABCDEF"


def test_what_is_too_large_gets_a_page_and_the_way_by_command() -> None:
    answer = Client().get("/refused/413/?at=/organizations/acme/import/")
    assert answer.status_code == 413
    assert "manage.py import_discovery FILE" in answer.content.decode()
    assert "manage.py" not in Client().get("/refused/413/?at=/d/x/").content.decode()
    assert Client().get("/refused/200/").status_code == 404


def record(name: str, message: str, *args: object, **more: object) -> logging.LogRecord:
    try:
        raise ValueError("inside")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
    made = logging.LogRecord(name, logging.WARNING, "", 1, message, args, info)
    made.__dict__.update(more)
    return made


def test_what_a_request_did_wrong_is_one_line() -> None:
    for name, status in (("django.request", 400), ("django.security.DisallowedHost", 0)):
        line = LogFormat().format(record(name, "Bad request: %s", "/a\nb/", status_code=status))
        assert line.endswith(": Bad request: /a\\nb/")
    assert "Traceback" in LogFormat().format(record("django.request", "Broken", status_code=500))


# An argument that opens a door. What has a converter of its own is a word of a vocabulary.
OPENS = re.compile(r"<((str|slug|code):)?([a-z]+_)?(key|code|token|ticket)>")


def test_nothing_that_opens_a_door_is_in_the_log() -> None:
    routes = {re.sub(r"\(\?P|[$^]", "", route) for _name, route, _pattern in addresses()}
    paths = {f"/{OPENS.sub('s3cret', route, count=1)}" for route in routes if OPENS.search(route)}
    assert len({path.partition("s3cret")[0] for path in paths}) >= 12
    for path in paths:
        line = LogFormat().format(
            logging.LogRecord("django.request", 30, "", 1, "Not Found: %s", (path,), None)
        )
        assert "s3cret" not in line, path
        assert "/…" in line


@pytest.mark.django_db
def test_a_request_by_another_host_is_answered_with_the_setting_that_names_it(client, settings):
    settings.ALLOWED_HOSTS = ["localhost"]
    answer = client.get("/", headers={"host": "192.168.7.9"})
    assert answer.status_code == 400
    assert "HEADWATERS_BASE_URL" in answer.content.decode()
    assert "192.168.7.9" not in answer.content.decode()
