"""What a process of the product loads before anybody asks for anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]
_CODE = """
import sys
import django
django.setup()
from django.urls import get_resolver
assert get_resolver().url_patterns
print(*sys.modules)
"""


def test_libraries_for_spreadsheets_wait_until_one_is_read() -> None:
    command = [sys.executable, "-c", _CODE]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "exchange.services.tables" in loaded
    assert not loaded & {"openpyxl", "numpy"}
