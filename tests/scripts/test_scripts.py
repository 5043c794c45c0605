"""Modules of static/js that hold state, in the test runner of Node."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.apps import ROOT

HERE = Path(__file__).parent
TESTS = sorted(path.name for path in HERE.glob("*.test.js"))


@pytest.mark.parametrize("name", TESTS)
def test_a_module_keeps_its_state(name: str, tmp_path: Path) -> None:
    # Served as modules; Node takes a file for one where the package says so.
    (tmp_path / "package.json").write_text('{"type": "module"}')
    shutil.copytree(ROOT / "static/js", tmp_path / "static/js")
    shutil.copytree(HERE, tmp_path / "tests/scripts")
    ran = subprocess.run(
        ["node", "--test", f"tests/scripts/{name}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "# pass 0" not in ran.stdout
