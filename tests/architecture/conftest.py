"""One world for all tests of a module that only look at it: each request is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import override_settings

from tests.architecture import world as worlds


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[worlds.World]:
    media = tmp_path_factory.mktemp("files")
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": plain}}
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=media, STORAGES=storages),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        # The event stream gives back its connection before it starts, which here is the one of the test.
        patch.setattr(connections, "close_all", lambda: None)
        # pytest-django makes a test database only where a collected test is marked django_db.
        if "test_" not in (name := str(connection.settings_dict["NAME"])) and "memory" not in name:
            raise RuntimeError("this is no test database: mark the module django_db")
        yield worlds.build()
        transaction.set_rollback(True)
