"""One world for all tests of a module that only look at it: each request is taken back."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import client as test_client, override_settings

from config.room_texts import words_of_room
from config.shipped_content_texts import words_of_shipped
from documents import pdf_engine_process
from tests import garbage
from tests.architecture import world as worlds
from tests.architecture.hiding import Log
from tests.pseudo import Pseudo, pseudo_language

_keep_all = vars(test_client)["store_rendered_templates"]
_ENGINE = {name: vars(pdf_engine_process.Engine)[name] for name in ("__enter__", "__exit__", "render")}


def _without_paper(patch: pytest.MonkeyPatch) -> None:
    """Who asks every address need not wait for paper: tests of reports, posters and canvases ask for what is
    laid out."""
    patch.setattr(pdf_engine_process, "render_in_subprocess", lambda html, **_: b"%PDF-1.7")
    patch.setattr(pdf_engine_process.Engine, "__enter__", lambda engine: engine)
    patch.setattr(pdf_engine_process.Engine, "__exit__", lambda *_: None)
    patch.setattr(pdf_engine_process.Engine, "render", lambda *_, **__: b"%PDF-1.7")


@pytest.fixture
def no_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lays nothing out."""
    _without_paper(monkeypatch)


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lays reports out after all, in a world that does not wait for them."""
    for name, real in _ENGINE.items():
        monkeypatch.setattr(pdf_engine_process.Engine, name, real)


def _keep_forms(store: Any, signal: Any, sender: Any, template: Any, context: Any, **kwargs: Any) -> None:
    if "form" in context or "capture_form" in context:
        _keep_all(store, signal, sender, template, context, **kwargs)


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[worlds.World]:
    media = tmp_path_factory.mktemp("files")
    plain = "tests.plain_static.Storage"
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, STORAGES=storages),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        # The event stream gives back its connection before it starts, which here is the one of the test.
        patch.setattr(connections, "close_all", lambda: None)
        # Who closes an answer ends its request, and with it a connection that is in a transaction.
        patch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
        _without_paper(patch)
        # Of what templates are drawn from, which the client copies each time, only forms are looked at.
        patch.setattr(test_client, "store_rendered_templates", _keep_forms)
        # pytest-django makes a test database only where a collected test is marked django_db.
        if "test_" not in (name := str(connection.settings_dict["NAME"])) and "memory" not in name:
            raise RuntimeError("this is no test database: mark the module django_db")
        made = worlds.put()
        # What would follow its commit never does, and the end of every savepoint looks through it.
        connection.run_on_commit.clear()
        garbage.keep()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def log() -> Iterator[Log]:
    handler = Log()
    loggers = [logging.getLogger(name) for name in (None, *logging.Logger.manager.loggerDict)]
    before = [(each, each.level) for each in loggers]
    for each in loggers:
        # Templates tell at this level what their contexts lack, a thousand times per page, and with it what
        # is in them: with one's own part of a page, that is one's own.
        each.setLevel(logging.INFO if each.name == "django.template" else logging.DEBUG)
        if each.parent is None or not each.propagate:
            each.addHandler(handler)
    yield handler
    for each, level in before:
        each.setLevel(level)
        each.removeHandler(handler)


@pytest.fixture
def language() -> Iterator[Pseudo]:
    with pseudo_language() as made:
        yield made


@pytest.fixture(scope="module")
def listed() -> set[tuple[str, str]]:
    """The texts that catalogs must have, and those that Django's have, with their contexts before them."""
    known = {*words_of_room(settings.BASE_DIR), *words_of_shipped(settings.BASE_DIR)}
    for place in ("conf/locale/de", "contrib/auth/locale/de"):
        with (Path(django.__file__).parent / place / "LC_MESSAGES/django.po").open("rb") as file:
            known |= {
                (each.context or "", each.id if isinstance(each.id, str) else each.id[0])
                for each in read_po(file)
            }
    return known
