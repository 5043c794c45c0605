"""The product starts without a folder or module that may be removed, and has the rest of its features."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from specifications.catalogs.exporters import EXPORTERS
from tests.apps import ROOT

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
