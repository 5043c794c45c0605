"""`bin/setup` where the checkout cannot be written, as in an image: what is kept goes elsewhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served import ROOT

pytestmark = pytest.mark.sqlite
# What a set-up that has nothing to do reads.
READ = (
    *(
        "bin/common.sh",
        "bin/setup",
        "config/message_compiler.py",
        "config/font_subset.py",
        "static/fonts/.cut",
    ),
    *("locale/.compiled", "package-lock.json", ".npmrc", "requirements.txt", "requirements-dev.txt"),
    *("node_modules/.installed", ".venv/.installed"),
)


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every account reaches, with a copy of the checkout that nobody may write."""
    folder = Path(tempfile.mkdtemp(prefix="headwaters-readonly-"))
    folder.chmod(0o755)
    checkout = folder / "checkout"
    words = [path.relative_to(ROOT) for path in ROOT.glob("locale/*/LC_MESSAGES/django.po")]
    for name in (*map(Path, READ), *words):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    (checkout / ".venv/bin").mkdir()
    (checkout / ".venv/bin/python").symlink_to(Path(sys.executable).resolve())
    for path in (checkout, *checkout.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o555)
    yield folder
    for path in (checkout, *checkout.rglob("*")):
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_checkout_that_cannot_be_written_is_ready(place: Path) -> None:
    kept = place / "kept"
    kept.mkdir()
    command = [str(place / "checkout/bin/setup"), "--runtime"]
    if os.getuid() == 0:  # for whom every folder can be written
        shutil.chown(kept, "nobody")
        command = ["runuser", "-u", "nobody", "--", *command]

    done = subprocess.run(
        command,
        env=os.environ | {"HEADWATERS_VAR_DIR": str(kept)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert (kept / "secret_key").stat().st_size > 50
    assert not (place / "checkout/var").exists()
