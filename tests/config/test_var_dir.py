"""The folder for what an installation keeps."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

SHOW = "from config import settings; print(settings.VAR_DIR)"


def test_an_empty_setting_is_none() -> None:
    """Else the folder of collected files, which is emptied first, would be that of the sources."""
    environment = {**os.environ, "HEADWATERS_VAR_DIR": ""}
    shown = subprocess.run(
        [sys.executable, "-c", SHOW],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(shown.stdout.strip()) == Path(settings.BASE_DIR) / "var"
