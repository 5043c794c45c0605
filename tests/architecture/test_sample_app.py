"""A new artifact is declared once, and all the rest follows: tests/sample is an app that does so."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.sqlite  # in a process and a database of its own
def test_all_that_is_promised_follows_from_declaring_an_artifact() -> None:
    promises = [sys.executable, "-m", "pytest", "tests/sample/promises.py", "--ds=tests.sample.settings"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    asked = subprocess.run(
        [*promises, "--quiet", "--no-migrations", "-p", "no:cacheprovider"],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert asked.returncode == 0, asked.stdout + asked.stderr
